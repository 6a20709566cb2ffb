//! One call of a plugin: a snapshot, what it read, what it wants to write. A guest's imports are thin over this.
//!
//! A call is a function of the request, the snapshot, the moment and the seed: it may be begun again and gives the same.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use preau_domain::failure::Failure;
use preau_domain::handle::{Handle, Kind};
use preau_domain::ids::{GroupId, PersonId};
use preau_domain::page::Page;
use preau_storage::record::Found;
use preau_storage::{Snapshot, directory, record};

use crate::drafts::{Pending, RecordKey};
use crate::handle::Cipher;
use crate::plugins::Granted;
use crate::{Names, PolicyError, Result, Scope, names, reach};

/// A call in progress.
#[derive(Debug)]
pub struct Call {
    pub(crate) scope: Arc<Scope>,
    pub(crate) plugin: Arc<Granted>,
    pub(crate) cipher: Cipher,
    pub(crate) snapshot: Snapshot,
    pub(crate) writes: bool,
    pub(crate) seed: [u8; 32],
    random_used: u64,
    pub(crate) since: Option<i64>,
    pub(crate) buffer: BTreeMap<RecordKey, Pending>,
    pub(crate) seen: HashMap<RecordKey, i64>,
    pub(crate) scanned: Vec<Scanned>,
    /// What was read, per kind of data: whose.
    pub(crate) access: BTreeMap<String, BTreeSet<i64>>,
    members: HashMap<i64, Arc<Vec<i64>>>,
    allowed: HashMap<i64, bool>,
    groups_allowed: HashMap<i64, bool>,
}

/// A range that was scanned: a commit checks that nothing in it changed meanwhile.
#[derive(Clone, Debug)]
pub(crate) struct Scanned {
    pub(crate) collection: String,
    pub(crate) prefix: String,
    pub(crate) people: Option<Vec<i64>>,
}

/// A storage failure inside a call: the guest learns only that the host cannot answer.
pub(crate) fn unavailable(error: impl Into<PolicyError>) -> Failure {
    let error: PolicyError = error.into();
    tracing::error!(%error, "a call could not be answered");
    Failure::Unavailable("stockage".into())
}

impl Call {
    /// Begins a call. `writes` is whether the request may write (POST); `seed` is the request's.
    #[must_use]
    pub fn begin(scope: Arc<Scope>, plugin: Arc<Granted>, snapshot: Snapshot, writes: bool, seed: [u8; 32]) -> Self {
        let cipher = Cipher::new(scope.door().master(), scope.door().slug(), plugin.id());
        Self {
            scope,
            plugin,
            cipher,
            snapshot,
            writes,
            seed,
            random_used: 0,
            since: None,
            buffer: BTreeMap::new(),
            seen: HashMap::new(),
            scanned: Vec::new(),
            access: BTreeMap::new(),
            members: HashMap::new(),
            allowed: HashMap::new(),
            groups_allowed: HashMap::new(),
        }
    }

    /// Who looks.
    #[must_use]
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// Which plugin, as granted.
    #[must_use]
    pub fn plugin(&self) -> &Granted {
        &self.plugin
    }

    /// The actor as this plugin knows him.
    #[must_use]
    pub fn actor(&self) -> Handle {
        self.handle(Kind::Person, self.scope.actor().0)
    }

    /// The handle of a thing for this plugin.
    #[must_use]
    pub fn handle(&self, kind: Kind, id: i64) -> Handle {
        self.cipher.seal(kind, id)
    }

    /// The person a handle names; none for a forged or foreign one.
    #[must_use]
    pub fn person(&self, handle: Handle) -> Option<PersonId> {
        self.cipher.open(Kind::Person, handle).map(PersonId)
    }

    /// The group a handle names; none for a forged or foreign one.
    #[must_use]
    pub fn group(&self, handle: Handle) -> Option<GroupId> {
        self.cipher.open(Kind::Group, handle).map(GroupId)
    }

    /// Functions held today with their object: a professeur principal's class.
    ///
    /// # Errors
    /// [`Failure::Unavailable`].
    pub async fn functions(&mut self) -> std::result::Result<Vec<(String, Option<Handle>)>, Failure> {
        let (me, today) = (self.scope.actor().0, self.scope.today().0.into());
        let held = directory::functions(&mut self.snapshot, me, today).await.map_err(unavailable)?;
        Ok(held.into_iter().map(|(f, g)| (f, (g != 0).then(|| self.handle(Kind::Group, g)))).collect())
    }

    /// Seeded bytes, the same when the call is run again; at most 4096.
    ///
    /// # Errors
    /// [`Failure::Quota`] beyond that.
    pub fn random(&mut self, length: u32) -> std::result::Result<Vec<u8>, Failure> {
        if length > 4096 {
            return Err(Failure::Quota("4096 octets".into()));
        }
        let mut out = vec![0_u8; usize::try_from(length).unwrap_or(0)];
        let mut reader = blake3::Hasher::new_keyed(&self.seed).update(&self.random_used.to_le_bytes()).finalize_xof();
        reader.fill(&mut out);
        self.random_used += 1;
        Ok(out)
    }

    /// What the school set, or the default; none when the manifest does not declare it.
    ///
    /// # Errors
    /// [`Failure::Unavailable`].
    pub async fn setting(&mut self, name: &str) -> std::result::Result<Option<String>, Failure> {
        let Some(declared) = self.plugin.manifest().settings.iter().find(|s| s.name == name) else { return Ok(None) };
        let default = declared.default.clone();
        let set = preau_storage::plugin::settings(&mut self.snapshot, self.plugin.id().as_str()).await.map_err(unavailable)?;
        Ok(Some(set.into_iter().find(|(n, _)| n == name).map_or(default, |(_, v)| v)))
    }

    /// The names a page needs, from the same snapshot. Persons drawn are part of what was seen.
    ///
    /// # Errors
    /// What storage says.
    pub async fn names(&mut self, page: &Page, more: &[PersonId]) -> Result<Names> {
        let mut people = page.people();
        people.extend(more);
        let names = names::find(&mut self.snapshot, &self.scope, &people, &page.groups()).await?;
        let drawn: Vec<i64> = names.people.keys().map(|p| p.0).collect();
        self.saw("name", &drawn);
        Ok(names)
    }

    /// Remembers that data of this kind about these persons were read.
    pub(crate) fn saw(&mut self, kind: &str, people: &[i64]) {
        if let Some(known) = self.access.get_mut(kind) {
            known.extend(people);
        } else {
            self.access.insert(kind.to_owned(), people.iter().copied().collect());
        }
    }

    /// Active pupils of a group the actor may see, in name order; none when he may not. Families get only their own.
    pub(crate) async fn members_of(&mut self, group: i64) -> std::result::Result<Option<Arc<Vec<i64>>>, Failure> {
        if let Some(known) = self.members.get(&group) {
            return Ok(Some(known.clone()));
        }
        if !self.may_see_group(group).await? {
            return Ok(None);
        }
        let mut members = directory::members(&mut self.snapshot, group).await.map_err(unavailable)?;
        if self.scope.role().is_family() {
            let own = reach::pupils(&mut self.snapshot, &self.scope).await.map_err(unavailable)?;
            members.retain(|m| own.contains(m));
        }
        for member in &members {
            self.allowed.insert(*member, true);
        }
        let members = Arc::new(members);
        self.members.insert(group, members.clone());
        Ok(Some(members))
    }

    /// Whether the actor may see a group.
    pub(crate) async fn may_see_group(&mut self, group: i64) -> std::result::Result<bool, Failure> {
        if let Some(known) = self.groups_allowed.get(&group) {
            return Ok(*known);
        }
        let allowed = reach::group(&mut self.snapshot, &self.scope, group).await.map_err(unavailable)?;
        self.groups_allowed.insert(group, allowed);
        Ok(allowed)
    }

    /// Which of these persons the actor may see.
    pub(crate) async fn allowed_among(&mut self, people: &[i64]) -> std::result::Result<Vec<i64>, Failure> {
        let unknown: Vec<i64> = people.iter().copied().filter(|p| !self.allowed.contains_key(p)).collect();
        if !unknown.is_empty() {
            let seen = reach::persons(&mut self.snapshot, &self.scope, &unknown).await.map_err(unavailable)?;
            for person in unknown {
                self.allowed.insert(person, seen.contains(&person));
            }
        }
        Ok(people.iter().copied().filter(|p| self.allowed.get(p) == Some(&true)).collect())
    }

    /// The number of the last change in this snapshot, read once and only when the request may write.
    pub(crate) async fn mark(&mut self) -> std::result::Result<(), Failure> {
        if self.writes && self.since.is_none() {
            self.since = Some(record::last_change(&mut self.snapshot).await.map_err(unavailable)?);
        }
        Ok(())
    }

    /// Remembers the versions of records read, so that a commit can check them.
    pub(crate) fn remember(&mut self, collection: &str, found: &[Found]) {
        if self.writes {
            for f in found {
                self.seen.insert((collection.to_owned(), f.key.clone(), f.subject), f.version);
            }
        }
    }
}
