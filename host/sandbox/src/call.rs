//! One call: a place in the pool, a fresh store and instance, the handler, and what became of it.

use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex};

use lru::LruCache;
use preau_domain::failure::Failure;
use preau_domain::page::Answer;
use preau_policy::Call;
use tokio::sync::{Semaphore, SemaphorePermit};
use wasmtime::Store;
use wasmtime::component::{Linker, Resource};

use crate::artefact::Artefacts;
use crate::bindings::preau::plugin::values;
use crate::catalogue::Loaded;
use crate::engine::Engine;
use crate::error::SandboxError;
use crate::fault::Fault;
use crate::limits::Limits;
use crate::record::Recorder;
use crate::request::Request;
use crate::store::{self, LogLine, State};
use crate::trap;

/// The sandbox of the process.
pub struct Sandbox {
    engine: Engine,
    linker: Linker<State>,
    limits: Limits,
    places: Semaphore,
    catalogue: Mutex<LruCache<String, Arc<Loaded>>>,
    artefacts: Option<Artefacts>,
}

/// Why there is no answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Ended {
    /// The handler refused: an honest page.
    Failure(Failure),
    /// The plugin failed: a page with a reference number.
    Fault(Fault),
}

/// A call that has ended. The policy's call is always there, so that what was read is journaled whatever happened.
#[derive(Debug)]
pub struct Ran {
    /// To be finished: with its writes only if there is an answer.
    pub call: Call,
    /// The answer.
    pub result: Result<Answer, Ended>,
    /// What the plugin logged, for the tenant's log.
    pub log: Vec<LogLine>,
}

impl std::fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sandbox").field("limits", &self.limits).finish_non_exhaustive()
    }
}

impl Sandbox {
    /// Starts the engine; once per process. Without `artefacts` everything is compiled at each start.
    ///
    /// # Errors
    /// [`SandboxError::Engine`] when address space or threads are lacking.
    pub fn open(limits: Limits, artefacts: Option<Artefacts>) -> Result<Self, SandboxError> {
        let engine = Engine::new(&limits)?;
        let linker = crate::host::linker(engine.wasm()).map_err(|e| SandboxError::Engine(format!("{e:#}")))?;
        let places = Semaphore::new(usize::try_from(limits.pool).unwrap_or(1));
        let kept = NonZeroUsize::new(limits.kept).unwrap_or(NonZeroUsize::MIN);
        Ok(Self { engine, linker, limits, places, catalogue: Mutex::new(LruCache::new(kept)), artefacts })
    }

    /// The operator's limits.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    pub(crate) fn engine(&self) -> &Engine {
        &self.engine
    }

    pub(crate) fn linker(&self) -> &Linker<State> {
        &self.linker
    }

    pub(crate) fn places(&self) -> &Semaphore {
        &self.places
    }

    pub(crate) fn catalogue(&self) -> &Mutex<LruCache<String, Arc<Loaded>>> {
        &self.catalogue
    }

    pub(crate) fn artefacts(&self) -> Option<&Artefacts> {
        self.artefacts.as_ref()
    }

    /// Runs a handler in an instance of its own. Needs a tokio runtime with time.
    pub async fn run(&self, plugin: &Loaded, call: Call, request: Arc<Request>) -> Ran {
        let (school, now) = (call.scope().door().slug().clone(), call.scope().now());
        if !plugin.breaker.allows(&school, now) {
            return Ran { call, result: Err(Ended::Fault(Fault::Resting)), log: Vec::new() };
        }
        let Some(_places) = self.take_place(plugin).await else {
            return Ran { call, result: Err(Ended::Fault(Fault::Busy)), log: Vec::new() };
        };
        let recorder = Recorder::new(plugin.limits.clone(), plugin.origins.clone());
        let mut store = store::open(&self.engine, State::new(call, request, recorder, plugin.limits.clone()));
        let said = tokio::time::timeout(plugin.limits.wall, answer(plugin, &mut store)).await;
        let state = store.into_data();
        let failed = match &said {
            Ok(Ok(Ok(()))) => None,
            Ok(Ok(Err(failure))) => Some(Ended::Failure(failure.clone().into())),
            Ok(Err(error)) => Some(Ended::Fault(trap::fault(error, &state))),
            Err(_) => Some(Ended::Fault(Fault::WallClock)),
        };
        let State { call, request, recorder, log, .. } = state;
        let result = match failed {
            Some(ended) => Err(ended),
            None => recorder.finish(title(&call, &request.path)).map_err(Ended::Fault),
        };
        plugin.breaker.report(&school, now, matches!(&result, Err(Ended::Fault(fault)) if fault.is_costly()));
        Ran { call, result, log }
    }

    /// A place in the plugin's share and one in the pool, within the time that one may wait.
    async fn take_place<'a>(&'a self, plugin: &'a Loaded) -> Option<(SemaphorePermit<'a>, SemaphorePermit<'a>)> {
        if let Ok(own) = plugin.places.try_acquire()
            && let Ok(place) = self.places.try_acquire()
        {
            return Some((own, place));
        }
        let both = async { Some((plugin.places.acquire().await.ok()?, self.places.acquire().await.ok()?)) };
        tokio::time::timeout(self.limits.wait, both).await.ok().flatten()
    }
}

async fn answer(plugin: &Loaded, store: &mut Store<State>) -> wasmtime::Result<Result<(), values::Failure>> {
    let instance = plugin.pre.instantiate_async(&mut *store).await?;
    // There is one request and one writer in a store: their numbers say nothing.
    let (request, writer) = (Resource::new_borrow(0), Resource::new_borrow(0));
    instance.preau_plugin_pages().call_handle(&mut *store, request, writer).await
}

/// What a page without title is called.
fn title<'a>(call: &'a Call, path: &str) -> &'a str {
    let manifest = call.plugin().manifest();
    manifest.entry(path).map_or(manifest.plugin.name.as_str(), |entry| entry.label.as_str())
}
