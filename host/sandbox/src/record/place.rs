//! What may stand where: nesting, followed while the plugin writes.

use preau_domain::message::Text;
use preau_domain::page::Op;
use preau_domain::text;

/// Deeper than this nobody reads.
const DEEPEST: usize = 16;

/// Something that is open.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Open {
    Section,
    Columns,
    Tabs,
    List,
    Item,
    Table { columns: usize },
    Row { cells: usize, columns: usize },
    Cell,
    Form,
}

impl Open {
    /// As the WIT names it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Section => "section",
            Self::Columns => "columns",
            Self::Tabs => "tabs",
            Self::List => "list",
            Self::Item => "item",
            Self::Table { .. } => "table",
            Self::Row { .. } => "row",
            Self::Cell => "cell",
            Self::Form => "form",
        }
    }
}

/// What an operation is, as far as places go.
#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    /// Goes wherever text goes.
    Flow,
    /// Something large: not within an item or a cell.
    Wide,
    Section,
    Item,
    Row,
    Cell,
    /// Makes a form of its own: not within a form.
    Posting,
    /// The same, and large.
    Grid,
    /// Only within a form.
    Field,
}

/// Follows one operation; a misuse when it may not stand here.
pub(super) fn enter(open: &mut Vec<Open>, op: &Op) -> Option<Text> {
    if matches!(op, Op::Close) {
        return close(open);
    }
    let (what, opened) = sort(op);
    let within_form = open.contains(&Open::Form);
    let fits = match open.last() {
        Some(Open::Tabs) => what == What::Section,
        Some(Open::List) => what == What::Item,
        Some(Open::Table { .. }) => what == What::Row,
        Some(Open::Row { .. }) => what == What::Cell,
        Some(Open::Item | Open::Cell) => matches!(what, What::Flow | What::Posting | What::Field),
        None | Some(Open::Section | Open::Columns | Open::Form) => !matches!(what, What::Item | What::Row | What::Cell),
    };
    let fits = fits && (what != What::Field || within_form) && (!matches!(what, What::Posting | What::Grid) || !within_form);
    if !fits {
        let place = open.last().map_or("page", |o| o.name());
        return Some(text!("sandbox-misuse-place", what = name(op), place = place));
    }
    if let (Op::OpenCell, Some(Open::Row { cells, columns })) = (op, open.last_mut()) {
        *cells += 1;
        if cells > columns {
            return Some(text!("sandbox-misuse-row", cells = *cells, columns = *columns));
        }
    }
    if let Some(mut opened) = opened {
        if open.len() >= DEEPEST {
            return Some(text!("sandbox-misuse-depth", most = DEEPEST));
        }
        if let (Open::Row { columns, .. }, Some(Open::Table { columns: all })) = (&mut opened, open.last()) {
            *columns = *all;
        }
        open.push(opened);
    }
    None
}

fn close(open: &mut Vec<Open>) -> Option<Text> {
    match open.pop() {
        None => Some(text!("sandbox-misuse-close")),
        Some(Open::Row { cells, columns }) if cells != columns => {
            Some(text!("sandbox-misuse-row", cells = cells, columns = columns))
        }
        Some(_) => None,
    }
}

fn sort(op: &Op) -> (What, Option<Open>) {
    match op {
        Op::OpenSection { .. } => (What::Section, Some(Open::Section)),
        Op::OpenColumns => (What::Wide, Some(Open::Columns)),
        Op::OpenTabs => (What::Wide, Some(Open::Tabs)),
        Op::OpenList { .. } => (What::Flow, Some(Open::List)),
        Op::OpenItem => (What::Item, Some(Open::Item)),
        Op::OpenTable { columns, .. } => (What::Wide, Some(Open::Table { columns: columns.len() })),
        Op::OpenRow => (What::Row, Some(Open::Row { cells: 0, columns: 0 })),
        Op::OpenCell => (What::Cell, Some(Open::Cell)),
        Op::OpenForm { .. } => (What::Posting, Some(Open::Form)),
        Op::Action { .. } => (What::Posting, None),
        Op::EntryGrid(_) => (What::Grid, None),
        Op::Field(_) => (What::Field, None),
        Op::Table { .. } | Op::PageBreak | Op::Bars { .. } => (What::Wide, None),
        _ => (What::Flow, None),
    }
}

/// As the WIT names it.
pub(super) fn name(op: &Op) -> &'static str {
    match op {
        Op::OpenSection { .. } => "open-section",
        Op::OpenColumns => "open-columns",
        Op::OpenTabs => "open-tabs",
        Op::OpenList { .. } => "open-list",
        Op::OpenItem => "open-item",
        Op::OpenTable { .. } => "open-table",
        Op::OpenRow => "open-row",
        Op::OpenCell => "open-cell",
        Op::OpenForm { .. } => "open-form",
        Op::Close => "close",
        Op::Table { .. } => "table",
        Op::Action { .. } => "action",
        Op::EntryGrid(_) => "entry-grid",
        Op::Field(_) => "field",
        Op::PageBreak => "page-break",
        Op::Bars { .. } => "bars",
        Op::Link { .. } => "link",
        Op::PersonLink { .. } => "person-link",
        Op::Outside { .. } => "outside",
        Op::Fact { .. } => "fact",
        Op::Progress { .. } => "progress",
        _ => "text",
    }
}
