//! The shape of files: size, first line, name, and no trace of the machine they were written on.

use crate::scan::Source;
use crate::tree::{Fault, Tree};

/// Lines of a file, its tests left out.
const MOST: usize = 400;
/// Lines of a file together with the tests in it.
const MOST_WITH_TESTS: usize = 500;
/// Names that say nothing about what is inside.
const EMPTY_NAMES: &[&str] = &["utils.rs", "util.rs", "common.rs", "helpers.rs", "helper.rs", "misc.rs"];

/// A file that may be longer: its path, why, and since when.
pub struct Excuse {
    /// Path relative to the root.
    pub path: &'static str,
    /// Why it cannot be cut.
    pub reason: &'static str,
    /// The day it was agreed.
    pub since: &'static str,
}

/// The files that may be longer.
pub const EXCUSED: &[Excuse] = &[];

/// Files longer than the house allows.
#[must_use]
pub fn sizes(tree: &Tree, excused: &[Excuse]) -> Vec<Fault> {
    let mut faults = vec![];
    for (path, text) in tree.texts() {
        let counted = [".rs", ".js", ".mjs", ".css", ".sh"].iter().any(|end| path.ends_with(end));
        if !counted || excused.iter().any(|excuse| excuse.path == path) {
            continue;
        }
        let all = text.lines().count();
        let tests = if path.ends_with(".rs") { Source::new(text).test_lines() } else { 0 };
        if all - tests.min(all) > MOST {
            faults.push(Fault::new(path, 0, format!("{all} lines, more than {MOST}: one file, one subject")));
        } else if all > MOST_WITH_TESTS {
            faults.push(Fault::new(path, 0, format!("{all} lines with its tests, more than {MOST_WITH_TESTS}")));
        }
    }
    faults
}

/// Rust files whose first line does not say what lives there, and names that say nothing.
#[must_use]
pub fn beginnings(tree: &Tree) -> Vec<Fault> {
    let mut faults = vec![];
    for (path, text) in tree.ending(".rs") {
        if !text.lines().next().is_some_and(|line| line.starts_with("//! ") && line.len() > 8) {
            faults.push(Fault::new(path, 1, "the first line must be a //! sentence that says what lives here"));
        }
        let name = path.rsplit('/').next().unwrap_or(path);
        if EMPTY_NAMES.contains(&name) {
            faults.push(Fault::new(path, 0, format!("{name} says nothing: name the file after its subject")));
        }
    }
    faults
}

/// Paths outside of the project, which no other machine has.
#[must_use]
pub fn traces(tree: &Tree) -> Vec<Fault> {
    // Put together here, so that this file does not hold them itself.
    let outside = [["/wo", "rk/"], ["/tmp", "/w/"], ["sha", "red/"], ["/ro", "ot/"]].map(|parts| parts.concat());
    let mut faults = vec![];
    for (path, text) in tree.texts() {
        for (number, line) in text.lines().enumerate() {
            // The one place outside that is known: schemas, which the continuous test run uses when they are at hand.
            let line = if path == ".ci/run" { line.replace(&["../sha", "red/schemas"].concat(), "") } else { line.to_owned() };
            for trace in &outside {
                let starts = line.match_indices(trace.as_str()).map(|(at, _)| line.get(..at).unwrap_or(""));
                if starts.into_iter().any(|before| !before.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '-')) {
                    faults.push(Fault::new(path, number + 1, format!("{trace} is a place of one machine")));
                }
            }
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::{assert_clean, assert_faults};

    #[test]
    fn files_are_small_named_and_introduced() {
        let tree = Tree::of_project();
        assert_clean(&sizes(&tree, EXCUSED));
        assert_clean(&beginnings(&tree));
    }

    #[test]
    fn every_excuse_has_a_reason_and_a_file() {
        let tree = Tree::of_project();
        for excuse in EXCUSED {
            assert!(tree.exists(excuse.path) && excuse.reason.len() > 10 && excuse.since.len() == 10, "{}", excuse.path);
        }
    }

    #[test]
    fn no_file_points_out_of_the_project() {
        assert_clean(&traces(&Tree::of_project()));
    }

    #[test]
    fn long_files_are_seen() {
        let code = "// x\n".repeat(401);
        let tested = format!("{}#[cfg(test)]\nmod tests {{\n{}}}\n", "// x\n".repeat(300), "// y\n".repeat(150));
        let overtested = format!("{}#[cfg(test)]\nmod tests {{\n{}}}\n", "// x\n".repeat(300), "// y\n".repeat(250));
        let tree = Tree::sample(&[
            ("a.rs", &code),
            ("b.rs", &tested),
            ("c.rs", &overtested),
            ("d.css", &code),
            ("e.md", &code),
            ("f.mjs", &code),
        ]);
        assert_faults(&sizes(&tree, &[]), &[("a.rs", 0), ("c.rs", 0), ("d.css", 0), ("f.mjs", 0)]);
        let excuse = Excuse { path: "a.rs", reason: "a table of codes", since: "2026-11-22" };
        assert_faults(&sizes(&tree, &[excuse]), &[("c.rs", 0), ("d.css", 0), ("f.mjs", 0)]);
    }

    #[test]
    fn silent_files_and_empty_names_are_seen() {
        let tree = Tree::sample(&[
            ("a.rs", "use x;\n"),
            ("b/utils.rs", "//! Things of all kinds.\n"),
            ("c.rs", "//! Says what lives here.\n"),
        ]);
        assert_faults(&beginnings(&tree), &[("a.rs", 1), ("b/utils.rs", 0)]);
    }

    #[test]
    fn places_of_one_machine_are_seen() {
        let line = ["see /wo", "rk/main and ../sha", "red/schemas\n"].concat();
        let tree = Tree::sample(&[
            ("a.md", &line),
            (".ci/run", &["cd ../sha", "red/schemas\n"].concat()),
            ("b.md", "net/work/a prepared/b\n"),
        ]);
        assert_faults(&traces(&tree), &[("a.md", 1), ("a.md", 1)]);
    }
}
