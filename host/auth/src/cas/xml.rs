//! XML from strangers: bounded, UTF-8, without document type, with namespaces.

use roxmltree::{Document, Node, ParsingOptions};

use super::Fault;

/// Levels of elements; real answers have six.
const MAX_DEPTH: usize = 32;
/// Bytes of one tag: the parser compares its attributes pair by pair.
const MAX_TAG: usize = 16 * 1024;
/// Nodes of one document.
const MAX_NODES: u32 = 20_000;

/// The text of a body of at most `limit` bytes, without its byte order mark.
pub(super) fn decode(body: &[u8], limit: usize) -> Result<&str, Fault> {
    if body.len() > limit {
        return Err(Fault::TooLarge);
    }
    let text = std::str::from_utf8(body).map_err(|_| Fault::Encoding)?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// The document.
pub(super) fn parse(text: &str) -> Result<Document<'_>, Fault> {
    says_utf8(text)?;
    check_depth(text)?;
    let options = ParsingOptions { allow_dtd: false, nodes_limit: MAX_NODES, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).map_err(|error| match error {
        roxmltree::Error::DtdDetected => Fault::Doctype,
        _ => Fault::Syntax,
    })
}

/// The declaration, if there is one, must not say another encoding: the parser does not look.
fn says_utf8(text: &str) -> Result<(), Fault> {
    let Some(declaration) = text.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")) else { return Ok(()) };
    let Some((_, value)) = declaration.0.split_once("encoding") else { return Ok(()) };
    let name = value.trim_matches(|c: char| c.is_ascii_whitespace() || matches!(c, '=' | '"' | '\''));
    let name = name.split(['"', '\'']).next().unwrap_or_default();
    if ["utf-8", "utf8", "us-ascii"].iter().any(|known| name.eq_ignore_ascii_case(known)) { Ok(()) } else { Err(Fault::Encoding) }
}

/// Counts levels before the parser builds anything. Comments, CDATA and instructions are skipped as the parser does, so
/// on a well-formed document the count is exact.
fn check_depth(text: &str) -> Result<(), Fault> {
    let mut rest = text;
    let mut depth = 0_usize;
    while let Some((_, after)) = rest.split_once('<') {
        rest = if let Some(comment) = after.strip_prefix("!--") {
            past(comment, "-->")?
        } else if let Some(data) = after.strip_prefix("![CDATA[") {
            past(data, "]]>")?
        } else if let Some(instruction) = after.strip_prefix('?') {
            past(instruction, "?>")?
        } else if after.starts_with('!') {
            return Err(Fault::Doctype);
        } else {
            let (tag, following) = tag(after)?;
            if tag.starts_with('/') {
                depth = depth.checked_sub(1).ok_or(Fault::Syntax)?;
            } else if !tag.ends_with('/') {
                depth += 1;
            }
            if depth > MAX_DEPTH {
                return Err(Fault::TooDeep);
            }
            following
        };
    }
    Ok(())
}

fn past<'a>(text: &'a str, end: &str) -> Result<&'a str, Fault> {
    text.split_once(end).map(|(_, rest)| rest).ok_or(Fault::Syntax)
}

/// A tag without its brackets, and what follows it; a `>` between quotes does not end it.
fn tag(text: &str) -> Result<(&str, &str), Fault> {
    let mut quote = None;
    for (at, byte) in text.bytes().take(MAX_TAG).enumerate() {
        match (quote, byte) {
            (None, b'>') => return text.get(..at).zip(text.get(at + 1..)).ok_or(Fault::Syntax),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), close) if open == close => quote = None,
            _ => {}
        }
    }
    Err(Fault::Syntax)
}

/// The elements directly below.
pub(super) fn elements<'a, 'i: 'a>(node: Node<'a, 'i>) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children().filter(Node::is_element)
}

/// Whether the node is this element of this namespace.
pub(super) fn is(node: &Node<'_, '_>, namespace: &str, name: &str) -> bool {
    node.is_element() && node.tag_name().namespace() == Some(namespace) && node.tag_name().name() == name
}

/// Whether words stand directly below, between the elements.
pub(super) fn has_loose_words(node: Node<'_, '_>) -> bool {
    node.children().any(|child| child.is_text() && child.text().is_some_and(|text| !text.trim().is_empty()))
}

/// The text directly below.
pub(super) fn words(node: Node<'_, '_>) -> String {
    node.children().filter(Node::is_text).filter_map(|child| child.text()).collect()
}

/// The text of an element that holds nothing but text: a comment or an element inside it is a trick.
pub(super) fn only_words(node: Node<'_, '_>) -> Option<String> {
    node.children().all(|child| child.is_text()).then(|| words(node))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nested(levels: usize) -> String {
        format!("{}{}", "<a>".repeat(levels), "</a>".repeat(levels))
    }

    #[test]
    fn depth_is_bounded_before_parsing() {
        assert!(parse(&nested(MAX_DEPTH)).is_ok());
        for levels in [MAX_DEPTH + 1, 20_000, 1_000_000] {
            assert_eq!(parse(&nested(levels)).unwrap_err(), Fault::TooDeep, "{levels}");
        }
        assert_eq!(parse(&"<a>".repeat(1_000_000)).unwrap_err(), Fault::TooDeep);
        let hidden = format!("<r>{}</r>", "<!-- </r></r> --><a b='>'>".repeat(40));
        assert_eq!(parse(&hidden).unwrap_err(), Fault::TooDeep);
        assert!(parse("<r><![CDATA[<a><a>]]><!-- <a><a> --><?x <a>?><b c='/'>d</b></r>").is_ok());
    }

    #[test]
    fn documents_are_plain_utf8() {
        for (text, fault) in [
            ("<!DOCTYPE r><r/>", Fault::Doctype),
            ("<!DOCTYPE r [<!ENTITY x \"y\">]><r>&x;</r>", Fault::Doctype),
            ("<?xml version='1.0' encoding='UTF-16'?><r/>", Fault::Encoding),
            ("<?xml version=\"1.0\" encoding=\"ISO-8859-1\" standalone=\"yes\"?><r/>", Fault::Encoding),
            ("<r/><r/>", Fault::Syntax),
            ("</r>", Fault::Syntax),
            ("<r", Fault::Syntax),
            ("<!-- <r/>", Fault::Syntax),
            ("", Fault::Syntax),
        ] {
            assert_eq!(parse(text).unwrap_err(), fault, "{text}");
        }
        assert!(parse("<?xml version=\"1.0\" encoding=\"utf-8\" standalone='yes'?>\n<r/>").is_ok());
        assert_eq!(decode(b"\xef\xbb\xbfok", 10), Ok("ok"));
        assert_eq!(decode(b"\xff\xfe<\0r\0", 10), Err(Fault::Encoding));
        assert_eq!(decode(b"12345678901", 10), Err(Fault::TooLarge));
    }

    #[test]
    fn a_huge_tag_is_refused() {
        let attributes: String = (0..10_000).map(|n| format!(" a{n}=''")).collect();
        assert_eq!(parse(&format!("<r{attributes}/>")).unwrap_err(), Fault::Syntax);
    }
}
