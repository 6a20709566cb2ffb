//! Plugins ready to be called, by digest: a new version is another entry, so nothing is swapped under a running call.

use std::sync::{Arc, PoisonError};

use preau_domain::manifest::Manifest;
use tokio::sync::Semaphore;
use wasmtime::component::Component;

use crate::artefact::trusted;
use crate::bindings::PagePluginPre;
use crate::breaker::Breaker;
use crate::call::Sandbox;
use crate::error::SandboxError;
use crate::limits::Limits;
use crate::store::State;

/// A plugin that can be called.
pub struct Loaded {
    pub(crate) digest: String,
    pub(crate) limits: Arc<Limits>,
    /// Where its links may lead.
    pub(crate) origins: Arc<[String]>,
    pub(crate) pre: PagePluginPre<State>,
    /// Its share of the pool.
    pub(crate) places: Semaphore,
    pub(crate) breaker: Breaker,
}

impl Loaded {
    /// The digest of its package.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }
}

impl std::fmt::Debug for Loaded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Loaded({})", self.digest)
    }
}

impl Sandbox {
    /// The plugin with this digest if it is in memory or was compiled before. Reading compiled code takes about 1 ms.
    ///
    /// # Errors
    /// [`SandboxError::Component`] when its code does not fit this host any more.
    pub fn find(&self, digest: &str, manifest: &Manifest) -> Result<Option<Arc<Loaded>>, SandboxError> {
        if let Some(ready) = self.kept().get(digest) {
            return Ok(Some(ready.clone()));
        }
        let Some(component) = self.artefacts().and_then(|a| a.find(self.engine().wasm(), digest)) else { return Ok(None) };
        self.ready(digest, manifest, &component).map(Some)
    }

    /// Makes an admitted package ready, compiling it if need be. `file` is the package's file.
    ///
    /// # Errors
    /// [`SandboxError::Component`] when it does not compile or link.
    pub async fn add(&self, digest: &str, manifest: &Manifest, file: Vec<u8>) -> Result<Arc<Loaded>, SandboxError> {
        let component = self.compile(digest, file).await?;
        self.ready(digest, manifest, &component)
    }

    /// Forgets a plugin: a kill switch, or an upgrade that wants its memory back. Calls under way end as they would.
    pub fn forget(&self, digest: &str) {
        self.kept().pop(digest);
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, lru::LruCache<String, Arc<Loaded>>> {
        self.catalogue().lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn ready(&self, digest: &str, manifest: &Manifest, component: &Component) -> Result<Arc<Loaded>, SandboxError> {
        let limits = Arc::new(self.limits().lowered(&manifest.limits));
        let linked = self.linker().instantiate_pre(component).and_then(PagePluginPre::new);
        let pre = linked.map_err(|e| refused(digest, &e))?;
        let ready = Arc::new(Loaded {
            digest: digest.to_owned(),
            places: Semaphore::new(usize::try_from(limits.per_plugin).unwrap_or(1)),
            limits,
            origins: manifest.addresses.iter().map(|a| a.origin.clone()).collect(),
            pre,
            breaker: Breaker::default(),
        });
        self.kept().put(digest.to_owned(), ready.clone());
        Ok(ready)
    }

    /// Compiled code from the folder, or else from the compiler and then into the folder.
    pub(crate) async fn compile(&self, digest: &str, file: Vec<u8>) -> Result<Component, SandboxError> {
        let engine = self.engine().wasm();
        if let Some(component) = self.artefacts().and_then(|a| a.find(engine, digest)) {
            return Ok(component);
        }
        let compiler = engine.clone();
        let compiled = tokio::task::spawn_blocking(move || compiler.precompile_component(&file)).await;
        let code = compiled
            .map_err(|e| SandboxError::Component { digest: digest.to_owned(), detail: e.to_string() })?
            .map_err(|e| refused(digest, &e))?;
        if let Some(artefacts) = self.artefacts() {
            artefacts.keep(engine, digest, &code)?;
        }
        trusted(engine, &code).map_err(|e| refused(digest, &e))
    }
}

fn refused(digest: &str, error: &wasmtime::Error) -> SandboxError {
    SandboxError::Component { digest: digest.to_owned(), detail: format!("{error:#}") }
}
