//! Single logout: the server's POST that names a ticket whose session is over. It is not signed: the ticket, which
//! nobody can guess, is the only proof, so the request is read strictly and the answer never tells what it found.

use super::{Ticket, xml};

/// The largest request read, in bytes.
pub const MAX_BYTES: usize = 64 * 1024;
const SAMLP: &str = "urn:oasis:names:tc:SAML:2.0:protocol";
const FORM: &str = "application/x-www-form-urlencoded";

/// The ticket named by the body of a POST: in the form field `logoutRequest` (LemonLDAP::NG, Apereo) or as the whole body
/// (Edifice sends it without any content type). `None` for everything else, several tickets included.
#[must_use]
pub fn session_index(content_type: Option<&str>, body: &[u8]) -> Option<Ticket> {
    let text = xml::decode(body, MAX_BYTES).ok()?;
    let media = content_type.unwrap_or_default().split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let is_raw = text.trim_start().starts_with('<');
    match media.as_str() {
        "" | FORM if !is_raw => ticket_of(&form_field(text)?),
        "" | FORM | "application/xml" | "text/xml" | "application/soap+xml" => ticket_of(text.trim_start()),
        _ => None,
    }
}

/// The only `logoutRequest` of a form, decoded once.
fn form_field(text: &str) -> Option<String> {
    let mut fields = form_urlencoded::parse(text.as_bytes()).filter(|(name, _)| name == "logoutRequest");
    match (fields.next(), fields.next()) {
        (Some((_, only)), None) => Some(only.trim_start().to_owned()),
        _ => None,
    }
}

fn ticket_of(text: &str) -> Option<Ticket> {
    let document = xml::parse(text).ok()?;
    let root = document.root_element();
    if !xml::is(&root, SAMLP, "LogoutRequest") {
        return None;
    }
    let mut indexes = xml::elements(root).filter(|node| xml::is(node, SAMLP, "SessionIndex"));
    match (indexes.next(), indexes.next()) {
        (Some(only), None) => Ticket::parse(xml::only_words(only)?.trim()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;
    use crate::provider::ProviderId;

    const CASES: &str = include_str!("../../../../tests/idp/slo-cases.json");

    #[test]
    fn every_case_reaches_its_verdict() {
        let cases: Value = serde_json::from_str(CASES).unwrap();
        let provider = ProviderId::parse("a").unwrap();
        let opened = Ticket::parse(cases["ticket"].as_str().unwrap()).unwrap().digest(&provider);
        let list = cases["cases"].as_array().unwrap();
        for case in list {
            let name = case["name"].as_str().unwrap();
            // the address says which provider speaks; GET never reaches this code, and its body is empty anyway
            let speaker = ProviderId::parse(if name == "other-server" { "b" } else { "a" }).unwrap();
            let content_type = case["content_type"].as_str().filter(|t| !t.is_empty());
            let found = session_index(content_type, case["body"].as_str().unwrap().as_bytes());
            let ends = found.is_some_and(|ticket| ticket.digest(&speaker) == opened);
            assert_eq!(ends, case["expect"] == "logout", "{name}");
        }
        assert_eq!(list.len(), 18);
    }

    fn request(inside: &str) -> String {
        format!("<p:LogoutRequest xmlns:p='{SAMLP}' xmlns:o='urn:other'>{inside}</p:LogoutRequest>")
    }

    fn form(xml: &str) -> String {
        form_urlencoded::Serializer::new(String::new()).append_pair("logoutRequest", xml).finish()
    }

    #[test]
    fn only_one_plain_index_below_the_root_counts() {
        let good = request("<p:SessionIndex>ST-1</p:SessionIndex><o:SessionIndex>ST-2</o:SessionIndex>");
        for media in [None, Some("text/xml; charset=UTF-8"), Some("Application/XML"), Some(FORM)] {
            assert_eq!(session_index(media, good.as_bytes()), Ticket::parse("ST-1"), "{media:?}");
        }
        assert_eq!(session_index(None, form(&good).as_bytes()), Ticket::parse("ST-1"));
        for bad in [
            "",
            "<p:SessionIndex>ST-1<!-- --></p:SessionIndex>",
            "<p:SessionIndex>ST-<b/>1</p:SessionIndex>",
            "<p:SessionIndex>ST-1 ST-2</p:SessionIndex>",
            "<p:SessionIndex>ST-%</p:SessionIndex>",
            "<o:x><p:SessionIndex>ST-1</p:SessionIndex></o:x>",
            "<!-- <p:SessionIndex>ST-1</p:SessionIndex> -->",
        ] {
            assert_eq!(session_index(None, request(bad).as_bytes()), None, "{bad}");
        }
        let twice = format!("{}&{}", form(&good), form(&good));
        assert_eq!(session_index(Some(FORM), twice.as_bytes()), None);
        for media in ["text/plain", "application/json", "multipart/form-data; boundary=b"] {
            assert_eq!(session_index(Some(media), good.as_bytes()), None, "{media}");
        }
        let padded = format!("{good}{}", " ".repeat(MAX_BYTES));
        assert_eq!(session_index(None, padded.as_bytes()), None);
    }

    proptest! {
        #[test]
        fn arbitrary_bytes_name_nobody(bytes in proptest::collection::vec(any::<u8>(), 0..400), form in any::<bool>()) {
            prop_assert_eq!(session_index(form.then_some(FORM), &bytes), None);
        }
    }
}
