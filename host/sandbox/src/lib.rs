//! Floor 4: the only crate that says wasmtime. It runs one handler of one plugin for one [`preau_policy::Call`].
//!
//! * [`Sandbox`]: one per process: [`Sandbox::run`] is a call, [`Sandbox::admit`] decides about a package,
//!   [`Sandbox::find`] and [`Sandbox::add`] keep compiled plugins ready.
//! * [`limits`]: what a call may spend; [`fault`]: the name of each way in which a plugin can fail.
//! * `host`: one file per interface of `wit/plugin.wit`, thin over the policy; `record`: what a writer says becomes a
//!   [`preau_domain::page::Answer`].
//! * [`artefact`]: compiled code that only this host can have written.

pub mod admit;
pub mod artefact;
mod bindings;
mod breaker;
mod call;
mod catalogue;
mod engine;
pub mod error;
pub mod fault;
mod host;
pub mod limits;
mod pack;
mod package;
mod record;
pub mod request;
mod store;
mod trap;

pub use admit::Admitted;
pub use artefact::Artefacts;
pub use call::{Ended, Ran, Sandbox};
pub use catalogue::Loaded;
pub use error::SandboxError;
pub use fault::Fault;
pub use limits::Limits;
pub use pack::{componentize, with_manifest};
pub use package::{MANIFEST_SECTION, Package, digest};
pub use request::{GridCell, Request};
pub use store::{Level, LogLine};
