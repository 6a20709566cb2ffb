//! Fields of a form: each with a label tied to it and its hint beside.

use preau_domain::ids::GroupId;
use preau_domain::page::{Field, FieldKind};
use preau_domain::text;

use crate::draw::Draw;
use crate::escape::{attribute, hidden, number, push};
use crate::words::words;

/// Up to so many options are shown at once; more go into a list that opens.
const SHOWN_AT_ONCE: usize = 6;

/// One field.
pub(crate) fn draw(d: &mut Draw, field: &Field) {
    if let FieldKind::Hidden(value) = &field.kind {
        hidden(&mut d.out, &field.name, value);
        return;
    }
    let serial = d.next_serial();
    if let FieldKind::Choice { options, selected, multiple } = &field.kind
        && (*multiple || options.len() <= SHOWN_AT_ONCE)
    {
        boxes(d, serial, field, options, selected, *multiple);
        return;
    }
    let check = matches!(field.kind, FieldKind::Check(_));
    d.out.push_str(if check { "<div class=\"field check\">" } else { "<div class=\"field\">" });
    if check {
        control(d, serial, field);
    }
    d.out.push_str("<label for=\"_f");
    number(&mut d.out, serial);
    d.out.push_str("\">");
    label(&mut d.out, field);
    d.out.push_str("</label>");
    hint(&mut d.out, serial, field);
    if !check {
        control(d, serial, field);
    }
    d.out.push_str("</div>");
}

fn label(out: &mut String, field: &Field) {
    push(out, &field.label);
    if field.required {
        out.push_str(" <small>");
        push(out, &words().required);
        out.push_str("</small>");
    }
}

fn hint(out: &mut String, serial: u64, field: &Field) {
    if !field.hint.is_empty() {
        out.push_str("<p class=\"hint\" id=\"_h");
        number(out, serial);
        out.push_str("\">");
        push(out, &field.hint);
        out.push_str("</p>");
    }
}

/// ` id name aria-describedby required`, what every control carries.
fn common(out: &mut String, serial: u64, field: &Field) {
    out.push_str(" id=\"_f");
    number(out, serial);
    out.push('"');
    attribute(out, "name", &field.name);
    described(out, serial, field);
    if field.required {
        out.push_str(" required=\"\"");
    }
}

fn described(out: &mut String, serial: u64, field: &Field) {
    if !field.hint.is_empty() {
        out.push_str(" aria-describedby=\"_h");
        number(out, serial);
        out.push('"');
    }
}

fn control(d: &mut Draw, serial: u64, field: &Field) {
    match &field.kind {
        FieldKind::Line { value, max_length } => {
            input(&mut d.out, "text", serial, field, value, |out| limit(out, *max_length));
        }
        FieldKind::Area { value, max_length } => area(&mut d.out, serial, field, value, *max_length),
        FieldKind::Prose { value, max_length } => {
            let text = value.and_then(|id| d.frame.stored?.prose.get(&id)).map_or("", String::as_str);
            area(&mut d.out, serial, field, text, *max_length);
        }
        FieldKind::Choice { options, selected, .. } => {
            let options = options.iter().map(|(value, label)| (value.as_str(), label.as_str(), selected.contains(value)));
            list(&mut d.out, serial, field, options);
        }
        FieldKind::Group { options, selected } => groups(d, serial, field, options, *selected),
        FieldKind::Check(checked) => input(&mut d.out, "checkbox", serial, field, "true", |out| {
            if *checked {
                out.push_str(" checked=\"\"");
            }
        }),
        FieldKind::Number { value, min, max } => {
            let value = value.map(|v| v.to_string()).unwrap_or_default();
            input(&mut d.out, "number", serial, field, &value, |out| {
                attribute(out, "min", &min.to_string());
                attribute(out, "max", &max.to_string());
            });
        }
        FieldKind::Date(day) => {
            let value = day.map(preau_domain::time::Day::iso).unwrap_or_default();
            input(&mut d.out, "date", serial, field, &value, |_| {});
        }
        FieldKind::File { accept, multiple } => {
            d.out.push_str("<input type=\"file\"");
            common(&mut d.out, serial, field);
            if !accept.is_empty() {
                attribute(&mut d.out, "accept", &accept.join(","));
            }
            d.out.push_str(if *multiple { " multiple=\"\"/>" } else { "/>" });
        }
        FieldKind::Hidden(_) => {}
    }
}

fn input(out: &mut String, kind: &str, serial: u64, field: &Field, value: &str, more: impl FnOnce(&mut String)) {
    out.push_str("<input");
    attribute(out, "type", kind);
    common(out, serial, field);
    attribute(out, "value", value);
    more(out);
    out.push_str("/>");
}

fn limit(out: &mut String, max_length: u32) {
    if max_length > 0 {
        out.push_str(" maxlength=\"");
        number(out, u64::from(max_length));
        out.push('"');
    }
}

fn area(out: &mut String, serial: u64, field: &Field, value: &str, max_length: u32) {
    out.push_str("<textarea rows=\"5\"");
    common(out, serial, field);
    limit(out, max_length);
    // A browser drops the first newline after the tag: one more keeps the text as it is.
    out.push_str(">\n");
    push(out, value);
    out.push_str("</textarea>");
    if max_length > 0 {
        out.push_str("<p class=\"hint\">");
        push(out, &text!("render-max-length", count = max_length).to_string());
        out.push_str("</p>");
    }
}

fn groups(d: &mut Draw, serial: u64, field: &Field, options: &[(String, GroupId)], selected: Option<GroupId>) {
    let names = d.names;
    let options = options.iter().map(|(value, group)| {
        let name = names.groups.get(group).map_or(words().nobody.as_str(), String::as_str);
        (value.as_str(), name, Some(*group) == selected)
    });
    list(&mut d.out, serial, field, options);
}

/// A list that opens; without a choice made it begins with « Choisir… ».
fn list<'o>(out: &mut String, serial: u64, field: &Field, options: impl Iterator<Item = (&'o str, &'o str, bool)>) {
    out.push_str("<select");
    common(out, serial, field);
    out.push_str("><option value=\"\">");
    push(out, &words().choose);
    out.push_str("</option>");
    for (value, label, chosen) in options {
        out.push_str("<option");
        attribute(out, "value", value);
        out.push_str(if chosen { " selected=\"\">" } else { ">" });
        push(out, label);
        out.push_str("</option>");
    }
    out.push_str("</select>");
}

/// Options side by side, one or several of which are chosen.
fn boxes(d: &mut Draw, serial: u64, field: &Field, options: &[(String, String)], selected: &[String], multiple: bool) {
    let out = &mut d.out;
    out.push_str("<fieldset class=\"field\"");
    described(out, serial, field);
    out.push_str("><legend>");
    label(out, field);
    out.push_str("</legend>");
    hint(out, serial, field);
    for (value, text) in options {
        out.push_str("<label class=\"option\"><input");
        attribute(out, "type", if multiple { "checkbox" } else { "radio" });
        attribute(out, "name", &field.name);
        attribute(out, "value", value);
        if selected.contains(value) {
            out.push_str(" checked=\"\"");
        }
        if field.required && !multiple {
            out.push_str(" required=\"\"");
        }
        out.push_str("/> <span>");
        push(out, text);
        out.push_str("</span></label>");
    }
    out.push_str("</fieldset>");
}
