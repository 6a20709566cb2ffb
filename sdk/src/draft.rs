//! A record being written, and whose records are read.

use crate::{Failure, Group, Handle, Instant, Person, Result, sys};

/// Whose records; the host narrows it to what the actor may see.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Whose<'a> {
    /// Records without subject.
    NoOne,
    /// Records of anybody the actor may see.
    Anyone,
    /// Of one person.
    Person(Person),
    /// Of these persons.
    Persons(&'a [Person]),
    /// Of the members of a group.
    Group(Group),
}

/// A record being written: value, embargo, references and parent replace what was there.
///
/// Nothing happens before [`Draft::put`], and nothing is stored before the handler answers `Ok`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Draft {
    /// Into which collection.
    pub collection: &'static str,
    /// Whom it is about.
    pub subject: Option<Person>,
    /// Its key, at most 200 bytes.
    pub key: String,
    /// Its JSON text, at most 64 KiB.
    pub value: Result<String>,
    /// The version that must be stored; 0: none.
    pub expect: Option<u64>,
    /// Hidden from élèves and responsables until then.
    pub embargo: Option<Instant>,
    /// Other persons or groups it is about.
    pub references: Vec<(String, Handle)>,
    /// The record (collection, key) that embargo and references come from too.
    pub parent: Option<(&'static str, String)>,
}

impl Draft {
    /// Refuse if the stored version differs; 0: must not exist. Without it the last writer wins.
    ///
    /// Use the version that this very call has read: should somebody else write in between, the host runs the call
    /// again, so that no work is lost.
    #[must_use]
    pub fn expect(mut self, version: u64) -> Self {
        self.expect = Some(version);
        self
    }

    /// Hidden from élèves and responsables until then.
    #[must_use]
    pub fn embargo(mut self, until: Instant) -> Self {
        self.embargo = Some(until);
        self
    }

    /// Another person or group this record is about: handles stay out of the JSON, so that erasure finds them.
    #[must_use]
    pub fn refer(mut self, name: impl Into<String>, to: impl Into<Handle>) -> Self {
        self.references.push((name.into(), to.into()));
        self
    }

    /// Embargo and references come from that record without subject too: moving its date then moves all.
    #[must_use]
    pub fn under(mut self, collection: crate::CollectionName, key: &str) -> Self {
        self.parent = Some((collection.as_str(), key.to_owned()));
        self
    }

    /// Hands it to the host, which keeps it until the handler answers `Ok`.
    ///
    /// # Errors
    /// `Denied` when the actor may not write there (or the call is a GET), `Conflict` when `expect` does not hold,
    /// `Quota` when it is too big, `Other` when the value is not JSON.
    pub fn put(self) -> Result {
        match &self.value {
            Ok(_) => sys::put(&self),
            Err(failure) => Err(failure.clone()),
        }
    }
}

/// A value that serde could not write.
pub(crate) fn not_json(error: &serde_json::Error) -> Failure {
    Failure::Other(format!("record: {error}"))
}
