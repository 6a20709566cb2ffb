//! Every French sentence lives in the message files: each key is used, each use has its key and its arguments, and no sentence hides
//! in the sources of the host.

use std::collections::{BTreeMap, BTreeSet};

use crate::scan::{Source, test_files};
use crate::tree::{Fault, Tree};

const FOLDER: &str = "host/domain/messages/";
/// Letters and marks by which a French sentence is known.
const FRENCH: &[char] = &['é', 'è', 'ê', 'ë', 'à', 'â', 'ù', 'û', 'ç', 'œ', 'î', 'ï', 'ô', 'É', 'È', 'À', 'Ç', '«', '»', '’'];

/// Sources of the host that may hold French words, because there they are data: path prefix and reason.
const FRENCH_DATA: &[(&str, &str)] = &[("host/synth/src/", "names, subjects and places of an invented school")];

struct Message {
    path: String,
    line: usize,
    names: BTreeSet<String>,
}

fn catalogue(tree: &Tree) -> BTreeMap<String, Message> {
    let mut found: BTreeMap<String, Message> = BTreeMap::new();
    for (path, text) in tree.ending(".ftl").filter(|(path, _)| path.starts_with(FOLDER)) {
        let mut key = None;
        for (number, line) in text.lines().enumerate() {
            if line.starts_with(|c: char| c.is_ascii_alphabetic()) {
                let name = line.split('=').next().unwrap_or("").trim().to_owned();
                found.insert(name.clone(), Message { path: path.to_owned(), line: number + 1, names: BTreeSet::new() });
                key = Some(name);
            } else if line.starts_with('#') {
                key = None;
            }
            if let Some(message) = key.as_ref().and_then(|key| found.get_mut(key)) {
                message.names.extend(variables(line));
            }
        }
    }
    found
}

fn variables(line: &str) -> Vec<String> {
    let parts = line.split('$').skip(1);
    let names =
        parts.map(|part| part.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-')).collect::<String>());
    names.filter(|name| !name.is_empty()).collect()
}

/// A `text!("key", name = value)` of a source.
struct Use {
    line: usize,
    key: String,
    names: BTreeSet<String>,
}

fn uses(source: &Source) -> Vec<Use> {
    let mut found = vec![];
    let code: String = source.code.iter().collect();
    let opening: Vec<char> = "text!(".chars().collect();
    for (at, window) in source.code.windows(opening.len()).enumerate() {
        let before = at.checked_sub(1).and_then(|i| source.code.get(i));
        if window != opening.as_slice() || before.is_some_and(|c| c.is_alphanumeric() || *c == '_') {
            continue;
        }
        let after = at + opening.len();
        let key = source.code.iter().skip(after).position(|c| !c.is_whitespace()).map(|blank| after + blank);
        let Some(literal) = source.literals.iter().find(|literal| Some(literal.start) == key) else { continue };
        let rest: String = code.chars().skip(after).collect();
        found.push(Use { line: literal.line, key: literal.text.clone(), names: arguments(&rest) });
    }
    found
}

/// The names before `=` at the top level of a list of arguments.
fn arguments(rest: &str) -> BTreeSet<String> {
    let (mut depth, mut word, mut names) = (0_usize, String::new(), BTreeSet::new());
    let mut fresh = false;
    for c in rest.chars() {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' if depth == 0 => break,
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 0 => {
                fresh = true;
                word.clear();
            }
            '=' if depth == 0 && fresh => {
                names.insert(word.trim().to_owned());
                fresh = false;
            }
            _ if depth == 0 => word.push(c),
            _ => {}
        }
    }
    names
}

/// Keys that are missing or unused, and arguments that a sentence lacks or does not know.
#[must_use]
pub fn keys(tree: &Tree) -> Vec<Fault> {
    let catalogue = catalogue(tree);
    let tests = test_files(tree);
    let (mut faults, mut literals) = (vec![], BTreeSet::new());
    for (path, text) in tree.ending(".rs").filter(|(path, _)| path.starts_with("host/")) {
        let source = Source::new(text);
        if !tests.contains(path) {
            literals.extend(source.literals.iter().filter(|l| !source.in_test(l.line)).map(|l| l.text.clone()));
        }
        for one in uses(&source) {
            match catalogue.get(&one.key) {
                None => faults.push(Fault::new(path, one.line, format!("« {} » is in no file of {FOLDER}", one.key))),
                Some(message) if message.names != one.names => {
                    let (has, wants) = (one.names, &message.names);
                    faults.push(Fault::new(
                        path,
                        one.line,
                        format!("« {} » is given {has:?}, its sentence wants {wants:?}", one.key),
                    ));
                }
                Some(_) => {}
            }
        }
    }
    let unused = catalogue.iter().filter(|(key, _)| !literals.contains(*key));
    faults.extend(unused.map(|(key, message)| Fault::new(&message.path, message.line, format!("« {key} » is never used"))));
    faults
}

/// String literals of the host, outside of tests, that look like a French sentence.
#[must_use]
pub fn hidden(tree: &Tree) -> Vec<Fault> {
    let tests = test_files(tree);
    let mut faults = vec![];
    for (path, text) in tree.ending(".rs").filter(|(path, _)| path.starts_with("host/") && !tests.contains(*path)) {
        if FRENCH_DATA.iter().any(|(prefix, _)| path.starts_with(prefix)) {
            continue;
        }
        let source = Source::new(text);
        let french = source.literals.iter().filter(|l| !source.in_test(l.line) && l.text.contains(FRENCH));
        faults.extend(french.map(|l| Fault::new(path, l.line, format!("« {} » belongs to {FOLDER}", l.text))));
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::{assert_clean, assert_faults};

    #[test]
    fn every_key_is_there_and_used() {
        let tree = Tree::of_project();
        assert!(catalogue(&tree).len() > 30, "the message files are not where this test looks");
        assert_clean(&keys(&tree));
    }

    #[test]
    fn no_sentence_hides_in_the_sources() {
        assert_clean(&hidden(&Tree::of_project()));
    }

    #[test]
    fn missing_and_unused_keys_and_wrong_arguments_are_seen() {
        let tree = Tree::sample(&[
            (
                "host/domain/messages/a.ftl",
                "# A comment\na-one = Un { $x }.\na-two = Deux.\na-three = { $n ->\n    [one] un { $unit }\n   *[other] { $n }\n  }\n",
            ),
            (
                "host/a/src/b.rs",
                "f(text!(\"a-one\", x = g(1, y = 2)));\nf(preau_domain::text!(\n    \"a-none\"\n));\ntext!(\"a-one\", z = a == b);\ntext!(\"a-three\", n = 1, unit = \"u\");\n",
            ),
            ("host/a/src/tests.rs", "let key = \"a-two\";\n"),
        ]);
        assert_faults(&keys(&tree), &[("host/a/src/b.rs", 3), ("host/a/src/b.rs", 5), ("host/domain/messages/a.ftl", 3)]);
    }

    #[test]
    fn a_hidden_sentence_is_seen() {
        let tree = Tree::sample(&[
            (
                "host/a/src/b.rs",
                "// élève\nlet a = \"Accès refusé\";\nlet b = \"plain\";\n#[cfg(test)]\nmod tests {\n    const C: &str = \"élève\";\n}\n",
            ),
            ("host/synth/src/names.rs", "const A: &str = \"Zoé\";\n"),
        ]);
        assert_faults(&hidden(&tree), &[("host/a/src/b.rs", 2)]);
    }
}
