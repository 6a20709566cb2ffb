//! What a guest may import: one file per interface, each thin over the policy, which asks manifest, grant and reach.
//! A refusal is a value; only a limit or a failure without a way to say so ends the guest.

mod ambient;
mod log;
pub(crate) mod records;
mod settings;
pub(crate) mod ui_request;
mod ui_writer;
pub(crate) mod views;

use wasmtime::component::{HasSelf, Linker};

use crate::bindings::PagePlugin;
use crate::store::State;

/// Everything that may be imported, and nothing else: no WASI, no clock, no random source.
pub(crate) fn linker(engine: &wasmtime::Engine) -> wasmtime::Result<Linker<State>> {
    let mut linker = Linker::new(engine);
    PagePlugin::add_to_linker::<_, HasSelf<State>>(&mut linker, |state| state)?;
    Ok(linker)
}

impl crate::bindings::preau::plugin::values::Host for State {}
