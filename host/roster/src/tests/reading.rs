//! What is read of each format, old and new names alike, and what is remarked.

use super::sample::*;
use crate::model::*;
use crate::{Progress, read};

#[test]
fn codes_and_keys_stay_text() {
    let pupil = eleve("000123", "SOW", "Awa", "01/02/2015", "<ELENOET> 0042 </ELENOET><CODE_SEXE>2</CODE_SEXE>");
    let roster = roster(&[&eleves(&[pupil], &[places("000123", "D 61, G 4 D.é_1")])]);
    let awa = &roster.pupils[0];
    assert_eq!((awa.key.as_str(), awa.elenoet.as_deref(), awa.division.as_deref()), ("000123", Some("0042"), Some("61")));
    assert_eq!((awa.sex, awa.birth.map(|b| b.iso())), (Some(Sex::Female), Some("2015-02-01".to_owned())));
    assert_eq!(roster.groups.iter().map(|g| g.code.as_str()).collect::<Vec<_>>(), ["4 D.é_1", "61"]);
}

#[test]
fn names_of_before_2016_are_read() {
    let old = "<ELEVES><ELEVE ELEVE_ID=\"1\" ELENOET=\"12\"><NOM>KEÏTA</NOM><PRENOM>Moussa</PRENOM>\
               <DATE_NAISS>01/02/2015</DATE_NAISS></ELEVE></ELEVES>";
    let text = siecle("BEE_ELEVES", &format!("<STRUCTURES>{}</STRUCTURES>{old}", places("1", "D 6A")));
    let pupil = &roster(&[&text]).pupils[0];
    assert_eq!((pupil.last_name.as_str(), pupil.elenoet.as_deref()), ("KEÏTA", Some("12")));

    let person = "<PERSONNES><PERSONNE PERSONNE_ID=\"5\"><NOM>KEÏTA</NOM><PRENOM>Ana</PRENOM></PERSONNE></PERSONNES>";
    let level = |n: &str, v: &str| {
        let one = format!("<ELEVE_ID>{n}</ELEVE_ID><PERSONNE_ID>5</PERSONNE_ID><RESP_LEGAL>{v}</RESP_LEGAL>");
        format!("<RESPONSABLE>{one}</RESPONSABLE>")
    };
    let links = format!("<RESPONSABLES>{}{}{}</RESPONSABLES>", level("1", "1"), level("2", "2"), level("3", "0"));
    let roster = roster(&[&siecle("BEE_RESPONSABLES", &format!("{person}{links}"))]);
    assert_eq!(roster.guardians[0].last_name, "KEÏTA");
    let levels: Vec<Level> = roster.links.iter().map(|l| l.level).collect();
    assert_eq!(levels, [Level::Legal, Level::Legal, Level::Contact]);
}

#[test]
fn an_unknown_level_opens_nothing() {
    let level = |v: &str| format!("<NIVEAU_RESPONSABILITE>{v}</NIVEAU_RESPONSABILITE>");
    let people = [personne("5", "SOW", "Awa", "")];
    let text = responsables(&people, &[link("1", "5", &level("9")), link("2", "5", ""), link("3", "5", &level("2"))], "");
    let levels: Vec<Level> = roster(&[&text]).links.iter().map(|l| l.level).collect();
    assert_eq!(levels, [Level::Contact, Level::Contact, Level::InCharge]);
    says(&remarks(&[&text]), &["a.xml, ligne", "« 9 »", "ELEVE_ID 1", "sans accès aux résultats"]);
}

#[test]
fn addresses_are_joined() {
    let guardian = &roster(&[&two_pupils(), &one_guardian()]).guardians[0];
    let address = guardian.address.clone().unwrap();
    assert_eq!((address.lines, address.post_code.as_str()), (vec!["3 rue Basse".to_owned()], "00110"));
    assert_eq!((address.town.as_str(), address.country.as_str()), ("VALMONT", ""));
    assert_eq!(guardian.civility.as_deref(), Some("Mme"));
}

#[test]
fn structures_and_nomenclature_are_read() {
    let structures = siecle(
        "BEE_STRUCTURES",
        "<DIVISIONS><DIVISION CODE_STRUCTURE=\"6A\"><LIBELLE_LONG>6EME A</LIBELLE_LONG><MEFS_APPARTENANCE><MEF_APPARTENANCE>\
         <CODE_MEF>10010012110</CODE_MEF></MEF_APPARTENANCE></MEFS_APPARTENANCE></DIVISION></DIVISIONS><GROUPES>\
         <GROUPE CODE_STRUCTURE=\"6LATIN\"><DIVISIONS_APPARTENANCE><DIVISION_APPARTENANCE><CODE_STRUCTURE>6B</CODE_STRUCTURE>\
         </DIVISION_APPARTENANCE><DIVISION_APPARTENANCE><CODE_STRUCTURE>6A</CODE_STRUCTURE></DIVISION_APPARTENANCE>\
         </DIVISIONS_APPARTENANCE></GROUPE></GROUPES>",
    );
    let subjects = siecle(
        "BEE_NOMENCLATURES",
        "<MATIERES><MATIERE CODE_MATIERE=\"020C00\"><CODE_GESTION>LSF</CODE_GESTION><LIBELLE_LONG>LANGUE DES SIGNES\
         </LIBELLE_LONG></MATIERE></MATIERES>",
    );
    let roster = roster(&[&structures, &subjects]);
    assert_eq!((roster.groups[0].label.as_str(), roster.groups[0].level_code.as_deref()), ("6EME A", Some("10010012110")));
    assert_eq!((roster.groups[1].label.as_str(), roster.groups[1].kind), ("6LATIN", GroupKind::Group));
    assert_eq!(roster.groups[1].from_divisions, ["6A", "6B"]);
    let lsf = Subject { code: "020C00".into(), short: "LSF".into(), label: "LANGUE DES SIGNES".into() };
    assert_eq!(roster.subjects, [lsf]);
    assert_eq!((roster.covers.groups, roster.covers.pupils, roster.covers.staff), (true, false, false));
}

#[test]
fn sts_gives_staff_services_and_heads() {
    let more = "<DATE_NAISSANCE>1980-07-25</DATE_NAISSANCE>";
    let both = individu("77", "epp", "DURAND", "Hélène", more) + &individu("77", "local", "PETIT", "Luc", "");
    let text = sts(&both, &taught("DIVISION", "6A", "77"), &taught("GROUPE", "6LATIN", "99"));
    let roster = roster(&[&text]);
    assert_eq!(roster.staff.iter().map(|s| s.key.as_str()).collect::<Vec<_>>(), ["epp:77", "local:77"]);
    assert_eq!(roster.staff[0].birth.map(|b| b.iso()), Some("1980-07-25".to_owned()));
    assert_eq!((roster.staff[1].birth, roster.staff[1].function.clone()), (None, None));
    let service = Service { group_code: "6A".into(), subject_code: "061300".into(), staff_key: "epp:77".into() };
    assert_eq!(roster.services, [service]);
    says(&remarks(&[&text]), &["un service d'un enseignant absent"]);
}

#[test]
fn a_head_of_no_class_and_an_empty_timetable_are_remarked() {
    let head = "<PROFS_PRINC><PROF_PRINC><CODE_STRUCTURE>3Z</CODE_STRUCTURE></PROF_PRINC></PROFS_PRINC>";
    let text = sts(&individu("77", "epp", "DURAND", "Hélène", head), "<DIVISION CODE=\"6A\"/>", "");
    assert!(roster(&[&text]).head_teachers.is_empty());
    says(&remarks(&[&text]), &["professeur principal de 3Z"]);
    says(&remarks(&[&text]), &["qui enseigne quoi"]);
}

/// SAC-2: what the school's record does not declare is neither read nor kept, and is named.
#[test]
fn sac_2_fields_outside_what_is_kept_are_named() {
    let more = "<CODE_PAYS_NAT>100</CODE_PAYS_NAT><SCOLARITE_AN_DERNIER><SIGLE>EPPU</SIGLE></SCOLARITE_AN_DERNIER>";
    let text = eleves(&[eleve("1", "SOW", "Awa", "01/02/2015", more)], &[places("1", "D 6A")])
        .replace("</DONNEES>", "<BOURSES><BOURSE><CODE_BOURSE>60</CODE_BOURSE></BOURSE></BOURSES></DONNEES>");
    says(&remarks(&[&text]), &["a.xml : champs écartés", "BOURSES, CODE_PAYS_NAT, SCOLARITE_AN_DERNIER."]);
    assert!(!format!("{:?}", roster(&[&text])).contains("EPPU"));
}

#[test]
fn a_wrong_check_letter_and_an_unknown_version_are_only_remarked() {
    let text = two_pupils().replace(UAI, "0750680H").replace("VERSION=\"2.1\"", "VERSION=\"9.9\"");
    let mut expected = expected();
    expected.uais = vec![preau_domain::uai::Uai::parse("0750680H").unwrap()];
    let reading = read(vec![("e.xml".to_owned(), text.into_bytes())], &expected, &mut |_| {}).unwrap();
    let keys: Vec<&str> = reading.remarks.iter().map(|r| r.text.key()).collect();
    assert_eq!(keys, ["roster-version", "roster-uai-letter"]);
    assert_eq!(reading.roster.pupils.len(), 2);
}

#[test]
fn progress_goes_from_file_to_file() {
    let mut seen = Vec::new();
    let files = vec![("e.xml".to_owned(), two_pupils().into_bytes()), ("r.xml".to_owned(), one_guardian().into_bytes())];
    read(files, &expected(), &mut |p: Progress<'_>| seen.push((p.file, p.files, p.name.to_owned(), p.read == p.total))).unwrap();
    assert_eq!(seen, [(1, 2, "e.xml".to_owned(), true), (2, 2, "r.xml".to_owned(), true)]);
}
