//! Draws an entry grid: a form of short inputs that works without script, and what the script needs to make it quick.
//!
//! This is the heaviest page of the house (600 cells): whatever is the same for many cells is built once and copied.
//! The fields it posts are read back in [`crate::grid_form`]:
//! `r.{row}` handle, `k.{column}` id, `h.{column}` heading, `o.{row}` what stood there (`symbol:version,…`),
//! `c.{row}.{column}` what stands there now, `preau.codes` (`key:symbol:shade:label,…`), `preau.grid` the kind of post.

use std::fmt::Write as _;

use preau_domain::page::{Code, EntryGrid};
use preau_domain::text;

use crate::draw::Draw;
use crate::escape::{attribute, count, hidden, number, push};
use crate::grid_form::{CODES, KIND, KIND_FORM, pack};
use crate::inline::person;
use crate::words::words;

/// Pieces that cells share.
struct Pieces {
    /// `_` and, from the second grid of a page on, its number: what host ids of this grid begin with.
    prefix: String,
    /// For each code: the end of a cell that holds it.
    filled: Vec<String>,
    /// The end of an empty cell.
    empty: String,
    /// For each column: the middle of a cell, from the column number to the row number of its label.
    middle: Vec<String>,
    /// For each code: its symbol, packed and escaped.
    packed: Vec<String>,
}

/// The whole form.
pub(crate) fn draw(d: &mut Draw, grid: &EntryGrid) {
    let serial = d.next_serial();
    let pieces = pieces(grid, serial);
    d.out.reserve(4096 + grid.cells.len() * 110);
    let attributes = &words().grid.data;
    let mut head = String::with_capacity(attributes.len() + 80);
    head.push_str(" class=\"grid\" data-grid=\"\" autocomplete=\"off\" autocapitalize=\"characters\"");
    head.push_str(attributes);
    d.form_tag(&grid.route, &head);
    hidden(&mut d.out, KIND, KIND_FORM);
    hidden(&mut d.out, CODES, &codes(&grid.codes));
    before(&mut d.out, grid, &pieces);
    table_head(&mut d.out, grid, &pieces);
    for row in 0..grid.rows.len() {
        draw_row(d, grid, &pieces, row);
    }
    d.out.push_str("</tbody></table></div>");
    after(&mut d.out, &pieces);
}

fn pieces(grid: &EntryGrid, serial: u64) -> Pieces {
    let mut prefix = String::from("_");
    if serial > 1 {
        number(&mut prefix, serial);
        prefix.push('_');
    }
    let middle = (0..grid.columns.len()).map(|c| {
        let mut m = String::from(".");
        number(&mut m, count(c));
        m.push_str("\" maxlength=\"3\" aria-labelledby=\"");
        m.push_str(&prefix);
        m.push('c');
        number(&mut m, count(c));
        m.push(' ');
        m.push_str(&prefix);
        m.push('r');
        m
    });
    let filled = grid.codes.iter().map(|code| {
        let mut f = String::from("\"");
        attribute(&mut f, "value", &code.symbol);
        f.push_str(" data-s=\"");
        f.push_str(shade(code));
        f.push_str("\"/></td>");
        f
    });
    let packed = grid.codes.iter().map(|code| {
        let mut p = String::new();
        push(&mut p, &pack(&code.symbol));
        p
    });
    Pieces {
        middle: middle.collect(),
        filled: filled.collect(),
        packed: packed.collect(),
        empty: "\" value=\"\"/></td>".to_owned(),
        prefix,
    }
}

/// How a code's colour family is written in `data-s`.
fn shade(code: &Code) -> &'static str {
    match code.shade {
        Some(0) => "0",
        Some(1) => "1",
        Some(2) => "2",
        Some(_) => "3",
        None => "x",
    }
}

fn codes(codes: &[Code]) -> String {
    let mut all = String::new();
    for (at, code) in codes.iter().enumerate() {
        if at > 0 {
            all.push(',');
        }
        for part in [code.key.as_str(), code.symbol.as_str(), shade(code)] {
            all.push_str(&pack(part));
            all.push(':');
        }
        all.push_str(&pack(&code.label));
    }
    all
}

/// Headings in full, codes, help, the way past the grid, and where the script says how it stands.
fn before(out: &mut String, grid: &EntryGrid, pieces: &Pieces) {
    let w = &words().grid;
    out.push_str("<p class=\"jump\"><a href=\"#");
    out.push_str(&pieces.prefix);
    out.push_str("end\">");
    push(out, &w.jump);
    out.push_str("</a></p><p class=\"codes-title\" id=\"");
    out.push_str(&pieces.prefix);
    out.push_str("codes\">");
    push(out, &w.legend);
    out.push_str("</p><ul class=\"codes\" aria-labelledby=\"");
    out.push_str(&pieces.prefix);
    out.push_str("codes\">");
    for code in &grid.codes {
        out.push_str("<li><b class=\"code\" data-s=\"");
        out.push_str(shade(code));
        out.push_str("\">");
        push(out, &code.symbol);
        out.push_str("</b> ");
        push(out, &code.label);
        out.push_str(" <kbd>");
        push(out, &code.key);
        out.push_str("</kbd></li>");
    }
    out.push_str("</ul><details class=\"long\"><summary>");
    push(out, &w.columns);
    out.push_str("</summary><dl>");
    for column in &grid.columns {
        out.push_str("<div><dt>");
        push(out, &column.short);
        out.push_str("</dt><dd>");
        push(out, &column.long);
        out.push_str("</dd></div>");
    }
    out.push_str("</dl></details><details class=\"help\"><summary>");
    push(out, &w.help);
    out.push_str("</summary><p class=\"plain\">");
    push(out, &w.help_plain);
    out.push_str("</p><p class=\"live\" hidden=\"\">");
    push(out, &w.help_keys);
    out.push_str("</p></details><div class=\"tools\"><p class=\"state\" role=\"status\" aria-live=\"polite\"></p></div>");
}

fn table_head(out: &mut String, grid: &EntryGrid, pieces: &Pieces) {
    let p = &pieces.prefix;
    out.push_str("<div class=\"scroll tall\" tabindex=\"0\" role=\"region\" aria-labelledby=\"");
    out.push_str(p);
    out.push_str("cap\"><table class=\"entry\" spellcheck=\"false\"><caption id=\"");
    out.push_str(p);
    out.push_str("cap\" class=\"vh\">");
    push(out, &text!("render-grid-caption", rows = grid.rows.len(), columns = grid.columns.len()).to_string());
    out.push_str("</caption><thead><tr><th scope=\"col\">");
    push(out, &words().grid.pupil);
    out.push_str("</th>");
    for (at, column) in grid.columns.iter().enumerate() {
        out.push_str("<th scope=\"col\" id=\"");
        out.push_str(p);
        out.push('c');
        number(out, count(at));
        out.push_str("\"><abbr");
        attribute(out, "title", &column.long);
        out.push('>');
        push(out, &column.short);
        out.push_str("</abbr>");
        numbered(out, "k.", at, &column.id);
        numbered(out, "h.", at, &column.short);
        out.push_str("</th>");
    }
    out.push_str("</tr></thead><tbody>");
}

/// A hidden field `{prefix}{at}`.
fn numbered(out: &mut String, prefix: &str, at: usize, value: &str) {
    out.push_str("<input type=\"hidden\" name=\"");
    out.push_str(prefix);
    number(out, count(at));
    out.push('"');
    attribute(out, "value", value);
    out.push_str("/>");
}

fn draw_row(d: &mut Draw, grid: &EntryGrid, pieces: &Pieces, row: usize) {
    let mut digits = String::new();
    number(&mut digits, count(row));
    let name = grid.rows.get(row).map_or("", |who| person(d, *who));
    let out = &mut d.out;
    out.push_str("<tr><th scope=\"row\" id=\"");
    out.push_str(&pieces.prefix);
    out.push('r');
    out.push_str(&digits);
    out.push_str("\">");
    push(out, name);
    out.push_str("<input type=\"hidden\" name=\"r.");
    out.push_str(&digits);
    out.push_str("\" value=\"");
    // Writing into a `String` cannot fail.
    let _ = write!(out, "{}", grid.handles.get(row).copied().unwrap_or_default());
    out.push_str("\"/><input type=\"hidden\" name=\"o.");
    out.push_str(&digits);
    out.push_str("\" value=\"");
    let width = grid.columns.len();
    let cells = |column: usize| grid.cells.get(row * width + column).map_or(usize::MAX, |code| usize::from(*code));
    for column in 0..width {
        if column > 0 {
            out.push(',');
        }
        out.push_str(pieces.packed.get(cells(column)).map_or("", String::as_str));
        out.push(':');
        number(out, grid.versions.get(row * width + column).copied().unwrap_or(0));
    }
    out.push_str("\"/></th>");
    for (column, middle) in pieces.middle.iter().enumerate() {
        out.push_str("<td><input name=\"c.");
        out.push_str(&digits);
        out.push_str(middle);
        out.push_str(&digits);
        out.push_str(pieces.filled.get(cells(column)).unwrap_or(&pieces.empty));
    }
    out.push_str("</tr>");
}

/// Where conflicts are settled, and the button that saves without script.
fn after(out: &mut String, pieces: &Pieces) {
    let w = &words().grid;
    out.push_str("<div class=\"conflicts\" role=\"region\" tabindex=\"-1\" hidden=\"\" aria-labelledby=\"");
    out.push_str(&pieces.prefix);
    out.push_str("conf\"><p id=\"");
    out.push_str(&pieces.prefix);
    out.push_str("conf\"><b>");
    push(out, &w.conflicts);
    out.push_str("</b></p><p>");
    push(out, &w.conflicts_help);
    out.push_str("</p><ol></ol></div><div class=\"actions\" role=\"group\" tabindex=\"-1\" id=\"");
    out.push_str(&pieces.prefix);
    out.push_str("end\"");
    attribute(out, "aria-label", &w.after);
    out.push_str("><button type=\"submit\" class=\"main\">");
    push(out, &w.save);
    out.push_str("</button></div></form>");
}
