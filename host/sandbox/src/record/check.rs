//! What an operation must hold, wherever it stands: labels, anchors, names, routes, sizes of lists, codes.

use std::collections::BTreeSet;

use preau_domain::message::Text;
use preau_domain::page::{Code, EntryGrid, Field, FieldKind, Op};
use preau_domain::text;
use preau_domain::value::Texts;

use super::route as routes;

/// Rows of an entry grid.
const MOST_ROWS: usize = 400;
/// Columns of an entry grid.
const MOST_COLUMNS: usize = 100;
/// Columns of any other table.
const MOST_TABLE: usize = 200;
/// Codes of an entry grid.
const MOST_CODES: usize = 40;
/// An empty cell of an entry grid.
const EMPTY: u8 = 255;
/// A field that the host puts into every form.
const HOST_FIELD: &str = "hat";

/// The first misuse in an operation, if any.
pub(super) fn op(op: &Op, origins: &[String]) -> Option<Text> {
    match op {
        Op::OpenSection { id, title } => anchor("open-section", id).or_else(|| filled("open-section", title)),
        Op::OpenTable { caption, columns } => filled("open-table", caption).or_else(|| width("open-table", columns.len())),
        Op::OpenForm { route: r, submit } => route(r).or_else(|| filled("open-form", submit)),
        Op::Table { caption, columns, cells } => {
            filled("table", caption).or_else(|| width("table", columns.len())).or_else(|| table(columns.len(), cells))
        }
        Op::Notice(_, text) => filled("notice", text),
        Op::Badge(_, text) => filled("badge", text),
        Op::Fact { label, .. } => filled("fact", label),
        Op::Progress { label, .. } => filled("progress", label),
        Op::Link { text, route: r } => filled("link", text).or_else(|| route(r)),
        Op::Action { text, route: r, .. } => filled("action", text).or_else(|| route(r)),
        Op::PersonLink { route: r, .. } => route(r),
        Op::Outside { text, address } => filled("outside", text).or_else(|| outside(address, origins)),
        Op::Field(f) => field(f),
        Op::EntryGrid(grid) => route(&grid.route).or_else(|| entry_grid(grid)),
        Op::Bars { title, series } => {
            let amounts = || series.iter().flat_map(|(_, parts)| parts).map(|(_, amount)| *amount);
            let fault = (!amounts().all(|a| a.is_finite() && a >= 0.0)).then(|| text!("sandbox-misuse-amount"));
            filled("bars", title).or(fault)
        }
        _ => None,
    }
}

/// A text that somebody must be able to read or hear.
pub(super) fn filled(what: &str, text: &str) -> Option<Text> {
    text.trim().is_empty().then(|| text!("sandbox-misuse-empty", what = what))
}

/// A route relative to the plugin.
pub(super) fn route(route: &str) -> Option<Text> {
    (!routes::is_route(route)).then(|| text!("sandbox-misuse-route", found = shown(route)))
}

fn outside(address: &str, origins: &[String]) -> Option<Text> {
    (!routes::is_outside(address, origins)).then(|| text!("sandbox-misuse-outside", found = shown(address)))
}

/// At most 80 characters of what a guest gave, for a message.
fn shown(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(80).collect()
}

fn anchor(what: &str, id: &str) -> Option<Text> {
    let ok = (1..=60).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    (!ok).then(|| text!("sandbox-misuse-name", what = what, found = shown(id)))
}

fn width(what: &str, columns: usize) -> Option<Text> {
    let ok = (1..=MOST_TABLE).contains(&columns);
    (!ok).then(|| text!("sandbox-misuse-columns", what = what, columns = columns, most = MOST_TABLE))
}

fn table(columns: usize, cells: &Texts) -> Option<Text> {
    if !cells.is_well_formed() {
        return Some(text!("sandbox-misuse-texts"));
    }
    (!cells.len().is_multiple_of(columns.max(1))).then(|| text!("sandbox-misuse-row", cells = cells.len(), columns = columns))
}

fn field(field: &Field) -> Option<Text> {
    if field.name == HOST_FIELD {
        return Some(text!("sandbox-misuse-name", what = "field", found = &field.name));
    }
    let name = anchor("field", &field.name);
    let label = || if matches!(field.kind, FieldKind::Hidden(_)) { None } else { filled("field", &field.label) };
    name.or_else(label).or_else(|| match &field.kind {
        FieldKind::Choice { options, selected, multiple } => {
            let unlabelled = options.iter().find_map(|(_, label)| filled("choice-field", label));
            let several = (!multiple && selected.len() > 1).then(|| text!("sandbox-misuse-selected", name = &field.name));
            unlabelled.or(several)
        }
        FieldKind::Number { min, max, .. } if min > max => Some(text!("sandbox-misuse-range", name = &field.name)),
        _ => None,
    })
}

fn entry_grid(grid: &EntryGrid) -> Option<Text> {
    let (rows, columns) = (grid.rows.len(), grid.columns.len());
    if rows == 0 || rows > MOST_ROWS || columns == 0 || columns > MOST_COLUMNS {
        return Some(text!("sandbox-misuse-grid-size", rows = rows, columns = columns, most = MOST_ROWS, wide = MOST_COLUMNS));
    }
    if grid.cells.len() != rows * columns || grid.versions.len() != rows * columns || grid.handles.len() != rows {
        return Some(text!(
            "sandbox-misuse-grid-cells",
            cells = grid.cells.len(),
            versions = grid.versions.len(),
            rows = rows,
            columns = columns
        ));
    }
    let mut ids = BTreeSet::new();
    for column in &grid.columns {
        let id = column.id.as_str();
        if id.is_empty() || id.len() > 100 || id.chars().any(char::is_control) || !ids.insert(id) {
            return Some(text!("sandbox-misuse-grid-column", found = shown(id)));
        }
        if let Some(fault) = filled("entry-grid", &column.short).or_else(|| filled("entry-grid", &column.long)) {
            return Some(fault);
        }
    }
    codes(&grid.codes).or_else(|| {
        let unknown = grid.cells.iter().find(|cell| **cell != EMPTY && usize::from(**cell) >= grid.codes.len());
        unknown.map(|cell| text!("sandbox-misuse-grid-code", found = u32::from(*cell)))
    })
}

fn codes(codes: &[Code]) -> Option<Text> {
    let (mut symbols, mut keys) = (BTreeSet::new(), BTreeSet::new());
    let sound = |code: &Code| {
        let readable =
            |t: &str, most: usize| (1..=most).contains(&t.chars().count()) && !t.chars().any(|c| c.is_control() || c == ' ');
        readable(&code.symbol, 3) && readable(&code.key, 1) && !code.label.trim().is_empty() && code.shade.is_none_or(|s| s <= 3)
    };
    if codes.is_empty() || codes.len() > MOST_CODES {
        return Some(text!("sandbox-misuse-grid-codes", most = MOST_CODES));
    }
    let wrong = codes.iter().find(|c| !sound(c) || !symbols.insert(c.symbol.as_str()) || !keys.insert(c.key.as_str()));
    wrong.map(|code| text!("sandbox-misuse-grid-symbol", found = shown(&code.symbol)))
}
