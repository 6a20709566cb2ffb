//! Plugins of a school: the deployment's packages, what this school granted, who may open what.

use std::sync::Arc;

use preau_domain::ids::PluginId;
use preau_domain::manifest::Manifest;
use preau_domain::role::Role;
use preau_domain::text;
use preau_storage::centre::StoredPlugin;
use preau_storage::plugin::PluginState;
use preau_storage::writer::Step;
use preau_storage::{Snapshot, plugin};

use crate::house::House;
use crate::system::SystemScope;
use crate::{PolicyError, Result, Scope};

/// A plugin that is active in a school: manifest and digest of the granted package.
#[derive(Debug)]
pub struct Granted {
    id: PluginId,
    digest: String,
    manifest: Manifest,
}

impl Granted {
    /// Its name.
    #[must_use]
    pub fn id(&self) -> &PluginId {
        &self.id
    }

    /// The digest of the granted package.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// Its manifest.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// `id@version`, for the journal.
    #[must_use]
    pub fn label(&self) -> String {
        format!("{}@{}", self.id, self.manifest.plugin.version)
    }
}

/// A package as an administrateur or head sees it.
#[derive(Clone, Debug)]
pub struct Offered {
    /// Its name.
    pub id: PluginId,
    /// The newest digest.
    pub digest: String,
    /// Its manifest.
    pub manifest: Manifest,
    /// What the school decided: `available`, `prepared`, `active`, `suspended`.
    pub state: String,
    /// Last day of the grant, days since 1970.
    pub until_day: Option<i64>,
}

/// Reads manifests of stored packages once; shared by all schools.
#[derive(Debug, Default)]
pub struct Manifests(std::sync::Mutex<std::collections::HashMap<String, Arc<Granted>>>);

impl Manifests {
    fn known(&self, digest: &str) -> Option<Arc<Granted>> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).get(digest).cloned()
    }

    /// The manifest of a stored package.
    async fn load(&self, house: &House, digest: &str) -> Result<Option<Arc<Granted>>> {
        if let Some(known) = self.known(digest) {
            return Ok(Some(known));
        }
        let Some(stored) = house.store().centre().plugin(digest).await? else { return Ok(None) };
        let manifest =
            Manifest::parse(&stored.manifest).map_err(|_| PolicyError::Inconsistent(format!("manifest of {digest}")))?;
        let granted = Arc::new(Granted { id: stored.id, digest: digest.to_owned(), manifest });
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).insert(digest.to_owned(), granted.clone());
        Ok(Some(granted))
    }

    /// The plugin with this id, if it is active in the scope's school today.
    ///
    /// # Errors
    /// What storage says.
    pub async fn active(
        &self,
        house: &House,
        scope: &Scope,
        snapshot: &mut Snapshot,
        id: &PluginId,
    ) -> Result<Option<Arc<Granted>>> {
        let Some(state) = plugin::find(snapshot, id.as_str()).await? else { return Ok(None) };
        if state.state != "active" || i64::from(scope.today().0) > state.until_day {
            return Ok(None);
        }
        self.load(house, &state.digest).await
    }

    /// The plugins with a page for the actor's hat: what his menu shows.
    ///
    /// # Errors
    /// What storage says.
    pub async fn menu(&self, house: &House, scope: &Scope, snapshot: &mut Snapshot) -> Result<Vec<Arc<Granted>>> {
        let mut menu = Vec::new();
        for state in plugin::all(snapshot).await? {
            if state.state != "active" || i64::from(scope.today().0) > state.until_day {
                continue;
            }
            if let Some(granted) = self.load(house, &state.digest).await?
                && granted.manifest.pages.iter().any(|p| p.roles.iter().any(|r| r == scope.role().as_str()))
            {
                menu.push(granted);
            }
        }
        Ok(menu)
    }
}

/// Keeps a package in the deployment. Admission (limits, imports, compilation) has happened before.
///
/// # Errors
/// What storage says.
pub async fn store(house: &House, digest: &str, manifest_text: &str, component: Vec<u8>) -> Result<()> {
    let manifest = Manifest::parse(manifest_text).map_err(|_| PolicyError::Inconsistent("manifest".into()))?;
    let id = PluginId::parse(&manifest.plugin.id).ok_or_else(|| PolicyError::Inconsistent("plugin id".into()))?;
    let stored = StoredPlugin {
        digest: digest.to_owned(),
        id,
        version: manifest.plugin.version,
        manifest: manifest_text.to_owned(),
        component,
    };
    Ok(house.store().centre().add_plugin(&stored, house.clock().now().0).await?)
}

/// The component of a stored package.
///
/// # Errors
/// What storage says.
pub async fn component(house: &House, digest: &str) -> Result<Option<Vec<u8>>> {
    Ok(house.store().centre().plugin(digest).await?.map(|p| p.component))
}

/// What the deployment offers and the school decided. For the head and the administrateur.
///
/// # Errors
/// [`PolicyError::Refused`] for other hats.
pub async fn offered(house: &House, scope: &Scope) -> Result<Vec<Offered>> {
    if !matches!(scope.role(), Role::Directeur | Role::Administrateur) {
        return Err(PolicyError::Refused(text!("policy-not-yours")));
    }
    let states = plugin::all(&mut *scope.door().read().await?).await?;
    let mut offered = Vec::new();
    for (digest, source) in house.store().centre().newest_plugins().await? {
        let Ok(manifest) = Manifest::parse(&source) else { continue };
        let Some(id) = PluginId::parse(&manifest.plugin.id) else { continue };
        let state = states.iter().find(|s| s.plugin == id.as_str());
        offered.push(Offered {
            state: state.map_or("available", |s| s.state.as_str()).to_owned(),
            until_day: state.map(|s| s.until_day),
            id,
            digest,
            manifest,
        });
    }
    Ok(offered)
}

/// Prepares (administrateur), activates or suspends (head) the newest package of a plugin.
///
/// # Errors
/// [`PolicyError::Refused`] when the hat may not, or there is no such plugin.
pub async fn decide(house: &House, scope: &Scope, id: &PluginId, state: &str) -> Result<()> {
    let may = match state {
        "prepared" => matches!(scope.role(), Role::Administrateur | Role::Directeur),
        "active" | "suspended" => scope.role() == Role::Directeur,
        _ => false,
    };
    if !may {
        return Err(PolicyError::Refused(text!("policy-head-activates")));
    }
    let found = offered(house, scope).await?.into_iter().find(|o| o.id == *id);
    let Some(found) = found else { return Err(PolicyError::Refused(text!("policy-no-such-plugin", id = id.as_str()))) };
    // what the head has decided is not undone by preparing it again
    if state == "prepared" && found.state != "available" {
        return Err(PolicyError::Refused(text!("policy-already-decided")));
    }
    let mut line = scope.line("grant", state);
    line.sensitive = true;
    line.detail = format!("{id} {}", found.digest);
    let state = PluginState {
        plugin: id.as_str().to_owned(),
        digest: found.digest,
        state: state.to_owned(),
        by: scope.actor().0,
        at: scope.now().0,
        until_day: scope.year().last_day().0.into(),
    };
    put(scope.door(), state, line).await
}

/// Activates a stored package on behalf of the head who is recorded as responsible: the demo, and operators on request.
///
/// # Errors
/// What storage says.
pub async fn activate_as_operator(system: &SystemScope, id: &PluginId, digest: &str) -> Result<()> {
    let door = system.door();
    let mut line = system.line("grant", "active");
    line.sensitive = true;
    let state = PluginState {
        plugin: id.as_str().to_owned(),
        digest: digest.to_owned(),
        state: "active".into(),
        by: 0,
        at: system.now().0,
        until_day: door.today().school_year().last_day().0.into(),
    };
    put(door, state, line).await
}

async fn put(door: &crate::Door, state: PluginState, line: preau_storage::journal::Line) -> Result<()> {
    door.school()
        .write(move |db| {
            Box::pin(async move {
                plugin::put(db, &state).await?;
                Ok(Step::Keep((), vec![line]))
            })
        })
        .await?;
    Ok(())
}

/// The digest of the newest stored package of a plugin.
///
/// # Errors
/// What storage says.
pub async fn newest(house: &House, id: &PluginId) -> Result<Option<String>> {
    let all = house.store().centre().newest_plugins().await?;
    let is = |source: &str| Manifest::parse(source).is_ok_and(|m| m.plugin.id == id.as_str());
    Ok(all.into_iter().find(|(_, source)| is(source)).map(|(digest, _)| digest))
}
