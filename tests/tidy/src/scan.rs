//! A light reading of Rust sources: what is code, what is comment, what is a string, and which lines are tests.

use std::collections::BTreeSet;

use crate::tree::Tree;

/// A source split into its layers. `code` and `comments` have exactly the characters of the source, blanked where the other
/// layer speaks, so that positions and lines agree.
pub struct Source {
    /// Code; the contents of strings, characters and comments are spaces.
    pub code: Vec<char>,
    /// Comments with their slashes; everything else is spaces.
    pub comments: Vec<char>,
    /// String literals in order.
    pub literals: Vec<Literal>,
    tests: Vec<bool>,
}

/// A string literal.
pub struct Literal {
    /// Position of the opening quote.
    pub start: usize,
    /// Line from 1 where it begins.
    pub line: usize,
    /// What stands between the quotes, escapes untouched.
    pub text: String,
}

struct Scanner {
    source: Vec<char>,
    at: usize,
    line: usize,
    code: Vec<char>,
    comments: Vec<char>,
    literals: Vec<Literal>,
}

impl Scanner {
    fn peek(&self, ahead: usize) -> char {
        self.source.get(self.at + ahead).copied().unwrap_or('\0')
    }

    fn push(&mut self, code: char, comment: char) {
        if self.peek(0) == '\n' {
            self.line += 1;
            self.code.push('\n');
            self.comments.push('\n');
        } else {
            self.code.push(code);
            self.comments.push(comment);
        }
        self.at += 1;
    }

    fn ended(&self) -> bool {
        self.at >= self.source.len()
    }

    fn comment_line(&mut self) {
        while !self.ended() && self.peek(0) != '\n' {
            self.push(' ', self.peek(0));
        }
    }

    fn comment_block(&mut self) {
        let mut depth = 0_usize;
        while !self.ended() {
            let pair = (self.peek(0), self.peek(1));
            let step = match pair {
                ('/', '*') => {
                    depth += 1;
                    2
                }
                ('*', '/') => {
                    depth -= 1;
                    2
                }
                _ => 1,
            };
            for _ in 0..step {
                self.push(' ', self.peek(0));
            }
            if depth == 0 {
                break;
            }
        }
    }

    fn string(&mut self, hashes: Option<usize>) {
        let (start, line, mut text) = (self.at, self.line, String::new());
        self.push('"', ' ');
        while !self.ended() {
            let c = self.peek(0);
            let closes = c == '"' && (1..=hashes.unwrap_or(0)).all(|n| self.peek(n) == '#');
            if closes {
                break;
            }
            if c == '\\' && hashes.is_none() {
                text.push(c);
                self.push(' ', ' ');
            }
            text.push(self.peek(0));
            self.push(' ', ' ');
        }
        self.push('"', ' ');
        self.literals.push(Literal { start, line, text });
    }

    /// `r"…"`, `br#"…"#` and the like: how many hashes, if a raw string begins after the letters.
    fn raw_hashes(&self, letters: usize) -> Option<usize> {
        let hashes = (0..).take_while(|n| self.peek(letters + n) == '#').count();
        (self.peek(letters + hashes) == '"').then_some(hashes)
    }

    fn character(&mut self) {
        let escaped = self.peek(1) == '\\';
        if escaped || self.peek(2) == '\'' {
            self.push('\'', ' ');
            if escaped {
                self.push(' ', ' ');
            }
            self.push(' ', ' ');
            while !self.ended() && self.peek(0) != '\'' {
                self.push(' ', ' ');
            }
        }
        self.push('\'', ' ');
    }

    fn run(mut self) -> Source {
        while !self.ended() {
            let in_word = self.code.last().is_some_and(|c| c.is_alphanumeric() || *c == '_');
            match (self.peek(0), self.peek(1)) {
                ('/', '/') => self.comment_line(),
                ('/', '*') => self.comment_block(),
                ('"', _) => self.string(None),
                ('\'', _) => self.character(),
                ('r', '"' | '#') if !in_word && self.raw_hashes(1).is_some() => self.raw(1),
                ('b' | 'c', 'r') if !in_word && self.raw_hashes(2).is_some() => self.raw(2),
                (c, _) => self.push(c, ' '),
            }
        }
        let lines = self.line;
        let mut source =
            Source { code: self.code, comments: self.comments, literals: self.literals, tests: vec![false; lines + 1] };
        source.mark_tests();
        source
    }

    fn raw(&mut self, letters: usize) {
        let hashes = self.raw_hashes(letters).unwrap_or(0);
        for _ in 0..letters + hashes {
            self.push(self.peek(0), ' ');
        }
        self.string(Some(hashes));
        for _ in 0..hashes {
            self.push('#', ' ');
        }
    }
}

impl Source {
    /// Reads a source.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let source: Vec<char> = text.chars().collect();
        Scanner { source, at: 0, line: 1, code: vec![], comments: vec![], literals: vec![] }.run()
    }

    /// The code, line by line, numbered from 1.
    #[must_use]
    pub fn code_lines(&self) -> Vec<(usize, String)> {
        lines(&self.code)
    }

    /// The comments, line by line, numbered from 1.
    #[must_use]
    pub fn comment_lines(&self) -> Vec<(usize, String)> {
        lines(&self.comments)
    }

    /// Whether a line (from 1) stands in a `#[cfg(test)]` block.
    #[must_use]
    pub fn in_test(&self, line: usize) -> bool {
        self.tests.get(line).copied().unwrap_or(false)
    }

    /// How many lines stand in `#[cfg(test)]` blocks.
    #[must_use]
    pub fn test_lines(&self) -> usize {
        self.tests.iter().filter(|test| **test).count()
    }

    /// The last line of the braces that open at this line (from 1) or below; the line itself if a `;` comes first.
    #[must_use]
    pub fn block_end(&self, from: usize) -> usize {
        let (mut line, mut depth) = (1, 0_usize);
        for c in &self.code {
            if *c == '\n' {
                line += 1;
            }
            if line < from {
                continue;
            }
            match c {
                '{' => depth += 1,
                '}' if depth == 1 => return line,
                '}' => depth = depth.saturating_sub(1),
                ';' if depth == 0 => return line,
                _ => {}
            }
        }
        line
    }

    fn mark_tests(&mut self) {
        let starts: Vec<usize> = self
            .code_lines()
            .iter()
            .filter(|(_, code)| code.contains("#[cfg(test)]") || code.contains("#[cfg(all(test"))
            .map(|(line, _)| *line)
            .collect();
        for start in starts {
            let end = self.block_end(start);
            for (line, test) in self.tests.iter_mut().enumerate() {
                *test |= (start..=end).contains(&line);
            }
        }
    }
}

fn lines(layer: &[char]) -> Vec<(usize, String)> {
    layer.split(|c| *c == '\n').enumerate().map(|(n, line)| (n + 1, line.iter().collect())).collect()
}

/// Whether a word stands in a line of code, not as a part of a longer word.
#[must_use]
pub fn has_word(line: &str, word: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| {
        let before = line.get(..at).and_then(|s| s.chars().next_back());
        let after = line.get(at + word.len()..).and_then(|s| s.chars().next());
        !before.is_some_and(part) && !after.is_some_and(part)
    })
}

/// The files that no shipped binary holds: below a `tests` or, in the host, an `examples` folder, named `tests.rs`, or declared
/// under `#[cfg(test)]`.
#[must_use]
pub fn test_files(tree: &Tree) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (path, text) in tree.ending(".rs") {
        if path.starts_with("tests/")
            || path.contains("/tests/")
            || path.ends_with("/tests.rs")
            || (path.starts_with("host/") && path.contains("/examples/"))
        {
            found.insert(path.to_owned());
        }
        let source = Source::new(text);
        let folder =
            path.strip_suffix("/lib.rs").or_else(|| path.strip_suffix("/main.rs")).or_else(|| path.strip_suffix("/mod.rs"));
        let folder = folder.unwrap_or_else(|| path.trim_end_matches(".rs"));
        for (line, code) in source.code_lines() {
            let module = code.trim().trim_start_matches("pub ").strip_prefix("mod ").and_then(|rest| rest.strip_suffix(';'));
            if let (true, Some(module)) = (source.in_test(line), module) {
                found.insert(format!("{folder}/{module}.rs"));
                found.insert(format!("{folder}/{module}/mod.rs"));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layers_are_told_apart() {
        let text = "let a = \"// no \\\" comment\"; // yes \"no string\"\nlet b = r#\"raw \" it\"#; /* block /* in */ it */ let c = '\"';\nfn f<'a>(x: &'a str) {}\n";
        let source = Source::new(text);
        assert_eq!(source.literals.iter().map(|l| l.text.as_str()).collect::<Vec<_>>(), ["// no \\\" comment", "raw \" it"]);
        let code: String = source.code.iter().collect();
        assert!(!code.contains("comment") && !code.contains("block"), "{code}");
        assert!(code.contains("let c = '") && code.contains("fn f<'a>(x: &'a str) {}"), "{code}");
        let comments: String = source.comments.iter().collect();
        assert!(comments.contains("// yes \"no string\"") && comments.contains("/* block /* in */ it */"), "{comments}");
        assert_eq!(source.code.len(), text.chars().count());
        assert_eq!(source.comments.len(), text.chars().count());
    }

    #[test]
    fn test_blocks_and_test_files_are_found() {
        let source = Source::new("fn a() {}\n#[cfg(test)]\nmod tests {\n    fn b() { if x { } }\n}\nfn c() {}\n");
        let marked: Vec<usize> = (1..=6).filter(|line| source.in_test(*line)).collect();
        assert_eq!(marked, [2, 3, 4, 5]);
        let tree = Tree::sample(&[
            ("host/x/src/lib.rs", "#[cfg(test)]\nmod probes;\nmod real;\n"),
            ("host/x/src/a/tests.rs", ""),
            ("host/x/examples/b.rs", ""),
        ]);
        let files = test_files(&tree);
        assert!(
            files.contains("host/x/src/probes.rs")
                && files.contains("host/x/src/a/tests.rs")
                && files.contains("host/x/examples/b.rs"),
            "{files:?}"
        );
        assert!(!files.contains("host/x/src/real.rs"));
    }

    #[test]
    fn words_are_whole() {
        assert!(has_word("use sqlx::Row;", "sqlx"));
        assert!(!has_word("let not_sqlx = 1;", "sqlx"));
        assert!(!has_word("sqlxx", "sqlx"));
    }
}
