//! Archives, sizes and depths: what a file may cost.

use super::sample::*;
use crate::{Limits, read};

fn say(bytes: Vec<u8>, limits: Limits) -> String {
    let mut expected = expected();
    expected.limits = limits;
    match read(vec![("dépôt".to_owned(), bytes)], &expected, &mut |_| {}) {
        Ok(reading) => format!("{} élèves", reading.roster.pupils.len()),
        Err(faults) => faults.iter().map(ToString::to_string).collect::<Vec<_>>().join(" / "),
    }
}

fn official(bytes: Vec<u8>) -> String {
    say(bytes, Limits::OFFICIAL)
}

#[test]
fn an_archive_is_known_by_its_content() {
    let text = two_pupils();
    assert_eq!(official(zipped(&[("n'importe.quoi", text.as_bytes())])), "2 élèves");
    assert_eq!(official(zipped(&[("a.xml", text.as_bytes()), ("__MACOSX/._a.xml", b"x")])), "2 élèves");
    assert_eq!(official(text.into_bytes()), "2 élèves");
}

#[test]
fn other_containers_are_named() {
    let text = two_pupils();
    let nested = zipped(&[("a.zip", &zipped(&[("a.xml", text.as_bytes())]))]);
    let cases: Vec<(Vec<u8>, &str)> = vec![
        (zipped(&[("a.xml", text.as_bytes()), ("b.xml", b"<a/>")]), "contient 2 fichiers"),
        (zipped(&[]), "ne contient aucun fichier"),
        (zipped(&[("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", b"<workbook/>")]), "tableur"),
        (nested, "une autre archive"),
        (Vec::new(), "le fichier est vide"),
        (b" \r\n ".to_vec(), "le fichier est vide"),
        (b"%PDF-1.7 ...".to_vec(), "PDF"),
        (vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1], "tableur"),
        (vec![0x1F, 0x8B, 8, 0], "pas au format ZIP"),
        ("Nom;Prénom\r\nSOW;Awa".as_bytes().to_vec(), "pas du XML"),
        (b"<!DOCTYPE html><html><body>Connexion</body></html>".to_vec(), "page web"),
        (b"<html><body>Connexion</body></html>".to_vec(), "page web"),
    ];
    for (bytes, words) in cases {
        let said = official(bytes);
        assert!(said.starts_with("dépôt") && said.contains(words), "{words}: {said}");
    }
}

#[test]
fn a_damaged_archive_is_refused() {
    let whole = zipped(&[("a.xml", two_pupils().as_bytes())]);
    assert!(official(whole[..whole.len() - 30].to_vec()).contains("abîmée ou incomplète"));
    let mut wrong = whole.clone();
    wrong[60] ^= 0x55;
    assert!(!official(wrong).contains("2 élèves"));
    // the flag and the method stand both in the local and in the central header
    let central = whole.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
    let mut sealed = whole.clone();
    (sealed[6], sealed[central + 8]) = (sealed[6] | 1, sealed[central + 8] | 1);
    assert!(official(sealed).contains("mot de passe"));
    let mut odd = whole;
    (odd[8], odd[central + 10]) = (12, 12);
    assert!(official(odd).contains("compression inconnue"));
}

#[test]
fn bombs_are_refused_before_they_expand() {
    let text = two_pupils().replace("<ELEVES>", &format!("<ELEVES>{}", "<!-- -->".repeat(1 << 18)));
    let bomb = zipped(&[("a.xml", text.as_bytes())]);
    assert!(bomb.len() < 1 << 15);
    assert!(official(bomb.clone()).contains("100 fois plus gros"));
    let small = Limits { expanded: 1 << 20, ..Limits::OFFICIAL };
    assert!(say(bomb, small).contains("dépasse 1 Mio"));
    assert!(say(text.into_bytes(), small).contains("dépasse 1 Mio"));
}

#[test]
fn long_and_deep_and_crowded_elements_are_refused() {
    let with = |inside: &str| two_pupils().replacen("<ELEVE ELEVE_ID", &format!("{inside}<ELEVE ELEVE_ID"), 1).into_bytes();
    let long = "x".repeat(70 << 10);
    assert!(official(with(&format!("<A>{long}</A>"))).contains("64 Kio"));
    assert!(official(with(&format!("<A b=\"{long}\"/>"))).contains("64 Kio"));
    assert!(official(with(&format!("<!--{long}-->"))).contains("64 Kio"));
    let pieces = "x&amp;".repeat(40 << 10);
    assert!(official(with(&format!("<A>{pieces}</A>"))).contains("64 Kio"), "a text in pieces is still one text");
    let deep = official(with(&format!("{}{}", "<A>".repeat(20), "</A>".repeat(20))));
    assert!(deep.contains("l'élément A est imbriqué sur plus de 16 niveaux"), "{deep}");
    let crowd = two_pupils().replacen("<PRENOM>", &format!("{}<PRENOM>", "<NOM/>".repeat(30)), 1).into_bytes();
    assert!(say(crowd, Limits { record: 20, ..Limits::OFFICIAL }).contains("trop d'éléments"));
    assert_eq!(official(with("<A><B/></A>")), "2 élèves");
}

#[test]
fn a_truncated_file_says_where_it_stops() {
    let text = two_pupils();
    let cut = text.find("<STRUCTURES>").unwrap();
    let said = official(text.as_bytes()[..cut].to_vec());
    assert!(said.contains("ligne 9") && said.contains("s'arrête au milieu de l'élément DONNEES"), "{said}");
    for end in 0..text.len() - 2 {
        let said = official(text.as_bytes()[..end].to_vec());
        assert!(said.starts_with("dépôt"), "cut at {end}: {said}");
    }
}

#[test]
fn malformed_files_say_their_line() {
    let crossed = two_pupils().replacen("</PRENOM>", "</NOM>", 1);
    let said = official(crossed.into_bytes());
    assert!(said.contains("ligne 6") && said.contains("</NOM> ferme l'élément PRENOM"), "{said}");
    let twice = format!("{}<BEE_ELEVES/>", two_pupils());
    assert!(official(twice.into_bytes()).contains("mal formé"));
}
