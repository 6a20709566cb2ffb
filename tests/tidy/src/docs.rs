//! The documents say what is there: every path and every `make` target that they cite exists.

use crate::tree::{Fault, Tree};

const FILE_ENDS: &[&str] = &[".rs", ".md", ".toml", ".wit", ".ftl", ".sh", ".mjs", ".js", ".css", ".json", ".png", ".sql"];

/// Paths in backticks or links of Markdown files that do not exist.
#[must_use]
pub fn paths(tree: &Tree) -> Vec<Fault> {
    let mut faults = vec![];
    for (path, text) in tree.ending(".md") {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut fenced = false;
        for (number, line) in text.lines().enumerate() {
            if line.trim_start().starts_with("```") {
                fenced = !fenced;
                continue;
            }
            if fenced {
                continue;
            }
            let quoted = spans(line).into_iter().filter(|span| looks_like_path(tree, span)).map(|span| (span, true));
            let linked = links(line).into_iter().map(|link| (link, false));
            for (cited, from_root) in quoted.chain(linked) {
                if !exists(tree, folder, &cited, from_root) {
                    faults.push(Fault::new(path, number + 1, format!("{cited} does not exist")));
                }
            }
        }
    }
    faults
}

/// `make` targets cited in Markdown files, in backticks or in fenced commands, that the Makefile does not have.
#[must_use]
pub fn targets(tree: &Tree) -> Vec<Fault> {
    let makefile = tree.text("Makefile").unwrap_or("");
    let known: Vec<&str> = makefile
        .lines()
        .filter(|line| !line.starts_with(['\t', '.', '#', ' ']))
        .filter_map(|line| line.split_once(':').filter(|(_, rest)| !rest.starts_with('=')))
        .flat_map(|(names, _)| names.split_whitespace())
        .collect();
    let mut faults = vec![];
    for (path, text) in tree.ending(".md") {
        let mut fenced = false;
        for (number, line) in text.lines().enumerate() {
            if line.trim_start().starts_with("```") {
                fenced = !fenced;
            }
            let commands = if fenced { vec![line.trim().trim_start_matches("$ ").to_owned()] } else { spans(line) };
            for command in commands {
                let Some(target) = command.strip_prefix("make ").and_then(|rest| rest.split_whitespace().next()) else {
                    continue;
                };
                if !known.contains(&target) {
                    faults.push(Fault::new(path, number + 1, format!("the Makefile has no target {target}")));
                }
            }
        }
    }
    faults
}

fn spans(line: &str) -> Vec<String> {
    line.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

fn links(line: &str) -> Vec<String> {
    let addresses = line.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let inner = addresses.filter(|a| !a.contains("://") && !a.starts_with('#') && !a.starts_with("mailto:"));
    inner.map(|a| a.split('#').next().unwrap_or(a).to_owned()).collect()
}

/// A path of the project: below one of its top folders, or a name with a known ending and no pattern in it.
fn looks_like_path(tree: &Tree, span: &str) -> bool {
    let strange = |c: char| c.is_whitespace() || "*{}<>$…=()[]\"'|,;@".contains(c);
    if span.is_empty() || span.contains(strange) || span.contains("://") || span.starts_with(['/', '-', '~']) {
        return false;
    }
    let first = span.split('/').next().unwrap_or(span);
    let below = span.contains('/') && !first.is_empty() && tree.exists(first);
    below || FILE_ENDS.iter().any(|end| span.ends_with(end) && span.len() > end.len())
}

fn exists(tree: &Tree, folder: &str, cited: &str, from_root: bool) -> bool {
    let cited = cited.trim_end_matches('/');
    let cited = cited.split_once(':').map_or(cited, |(path, _)| path);
    let bare = from_root && !cited.contains('/') && tree.texts().any(|(path, _)| path.rsplit('/').next() == Some(cited));
    bare || (from_root && tree.exists(cited)) || tree.exists(&resolve(folder, cited))
}

fn resolve(folder: &str, cited: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in cited.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            other => parts.push(other),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::{assert_clean, assert_faults};

    #[test]
    fn cited_paths_exist() {
        let tree = Tree::of_project();
        assert!(tree.ending(".md").count() >= 3, "the documents are not where this test looks");
        assert_clean(&paths(&tree));
    }

    #[test]
    fn cited_targets_exist() {
        let tree = Tree::of_project();
        assert!(tree.text("Makefile").is_some());
        assert_clean(&targets(&tree));
    }

    #[test]
    fn a_lost_path_is_seen() {
        let text = "See `host/a/src/b.rs`, `host/a/src/c.rs`, `b.rs`, `z.rs` and [it](../host/a/) or [this](gone.md#x).\nNot a path: `/e/{slug}/x.rs`, `a = \"b.md\"`, https://x.example/y.md.\n```\nhost/none.rs\n```\n";
        let tree = Tree::sample(&[("docs/x.md", text), ("host/a/src/b.rs", "")]);
        assert_faults(&paths(&tree), &[("docs/x.md", 1), ("docs/x.md", 1), ("docs/x.md", 1)]);
    }

    #[test]
    fn a_lost_target_is_seen() {
        let tree = Tree::sample(&[
            ("Makefile", ".PHONY: demo\nNAME := x\ndemo test: build\n\techo make\nbuild:\n"),
            ("a.md", "Run `make demo ARGS=--fresh`, `make tset`, then `make`.\n```\n$ make build\nmake lost\n```\n"),
        ]);
        assert_faults(&targets(&tree), &[("a.md", 1), ("a.md", 4)]);
    }
}
