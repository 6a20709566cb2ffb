//! What the host does for the native handler: each import over the same call of the policy as in the sandbox.

use std::task::Waker;

use preau_domain::failure::Failure as Refusal;
use preau_domain::handle::Kind;
use preau_domain::ids::PersonId;
use preau_domain::value::Value;
use preau_policy::Call;
use preau_policy::drafts;
use preau_policy::records::{self, Asked};
use preau_policy::views::Column;
use preau_sdk::log::Level;
use preau_sdk::native::{Backend, ColumnData, Page, Rows};
use preau_sdk::view::Cell;
use preau_sdk::{Call as Said, Day, Draft, Failure, Handle, Instant, Person, Result, Texts, Whose};

use super::record::Recorder;
use super::{mine, theirs, wait, waker};

/// The host of one call.
pub(super) struct Host {
    call: Call,
    writes: bool,
    recorder: Recorder,
    waker: Waker,
}

impl Host {
    pub(super) fn new(call: Call, writes: bool) -> Self {
        Self { call, writes, recorder: Recorder::default(), waker: waker() }
    }

    pub(super) fn end(self) -> (Call, Recorder) {
        (self.call, self.recorder)
    }

    fn person(&self, who: Person) -> Result<PersonId> {
        self.call.person(mine(who.0)).ok_or_else(|| Failure::Denied("person".to_owned()))
    }

    fn asked(&self, of: Whose<'_>) -> Result<Asked> {
        Ok(match of {
            Whose::NoOne => Asked::NoOne,
            Whose::Anyone => Asked::Anyone,
            Whose::Person(who) => Asked::Persons(vec![self.person(who)?]),
            Whose::Persons(all) => Asked::Persons(all.iter().map(|who| self.person(*who)).collect::<Result<_>>()?),
            Whose::Group(group) => {
                Asked::Group(self.call.group(mine(group.0)).ok_or_else(|| Failure::Denied("group".to_owned()))?)
            }
        })
    }

    /// The references that the plugin will ask for: it cannot ask later here. A guest asks for the class of an evaluation,
    /// and, only before it saves, for the writers of marks, which are numbered.
    fn references(&mut self, rows: &records::Rows) -> Result<Vec<(String, Vec<Handle>)>> {
        let mut found = Vec::new();
        let group = self.call.plugin().manifest().collection(&rows.collection).and_then(|c| c.group.clone());
        if let Some(name) = group {
            found.push((name.clone(), self.reference(rows, &name)?));
        } else if self.writes {
            for number in 0.. {
                let name = format!("w{number}");
                let handles = self.reference(rows, &name)?;
                if handles.iter().all(|handle| handle.is_none()) {
                    break;
                }
                found.push((name, handles));
            }
        }
        Ok(found)
    }

    fn reference(&mut self, rows: &records::Rows, name: &str) -> Result<Vec<Handle>> {
        let handles = wait(&self.waker, self.call.references(rows, name)).map_err(refused)?;
        Ok(handles.into_iter().map(theirs).collect())
    }

    fn handle(&self, id: i64) -> Person {
        Person(if id == 0 { Handle::NONE } else { theirs(self.call.handle(Kind::Person, id)) })
    }
}

fn refused(refusal: Refusal) -> Failure {
    match refusal {
        Refusal::Denied(text) => Failure::Denied(text),
        Refusal::NotFound => Failure::NotFound,
        Refusal::Invalid(text) => Failure::Invalid(text),
        Refusal::Conflict(text) => Failure::Conflict(text),
        Refusal::Quota(text) => Failure::Quota(text),
        Refusal::Unavailable(text) => Failure::Unavailable(text),
        Refusal::Other(text) => Failure::Other(text),
    }
}

fn value(cell: Cell<'_>) -> Value {
    match cell {
        Cell::Absent => Value::Absent,
        Cell::Boolean(yes) => Value::Boolean(yes),
        Cell::Integer(number) => Value::Integer(number),
        Cell::Text(text) => Value::Text(text.to_owned()),
        Cell::Date(day) => Value::Date(preau_domain::time::Day(day.0)),
        Cell::Moment(at) => Value::Moment(preau_domain::time::Instant(at.0)),
        Cell::Handle(handle) => Value::Handle(mine(handle)),
    }
}

fn column(column: Column) -> ColumnData {
    match column {
        Column::Handles(handles) => ColumnData::Handles(handles.into_iter().map(theirs).collect()),
        Column::Integers(integers) => ColumnData::Integers(integers),
        Column::Texts(texts) => ColumnData::Texts(Texts { bytes: texts.bytes, ends: texts.ends }),
    }
}

impl Backend for Host {
    fn actor(&mut self) -> Person {
        Person(theirs(self.call.actor()))
    }

    fn role(&mut self) -> String {
        self.call.scope().role().as_str().to_owned()
    }

    fn functions(&mut self) -> Vec<(String, Option<Handle>)> {
        let held = wait(&self.waker, self.call.functions()).unwrap_or_default();
        held.into_iter().map(|(function, object)| (function, object.map(theirs))).collect()
    }

    fn now(&mut self) -> Instant {
        Instant(self.call.scope().now().0)
    }

    fn today(&mut self) -> Day {
        Day(self.call.scope().today().0)
    }

    fn start_of(&mut self, day: Day) -> Instant {
        Instant(preau_domain::time::Day(day.0).start(self.call.scope().door().zone()).0)
    }

    fn school_year(&mut self) -> String {
        self.call.scope().year().to_string()
    }

    fn locale(&mut self) -> String {
        "fr".to_owned()
    }

    fn random(&mut self, length: u32) -> Vec<u8> {
        self.call.random(length).unwrap_or_default()
    }

    fn read(&mut self, view: &str, args: &[(&str, Cell<'_>)], cursor: Option<&str>) -> Result<Page> {
        let args: Vec<(String, Value)> = args.iter().map(|(name, cell)| ((*name).to_owned(), value(*cell))).collect();
        let page = wait(&self.waker, self.call.read_view(view, &args, cursor)).map_err(refused)?;
        Ok(Page {
            rows: u32::try_from(page.rows).unwrap_or(u32::MAX),
            columns: page.columns.into_iter().map(|(name, cells, present)| (name, column(cells), present)).collect(),
            next: page.next,
        })
    }

    fn scan(&mut self, collection: &str, of: Whose<'_>, prefix: &str, limit: u32, cursor: Option<&str>) -> Result<Rows> {
        let asked = self.asked(of)?;
        let rows = wait(&self.waker, self.call.scan(collection, &asked, prefix, limit, cursor)).map_err(refused)?;
        let found = &rows.found;
        Ok(Rows {
            subjects: found.iter().map(|f| self.handle(f.subject)).collect(),
            keys: found.iter().map(|f| f.key.as_str()).collect(),
            values: found.iter().map(|f| f.value.as_str()).collect(),
            versions: found.iter().map(|f| u64::try_from(f.version).unwrap_or(0)).collect(),
            authors: found.iter().map(|f| self.handle(f.author)).collect(),
            changed: found.iter().map(|f| Instant(f.changed)).collect(),
            references: self.references(&rows)?,
            next: rows.next,
        })
    }

    fn put(&mut self, draft: &Draft) -> Result {
        let ours = drafts::Draft {
            collection: draft.collection.to_owned(),
            subject: draft.subject.map(|who| self.person(who)).transpose()?,
            key: draft.key.clone(),
            value: draft.value.clone()?,
            expect: draft.expect,
            embargo: draft.embargo.map(|at| preau_domain::time::Instant(at.0)),
            references: draft.references.iter().map(|(name, to)| (name.clone(), mine(*to))).collect(),
            under: draft.parent.as_ref().map(|(collection, key)| ((*collection).to_owned(), key.clone())),
        };
        wait(&self.waker, self.call.put(ours)).map_err(refused)
    }

    fn delete(&mut self, collection: &str, subject: Option<Person>, key: &str, version: u64) -> Result {
        let subject = subject.map(|who| self.person(who)).transpose()?;
        wait(&self.waker, self.call.delete(collection, subject, key, version)).map_err(refused)
    }

    fn setting(&mut self, name: &str) -> Option<String> {
        wait(&self.waker, self.call.setting(name)).unwrap_or_default()
    }

    fn log(&mut self, _: Level, _: &str) {}

    fn write(&mut self, said: Said<'_>) {
        self.recorder.take(&self.call, said);
    }
}
