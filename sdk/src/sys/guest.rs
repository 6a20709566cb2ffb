//! A guest's way to the host: the bindings, with the SDK's own types.

use crate::bindings::preau::plugin::{ambient, log as host_log, records, settings, ui, values, views};
use crate::log::Level;
use crate::view::Cell;
use crate::{Day, Draft, Failure, GridInput, Handle, Instant, Person, Result, Texts, Whose};

#[path = "guest_writer.rs"]
mod guest_writer;
pub(crate) use guest_writer::write;

pub(crate) type RawWriter<'a> = &'a ui::Writer;

fn raw(handle: Handle) -> values::Handle {
    values::Handle { high: handle.high, low: handle.low }
}

fn ours(handle: values::Handle) -> Handle {
    Handle { high: handle.high, low: handle.low }
}

fn list(people: &[Person]) -> Vec<values::Handle> {
    people.iter().map(|who| raw(who.0)).collect()
}

fn people(handles: Vec<values::Handle>) -> Vec<Person> {
    // The same layout: the vector is taken over, not copied.
    handles.into_iter().map(|handle| Person(ours(handle))).collect()
}

fn texts(texts: values::TextsResult) -> Texts {
    Texts { bytes: texts.bytes, ends: texts.ends }
}

impl From<values::Failure> for Failure {
    fn from(failure: values::Failure) -> Self {
        match failure {
            values::Failure::Denied(text) => Self::Denied(text),
            values::Failure::NotFound => Self::NotFound,
            values::Failure::Invalid(text) => Self::Invalid(text),
            values::Failure::Conflict(text) => Self::Conflict(text),
            values::Failure::Quota(text) => Self::Quota(text),
            values::Failure::Unavailable(text) => Self::Unavailable(text),
            values::Failure::Other(text) => Self::Other(text),
        }
    }
}

impl From<Failure> for values::Failure {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Denied(text) => Self::Denied(text),
            Failure::NotFound => Self::NotFound,
            Failure::Invalid(text) => Self::Invalid(text),
            Failure::Conflict(text) => Self::Conflict(text),
            Failure::Quota(text) => Self::Quota(text),
            Failure::Unavailable(text) => Self::Unavailable(text),
            Failure::Other(text) => Self::Other(text),
        }
    }
}

pub(crate) fn actor() -> Person {
    Person(ours(ambient::actor()))
}

pub(crate) fn role() -> String {
    ambient::role()
}

pub(crate) fn functions() -> Vec<(String, Option<Handle>)> {
    ambient::functions().into_iter().map(|(name, object)| (name, object.map(ours))).collect()
}

pub(crate) fn now() -> Instant {
    Instant(ambient::now())
}

pub(crate) fn today() -> Day {
    Day(ambient::today())
}

pub(crate) fn start_of(day: Day) -> Instant {
    Instant(ambient::start_of(day.0))
}

pub(crate) fn school_year() -> String {
    ambient::school_year()
}

pub(crate) fn locale() -> String {
    ambient::locale()
}

pub(crate) fn random(length: u32) -> Vec<u8> {
    ambient::random(length)
}

pub(crate) fn setting(name: &str) -> Option<String> {
    settings::get(name)
}

pub(crate) fn log(level: Level, message: &str) {
    let level = match level {
        Level::Debug => host_log::Level::Debug,
        Level::Info => host_log::Level::Info,
        Level::Warn => host_log::Level::Warn,
        Level::Error => host_log::Level::Error,
    };
    host_log::write(level, message);
}

pub(crate) fn read(view: &str, args: &[(&str, Cell<'_>)], cursor: Option<&str>) -> Result<Page> {
    let args: Vec<_> = args.iter().map(|(name, cell)| (*name, raw_cell(*cell))).collect();
    Ok(Page(views::read(view, &args, cursor)?))
}

fn raw_cell(cell: Cell<'_>) -> values::Cell<'_> {
    match cell {
        Cell::Absent => values::Cell::Absent,
        Cell::Boolean(yes) => values::Cell::Boolean(yes),
        Cell::Integer(number) => values::Cell::Integer(number),
        Cell::Text(text) => values::Cell::Text(text),
        Cell::Date(day) => values::Cell::Date(day.0),
        Cell::Moment(at) => values::Cell::Moment(at.0),
        Cell::Handle(handle) => values::Cell::Handle(raw(handle)),
    }
}

pub(crate) struct Page(views::Page);

impl Page {
    pub(crate) fn rows(&self) -> u32 {
        self.0.rows()
    }

    pub(crate) fn columns(&self) -> Vec<String> {
        self.0.columns()
    }

    pub(crate) fn present(&self, column: &str) -> Result<Vec<bool>> {
        Ok(self.0.present(column)?)
    }

    pub(crate) fn handles(&self, column: &str) -> Result<Vec<Handle>> {
        Ok(self.0.handles(column)?.into_iter().map(ours).collect())
    }

    pub(crate) fn integers(&self, column: &str) -> Result<Vec<i64>> {
        Ok(self.0.integers(column)?)
    }

    pub(crate) fn texts(&self, column: &str) -> Result<Texts> {
        Ok(texts(self.0.texts(column)?))
    }

    pub(crate) fn next(&self) -> Option<String> {
        self.0.next()
    }
}

pub(crate) fn scan(collection: &str, of: Whose<'_>, prefix: &str, limit: u32, cursor: Option<&str>) -> Result<Rows> {
    let named;
    let of = match of {
        Whose::NoOne => records::Whose::NoOne,
        Whose::Anyone => records::Whose::Anyone,
        Whose::Person(who) => records::Whose::Person(raw(who.0)),
        Whose::Persons(people) => {
            named = list(people);
            records::Whose::Persons(&named)
        }
        Whose::Group(group) => records::Whose::Group(raw(group.0)),
    };
    Ok(Rows(records::scan(collection, of, prefix, limit, cursor)?))
}

pub(crate) struct Rows(records::Rows);

impl Rows {
    pub(crate) fn count(&self) -> usize {
        usize::try_from(self.0.count()).unwrap_or(usize::MAX)
    }

    pub(crate) fn subjects(&self) -> Vec<Person> {
        people(self.0.subjects())
    }

    pub(crate) fn keys(&self) -> Texts {
        texts(self.0.keys())
    }

    pub(crate) fn values(&self) -> Texts {
        texts(self.0.values())
    }

    pub(crate) fn versions(&self) -> Vec<u64> {
        self.0.versions()
    }

    pub(crate) fn authors(&self) -> Vec<Person> {
        people(self.0.authors())
    }

    pub(crate) fn changed(&self) -> Vec<Instant> {
        self.0.changed().into_iter().map(Instant).collect()
    }

    pub(crate) fn references(&self, name: &str) -> Vec<Handle> {
        self.0.references(name).into_iter().map(ours).collect()
    }

    pub(crate) fn next(&self) -> Option<String> {
        self.0.next()
    }
}

pub(crate) fn put(draft: &Draft) -> Result {
    let record = records::Draft::new(draft.collection, draft.subject.map(|who| raw(who.0)), &draft.key);
    if let Ok(json) = &draft.value {
        record.value(json);
    }
    if let Some(version) = draft.expect {
        record.expect(version);
    }
    if let Some(until) = draft.embargo {
        record.embargo(until.0);
    }
    for (name, to) in &draft.references {
        record.refer(name, raw(*to));
    }
    if let Some((collection, key)) = &draft.parent {
        record.under(collection, key);
    }
    Ok(records::put(record)?)
}

pub(crate) fn delete(collection: &str, subject: Option<Person>, key: &str, version: u64) -> Result {
    Ok(records::delete(collection, subject.map(|who| raw(who.0)), key, version)?)
}

#[derive(Clone, Copy)]
pub(crate) struct RawRequest<'a>(&'a ui::Request);

impl<'a> From<&'a ui::Request> for RawRequest<'a> {
    fn from(request: &'a ui::Request) -> Self {
        Self(request)
    }
}

impl RawRequest<'_> {
    pub(crate) fn method(&self) -> String {
        self.0.method()
    }

    pub(crate) fn path(&self) -> String {
        self.0.path()
    }

    pub(crate) fn query(&self, name: &str) -> Option<String> {
        self.0.query(name)
    }

    pub(crate) fn field(&self, name: &str) -> Option<String> {
        self.0.field(name)
    }

    pub(crate) fn fields(&self, name: &str) -> Vec<String> {
        self.0.fields(name)
    }

    pub(crate) fn chosen(&self, name: &str) -> Option<Handle> {
        self.0.chosen(name).map(ours)
    }

    pub(crate) fn grid(&self) -> Option<GridInput> {
        let grid = self.0.grid()?;
        Some(GridInput {
            rows: people(grid.rows()),
            columns: texts(grid.columns()),
            symbols: texts(grid.symbols()),
            versions: grid.versions(),
        })
    }
}
