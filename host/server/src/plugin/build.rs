//! From a guest's core module and its manifest to the file that is installed: a component that carries its manifest.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use preau_domain::manifest::Manifest;
use preau_domain::text;
pub use preau_sandbox::{componentize, with_manifest};

/// Builds the plugin of a folder: its core module for wasm32, then the package `FOLDER/NAME.preau` beside its manifest.
///
/// # Errors
/// The manifest's faults, the compiler's, or the encoder's.
pub fn build(folder: &Path, out: &mut dyn Write) -> Result<PathBuf> {
    let shown = crate::config::shown;
    let file = folder.join("plugin.toml");
    let manifest = std::fs::read_to_string(&file).with_context(|| text!("server-file", file = shown(&file)).to_string())?;
    let parsed = Manifest::parse(&manifest)
        .map_err(|faults| anyhow::anyhow!(faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")))?;
    let script = script(folder).with_context(|| text!("server-no-build-script").to_string())?;
    let built = Command::new("sh").arg(&script).arg(folder).stderr(Stdio::inherit()).output()?;
    ensure!(built.status.success(), text!("server-build-failed", folder = shown(folder)));
    let module = PathBuf::from(String::from_utf8_lossy(&built.stdout).trim());
    let packed = with_manifest(&componentize(&std::fs::read(&module)?)?, &manifest)?;
    let name = parsed.plugin.id.rsplit('.').next().unwrap_or("plugin").to_owned();
    let package = folder.join(format!("{name}.preau"));
    std::fs::write(&package, &packed)?;
    writeln!(out, "{}", text!("server-built", file = shown(&package), size = packed.len()))?;
    Ok(package)
}

/// The script that knows where the target's standard library is: in this checkout, found from the plugin's folder or from here.
fn script(folder: &Path) -> Option<PathBuf> {
    let from_plugin = folder.canonicalize().ok();
    let from_here = std::env::current_dir().ok();
    let places = from_plugin.iter().chain(&from_here).flat_map(|p| p.ancestors());
    places.map(|p| p.join("scripts/build-guest.sh")).find(|p| p.exists())
}
