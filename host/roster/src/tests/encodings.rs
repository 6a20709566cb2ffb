//! Encodings, references and the shape of XML.

use encoding_rs::{ISO_8859_15, WINDOWS_1252};

use super::sample::*;
use crate::read;

fn first_name(bytes: Vec<u8>) -> Result<String, String> {
    match read(vec![("e.xml".to_owned(), bytes)], &expected(), &mut |_| {}) {
        Ok(reading) => Ok(format!("{} {}", reading.roster.pupils[0].last_name, reading.roster.pupils[0].first_name)),
        Err(faults) => Err(faults[0].to_string()),
    }
}

fn text(last: &str, first: &str) -> String {
    eleves(&[eleve("1", last, first, "01/02/2015", "")], &[places("1", "D 6A")])
}

#[test]
fn declared_encodings_are_honoured() {
    let said = "LECŒUR Ÿaël €";
    let source = text("LECŒUR", "Ÿaël €");
    for (label, encoding) in [("ISO-8859-15", ISO_8859_15), ("Windows-1252", WINDOWS_1252), ("iso-8859-1", WINDOWS_1252)] {
        let bytes = encoding.encode(&source.replace("UTF-8", label)).0.into_owned();
        assert_eq!(first_name(bytes).as_deref(), Ok(said), "{label}");
    }
    assert_eq!(first_name(source.clone().into_bytes()).as_deref(), Ok(said));
    let bare = source.split_once("?>").unwrap().1.trim_start();
    assert_eq!(first_name(bare.as_bytes().to_vec()).as_deref(), Ok(said), "no declaration is UTF-8");
    let marked = [b"\xEF\xBB\xBF".as_slice(), source.replace("UTF-8", "ISO-8859-15").as_bytes()].concat();
    assert_eq!(first_name(marked).as_deref(), Ok(said), "the mark decides");
}

#[test]
fn other_encodings_are_refused_by_name() {
    let named = first_name(text("SOW", "Awa").replace("\"UTF-8\"", "'x-macthai'").into_bytes()).unwrap_err();
    assert!(named.contains("« x-macthai »") && named.contains("ISO-8859-15"), "{named}");
    let wide: Vec<u8> = text("SOW", "Awa").encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(first_name([vec![0xFF, 0xFE], wide.clone()].concat()).unwrap_err().contains("« UTF-16 »"));
    assert!(first_name(wide).unwrap_err().contains("« UTF-16 »"));
}

#[test]
fn bytes_that_are_not_in_the_encoding_are_refused_with_their_line() {
    let mut bytes = text("SOW", "AwX").into_bytes();
    let at = bytes.iter().position(|b| *b == b'X').unwrap();
    bytes[at] = 0xE9;
    let refused = first_name(bytes).unwrap_err();
    assert!(refused.contains("ligne 6") && refused.contains("n'est pas codé en UTF-8"), "{refused}");
}

#[test]
fn references_and_sections_are_resolved() {
    assert_eq!(
        first_name(text("N&apos;DIAYE &amp; FILS", "Zo&#233;<![CDATA[ <i>]]>").into_bytes()).as_deref(),
        Ok("N'DIAYE & FILS Zoé <i>")
    );
    assert_eq!(first_name(text("  LE\n\t GOFF ", "A&#xE7;\u{7}wa").into_bytes()).as_deref(), Ok("LE GOFF Aç wa"));
}

#[test]
fn entities_and_document_types_are_refused() {
    let unknown = first_name(text("SOW", "&oe;").into_bytes()).unwrap_err();
    assert!(unknown.contains("ligne 6") && unknown.contains("« oe »"), "{unknown}");
    for definition in [
        "<!DOCTYPE BEE_ELEVES [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>",
        "<!DOCTYPE BEE_ELEVES SYSTEM \"file:///etc/passwd\">",
        "<!DOCTYPE BEE_ELEVES [<!ENTITY % x SYSTEM \"http://exemple.example/x.dtd\"> %x;]>",
    ] {
        let refused = first_name(text("SOW", "Awa").replace("<BEE_ELEVES", &format!("{definition}<BEE_ELEVES")).into_bytes());
        assert!(refused.as_ref().unwrap_err().contains("DOCTYPE"), "{refused:?}");
    }
    let lone = first_name(text("SOW", "A & B").into_bytes()).unwrap_err();
    assert!(lone.contains("ligne 6") && lone.contains("« & »"), "{lone}");
    let attribute = first_name(text("SOW", "Awa").replace("ELEVE_ID=\"1\"", "ELEVE_ID=\"&x;\"").into_bytes()).unwrap_err();
    assert!(attribute.contains("« x »"), "{attribute}");
}
