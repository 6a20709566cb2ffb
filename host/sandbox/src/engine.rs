//! The engine of the process: pool, features, and the one thread that makes time pass for guests.

use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;

use wasmtime::{Config, Enabled, InstanceAllocationStrategy, PoolingAllocationConfig};

use crate::error::SandboxError;
use crate::limits::{Limits, TICK};

/// Core modules of one component: its own, the encoder's shim and fixup, and one to spare.
pub(crate) const CORE_INSTANCES: u32 = 4;
/// Linear memories of one component.
pub(crate) const MEMORIES: u32 = 1;
/// Tables of one component.
pub(crate) const TABLES: u32 = 4;

/// What of a used slot is kept and cleared instead of given back to the system. Only worth it when the kernel can say
/// which pages were written; otherwise clearing all of it costs more than it saves.
const KEPT_MEMORY: usize = 2 << 20;
const KEPT_TABLE: usize = 64 << 10;
const KEPT_STACK: usize = 64 << 10;

/// A wasmtime engine whose epoch advances every [`TICK`].
pub(crate) struct Engine {
    inner: wasmtime::Engine,
    ticker: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Engine {
    pub(crate) fn new(limits: &Limits) -> Result<Self, SandboxError> {
        let inner = wasmtime::Engine::new(&config(limits)).map_err(|e| SandboxError::Engine(format!("{e:#}")))?;
        let (stop, stopped) = channel::<()>();
        let ticking = inner.clone();
        let thread = std::thread::Builder::new()
            .name("preau-ticker".into())
            .spawn(move || {
                while stopped.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) {
                    ticking.increment_epoch();
                }
            })
            .map_err(|e| SandboxError::Engine(e.to_string()))?;
        Ok(Self { inner, ticker: Some((stop, thread)) })
    }

    pub(crate) fn wasm(&self) -> &wasmtime::Engine {
        &self.inner
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        if let Some((stop, thread)) = self.ticker.take() {
            drop(stop);
            // A ticker that panicked has stopped as well.
            let _ = thread.join();
        }
    }
}

fn config(limits: &Limits) -> Config {
    let mut config = Config::new();
    config
        .allocation_strategy(InstanceAllocationStrategy::Pooling(pool(limits)))
        .memory_init_cow(true)
        .epoch_interruption(true)
        .concurrency_support(false)
        .wasm_memory64(false)
        .wasm_multi_memory(false)
        .wasm_relaxed_simd(false)
        // A handler may be run again and must give the same.
        .cranelift_nan_canonicalization(true);
    config
}

fn pool(limits: &Limits) -> PoolingAllocationConfig {
    let mut pool = PoolingAllocationConfig::new();
    pool.total_component_instances(limits.pool)
        .total_core_instances(limits.pool * CORE_INSTANCES)
        .total_memories(limits.pool * MEMORIES)
        .total_tables(limits.pool * TABLES)
        .total_stacks(limits.pool)
        .max_core_instances_per_component(CORE_INSTANCES)
        .max_memories_per_component(MEMORIES)
        .max_tables_per_component(TABLES)
        .max_memory_size(limits.memory)
        .table_elements(limits.table)
        .max_unused_warm_slots(limits.warm)
        .pagemap_scan(Enabled::Auto);
    if PoolingAllocationConfig::is_pagemap_scan_available() {
        pool.linear_memory_keep_resident(KEPT_MEMORY).table_keep_resident(KEPT_TABLE).async_stack_keep_resident(KEPT_STACK);
    }
    pool
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ticker_ends_with_its_engine() {
        let engine = Engine::new(&Limits { pool: 2, ..Limits::standard() }).unwrap();
        let weak = engine.wasm().weak();
        assert!(weak.upgrade().is_some());
        drop(engine);
        assert!(weak.upgrade().is_none(), "the ticker would keep the engine alive");
    }
}
