//! What became of posted cells: as JSON for the script, as a page without it.

use std::collections::HashMap;

use preau_domain::ids::PersonId;
use preau_domain::page::{CellConflict, Field, FieldKind, GridReport, Op, Page, Tone};
use preau_domain::text;
use preau_domain::time::Zone;
use serde_json::{Value, json};

use crate::escape::clean;
use crate::frame::Names;
use crate::grid_form::{KIND, KIND_LIVE, write_cell};
use crate::words::words;

/// `{"saved":[[row,column,symbol,version],…],"conflicts":[{row,column,who,mine,theirs,version,by,at},…]}`;
/// `who` and `by` are names (« — » where the actor may not see them), `at` is French. Media type: `application/json`.
#[must_use]
pub fn grid_json(report: &GridReport, names: &Names, zone: &Zone) -> String {
    let saved = report.saved.iter().map(|s| json!([s.row.to_string(), clean(&s.column), clean(&s.symbol), s.version]));
    let conflicts = report.conflicts.iter().map(|c| {
        json!({
            "row": c.row.to_string(),
            "column": clean(&c.column),
            "who": clean(name(names, c.who)),
            "mine": clean(&c.mine),
            "theirs": clean(&c.theirs),
            "version": c.version,
            "by": clean(name(names, c.by)),
            "at": c.at.french(zone),
        })
    });
    json!({"saved": saved.collect::<Vec<Value>>(), "conflicts": conflicts.collect::<Vec<Value>>()}).to_string()
}

/// The same for a reader without script: what was saved and, for each conflict, both values, author, time and a
/// choice. `route` is where the grid posts; `fields` is what was posted, for the headings of columns.
#[must_use]
pub fn grid_page(report: &GridReport, route: &str, fields: &[(String, String)], names: &Names) -> Page {
    let mut page = Page::default();
    let saved = text!("render-report-saved", count = report.saved.len()).to_string();
    if report.conflicts.is_empty() {
        page.title = text!("render-report-title").to_string();
        page.ops.push(Op::Notice(if report.saved.is_empty() { Tone::Info } else { Tone::Success }, saved));
    } else {
        page.title = text!("render-report-conflicts-title").to_string();
        page.ops.push(Op::Notice(Tone::Warning, text!("render-report-conflicts", count = report.conflicts.len()).to_string()));
        page.ops.push(Op::Paragraph(saved));
        let headings = headings(fields);
        compared(&mut page.ops, &report.conflicts, &headings);
        choices(&mut page.ops, &report.conflicts, route, &headings, names);
    }
    if !report.back.is_empty() {
        page.ops.push(Op::Link { text: text!("render-report-back").to_string(), route: report.back.clone() });
    }
    page
}

fn name(names: &Names, who: PersonId) -> &str {
    names.people.get(&who).map_or(words().nobody.as_str(), String::as_str)
}

/// Column id → heading, from the fields `k.{n}` and `h.{n}`.
fn headings(fields: &[(String, String)]) -> HashMap<&str, &str> {
    let short: HashMap<&str, &str> = fields.iter().filter_map(|(n, v)| n.strip_prefix("h.").map(|at| (at, v.as_str()))).collect();
    fields.iter().filter_map(|(n, v)| Some((v.as_str(), *short.get(n.strip_prefix("k.")?)?))).collect()
}

fn shown(symbol: &str) -> String {
    if symbol.is_empty() { text!("render-grid-blank").to_string() } else { symbol.to_owned() }
}

fn compared(ops: &mut Vec<Op>, conflicts: &[CellConflict], headings: &HashMap<&str, &str>) {
    let columns = [
        text!("render-report-pupil"),
        text!("render-report-column"),
        text!("render-report-mine"),
        text!("render-report-theirs"),
        text!("render-report-by"),
        text!("render-report-at"),
    ];
    ops.push(Op::OpenTable {
        caption: text!("render-report-table").to_string(),
        columns: columns.iter().map(ToString::to_string).collect(),
    });
    for c in conflicts {
        ops.push(Op::OpenRow);
        let heading = headings.get(c.column.as_str()).map_or(c.column.as_str(), |h| h);
        for cell in [
            Op::PersonName(c.who),
            Op::Text(heading.to_owned()),
            Op::Text(shown(&c.mine)),
            Op::Text(shown(&c.theirs)),
            Op::PersonName(c.by),
            Op::Moment(c.at),
        ] {
            ops.extend([Op::OpenCell, cell, Op::Close]);
        }
        ops.push(Op::Close);
    }
    ops.push(Op::Close);
}

/// A form that posts the choices as a live request without number does; the columns' headings go along for a next round.
fn choices(ops: &mut Vec<Op>, conflicts: &[CellConflict], route: &str, headings: &HashMap<&str, &str>, names: &Names) {
    ops.push(Op::OpenForm { route: route.to_owned(), submit: text!("render-report-submit").to_string() });
    let mut field = |name: String, label: String, kind: FieldKind| {
        let required = matches!(kind, FieldKind::Choice { .. });
        ops.push(Op::Field(Box::new(Field { name, label, hint: String::new(), required, kind })));
    };
    field(KIND.to_owned(), String::new(), FieldKind::Hidden(KIND_LIVE.to_owned()));
    for (at, c) in conflicts.iter().enumerate() {
        let heading = headings.get(c.column.as_str()).map_or(c.column.as_str(), |h| h);
        field(format!("k.{at}"), String::new(), FieldKind::Hidden(c.column.clone()));
        field(format!("h.{at}"), String::new(), FieldKind::Hidden(heading.to_owned()));
        let mine = write_cell(c.row, &c.column, &c.mine, c.version);
        let options = vec![
            (mine, text!("render-report-keep-mine", symbol = shown(&c.mine)).to_string()),
            (String::new(), text!("render-report-take-theirs", symbol = shown(&c.theirs)).to_string()),
        ];
        let label = text!("render-report-choice", who = name(names, c.who), column = heading).to_string();
        field(format!("cell-{at}"), label, FieldKind::Choice { options, selected: Vec::new(), multiple: false });
    }
    ops.push(Op::Close);
}
