//! The grouping writer: one task per open school turns many requests into one durable commit.
//!
//! Jobs that wait together form a group: one transaction, one savepoint per job, one sealed journal segment, one sync.
//! A job's answer is given only after the group's commit: what was said to be saved was on disk.

use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::Arc;

use futures_util::FutureExt as _;
use tokio::sync::{mpsc, oneshot};

use preau_domain::ids::Slug;
use preau_domain::time::Clock;

use crate::journal::{self, Head, Line};
use crate::open::Pools;
use crate::{Db, Result, StorageError};

/// A future borrowed from its argument.
pub type Borrowed<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// What a job decides about its own writes.
#[derive(Debug)]
pub enum Step<R> {
    /// Keep them, and journal these lines with them.
    Keep(R, Vec<Line>),
    /// Undo them; these lines are journaled all the same.
    Undo(R, Vec<Line>),
}

/// What the work of a job leaves behind, with its result kept by a closure until the commit.
struct Done {
    keep: bool,
    lines: Vec<Line>,
    deliver: Box<dyn FnOnce(Result<()>) + Send>,
}

type Work = Box<dyn for<'a> FnOnce(&'a mut Db) -> Borrowed<'a, Done> + Send>;

enum Job {
    /// Writes, in a savepoint of its own.
    Write(Work),
    /// Journal lines only.
    Note(Vec<Line>, oneshot::Sender<Result<()>>),
}

/// Where jobs are handed in.
#[derive(Clone)]
pub(crate) struct Writer {
    queue: mpsc::Sender<Job>,
}

impl std::fmt::Debug for Writer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Writer").finish_non_exhaustive()
    }
}

/// Told after each commit where the journal stands.
pub(crate) type Anchor = Arc<dyn Fn(Head) + Send + Sync>;

/// How many jobs may share a commit.
const GROUP: usize = 64;

/// What the writer needs of its school.
pub(crate) struct Setup {
    pub(crate) slug: Slug,
    pub(crate) pools: Pools,
    pub(crate) key: [u8; 32],
    pub(crate) clock: Clock,
    pub(crate) anchor: Anchor,
}

impl Writer {
    /// Starts the task; it ends when every handle is gone.
    pub(crate) fn start(setup: Setup) -> Self {
        let (queue, mut jobs) = mpsc::channel::<Job>(1024);
        tokio::spawn(async move {
            let mut group = Vec::with_capacity(GROUP);
            let mut last = None;
            while jobs.recv_many(&mut group, GROUP).await > 0 {
                commit(&setup, &mut last, std::mem::take(&mut group)).await;
            }
        });
        Self { queue }
    }

    /// Whether the task has ended (it only does so by a defect, or when the school is closed).
    pub(crate) fn is_closed(&self) -> bool {
        self.queue.is_closed()
    }

    /// How many jobs wait.
    pub(crate) fn waiting(&self) -> usize {
        self.queue.max_capacity() - self.queue.capacity()
    }

    /// Journals lines durably.
    pub(crate) async fn note(&self, lines: Vec<Line>) -> Result<()> {
        if lines.is_empty() {
            return Ok(());
        }
        let (done, result) = oneshot::channel();
        self.queue.send(Job::Note(lines, done)).await.map_err(|_| StorageError::WriterGone)?;
        result.await.map_err(|_| StorageError::WriterGone)?
    }

    /// Runs `work` in the next group and gives its result once it is durable.
    pub(crate) async fn write<R, F>(&self, work: F) -> Result<R>
    where
        R: Send + 'static,
        F: for<'a> FnOnce(&'a mut Db) -> Borrowed<'a, Result<Step<R>>> + Send + 'static,
    {
        let (sender, result) = oneshot::channel::<Result<R>>();
        let work: Work = Box::new(move |db| {
            Box::pin(async move {
                let (keep, lines, outcome) = match work(db).await {
                    Ok(Step::Keep(r, lines)) => (true, lines, Ok(r)),
                    Ok(Step::Undo(r, lines)) => (false, lines, Ok(r)),
                    Err(error) => (false, Vec::new(), Err(error)),
                };
                let deliver = Box::new(move |committed: Result<()>| drop(sender.send(committed.and(outcome))));
                Done { keep, lines, deliver }
            })
        });
        self.queue.send(Job::Write(work)).await.map_err(|_| StorageError::WriterGone)?;
        result.await.map_err(|_| StorageError::WriterGone)?
    }
}

/// One group: all of it durable, or none of it. `last` is the head that this writer saw last.
async fn commit(setup: &Setup, last: &mut Option<Head>, jobs: Vec<Job>) {
    let mut waiting: Vec<Box<dyn FnOnce(Result<()>) + Send>> = Vec::with_capacity(jobs.len());
    let outcome = group(setup, last.as_ref(), jobs, &mut waiting).await;
    match outcome {
        Ok(head) => {
            *last = Some(head.clone());
            (setup.anchor)(head);
            waiting.into_iter().for_each(|deliver| deliver(Ok(())));
        }
        Err(error) => {
            tracing::error!(%error, "a commit group failed");
            let said = error.to_string();
            waiting.into_iter().for_each(|deliver| deliver(Err(StorageError::Commit(said.clone()))));
        }
    }
}

async fn group(
    setup: &Setup,
    last: Option<&Head>,
    jobs: Vec<Job>,
    waiting: &mut Vec<Box<dyn FnOnce(Result<()>) + Send>>,
) -> Result<Head> {
    let mut db = match setup.pools.begin_write().await {
        Ok(db) => db,
        Err(error) => {
            waiting.extend(jobs.into_iter().filter_map(refuse));
            return Err(error);
        }
    };
    let head = follow(setup, last, &mut db).await;
    let mut lines = Vec::new();
    let mut broken = None;
    for job in jobs {
        match job {
            Job::Note(more, done) => {
                lines.extend(more);
                waiting.push(Box::new(move |r| drop(done.send(r))));
            }
            Job::Write(work) => {
                if let Err(error) = db.script("SAVEPOINT job").await {
                    broken.get_or_insert(error);
                }
                // a defect in one job must not end the school's writer: its caller hears that nobody answers
                let done = AssertUnwindSafe(work(&mut db)).catch_unwind().await.unwrap_or_else(|_| Done {
                    keep: false,
                    lines: Vec::new(),
                    deliver: Box::new(drop),
                });
                let end = if done.keep { "RELEASE SAVEPOINT job" } else { "ROLLBACK TO SAVEPOINT job; RELEASE SAVEPOINT job" };
                if let Err(error) = db.script(end).await {
                    broken.get_or_insert(error);
                }
                lines.extend(done.lines);
                waiting.push(done.deliver);
            }
        }
    }
    if let Some(error) = broken {
        return Err(error);
    }
    let head = journal::seal(&mut db, &setup.key, head?, setup.clock.now().0, &lines).await?;
    db.commit().await?;
    Ok(head)
}

/// Takes the head, which must follow the one seen last: a journal that was cut or put back under a running server is not
/// written on, or its new segments would outgrow the anchor and hide it.
async fn follow(setup: &Setup, last: Option<&Head>, db: &mut Db) -> Result<Head> {
    let head = journal::lock(db).await?;
    match last {
        Some(last) if *last != head && journal::digest_at(db, last.seq).await?.as_deref() != Some(&last.digest) => {
            Err(StorageError::Anchor { slug: setup.slug.to_string(), seq: last.seq })
        }
        _ => Ok(head),
    }
}

/// The answer of a job that never ran: a note's sender; a write's is dropped, which its caller sees as `WriterGone`.
fn refuse(job: Job) -> Option<Box<dyn FnOnce(Result<()>) + Send>> {
    match job {
        Job::Note(_, done) => Some(Box::new(move |r| drop(done.send(r)))),
        Job::Write(_) => None,
    }
}
