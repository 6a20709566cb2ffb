//! `records`: the plugin's own collections; reads are narrowed and writes buffered by the policy.

use preau_domain::failure::Failure;
use preau_domain::handle::{Handle, Kind};
use preau_domain::ids::PersonId;
use preau_domain::text;
use preau_domain::time::Instant;
use preau_domain::value::Texts;
use preau_policy::drafts::Draft;
use preau_policy::records::{Asked, Rows};
use wasmtime::component::Resource;

use crate::bindings::preau::plugin::records::{Host, HostDraft, HostRows, Whose};
use crate::bindings::preau::plugin::values;
use crate::bindings::{ours, raw};
use crate::fault::Fault;
use crate::store::State;

/// Records found, lent to a guest.
#[expect(unreachable_pub, reason = "the bindings re-export it")]
pub struct FoundRows(Rows);

/// A record being written.
#[expect(unreachable_pub, reason = "the bindings re-export it")]
pub struct OpenDraft {
    draft: Draft,
    /// Its subject was a handle that does not open here.
    foreign: bool,
}

/// What a record weighs beside its texts.
const RECORD: usize = 96;

type Answer<T> = wasmtime::Result<Result<T, values::Failure>>;

fn foreign_person() -> values::Failure {
    Failure::Denied(text!("policy-foreign-person").to_string()).into()
}

impl State {
    /// Opens the subject of a record: outer `None` for a handle that is not of this plugin and school.
    fn subject(&self, subject: Option<values::Handle>) -> Option<Option<PersonId>> {
        let Some(handle) = subject else { return Some(None) };
        self.call.person(ours(handle)).map(Some)
    }

    fn asked(&self, of: Whose) -> Result<Asked, values::Failure> {
        let call = &self.call;
        match of {
            Whose::NoOne => Ok(Asked::NoOne),
            Whose::Anyone => Ok(Asked::Anyone),
            Whose::Person(who) => call.person(ours(who)).map(|who| Asked::Persons(vec![who])).ok_or_else(foreign_person),
            Whose::Persons(all) => {
                let people: Option<Vec<PersonId>> = all.into_iter().map(|who| call.person(ours(who))).collect();
                people.map(Asked::Persons).ok_or_else(foreign_person)
            }
            Whose::Group(group) => call
                .group(ours(group))
                .map(Asked::Group)
                .ok_or_else(|| Failure::Denied(text!("policy-foreign-group").to_string()).into()),
        }
    }
}

impl Host for State {
    async fn scan(
        &mut self,
        collection: String,
        of: Whose,
        prefix: String,
        limit: u32,
        cursor: Option<String>,
    ) -> Answer<Resource<FoundRows>> {
        self.enter()?;
        let asked = match self.asked(of) {
            Ok(asked) => asked,
            Err(refused) => return Ok(Err(refused)),
        };
        match self.call.scan(&collection, &asked, &prefix, limit, cursor.as_deref()).await {
            Ok(rows) => {
                self.hold(rows.found.iter().map(|f| f.key.len() + f.value.len() + RECORD).sum())?;
                Ok(Ok(self.lend(FoundRows(rows))?))
            }
            Err(failure) => Ok(Err(failure.into())),
        }
    }

    async fn put(&mut self, draft: Resource<OpenDraft>) -> Answer<()> {
        self.enter()?;
        let OpenDraft { draft, foreign } = self.table.delete(draft)?;
        if foreign {
            return Ok(Err(foreign_person()));
        }
        Ok(self.call.put(draft).await.map_err(Into::into))
    }

    async fn delete(&mut self, collection: String, subject: Option<values::Handle>, key: String, version: u64) -> Answer<()> {
        self.enter()?;
        let Some(subject) = self.subject(subject) else { return Ok(Err(foreign_person())) };
        Ok(self.call.delete(&collection, subject, &key, version).await.map_err(Into::into))
    }
}

impl State {
    fn found(&mut self, rows: &Resource<FoundRows>) -> wasmtime::Result<&Rows> {
        self.enter()?;
        Ok(&self.table.get(rows)?.0)
    }

    fn people(
        &mut self,
        rows: &Resource<FoundRows>,
        which: fn(&Rows, usize) -> Option<i64>,
    ) -> wasmtime::Result<Vec<values::Handle>> {
        self.enter()?;
        let rows = &self.table.get(rows)?.0;
        let person = |id: i64| if id == 0 { Handle::NONE } else { self.call.handle(Kind::Person, id) };
        Ok((0..rows.found.len()).filter_map(|at| which(rows, at)).map(|id| raw(person(id))).collect())
    }
}

impl HostRows for State {
    fn count(&mut self, rows: Resource<FoundRows>) -> wasmtime::Result<u32> {
        Ok(u32::try_from(self.found(&rows)?.found.len()).unwrap_or(u32::MAX))
    }

    fn subjects(&mut self, rows: Resource<FoundRows>) -> wasmtime::Result<Vec<values::Handle>> {
        self.people(&rows, |rows, at| rows.found.get(at).map(|f| f.subject))
    }

    fn keys(&mut self, rows: Resource<FoundRows>) -> wasmtime::Result<values::Texts> {
        let rows = self.found(&rows)?;
        Ok(joined(rows, |rows, at| rows.found.get(at).map(|f| f.key.as_str())))
    }

    fn values(&mut self, rows: Resource<FoundRows>) -> wasmtime::Result<values::Texts> {
        let rows = self.found(&rows)?;
        Ok(joined(rows, |rows, at| rows.found.get(at).map(|f| f.value.as_str())))
    }

    fn versions(&mut self, rows: Resource<FoundRows>) -> wasmtime::Result<Vec<u64>> {
        Ok(self.found(&rows)?.found.iter().map(|f| u64::try_from(f.version).unwrap_or(0)).collect())
    }

    fn authors(&mut self, rows: Resource<FoundRows>) -> wasmtime::Result<Vec<values::Handle>> {
        self.people(&rows, |rows, at| rows.found.get(at).map(|f| f.author))
    }

    fn changed(&mut self, rows: Resource<FoundRows>) -> wasmtime::Result<Vec<i64>> {
        Ok(self.found(&rows)?.found.iter().map(|f| f.changed).collect())
    }

    async fn references(&mut self, rows: Resource<FoundRows>, name: String) -> wasmtime::Result<Vec<values::Handle>> {
        self.enter()?;
        let rows = &self.table.get(&rows)?.0;
        match self.call.references(rows, &name).await {
            Ok(handles) => Ok(handles.into_iter().map(raw).collect()),
            Err(_) => Err(self.stop(Fault::Storage)),
        }
    }

    fn next(&mut self, rows: Resource<FoundRows>) -> wasmtime::Result<Option<String>> {
        Ok(self.found(&rows)?.next.clone())
    }

    fn drop(&mut self, rows: Resource<FoundRows>) -> wasmtime::Result<()> {
        self.table.delete(rows)?;
        Ok(())
    }
}

/// One text of each record, in one piece.
fn joined(rows: &Rows, text: fn(&Rows, usize) -> Option<&str>) -> values::Texts {
    let mut all = Texts { bytes: String::new(), ends: Vec::with_capacity(rows.found.len()) };
    all.bytes.reserve((0..rows.found.len()).filter_map(|at| text(rows, at)).map(str::len).sum());
    (0..rows.found.len()).filter_map(|at| text(rows, at)).for_each(|t| all.push(t));
    all.into()
}

impl HostDraft for State {
    fn new(&mut self, collection: String, subject: Option<values::Handle>, key: String) -> wasmtime::Result<Resource<OpenDraft>> {
        self.enter()?;
        self.hold(collection.len() + key.len() + RECORD)?;
        let subject = self.subject(subject);
        let foreign = subject.is_none();
        let draft = Draft { collection, subject: subject.flatten(), key, ..Draft::default() };
        self.lend(OpenDraft { draft, foreign })
    }

    fn value(&mut self, draft: Resource<OpenDraft>, json: String) -> wasmtime::Result<()> {
        self.enter()?;
        self.hold(json.len())?;
        self.table.get_mut(&draft)?.draft.value = json;
        Ok(())
    }

    fn expect(&mut self, draft: Resource<OpenDraft>, version: u64) -> wasmtime::Result<()> {
        self.enter()?;
        self.table.get_mut(&draft)?.draft.expect = Some(version);
        Ok(())
    }

    fn embargo(&mut self, draft: Resource<OpenDraft>, until: i64) -> wasmtime::Result<()> {
        self.enter()?;
        self.table.get_mut(&draft)?.draft.embargo = Some(Instant(until));
        Ok(())
    }

    fn refer(&mut self, draft: Resource<OpenDraft>, name: String, to: values::Handle) -> wasmtime::Result<()> {
        self.enter()?;
        self.hold(name.len() + RECORD)?;
        self.table.get_mut(&draft)?.draft.references.push((name, ours(to)));
        Ok(())
    }

    fn under(&mut self, draft: Resource<OpenDraft>, collection: String, key: String) -> wasmtime::Result<()> {
        self.enter()?;
        self.hold(collection.len() + key.len())?;
        self.table.get_mut(&draft)?.draft.under = Some((collection, key));
        Ok(())
    }

    fn drop(&mut self, draft: Resource<OpenDraft>) -> wasmtime::Result<()> {
        self.table.delete(draft)?;
        Ok(())
    }
}
