//! Reading files and comparing them with the school; nothing is written but a line of the journal.

use std::collections::{BTreeSet, HashMap};

use preau_domain::ids::Slug;
use preau_domain::text;
use preau_roster::known::{Known, KnownEntry};
use preau_roster::plan::{Changes, Plan};
use preau_roster::report::PlanReport;
use preau_roster::{Expected, Limits, Reading, Remark, Settled, diff, read};

use super::facts::Someone;
use super::progress::{Progress, channel, listen};
use super::{By, known};
use crate::{PolicyError, Result};

/// A plan, and what it was made from.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// What would change.
    pub plan: Plan,
    /// The same as plain data.
    pub report: PlanReport,
    /// What to know about the files.
    pub remarks: Vec<Remark>,
    /// Names of the files, in the order given.
    pub file_names: Vec<String>,
    /// The change number of the directory it was compared with: it applies to no other.
    pub base: i64,
    /// Whose directory.
    pub(super) slug: Slug,
    /// Where the keys of the files are found in the store.
    pub(super) ids: Ids,
}

/// Surrogate ids by key of the files, before anything new is written.
#[derive(Clone, Debug)]
pub(super) struct Ids {
    pub(super) pupils: HashMap<String, i64>,
    pub(super) guardians: HashMap<String, i64>,
    pub(super) staff: HashMap<String, i64>,
    pub(super) groups: HashMap<String, i64>,
    pub(super) subjects: HashMap<String, i64>,
}

/// Reads official files and compares them with the school. The look at the directory is journaled: those whose data the plan shows.
///
/// # Errors
/// [`PolicyError::Faults`] with every fault of the files; [`PolicyError::Refused`] without the hat of administrateur.
pub async fn prepare(
    by: By<'_>,
    files: Vec<(String, Vec<u8>)>,
    settled: &Settled,
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<Prepared> {
    let door = by.enter()?;
    let today = door.today();
    let expected = Expected { uais: door.uais().to_vec(), year: today.school_year(), today, limits: Limits::OFFICIAL };
    let file_names = files.iter().map(|(name, _)| name.clone()).collect();
    let (tell, told) = channel();
    let reading = apart(move || read(files, &expected, &mut |at| tell.say(at.into())).map_err(PolicyError::Faults));
    let Reading { roster, remarks } = listen(reading, told, progress).await?;
    let stored = known::load(&mut *door.read().await?, today).await?;
    let base = stored.change;
    progress(Progress::Comparing);
    let settled = settled.clone();
    let (plan, ids) = apart(move || {
        let known = stored.known()?;
        let mut plan = diff(&known, &roster, &settled);
        court_remark(&known, &mut plan);
        let ids = ids(&known, &plan);
        Ok((plan, ids))
    })
    .await?;
    let mut line = by.line("import-prepared", "identity,identifiers,contact,classes");
    line.subjects = shown(&plan).into_iter().collect();
    door.school().note(vec![line]).await?;
    let report = plan.report();
    Ok(Prepared { plan, report, remarks, file_names, base, slug: door.slug().clone(), ids })
}

/// Runs work for the processor away from the threads that answer requests.
async fn apart<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(|e| PolicyError::Inconsistent(format!("import: {e}")))?
}

fn keys<T>(known: &[KnownEntry<T>], key: impl Fn(&T) -> &str, changes: &Changes<T>) -> HashMap<String, i64> {
    let mut ids = HashMap::with_capacity(known.len());
    for entry in known.iter().filter(|k| k.active && !key(&k.entry).is_empty()) {
        ids.entry(key(&entry.entry).to_owned()).or_insert(entry.id);
    }
    ids.extend(changes.matched.iter().cloned());
    ids
}

fn ids(known: &Known, plan: &Plan) -> Ids {
    Ids {
        pupils: keys(&known.pupils, |p| &p.key, &plan.pupils),
        guardians: keys(&known.guardians, |g| &g.key, &plan.guardians),
        staff: keys(&known.staff, |s| &s.key, &plan.staff),
        groups: keys(&known.groups, |g| &g.code, &plan.groups),
        subjects: keys(&known.subjects, |s| &s.code, &plan.subjects),
    }
}

/// Whose stored data the plan shows: who changes, returns, leaves, or is asked about.
fn shown(plan: &Plan) -> BTreeSet<i64> {
    fn of<T: Someone>(changes: &Changes<T>) -> impl Iterator<Item = i64> {
        let changed = changes.changed.iter().chain(&changes.returned).map(|c| c.id);
        let asked = changes.homonyms.iter().flat_map(|h| h.candidates.iter().copied());
        changed.chain(changes.left.iter().map(|l| l.id)).chain(asked)
    }
    of(&plan.pupils).chain(of(&plan.guardians)).chain(of(&plan.staff)).collect()
}

/// A person whose access a court withdrew may come back in the files under another number: a new guardian of such a pupil is
/// pointed out.
fn court_remark(known: &Known, plan: &mut Plan) {
    let withdrawn: BTreeSet<i64> = known.links.iter().filter(|l| l.court_decision).map(|l| l.pupil).collect();
    let ids: HashMap<&str, i64> = plan.pupils.matched.iter().map(|(key, id)| (key.as_str(), *id)).collect();
    let pupils = plan.links.add.iter().filter_map(|l| ids.get(l.pupil_key.as_str())).filter(|id| withdrawn.contains(id));
    let count = pupils.collect::<BTreeSet<_>>().len();
    if count > 0 {
        plan.remarks.push(text!("policy-roster-court", count = count));
    }
}
