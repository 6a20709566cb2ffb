//! The centre: tenants, plugins, anchors. It knows no pupil (SAC-21).

use std::collections::HashMap;

use preau_domain::ids::{PluginId, Slug};
use preau_domain::uai::Uai;

use crate::journal::Head;
use crate::open::Pools;
use crate::{Db, Result, StorageError, args, migrate};

/// The centre's database.
#[derive(Clone, Debug)]
pub struct Centre {
    pools: Pools,
}

/// A tenant: a school with its UAI or several.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tenant {
    /// Its short name.
    pub slug: Slug,
    /// Its denomination (SAC-19).
    pub name: String,
    /// Where it is.
    pub place: String,
    /// IANA time zone.
    pub zone: String,
    /// Its UAI.
    pub uais: Vec<Uai>,
}

/// A package that the deployment holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StoredPlugin {
    /// Digest of manifest and component.
    pub digest: String,
    /// Its name.
    pub id: PluginId,
    /// Its version.
    pub version: String,
    /// `plugin.toml`.
    pub manifest: String,
    /// The component.
    pub component: Vec<u8>,
}

impl Centre {
    pub(crate) async fn open(pools: Pools) -> Result<Self> {
        pools.prepare().await?;
        let mut db = pools.begin_write().await?;
        migrate::run(&mut db, migrate::CENTRE).await?;
        db.commit().await?;
        Ok(Self { pools })
    }

    /// Adds a tenant.
    ///
    /// # Errors
    /// [`StorageError::TenantExists`] when the slug or one of its UAI is taken.
    pub async fn add_tenant(&self, tenant: &Tenant, now: i64) -> Result<()> {
        let mut db = self.pools.begin_write().await?;
        let added = db
            .run(
                "INSERT INTO tenant (slug, name, place, zone, created) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
                args![tenant.slug.as_str(), tenant.name.as_str(), tenant.place.as_str(), tenant.zone.as_str(), now],
            )
            .await?;
        if added == 0 {
            return Err(StorageError::TenantExists(tenant.slug.to_string()));
        }
        for uai in &tenant.uais {
            let added = db
                .run(
                    "INSERT INTO tenant_uai (uai, slug) VALUES ($1, $2) ON CONFLICT DO NOTHING",
                    args![uai.as_str(), tenant.slug.as_str()],
                )
                .await?;
            if added == 0 {
                return Err(StorageError::TenantExists(uai.to_string()));
            }
        }
        db.commit().await
    }

    /// The tenant with this slug.
    ///
    /// # Errors
    /// What the database says.
    pub async fn tenant(&self, slug: &Slug) -> Result<Option<Tenant>> {
        let mut db = self.pools.begin_read().await?;
        let row = db.row("SELECT slug, name, place, zone FROM tenant WHERE slug = $1", args![slug.as_str()]).await?;
        let Some(row) = row else { return Ok(None) };
        let uais = db.rows("SELECT uai FROM tenant_uai WHERE slug = $1 ORDER BY uai", args![slug.as_str()]).await?;
        Ok(Some(Tenant {
            slug: slug.clone(),
            name: row.text(1).to_owned(),
            place: row.text(2).to_owned(),
            zone: row.text(3).to_owned(),
            uais: uais.iter().filter_map(|r| Uai::parse(r.text(0))).collect(),
        }))
    }

    /// The slug of the tenant that has this UAI.
    ///
    /// # Errors
    /// What the database says.
    pub async fn slug_of(&self, uai: &Uai) -> Result<Option<Slug>> {
        let mut db = self.pools.begin_read().await?;
        let row = db.row("SELECT slug FROM tenant_uai WHERE uai = $1", args![uai.as_str()]).await?;
        Ok(row.and_then(|r| Slug::parse(r.text(0))))
    }

    /// All slugs with their names, in order of names.
    ///
    /// # Errors
    /// What the database says.
    pub async fn tenants(&self) -> Result<Vec<(Slug, String)>> {
        let mut db = self.pools.begin_read().await?;
        let rows = db.rows("SELECT slug, name FROM tenant ORDER BY name, slug", args![]).await?;
        Ok(rows.iter().filter_map(|r| Some((Slug::parse(r.text(0))?, r.text(1).to_owned()))).collect())
    }

    /// Keeps a package; the same digest again changes nothing.
    ///
    /// # Errors
    /// What the database says.
    pub async fn add_plugin(&self, plugin: &StoredPlugin, now: i64) -> Result<()> {
        let mut db = self.pools.begin_write().await?;
        db.run(
            "INSERT INTO plugin (digest, id, version, manifest, component, added) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
            args![
                plugin.digest.as_str(),
                plugin.id.as_str(),
                plugin.version.as_str(),
                plugin.manifest.as_str(),
                plugin.component.clone(),
                now
            ],
        )
        .await?;
        db.commit().await
    }

    /// The package with this digest.
    ///
    /// # Errors
    /// What the database says.
    pub async fn plugin(&self, digest: &str) -> Result<Option<StoredPlugin>> {
        let mut db = self.pools.begin_read().await?;
        let row = db.row("SELECT digest, id, version, manifest, component FROM plugin WHERE digest = $1", args![digest]).await?;
        row.map(|r| {
            Ok(StoredPlugin {
                digest: r.text(0).to_owned(),
                id: PluginId::parse(r.text(1)).ok_or_else(|| StorageError::Inconsistent("plugin id".into()))?,
                version: r.text(2).to_owned(),
                manifest: r.text(3).to_owned(),
                component: r.bytes(4).to_vec(),
            })
        })
        .transpose()
    }

    /// Digest and manifest of the newest package of each plugin.
    ///
    /// # Errors
    /// What the database says.
    pub async fn newest_plugins(&self) -> Result<Vec<(String, String)>> {
        let mut db = self.pools.begin_read().await?;
        let rows = db.rows("SELECT id, digest, manifest FROM plugin ORDER BY added", args![]).await?;
        let mut newest: HashMap<String, (String, String)> = HashMap::new();
        for row in rows {
            newest.insert(row.text(0).to_owned(), (row.text(1).to_owned(), row.text(2).to_owned()));
        }
        let mut all: Vec<_> = newest.into_values().collect();
        all.sort_by(|a, b| a.1.cmp(&b.1));
        Ok(all)
    }

    /// Remembers where journals stand; never backwards.
    pub(crate) async fn anchor(&self, heads: &HashMap<Slug, Head>, at: i64) -> Result<()> {
        let mut db: Db = self.pools.begin_write().await?;
        for (slug, head) in heads {
            db.run(
                "INSERT INTO anchor (slug, seq, digest, at) VALUES ($1, $2, $3, $4)
                 ON CONFLICT (slug) DO UPDATE SET seq = excluded.seq, digest = excluded.digest, at = excluded.at
                 WHERE anchor.seq < excluded.seq",
                args![slug.as_str(), head.seq, head.digest.clone(), at],
            )
            .await?;
        }
        db.commit().await
    }

    /// Where a tenant's journal stood when the centre last heard.
    pub(crate) async fn anchored(&self, slug: &Slug) -> Result<Option<Head>> {
        let mut db = self.pools.begin_read().await?;
        let row = db.row("SELECT seq, digest FROM anchor WHERE slug = $1", args![slug.as_str()]).await?;
        Ok(row.map(|r| Head { seq: r.int(0), digest: r.bytes(1).to_vec() }))
    }
}
