//! What a person decided at the homonym desk: a plan made again with these choices has fewer questions.

use std::collections::HashMap;

/// A list of entries that an import compares.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Population {
    /// Pupils.
    Pupils,
    /// Guardians.
    Guardians,
    /// Staff.
    Staff,
    /// Classes and groups.
    Groups,
    /// Subjects.
    Subjects,
}

/// What becomes of an entry of the roster.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Choice {
    /// It is the known entry of this id.
    Same(i64),
    /// It is somebody new.
    New,
}

/// Choices by population and key of the roster's entry.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Settled {
    choices: HashMap<(Population, String), Choice>,
}

impl Settled {
    /// Nothing is decided yet.
    #[must_use]
    pub fn nothing() -> Self {
        Self::default()
    }

    /// Adds a choice; a later one for the same entry replaces it.
    pub fn choose(&mut self, population: Population, key: &str, choice: Choice) {
        self.choices.insert((population, key.to_owned()), choice);
    }

    pub(crate) fn of(&self, population: Population, key: &str) -> Option<Choice> {
        self.choices.get(&(population, key.to_owned())).copied()
    }
}
