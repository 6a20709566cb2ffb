//! Tables, each in a region of its own that scrolls by keyboard too, so that nothing is lost at 320 px. A narrow table
//! becomes a list of cards there: each cell then says its column.

use preau_domain::value::Texts;

use crate::draw::Draw;
use crate::escape::{attribute, number, push};

/// Tables of more columns than this scroll on a phone; others are stacked.
const STACKED: usize = 7;

/// The name of a cell's column where the table may be stacked; nothing in wide tables, for the heading of a row, and
/// beyond the columns.
pub(crate) fn label(columns: &[String], at: usize) -> Option<&str> {
    if columns.len() > STACKED || at == 0 { None } else { columns.get(at).map(String::as_str) }
}

/// Opens the region, the table and its body, with caption and column headings; `number_at` says which columns hold figures.
pub(crate) fn head(d: &mut Draw, caption: &str, columns: &[String], number_at: impl Fn(usize) -> bool) {
    let serial = d.next_serial();
    // Under a heading that says the same, the caption is there for those who go from table to table.
    let said = d.just_titled(caption);
    let out = &mut d.out;
    out.push_str("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"_t");
    number(out, serial);
    out.push_str(if columns.len() > STACKED {
        "\"><table><caption id=\"_t"
    } else {
        "\"><table class=\"stack\"><caption id=\"_t"
    });
    number(out, serial);
    out.push_str(if said { "\" class=\"vh\">" } else { "\">" });
    push(out, caption);
    out.push_str("</caption><thead><tr>");
    for (at, column) in columns.iter().enumerate() {
        out.push_str(if number_at(at) { "<th scope=\"col\" class=\"n\">" } else { "<th scope=\"col\">" });
        push(out, column);
        out.push_str("</th>");
    }
    out.push_str("</tr></thead><tbody>");
}

/// A table given in one piece; the first cell of a row is its heading, numbers stand right.
pub(crate) fn whole(d: &mut Draw, caption: &str, columns: &[String], cells: &Texts) {
    let width = columns.len().max(1);
    // The first row tells: a column that begins with a figure is headed on the right too.
    let figures: Vec<bool> = cells.iter().take(width).enumerate().map(|(at, cell)| at > 0 && is_number(cell)).collect();
    head(d, caption, columns, |at| figures.get(at).copied().unwrap_or(false));
    let out = &mut d.out;
    for (at, cell) in cells.iter().enumerate() {
        let place = at % width;
        if place == 0 {
            out.push_str("<tr><th scope=\"row\">");
        } else {
            out.push_str(if is_number(cell) { "<td class=\"n\"" } else { "<td" });
            if let Some(label) = label(columns, place) {
                attribute(out, "data-label", label);
            }
            out.push('>');
        }
        push(out, cell);
        out.push_str(if place == 0 { "</th>" } else { "</td>" });
        if place + 1 == width {
            out.push_str("</tr>");
        }
    }
    if !cells.len().is_multiple_of(width) {
        out.push_str("</tr>");
    }
    out.push_str("</tbody></table></div>");
}

fn is_number(text: &str) -> bool {
    text.bytes().any(|b| b.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.' | '-' | '+' | '%' | ' ' | '\u{a0}' | '\u{202f}'))
}
