//! Tables, each in a region of its own that scrolls by keyboard too, so that nothing is lost at 320 px.

use preau_domain::value::Texts;

use crate::draw::Draw;
use crate::escape::{number, push};

/// Opens the region, the table and its body, with caption and column headings.
pub(crate) fn head(d: &mut Draw, caption: &str, columns: &[String]) {
    let serial = d.next_serial();
    let out = &mut d.out;
    out.push_str("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"_t");
    number(out, serial);
    out.push_str("\"><table><caption id=\"_t");
    number(out, serial);
    out.push_str("\">");
    push(out, caption);
    out.push_str("</caption><thead><tr>");
    for column in columns {
        out.push_str("<th scope=\"col\">");
        push(out, column);
        out.push_str("</th>");
    }
    out.push_str("</tr></thead><tbody>");
}

/// A table given in one piece; the first cell of a row is its heading, numbers stand right.
pub(crate) fn whole(d: &mut Draw, caption: &str, columns: &[String], cells: &Texts) {
    head(d, caption, columns);
    let out = &mut d.out;
    let width = columns.len().max(1);
    for (at, cell) in cells.iter().enumerate() {
        let place = at % width;
        if place == 0 {
            out.push_str("<tr><th scope=\"row\">");
        } else if is_number(cell) {
            out.push_str("<td class=\"n\">");
        } else {
            out.push_str("<td>");
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
