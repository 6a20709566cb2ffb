//! The imports that were applied: when, by whom, from which files, how many; no name of anybody.

use preau_domain::ids::PersonId;
use preau_domain::role::Role;
use preau_domain::text;
use preau_domain::time::Instant;
use preau_roster::report::Summary;
use preau_storage::import;
use serde::{Deserialize, Serialize};

use super::prepare::Prepared;
use crate::{PolicyError, Result, Scope};

/// An import that was applied.
#[derive(Clone, PartialEq, Debug)]
pub struct ImportRun {
    /// When.
    pub at: Instant,
    /// Who ran it; none for the operator.
    pub by: Option<PersonId>,
    /// Names of the files.
    pub files: Vec<String>,
    /// What it did.
    pub report: RunReport,
}

/// What an import did, in numbers. It outlives the accounts it speaks of, so it names nobody: the journal says whom it touched.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct RunReport {
    /// How many of each.
    pub summary: Summary,
    /// Largest share of a population that left, from 0 to 1.
    pub leavers_ratio: f64,
    /// Whether leavers were confirmed by a person.
    pub confirmed: bool,
    /// On whose approval and responsibility, in words (SAC-25).
    pub approval: String,
    /// What was seen in the files and in the comparison: elements set aside (SAC-2), versions, counts.
    pub remarks: Vec<String>,
}

/// Remarks on files that are kept: those that name no person and no identifier. One that is not here is shown with the plan only.
const KEPT: &[&str] = &[
    "roster-set-aside",
    "roster-version",
    "roster-uai-letter",
    "roster-gone",
    "roster-orphans",
    "roster-no-service",
    "roster-group-made",
    "roster-head-of-nothing",
    "roster-link-to-nobody",
    "roster-service-of-nobody",
    "roster-unknown-subject",
    "roster-two-kinds",
];

impl RunReport {
    pub(super) fn of(prepared: &Prepared, confirmed: bool) -> Self {
        let files = prepared.remarks.iter().filter(|r| KEPT.contains(&r.text.key())).map(ToString::to_string);
        Self {
            summary: prepared.plan.summary(),
            leavers_ratio: prepared.plan.leavers_ratio(),
            confirmed,
            approval: text!("policy-roster-approval").to_string(),
            remarks: files.chain(prepared.plan.remarks.iter().map(ToString::to_string)).collect(),
        }
    }

    pub(super) fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// The last hundred imports of the school, newest first. Journaled.
///
/// # Errors
/// [`PolicyError::Refused`] without the hat of administrateur.
pub async fn history(scope: &Scope) -> Result<Vec<ImportRun>> {
    if scope.role() != Role::Administrateur {
        return Err(PolicyError::Refused(text!("policy-roster-administrateur")));
    }
    let runs = import::last(&mut *scope.door().read().await?, 100).await?;
    scope.door().school().note(vec![scope.line("view", "imports")]).await?;
    let broken = |e: serde_json::Error| PolicyError::Inconsistent(format!("import: {e}"));
    let shown = runs.into_iter().map(|run| {
        Ok(ImportRun {
            at: Instant(run.at),
            by: (run.by != 0).then_some(PersonId(run.by)),
            files: serde_json::from_str(&run.files).map_err(broken)?,
            report: serde_json::from_str(&run.report).map_err(broken)?,
        })
    });
    shown.collect()
}
