//! What comes from outside: `deny.toml` is kept by the lock files and by every licence, checked here without a network.

use std::collections::BTreeSet;

use serde_json::Value as Json;
use toml::{Table, Value};

use crate::tree::{Fault, Tree};

/// Where crates may come from.
const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

fn deny(tree: &Tree) -> Table {
    tree.text("deny.toml").and_then(|text| text.parse().ok()).unwrap_or_default()
}

fn strings<'a>(table: &'a Table, section: &str, list: &str) -> Vec<&'a Value> {
    table.get(section).and_then(|s| s.get(list)).and_then(Value::as_array).into_iter().flatten().collect()
}

/// Banned crates and strange sources in lock files.
#[must_use]
pub fn locks(tree: &Tree) -> Vec<Fault> {
    let table = deny(tree);
    let banned: Vec<&str> = strings(&table, "bans", "deny").iter().filter_map(|entry| entry.get("crate")?.as_str()).collect();
    let mut faults = vec![];
    for (path, text) in tree.ending("Cargo.lock") {
        let lock: Table = text.parse().unwrap_or_default();
        for package in lock.get("package").and_then(Value::as_array).into_iter().flatten() {
            let name = package.get("name").and_then(Value::as_str).unwrap_or("");
            if banned.contains(&name) {
                faults.push(Fault::new(path, 0, format!("{name} is banned by deny.toml")));
            }
            if let Some(source) = package.get("source").and_then(Value::as_str).filter(|source| *source != CRATES_IO) {
                faults.push(Fault::new(path, 0, format!("{name} comes from {source}")));
            }
        }
    }
    faults
}

/// Packages of `cargo metadata` whose licence is not covered by the list of `deny.toml`.
#[must_use]
pub fn licences(tree: &Tree, metadata: &Json) -> Vec<Fault> {
    let table = deny(tree);
    let allowed: BTreeSet<&str> = strings(&table, "licenses", "allow").iter().filter_map(|id| id.as_str()).collect();
    let mut faults = vec![];
    for package in metadata.get("packages").and_then(Json::as_array).into_iter().flatten() {
        let licence = package.get("license").and_then(Json::as_str).unwrap_or("");
        if !covered(licence, &allowed) {
            let name = package.get("name").and_then(Json::as_str).unwrap_or("");
            faults.push(Fault::new("deny.toml", 0, format!("{name}: « {licence} » is not covered")));
        }
    }
    faults
}

/// Whether an SPDX expression can be fulfilled with the allowed licences; an old `/` means OR.
fn covered(expression: &str, allowed: &BTreeSet<&str>) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let mut words = spaced.split_whitespace().peekable();
    let fulfilled = either(&mut words, allowed);
    fulfilled && words.next().is_none()
}

type Words<'a> = std::iter::Peekable<std::str::SplitWhitespace<'a>>;

fn either(words: &mut Words<'_>, allowed: &BTreeSet<&str>) -> bool {
    let mut fulfilled = all(words, allowed);
    while words.next_if_eq(&"OR").is_some() {
        fulfilled |= all(words, allowed);
    }
    fulfilled
}

fn all(words: &mut Words<'_>, allowed: &BTreeSet<&str>) -> bool {
    let mut fulfilled = one(words, allowed);
    while words.next_if_eq(&"AND").is_some() {
        fulfilled &= one(words, allowed);
    }
    fulfilled
}

fn one(words: &mut Words<'_>, allowed: &BTreeSet<&str>) -> bool {
    match words.next() {
        Some("(") => {
            let fulfilled = either(words, allowed);
            words.next_if_eq(&")").is_some() && fulfilled
        }
        Some(id) if words.next_if_eq(&"WITH").is_some() => {
            let exception = words.next().unwrap_or("");
            allowed.contains(id) || allowed.contains(format!("{id} WITH {exception}").as_str())
        }
        Some(id) => allowed.contains(id),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;
    use crate::tree::{assert_clean, assert_faults, root};

    #[test]
    fn nothing_banned_is_locked() {
        let tree = Tree::of_project();
        assert!(strings(&deny(&tree), "bans", "deny").len() >= 3, "deny.toml is not where this test looks");
        assert_clean(&locks(&tree));
    }

    #[test]
    fn every_licence_is_covered() {
        let cargo = Command::new(env!("CARGO"))
            .args(["metadata", "--format-version=1", "--locked", "--offline", "--filter-platform=x86_64-unknown-linux-gnu"])
            .current_dir(root())
            .output()
            .unwrap();
        assert!(cargo.status.success(), "{}", String::from_utf8_lossy(&cargo.stderr));
        let metadata: Json = serde_json::from_slice(&cargo.stdout).unwrap();
        assert!(metadata.get("packages").and_then(Json::as_array).is_some_and(|packages| packages.len() > 100));
        assert_clean(&licences(&Tree::of_project(), &metadata));
    }

    #[test]
    fn a_banned_or_strange_crate_is_seen() {
        let lock = format!(
            "[[package]]\nname = \"openssl\"\nsource = \"{CRATES_IO}\"\n[[package]]\nname = \"x\"\nsource = \"git+https://x.example/x\"\n[[package]]\nname = \"own\"\n"
        );
        let tree = Tree::sample(&[("deny.toml", "[bans]\ndeny = [{ crate = \"openssl\" }]\n"), ("plugins/Cargo.lock", &lock)]);
        assert_faults(&locks(&tree), &[("plugins/Cargo.lock", 0), ("plugins/Cargo.lock", 0)]);
    }

    #[test]
    fn licence_expressions_are_understood() {
        let allowed = BTreeSet::from(["MIT", "ISC", "Apache-2.0 WITH LLVM-exception"]);
        for good in ["MIT", "GPL-3.0 OR MIT", "MIT/Apache-2.0", "(MIT OR GPL-2.0) AND ISC", "Apache-2.0 WITH LLVM-exception"] {
            assert!(covered(good, &allowed), "{good}");
        }
        for bad in ["", "GPL-3.0", "MIT AND GPL-3.0", "Apache-2.0", "(MIT", "MIT MIT", "Apache-2.0 WITH other"] {
            assert!(!covered(bad, &allowed), "{bad}");
        }
        let tree = Tree::sample(&[("deny.toml", "[licenses]\nallow = [\"MIT\"]\n")]);
        let metadata = serde_json::json!({ "packages": [{ "name": "a", "license": "MIT" }, { "name": "b", "license": null }] });
        assert_faults(&licences(&tree, &metadata), &[("deny.toml", 0)]);
    }
}
