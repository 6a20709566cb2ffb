//! A handle on one school. It cannot name another: isolation by construction.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use preau_domain::ids::Slug;
use preau_domain::time::Clock;

use crate::centre::Tenant;
use crate::journal::{self, Line, Verdict};
use crate::open::Pools;
use crate::writer::{Anchor, Borrowed, Setup, Step, Writer};
use crate::{Db, Result, migrate};

/// An open school. Cheap to clone.
#[derive(Clone, Debug)]
pub struct School(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    tenant: Tenant,
    pools: Pools,
    writer: Writer,
    key: [u8; 32],
}

/// One consistent view of a school: everything read through it is of one moment. Dropping it ends it.
#[derive(Debug)]
pub struct Snapshot(Db);

impl Deref for Snapshot {
    type Target = Db;
    fn deref(&self) -> &Db {
        &self.0
    }
}
impl DerefMut for Snapshot {
    fn deref_mut(&mut self) -> &mut Db {
        &mut self.0
    }
}

impl School {
    /// Migrates the database and starts its writer.
    pub(crate) async fn open(tenant: Tenant, pools: Pools, key: [u8; 32], clock: Clock, anchor: Anchor) -> Result<Self> {
        pools.prepare().await?;
        let mut db = pools.begin_write().await?;
        migrate::run(&mut db, migrate::SCHOOL).await?;
        journal::create(&mut db, &key).await?;
        db.commit().await?;
        let writer = Writer::start(Setup { slug: tenant.slug.clone(), pools: pools.clone(), key, clock, anchor });
        Ok(Self(Arc::new(Inner { tenant, pools, writer, key })))
    }

    /// Its slug.
    #[must_use]
    pub fn slug(&self) -> &Slug {
        &self.0.tenant.slug
    }

    /// What the centre said of it when it was opened; a change there is seen at the next opening.
    #[must_use]
    pub fn tenant(&self) -> &Tenant {
        &self.0.tenant
    }

    /// Begins a snapshot.
    ///
    /// # Errors
    /// What the database says.
    pub async fn read(&self) -> Result<Snapshot> {
        Ok(Snapshot(self.0.pools.begin_read().await?))
    }

    /// Runs `work` in the school's writer; its result is given once it is durable, with its journal lines.
    ///
    /// # Errors
    /// What the database says; nothing of the work is written then.
    pub async fn write<R, F>(&self, work: F) -> Result<R>
    where
        R: Send + 'static,
        F: for<'a> FnOnce(&'a mut Db) -> Borrowed<'a, Result<Step<R>>> + Send + 'static,
    {
        self.0.writer.write(work).await
    }

    /// Journals lines; they are durable when this answers.
    ///
    /// # Errors
    /// What the database says.
    pub async fn note(&self, lines: Vec<Line>) -> Result<()> {
        self.0.writer.note(lines).await
    }

    /// How many jobs wait for the writer.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.0.writer.waiting()
    }

    /// Checks every segment of the journal.
    ///
    /// # Errors
    /// What the database says.
    pub async fn verify_journal(&self) -> Result<Verdict> {
        journal::verify(&mut *self.read().await?, &self.0.key).await
    }

    /// Whether its writer still runs.
    pub(crate) fn is_open(&self) -> bool {
        !self.0.writer.is_closed()
    }

    /// Whether nobody but the registry holds it.
    pub(crate) fn is_idle(&self) -> bool {
        Arc::strong_count(&self.0) == 1
    }

    /// Closes its connections.
    pub(crate) async fn close(&self) {
        self.0.pools.close().await;
    }
}
