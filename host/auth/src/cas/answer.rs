//! What a CAS server says about a ticket. Strict where it decides who logs in, generous about attributes: French ENTs
//! write them in four shapes. Failure anywhere is failure; exactly one user, or none.

use std::collections::BTreeMap;

use roxmltree::Node;
use unicode_normalization::UnicodeNormalization;

use super::{CasError, Fault, xml};
use crate::identity::clean_id;
use crate::provider::Protocol;

/// The largest answer read, in bytes; a generous real one has 6,000.
pub const MAX_BYTES: usize = 256 * 1024;
const CAS: &str = "http://www.yale.edu/tp/cas";

/// An accepted answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CasUser {
    /// The text of the only `cas:user`: trimmed, NFC, 1 to 256 bytes, every character visible, case kept.
    pub user: String,
    /// Attribute → its values, NFC and trimmed, in the order sent, each once; an empty element gives no value.
    pub attributes: BTreeMap<String, Vec<String>>,
}

/// Reads an answer. The content type plays no part: servers send the right body under many names.
///
/// # Errors
/// [`CasError::Status`] for any status but 200, [`CasError::Refused`] when the server says no, else [`CasError::Answer`].
pub fn read(protocol: Protocol, status: u16, body: &[u8]) -> Result<CasUser, CasError> {
    if status != 200 {
        return Err(CasError::Status(status));
    }
    let text = xml::decode(body, MAX_BYTES)?;
    // LemonLDAP::NG answers this way on its CAS 3 page too, when a fresh login was asked for and not made.
    if text.trim_end_matches(['\r', '\n']) == "no" {
        return Err(CasError::Refused(String::new()));
    }
    match protocol {
        Protocol::V1 => read_lines(text),
        Protocol::V2 | Protocol::V3 => read_document(text),
    }
}

/// CAS 1: `yes`, the user, and nothing more. The last line's end is asked for: a cut answer could name somebody else.
fn read_lines(text: &str) -> Result<CasUser, CasError> {
    let mut lines = text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line));
    match lines.next() {
        Some("yes") => {}
        Some("no") => return Err(CasError::Refused(String::new())),
        _ => return Err(Fault::Syntax.into()),
    }
    let user = lines.next().filter(|line| !line.trim().is_empty()).ok_or(Fault::NoUser)?;
    let mut rest = lines.peekable();
    if rest.peek().is_none() || rest.any(|line| !line.is_empty()) {
        return Err(Fault::Structure.into());
    }
    Ok(CasUser { user: clean_id(user).ok_or(Fault::UserShape)?, attributes: BTreeMap::new() })
}

/// CAS 2 and 3.
fn read_document(text: &str) -> Result<CasUser, CasError> {
    let document = xml::parse(text)?;
    let root = document.root_element();
    if !xml::is(&root, CAS, "serviceResponse") {
        return Err(Fault::NotCas.into());
    }
    // A failure anywhere is a refusal: old servers echo the ticket unescaped, and a success can be smuggled in beside it.
    if let Some(failure) = root.descendants().find(|node| xml::is(node, CAS, "authenticationFailure")) {
        return Err(CasError::Refused(code(failure)));
    }
    let mut children = xml::elements(root);
    let success = match (children.next(), children.next()) {
        (Some(only), None) if xml::is(&only, CAS, "authenticationSuccess") => only,
        _ => return Err(Fault::Structure.into()),
    };
    if xml::has_loose_words(root) || xml::has_loose_words(success) {
        return Err(Fault::Structure.into());
    }
    let user = only_user(success)?;
    Ok(CasUser { user, attributes: attributes(success)? })
}

fn code(failure: Node<'_, '_>) -> String {
    let code = failure.attribute("code").unwrap_or_default();
    let plain = code.len() <= 64 && code.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_');
    if plain { code.to_owned() } else { String::new() }
}

fn only_user(success: Node<'_, '_>) -> Result<String, Fault> {
    let mut users = xml::elements(success).filter(|node| xml::is(node, CAS, "user"));
    let user = match (users.next(), users.next()) {
        (Some(only), None) => only,
        (None, _) => return Err(Fault::NoUser),
        (Some(_), Some(_)) => return Err(Fault::SeveralUsers),
    };
    xml::only_words(user).and_then(|text| clean_id(&text)).ok_or(Fault::UserShape)
}

/// Attributes beside the user, in `cas:attributes`, and in `userAttributes` below either, whose children may be in any
/// namespace or none.
fn attributes(success: Node<'_, '_>) -> Result<BTreeMap<String, Vec<String>>, Fault> {
    let mut found = BTreeMap::new();
    let mut blocks = 0;
    for child in xml::elements(success).filter(|node| node.tag_name().namespace() == Some(CAS)) {
        match child.tag_name().name() {
            "user" | "proxyGrantingTicket" => {}
            "proxies" => return Err(Fault::Proxied),
            "attributes" => {
                blocks += 1;
                xml::elements(child).for_each(|inner| gather(inner, &mut found));
            }
            _ => gather(child, &mut found),
        }
    }
    // No server writes two blocks, but an unescaped value can close one and open another.
    if blocks > 1 { Err(Fault::Structure) } else { Ok(found) }
}

fn gather(element: Node<'_, '_>, found: &mut BTreeMap<String, Vec<String>>) {
    if element.tag_name().name() == "userAttributes" {
        xml::elements(element).for_each(|inner| record(inner, found));
    } else {
        record(element, found);
    }
}

/// One attribute: `<name>value</name>`, `<names><name>value</name>…</names>` or `<attribute name="…" value="…"/>` (or
/// with the value as text).
fn record(element: Node<'_, '_>, found: &mut BTreeMap<String, Vec<String>>) {
    let tag = element.tag_name().name();
    let named = element.attribute("name").filter(|name| tag == "attribute" && !name.is_empty());
    let values = found.entry(named.unwrap_or(tag).to_owned()).or_default();
    let mut push = |raw: &str| {
        let value: String = raw.trim().nfc().collect();
        if !value.is_empty() && !values.contains(&value) {
            values.push(value);
        }
    };
    if let Some(value) = element.attribute("value").filter(|_| named.is_some()) {
        push(value);
    } else if xml::elements(element).next().is_some() {
        xml::elements(element).for_each(|inner| push(&xml::words(inner)));
    } else {
        push(&xml::words(element));
    }
}

#[cfg(test)]
mod tests;
