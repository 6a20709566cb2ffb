//! How far an import is, told from other threads and tasks to whoever waits.

use std::future::Future;
use std::pin::pin;

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// How far an import is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Progress {
    /// Files are being read.
    Reading {
        /// Number of the file, from 1.
        file: usize,
        /// How many files there are.
        files: usize,
        /// Its name.
        name: String,
        /// Bytes of its XML read so far.
        read: u64,
        /// Bytes its XML is said to have.
        total: u64,
    },
    /// The files are compared with the school.
    Comparing,
    /// The plan is being written.
    Applying {
        /// Steps done.
        done: usize,
        /// Of so many.
        steps: usize,
    },
}

impl From<preau_roster::Progress<'_>> for Progress {
    fn from(at: preau_roster::Progress<'_>) -> Self {
        Self::Reading { file: at.file, files: at.files, name: at.name.to_owned(), read: at.read, total: at.total }
    }
}

/// Where work says how far it is; nobody listening is no fault.
#[derive(Clone, Debug)]
pub(super) struct Tell(UnboundedSender<Progress>);

impl Tell {
    pub(super) fn say(&self, at: Progress) {
        drop(self.0.send(at));
    }
}

pub(super) fn channel() -> (Tell, UnboundedReceiver<Progress>) {
    let (tell, told) = unbounded_channel();
    (Tell(tell), told)
}

/// Waits for `work` and passes on what it tells.
pub(super) async fn listen<T>(
    work: impl Future<Output = T>,
    mut told: UnboundedReceiver<Progress>,
    progress: &mut (dyn FnMut(Progress) + Send),
) -> T {
    let mut work = pin!(work);
    loop {
        tokio::select! {
            biased;
            Some(at) = told.recv() => progress(at),
            done = &mut work => {
                while let Ok(at) = told.try_recv() {
                    progress(at);
                }
                return done;
            }
        }
    }
}
