//! `manifest!("plugin.toml")`: typed views, collections and settings from a manifest. Use it through `preau-sdk`.

mod emit;
mod read;

use proc_macro::{TokenStream, TokenTree};

/// The one table of entities, read from where the host reads it: a field that the host does not know does not compile.
#[expect(dead_code, unreachable_pub, reason = "the host's own file; the macro needs a part of it")]
#[path = "../../../host/domain/src/entity.rs"]
mod entity;

/// Reads a manifest (a path relative to the crate's `Cargo.toml`) and makes of it
///
/// * `views`: one function per `[[view]]`, taking the declared arguments and answering a struct with one vector per
///   declared field;
/// * `collections`: one constant per `[[collection]]`, for `Collection::named`;
/// * `settings`: one constant per `[[setting]]`;
/// * `MANIFEST`: what tests need to play the host's part.
///
/// A name that is not in the manifest does not compile; a view of a field that the host does not know does not either.
#[proc_macro]
pub fn manifest(input: TokenStream) -> TokenStream {
    let path = input.into_iter().next().map(|token| match token {
        TokenTree::Literal(literal) => literal.to_string().trim_matches('"').to_owned(),
        other => other.to_string(),
    });
    match generate(path.as_deref().unwrap_or("plugin.toml")) {
        Ok(code) => code,
        Err(message) => format!("::core::compile_error!({message:?});").parse().unwrap_or_default(),
    }
}

fn generate(path: &str) -> Result<TokenStream, String> {
    let root = std::env::var("CARGO_MANIFEST_DIR").map_err(|e| e.to_string())?;
    let file = std::path::Path::new(&root).join(path);
    let source = std::fs::read_to_string(&file).map_err(|e| format!("{}: {e}", file.display()))?;
    let manifest = read::Manifest::parse(&source).map_err(|e| format!("{path}: {e}"))?;
    let code = emit::code(&manifest, &file.display().to_string())?;
    code.parse().map_err(|e| format!("{path}: {e}"))
}
