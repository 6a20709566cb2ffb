//! Which test proves which requirement: ids cited by tests, gathered into `docs/requirements.md`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::scan::Source;
use crate::tree::{Fault, Tree};

/// Where the table is written.
pub const TABLE: &str = "docs/requirements.md";
/// The two families of requirements and how many each has.
const FAMILIES: &[(&str, u16)] = &[("SAC", 71), ("MON", 45)];

type Id = (&'static str, u16);

/// The proofs of each requirement: `path: test`.
pub type Proofs = BTreeMap<Id, BTreeSet<String>>;

/// Ids such as `SAC-27` or `sac_27` in a text.
fn ids(text: &str) -> BTreeSet<Id> {
    let upper = text.to_ascii_uppercase().replace('_', "-");
    let mut found = BTreeSet::new();
    for (family, _) in FAMILIES {
        let mark = format!("{family}-");
        for (at, _) in upper.match_indices(&mark) {
            let before = upper.get(..at).and_then(|s| s.chars().next_back());
            let digits: String = upper.get(at + mark.len()..).unwrap_or("").chars().take_while(char::is_ascii_digit).collect();
            if let (false, Ok(number)) = (before.is_some_and(char::is_alphanumeric), digits.parse()) {
                found.insert((*family, number));
            }
        }
    }
    found
}

/// Tests of a Rust source with the ids in their name, the comments above and the comments inside.
fn rust_tests(text: &str) -> Vec<(String, BTreeSet<Id>)> {
    let source = Source::new(text);
    let (code, comments) = (source.code_lines(), source.comment_lines());
    let mut found = vec![];
    let (mut above, mut test) = (String::new(), false);
    for ((line, code), (_, comment)) in code.iter().zip(&comments) {
        let code = code.trim();
        let name = code.split("fn ").nth(1).filter(|_| test).map(|rest| rest.split(['(', '<']).next().unwrap_or(rest).trim());
        if let Some(name) = name {
            let end = source.block_end(*line);
            let inside: String = comments.iter().skip(*line).take(end - line).map(|(_, c)| format!("{c}\n")).collect();
            found.push((name.to_owned(), ids(&format!("{above}\n{name}\n{inside}"))));
        }
        if code.starts_with("#[") {
            let path = code.trim_start_matches("#[").split(['(', ']']).next().unwrap_or("");
            test |= path == "test" || path.ends_with("::test");
        } else if code.is_empty() && !comment.trim().is_empty() {
            above.push_str(comment);
            above.push('\n');
        } else {
            above.clear();
            test = false;
        }
    }
    found
}

/// Tests of a browser script with the ids in their title.
fn browser_tests(text: &str) -> Vec<(String, BTreeSet<Id>)> {
    let titles =
        text.lines().filter_map(|line| line.trim().strip_prefix("test(").or_else(|| line.trim().strip_prefix("await t.test(")));
    let titles = titles.filter_map(|rest| {
        let quote = rest.chars().next().filter(|c| matches!(c, '\'' | '"' | '`'))?;
        rest.get(1..)?.split(quote).next()
    });
    titles.map(|title| (title.to_owned(), ids(title))).collect()
}

/// All proofs of the tree, and the citations of ids that no requirement has.
#[must_use]
pub fn proofs(tree: &Tree) -> (Proofs, Vec<Fault>) {
    let (mut proofs, mut faults) = (Proofs::new(), vec![]);
    for (path, text) in tree.texts().filter(|(path, _)| !path.starts_with("tests/tidy/")) {
        let tests = match path.rsplit('.').next() {
            Some("rs") => rust_tests(text),
            Some("mjs") => browser_tests(text),
            _ => continue,
        };
        for (name, ids) in tests {
            for (family, number) in ids {
                if FAMILIES.iter().any(|(f, last)| *f == family && (1..=*last).contains(&number)) {
                    proofs.entry((family, number)).or_default().insert(format!("`{path}`: {name}"));
                } else {
                    faults.push(Fault::new(path, 0, format!("{name} cites {family}-{number}, which does not exist")));
                }
            }
        }
    }
    (proofs, faults)
}

/// The table as it must stand in [`TABLE`].
#[must_use]
pub fn table(proofs: &Proofs) -> String {
    let mut text = String::from(
        "# Requirements and the tests that prove them\n\nWritten by `make requirements` from the ids that tests cite; a test fails when it is stale.\n\n| requirement | proved by |\n| --- | --- |\n",
    );
    for ((family, number), tests) in proofs {
        let tests: Vec<&str> = tests.iter().map(String::as_str).collect();
        let _ = writeln!(text, "| {family}-{number} | {} |", tests.join("<br>"));
    }
    for (family, last) in FAMILIES {
        let open: Vec<String> = (1..=*last).filter(|n| !proofs.contains_key(&(*family, *n))).map(|n| n.to_string()).collect();
        if !open.is_empty() {
            let _ = write!(text, "\nNo test cites {family}-n yet for n = {}.\n", open.join(", "));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::{assert_clean, root};

    #[test]
    fn cited_requirements_exist_and_the_table_is_fresh() {
        let tree = Tree::of_project();
        let (proofs, faults) = proofs(&tree);
        assert_clean(&faults);
        let wanted = table(&proofs);
        if std::env::var_os("PREAU_WRITE_REQUIREMENTS").is_some() {
            std::fs::write(root().join(TABLE), &wanted).unwrap();
        } else {
            assert!(tree.text(TABLE) == Some(wanted.as_str()), "{TABLE} is stale: run `make requirements`");
        }
    }

    #[test]
    fn ids_are_read_from_names_and_comments() {
        let text = "/// SAC-27: own notes only.\n#[tokio::test]\nasync fn own_notes() {\n    // and MON-7 too\n    f();\n}\n\n/// SAC-1 of a plain function.\nfn no_test() {}\n\n#[test]\nfn sac_43_and_mon_35_bounds() {\n    g(\"SAC-2\");\n}\n";
        let tree =
            Tree::sample(&[("host/a/src/b.rs", text), ("tests/browser/c.test.mjs", "test('SAC-58: time left', async () => {\n")]);
        let (proofs, faults) = proofs(&tree);
        assert_eq!(faults, []);
        let found: Vec<Id> = proofs.keys().copied().collect();
        assert_eq!(found, [("MON", 7), ("MON", 35), ("SAC", 27), ("SAC", 43), ("SAC", 58)]);
        assert!(proofs.get(&("SAC", 58)).is_some_and(|tests| tests.contains("`tests/browser/c.test.mjs`: SAC-58: time left")));
        assert!(table(&proofs).contains("| SAC-27 | `host/a/src/b.rs`: own_notes |"));
    }

    #[test]
    fn an_id_that_does_not_exist_is_seen() {
        let (found, faults) = proofs(&Tree::sample(&[("host/a.rs", "/// SAC-72 and SAC-0\n#[test]\nfn f() {}\n")]));
        assert!(found.is_empty());
        assert_eq!(faults.len(), 2);
    }
}
