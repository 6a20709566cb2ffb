//! A package: a component that carries its manifest in a custom section. Read and checked without running anything.

use preau_domain::manifest::Manifest;
use preau_domain::message::Text;
use preau_domain::text;
use sha2::{Digest, Sha256};
use wasmparser::{Parser, Payload, Validator};

/// The custom section that holds `plugin.toml`.
pub const MANIFEST_SECTION: &str = "preau:manifest";
/// All that may be imported, as it begins.
const IMPORTS: &str = "preau:plugin/";
/// The versions that are spoken, as they begin.
const VERSION: &str = "0.1.";
/// What a plugin with pages exports, up to its version.
const PAGES: &str = "preau:plugin/pages@";

/// A package that reads: sound as a component, with a sound manifest, importing nothing foreign.
#[derive(Clone, PartialEq, Debug)]
pub struct Package {
    /// SHA-256 of the whole file, in hexadecimal: its identity.
    pub digest: String,
    /// What it may use.
    pub manifest: Manifest,
    /// The same, as written.
    pub manifest_text: String,
    /// What the component imports.
    pub imports: Vec<String>,
    /// What it exports.
    pub exports: Vec<String>,
    /// Bytes.
    pub size: usize,
}

/// The identity of a package: SHA-256 of the whole file, in hexadecimal.
#[must_use]
pub fn digest(file: &[u8]) -> String {
    Sha256::digest(file).iter().fold(String::with_capacity(64), |mut hex, byte| {
        hex.extend([byte >> 4, byte & 15].into_iter().filter_map(|half| char::from_digit(half.into(), 16)));
        hex
    })
}

/// What stands in the outermost component.
#[derive(Default)]
struct Outline {
    imports: Vec<String>,
    exports: Vec<String>,
    manifests: Vec<String>,
}

impl Package {
    /// Reads a file of at most `most` bytes.
    ///
    /// # Errors
    /// All faults found, each a French sentence with the way out.
    pub fn read(file: &[u8], most: usize) -> Result<Self, Vec<Text>> {
        if file.len() > most {
            return Err(vec![text!("sandbox-package-size", size = file.len(), most = most)]);
        }
        if Parser::is_core_wasm(file) {
            return Err(vec![text!("sandbox-package-core")]);
        }
        if !Parser::is_component(file) {
            return Err(vec![text!("sandbox-package-other")]);
        }
        Validator::new().validate_all(file).map_err(|e| vec![broken(&e)])?;
        let outline = outline(file).map_err(|e| vec![broken(&e)])?;
        let mut faults: Vec<Text> = outline.imports.iter().filter_map(|import| foreign(import)).collect();
        if !outline.exports.iter().any(|e| e.strip_prefix(PAGES).is_some_and(spoken)) {
            faults.push(text!("sandbox-package-pages", name = format!("{PAGES}0.1.0")));
        }
        let manifest_text = match outline.manifests.as_slice() {
            [one] => one.clone(),
            [] => String::new(),
            _ => {
                faults.push(text!("sandbox-package-manifests"));
                String::new()
            }
        };
        let manifest = match (outline.manifests.len(), Manifest::parse(&manifest_text)) {
            (1, Ok(manifest)) => Some(manifest),
            (1, Err(of_manifest)) => {
                faults.extend(of_manifest);
                None
            }
            (0, _) => {
                faults.push(text!("sandbox-package-no-manifest"));
                None
            }
            _ => None,
        };
        match manifest {
            Some(manifest) if faults.is_empty() => Ok(Self {
                digest: digest(file),
                manifest,
                manifest_text,
                imports: outline.imports,
                exports: outline.exports,
                size: file.len(),
            }),
            _ => Err(faults),
        }
    }
}

fn outline(file: &[u8]) -> wasmparser::Result<Outline> {
    let (mut found, mut depth) = (Outline::default(), 0_usize);
    for payload in Parser::new(0).parse_all(file) {
        match payload? {
            Payload::ModuleSection { .. } | Payload::ComponentSection { .. } => depth += 1,
            Payload::End(_) => depth = depth.saturating_sub(1),
            Payload::ComponentImportSection(section) if depth == 0 => {
                for import in section {
                    found.imports.push(import?.name.name.to_owned());
                }
            }
            Payload::ComponentExportSection(section) if depth == 0 => {
                for export in section {
                    found.exports.push(export?.name.name.to_owned());
                }
            }
            Payload::CustomSection(section) if depth == 0 && section.name() == MANIFEST_SECTION => {
                found.manifests.push(String::from_utf8_lossy(section.data()).into_owned());
            }
            _ => {}
        }
    }
    Ok(found)
}

fn spoken(version: &str) -> bool {
    version.strip_prefix(VERSION).is_some_and(|patch| !patch.is_empty() && patch.bytes().all(|b| b.is_ascii_digit()))
}

/// The refusal of an import that is not ours.
fn foreign(import: &str) -> Option<Text> {
    let Some(rest) = import.strip_prefix(IMPORTS) else {
        return Some(match import.strip_prefix("wasi:") {
            Some(_) => text!("sandbox-import-wasi", name = import),
            None => text!("sandbox-import-foreign", name = import),
        });
    };
    let version = rest.split_once('@').map_or("", |(_, version)| version);
    (!spoken(version)).then(|| text!("sandbox-import-version", name = import))
}

fn broken(error: &wasmparser::BinaryReaderError) -> Text {
    if error.message().contains("unexpected end") {
        text!("sandbox-package-truncated", offset = error.offset())
    } else {
        text!("sandbox-package-broken", offset = error.offset(), detail = error.message())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusals(file: &[u8]) -> Vec<&'static str> {
        Package::read(file, 1000).unwrap_err().iter().map(Text::key).collect()
    }

    #[test]
    fn what_is_no_component_is_named() {
        assert_eq!(refusals(&[0; 1001]), ["sandbox-package-size"]);
        assert_eq!(refusals(b""), ["sandbox-package-other"]);
        assert_eq!(refusals(b"PK\x03\x04 an archive"), ["sandbox-package-other"]);
        assert_eq!(refusals(b"\0asm\x01\0\0\0"), ["sandbox-package-core"]);
        assert_eq!(refusals(b"\0asm\x0d\0\x01\0\x07\x30"), ["sandbox-package-truncated"]);
        assert_eq!(refusals(b"\0asm\x0d\0\x01\0\x07\x01\xff"), ["sandbox-package-truncated"]);
        assert_eq!(refusals(b"\0asm\x0d\0\x01\0\x63\x01\x00"), ["sandbox-package-broken"]);
        assert_eq!(refusals(b"\0asm\x0d\0\x01\0"), ["sandbox-package-pages", "sandbox-package-no-manifest"]);
    }

    #[test]
    fn only_our_own_imports_pass() {
        for good in ["preau:plugin/values@0.1.0", "preau:plugin/ui@0.1.12"] {
            assert_eq!(foreign(good), None);
        }
        for (bad, key) in [
            ("wasi:cli/environment@0.2.6", "sandbox-import-wasi"),
            ("preau:plugin/ui@0.2.0", "sandbox-import-version"),
            ("preau:plugin/ui@0.1.0-rc1", "sandbox-import-version"),
            ("preau:plugin/ui", "sandbox-import-version"),
            ("preau:other/ui@0.1.0", "sandbox-import-foreign"),
            ("log", "sandbox-import-foreign"),
        ] {
            assert_eq!(foreign(bad).map(|t| t.key()), Some(key), "{bad}");
        }
    }

    #[test]
    fn a_digest_is_sha_256() {
        assert_eq!(digest(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
