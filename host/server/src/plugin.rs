//! Plugins from the operator's side: building, checking, inspecting, installing; and the sandbox behind the web floor.

pub mod build;
pub mod check;
pub mod guests;
pub mod inspect;
mod install;

pub use install::install;
