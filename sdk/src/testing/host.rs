//! The host's part of a call in a test school.

use super::{DAY, Outcome, RecordKey, School, StoredRecord, TestGroup};
use crate::log::Level;
use crate::native::{Backend, ColumnData, Page, Rows};
use crate::view::Cell;
use crate::{Call, CollectionInfo, Day, Draft, Failure, Group, Handle, Instant, Person, Result, Texts, Whose};

pub(super) struct Host<'s> {
    school: &'s mut School,
    actor: Person,
    role: String,
    may_write: bool,
    outcome: Outcome,
    depth: i32,
}

fn denied(what: &str) -> Failure {
    Failure::Denied(what.to_owned())
}

impl<'s> Host<'s> {
    pub(super) fn new(school: &'s mut School, actor: Person, role: &str, may_write: bool) -> Self {
        let outcome = Outcome {
            answer: Ok(()),
            said: Vec::new(),
            redirect: None,
            grid: None,
            drafts: Vec::new(),
            saved: Vec::new(),
            conflicts: Vec::new(),
        };
        Self { school, actor, role: role.to_owned(), may_write, outcome, depth: 0 }
    }

    pub(super) fn into_outcome(self) -> (Outcome, i32) {
        (self.outcome, self.depth)
    }

    /// Whether the manifest has a page here for this role.
    pub(super) fn entry(&self, path: &str) -> Result {
        let covers = |route: &str| route == "/" || path.strip_prefix(route).is_some_and(|r| r.is_empty() || r.starts_with('/'));
        let pages = self.school.manifest.pages.iter().filter(|page| covers(page.route));
        let page = pages.max_by_key(|page| page.route.len()).ok_or(Failure::NotFound)?;
        if page.roles.contains(&self.role.as_str()) { Ok(()) } else { Err(denied("page")) }
    }

    /// Groups within a reach.
    fn groups(&self, reach: &str) -> Vec<&TestGroup> {
        let own = self.school.children.get(&self.actor).map(Vec::as_slice).unwrap_or_default();
        let within = |group: &&TestGroup| match reach {
            "assigned" => group.teachers.contains(&self.actor),
            "school" => true,
            "self" => group.pupils.contains(&self.actor),
            "children" => group.pupils.iter().any(|pupil| own.contains(pupil)),
            _ => false,
        };
        self.school.groups.iter().filter(within).collect()
    }

    /// Pupils within a reach.
    fn people(&self, reach: &str) -> Vec<Person> {
        match reach {
            "self" => vec![self.actor],
            "children" => self.school.children.get(&self.actor).cloned().unwrap_or_default(),
            _ => {
                let mut all: Vec<Person> = Vec::new();
                for pupil in self.groups(reach).iter().flat_map(|group| &group.pupils) {
                    if !all.contains(pupil) {
                        all.push(*pupil);
                    }
                }
                all
            }
        }
    }

    /// How far the actor sees in views.
    fn sight(&self) -> &'static str {
        match self.role.as_str() {
            "eleve" => "self",
            "responsable" => "children",
            "professeur" => "assigned",
            "directeur" => "school",
            _ => "",
        }
    }

    fn collection(&self, name: &str) -> Result<CollectionInfo> {
        let found = self.school.manifest.collections.iter().find(|c| c.name == name);
        found.copied().ok_or_else(|| Failure::Denied(format!("[[collection]] name = \"{name}\"")))
    }

    fn reach(&self, rights: &[(&str, &'static str)], what: &str) -> Result<&'static str> {
        let found = rights.iter().find(|(role, _)| *role == self.role);
        found.map(|(_, reach)| *reach).ok_or_else(|| denied(what))
    }

    /// Whether a record is within a reach, whatever its embargo.
    fn within(&self, collection: &CollectionInfo, reach: &str, subject: Person, record: &StoredRecord) -> bool {
        if reach == "author" {
            return record.author == self.actor;
        }
        if !subject.is_none() {
            return self.people(reach).contains(&subject);
        }
        let Some(name) = collection.group else { return true };
        let group = record.references.iter().find(|(n, _)| n == name).map(|(_, to)| Group(*to));
        group.is_some_and(|group| self.groups(reach).iter().any(|g| g.id == group))
    }

    fn hidden(&self, record: &StoredRecord) -> bool {
        let family = self.role == "eleve" || self.role == "responsable";
        let parent = record.parent.as_ref().and_then(|(collection, key)| {
            self.school.records.get(&(collection.clone(), Person::default(), key.clone())).and_then(|r| r.embargo)
        });
        family && record.author != self.actor && record.embargo.max(parent).is_some_and(|until| until > self.school.now)
    }

    fn writable(&self, collection: &str, subject: Person, record: &StoredRecord) -> Result {
        if !self.may_write {
            return Err(denied("a GET writes nothing"));
        }
        let info = self.collection(collection)?;
        let reach = self.reach(info.write, collection)?;
        if (info.subject == "none") != subject.is_none() {
            return Err(Failure::Invalid(format!("{collection}: subject")));
        }
        if self.within(&info, reach, subject, record) { Ok(()) } else { Err(denied(collection)) }
    }

    fn whose(&self, of: Whose<'_>) -> Result<Vec<Person>> {
        Ok(match of {
            Whose::NoOne | Whose::Anyone => Vec::new(),
            Whose::Person(who) => vec![who],
            Whose::Persons(people) => people.to_vec(),
            Whose::Group(id) => {
                let groups = self.groups(self.sight());
                groups.iter().find(|group| group.id == id).ok_or_else(|| denied("group"))?.pupils.clone()
            }
        })
    }
}

fn key(collection: &str, subject: Option<Person>, key: &str) -> RecordKey {
    (collection.to_owned(), subject.unwrap_or_default(), key.to_owned())
}

impl Backend for Host<'_> {
    fn actor(&mut self) -> Person {
        self.actor
    }

    fn role(&mut self) -> String {
        self.role.clone()
    }

    fn functions(&mut self) -> Vec<(String, Option<Handle>)> {
        Vec::new()
    }

    fn now(&mut self) -> Instant {
        self.school.now
    }

    fn today(&mut self) -> Day {
        self.school.today()
    }

    fn start_of(&mut self, day: Day) -> Instant {
        Instant(i64::from(day.0) * DAY)
    }

    fn school_year(&mut self) -> String {
        String::from("2026-2027")
    }

    fn locale(&mut self) -> String {
        String::from("fr")
    }

    fn random(&mut self, length: u32) -> Vec<u8> {
        let mut state = self.school.calls.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let next = |_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            u8::try_from(state >> 56).unwrap_or(0)
        };
        (0..length).map(next).collect()
    }

    fn read(&mut self, view: &str, args: &[(&str, Cell<'_>)], _cursor: Option<&str>) -> Result<Page> {
        let found = self.school.manifest.views.iter().find(|v| v.name == view);
        let info = *found.ok_or_else(|| Failure::Denied(format!("[[view]] name = \"{view}\"")))?;
        let given = |name: &str| match args.iter().find(|(n, _)| *n == name) {
            Some((_, Cell::Handle(handle))) => Some(*handle),
            _ => None,
        };
        let mut groups = self.groups(self.sight());
        let mut people = self.people(self.sight());
        if let Some(id) = given("group") {
            groups.retain(|group| group.id.0 == id);
            let [group] = groups.as_slice() else { return Err(denied("group")) };
            people.clone_from(&group.pupils);
        }
        if let Some(who) = given("person") {
            people.retain(|person| person.0 == who);
        }
        let of_group = |pupil: &Person| groups.iter().find(|g| g.pupils.contains(pupil)).map_or(Handle::NONE, |g| g.id.0);
        let name = |pupil: &Person| self.school.names.get(pupil).cloned().unwrap_or_default();
        let column = |field: &&str| -> (String, ColumnData, Vec<bool>) {
            let data = match (info.entity, *field) {
                ("group", "id") => ColumnData::Handles(groups.iter().map(|g| g.id.0).collect()),
                ("group", "size") => {
                    ColumnData::Integers(groups.iter().map(|g| i64::try_from(g.pupils.len()).unwrap_or(0)).collect())
                }
                ("group", _) => ColumnData::Texts(groups.iter().map(|_| "division").collect()),
                ("pupil", "id") => ColumnData::Handles(people.iter().map(|p| p.0).collect()),
                ("pupil", "group") => ColumnData::Handles(people.iter().map(of_group).collect()),
                ("pupil", "birth-date") => ColumnData::Integers(people.iter().map(|_| 0).collect()),
                ("pupil", _) => ColumnData::Texts(people.iter().map(name).collect()),
                _ => ColumnData::Texts(Texts::default()),
            };
            let absent = if *field == "birth-date" { people.iter().map(|_| false).collect() } else { Vec::new() };
            ((*field).to_owned(), data, absent)
        };
        let rows = if info.entity == "group" { groups.len() } else { people.len() };
        let columns = info.fields.iter().map(column).collect();
        Ok(Page { rows: u32::try_from(rows).unwrap_or(u32::MAX), columns, next: None })
    }

    fn scan(&mut self, collection: &str, of: Whose<'_>, prefix: &str, limit: u32, _cursor: Option<&str>) -> Result<Rows> {
        let info = self.collection(collection)?;
        let reach = self.reach(info.read, collection)?;
        let people = self.whose(of)?;
        if let Whose::Person(who) = of
            && !self.people(reach).contains(&who)
        {
            return Err(denied("person"));
        }
        let mut rows = Rows::default();
        for ((of_collection, subject, key), record) in &self.school.records {
            let asked = match of {
                Whose::NoOne => subject.is_none(),
                Whose::Anyone => true,
                _ => people.contains(subject),
            };
            let fits = asked && of_collection == collection && key.starts_with(prefix) && rows.keys.len() < limit as usize;
            if !fits || self.hidden(record) || !self.within(&info, reach, *subject, record) {
                continue;
            }
            for (name, _) in &record.references {
                if !rows.references.iter().any(|(n, _)| n == name) {
                    rows.references.push((name.clone(), vec![Handle::NONE; rows.keys.len()]));
                }
            }
            for (name, handles) in &mut rows.references {
                handles.push(record.references.iter().find(|(n, _)| n == name).map_or(Handle::NONE, |(_, to)| *to));
            }
            rows.subjects.push(*subject);
            rows.keys.push(key);
            rows.values.push(&record.value);
            rows.versions.push(record.version);
            rows.authors.push(record.author);
            rows.changed.push(record.changed);
        }
        Ok(rows)
    }

    fn put(&mut self, draft: &Draft) -> Result {
        let at = key(draft.collection, draft.subject, &draft.key);
        let old = self.school.records.get(&at).cloned();
        let stored = old.as_ref().map_or(0, |record| record.version);
        if draft.expect.is_some_and(|expected| expected != stored) {
            return Err(Failure::Conflict(draft.key.clone()));
        }
        let record = StoredRecord {
            value: draft.value.clone()?,
            version: stored + 1,
            author: self.actor,
            changed: self.school.now,
            embargo: draft.embargo,
            references: draft.references.clone(),
            parent: draft.parent.as_ref().map(|(collection, key)| ((*collection).to_owned(), key.clone())),
        };
        for candidate in old.iter().chain([&record]) {
            self.writable(draft.collection, at.1, candidate)?;
        }
        self.school.records.insert(at, record);
        self.outcome.drafts.push(draft.clone());
        Ok(())
    }

    fn delete(&mut self, collection: &str, subject: Option<Person>, name: &str, version: u64) -> Result {
        let at = key(collection, subject, name);
        let old = self.school.records.get(&at).cloned().ok_or(Failure::NotFound)?;
        self.writable(collection, at.1, &old)?;
        if old.version != version {
            return Err(Failure::Conflict(name.to_owned()));
        }
        self.school.records.remove(&at);
        Ok(())
    }

    fn setting(&mut self, name: &str) -> Option<String> {
        let declared = self.school.manifest.settings.iter().find(|s| s.name == name)?;
        Some(self.school.settings.get(name).map_or_else(|| declared.default.to_owned(), Clone::clone))
    }

    fn log(&mut self, level: Level, message: &str) {
        self.outcome.said.push(format!("log {level:?} {message}"));
    }

    fn write(&mut self, call: Call<'_>) {
        self.depth += match call {
            Call::OpenSection { .. }
            | Call::OpenColumns
            | Call::OpenTabs
            | Call::OpenList { .. }
            | Call::OpenItem
            | Call::OpenTable { .. }
            | Call::OpenRow
            | Call::OpenCell
            | Call::OpenForm { .. } => 1,
            Call::Close => -1,
            _ => 0,
        };
        self.outcome.take(call);
    }
}
