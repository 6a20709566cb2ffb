//! Making a package: a guest's core module becomes a component, and the component carries its manifest.

use preau_domain::text;
use wit_component::ComponentEncoder;

use crate::error::SandboxError;
use crate::package::MANIFEST_SECTION;

/// How the name of the section begins in which bindings leave the type of the component to be.
const COMPONENT_TYPE: &[u8] = b"component-type";

/// Makes a component of a core module that was built with the SDK's bindings.
///
/// # Errors
/// When the module carries no component type (it was not built with `preau_sdk::export!`), imports something that the
/// type does not explain, such as WASI, or is not valid.
pub fn componentize(core: &[u8]) -> Result<Vec<u8>, SandboxError> {
    if !core.windows(COMPONENT_TYPE.len()).any(|window| window == COMPONENT_TYPE) {
        return Err(SandboxError::Refused(text!("sandbox-pack-no-type")));
    }
    let mut encoder = ComponentEncoder::default();
    let encoded = encoder.validate(true).module(core).and_then(|encoder| encoder.encode());
    encoded.map_err(|error| SandboxError::Refused(text!("sandbox-pack-encode", detail = format!("{error:#}"))))
}

/// Appends the manifest to a component, as its last custom section.
///
/// # Errors
/// When `component` is not a WebAssembly component.
pub fn with_manifest(component: &[u8], manifest: &str) -> Result<Vec<u8>, SandboxError> {
    if !wasmparser::Parser::is_component(component) {
        return Err(SandboxError::Refused(text!("sandbox-package-other")));
    }
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
        assert!(error.to_string().contains("export!"), "{error}");
        assert!(componentize(b"component-type").is_err(), "not a module");
    }
}
