//! What the native handler says, as the page model. It trusts the handler: nothing is checked but that handles open.

use preau_domain::ids::{GroupId, PersonId};
use preau_domain::page::{
    Answer, CellConflict, Code, EntryGrid, Field, FieldKind, GridColumn, GridReport, Op, Page, SavedCell, Tone,
};
use preau_domain::time::{Day, Instant};
use preau_domain::value::Texts;
use preau_policy::Call;
use preau_sandbox::Fault;
use preau_sdk::{Call as Said, Group, Person};

use super::mine;

/// One recording.
#[derive(Default)]
pub(super) struct Recorder {
    page: Page,
    other: Option<Answer>,
    foreign: bool,
}

fn tone(tone: preau_sdk::Tone) -> Tone {
    match tone {
        preau_sdk::Tone::Neutral => Tone::Neutral,
        preau_sdk::Tone::Info => Tone::Info,
        preau_sdk::Tone::Success => Tone::Success,
        preau_sdk::Tone::Warning => Tone::Warning,
        preau_sdk::Tone::Danger => Tone::Danger,
    }
}

fn own(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn field(name: &str, label: &str, required: bool, kind: FieldKind) -> Op {
    Op::Field(Box::new(Field { name: name.into(), label: label.into(), hint: String::new(), required, kind }))
}

impl Recorder {
    pub(super) fn finish(self) -> Result<Answer, Fault> {
        if self.foreign {
            return Err(Fault::Trap("a handle that does not open".to_owned()));
        }
        Ok(self.other.unwrap_or(Answer::Page(self.page)))
    }

    pub(super) fn take(&mut self, call: &Call, said: Said<'_>) {
        match said {
            Said::Title { text } => self.page.title = text.to_owned(),
            Said::Trail { text, route } => self.page.trail.push((text.to_owned(), route.to_owned())),
            Said::Redirect { route, message } => {
                self.other = Some(Answer::Redirect { route: route.to_owned(), message: message.map(str::to_owned) });
            }
            Said::Download { name, media_type } => {
                self.other =
                    Some(Answer::Download { name: name.to_owned(), media_type: media_type.to_owned(), bytes: Vec::new() });
            }
            Said::Bytes { chunk } => {
                if let Some(Answer::Download { bytes, .. }) = &mut self.other {
                    bytes.extend_from_slice(chunk);
                }
            }
            Said::GridSaved { row, column, symbol, version } => {
                let cell = SavedCell { row: mine(row.0), column: column.to_owned(), symbol: symbol.to_owned(), version };
                self.report().saved.push(cell);
            }
            Said::GridConflict { conflict: c } => {
                let conflict = CellConflict {
                    row: mine(c.row.0),
                    who: self.person(call, c.row),
                    column: c.column.to_owned(),
                    mine: c.mine.to_owned(),
                    theirs: c.theirs.to_owned(),
                    version: c.version,
                    by: self.person(call, c.by),
                    at: Instant(c.at.0),
                };
                self.report().conflicts.push(conflict);
            }
            Said::GridBack { route } => route.clone_into(&mut self.report().back),
            other => {
                if let Some(op) = self.block(other).or_else(|| self.named(call, other)).or_else(|| control(other)) {
                    self.page.ops.push(op);
                }
            }
        }
    }

    fn report(&mut self) -> &mut GridReport {
        if !matches!(self.other, Some(Answer::Grid(_))) {
            self.other = Some(Answer::Grid(GridReport::default()));
        }
        match &mut self.other {
            Some(Answer::Grid(report)) => report,
            _ => unreachable!("made just above"),
        }
    }

    fn person(&mut self, call: &Call, who: Person) -> PersonId {
        let found = call.person(mine(who.0));
        self.foreign |= found.is_none();
        found.unwrap_or(PersonId(0))
    }

    fn group(&mut self, call: &Call, which: Group) -> GroupId {
        let found = call.group(mine(which.0));
        self.foreign |= found.is_none();
        found.unwrap_or(GroupId(0))
    }

    fn block(&mut self, said: Said<'_>) -> Option<Op> {
        Some(match said {
            Said::OpenSection { id, title } => Op::OpenSection { id: id.to_owned(), title: title.to_owned() },
            Said::OpenColumns => Op::OpenColumns,
            Said::OpenTabs => Op::OpenTabs,
            Said::OpenList { ordered } => Op::OpenList { ordered },
            Said::OpenItem => Op::OpenItem,
            Said::OpenTable { caption, columns } => Op::OpenTable { caption: caption.to_owned(), columns: own(columns) },
            Said::OpenRow => Op::OpenRow,
            Said::OpenCell => Op::OpenCell,
            Said::OpenForm { route, submit } => Op::OpenForm { route: route.to_owned(), submit: submit.to_owned() },
            Said::Close => Op::Close,
            Said::Table { caption, columns, cells } => Op::Table {
                caption: caption.to_owned(),
                columns: own(columns),
                cells: Texts { bytes: cells.bytes.clone(), ends: cells.ends.clone() },
            },
            Said::Paragraph { text } => Op::Paragraph(text.to_owned()),
            Said::Text { text } => Op::Text(text.to_owned()),
            Said::Strong { text } => Op::Strong(text.to_owned()),
            Said::Markdown { text } => Op::Markdown(text.to_owned()),
            Said::Notice { tone: t, text } => Op::Notice(tone(t), text.to_owned()),
            Said::Badge { tone: t, text } => Op::Badge(tone(t), text.to_owned()),
            Said::Date { day } => Op::Date(Day(day.0)),
            Said::Moment { at } => Op::Moment(Instant(at.0)),
            Said::Fact { label, text } => Op::Fact { label: label.to_owned(), text: text.to_owned() },
            Said::Progress { label, done, total } => Op::Progress { label: label.to_owned(), done, total },
            Said::Link { text, route } => Op::Link { text: text.to_owned(), route: route.to_owned() },
            Said::Outside { text, address } => Op::Outside { text: text.to_owned(), address: address.to_owned() },
            Said::Action { text, route, tone: t } => Op::Action { text: text.to_owned(), route: route.to_owned(), tone: tone(t) },
            Said::PageBreak => Op::PageBreak,
            Said::Bars { title, series } => {
                let parts = |parts: &[(&str, f64)]| parts.iter().map(|(label, amount)| ((*label).to_owned(), *amount)).collect();
                let series = series.iter().map(|(label, all)| ((*label).to_owned(), parts(all))).collect();
                Op::Bars { title: title.to_owned(), series }
            }
            _ => return None,
        })
    }

    /// What names a person or a group.
    fn named(&mut self, call: &Call, said: Said<'_>) -> Option<Op> {
        Some(match said {
            Said::PersonName { who } => Op::PersonName(self.person(call, who)),
            Said::PersonLink { who, route } => Op::PersonLink { who: self.person(call, who), route: route.to_owned() },
            Said::GroupName { which } => Op::GroupName(self.group(call, which)),
            Said::GroupField { name, label, options, selected } => {
                let options = options.iter().map(|group| (mine(group.0).to_string(), self.group(call, *group))).collect();
                let selected = selected.map(|group| self.group(call, group));
                field(name, label, true, FieldKind::Group { options, selected })
            }
            Said::EntryGrid { grid } => {
                let rows = grid.rows.iter().map(|who| self.person(call, *who)).collect();
                let column =
                    |c: &preau_sdk::Column<'_>| GridColumn { id: c.id.into(), short: c.short.into(), long: c.long.into() };
                let code = |c: &preau_sdk::Code<'_>| Code {
                    symbol: c.symbol.into(),
                    label: c.label.into(),
                    key: c.key.into(),
                    shade: (c.shade != 255).then_some(c.shade),
                };
                Op::EntryGrid(Box::new(EntryGrid {
                    route: grid.route.to_owned(),
                    rows,
                    handles: grid.rows.iter().map(|who| mine(who.0)).collect(),
                    columns: grid.columns.iter().map(column).collect(),
                    codes: grid.codes.iter().map(code).collect(),
                    cells: grid.cells.to_vec(),
                    versions: grid.versions.to_vec(),
                }))
            }
            _ => return None,
        })
    }
}

/// A field of a form.
fn control(said: Said<'_>) -> Option<Op> {
    Some(match said {
        Said::TextField { name, label, value, required, max_length } => {
            field(name, label, required, FieldKind::Line { value: value.to_owned(), max_length })
        }
        Said::AreaField { name, label, value, max_length } => {
            field(name, label, false, FieldKind::Area { value: value.to_owned(), max_length })
        }
        Said::ChoiceField { name, label, options, selected, multiple } => {
            let options = options.iter().map(|(value, text)| ((*value).to_owned(), (*text).to_owned())).collect();
            field(name, label, false, FieldKind::Choice { options, selected: own(selected), multiple })
        }
        Said::CheckField { name, label, checked } => field(name, label, false, FieldKind::Check(checked)),
        Said::NumberField { name, label, value, min, max } => field(name, label, false, FieldKind::Number { value, min, max }),
        Said::DateField { name, label, value } => field(name, label, false, FieldKind::Date(value.map(|day| Day(day.0)))),
        Said::Hidden { name, value } => field(name, "", false, FieldKind::Hidden(value.to_owned())),
        _ => return None,
    })
}
