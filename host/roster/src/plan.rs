//! The plan of an import: what would change, shown before it is applied. Nothing here writes.

use preau_domain::message::Text;

use crate::known::{KnownHeadTeacher, KnownLink, KnownMembership, KnownService};
use crate::model::{Group, Guardian, HeadTeacher, Level, Link, Membership, Pupil, Service, Staff, Subject};
use crate::report::{PlanReport, Summary};

/// One field that changes, in words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FieldChange {
    /// Name of the field, such as `last_name`.
    pub field: &'static str,
    /// What is stored.
    pub before: String,
    /// What the file says.
    pub after: String,
}

/// A stored entry to be updated.
#[derive(Clone, PartialEq, Debug)]
pub struct Changed<T> {
    /// Its surrogate id.
    pub id: i64,
    /// What is to be stored: the file's, except for fields edited by hand.
    pub entry: T,
    /// Field by field; empty for somebody who returns unchanged.
    pub what: Vec<FieldChange>,
}

/// A stored entry to be deactivated: absent from files that cover its population.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Left {
    /// Its surrogate id.
    pub id: i64,
    /// Words that name it.
    pub label: String,
}

/// Why somebody of the roster goes to the homonym desk.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Why {
    /// Same names and birth date, but no shared key.
    SameNamesAndBirth,
    /// Same names; one of the two has no birth date. A name alone never decides.
    SameNames,
    /// The key is that of somebody whose names and birth date are all different.
    KeyOfAnother,
}

/// Somebody of the roster who may be one of these: a person decides.
#[derive(Clone, PartialEq, Debug)]
pub struct Homonym<T> {
    /// What the file says.
    pub entry: T,
    /// Surrogate ids of the candidates, at least one.
    pub candidates: Vec<i64>,
    /// What they share.
    pub why: Why,
}

/// What changes in one population.
#[derive(Clone, PartialEq, Debug)]
pub struct Changes<T> {
    /// Whether the files cover it: if not, nobody leaves.
    pub covered: bool,
    /// To be created.
    pub new: Vec<T>,
    /// To be updated.
    pub changed: Vec<Changed<T>>,
    /// To be activated again (and updated).
    pub returned: Vec<Changed<T>>,
    /// To be deactivated, never deleted.
    pub left: Vec<Left>,
    /// To be settled by hand; until then neither they nor their relations are touched.
    pub homonyms: Vec<Homonym<T>>,
    /// How many are the same.
    pub unchanged: usize,
    /// How many active ones were known with a key, before.
    pub active_before: usize,
    /// Key in the roster and surrogate id of each entry recognised, so that relations can be written without a search.
    pub matched: Vec<(String, i64)>,
}

impl<T> Changes<T> {
    /// How many would leave, from 0 to 1 of those known and active; 0 when nobody was known.
    #[must_use]
    pub fn leavers_ratio(&self) -> f64 {
        if self.active_before == 0 {
            return 0.0;
        }
        // counts of people: far below what a double holds exactly
        self.left.len() as f64 / self.active_before as f64
    }

    fn is_empty(&self) -> bool {
        self.new.is_empty()
            && self.changed.is_empty()
            && self.returned.is_empty()
            && self.left.is_empty()
            && self.homonyms.is_empty()
    }
}

/// What changes in a relation between entries, which are named by their keys in the roster (see [`Changes::matched`]).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Relations<A, K> {
    /// To be created.
    pub add: Vec<A>,
    /// To be removed.
    pub remove: Vec<K>,
    /// How many are the same.
    pub unchanged: usize,
    /// How many are left as they are because they were made by hand or carry a court decision.
    pub kept: usize,
}

impl<A, K> Relations<A, K> {
    pub(crate) fn none() -> Self {
        Self { add: Vec::new(), remove: Vec::new(), unchanged: 0, kept: 0 }
    }

    fn is_empty(&self) -> bool {
        self.add.is_empty() && self.remove.is_empty()
    }
}

/// A link whose level or relation changes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LinkChange {
    /// The stored link.
    pub before: KnownLink,
    /// The new level.
    pub level: Level,
    /// The new `CODE_PARENTE`.
    pub relation: String,
}

/// Everything an import would do.
#[derive(Clone, PartialEq, Debug)]
pub struct Plan {
    /// Pupils.
    pub pupils: Changes<Pupil>,
    /// Guardians.
    pub guardians: Changes<Guardian>,
    /// Staff.
    pub staff: Changes<Staff>,
    /// Classes and groups.
    pub groups: Changes<Group>,
    /// Subjects; they never leave, results refer to them.
    pub subjects: Changes<Subject>,
    /// Pupils in groups.
    pub memberships: Relations<Membership, KnownMembership>,
    /// Guardians of pupils.
    pub links: Relations<Link, KnownLink>,
    /// Links whose level or relation changes.
    pub link_changes: Vec<LinkChange>,
    /// Who teaches what to whom.
    pub services: Relations<Service, KnownService>,
    /// Professeurs principaux.
    pub head_teachers: Relations<HeadTeacher, KnownHeadTeacher>,
    /// What the comparison saw.
    pub remarks: Vec<Text>,
}

/// Above this share of a population, leavers must be confirmed.
pub const CONFIRM_ABOVE: f64 = 0.10;

impl Plan {
    /// The largest share of people leaving among pupils, guardians and staff, from 0 to 1.
    #[must_use]
    pub fn leavers_ratio(&self) -> f64 {
        self.pupils.leavers_ratio().max(self.guardians.leavers_ratio()).max(self.staff.leavers_ratio())
    }

    /// Whether so many would leave that a person must say yes first.
    #[must_use]
    pub fn needs_confirmation(&self) -> bool {
        self.leavers_ratio() > CONFIRM_ABOVE
    }

    /// Whether applying it would change nothing and nothing is to be settled.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let people = self.pupils.is_empty() && self.guardians.is_empty() && self.staff.is_empty();
        let things = self.groups.is_empty() && self.subjects.is_empty();
        let relations = self.memberships.is_empty() && self.links.is_empty() && self.link_changes.is_empty();
        people && things && relations && self.services.is_empty() && self.head_teachers.is_empty()
    }

    /// How many of each.
    #[must_use]
    pub fn summary(&self) -> Summary {
        Summary::of(self)
    }

    /// The whole plan for `--json`: names and fields, no identifier beyond surrogate ids.
    #[must_use]
    pub fn report(&self) -> PlanReport {
        PlanReport::of(self)
    }
}
