//! Misuses the writer: nesting, markup, foreign people, ways out.

use crate::bindings::preau::plugin::ui::{Request, Tone, Writer};
use crate::bindings::preau::plugin::values::{Handle, TextsParam};
use crate::{Outcome, write};

/// Markup, a formula, a change of reading direction, a new line, a control character, the end of an attribute.
const MARKUP: &str = "<script>alert(1)</script>=1+1\u{202e}\"'>\n\u{7}&lt;";

pub fn act(path: &str, who: Handle, request: &Request, out: &Writer) -> Option<Outcome> {
    match path {
        "/person" => out.person_name(who),
        "/person-link" => out.person_link(who, "/x"),
        "/group" => out.group_name(who),
        "/group-field" => out.group_field("g", "Classe", &[who], None),
        "/grid-person" => grid(who, out),
        "/saved-person" => out.grid_saved(who, "c", "V", 1),
        "/nesting" => out.open_row(),
        "/left-open" => out.open_section("a", "A"),
        "/close" => out.close(),
        "/ids" => (0..2).for_each(|_| section(out)),
        "/html" => out.download("x.html", "text/html"),
        "/outside" => out.outside("Ailleurs", "https://evil.example/"),
        "/outside-declared" => out.outside("Documentation", "https://docs.example/x"),
        "/redirect" => out.redirect("//evil.example", None),
        "/redirect-back" => out.redirect("/\\evil.example", None),
        "/texts" => out.table("T", &["a"], TextsParam { bytes: "abc", ends: &[2, 1, 3] }),
        "/texts-inside" => out.table("T", &["a"], TextsParam { bytes: "é", ends: &[1, 2] }),
        "/markup" => markup(out),
        "/table" => table(out),
        "/echo" => echo(request, out),
        _ => return None,
    }
    Some(Ok(()))
}

fn section(out: &Writer) {
    out.open_section("a", "A");
    out.close();
}

fn grid(who: Handle, out: &Writer) {
    let columns = [("c", "c", "colonne")].map(|(a, b, c)| (a, b, c));
    out.entry_grid("/cells", &[who], &columns, &[("V", "Bien", "1", 2)], &[255], &[0]);
}

fn markup(out: &Writer) {
    let t = MARKUP;
    out.title(t);
    out.trail(t, "/");
    out.open_section("a", t);
    out.paragraph(t);
    out.text(t);
    out.strong(t);
    out.markdown(&format!("{t} [x](javascript:alert(1)) <img src=x onerror=alert(1)>"));
    out.notice(Tone::Danger, t);
    out.badge(Tone::Info, t);
    out.fact(t, t);
    out.progress(t, 1, 2);
    out.link(t, "/a?x=\"><script>");
    out.action(t, "/a", Tone::Neutral);
    out.table(t, &[t, t], TextsParam { bytes: t, ends: &[0, t.len() as u32] });
    out.open_list(false);
    out.open_item();
    out.text(t);
    out.close();
    out.close();
    out.bars(t, &[(t, vec![(t, 1.0)].as_slice())]);
    out.close();
    out.open_form("/a", t);
    out.text_field("a", t, t, true, 10);
    out.area_field("b", t, t, 10);
    out.choice_field("c", t, &[(t, t)], &[t], false);
    out.check_field("d", t, true);
    out.number_field("e", t, Some(1), 0, 2);
    out.date_field("f", t, Some(20_000));
    out.hidden("g", t);
    out.close();
}

/// A table of 30 × 20 written cell by cell.
fn table(out: &Writer) {
    out.open_table("T", &["x"; 20]);
    for _ in 0..30 {
        out.open_row();
        for _ in 0..20 {
            out.open_cell();
            out.text("VV");
            out.close();
        }
        out.close();
    }
    out.close();
}

/// Says what it was asked, as far as it was handed on.
fn echo(request: &Request, out: &Writer) {
    out.title(&request.method());
    out.fact("chosen", &request.chosen("who").map(write).unwrap_or_else(|| "-".into()));
    let cells = request.grid().map_or(0, |grid| grid.rows().len());
    out.fact("cells", &cells.to_string());
    out.fact("fields", &request.fields("x").join(","));
}
