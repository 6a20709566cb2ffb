//! The plugin's own collections, typed.

use std::marker::PhantomData;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::draft::not_json;
use crate::{Draft, Handle, Instant, Person, Result, Texts, Whose, sys};

/// The name of a declared collection; [`manifest!`](crate::manifest) makes one constant for each, so that an undeclared
/// name does not compile.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CollectionName(&'static str);

impl CollectionName {
    /// A name without the compiler's help: the host refuses it when the manifest does not declare it.
    #[must_use]
    pub const fn unchecked(name: &'static str) -> Self {
        Self(name)
    }

    /// As the manifest writes it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.0
    }
}

/// A collection whose values are `T`.
///
/// ```
/// use preau_sdk::{Collection, Day, Whose};
/// use serde::{Deserialize, Serialize};
///
/// preau_sdk::manifest!("examples/plugin.toml");
///
/// #[derive(Serialize, Deserialize)]
/// struct Note {
///     text: String,
///     day: Day,
/// }
///
/// const NOTES: Collection<Note> = Collection::named(collections::NOTES);
///
/// fn keep(who: preau_sdk::Person, note: &Note) -> preau_sdk::Result {
///     NOTES.draft(Some(who), "today", note).expect(0).put()
/// }
/// # fn main() {}
/// ```
pub struct Collection<T> {
    name: CollectionName,
    value: PhantomData<fn() -> T>,
}

impl<T> Clone for Collection<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Collection<T> {}

/// One record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Record<T> {
    /// Whom it is about.
    pub subject: Option<Person>,
    /// Its value.
    pub value: T,
    /// Its version, for [`Draft::expect`].
    pub version: u64,
    /// Who wrote it last.
    pub author: Person,
    /// When it was written last.
    pub changed: Instant,
}

impl<T> Collection<T> {
    /// The collection with this name.
    #[must_use]
    pub const fn named(name: CollectionName) -> Self {
        Self { name, value: PhantomData }
    }

    /// Its name.
    #[must_use]
    pub const fn name(self) -> CollectionName {
        self.name
    }

    /// All records whose key begins with `prefix`, in the order of keys.
    ///
    /// # Errors
    /// `Denied` when the role does not read this collection or not of this person.
    pub fn scan(self, of: Whose<'_>, prefix: &str) -> Result<Found> {
        let mut chunks = vec![sys::scan(self.name.0, of, prefix, 2000, None)?];
        while let Some(cursor) = chunks.last().and_then(sys::Rows::next) {
            chunks.push(sys::scan(self.name.0, of, prefix, 2000, Some(&cursor))?);
        }
        Ok(Found(chunks))
    }

    /// The record with this subject and key, if the actor sees one.
    ///
    /// # Errors
    /// Those of [`Collection::scan`]; `Other` when the stored value is not a `T`.
    pub fn get(self, subject: Option<Person>, key: &str) -> Result<Option<Record<T>>>
    where
        T: DeserializeOwned,
    {
        // The key itself comes first among those it begins.
        let rows = sys::scan(self.name.0, subject.map_or(Whose::NoOne, Whose::Person), key, 1, None)?;
        if rows.keys().get(0) != Some(key) {
            return Ok(None);
        }
        let value = serde_json::from_str(rows.values().get(0).unwrap_or_default()).map_err(|e| not_json(&e))?;
        Ok(Some(Record {
            subject,
            value,
            version: rows.versions().first().copied().unwrap_or_default(),
            author: rows.authors().first().copied().unwrap_or_default(),
            changed: rows.changed().first().copied().unwrap_or_default(),
        }))
    }

    /// The named reference of the record without subject and with this key.
    ///
    /// # Errors
    /// Those of [`Collection::scan`].
    pub fn reference(self, key: &str, name: &str) -> Result<Option<Handle>> {
        let rows = sys::scan(self.name.0, Whose::NoOne, key, 1, None)?;
        let found = rows.keys().get(0) == Some(key);
        Ok(rows.references(name).first().copied().filter(|to| found && !to.is_none()))
    }

    /// A record about to be written; nothing happens before [`Draft::put`].
    #[must_use]
    pub fn draft(self, subject: Option<Person>, key: &str, value: &T) -> Draft
    where
        T: Serialize,
    {
        Draft {
            collection: self.name.0,
            subject,
            key: key.to_owned(),
            value: serde_json::to_string(value).map_err(|e| not_json(&e)),
            expect: None,
            embargo: None,
            references: Vec::new(),
            parent: None,
        }
    }

    /// Removes a record that has this version.
    ///
    /// # Errors
    /// `Denied` when the actor may not write there (or the call is a GET), `Conflict` when the version differs.
    pub fn delete(self, subject: Option<Person>, key: &str, version: u64) -> Result {
        sys::delete(self.name.0, subject, key, version)
    }
}

/// Records found. Each column is one copy over the border, fetched when it is asked for.
pub struct Found(Vec<sys::Rows>);

impl Found {
    /// How many.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.iter().map(sys::Rows::count).sum()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whom each is about; [`Handle::NONE`] where a record has no subject.
    #[must_use]
    pub fn subjects(&self) -> Vec<Person> {
        self.column(sys::Rows::subjects)
    }

    /// Their keys.
    #[must_use]
    pub fn keys(&self) -> Texts {
        self.texts(sys::Rows::keys)
    }

    /// Their JSON texts, to be read with [`Values::read`].
    #[must_use]
    pub fn values(&self) -> Values {
        Values(self.texts(sys::Rows::values))
    }

    /// Their versions.
    #[must_use]
    pub fn versions(&self) -> Vec<u64> {
        self.column(sys::Rows::versions)
    }

    /// Who wrote each last.
    #[must_use]
    pub fn authors(&self) -> Vec<Person> {
        self.column(sys::Rows::authors)
    }

    /// When each was written last.
    #[must_use]
    pub fn changed(&self) -> Vec<Instant> {
        self.column(sys::Rows::changed)
    }

    /// A named reference of each; [`Handle::NONE`] where there is none.
    #[must_use]
    pub fn references(&self, name: &str) -> Vec<Handle> {
        self.column(|rows| rows.references(name))
    }

    fn column<C>(&self, of: impl Fn(&sys::Rows) -> Vec<C>) -> Vec<C> {
        match self.0.as_slice() {
            [only] => of(only),
            many => many.iter().flat_map(of).collect(),
        }
    }

    fn texts(&self, of: impl Fn(&sys::Rows) -> Texts) -> Texts {
        match self.0.as_slice() {
            [only] => of(only),
            many => many.iter().fold(Texts::default(), |mut all, rows| {
                all.append(&of(rows));
                all
            }),
        }
    }
}

/// JSON texts of many records.
pub struct Values(Texts);

impl Values {
    /// Each value in turn. `V` may borrow its texts from here (`struct Marks<'a> { codes: &'a str }`), which is what
    /// keeps a page of many records cheap.
    ///
    /// # Errors
    /// Of each item: `Other` when the stored value is not a `V`.
    pub fn read<'a, V: Deserialize<'a>>(&'a self) -> impl Iterator<Item = Result<V>> {
        self.0.iter().map(|json| serde_json::from_str(json).map_err(|e| not_json(&e)))
    }
}
