//! The interface for plugins is documented item by item.

use crate::tree::{Fault, Tree};

/// Words that begin an item.
const ITEMS: &[&str] =
    &["package", "interface", "world", "record", "variant", "enum", "flags", "resource", "type", "constructor", "static"];
/// Words that begin a line which needs no sentence of its own.
const PLAIN: &[&str] = &["use", "import", "export", "include"];

/// Items of `.wit` files without a `///` line above.
#[must_use]
pub fn undocumented(tree: &Tree) -> Vec<Fault> {
    let mut faults = vec![];
    for (path, text) in tree.ending(".wit") {
        let (mut documented, mut parentheses) = (false, 0_usize);
        for (number, line) in text.lines().enumerate() {
            let line = line.trim();
            let inside = parentheses > 0;
            let code = line.split("//").next().unwrap_or("");
            parentheses = (parentheses + code.matches('(').count()).saturating_sub(code.matches(')').count());
            if line.is_empty() || line.starts_with('@') {
                continue;
            }
            if line.starts_with("///") {
                documented = line.len() > 5;
                continue;
            }
            if !inside && is_item(code) && !documented {
                faults.push(Fault::new(path, number + 1, format!("no /// line above: {line}")));
            }
            documented = false;
        }
    }
    faults
}

fn is_item(code: &str) -> bool {
    let word: String = code.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '%')).collect();
    !word.is_empty() && (ITEMS.contains(&word.as_str()) || !PLAIN.contains(&word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::{assert_clean, assert_faults};

    #[test]
    fn every_item_of_the_interface_is_documented() {
        let tree = Tree::of_project();
        assert!(tree.text("wit/plugin.wit").is_some());
        assert_clean(&undocumented(&tree));
    }

    #[test]
    fn a_bare_item_is_seen() {
        let text = "/// The package.\npackage a:b;\n\ninterface values {\n  use x.{y};\n  /// A record.\n  record handle {\n    high: u64,\n    /// Low half.\n    low: u64,\n  }\n  /// A function.\n  f: func(\n    a: u32,\n  ) -> u32;\n  g: func();\n  ///\n  h: func();\n}\n";
        assert_faults(
            &undocumented(&Tree::sample(&[("wit/a.wit", text)])),
            &[("wit/a.wit", 4), ("wit/a.wit", 8), ("wit/a.wit", 16), ("wit/a.wit", 18)],
        );
    }
}
