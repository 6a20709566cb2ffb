//! Bars of several parts, drawn as SVG in percentages (so that they follow the width), each with its words, and a table of the figures.

use std::fmt::Write as _;

use preau_domain::text;

use crate::draw::Draw;
use crate::escape::{attribute, push};
use crate::words::words;

/// A line: its label and its parts (label, amount).
type Line = (String, Vec<(String, f64)>);

/// The whole figure: legend, one bar a line, and the figures behind it.
pub(crate) fn draw(d: &mut Draw, title: &str, series: &[Line]) {
    let out = &mut d.out;
    let kinds = kinds(series);
    out.push_str("<figure class=\"bars\"><figcaption>");
    push(out, title);
    out.push_str("</figcaption><ul class=\"keys\">");
    for (at, kind) in kinds.iter().enumerate() {
        out.push_str("<li><i class=\"");
        out.push_str(colour(at, kinds.len()));
        out.push_str("\"></i>");
        push(out, kind);
        out.push_str("</li>");
    }
    out.push_str("</ul>");
    for (label, parts) in series {
        bar(out, label, parts, &kinds);
    }
    out.push_str("<details><summary>");
    push(out, &text!("render-chart-table", title = title).to_string());
    out.push_str("</summary>");
    figures(d, title, series, &kinds);
    d.out.push_str("</details></figure>");
}

/// The labels of parts, in the order in which they first appear.
fn kinds(series: &[Line]) -> Vec<&str> {
    let mut kinds: Vec<&str> = Vec::new();
    for (label, _) in series.iter().flat_map(|(_, parts)| parts) {
        if !kinds.contains(&label.as_str()) {
            kinds.push(label);
        }
    }
    kinds
}

/// The colour family of a part: the four states spread over what there is; further ones are grey.
fn colour(at: usize, of: usize) -> &'static str {
    match (at, of) {
        (0, 1) | (3, _) | (1, 2) | (2, 3) => "b3",
        (0, _) => "b0",
        (1, _) => "b1",
        (2, _) => "b2",
        (4, _) => "b4",
        _ => "b5",
    }
}

/// An amount that can be drawn: what is not a number, endless or below zero counts nothing.
fn amount(given: f64) -> f64 {
    if given.is_finite() && given > 0.0 { given } else { 0.0 }
}

/// In French: without decimals when whole, else one.
fn shown(given: f64) -> String {
    let given = amount(given);
    if (given - given.round()).abs() < 0.05 { format!("{given:.0}") } else { format!("{given:.1}").replace('.', ",") }
}

fn bar(out: &mut String, label: &str, parts: &[(String, f64)], kinds: &[&str]) {
    let total: f64 = parts.iter().map(|(_, a)| amount(*a)).sum();
    let mut said = label.to_owned();
    for (at, (kind, a)) in parts.iter().enumerate() {
        said.push_str(if at == 0 { " : " } else { ", " });
        said.push_str(kind);
        said.push(' ');
        said.push_str(&shown(*a));
    }
    out.push_str("<div class=\"bar-line\"><span aria-hidden=\"true\">");
    push(out, label);
    out.push_str("</span><svg width=\"100%\" height=\"26\" role=\"img\"");
    attribute(out, "aria-label", &said);
    out.push('>');
    let mut from = 0.0;
    for (kind, a) in parts {
        let share = if total > 0.0 { amount(*a) / total * 100.0 } else { 0.0 };
        if share > 0.0 {
            let class = colour(kinds.iter().position(|k| k == kind).unwrap_or(9), kinds.len());
            // Writing into a `String` cannot fail.
            let _ = write!(out, "<rect class=\"{class}\" x=\"{from:.2}%\" y=\"1\" width=\"{share:.2}%\" height=\"24\"/>");
            if share >= 6.0 {
                let middle = from + share / 2.0;
                let _ = write!(out, "<text x=\"{middle:.2}%\" y=\"18\" text-anchor=\"middle\">{}</text>", shown(*a));
            }
        }
        from += share;
    }
    out.push_str("</svg></div>");
}

/// The figures as a table: a line a row, a kind of part a column.
fn figures(d: &mut Draw, title: &str, series: &[Line], kinds: &[&str]) {
    let columns: Vec<String> = std::iter::once(words().chart_line.clone()).chain(kinds.iter().map(|k| (*k).to_owned())).collect();
    let cells = series
        .iter()
        .flat_map(|(label, parts)| {
            let amounts = kinds.iter().map(|kind| {
                let found: f64 = parts.iter().filter(|(k, _)| k == kind).map(|(_, a)| amount(*a)).sum();
                shown(found)
            });
            std::iter::once(label.clone()).chain(amounts).collect::<Vec<_>>()
        })
        .collect();
    crate::table::whole(d, title, &columns, &cells);
}
