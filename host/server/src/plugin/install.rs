//! Admission of a package and its place in the deployment.

use std::path::Path;

use anyhow::Context as _;
use preau_domain::text;
use preau_policy::{House, plugins};

use super::guests::sandbox;

/// Admits a package and keeps it. Gives the plugin's id and its digest.
///
/// # Errors
/// Every reason for a refusal, in French.
pub async fn install(house: &House, compiled: &Path, file: &Path) -> anyhow::Result<(String, String)> {
    let bytes = std::fs::read(file).with_context(|| text!("server-file", file = crate::config::shown(file)).to_string())?;
    let sandbox = sandbox(house, compiled)?;
    let admitted = sandbox.admit(&bytes).await;
    let admitted = admitted.map_err(|reasons| {
        let list: Vec<String> = reasons.iter().map(ToString::to_string).collect();
        anyhow::anyhow!(list.join("\n"))
    })?;
    let package = admitted.package;
    plugins::store(house, &package.digest, &package.manifest_text, bytes).await?;
    Ok((package.manifest.plugin.id, package.digest))
}
