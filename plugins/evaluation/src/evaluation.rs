//! An evaluation: what a class is marked on, and from when families see it.

use std::borrow::Cow;

use preau_sdk::records::Found;
use preau_sdk::{Collection, Day, Draft, Failure, Group, Result, Whose, ambient};
use serde::{Deserialize, Serialize};

use crate::collections;

/// All evaluations; the reference [`GROUP`] decides who reads one.
pub const EVALUATIONS: Collection<Evaluation<'static>> = Collection::named(collections::EVALUATIONS);

/// The reference to the class.
pub const GROUP: &str = "group";

/// As it is stored.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Evaluation<'a> {
    /// At most 60 characters.
    #[serde(borrow)]
    pub title: Cow<'a, str>,
    /// When it took place.
    pub date: Day,
    /// From when families see its results.
    pub visible: Day,
    /// Which référentiel its items were chosen from.
    #[serde(borrow)]
    pub referentiel: Cow<'a, str>,
    /// Its items' ids: the columns of the grid.
    #[serde(borrow)]
    pub slots: Vec<Cow<'a, str>>,
}

/// One that was read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Read {
    /// Its key.
    pub key: String,
    /// Its version.
    pub version: u64,
    /// Its class.
    pub group: Group,
    /// What it says.
    pub evaluation: Evaluation<'static>,
}

impl Evaluation<'_> {
    /// So that it outlives what it was read from.
    #[must_use]
    pub fn into_owned(self) -> Evaluation<'static> {
        let own = |text: Cow<'_, str>| Cow::Owned(text.into_owned());
        Evaluation {
            title: own(self.title),
            date: self.date,
            visible: self.visible,
            referentiel: own(self.referentiel),
            slots: self.slots.into_iter().map(own).collect(),
        }
    }
}

/// The evaluation with this key.
///
/// # Errors
/// `NotFound` when the actor sees none.
pub fn load(key: &str) -> Result<Read> {
    let found = EVALUATIONS.scan(Whose::NoOne, key)?;
    all(&found)?.into_iter().find(|read| read.key == key).ok_or(Failure::NotFound)
}

/// Every evaluation that the actor sees, in the order of keys.
///
/// # Errors
/// As the host answers.
pub fn list() -> Result<Vec<Read>> {
    all(&EVALUATIONS.scan(Whose::NoOne, "")?)
}

fn all(found: &Found) -> Result<Vec<Read>> {
    let (keys, values, groups, versions) = (found.keys(), found.values(), found.references(GROUP), found.versions());
    let rows = keys.iter().zip(values.read::<Evaluation<'_>>()).zip(groups).zip(versions);
    rows.map(|(((key, evaluation), group), version)| {
        Ok(Read { key: key.to_owned(), version, group: Group(group), evaluation: evaluation?.into_owned() })
    })
    .collect()
}

/// A draft that hides the results from families until the visibility date.
#[must_use]
pub fn draft(key: &str, group: Group, evaluation: &Evaluation<'static>) -> Draft {
    EVALUATIONS.draft(None, key, evaluation).embargo(ambient::start_of(evaluation.visible)).refer(GROUP, group)
}
