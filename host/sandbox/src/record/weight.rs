//! What an operation weighs: its texts and lists, and a little for itself.

use preau_domain::page::{EntryGrid, Field, FieldKind, Op};

/// Any operation, before its texts.
pub(super) const OP: usize = 32;

fn texts(all: &[String]) -> usize {
    all.iter().map(|t| t.len() + OP).sum()
}

/// In bytes, about what drawing it copies.
pub(super) fn of(op: &Op) -> usize {
    OP + match op {
        Op::OpenSection { id, title } => id.len() + title.len(),
        Op::OpenTable { caption, columns } => caption.len() + texts(columns),
        Op::OpenForm { route, submit } => route.len() + submit.len(),
        Op::Table { caption, columns, cells } => caption.len() + texts(columns) + cells.bytes.len() + cells.ends.len() * OP,
        Op::Paragraph(t) | Op::Text(t) | Op::Strong(t) | Op::Markdown(t) | Op::Notice(_, t) | Op::Badge(_, t) => t.len(),
        Op::Fact { label, text } => label.len() + text.len(),
        Op::Progress { label, .. } => label.len(),
        Op::Link { text, route } | Op::Action { text, route, .. } => text.len() + route.len(),
        Op::PersonLink { route, .. } => route.len(),
        Op::Outside { text, address } => text.len() + address.len(),
        Op::Field(field) => of_field(field),
        Op::EntryGrid(grid) => of_grid(grid),
        Op::Gallery { people, .. } => people.len() * OP,
        Op::Bars { title, series } => {
            let line = |(label, parts): &(String, Vec<(String, f64)>)| {
                label.len() + OP + parts.iter().map(|(part, _)| part.len() + OP).sum::<usize>()
            };
            title.len() + series.iter().map(line).sum::<usize>()
        }
        _ => 0,
    }
}

fn of_field(field: &Field) -> usize {
    let kind = match &field.kind {
        FieldKind::Line { value, .. } | FieldKind::Area { value, .. } | FieldKind::Hidden(value) => value.len(),
        FieldKind::Choice { options, selected, .. } => {
            options.iter().map(|(value, label)| value.len() + label.len() + OP).sum::<usize>() + texts(selected)
        }
        FieldKind::Group { options, .. } => options.len() * OP * 2,
        _ => 0,
    };
    field.name.len() + field.label.len() + field.hint.len() + kind
}

fn of_grid(grid: &EntryGrid) -> usize {
    let columns: usize = grid.columns.iter().map(|c| c.id.len() + c.short.len() + c.long.len() + OP).sum();
    let codes: usize = grid.codes.iter().map(|c| c.symbol.len() + c.label.len() + c.key.len() + OP).sum();
    grid.route.len() + columns + codes + grid.rows.len() * OP + grid.cells.len() + grid.versions.len() * 8
}
