//! Who runs a plugin: the sandbox. A trait, so that the benchmark can run the same handler natively behind the same routes.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use preau_policy::Call;
use preau_policy::plugins::Granted;
use preau_sandbox::{Ran, Request};

/// A run of a plugin.
pub type Running<'a> = Pin<Box<dyn Future<Output = Ran> + Send + 'a>>;

/// Runs plugins.
pub trait Guests: Send + Sync {
    /// Runs the handler of this plugin once.
    fn run<'a>(&'a self, plugin: Arc<Granted>, call: Call, request: Arc<Request>) -> Running<'a>;
}
