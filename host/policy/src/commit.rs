//! The end of a call: access lines always, writes only if the handler said ok and nothing it read has changed.

use std::sync::Arc;

use preau_domain::time::Instant;
use preau_storage::journal::Line;
use preau_storage::record_write::{self, Stamp, Write};
use preau_storage::writer::Step;
use preau_storage::{record, session};

use crate::call::{Call, Scanned};
use crate::plugins::Granted;
use crate::{PolicyError, Result, Scope, Snapshot};

/// How a handler ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ended {
    /// It answered: its writes are wanted.
    Ok,
    /// It refused: nothing is written.
    Refused,
    /// It trapped, ran out of a limit or misused the writer: nothing is written, and the line says so.
    Faulted,
}

/// An answer to keep with a request id, so that the same id gets the same answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Remembered {
    /// The client's id of the request.
    pub request: String,
    /// What was answered.
    pub answer: String,
}

/// What became of the end of a call.
#[derive(Debug)]
pub enum Committed {
    /// Everything is durable; the answer may leave.
    Done,
    /// Something it read changed meanwhile: run it again on a new snapshot.
    Again(Box<Call>),
    /// This request id was answered meanwhile, with this.
    Answered(String),
}

enum Outcome {
    Done,
    Stale,
    Answered(String),
}

struct Job {
    stamp: Stamp,
    writes: Vec<Write>,
    seen: Vec<(String, i64, String, i64)>,
    scanned: Vec<Scanned>,
    since: i64,
    remembered: Option<Remembered>,
    access: Vec<Line>,
    written: Line,
}

impl Call {
    /// Ends the call. When it answers, journal and writes are durable.
    ///
    /// # Errors
    /// What storage says; nothing is written then, and the answer must not leave.
    pub async fn finish(self, ended: Ended, remembered: Option<Remembered>) -> Result<Committed> {
        let mut access = self.access_lines(ended);
        if ended != Ended::Ok || (self.buffer.is_empty() && remembered.is_none()) {
            let scope = self.scope.clone();
            drop(self.snapshot);
            scope.door().school().note(access).await?;
            return Ok(Committed::Done);
        }
        access.retain(|line| !line.subjects.is_empty() || line.sensitive);
        let job = self.job(access, remembered);
        let school = self.scope.door().school().clone();
        let Self { scope, plugin, snapshot, writes, seed, .. } = self;
        drop(snapshot);
        let outcome = school.write(move |db| Box::pin(async move { run(db, job).await })).await?;
        match outcome {
            Outcome::Done => Ok(Committed::Done),
            Outcome::Answered(answer) => Ok(Committed::Answered(answer)),
            Outcome::Stale => Ok(Committed::Again(Box::new(begin_again(scope, plugin, writes, seed).await?))),
        }
    }

    /// One line for all data read, and one for a fault.
    fn access_lines(&self, ended: Ended) -> Vec<Line> {
        let kinds: Vec<&str> = self.access.iter().filter(|(_, s)| !s.is_empty()).map(|(k, _)| k.as_str()).collect();
        let mut subjects: Vec<i64> = self.access.values().flatten().copied().collect();
        subjects.sort_unstable();
        subjects.dedup();
        let mut line = Line { plugin: self.plugin.label(), subjects, ..self.scope.line("view", &kinds.join(",")) };
        if ended == Ended::Faulted {
            line.detail = "fault".into();
        }
        vec![line]
    }

    fn job(&self, access: Vec<Line>, remembered: Option<Remembered>) -> Job {
        let writes: Vec<Write> = self.buffer.values().map(|p| p.write().clone()).collect();
        let mut collections: Vec<&str> = writes.iter().map(|w| w.collection.as_str()).collect();
        collections.dedup();
        let mut subjects: Vec<i64> = writes.iter().map(|w| w.subject).filter(|s| *s != 0).collect();
        subjects.sort_unstable();
        subjects.dedup();
        let removed = writes.iter().any(|w| w.value.is_none());
        let written = Line {
            plugin: self.plugin.label(),
            subjects,
            // SAC-24: what is deleted is listed apart
            sensitive: removed,
            detail: if removed { "delete".into() } else { String::new() },
            ..self.scope.line("write", &collections.join(","))
        };
        let seen = self.seen.iter().map(|((c, k, s), v)| (c.clone(), *s, k.clone(), *v)).collect();
        Job {
            stamp: Stamp {
                plugin: self.plugin.id().as_str().to_owned(),
                author: self.scope.actor().0,
                at: self.scope.now().0,
                year: self.scope.year().0.into(),
            },
            writes,
            seen,
            scanned: self.scanned.clone(),
            since: self.since.unwrap_or(i64::MAX),
            remembered,
            access,
            written,
        }
    }
}

async fn begin_again(scope: Arc<Scope>, plugin: Arc<Granted>, writes: bool, seed: [u8; 32]) -> Result<Call> {
    let snapshot = scope.door().read().await?;
    Ok(Call::begin(scope, plugin, snapshot, writes, seed))
}

async fn run(db: &mut preau_storage::Db, job: Job) -> preau_storage::Result<Step<Outcome>> {
    if let Some(kept) = &job.remembered
        && let Some(answer) = session::answered(db, job.stamp.author, &kept.request).await?
    {
        return Ok(Step::Keep(Outcome::Answered(answer), job.access));
    }
    let plugin = job.stamp.plugin.as_str();
    if record::stale(db, plugin, &job.seen).await?.is_some() {
        return Ok(Step::Undo(Outcome::Stale, job.access));
    }
    for s in &job.scanned {
        if record::changed_since(db, plugin, &s.collection, &s.prefix, s.people.as_deref(), job.since).await? {
            return Ok(Step::Undo(Outcome::Stale, job.access));
        }
    }
    record_write::apply(db, &job.stamp, &job.writes).await?;
    if let Some(kept) = &job.remembered {
        session::keep_answer(db, job.stamp.author, &kept.request, job.stamp.at, &kept.answer).await?;
    }
    let mut lines = job.access;
    if !job.writes.is_empty() {
        lines.push(job.written);
    }
    Ok(Step::Keep(Outcome::Done, lines))
}

/// The answer already given to a request id of this actor, if any.
///
/// # Errors
/// What storage says.
pub async fn answered(scope: &Scope, request: &str) -> Result<Option<String>> {
    answered_in(&mut scope.door().read().await?, scope, request).await
}

/// The same in a snapshot at hand: a request that holds one must not wait for a second.
///
/// # Errors
/// What storage says.
pub async fn answered_in(snapshot: &mut Snapshot, scope: &Scope, request: &str) -> Result<Option<String>> {
    session::answered(snapshot, scope.actor().0, request).await.map_err(PolicyError::from)
}

/// A seed for a request, from the deployment's secret and what makes the request unique.
#[must_use]
pub fn seed(scope: &Scope, request: &str, now: Instant) -> [u8; 32] {
    scope.door().master().derive("seed", &[scope.door().slug().as_str(), &scope.actor().to_string(), request, &now.0.to_string()])
}
