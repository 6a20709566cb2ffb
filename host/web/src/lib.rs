//! Floor 6: HTTP. Routes in one list ([`router`]), one file per family of pages.
//!
//! * [`app`]: what every handler may use; [`visit`]: who comes, resolved before any handler acts; [`error`]: the one way to fail.
//! * [`login`]: through a provider and back; [`plugin`]: pages and widgets of plugins; `pages/`: the host's own.
//! * [`shell`] and [`respond`]: from a page of the model to an answer with its headers.

pub mod app;
pub mod error;
mod forms;
pub mod guests;
mod login;
mod pages;
mod plugin;
mod respond;
mod router;
mod shell;
mod visit;

pub use app::{App, AppConfig};
pub use error::WebError;
pub use router::router;
