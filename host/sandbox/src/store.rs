//! The store of one call: what a guest's imports work on, and what it has spent. The only place that makes a store.

use std::sync::Arc;

use preau_policy::Call;
use wasmtime::component::{Resource, ResourceTable, ResourceTableError};
use wasmtime::{ResourceLimiter, Store, UpdateDeadline};

use crate::engine::Engine;
use crate::fault::Fault;
use crate::limits::Limits;
use crate::record::Recorder;
use crate::request::Request;

/// Handles that the component model itself needs besides ours: the borrowed request and writer, and some to spare.
const SPARE_HANDLES: usize = 16;
/// A line of log keeps so many characters.
const LOG_CHARACTERS: usize = 1000;

/// How grave a line of log is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Level {
    /// For the author.
    Debug,
    /// Good to know.
    Info,
    /// Somebody should look.
    Warn,
    /// It went wrong.
    Error,
}

/// A line that a plugin wrote, for the tenant's own log.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LogLine {
    /// How grave.
    pub level: Level,
    /// At most 1000 characters, on one line.
    pub message: String,
}

/// Why a host function ended the guest; the reason is in [`State::over`].
#[derive(Debug, thiserror::Error)]
#[error("ended by the host: {0}")]
struct Stopped(&'static str);

/// What belongs to one call. It never sees another one.
pub(crate) struct State {
    pub(crate) call: Call,
    pub(crate) request: Arc<Request>,
    pub(crate) recorder: Recorder,
    pub(crate) table: ResourceTable,
    pub(crate) log: Vec<LogLine>,
    pub(crate) limits: Arc<Limits>,
    /// The limit that ended it.
    pub(crate) over: Option<Fault>,
    host_calls: u32,
    ticks: u32,
    held: usize,
}

impl State {
    pub(crate) fn new(call: Call, request: Arc<Request>, recorder: Recorder, limits: Arc<Limits>) -> Self {
        let mut table = ResourceTable::new();
        table.set_max_capacity(limits.handles);
        Self { call, request, recorder, table, log: Vec::new(), limits, over: None, host_calls: 0, ticks: 0, held: 0 }
    }

    /// Ends the guest: for limits and for failures that a function has no way to say.
    pub(crate) fn stop(&mut self, fault: Fault) -> wasmtime::Error {
        let name = fault.name();
        self.over.get_or_insert(fault);
        Stopped(name).into()
    }

    /// Begins every call into the host.
    pub(crate) fn enter(&mut self) -> wasmtime::Result<()> {
        self.host_calls += 1;
        if self.host_calls > self.limits.host_calls {
            return Err(self.stop(Fault::HostCalls));
        }
        Ok(())
    }

    /// Begins a call into the host that asks the policy.
    pub(crate) fn call(&mut self) -> wasmtime::Result<&mut Call> {
        self.enter()?;
        Ok(&mut self.call)
    }

    /// Counts bytes that the host holds for this call; beyond the limit the guest ends.
    pub(crate) fn hold(&mut self, bytes: usize) -> wasmtime::Result<()> {
        self.held = self.held.saturating_add(bytes);
        if self.held > self.limits.held { Err(self.stop(Fault::Memory)) } else { Ok(()) }
    }

    /// Lends a resource to the guest.
    pub(crate) fn lend<T: Send + 'static>(&mut self, thing: T) -> wasmtime::Result<Resource<T>> {
        match self.table.push(thing) {
            Ok(resource) => Ok(resource),
            Err(ResourceTableError::Full) => Err(self.stop(Fault::Handles)),
            Err(other) => Err(other.into()),
        }
    }

    /// Keeps a line of log, as long as there is room.
    pub(crate) fn log(&mut self, level: Level, message: &str) {
        if self.log.len() < self.limits.log_lines {
            let message = message.chars().take(LOG_CHARACTERS).map(|c| if c.is_control() { ' ' } else { c }).collect();
            self.log.push(LogLine { level, message });
        }
    }
}

impl ResourceLimiter for State {
    fn memory_growing(&mut self, _: usize, desired: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        let fits = desired <= self.limits.memory;
        if !fits {
            self.over.get_or_insert(Fault::Memory);
        }
        Ok(fits)
    }

    fn table_growing(&mut self, _: usize, desired: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        let fits = desired <= self.limits.table;
        if !fits {
            self.over.get_or_insert(Fault::Memory);
        }
        Ok(fits)
    }
}

/// A store with every limit set. It yields each tick, so that other requests on the same thread go on.
pub(crate) fn open(engine: &Engine, state: State) -> Store<State> {
    let limits = state.limits.clone();
    let budget = limits.ticks();
    let mut store = Store::new(engine.wasm(), state);
    store.limiter(|state| state);
    store.set_hostcall_fuel(limits.transfer);
    store.set_max_component_handles(limits.handles + SPARE_HANDLES);
    store.set_epoch_deadline(1);
    store.epoch_deadline_callback(move |mut context| {
        let state = context.data_mut();
        state.ticks += 1;
        if state.ticks > budget {
            state.over.get_or_insert(Fault::Cpu);
            return Ok(UpdateDeadline::Interrupt);
        }
        Ok(UpdateDeadline::Yield(1))
    });
    store
}

/// The store of a trial start: the same limits, nothing to call.
pub(crate) struct Trial {
    memory: usize,
    table: usize,
}

impl ResourceLimiter for Trial {
    fn memory_growing(&mut self, _: usize, desired: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        Ok(desired <= self.memory)
    }

    fn table_growing(&mut self, _: usize, desired: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        Ok(desired <= self.table)
    }
}

/// A store for one trial start: CPU is counted without yielding, a start is short.
pub(crate) fn open_trial(engine: &Engine, limits: &Limits) -> Store<Trial> {
    let mut store = Store::new(engine.wasm(), Trial { memory: limits.memory, table: limits.table });
    store.limiter(|trial| trial);
    store.set_epoch_deadline(limits.ticks().into());
    store.epoch_deadline_trap();
    store
}
