//! Habits of the house in Rust sources: no silenced lint, no sleeping test, one place for what is dangerous.

use crate::scan::{Source, has_word, test_files};
use crate::tree::{Fault, Tree};

/// Texts that no Rust file may hold, with what to write instead.
const NEVER: &[(&str, &str)] = &[
    ("#[allow(", "write #[expect(.., reason = \"..\")]"),
    ("#![allow(", "write #[expect(.., reason = \"..\")] at the item"),
    ("#[ignore", "a test runs or does not exist"),
    ("#[should_panic", "assert on the error instead"),
];

/// Texts that no Rust file of the host may hold.
const NEVER_IN_HOST: &[(&str, &str)] = &[
    ("static mut ", "nothing is current for everybody: hand the value down"),
    ("thread_local!", "nothing is current for a thread: hand the value down"),
];

/// Words that exactly one file below a folder may hold, outside of tests.
const ONE_FILE: &[(&str, &str)] = &[("host/sandbox/src/", "Store::new"), ("host/storage/src/", "AssertSqlSafe")];

/// Lints silenced, tests that sleep or panic on purpose, and hidden state.
#[must_use]
pub fn forbidden(tree: &Tree) -> Vec<Fault> {
    let mut faults = vec![];
    for (path, text) in tree.ending(".rs") {
        let host = if path.starts_with("host/") { NEVER_IN_HOST } else { &[] };
        for (line, code) in Source::new(text).code_lines() {
            for (pattern, instead) in NEVER.iter().chain(host) {
                if code.contains(pattern) {
                    faults.push(Fault::new(path, line, format!("{pattern} is not used here: {instead}")));
                }
            }
        }
    }
    faults
}

/// Dangerous words that stand in more than one file.
#[must_use]
pub fn scattered(tree: &Tree) -> Vec<Fault> {
    let tests = test_files(tree);
    let mut faults = vec![];
    for (folder, word) in ONE_FILE {
        let mut places: Vec<(&str, usize)> = vec![];
        for (path, text) in tree.ending(".rs").filter(|(path, _)| path.starts_with(folder) && !tests.contains(*path)) {
            let source = Source::new(text);
            let line = source
                .code_lines()
                .into_iter()
                .find(|(line, code)| !source.in_test(*line) && !code.trim_start().starts_with("use ") && has_word(code, word));
            places.extend(line.map(|(line, _)| (path, line)));
        }
        if places.len() > 1 {
            faults.extend(
                places.iter().map(|(path, line)| Fault::new(path, *line, format!("{word} stands in several files of {folder}"))),
            );
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::{assert_clean, assert_faults};

    #[test]
    fn nothing_forbidden_is_written() {
        assert_clean(&forbidden(&Tree::of_project()));
    }

    #[test]
    fn what_is_dangerous_has_one_place() {
        assert_clean(&scattered(&Tree::of_project()));
    }

    #[test]
    fn forbidden_texts_are_seen() {
        let bad = "//! A file.\n#[allow(dead_code)]\nfn a() {}\n#[ignore = \"later\"]\nfn b() {}\n#[should_panic]\nfn c() {}\nstatic mut X: u8 = 0;\nthread_local! {}\n// #[allow(\nlet s = \"#[ignore\";\n";
        let tree = Tree::sample(&[("host/a/src/b.rs", bad), ("plugins/a/src/lib.rs", "thread_local! {}\n#![allow(unused)]\n")]);
        let lines = [2, 4, 6, 8, 9].map(|line| ("host/a/src/b.rs", line));
        assert_faults(&forbidden(&tree), &[lines.as_slice(), &[("plugins/a/src/lib.rs", 2)]].concat());
    }

    #[test]
    fn a_second_store_is_seen() {
        let tree = Tree::sample(&[
            ("host/sandbox/src/call.rs", "let s = Store::new(&engine, state);\n"),
            ("host/sandbox/src/other.rs", "\nlet s = wasmtime::Store::new(&engine, state);\n"),
            ("host/storage/src/query.rs", "use sqlx::AssertSqlSafe;\nAssertSqlSafe(text)\n"),
            ("host/storage/src/tests.rs", "AssertSqlSafe(text)\n"),
            ("host/storage/src/a.rs", "#[cfg(test)]\nmod tests {\n    fn f() { AssertSqlSafe(text); }\n}\n"),
        ]);
        assert_faults(&scattered(&tree), &[("host/sandbox/src/call.rs", 1), ("host/sandbox/src/other.rs", 2)]);
    }
}
