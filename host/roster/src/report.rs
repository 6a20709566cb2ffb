//! A plan as plain data for machines and pages: counts, then names and fields. Official identifiers stay out of it.

use serde::{Deserialize, Serialize};

use crate::entry::Entry;
use crate::plan::{Changed, Changes, FieldChange, Plan, Relations, Why};

/// Fields whose content only an administrateur's own page may show.
const IDENTIFIERS: &[&str] = &["key", "ine", "elenoet"];

/// Counts of one population.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Count {
    /// Whether the files cover it.
    pub covered: bool,
    /// To be created.
    pub new: usize,
    /// To be updated.
    pub changed: usize,
    /// The same.
    pub unchanged: usize,
    /// To be deactivated.
    pub left: usize,
    /// To be activated again.
    pub returned: usize,
    /// To be settled by hand.
    pub homonyms: usize,
}

/// Counts of one relation.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RelationCount {
    /// To be created.
    pub added: usize,
    /// To be removed.
    pub removed: usize,
    /// To be updated.
    pub changed: usize,
    /// The same.
    pub unchanged: usize,
    /// Left as they are: made by hand, or under a court decision.
    pub kept: usize,
}

/// Counts of a whole plan.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Summary {
    /// Pupils.
    pub pupils: Count,
    /// Guardians.
    pub guardians: Count,
    /// Staff.
    pub staff: Count,
    /// Classes and groups.
    pub groups: Count,
    /// Subjects.
    pub subjects: Count,
    /// Pupils in groups.
    pub memberships: RelationCount,
    /// Guardians of pupils.
    pub links: RelationCount,
    /// Who teaches what to whom.
    pub services: RelationCount,
    /// Professeurs principaux.
    pub head_teachers: RelationCount,
}

/// A field that changes; identifiers are named but not shown.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct FieldReport {
    /// Name of the field.
    pub field: &'static str,
    /// What is stored; absent for identifiers.
    pub before: Option<String>,
    /// What the file says; absent for identifiers.
    pub after: Option<String>,
}

/// One entry of a plan.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct EntryReport {
    /// Surrogate id; absent for what is new.
    pub id: Option<i64>,
    /// Words that name it.
    pub label: String,
    /// Its class, for a pupil.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub division: String,
    /// What changes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub what: Vec<FieldReport>,
    /// Surrogate ids it may be, for a homonym.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<i64>,
    /// What it shares with them: `names-and-birth`, `names` or `key`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<&'static str>,
}

/// One population of a plan, entry by entry.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct PopulationReport {
    /// To be created.
    pub new: Vec<EntryReport>,
    /// To be updated.
    pub changed: Vec<EntryReport>,
    /// To be activated again.
    pub returned: Vec<EntryReport>,
    /// To be deactivated.
    pub left: Vec<EntryReport>,
    /// To be settled by hand.
    pub homonyms: Vec<EntryReport>,
}

/// A plan as plain data.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct PlanReport {
    /// Counts.
    pub summary: Summary,
    /// Largest share of a population that would leave, from 0 to 1.
    pub leavers_ratio: f64,
    /// Whether leavers must be confirmed.
    pub needs_confirmation: bool,
    /// Sentences to read first.
    pub remarks: Vec<String>,
    /// Pupils.
    pub pupils: PopulationReport,
    /// Guardians.
    pub guardians: PopulationReport,
    /// Staff.
    pub staff: PopulationReport,
    /// Classes and groups.
    pub groups: PopulationReport,
    /// Subjects.
    pub subjects: PopulationReport,
}

impl PlanReport {
    pub(crate) fn of(plan: &Plan) -> Self {
        Self {
            summary: plan.summary(),
            leavers_ratio: plan.leavers_ratio(),
            needs_confirmation: plan.needs_confirmation(),
            remarks: plan.remarks.iter().map(ToString::to_string).collect(),
            pupils: population(&plan.pupils),
            guardians: population(&plan.guardians),
            staff: population(&plan.staff),
            groups: population(&plan.groups),
            subjects: population(&plan.subjects),
        }
    }
}

impl Summary {
    pub(crate) fn of(plan: &Plan) -> Self {
        let mut links = relation(&plan.links);
        links.changed = plan.link_changes.len();
        Self {
            pupils: count(&plan.pupils),
            guardians: count(&plan.guardians),
            staff: count(&plan.staff),
            groups: count(&plan.groups),
            subjects: count(&plan.subjects),
            memberships: relation(&plan.memberships),
            links,
            services: relation(&plan.services),
            head_teachers: relation(&plan.head_teachers),
        }
    }
}

fn count<T>(changes: &Changes<T>) -> Count {
    Count {
        covered: changes.covered,
        new: changes.new.len(),
        changed: changes.changed.len(),
        unchanged: changes.unchanged,
        left: changes.left.len(),
        returned: changes.returned.len(),
        homonyms: changes.homonyms.len(),
    }
}

fn relation<A, K>(relations: &Relations<A, K>) -> RelationCount {
    let (added, removed) = (relations.add.len(), relations.remove.len());
    RelationCount { added, removed, changed: 0, unchanged: relations.unchanged, kept: relations.kept }
}

fn population<T: Entry>(changes: &Changes<T>) -> PopulationReport {
    let changed = |list: &[Changed<T>]| {
        list.iter().map(|c| EntryReport { what: c.what.iter().map(field).collect(), ..entry(Some(c.id), &c.entry) }).collect()
    };
    PopulationReport {
        new: changes.new.iter().map(|new| entry(None, new)).collect(),
        changed: changed(&changes.changed),
        returned: changed(&changes.returned),
        left: changes.left.iter().map(|l| bare(Some(l.id), l.label.clone())).collect(),
        homonyms: changes
            .homonyms
            .iter()
            .map(|h| EntryReport { candidates: h.candidates.clone(), why: Some(why(h.why)), ..entry(None, &h.entry) })
            .collect(),
    }
}

fn field(change: &FieldChange) -> FieldReport {
    let shown = !IDENTIFIERS.contains(&change.field);
    let (before, after) = (shown.then(|| change.before.clone()), shown.then(|| change.after.clone()));
    FieldReport { field: change.field, before, after }
}

fn entry<T: Entry>(id: Option<i64>, entry: &T) -> EntryReport {
    EntryReport { division: entry.show("division"), ..bare(id, entry.label()) }
}

fn bare(id: Option<i64>, label: String) -> EntryReport {
    EntryReport { id, label, division: String::new(), what: Vec::new(), candidates: Vec::new(), why: None }
}

fn why(why: Why) -> &'static str {
    match why {
        Why::SameNamesAndBirth => "names-and-birth",
        Why::SameNames => "names",
        Why::KeyOfAnother => "key",
    }
}
