//! A deployment: the centre and the schools that are open.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use preau_domain::ids::Slug;
use preau_domain::time::Clock;
use tokio::sync::OnceCell;

use crate::centre::Centre;
use crate::journal::{self, Head};
use crate::open::{self, Pools};
use crate::school::School;
use crate::{Result, StorageError};

/// Where the databases are.
#[derive(Clone, Debug)]
pub enum Engine {
    /// `centre.db` and `schools/SLUG.db` in this folder.
    Sqlite(PathBuf),
    /// One database, a schema per school.
    Postgres(String),
}

/// What a store needs. No default: each part is somebody's decision.
#[derive(Clone, Debug)]
pub struct StoreConfig {
    /// Where.
    pub engine: Engine,
    /// The key that seals journals.
    pub journal_key: [u8; 32],
    /// The present.
    pub clock: Clock,
    /// How many schools stay open; more are closed when idle.
    pub open_schools: usize,
    /// Sync at each commit. Off only to show that the durability test sees it.
    pub durable: bool,
}

type Cell = Arc<OnceCell<School>>;

/// The deployment. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Store(Arc<Inner>);

struct Inner {
    config: StoreConfig,
    postgres: Option<open::Node>,
    centre: Centre,
    open: Mutex<HashMap<Slug, Cell>>,
    pending: Arc<Mutex<HashMap<Slug, Head>>>,
}

impl std::fmt::Debug for Inner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").finish_non_exhaustive()
    }
}

/// How often the centre is told where journals stand.
const ANCHOR_EVERY: Duration = Duration::from_millis(250);

impl Store {
    /// Opens the centre, making it if there is none.
    ///
    /// # Errors
    /// What the database or the folder says.
    pub async fn open(config: StoreConfig) -> Result<Self> {
        let (postgres, pools) = match &config.engine {
            Engine::Sqlite(folder) => {
                std::fs::create_dir_all(folder.join("schools"))?;
                (None, open::sqlite(&folder.join("centre.db"), config.durable))
            }
            Engine::Postgres(url) => {
                let node = open::postgres(url)?;
                (Some(node.clone()), Pools::Postgres { node, schema: "preau_centre".into() })
            }
        };
        let centre = Centre::open(pools).await?;
        let store = Self(Arc::new(Inner { config, postgres, centre, open: Mutex::default(), pending: Arc::default() }));
        let weak = Arc::downgrade(&store.0);
        tokio::spawn(async move {
            loop {
                tokio::time::sleep(ANCHOR_EVERY).await;
                let Some(inner) = weak.upgrade() else { break };
                if let Err(error) = Self(inner).flush_anchors().await {
                    tracing::error!(%error, "journal anchors could not be written");
                }
            }
        });
        Ok(store)
    }

    /// The centre.
    #[must_use]
    pub fn centre(&self) -> &Centre {
        &self.0.centre
    }

    /// Writes the anchors that wait.
    ///
    /// # Errors
    /// What the database says; they wait on then.
    pub async fn flush_anchors(&self) -> Result<()> {
        let waiting = std::mem::take(&mut *self.0.pending.lock().unwrap_or_else(PoisonError::into_inner));
        if waiting.is_empty() {
            return Ok(());
        }
        let at = self.0.config.clock.now().0;
        let result = self.0.centre.anchor(&waiting, at).await;
        if result.is_err() {
            let mut pending = self.0.pending.lock().unwrap_or_else(PoisonError::into_inner);
            for (slug, head) in waiting {
                pending.entry(slug).or_insert(head);
            }
        }
        result
    }

    fn pools(&self, slug: &Slug) -> Pools {
        match (&self.0.config.engine, &self.0.postgres) {
            (Engine::Sqlite(folder), _) => {
                open::sqlite(&folder.join("schools").join(format!("{slug}.db")), self.0.config.durable)
            }
            (Engine::Postgres(url), node) => Pools::Postgres {
                node: node.clone().unwrap_or_else(|| unreachable!("pools are made for {url} at opening")),
                schema: format!("preau_{slug}"),
            },
        }
    }

    /// The school with this slug, opened and migrated when it is not open yet.
    ///
    /// # Errors
    /// [`StorageError::NoSuchTenant`], [`StorageError::Anchor`] when its journal is not the one the centre knows,
    /// or what the database says.
    pub async fn school(&self, slug: &Slug) -> Result<School> {
        let cell = {
            let mut open = self.0.open.lock().unwrap_or_else(PoisonError::into_inner);
            open.retain(|_, cell| cell.get().is_none_or(School::is_open));
            open.entry(slug.clone()).or_default().clone()
        };
        let school = cell.get_or_try_init(|| self.open_school(slug)).await;
        match school {
            Ok(school) => Ok(school.clone()),
            Err(error) => {
                self.0.open.lock().unwrap_or_else(PoisonError::into_inner).remove(slug);
                Err(error)
            }
        }
    }

    async fn open_school(&self, slug: &Slug) -> Result<School> {
        let tenant = self.0.centre.tenant(slug).await?;
        let tenant = tenant.ok_or_else(|| StorageError::NoSuchTenant(slug.to_string()))?;
        self.make_room().await;
        let pending = Arc::downgrade(&self.0.pending);
        let name = slug.clone();
        let anchor = Arc::new(move |head: Head| {
            if let Some(pending) = pending.upgrade() {
                pending.lock().unwrap_or_else(PoisonError::into_inner).insert(name.clone(), head);
            }
        });
        let config = &self.0.config;
        // a key per school: the journal of one does not pass for another's
        let key = *blake3::keyed_hash(&config.journal_key, slug.as_str().as_bytes()).as_bytes();
        let school = School::open(tenant, self.pools(slug), key, config.clock.clone(), anchor).await?;
        self.check_anchor(&school).await?;
        // what a crash left untold is told now
        let head = journal::head(&mut *school.read().await?).await?;
        if head.seq > 0 {
            self.0.pending.lock().unwrap_or_else(PoisonError::into_inner).insert(slug.clone(), head);
        }
        Ok(school)
    }

    /// Compares a school's journal with what the centre remembers of it.
    ///
    /// # Errors
    /// [`StorageError::Anchor`] when the remembered segment is missing or another one.
    pub async fn check_anchor(&self, school: &School) -> Result<()> {
        let Some(remembered) = self.0.centre.anchored(school.slug()).await? else { return Ok(()) };
        let stored = journal::digest_at(&mut *school.read().await?, remembered.seq).await?;
        // Segments before a purged base cannot be compared any more; the base itself can.
        if stored.as_deref() == Some(remembered.digest.as_slice()) {
            return Ok(());
        }
        Err(StorageError::Anchor { slug: school.slug().to_string(), seq: remembered.seq })
    }

    /// Closes idle schools until there is room for one more.
    async fn make_room(&self) {
        let idle: Vec<School> = {
            let mut open = self.0.open.lock().unwrap_or_else(PoisonError::into_inner);
            if open.len() < self.0.config.open_schools {
                return;
            }
            // a second handle on the cell is somebody about to take the school out of it
            let idle = |c: &Cell| Arc::strong_count(c) == 1 && c.get().is_some_and(School::is_idle);
            let names: Vec<Slug> = open.iter().filter(|(_, c)| idle(c)).map(|(s, _)| s.clone()).collect();
            names.into_iter().filter_map(|slug| open.remove(&slug)?.get().cloned()).collect()
        };
        for school in idle {
            school.close().await;
        }
    }

    /// How many schools are open.
    #[must_use]
    pub fn open_count(&self) -> usize {
        self.0.open.lock().unwrap_or_else(PoisonError::into_inner).values().filter(|c| c.initialized()).count()
    }
}
