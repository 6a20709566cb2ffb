//! Writing a plan: one transaction with its journal line, or nothing.

use preau_domain::text;
use preau_domain::time::{Day, Instant};
use preau_roster::report::Summary;
use preau_storage::import::{self, ImportRun};
use preau_storage::journal::Line;
use preau_storage::writer::Step;
use preau_storage::{Db, roster};

use super::By;
use super::history::RunReport;
use super::prepare::Prepared;
use super::progress::{Progress, Tell, channel, listen};
use super::write::Writing;
use crate::{PolicyError, Result};

/// What was written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Applied {
    /// How many of each.
    pub summary: Summary,
    /// When.
    pub at: Instant,
}

/// What the writer needs, after the caller may have gone.
struct Job {
    prepared: Prepared,
    today: Day,
    run: ImportRun,
    line: Line,
}

enum Outcome {
    Written,
    Outdated,
}

/// Applies a plan in one transaction: all of it is durable when this answers, or none of it is written. Who must still be settled
/// by hand is left out, neither created nor matched. With the journal line, the approval of the head is recorded (SAC-25).
///
/// # Errors
/// [`PolicyError::Refused`] without the hat of administrateur, for the plan of another school, when so many would leave that
/// `confirm_leavers` must be given, and when the directory changed since the plan was made.
pub async fn apply(
    by: By<'_>,
    prepared: Prepared,
    confirm_leavers: bool,
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<Applied> {
    let door = by.enter()?;
    if prepared.slug != *door.slug() {
        return Err(PolicyError::Refused(text!("policy-roster-other-school")));
    }
    if prepared.plan.needs_confirmation() && !confirm_leavers {
        let share = format!("{:.0} %", prepared.plan.leavers_ratio() * 100.0);
        return Err(PolicyError::Refused(text!("policy-roster-confirm", share = share)));
    }
    let (summary, at) = (prepared.plan.summary(), door.now());
    let files = serde_json::to_string(&prepared.file_names).unwrap_or_default();
    let report = RunReport::of(&prepared, confirm_leavers).to_json();
    let run = ImportRun { at: at.0, by: by.actor(), files, report };
    let mut line = by.line("import", "identity,identifiers,contact,classes");
    (line.at, line.sensitive) = (at.0, true);
    let (tell, told) = channel();
    let job = Job { prepared, today: door.today(), run, line };
    let write = door.school().write(move |db| Box::pin(job.run(db, tell)));
    match listen(write, told, progress).await? {
        Outcome::Written => Ok(Applied { summary, at }),
        Outcome::Outdated => Err(PolicyError::Refused(text!("policy-roster-outdated"))),
    }
}

impl Job {
    async fn run(self, db: &mut Db, tell: Tell) -> preau_storage::Result<Step<Outcome>> {
        let Self { prepared, today, run, mut line } = self;
        // the writer is alone in its transaction: nobody changes the directory between this look and the commit
        if roster::change(db).await? != prepared.base {
            return Ok(Step::Undo(Outcome::Outdated, Vec::new()));
        }
        roster::changed(db).await?;
        let mut writing = Writing { plan: &prepared.plan, ids: prepared.ids, today, tell, touched: Default::default() };
        writing.all(db).await?;
        line.subjects = writing.touched.into_iter().collect();
        let number = import::add(db, &run).await?;
        let reason = if line.detail.is_empty() { String::new() } else { format!("{} : ", line.detail) };
        line.detail = format!("{reason}import {number}");
        Ok(Step::Keep(Outcome::Written, vec![line]))
    }
}
