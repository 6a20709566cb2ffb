//! `ui`, the writing half: hands what a plugin says to the recorder, with handles opened.

use preau_domain::handle::Handle;
use preau_domain::ids::{GroupId, PersonId};
use preau_domain::page::{CellConflict, Code, EntryGrid, Field, FieldKind, GridColumn, Op, SavedCell, Tone};
use preau_domain::text;
use preau_domain::time::{Day, Instant};
use wasmtime::Result;
use wasmtime::component::Resource;

use crate::bindings::preau::plugin::ui::{Host, HostWriter, Tone as GivenTone};
use crate::bindings::preau::plugin::values;
use crate::bindings::{our_texts, ours};
use crate::fault::Fault;
use crate::record::Recorder;
use crate::store::State;

type W = Resource<Recorder>;

/// How a special code's shade crosses.
const NO_SHADE: u8 = 255;

impl Host for State {}

impl State {
    /// Hands something to the recorder; what is too much ends the guest.
    fn record(&mut self, write: impl FnOnce(&mut Recorder) -> std::result::Result<(), Fault>) -> Result<()> {
        self.enter()?;
        write(&mut self.recorder).map_err(|fault| self.stop(fault))
    }

    fn say(&mut self, op: Op) -> Result<()> {
        self.record(|recorder| recorder.put(op))
    }

    fn field(&mut self, name: String, label: String, required: bool, kind: FieldKind) -> Result<()> {
        self.say(Op::Field(Box::new(Field { name, label, hint: String::new(), required, kind })))
    }

    /// The person in a handle; a forged or foreign one spoils the recording.
    fn person(&mut self, handle: values::Handle) -> Option<PersonId> {
        let found = self.call.person(ours(handle));
        if found.is_none() {
            self.recorder.spoil(text!("sandbox-misuse-person"));
        }
        found
    }

    /// The group in a handle; a forged or foreign one spoils the recording.
    fn group(&mut self, handle: values::Handle) -> Option<GroupId> {
        let found = self.call.group(ours(handle));
        if found.is_none() {
            self.recorder.spoil(text!("sandbox-misuse-group"));
        }
        found
    }

    /// Says something about a person.
    fn say_of(&mut self, who: values::Handle, op: impl FnOnce(PersonId) -> Op) -> Result<()> {
        match self.person(who) {
            Some(who) => self.say(op(who)),
            None => self.enter(),
        }
    }
}

fn tone(tone: GivenTone) -> Tone {
    match tone {
        GivenTone::Neutral => Tone::Neutral,
        GivenTone::Info => Tone::Info,
        GivenTone::Success => Tone::Success,
        GivenTone::Warning => Tone::Warning,
        GivenTone::Danger => Tone::Danger,
    }
}

impl HostWriter for State {
    fn title(&mut self, _: W, text: String) -> Result<()> {
        self.record(|recorder| recorder.title(text))
    }
    fn trail(&mut self, _: W, text: String, route: String) -> Result<()> {
        self.record(|recorder| recorder.trail(text, route))
    }
    fn redirect(&mut self, _: W, route: String, message: Option<String>) -> Result<()> {
        self.record(|recorder| recorder.redirect(route, message))
    }
    fn download(&mut self, _: W, name: String, media_type: String) -> Result<()> {
        self.enter()?;
        self.recorder.download(&name, media_type);
        Ok(())
    }
    fn bytes(&mut self, _: W, chunk: Vec<u8>) -> Result<()> {
        self.record(|recorder| recorder.bytes(&chunk))
    }
    fn open_section(&mut self, _: W, id: String, title: String) -> Result<()> {
        self.say(Op::OpenSection { id, title })
    }
    fn open_columns(&mut self, _: W) -> Result<()> {
        self.say(Op::OpenColumns)
    }
    fn open_tabs(&mut self, _: W) -> Result<()> {
        self.say(Op::OpenTabs)
    }
    fn open_list(&mut self, _: W, ordered: bool) -> Result<()> {
        self.say(Op::OpenList { ordered })
    }
    fn open_item(&mut self, _: W) -> Result<()> {
        self.say(Op::OpenItem)
    }
    fn open_table(&mut self, _: W, caption: String, columns: Vec<String>) -> Result<()> {
        self.say(Op::OpenTable { caption, columns })
    }
    fn open_row(&mut self, _: W) -> Result<()> {
        self.say(Op::OpenRow)
    }
    fn open_cell(&mut self, _: W) -> Result<()> {
        self.say(Op::OpenCell)
    }
    fn open_form(&mut self, _: W, route: String, submit: String) -> Result<()> {
        self.say(Op::OpenForm { route, submit })
    }
    fn close(&mut self, _: W) -> Result<()> {
        self.say(Op::Close)
    }
    fn table(&mut self, _: W, caption: String, columns: Vec<String>, cells: values::Texts) -> Result<()> {
        self.say(Op::Table { caption, columns, cells: our_texts(cells) })
    }
    fn paragraph(&mut self, _: W, text: String) -> Result<()> {
        self.say(Op::Paragraph(text))
    }
    fn text(&mut self, _: W, text: String) -> Result<()> {
        self.say(Op::Text(text))
    }
    fn strong(&mut self, _: W, text: String) -> Result<()> {
        self.say(Op::Strong(text))
    }
    fn markdown(&mut self, _: W, text: String) -> Result<()> {
        self.say(Op::Markdown(text))
    }
    fn notice(&mut self, _: W, given: GivenTone, text: String) -> Result<()> {
        self.say(Op::Notice(tone(given), text))
    }
    fn badge(&mut self, _: W, given: GivenTone, text: String) -> Result<()> {
        self.say(Op::Badge(tone(given), text))
    }
    fn date(&mut self, _: W, day: i32) -> Result<()> {
        self.say(Op::Date(Day(day)))
    }
    fn moment(&mut self, _: W, at: i64) -> Result<()> {
        self.say(Op::Moment(Instant(at)))
    }
    fn fact(&mut self, _: W, label: String, text: String) -> Result<()> {
        self.say(Op::Fact { label, text })
    }
    fn progress(&mut self, _: W, label: String, done: u32, total: u32) -> Result<()> {
        self.say(Op::Progress { label, done: done.min(total), total })
    }
    fn person_name(&mut self, _: W, who: values::Handle) -> Result<()> {
        self.say_of(who, Op::PersonName)
    }
    fn person_link(&mut self, _: W, who: values::Handle, route: String) -> Result<()> {
        self.say_of(who, |who| Op::PersonLink { who, route })
    }
    fn group_name(&mut self, _: W, which: values::Handle) -> Result<()> {
        match self.group(which) {
            Some(group) => self.say(Op::GroupName(group)),
            None => self.enter(),
        }
    }
    fn link(&mut self, _: W, text: String, route: String) -> Result<()> {
        self.say(Op::Link { text, route })
    }
    fn outside(&mut self, _: W, text: String, address: String) -> Result<()> {
        self.say(Op::Outside { text, address })
    }
    fn action(&mut self, _: W, text: String, route: String, given: GivenTone) -> Result<()> {
        self.say(Op::Action { text, route, tone: tone(given) })
    }
    fn page_break(&mut self, _: W) -> Result<()> {
        self.say(Op::PageBreak)
    }
    fn text_field(&mut self, _: W, name: String, label: String, value: String, required: bool, max_length: u32) -> Result<()> {
        self.field(name, label, required, FieldKind::Line { value, max_length })
    }
    fn area_field(&mut self, _: W, name: String, label: String, value: String, max_length: u32) -> Result<()> {
        self.field(name, label, false, FieldKind::Area { value, max_length })
    }
    fn choice_field(
        &mut self,
        _: W,
        name: String,
        label: String,
        options: Vec<(String, String)>,
        selected: Vec<String>,
        multiple: bool,
    ) -> Result<()> {
        self.field(name, label, false, FieldKind::Choice { options, selected, multiple })
    }
    fn group_field(
        &mut self,
        _: W,
        name: String,
        label: String,
        options: Vec<values::Handle>,
        selected: Option<values::Handle>,
    ) -> Result<()> {
        let mut offered = Vec::with_capacity(options.len());
        for handle in options {
            let Some(group) = self.group(handle) else { return self.enter() };
            offered.push((ours(handle).to_string(), group));
        }
        let selected = match selected {
            Some(handle) => self.group(handle),
            None => None,
        };
        self.field(name, label, true, FieldKind::Group { options: offered, selected })
    }
    fn check_field(&mut self, _: W, name: String, label: String, checked: bool) -> Result<()> {
        self.field(name, label, false, FieldKind::Check(checked))
    }
    fn number_field(&mut self, _: W, name: String, label: String, value: Option<i64>, min: i64, max: i64) -> Result<()> {
        self.field(name, label, false, FieldKind::Number { value, min, max })
    }
    fn date_field(&mut self, _: W, name: String, label: String, value: Option<i32>) -> Result<()> {
        self.field(name, label, false, FieldKind::Date(value.map(Day)))
    }
    fn hidden(&mut self, _: W, name: String, value: String) -> Result<()> {
        self.field(name, String::new(), false, FieldKind::Hidden(value))
    }
    fn entry_grid(
        &mut self,
        _: W,
        route: String,
        rows: Vec<values::Handle>,
        columns: Vec<(String, String, String)>,
        codes: Vec<(String, String, String, u8)>,
        cells: Vec<u8>,
        versions: Vec<u64>,
    ) -> Result<()> {
        let handles: Vec<Handle> = rows.into_iter().map(ours).collect();
        let opened: Option<Vec<PersonId>> = handles.iter().map(|handle| self.call.person(*handle)).collect();
        let Some(rows) = opened else {
            self.recorder.spoil(text!("sandbox-misuse-person"));
            return self.enter();
        };
        let columns = columns.into_iter().map(|(id, short, long)| GridColumn { id, short, long }).collect();
        let shade = |s: u8| (s != NO_SHADE).then_some(s);
        let codes = codes.into_iter().map(|(symbol, label, key, s)| Code { symbol, label, key, shade: shade(s) }).collect();
        self.say(Op::EntryGrid(Box::new(EntryGrid { route, rows, handles, columns, codes, cells, versions })))
    }
    fn grid_saved(&mut self, _: W, row: values::Handle, column: String, symbol: String, version: u64) -> Result<()> {
        let Some(_) = self.person(row) else { return self.enter() };
        self.record(|recorder| recorder.saved(SavedCell { row: ours(row), column, symbol, version }))
    }
    fn grid_conflict(
        &mut self,
        _: W,
        row: values::Handle,
        column: String,
        mine: String,
        theirs: String,
        version: u64,
        by: values::Handle,
        at: i64,
    ) -> Result<()> {
        let (Some(who), Some(by)) = (self.person(row), self.person(by)) else { return self.enter() };
        let conflict = CellConflict { row: ours(row), who, column, mine, theirs, version, by, at: Instant(at) };
        self.record(|recorder| recorder.conflict(conflict))
    }
    fn grid_back(&mut self, _: W, route: String) -> Result<()> {
        self.record(|recorder| recorder.back(route))
    }
    fn bars(&mut self, _: W, title: String, series: Vec<(String, Vec<(String, f64)>)>) -> Result<()> {
        self.say(Op::Bars { title, series })
    }
    fn drop(&mut self, _: W) -> Result<()> {
        Ok(())
    }
}
