//! `preau plugin inspect FILE`: what a package imports, exports and asks for, and its fiche de traitement.

use std::io::Write;
use std::path::Path;

use anyhow::{Context as _, Result};
use preau_domain::{fiche, text};
use preau_sandbox::{Limits, Package};

/// Describes a package.
///
/// # Errors
/// The file does not read, or is no package: every reason.
pub fn inspect(file: &Path, out: &mut dyn Write) -> Result<()> {
    let bytes = std::fs::read(file).with_context(|| text!("server-file", file = crate::config::shown(file)).to_string())?;
    let package = Package::read(&bytes, Limits::standard().package)
        .map_err(|reasons| anyhow::anyhow!(reasons.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")))?;
    let manifest = &package.manifest;
    writeln!(out, "{} {} — {}", manifest.plugin.id, manifest.plugin.version, manifest.plugin.name)?;
    writeln!(out, "sha256 {} ({} o)", package.digest, package.size)?;
    let badges: Vec<String> = fiche::badges(manifest).into_iter().map(|b| b.text().to_string()).collect();
    writeln!(out, "{}", text!("server-inspect-badges", badges = badges.join(", ")))?;
    writeln!(out, "{}", text!("server-inspect-purpose", finality = &manifest.purpose.finality, basis = &manifest.purpose.basis))?;
    for (entity, field, class) in fiche::received(manifest) {
        writeln!(out, "{}", text!("server-inspect-receives", entity = entity, field = field, class = fiche::class_text(class)))?;
    }
    for collection in &manifest.collections {
        let retention = fiche::retention_text(collection);
        writeln!(out, "{}", text!("server-inspect-keeps", label = &collection.label, retention = retention))?;
    }
    for import in &package.imports {
        writeln!(out, "import {import}")?;
    }
    for export in &package.exports {
        writeln!(out, "export {export}")?;
    }
    Ok(())
}
