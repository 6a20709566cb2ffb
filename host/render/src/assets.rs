//! The style sheet, the scripts and the icon, embedded and named by their content, so that browsers may keep them for ever.

use std::sync::OnceLock;

struct Asset {
    path: String,
    media_type: &'static str,
    bytes: Vec<u8>,
}

/// In the order of the functions below.
static SOURCES: [(&str, &str, &str, &[u8]); 4] = [
    ("style", "css", "text/css; charset=utf-8", include_bytes!("../assets/style.css")),
    ("app", "js", "text/javascript; charset=utf-8", include_bytes!("../assets/app.js")),
    ("grid", "js", "text/javascript; charset=utf-8", include_bytes!("../assets/grid.js")),
    ("icon", "svg", "image/svg+xml", include_bytes!("../assets/icon.svg")),
];

fn all() -> &'static [Asset; 4] {
    static ALL: OnceLock<[Asset; 4]> = OnceLock::new();
    ALL.get_or_init(|| {
        SOURCES.map(|(name, ending, media_type, bytes)| {
            let bytes = lean(bytes);
            let hash = blake3::hash(&bytes).to_hex();
            let hash = hash.get(..10).unwrap_or_default();
            Asset { path: format!("/assets/{name}.{hash}.{ending}"), media_type, bytes }
        })
    })
}

/// Without indentation, empty lines and lines that are only a comment. No source holds text over several lines.
fn lean(source: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(source.len());
    for line in source.split(|b| *b == b'\n') {
        let line = line.trim_ascii();
        let comment = line.starts_with(b"//") || (line.starts_with(b"/*") && line.ends_with(b"*/"));
        if !line.is_empty() && !comment {
            out.extend_from_slice(line);
            out.push(b'\n');
        }
    }
    out
}

/// The media type and bytes of the asset at this path (such as `/assets/style.0123456789.css`), if there is one.
/// What is served may be kept for ever: another content has another path.
#[must_use]
pub fn asset(path: &str) -> Option<(&'static str, &'static [u8])> {
    all().iter().find(|a| a.path == path).map(|a| (a.media_type, a.bytes.as_slice()))
}

/// The path of the style sheet.
#[must_use]
pub fn style() -> &'static str {
    let [style, ..] = all();
    &style.path
}

/// The path of the shell's script.
#[must_use]
pub fn app_script() -> &'static str {
    let [_, app, ..] = all();
    &app.path
}

/// The path of the entry grid's script.
#[must_use]
pub fn grid_script() -> &'static str {
    let [_, _, grid, _] = all();
    &grid.path
}

/// The path of the icon.
#[must_use]
pub fn icon() -> &'static str {
    let [.., icon] = all();
    &icon.path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn assets_are_served_under_the_name_of_their_content_only() {
        for path in [style(), app_script(), grid_script(), icon()] {
            let (media_type, bytes) = asset(path).unwrap();
            assert!(media_type.contains('/') && path.starts_with("/assets/"));
            assert!(path.contains(&blake3::hash(bytes).to_hex()[..10]), "{path}");
        }
        assert!(asset("/assets/style.css").is_none());
        assert!(asset("/assets/../Cargo.toml").is_none());
    }

    #[test]
    fn scripts_and_style_are_light_and_call_nobody() {
        let [style, app, grid, _] = all().each_ref().map(|a| std::str::from_utf8(&a.bytes).unwrap());
        assert!(app.len() + grid.len() < 20_000, "scripts: {} + {}", app.len(), grid.len());
        assert!(style.len() < 24_000, "style.css: {}", style.len());
        for source in [style, app, grid] {
            for forbidden in
                ["http://", "https://", "@import", "url(", "eval(", "innerHTML", "insertAdjacentHTML", "document.write"]
            {
                assert!(!source.contains(forbidden), "{forbidden}");
            }
        }
    }
}
