//! A school in memory, to run handlers in process: it plays the host's part for roles, views, records and embargoes.
//!
//! It refuses what the host refuses, so that a test of a refusal means something, but it is not the host: the
//! portal's own tests run plugins in the real sandbox.

mod host;

use std::collections::BTreeMap;

use crate::native::{RequestData, run};
use crate::{Call, Day, Draft, Failure, Group, Handle, Instant, Manifest, Person, Request, Result, Writer};

const DAY: i64 = 86_400_000;

/// People, groups and stored records; its clock stands still until it is moved.
#[derive(Clone, Debug)]
pub struct School {
    manifest: Manifest,
    groups: Vec<TestGroup>,
    children: BTreeMap<Person, Vec<Person>>,
    names: BTreeMap<Person, String>,
    settings: BTreeMap<String, String>,
    records: BTreeMap<RecordKey, StoredRecord>,
    now: Instant,
    calls: u64,
}

#[derive(Clone, Debug)]
struct TestGroup {
    id: Group,
    teachers: Vec<Person>,
    pupils: Vec<Person>,
}

/// Collection, subject (zero: none), key: the order in which records are scanned.
type RecordKey = (String, Person, String);

/// A record as the school keeps it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StoredRecord {
    /// JSON.
    pub value: String,
    /// 1 for the first.
    pub version: u64,
    /// Who wrote it last.
    pub author: Person,
    /// When.
    pub changed: Instant,
    /// Its own embargo.
    pub embargo: Option<Instant>,
    /// Named references.
    pub references: Vec<(String, Handle)>,
    /// The record that embargo and references come from too.
    pub parent: Option<(String, String)>,
}

/// What a call led to.
#[derive(Clone, PartialEq, Debug)]
pub struct Outcome {
    /// What the handler answered; after an `Err` nothing was stored.
    pub answer: Result,
    /// Everything said to the writer, as text, in order.
    pub said: Vec<String>,
    /// Where it redirected to, with the message.
    pub redirect: Option<(String, Option<String>)>,
    /// The entry grid it showed.
    pub grid: Option<GridSeen>,
    /// What it handed to be stored, in order.
    pub drafts: Vec<Draft>,
    /// Posted cells that are stored: row, column, symbol, version.
    pub saved: Vec<(Person, String, String, u64)>,
    /// Posted cells in conflict.
    pub conflicts: Vec<ConflictSeen>,
}

/// An entry grid that was shown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GridSeen {
    /// Where it posts to.
    pub route: String,
    /// Whose rows.
    pub rows: Vec<Person>,
    /// The columns' ids.
    pub columns: Vec<String>,
    /// Symbols, row-major, empty where nothing is entered.
    pub symbols: Vec<String>,
    /// Versions, row-major.
    pub versions: Vec<u64>,
}

/// A conflict that was answered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ConflictSeen {
    /// Whose row.
    pub row: Person,
    /// Which column.
    pub column: String,
    /// Wanted and stored symbol.
    pub symbols: (String, String),
    /// The stored version.
    pub version: u64,
    /// Who stored it.
    pub by: Person,
    /// When.
    pub at: Instant,
}

/// A handle that depends on nothing but a name and its kind.
fn handle(kind: &str, name: &str) -> Handle {
    let hash = |seed: u64| {
        let bytes = kind.bytes().chain([0]).chain(name.bytes());
        bytes.fold(seed, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
    };
    Handle { high: hash(0xcbf2_9ce4_8422_2325), low: hash(0x9e37_79b9_7f4a_7c15) }
}

impl School {
    /// An empty school on 1 September 2026, for the plugin with this manifest.
    #[must_use]
    pub fn new(manifest: &Manifest) -> Self {
        Self {
            manifest: *manifest,
            groups: Vec::new(),
            children: BTreeMap::new(),
            names: BTreeMap::new(),
            settings: BTreeMap::new(),
            records: BTreeMap::new(),
            now: Instant(i64::from(Day::from_civil(2026, 9, 1).unwrap_or_default().0) * DAY + DAY / 3),
            calls: 0,
        }
    }

    /// With a class, its teachers, and its pupils in the order in which they are listed.
    #[must_use]
    pub fn group(mut self, name: &str, teachers: &[&str], pupils: &[&str]) -> Self {
        let mut people = |names: &[&str]| -> Vec<Person> { names.iter().map(|name| self.named(name)).collect() };
        let (teachers, pupils) = (people(teachers), people(pupils));
        self.groups.push(TestGroup { id: group(name), teachers, pupils });
        self
    }

    /// With somebody who answers for these pupils.
    #[must_use]
    pub fn guardian(mut self, name: &str, children: &[&str]) -> Self {
        let children = children.iter().map(|child| self.named(child)).collect();
        let who = self.named(name);
        self.children.insert(who, children);
        self
    }

    /// With a setting.
    #[must_use]
    pub fn set(mut self, setting: &str, value: &str) -> Self {
        self.settings.insert(setting.to_owned(), value.to_owned());
        self
    }

    fn named(&mut self, name: &str) -> Person {
        self.names.insert(person(name), name.to_owned());
        person(name)
    }

    /// Lets so many days pass.
    pub fn pass_days(&mut self, days: i32) {
        self.now.0 += i64::from(days) * DAY;
    }

    /// The present day.
    #[must_use]
    pub fn today(&self) -> Day {
        Day(i32::try_from(self.now.0.div_euclid(DAY)).unwrap_or_default())
    }

    /// What is stored in a collection: subject, key, record.
    pub fn records(&self, collection: &str) -> impl Iterator<Item = (Person, &str, &StoredRecord)> {
        self.records
            .iter()
            .filter(move |((c, ..), _)| c == collection)
            .map(|((_, who, key), record)| (*who, key.as_str(), record))
    }

    /// Runs a handler as somebody wearing a hat. What it wrote is kept if it answers `Ok`.
    ///
    /// The manifest's routes are asked first, as the portal does.
    pub fn call(
        &mut self,
        actor: &str,
        role: &str,
        request: &RequestData,
        handler: impl FnOnce(&Request<'_>, &mut Writer<'_>) -> Result,
    ) -> Outcome {
        self.calls += 1;
        let before = self.records.clone();
        let mut host = host::Host::new(self, person(actor), role, request.method == "POST");
        let mut answer = match host.entry(&request.path) {
            Ok(()) => run(&mut host, request, handler),
            Err(refused) => Err(refused),
        };
        let (mut outcome, depth) = host.into_outcome();
        if answer.is_ok() && depth != 0 {
            answer = Err(Failure::Other(String::from("something was opened and not closed")));
        }
        if answer.is_err() {
            self.records = before;
        }
        outcome.answer = answer;
        outcome
    }
}

/// The person with this name in any [`School`].
#[must_use]
pub fn person(name: &str) -> Person {
    Person(handle("person", name))
}

/// The group with this name in any [`School`].
#[must_use]
pub fn group(name: &str) -> Group {
    Group(handle("group", name))
}

impl Outcome {
    /// Whether something said contains `text`.
    #[must_use]
    pub fn says(&self, text: &str) -> bool {
        self.said.iter().any(|line| line.contains(text))
    }

    /// The sentence of the failure; empty if there was none.
    #[must_use]
    pub fn refusal(&self) -> String {
        self.answer.as_ref().err().map(ToString::to_string).unwrap_or_default()
    }

    fn take(&mut self, call: Call<'_>) {
        match call {
            Call::Redirect { route, message } => self.redirect = Some((route.to_owned(), message.map(str::to_owned))),
            Call::EntryGrid { grid } => {
                let symbol = |code: &u8| grid.codes.get(usize::from(*code)).map_or("", |c| c.symbol).to_owned();
                self.grid = Some(GridSeen {
                    route: grid.route.to_owned(),
                    rows: grid.rows.to_vec(),
                    columns: grid.columns.iter().map(|c| c.id.to_owned()).collect(),
                    symbols: grid.cells.iter().map(symbol).collect(),
                    versions: grid.versions.to_vec(),
                });
            }
            Call::GridSaved { row, column, symbol, version } => {
                self.saved.push((row, column.to_owned(), symbol.to_owned(), version));
            }
            Call::GridConflict { conflict } => self.conflicts.push(ConflictSeen {
                row: conflict.row,
                column: conflict.column.to_owned(),
                symbols: (conflict.mine.to_owned(), conflict.theirs.to_owned()),
                version: conflict.version,
                by: conflict.by,
                at: conflict.at,
            }),
            other => self.said.push(format!("{other:?}")),
        }
    }
}
