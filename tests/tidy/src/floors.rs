//! The floors: a crate names only crates below it, and the three heavy libraries each have one place to be named.

use std::collections::BTreeMap;

use toml::{Table, Value};

use crate::scan::{Source, has_word};
use crate::tree::{Fault, Tree};

/// Each crate of the host, its floor, and the crates of the host that it may depend on. Its tests may name any lower floor.
pub const EDGES: &[(&str, u8, &[&str])] = &[
    ("preau-domain", 1, &[]),
    ("preau-storage", 2, &["preau-domain"]),
    ("preau-roster", 2, &["preau-domain"]),
    ("preau-synth", 2, &["preau-domain"]),
    ("preau-policy", 3, &["preau-domain", "preau-storage", "preau-roster"]),
    ("preau-sandbox", 4, &["preau-domain", "preau-policy"]),
    ("preau-render", 5, &["preau-domain", "preau-policy"]),
    ("preau-auth", 5, &["preau-domain", "preau-policy"]),
    ("preau-web", 6, &["preau-domain", "preau-policy", "preau-sandbox", "preau-render", "preau-auth", "preau-roster"]),
    (
        "preau-server",
        7,
        &[
            "preau-domain",
            "preau-storage",
            "preau-roster",
            "preau-synth",
            "preau-policy",
            "preau-sandbox",
            "preau-render",
            "preau-auth",
            "preau-web",
        ],
    ),
];

/// Edges within a floor that tests alone may take, with the reason.
const TEST_EDGES: &[(&str, &str, &str)] = &[("preau-synth", "preau-roster", "the real reader reads what the generator writes")];

/// Libraries that only these crates may name, in manifests and in sources.
const NAMED_BY: &[(&str, &[&str])] = &[
    ("wasmtime", &["preau-sandbox"]),
    ("sqlx", &["preau-storage"]),
    ("axum", &["preau-web", "preau-server", "preau-suite", "preau-bench", "ent-simulator"]),
    ("anyhow", &["preau-server", "preau-suite", "preau-bench"]),
];

/// Crates beside the floors that may name any crate of the host.
const TESTERS: &[&str] = &["preau-suite", "preau-bench"];

struct Crate<'a> {
    name: String,
    manifest: &'a str,
    folder: &'a str,
    table: Table,
}

fn crates(tree: &Tree) -> Vec<Crate<'_>> {
    let mut found = vec![];
    for (path, text) in tree.ending("/Cargo.toml") {
        let Ok(table) = text.parse::<Table>() else { continue };
        let name = table.get("package").and_then(|p| p.get("name")).and_then(Value::as_str).map(str::to_owned);
        if let (Some(name), Some(folder)) = (name, path.strip_suffix("/Cargo.toml")) {
            found.push(Crate { name, manifest: path, folder, table });
        }
    }
    found
}

/// The dependencies of a manifest: (name, value, whether for tests only).
fn dependencies(table: &Table) -> Vec<(&str, &Value, bool)> {
    let mut found = vec![];
    let targets = table.get("target").and_then(Value::as_table).into_iter().flat_map(|t| t.values().filter_map(Value::as_table));
    for table in std::iter::once(table).chain(targets) {
        for (section, tests) in [("dependencies", false), ("build-dependencies", false), ("dev-dependencies", true)] {
            let entries = table.get(section).and_then(Value::as_table).into_iter().flatten();
            found.extend(entries.map(|(name, value)| (name.as_str(), value, tests)));
        }
    }
    found
}

/// Edges between crates, workspace versions, lints: what the manifests say.
#[must_use]
pub fn manifests(tree: &Tree) -> Vec<Fault> {
    let mut faults = vec![];
    let floors: BTreeMap<&str, u8> = EDGES.iter().map(|(name, floor, _)| (*name, *floor)).collect();
    for krate in crates(tree) {
        let host = krate.folder.starts_with("host/");
        let edges = EDGES.iter().find(|(name, ..)| *name == krate.name);
        if host && edges.is_none() {
            faults.push(Fault::new(krate.manifest, 0, "this crate has no floor: add it to EDGES in tests/tidy/src/floors.rs"));
        }
        if host && krate.table.get("lints").and_then(|l| l.get("workspace")).and_then(Value::as_bool) != Some(true) {
            faults.push(Fault::new(krate.manifest, 0, "[lints] workspace = true is missing"));
        }
        for (name, value, tests) in dependencies(&krate.table) {
            let fault = |what: String| Fault::new(krate.manifest, 0, what);
            if host && value.get("workspace").and_then(Value::as_bool) != Some(true) {
                faults.push(fault(format!("{name} is not taken from the workspace: write {name}.workspace = true")));
            }
            if let Some((_, allowed)) = NAMED_BY.iter().find(|(library, _)| *library == name)
                && !allowed.contains(&krate.name.as_str())
            {
                faults.push(fault(format!("only {} may depend on {name}", allowed.join(", "))));
            }
            let Some(below) = floors.get(name) else { continue };
            let allowed = match edges {
                Some((_, floor, _)) if tests => {
                    below < floor || TEST_EDGES.iter().any(|(from, to, _)| *from == krate.name && *to == name)
                }
                Some((_, _, allowed)) => allowed.contains(&name),
                None => TESTERS.contains(&krate.name.as_str()),
            };
            if !allowed {
                faults.push(fault(format!("{} may not depend on {name}", krate.name)));
            }
        }
    }
    faults
}

/// Sources that name a library which belongs to another crate.
#[must_use]
pub fn sources(tree: &Tree) -> Vec<Fault> {
    let crates = crates(tree);
    let mut faults = vec![];
    for (path, text) in tree.ending(".rs") {
        let owner = crates.iter().filter(|c| path.starts_with(&format!("{}/", c.folder))).max_by_key(|c| c.folder.len());
        let owner = owner.map_or("", |c| c.name.as_str());
        for (line, code) in Source::new(text).code_lines() {
            for (library, allowed) in NAMED_BY {
                if has_word(&code, library) && !allowed.contains(&owner) {
                    faults.push(Fault::new(path, line, format!("only {} may name {library}", allowed.join(", "))));
                }
            }
        }
    }
    faults
}

/// The workspace's own paths: the host never depends on guests.
#[must_use]
pub fn workspace(tree: &Tree) -> Vec<Fault> {
    let table = tree.text("Cargo.toml").and_then(|text| text.parse::<Table>().ok()).unwrap_or_default();
    let entries = table.get("workspace").and_then(|w| w.get("dependencies")).and_then(Value::as_table).into_iter().flatten();
    let paths = entries.filter_map(|(name, value)| Some((name, value.get("path")?.as_str()?)));
    let strange = paths.filter(|(_, path)| !path.starts_with("host/"));
    strange.map(|(name, path)| Fault::new("Cargo.toml", 0, format!("{name}: {path} is not below host/"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::{assert_clean, assert_faults};

    #[test]
    fn every_crate_names_only_the_floors_below() {
        let tree = Tree::of_project();
        assert!(crates(&tree).len() >= EDGES.len(), "the floors are not where this test looks");
        assert_clean(&manifests(&tree));
        assert_clean(&workspace(&tree));
    }

    #[test]
    fn heavy_libraries_are_named_in_their_place_only() {
        assert_clean(&sources(&Tree::of_project()));
    }

    #[test]
    fn an_edge_upwards_is_seen() {
        let manifest = |name: &str, rest: &str| format!("[package]\nname = \"{name}\"\n[lints]\nworkspace = true\n{rest}");
        let up = manifest("preau-domain", "[dependencies]\npreau-policy.workspace = true\n");
        let past = manifest("preau-web", "[dependencies]\npreau-storage.workspace = true\n");
        let beside = manifest("preau-roster", "[dev-dependencies]\npreau-storage.workspace = true\n");
        let sql = manifest("preau-policy", "[dependencies]\nsqlx.workspace = true\n");
        let own = manifest("preau-auth", "[dependencies]\nurl = \"2\"\n");
        let fine = manifest(
            "preau-sandbox",
            "[dependencies]\nwasmtime.workspace = true\n[dev-dependencies]\npreau-storage.workspace = true\n",
        );
        let read_back = manifest(
            "preau-synth",
            "[dependencies]\npreau-roster.workspace = true\n[dev-dependencies]\npreau-roster.workspace = true\n",
        );
        let tree = Tree::sample(&[
            ("host/synth/Cargo.toml", &read_back),
            ("host/domain/Cargo.toml", &up),
            ("host/web/Cargo.toml", &past),
            ("host/roster/Cargo.toml", &beside),
            ("host/policy/Cargo.toml", &sql),
            ("host/auth/Cargo.toml", &own),
            ("host/sandbox/Cargo.toml", &fine),
            ("host/attic/Cargo.toml", "[package]\nname = \"preau-attic\"\n"),
            (
                "examples/x/Cargo.toml",
                "[package]\nname = \"x\"\n[dependencies]\npreau-domain = { path = \"../../host/domain\" }\n",
            ),
        ]);
        let places = [
            "host/domain",
            "host/web",
            "host/roster",
            "host/policy",
            "host/auth",
            "host/attic",
            "host/attic",
            "host/synth",
            "examples/x",
        ];
        let places: Vec<String> = places.iter().map(|p| format!("{p}/Cargo.toml")).collect();
        assert_faults(&manifests(&tree), &places.iter().map(|p| (p.as_str(), 0)).collect::<Vec<_>>());
    }

    #[test]
    fn a_library_named_elsewhere_is_seen() {
        let tree = Tree::sample(&[
            ("host/web/Cargo.toml", "[package]\nname = \"preau-web\"\n"),
            ("host/web/src/a.rs", "//! Says sqlx in a comment.\nuse axum::Router;\nuse sqlx::Row;\nlet s = \"wasmtime\";\n"),
            ("plugins/x/src/lib.rs", "use wasmtime::Store;\n"),
        ]);
        assert_faults(&sources(&tree), &[("host/web/src/a.rs", 3), ("plugins/x/src/lib.rs", 1)]);
    }

    #[test]
    fn a_host_that_leans_on_a_guest_is_seen() {
        let tree = Tree::sample(&[("Cargo.toml", "[workspace.dependencies]\nsdk = { path = \"sdk\" }\nurl = \"2\"\n")]);
        assert_faults(&workspace(&tree), &[("Cargo.toml", 0)]);
    }
}
