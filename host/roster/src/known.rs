//! What the school already has, as its store gives it: entries under their surrogate ids, and relations between ids.

use preau_domain::time::Day;

use crate::model::{Group, Guardian, Level, Pupil, Staff, Subject};

/// A stored entry.
#[derive(Clone, PartialEq, Debug)]
pub struct KnownEntry<T> {
    /// Surrogate id, unique among the entries of its list.
    pub id: i64,
    /// False once deactivated.
    pub active: bool,
    /// Names of fields (as in [`crate::plan::FieldChange::field`]) that somebody changed by hand: an import leaves them.
    pub hand_edited: Vec<String>,
    /// What is stored. An empty key or code means made by hand: no file can say that it left.
    pub entry: T,
}

/// A pupil in a group.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct KnownMembership {
    /// Id of the pupil.
    pub pupil: i64,
    /// Id of the group.
    pub group: i64,
    /// Made by hand: an import leaves it.
    pub by_hand: bool,
}

/// A guardian of a pupil.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct KnownLink {
    /// Id of the pupil.
    pub pupil: i64,
    /// Id of the guardian.
    pub guardian: i64,
    /// How much the guardian decides.
    pub level: Level,
    /// `CODE_PARENTE`.
    pub relation: String,
    /// A court decision withdraws access: an import leaves such a link whole.
    pub court_decision: bool,
    /// Made by hand: an import leaves it.
    pub by_hand: bool,
}

/// A teacher who teaches a subject to a group.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct KnownService {
    /// Id of the group.
    pub group: i64,
    /// Id of the subject.
    pub subject: i64,
    /// Id of the teacher.
    pub staff: i64,
    /// Made by hand (administration, or the teacher's own declaration): an import leaves it.
    pub by_hand: bool,
}

/// A professeur principal.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct KnownHeadTeacher {
    /// Id of the teacher.
    pub staff: i64,
    /// Id of the class.
    pub group: i64,
    /// First day, if any.
    pub from: Option<Day>,
    /// Last day, if any.
    pub to: Option<Day>,
    /// Made by hand: an import leaves it.
    pub by_hand: bool,
}

/// Everything of one school that an import may touch, deactivated people too (they may return).
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Known {
    /// Pupils.
    pub pupils: Vec<KnownEntry<Pupil>>,
    /// Guardians.
    pub guardians: Vec<KnownEntry<Guardian>>,
    /// Staff.
    pub staff: Vec<KnownEntry<Staff>>,
    /// Classes and groups.
    pub groups: Vec<KnownEntry<Group>>,
    /// Subjects.
    pub subjects: Vec<KnownEntry<Subject>>,
    /// Pupils in groups.
    pub memberships: Vec<KnownMembership>,
    /// Guardians of pupils.
    pub links: Vec<KnownLink>,
    /// Who teaches what to whom.
    pub services: Vec<KnownService>,
    /// Professeurs principaux.
    pub head_teachers: Vec<KnownHeadTeacher>,
}
