//! The tables of a page as CSV for French spreadsheets: `;`, a byte order mark, CRLF, and no cell that would run as a formula.

use preau_domain::page::{EntryGrid, Op, Page};
use preau_domain::time::Zone;

use crate::escape::clean;
use crate::frame::Names;
use crate::words::words;

/// The tables and grids of the page, one after the other with an empty line between; where there are several, each
/// begins with its caption. Names are put in as on the page.
#[must_use]
pub fn csv(page: &Page, names: &Names, zone: &Zone) -> String {
    let tables: Vec<Sheet> = sheets(page, names, zone);
    let mut out = String::from("\u{FEFF}");
    for (at, sheet) in tables.iter().enumerate() {
        if tables.len() > 1 {
            if at > 0 {
                out.push_str("\r\n");
            }
            line(&mut out, std::slice::from_ref(&sheet.caption));
        }
        for row in &sheet.rows {
            line(&mut out, row);
        }
    }
    out
}

struct Sheet {
    caption: String,
    /// The headings first.
    rows: Vec<Vec<String>>,
}

fn sheets(page: &Page, names: &Names, zone: &Zone) -> Vec<Sheet> {
    let mut sheets: Vec<Sheet> = Vec::new();
    // What the open cell says so far; a table inside a cell does not exist.
    let mut cell: Option<String> = None;
    let mut in_table = false;
    // How many lists and the like are open within the cell.
    let mut inside = 0_usize;
    for op in &page.ops {
        match op {
            Op::Table { caption, columns, cells } => {
                let mut rows = vec![columns.clone()];
                let cells: Vec<String> = cells.iter().map(str::to_owned).collect();
                rows.extend(cells.chunks(columns.len().max(1)).map(<[String]>::to_vec));
                sheets.push(Sheet { caption: caption.clone(), rows });
            }
            Op::EntryGrid(grid) => sheets.push(grid_sheet(grid, names)),
            Op::OpenTable { caption, columns } => {
                in_table = true;
                sheets.push(Sheet { caption: caption.clone(), rows: vec![columns.clone()] });
            }
            Op::OpenRow if in_table => {
                if let Some(sheet) = sheets.last_mut() {
                    sheet.rows.push(Vec::new());
                }
            }
            Op::OpenCell if in_table => cell = Some(String::new()),
            Op::OpenList { .. } | Op::OpenItem | Op::OpenForm { .. } | Op::OpenColumns if cell.is_some() => inside += 1,
            Op::Close if inside > 0 => inside -= 1,
            Op::Close => {
                if let (Some(text), Some(row)) = (cell.take(), sheets.last_mut().and_then(|s| s.rows.last_mut())) {
                    row.push(text);
                }
            }
            _ => {
                if let (Some(text), Some(said)) = (&mut cell, said(op, names, zone)) {
                    if !text.is_empty() && !text.ends_with(' ') && !matches!(op, Op::Text(_) | Op::Strong(_)) {
                        text.push(' ');
                    }
                    text.push_str(&said);
                }
            }
        }
    }
    sheets
}

fn grid_sheet(grid: &EntryGrid, names: &Names) -> Sheet {
    let width = grid.columns.len();
    let mut rows = vec![vec![words().grid.pupil.clone()]];
    if let Some(head) = rows.first_mut() {
        head.extend(grid.columns.iter().map(|c| c.long.clone()));
    }
    for (at, who) in grid.rows.iter().enumerate() {
        let mut row = vec![names.people.get(who).unwrap_or(&words().nobody).clone()];
        row.extend((0..width).map(|column| {
            let code = grid.cells.get(at * width + column).and_then(|code| grid.codes.get(usize::from(*code)));
            code.map_or(String::new(), |code| code.symbol.clone())
        }));
        rows.push(row);
    }
    Sheet { caption: String::new(), rows }
}

/// What an inline thing says.
fn said(op: &Op, names: &Names, zone: &Zone) -> Option<String> {
    let nobody = || words().nobody.clone();
    Some(match op {
        Op::Text(t) | Op::Strong(t) | Op::Badge(_, t) | Op::Paragraph(t) | Op::Markdown(t) => t.clone(),
        Op::Link { text, .. } | Op::Outside { text, .. } | Op::Fact { text, .. } => text.clone(),
        Op::Date(day) => day.french(),
        Op::Moment(at) => at.french(zone),
        Op::PersonName(who) | Op::PersonLink { who, .. } => names.people.get(who).cloned().unwrap_or_else(nobody),
        Op::GroupName(group) => names.groups.get(group).cloned().unwrap_or_else(nobody),
        Op::Progress { done, total, .. } => format!("{done}/{total}"),
        _ => return None,
    })
}

fn line(out: &mut String, cells: &[String]) {
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            out.push(';');
        }
        write(out, cell);
    }
    out.push_str("\r\n");
}

/// One cell. What a spreadsheet would take for a formula gets an apostrophe before it, which makes it text.
fn write(out: &mut String, cell: &str) {
    let cell = clean(cell);
    let formula = cell.trim_start_matches(' ').starts_with(['=', '+', '-', '@', '\t', '\n', '＝', '＋', '－', '＠']);
    let quoted = cell.contains([';', '"', '\n', '\t']);
    if quoted {
        out.push('"');
    }
    if formula {
        out.push('\'');
    }
    if quoted {
        out.push_str(&cell.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(&cell);
    }
}
