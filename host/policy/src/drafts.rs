//! Writes of a call: buffered, checked at once, done only if the handler answers ok.

use preau_domain::failure::Failure;
use preau_domain::handle::{Handle, Kind};
use preau_domain::ids::PersonId;
use preau_domain::manifest::{Collection, Reach};
use preau_domain::text;
use preau_domain::time::Instant;
use preau_storage::record::{self, Scan, Whose};
use preau_storage::record_write::Write;

use crate::call::{Call, unavailable};
use crate::handle::holds_handle;
use crate::reach;

/// (collection, key, subject or 0).
pub(crate) type RecordKey = (String, String, i64);

/// A record being written, as the guest filled it.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Draft {
    /// Its collection.
    pub collection: String,
    /// Whom it is about.
    pub subject: Option<PersonId>,
    /// Its key, at most 200 bytes.
    pub key: String,
    /// JSON, at most 64 KiB.
    pub value: String,
    /// The version it must have; 0: must not exist.
    pub expect: Option<u64>,
    /// Hidden from families until then.
    pub embargo: Option<Instant>,
    /// Named references, as handles.
    pub references: Vec<(String, Handle)>,
    /// Parent record: collection, key.
    pub under: Option<(String, String)>,
}

/// A write that waits for the commit.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Pending(Write);

impl Pending {
    pub(crate) fn value(&self) -> Option<&str> {
        self.0.value.as_deref()
    }

    pub(crate) fn reference(&self, name: &str) -> Option<(i64, i64)> {
        self.0.references.iter().find(|(n, _, _)| n == name).map(|(_, kind, id)| (*kind, *id))
    }

    pub(crate) fn write(&self) -> &Write {
        &self.0
    }
}

/// Longest key, bytes.
pub const MAX_KEY: usize = 200;
/// Largest value, bytes.
pub const MAX_VALUE: usize = 64 * 1024;
/// Most writes in one call.
const MAX_WRITES: usize = 5000;

impl Call {
    /// Buffers a write.
    ///
    /// # Errors
    /// [`Failure::Denied`] during a GET, for an undeclared collection, a role or a person out of reach;
    /// [`Failure::Invalid`] for a key, value or reference that does not fit; [`Failure::Conflict`] for another version.
    pub async fn put(&mut self, draft: Draft) -> Result<(), Failure> {
        let collection = self.writable(&draft.collection, draft.subject, &draft.key).await?;
        if draft.value.len() > MAX_VALUE {
            return Err(Failure::Quota(text!("policy-value-size", key = &draft.key, size = draft.value.len()).to_string()));
        }
        if serde_json::from_str::<serde::de::IgnoredAny>(&draft.value).is_err() {
            return Err(Failure::Invalid(text!("policy-value-json", key = &draft.key).to_string()));
        }
        if holds_handle(&self.cipher, &draft.value) || holds_handle(&self.cipher, &draft.key) {
            return Err(Failure::Invalid(text!("policy-handle-in-json", key = &draft.key).to_string()));
        }
        if draft.embargo.is_some() && !collection.embargo {
            return Err(Failure::Denied(text!("policy-embargo", collection = &collection.name).to_string()));
        }
        let references = self.references_of(&collection, &draft).await?;
        if let Some((parent, key)) = &draft.under {
            self.parent_in_reach(parent, key).await?;
        }
        self.expect(&draft.collection, draft.subject, &draft.key, draft.expect).await?;
        self.keep(Write {
            collection: draft.collection,
            subject: draft.subject.map_or(0, |s| s.0),
            key: draft.key,
            value: Some(draft.value),
            embargo: draft.embargo.map(|e| e.0),
            parent: draft.under,
            references,
        })
    }

    /// Buffers a removal.
    ///
    /// # Errors
    /// As [`Call::put`].
    pub async fn delete(&mut self, name: &str, subject: Option<PersonId>, key: &str, version: u64) -> Result<(), Failure> {
        self.writable(name, subject, key).await?;
        self.expect(name, subject, key, Some(version)).await?;
        self.keep(Write {
            collection: name.to_owned(),
            subject: subject.map_or(0, |s| s.0),
            key: key.to_owned(),
            value: None,
            embargo: None,
            parent: None,
            references: Vec::new(),
        })
    }

    fn keep(&mut self, write: Write) -> Result<(), Failure> {
        let id = (write.collection.clone(), write.key.clone(), write.subject);
        if self.buffer.len() >= MAX_WRITES && !self.buffer.contains_key(&id) {
            return Err(Failure::Quota(text!("policy-writes", most = MAX_WRITES).to_string()));
        }
        self.buffer.insert(id, Pending(write));
        Ok(())
    }

    /// Whether this actor may write such a record now; gives its collection.
    async fn writable(&mut self, name: &str, subject: Option<PersonId>, key: &str) -> Result<Collection, Failure> {
        if !self.writes {
            return Err(Failure::Denied(text!("policy-get-writes").to_string()));
        }
        let collection = self.collection(name)?;
        let reach = collection.writes(self.scope.role()).ok_or_else(|| self.role_refused(name, "write"))?;
        if key.is_empty() || key.len() > MAX_KEY || key.chars().any(char::is_control) {
            return Err(Failure::Invalid(text!("policy-key", size = key.len()).to_string()));
        }
        match subject {
            None if collection.subject == "none" => self.common_in_reach(&collection, reach, key).await?,
            Some(subject) if collection.subject != "none" => {
                self.subject_in_reach(reach, subject).await?;
                if reach == Reach::Author {
                    let found = self.checked(name, subject.0, key).await?;
                    if found.is_some_and(|(author, _)| author != self.scope.actor().0) {
                        return Err(Failure::Denied(text!("policy-other-author", key = key).to_string()));
                    }
                }
            }
            _ => return Err(Failure::Invalid(text!("policy-no-subject", collection = name).to_string())),
        }
        Ok(collection)
    }

    async fn subject_in_reach(&mut self, reach: Reach, subject: PersonId) -> Result<(), Failure> {
        let me = self.scope.actor();
        let allowed = match reach {
            Reach::Own => subject == me,
            Reach::Children => subject != me && !self.allowed_among(&[subject.0]).await?.is_empty(),
            Reach::Assigned | Reach::School | Reach::Author => !self.allowed_among(&[subject.0]).await?.is_empty(),
        };
        if allowed { Ok(()) } else { Err(Failure::Denied(text!("policy-other-person").to_string())) }
    }

    /// A record without subject that exists may be rewritten only by somebody who reaches its group.
    async fn common_in_reach(&mut self, collection: &Collection, reach: Reach, key: &str) -> Result<(), Failure> {
        if reach == Reach::School {
            return Ok(());
        }
        let found = self.checked(&collection.name, 0, key).await?;
        let Some((author, _)) = found else { return Ok(()) };
        let allowed = match (&collection.group, reach) {
            (_, Reach::Author | Reach::Own | Reach::Children) => author == self.scope.actor().0,
            (Some(reference), _) => {
                let plugin = self.plugin.clone();
                let keys = [(key.to_owned(), 0)];
                let targets = record::references(&mut self.snapshot, plugin.id().as_str(), &collection.name, reference, &keys)
                    .await
                    .map_err(unavailable)?;
                match targets.first() {
                    Some((_, _, _, group)) => self.may_see_group(*group).await?,
                    None => false,
                }
            }
            (None, _) => true,
        };
        if allowed { Ok(()) } else { Err(Failure::Denied(text!("policy-other-group").to_string())) }
    }

    /// Author and version of a stored record, whoever may see it.
    async fn stored(&mut self, collection: &str, subject: i64, key: &str) -> Result<Option<(i64, i64)>, Failure> {
        let plugin = self.plugin.clone();
        record::stored(&mut self.snapshot, plugin.id().as_str(), collection, key, subject).await.map_err(unavailable)
    }

    /// The same, where a right depends on it: the commit checks that it is still so.
    async fn checked(&mut self, collection: &str, subject: i64, key: &str) -> Result<Option<(i64, i64)>, Failure> {
        let found = self.stored(collection, subject, key).await?;
        let id = (collection.to_owned(), key.to_owned(), subject);
        self.seen.entry(id).or_insert(found.map_or(0, |(_, version)| version));
        Ok(found)
    }

    /// The version in this snapshot must be the one expected; a later change is found at the commit.
    async fn expect(
        &mut self,
        collection: &str,
        subject: Option<PersonId>,
        key: &str,
        expected: Option<u64>,
    ) -> Result<(), Failure> {
        let Some(expected) = expected else { return Ok(()) };
        let id = (collection.to_owned(), key.to_owned(), subject.map_or(0, |s| s.0));
        let before = match self.seen.get(&id) {
            Some(version) => *version,
            None => self.stored(collection, id.2, key).await?.map_or(0, |(_, version)| version),
        };
        // what this call wrote already is what it sees
        let version = match self.buffer.get(&id) {
            None => before,
            Some(pending) => pending.value().map_or(0, |_| before + 1),
        };
        self.seen.insert(id, before);
        if i64::try_from(expected).ok() == Some(version) { Ok(()) } else { Err(Failure::Conflict(key.to_owned())) }
    }

    async fn references_of(&mut self, collection: &Collection, draft: &Draft) -> Result<Vec<(String, i64, i64)>, Failure> {
        let mut opened = Vec::with_capacity(draft.references.len());
        for (name, handle) in &draft.references {
            let (kind, id) = self
                .cipher
                .open_any(*handle)
                .ok_or_else(|| Failure::Denied(text!("policy-foreign-reference", name = name).to_string()))?;
            let reached = match kind {
                Kind::Group => self.may_see_group(id).await?,
                _ => true,
            };
            if !reached {
                return Err(Failure::Denied(text!("policy-other-group").to_string()));
            }
            opened.push((name.clone(), i64::from(kind as u8), id));
        }
        if let Some(reference) = &collection.group
            && !opened.iter().any(|(name, kind, _)| name == reference && *kind == i64::from(Kind::Group as u8))
        {
            return Err(Failure::Invalid(text!("policy-group-missing", name = reference).to_string()));
        }
        Ok(opened)
    }

    /// The parent of a record must itself be in the actor's reach.
    async fn parent_in_reach(&mut self, name: &str, key: &str) -> Result<(), Failure> {
        if self.buffer.contains_key(&(name.to_owned(), key.to_owned(), 0)) {
            return Ok(());
        }
        let collection = self.collection(name)?;
        let read = collection.reads(self.scope.role()).ok_or_else(|| self.role_refused(name, "read"))?;
        let whose = match &collection.group {
            Some(reference) if read != Reach::School => {
                let groups = reach::groups(&mut self.snapshot, &self.scope).await.map_err(unavailable)?;
                Whose::Common(Some((reference.clone(), groups.iter().map(|g| g.id).collect())))
            }
            _ => Whose::Common(None),
        };
        let scan = Scan {
            plugin: self.plugin.id().as_str().to_owned(),
            collection: name.to_owned(),
            whose,
            prefix: key.to_owned(),
            after: None,
            limit: 1,
            embargo_at: self.scope.role().is_family().then_some(self.scope.now().0),
            viewer: self.scope.actor().0,
            own_only: read == Reach::Author,
        };
        let found = record::scan(&mut self.snapshot, &scan).await.map_err(unavailable)?;
        if found.first().is_some_and(|f| f.key == key) { Ok(()) } else { Err(Failure::NotFound) }
    }
}
