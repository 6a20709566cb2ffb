//! The sandbox behind the web floor: finds the compiled component of a granted package and runs the call in it.

use std::path::Path;
use std::sync::Arc;

use preau_policy::plugins::{self, Granted};
use preau_policy::{Call, House};
use preau_sandbox::{Artefacts, Ended, Fault, Level, Limits, Loaded, LogLine, Ran, Request, Sandbox};
use preau_web::guests::{Guests, Running};

/// Runs plugins in the sandbox.
pub struct SandboxGuests {
    house: House,
    sandbox: Sandbox,
}

impl std::fmt::Debug for SandboxGuests {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SandboxGuests").finish_non_exhaustive()
    }
}

/// The sandbox of a deployment: its limits, and the folder where only it writes compiled code.
///
/// # Errors
/// The engine or the folder.
pub fn sandbox(house: &House, compiled: &Path) -> anyhow::Result<Sandbox> {
    let key = house.master().derive("artefact", &[]);
    Ok(Sandbox::open(Limits::standard(), Some(Artefacts::open(compiled, key)?))?)
}

impl SandboxGuests {
    /// With compiled code kept in this folder.
    ///
    /// # Errors
    /// The engine or the folder.
    pub fn new(house: House, compiled: &Path) -> anyhow::Result<Self> {
        let sandbox = sandbox(&house, compiled)?;
        Ok(Self { house, sandbox })
    }

    /// The component ready to run: in memory, from the authenticated cache, or compiled once.
    async fn loaded(&self, plugin: &Granted) -> anyhow::Result<Arc<Loaded>> {
        if let Some(ready) = self.sandbox.find(plugin.digest(), plugin.manifest())? {
            return Ok(ready);
        }
        let file = plugins::component(&self.house, plugin.digest()).await?;
        let file = file.ok_or_else(|| anyhow::anyhow!("no component for {}", plugin.digest()))?;
        Ok(self.sandbox.add(plugin.digest(), plugin.manifest(), file).await?)
    }
}

impl Guests for SandboxGuests {
    fn run<'a>(&'a self, plugin: Arc<Granted>, call: Call, request: Arc<Request>) -> Running<'a> {
        Box::pin(async move {
            let loaded = match self.loaded(&plugin).await {
                Ok(loaded) => loaded,
                Err(error) => {
                    tracing::error!(plugin = plugin.label(), %error, "a granted plugin could not be loaded");
                    return Ran { call, result: Err(Ended::Fault(Fault::Storage)), log: Vec::new() };
                }
            };
            let ran = self.sandbox.run(&loaded, call, request).await;
            tell(&plugin, &ran);
            ran
        })
    }
}

/// A plugin's lines go to the tenant's own log target, never into the operator's lines.
fn tell(plugin: &Granted, ran: &Ran) {
    let slug = ran.call.scope().door().slug();
    for LogLine { level, message } in &ran.log {
        let plugin = plugin.label();
        match level {
            Level::Debug => tracing::debug!(target: "tenant", %slug, plugin, message),
            Level::Info => tracing::info!(target: "tenant", %slug, plugin, message),
            Level::Warn => tracing::warn!(target: "tenant", %slug, plugin, message),
            Level::Error => tracing::error!(target: "tenant", %slug, plugin, message),
        }
    }
}
