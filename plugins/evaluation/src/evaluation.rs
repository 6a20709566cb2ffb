//! An evaluation: what a class is marked on, and from when families see it.

use std::borrow::Cow;

use preau_sdk::records::{Found, Values};
use preau_sdk::{Collection, Day, Draft, Failure, Group, Result, Texts, Whose, ambient};
use serde::{Deserialize, Serialize};

use crate::collections;

/// The reference to the class, which decides who reads an evaluation.
pub const GROUP: &str = "group";

/// As it is stored, borrowed from the record.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Evaluation<'a> {
    /// At most 60 characters.
    #[serde(borrow)]
    pub title: Cow<'a, str>,
    /// When it took place.
    pub date: Day,
    /// From when families see its results.
    pub visible: Day,
    /// Which référentiel its items were chosen from, as routes name it.
    pub referentiel: &'a str,
    /// Its items' ids: the columns of the grid.
    pub slots: Vec<&'a str>,
}

/// All evaluations.
#[must_use]
pub const fn evaluations<'a>() -> Collection<Evaluation<'a>> {
    Collection::named(collections::EVALUATIONS)
}

/// Evaluations that were read, in the order of keys.
pub struct Listed {
    keys: Texts,
    values: Values,
    groups: Vec<Group>,
    versions: Vec<u64>,
}

/// One of them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Read<'a> {
    /// Its key.
    pub key: &'a str,
    /// Its version.
    pub version: u64,
    /// Its class.
    pub group: Group,
    /// What it says.
    pub evaluation: Evaluation<'a>,
}

/// Every evaluation that the actor sees.
///
/// # Errors
/// As the host answers.
pub fn list() -> Result<Listed> {
    evaluations().scan(Whose::NoOne, "").map(|found| Listed::of(&found))
}

/// The evaluation with this key, to be taken out with [`Listed::only`].
///
/// # Errors
/// As the host answers.
pub fn load(key: &str) -> Result<Listed> {
    evaluations().scan(Whose::NoOne, key).map(|found| Listed::of(&found))
}

impl Listed {
    fn of(found: &Found) -> Self {
        let groups = found.references(GROUP).into_iter().map(Group).collect();
        Self { keys: found.keys(), values: found.values(), groups, versions: found.versions() }
    }

    /// Each in turn.
    ///
    /// # Errors
    /// Of each item: `Other` when the stored value is not readable.
    pub fn iter(&self) -> impl Iterator<Item = Result<Read<'_>>> {
        let rows = self.keys.iter().zip(self.values.read()).zip(&self.groups).zip(&self.versions);
        rows.map(|(((key, evaluation), group), version)| {
            Ok(Read { key, version: *version, group: *group, evaluation: evaluation? })
        })
    }

    /// The one with this key.
    ///
    /// # Errors
    /// `NotFound` when the actor sees none.
    pub fn only(&self, key: &str) -> Result<Read<'_>> {
        let found = self.iter().find(|read| read.as_ref().map_or(true, |read| read.key == key));
        found.unwrap_or(Err(Failure::NotFound))
    }
}

/// A draft that hides the results from families until the visibility date.
#[must_use]
pub fn draft(key: &str, group: Group, evaluation: &Evaluation<'_>) -> Draft {
    let until = ambient::start_of(evaluation.visible);
    evaluations().draft(None, key, evaluation).embargo(until).refer(GROUP, group)
}
