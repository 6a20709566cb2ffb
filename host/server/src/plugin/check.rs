//! `preau plugin check FILE`: whether this server would admit a package, and every reason why not.

use std::io::Write;
use std::path::Path;

use anyhow::{Context as _, Result};
use preau_domain::text;
use preau_sandbox::{Limits, Sandbox};

/// Reports about a package.
///
/// # Errors
/// The reasons of a refusal, one a line.
pub async fn check(file: &Path, out: &mut (dyn Write + Send)) -> Result<()> {
    let bytes = std::fs::read(file).with_context(|| text!("server-file", file = crate::config::shown(file)).to_string())?;
    let sandbox = Sandbox::open(Limits::standard(), None)?;
    match sandbox.admit(&bytes).await {
        Ok(admitted) => {
            let plugin = &admitted.package.manifest.plugin;
            writeln!(
                out,
                "{}",
                text!("server-check-fine", id = &plugin.id, version = &plugin.version, digest = &admitted.package.digest)
            )?;
            Ok(())
        }
        Err(reasons) => {
            anyhow::bail!(reasons.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
        }
    }
}
