//! The project's files by path, read from disk or given by a test, and the faults that rules find in them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

/// Folders that hold what is built or fetched, never what is written.
const BUILT: &[&str] = &[".git", "target", "node_modules", "demo"];

/// All files of the project: texts by path relative to its root, with slashes.
#[derive(Default)]
pub struct Tree {
    texts: BTreeMap<String, String>,
    folders: BTreeSet<String>,
    others: BTreeSet<String>,
}

/// Something that breaks a rule.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    /// Path relative to the root.
    pub path: String,
    /// Line from 1; 0 for the file as a whole.
    pub line: usize,
    /// What is wrong and what to do.
    pub what: String,
}

impl Fault {
    /// A fault on a line (from 1), or in the file as a whole (0).
    #[must_use]
    pub fn new(path: &str, line: usize, what: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, what: what.into() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.what)
    }
}

/// The root of the project.
#[must_use]
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

impl Tree {
    /// Everything written in the project, new files included; what is built or fetched is left out.
    #[must_use]
    pub fn of_project() -> Self {
        let mut tree = Self::default();
        tree.read(&root(), "");
        tree
    }

    /// A tree for a test.
    #[must_use]
    pub fn sample(files: &[(&str, &str)]) -> Self {
        let mut tree = Self::default();
        for (path, text) in files {
            tree.add(path, (*text).to_owned());
        }
        tree
    }

    fn add(&mut self, path: &str, text: String) {
        let mut folder = path;
        while let Some((above, _)) = folder.rsplit_once('/') {
            self.folders.insert(above.to_owned());
            folder = above;
        }
        self.texts.insert(path.to_owned(), text);
    }

    fn read(&mut self, folder: &Path, prefix: &str) {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        for entry in entries {
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = if prefix.is_empty() { name.clone() } else { format!("{prefix}/{name}") };
            let Ok(kind) = entry.file_type() else { continue };
            if kind.is_dir() {
                if !BUILT.contains(&name.as_str()) {
                    self.folders.insert(path.clone());
                    self.read(&entry.path(), &path);
                }
            } else if let Ok(text) = fs::read_to_string(entry.path()) {
                if !name.ends_with(".log") {
                    self.add(&path, text);
                }
            } else {
                self.others.insert(path);
            }
        }
    }

    /// The text of a file.
    #[must_use]
    pub fn text(&self, path: &str) -> Option<&str> {
        self.texts.get(path).map(String::as_str)
    }

    /// Every text, in the order of paths.
    pub fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// The texts whose path ends like this, in the order of paths.
    pub fn ending<'a>(&'a self, end: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.texts().filter(move |(path, _)| path.ends_with(end))
    }

    /// Whether there is such a file or folder.
    #[must_use]
    pub fn exists(&self, path: &str) -> bool {
        path.is_empty() || self.texts.contains_key(path) || self.folders.contains(path) || self.others.contains(path)
    }
}

/// Ends a test with the list of faults, if there are any.
///
/// # Panics
/// If there is a fault.
pub fn assert_clean(faults: &[Fault]) {
    let list: Vec<String> = faults.iter().map(Fault::to_string).collect();
    assert!(list.is_empty(), "{} fault(s):\n{}", list.len(), list.join("\n"));
}

/// Ends a test unless the faults are exactly at these lines of these paths.
///
/// # Panics
/// If they are elsewhere.
pub fn assert_faults(faults: &[Fault], expected: &[(&str, usize)]) {
    let mut found: Vec<(&str, usize)> = faults.iter().map(|fault| (fault.path.as_str(), fault.line)).collect();
    let mut expected = expected.to_vec();
    found.sort_unstable();
    expected.sort_unstable();
    assert_eq!(found, expected, "{faults:#?}");
}
