//! The fiche de traitement of a plugin, computed from its manifest: what it receives, keeps and sends, and its badges.
//! Nothing here is the plugin's word: a badge is a property of what the manifest allows.

use crate::entity::{DataClass, entity};
use crate::manifest::{Collection, Manifest};
use crate::message::Text;
use crate::text;

/// A computed promise.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Badge {
    /// No view gives a name, a birth date or an identifier.
    NoDirectory,
    /// No address is declared.
    NothingLeaves,
    /// No collection is declared.
    KeepsNothing,
}

impl Badge {
    /// Its sentence.
    #[must_use]
    pub fn text(self) -> Text {
        match self {
            Self::NoDirectory => text!("fiche-badge-no-directory"),
            Self::NothingLeaves => text!("fiche-badge-nothing-leaves"),
            Self::KeepsNothing => text!("fiche-badge-keeps-nothing"),
        }
    }
}

/// The badges that this manifest earns.
#[must_use]
pub fn badges(manifest: &Manifest) -> Vec<Badge> {
    let mut badges = Vec::new();
    if highest_class(manifest) < DataClass::FirstName {
        badges.push(Badge::NoDirectory);
    }
    if manifest.addresses.is_empty() {
        badges.push(Badge::NothingLeaves);
    }
    if manifest.collections.is_empty() {
        badges.push(Badge::KeepsNothing);
    }
    badges
}

/// The most telling class of data that any view gives.
#[must_use]
pub fn highest_class(manifest: &Manifest) -> DataClass {
    received(manifest).into_iter().map(|(_, _, class)| class).max().unwrap_or(DataClass::Pseudonym)
}

/// What the plugin receives: (entity, field, class), each once.
#[must_use]
pub fn received(manifest: &Manifest) -> Vec<(String, String, DataClass)> {
    let mut all: Vec<_> = manifest
        .views
        .iter()
        .filter_map(|view| Some((view, entity(&view.entity)?)))
        .flat_map(|(view, definition)| view.fields.iter().filter_map(|name| definition.field(name)).map(move |f| (definition, f)))
        .map(|(definition, field)| (definition.name.to_owned(), field.name.to_owned(), field.class))
        .collect();
    all.sort();
    all.dedup();
    all
}

/// The sentence for a class of data.
#[must_use]
pub fn class_text(class: DataClass) -> Text {
    match class {
        DataClass::Pseudonym => text!("fiche-class-pseudonym"),
        DataClass::Group => text!("fiche-class-group"),
        DataClass::FirstName => text!("fiche-class-first-name"),
        DataClass::Identity => text!("fiche-class-identity"),
        DataClass::Identifier => text!("fiche-class-identifier"),
    }
}

/// How long a collection is kept, in words.
#[must_use]
pub fn retention_text(collection: &Collection) -> Text {
    match collection.retention.as_str() {
        "schooling" => text!("fiche-retention-schooling"),
        "school-year" => text!("fiche-retention-school-year"),
        "until-obsolete" => text!("fiche-retention-until-obsolete"),
        other => text!("fiche-retention-months", months = other.trim_start_matches("months:")),
    }
}
