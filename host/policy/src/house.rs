//! A deployment: its store, its keys, its clock; and the door of one school.

use std::sync::Arc;

use preau_domain::ids::Slug;
use preau_domain::time::{Clock, Day, Instant, Zone};
use preau_domain::uai::Uai;
use preau_storage::{Engine, School, Snapshot, StorageError, Store, StoreConfig};

use crate::Result;
use crate::key::MasterKey;

/// What a house needs. No default: each part is somebody's decision.
#[derive(Clone, Debug)]
pub struct HouseConfig {
    /// Where the databases are.
    pub engine: Engine,
    /// The deployment's secret.
    pub master: MasterKey,
    /// The present.
    pub clock: Clock,
    /// How many schools stay open.
    pub open_schools: usize,
    /// Sync at each commit; off only to show that the durability test sees it.
    pub durable: bool,
}

/// A deployment. Cheap to clone.
#[derive(Clone, Debug)]
pub struct House(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    store: Store,
    master: MasterKey,
    clock: Clock,
}

/// The door of one school: names it, and lets nobody in by itself.
#[derive(Clone, Debug)]
pub struct Door(Arc<Behind>);

#[derive(Debug)]
struct Behind {
    school: School,
    zone: Zone,
    master: MasterKey,
    clock: Clock,
}

impl House {
    /// Opens a deployment.
    ///
    /// # Errors
    /// What storage says.
    pub async fn open(config: HouseConfig) -> Result<Self> {
        let store = Store::open(StoreConfig {
            engine: config.engine,
            journal_key: config.master.derive("journal", &[]),
            clock: config.clock.clone(),
            open_schools: config.open_schools,
            durable: config.durable,
        })
        .await?;
        Ok(Self(Arc::new(Inner { store, master: config.master, clock: config.clock })))
    }

    /// The store, for policies only.
    pub(crate) fn store(&self) -> &Store {
        &self.0.store
    }

    /// The deployment's secret, from which floors above derive keys of their own.
    #[must_use]
    pub fn master(&self) -> &MasterKey {
        &self.0.master
    }

    /// The clock.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// The door of the tenant with this slug.
    ///
    /// # Errors
    /// What storage says; an unknown slug is `Ok(None)`.
    pub async fn door(&self, slug: &Slug) -> Result<Option<Door>> {
        let school = match self.0.store.school(slug).await {
            Ok(school) => school,
            Err(StorageError::NoSuchTenant(_)) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let zone = Zone::named(&school.tenant().zone).unwrap_or_else(Zone::paris);
        let (master, clock) = (self.0.master.clone(), self.0.clock.clone());
        Ok(Some(Door(Arc::new(Behind { school, zone, master, clock }))))
    }

    /// The slug for a word of a command: a slug or any UAI of a tenant.
    ///
    /// # Errors
    /// What storage says; nothing known is `Ok(None)`.
    pub async fn resolve(&self, word: &str) -> Result<Option<Slug>> {
        if let Some(uai) = Uai::parse(word)
            && let Some(slug) = self.0.store.centre().slug_of(&uai).await?
        {
            return Ok(Some(slug));
        }
        let Some(slug) = Slug::parse(&word.to_lowercase()) else { return Ok(None) };
        Ok(self.0.store.centre().tenant(&slug).await?.map(|t| t.slug))
    }

    /// Slugs and names of all tenants.
    ///
    /// # Errors
    /// What storage says.
    pub async fn tenants(&self) -> Result<Vec<(Slug, String)>> {
        Ok(self.0.store.centre().tenants().await?)
    }

    /// Tells the centre where journals stand; done before the program ends.
    ///
    /// # Errors
    /// What storage says.
    pub async fn flush(&self) -> Result<()> {
        Ok(self.0.store.flush_anchors().await?)
    }

    /// How many schools are open now.
    #[must_use]
    pub fn open_count(&self) -> usize {
        self.0.store.open_count()
    }
}

impl Door {
    /// The school's slug.
    #[must_use]
    pub fn slug(&self) -> &Slug {
        &self.0.school.tenant().slug
    }

    /// The school's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0.school.tenant().name
    }

    /// The school's place.
    #[must_use]
    pub fn place(&self) -> &str {
        &self.0.school.tenant().place
    }

    /// Its UAI.
    #[must_use]
    pub fn uais(&self) -> &[Uai] {
        &self.0.school.tenant().uais
    }

    /// Its time zone.
    #[must_use]
    pub fn zone(&self) -> &Zone {
        &self.0.zone
    }

    /// The present.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.0.clock.now()
    }

    /// Today in the school's time zone.
    #[must_use]
    pub fn today(&self) -> Day {
        self.now().day(&self.0.zone)
    }

    /// The secret, for keys of this school.
    pub(crate) fn master(&self) -> &MasterKey {
        &self.0.master
    }

    /// The database, for policies only.
    pub(crate) fn school(&self) -> &School {
        &self.0.school
    }

    /// A snapshot, for policies only.
    pub(crate) async fn read(&self) -> Result<Snapshot> {
        Ok(self.0.school.read().await?)
    }
}
