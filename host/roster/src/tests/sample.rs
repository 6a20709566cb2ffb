//! Builders of small official files, and readings of them.

use std::io::{Cursor, Write};

use preau_domain::time::{Day, SchoolYear};
use preau_domain::uai::Uai;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::model::Roster;
use crate::{Expected, Fault, Limits, Reading, read};

pub(super) const UAI: &str = "0750680G";

pub(super) fn expected() -> Expected {
    let today = Day::parse_iso("2026-11-22").unwrap();
    Expected { uais: vec![Uai::parse(UAI).unwrap()], year: SchoolYear(2026), today, limits: Limits::OFFICIAL }
}

pub(super) fn siecle(root: &str, data: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{root} VERSION=\"2.1\">\n<PARAMETRES><UAJ>{UAI}</UAJ>\
         <ANNEE_SCOLAIRE>2026</ANNEE_SCOLAIRE></PARAMETRES>\n<DONNEES>\n{data}\n</DONNEES>\n</{root}>\n"
    )
}

/// A pupil: id, family name, first name, birth date, and more elements.
pub(super) fn eleve(id: &str, last: &str, first: &str, birth: &str, more: &str) -> String {
    format!(
        "<ELEVE ELEVE_ID=\"{id}\"><NOM_DE_FAMILLE>{last}</NOM_DE_FAMILLE><PRENOM>{first}</PRENOM>\
         <DATE_NAISS>{birth}</DATE_NAISS>{more}</ELEVE>\n"
    )
}

/// Classes (D) and groups (G) of a pupil: `"D 6A, G 6LAT"`.
pub(super) fn places(id: &str, list: &str) -> String {
    let one = |item: &str| {
        let (kind, code) = item.trim().split_once(' ').unwrap();
        format!("<STRUCTURE><CODE_STRUCTURE>{code}</CODE_STRUCTURE><TYPE_STRUCTURE>{kind}</TYPE_STRUCTURE></STRUCTURE>")
    };
    let all: String = list.split(',').map(one).collect();
    format!("<STRUCTURES_ELEVE ELEVE_ID=\"{id}\">{all}</STRUCTURES_ELEVE>\n")
}

pub(super) fn eleves(pupils: &[String], structures: &[String]) -> String {
    let data = format!("<ELEVES>\n{}</ELEVES>\n<STRUCTURES>\n{}</STRUCTURES>", pupils.concat(), structures.concat());
    siecle("BEE_ELEVES", &data)
}

/// Two pupils in 6A.
pub(super) fn two_pupils() -> String {
    let zoe = eleve("10001", "LEFÈVRE", "Zoé", "15/04/2015", "<ID_NATIONAL>0701000AA01</ID_NATIONAL>");
    let tom = eleve("10002", "D'ALMEIDA", "Tom", "22/09/2015", "<ID_NATIONAL>0701000AA02</ID_NATIONAL>");
    eleves(&[zoe, tom], &[places("10001", "D 6A, G 6LATIN"), places("10002", "D 6A")])
}

pub(super) fn personne(id: &str, last: &str, first: &str, more: &str) -> String {
    format!(
        "<PERSONNE PERSONNE_ID=\"{id}\"><LC_CIVILITE>MME</LC_CIVILITE><NOM_DE_FAMILLE>{last}</NOM_DE_FAMILLE>\
         <PRENOM>{first}</PRENOM>{more}</PERSONNE>\n"
    )
}

pub(super) fn link(pupil: &str, person: &str, level: &str) -> String {
    format!(
        "<RESPONSABLE_ELEVE><ELEVE_ID>{pupil}</ELEVE_ID><PERSONNE_ID>{person}</PERSONNE_ID><CODE_PARENTE>10</CODE_PARENTE>\
         {level}</RESPONSABLE_ELEVE>\n"
    )
}

pub(super) fn responsables(persons: &[String], links: &[String], more: &str) -> String {
    let (persons, links) = (persons.concat(), links.concat());
    siecle("BEE_RESPONSABLES", &format!("<PERSONNES>{persons}</PERSONNES>\n<RESPONSABLES>{links}</RESPONSABLES>{more}"))
}

/// One mother of both pupils of [`two_pupils`].
pub(super) fn one_guardian() -> String {
    let level = "<NIVEAU_RESPONSABILITE>1</NIVEAU_RESPONSABILITE>";
    let person = personne("50001", "LEFÈVRE", "Maud", "<ADRESSE_ID>1</ADRESSE_ID>");
    let address = "<ADRESSES><ADRESSE ADRESSE_ID=\"1\"><LIGNE1_ADRESSE>3 rue Basse</LIGNE1_ADRESSE><CODE_POSTAL>00110\
                   </CODE_POSTAL><LIBELLE_POSTAL>VALMONT</LIBELLE_POSTAL><LL_PAYS>FRANCE</LL_PAYS></ADRESSE></ADRESSES>";
    responsables(&[person], &[link("10001", "50001", level), link("10002", "50001", level)], address)
}

pub(super) fn sts(persons: &str, divisions: &str, groups: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<STS_EDT>\n<PARAMETRES><UAJ CODE=\"{UAI}\"><SIGLE>CLG</SIGLE></UAJ>\
         <ANNEE_SCOLAIRE ANNEE=\"2026\"><DATE_DEBUT>2026-09-01</DATE_DEBUT></ANNEE_SCOLAIRE></PARAMETRES>\n\
         <NOMENCLATURES><MATIERES><MATIERE CODE=\"061300\"><CODE_GESTION>MATHS</CODE_GESTION><LIBELLE_COURT>MATHEMATIQUES\
         </LIBELLE_COURT><LIBELLE_EDITION>Mathématiques</LIBELLE_EDITION></MATIERE></MATIERES></NOMENCLATURES>\n\
         <DONNEES><INDIVIDUS>\n{persons}</INDIVIDUS><STRUCTURE><DIVISIONS>\n{divisions}</DIVISIONS>\
         <GROUPES>\n{groups}</GROUPES></STRUCTURE></DONNEES></STS_EDT>\n"
    )
}

pub(super) fn individu(id: &str, kind: &str, last: &str, first: &str, more: &str) -> String {
    format!(
        "<INDIVIDU TYPE=\"{kind}\" ID=\"{id}\"><CIVILITE>2</CIVILITE><NOM_USAGE>{last}</NOM_USAGE><NOM_PATRONYMIQUE>{last}\
         </NOM_PATRONYMIQUE><PRENOM>{first}</PRENOM>{more}</INDIVIDU>\n"
    )
}

pub(super) fn taught(kind: &str, code: &str, teacher: &str) -> String {
    format!(
        "<{kind} CODE=\"{code}\"><LIBELLE_LONG>LIBELLE {code}</LIBELLE_LONG><MEFS_APPARTENANCE><MEF_APPARTENANCE \
         CODE=\"10010012110\"/></MEFS_APPARTENANCE><SERVICES><SERVICE CODE_MATIERE=\"061300\" CODE_MOD_COURS=\"CG\">\
         <ENSEIGNANTS><ENSEIGNANT TYPE=\"epp\" ID=\"{teacher}\"/></ENSEIGNANTS></SERVICE></SERVICES></{kind}>\n"
    )
}

/// A teacher who teaches 6A and is its professeur principal.
pub(super) fn one_teacher() -> String {
    let head = "<FONCTION>ENS</FONCTION><PROFS_PRINC><PROF_PRINC><CODE_STRUCTURE>6A</CODE_STRUCTURE></PROF_PRINC></PROFS_PRINC>";
    sts(&individu("77", "epp", "DURAND", "Hélène", head), &taught("DIVISION", "6A", "77"), "")
}

pub(super) fn zipped(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        writer.start_file(*name, SimpleFileOptions::default().compression_method(CompressionMethod::Deflated)).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Reads texts named `a.xml`, `b.xml`, …
pub(super) fn try_read(texts: &[&str]) -> Result<Reading, Vec<Fault>> {
    let names = ["a.xml", "b.xml", "c.xml", "d.xml", "e.xml"];
    let files = names.iter().zip(texts).map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect();
    read(files, &expected(), &mut |_| {})
}

pub(super) fn reading(texts: &[&str]) -> Reading {
    try_read(texts).unwrap_or_else(|faults| panic!("{}", faults.iter().map(|f| format!("{f}\n")).collect::<String>()))
}

pub(super) fn roster(texts: &[&str]) -> Roster {
    reading(texts).roster
}

/// The sentences of a refusal.
pub(super) fn refused(texts: &[&str]) -> Vec<String> {
    try_read(texts).expect_err("must be refused").iter().map(ToString::to_string).collect()
}

/// The sentences of the remarks.
pub(super) fn remarks(texts: &[&str]) -> Vec<String> {
    reading(texts).remarks.iter().map(ToString::to_string).collect()
}

/// Fails unless one sentence holds all these words.
pub(super) fn says(sentences: &[String], words: &[&str]) {
    assert!(sentences.iter().any(|s| words.iter().all(|w| s.contains(w))), "{words:?} not said by {sentences:#?}");
}
