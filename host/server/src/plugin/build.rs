//! From a guest's core module and its manifest to the file that is installed: a component that carries its manifest.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use preau_domain::manifest::Manifest;
use preau_domain::text;
use wit_component::ComponentEncoder;

/// The custom section that holds `plugin.toml`.
pub const MANIFEST_SECTION: &str = "preau:manifest";

/// How the name of the section begins in which bindings leave the type of the component to be.
const COMPONENT_TYPE: &[u8] = b"component-type";

/// Builds the plugin of a folder: its core module for wasm32, then the package `FOLDER/NAME.preau` beside its manifest.
///
/// # Errors
/// The manifest's faults, the compiler's, or the encoder's.
pub fn build(folder: &Path, out: &mut dyn Write) -> Result<PathBuf> {
    let shown = crate::config::shown;
    let file = folder.join("plugin.toml");
    let manifest = std::fs::read_to_string(&file).with_context(|| text!("server-file", file = shown(&file)).to_string())?;
    let parsed = Manifest::parse(&manifest).map_err(|faults| {
        anyhow::anyhow!(faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    })?;
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

/// Makes a component of a core module that was built with the SDK's bindings.
///
/// # Errors
/// When the module carries no component type (it was not built with `preau_sdk::export!`), imports something that the
/// type does not explain, such as WASI, or is not valid.
pub fn componentize(core: &[u8]) -> Result<Vec<u8>> {
    let typed = core.windows(COMPONENT_TYPE.len()).any(|window| window == COMPONENT_TYPE);
    ensure!(typed, "the module has no component type: does the crate call preau_sdk::export! and is it a cdylib?");
    let mut encoder = ComponentEncoder::default();
    encoder.validate(true).module(core).context("reading the core module")?;
    encoder.encode().context("encoding the component")
}

/// Appends the manifest to a component, as its last custom section.
///
/// # Errors
/// When `component` is not a WebAssembly component.
pub fn with_manifest(component: &[u8], manifest: &str) -> Result<Vec<u8>> {
    // The layer field of the preamble: a component, not a core module.
    ensure!(component.get(..4) == Some(b"\0asm") && component.get(6..8) == Some(&[1, 0]), "not a component");
    let mut section = Vec::with_capacity(manifest.len() + 32);
    push_sized(&mut section, MANIFEST_SECTION.as_bytes());
    section.extend_from_slice(manifest.as_bytes());
    let mut packed = component.to_vec();
    packed.push(0);
    push_sized(&mut packed, &section);
    Ok(packed)
}

/// Appends a length in LEB128 and the bytes.
fn push_sized(out: &mut Vec<u8>, bytes: &[u8]) {
    let mut rest = bytes.len();
    loop {
        let low = u8::try_from(rest & 0x7f).unwrap_or(0);
        rest >>= 7;
        out.push(if rest == 0 { low } else { low | 0x80 });
        if rest == 0 {
            break;
        }
    }
    out.extend_from_slice(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_leb128() {
        for (length, expected) in [(0, vec![0]), (127, vec![127]), (128, vec![0x80, 1]), (300, vec![0xac, 2])] {
            let mut out = Vec::new();
            push_sized(&mut out, &vec![7; length]);
            assert_eq!(out.get(..expected.len()), Some(expected.as_slice()));
            assert_eq!(out.len(), expected.len() + length);
        }
    }

    #[test]
    fn what_is_no_component_is_refused() {
        let empty_module = b"\0asm\x01\0\0\0";
        let empty_component = b"\0asm\x0d\0\x01\0";
        assert!(with_manifest(empty_module, "").is_err() && with_manifest(b"", "").is_err());
        let packed = with_manifest(empty_component, "[plugin]").unwrap();
        assert!(packed.starts_with(empty_component) && packed.ends_with(b"preau:manifest[plugin]"));
        let error = componentize(empty_module).unwrap_err();
        assert!(error.to_string().contains("export!"), "{error:#}");
        assert!(componentize(b"component-type").is_err(), "not a module");
    }
}
