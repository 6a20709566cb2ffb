//! Files that are not ours, or not right: what is said, and that everything is said at once.

use preau_domain::time::Day;

use super::sample::*;
use crate::read;

#[test]
fn another_school_or_another_year_is_refused_with_both_names() {
    let text = two_pupils().replace(UAI, "0751234X").replace(">2026<", ">2025<");
    let said = refused(&[&text]);
    says(&said, &["a.xml, ligne 3", "« 0751234X »", UAI]);
    says(&said, &["2025-2026", "2026-2027"]);
    assert_eq!(said.len(), 2);
    says(&refused(&[&two_pupils().replace(UAI, "123ABC")]), &["« 123ABC »", UAI]);
    says(&refused(&[&one_teacher().replace(UAI, "0751234X")]), &["« 0751234X »", UAI]);
    says(&refused(&[&two_pupils().replace(">2026<", ">deux mille<")]), &["deux mille", "2026-2027"]);
}

#[test]
fn a_missing_school_or_year_is_refused() {
    says(&refused(&[&two_pupils().replace(&format!("<UAJ>{UAI}</UAJ>"), "<UAJ></UAJ>")]), &["UAJ absent", UAI]);
    says(&refused(&[&two_pupils().replace("<ANNEE_SCOLAIRE>2026</ANNEE_SCOLAIRE>", "")]), &["ANNEE_SCOLAIRE absente"]);
    let headless = two_pupils().replace("PARAMETRES", "AUTRES");
    says(&refused(&[&headless]), &["UAJ absent"]);
}

#[test]
fn next_years_base_is_named_from_may_on() {
    let text = two_pupils().replace(">2026<", ">2027<");
    says(&refused(&[&text]), &["année 2027-2028"]);
    let mut expected = expected();
    expected.today = Day::parse_iso("2027-05-20").unwrap();
    let faults = read(vec![("e.xml".to_owned(), text.into_bytes())], &expected, &mut |_| {}).unwrap_err();
    assert_eq!(faults[0].text.key(), "roster-preparation");
    assert!(faults[0].to_string().contains("base de préparation 2027-2028"));
}

#[test]
fn wrong_files_are_called_by_their_name() {
    let root = |name: &str| format!("<?xml version=\"1.0\"?>\n<{name}><PARAMETRES/></{name}>");
    for (name, words) in [
        ("EDT_STS", "emp_sts"),
        ("BEE_COMMUN", "n'est pas utile ici"),
        ("BEE_EPHC_ELEVES", "pas encore lus"),
        ("IMPORT_ELEVES", "va vers SIECLE"),
        ("ficAlimMENESR", "annuaire académique"),
        ("lsun-bilans", "livret scolaire"),
        ("Workbook", "tableur"),
        ("EDT_INDEX", "produit par « EDT_INDEX »"),
        ("truc", "l'élément racine truc"),
    ] {
        says(&refused(&[&root(name)]), &["a.xml, ligne 2", words]);
    }
    let aaf = "<!DOCTYPE ficAlimMENESR SYSTEM \"ficAlimMENESR.dtd\">\n<ficAlimMENESR/>";
    says(&refused(&[aaf]), &["annuaire académique"]);
    let vendor = one_teacher().replace("</PARAMETRES>", "<APPLICATION_SOURCE>EDT 2026</APPLICATION_SOURCE></PARAMETRES>");
    says(&refused(&[&vendor]), &["produit par « EDT 2026 »", "sts_emp"]);
}

#[test]
fn two_files_of_one_kind_and_no_file_are_refused() {
    says(&refused(&[&two_pupils(), &two_pupils()]), &["b.xml", "deuxième fichier SIECLE Élèves", "a.xml"]);
    assert_eq!(try_read(&[]).unwrap_err()[0].text.key(), "roster-no-file");
}

#[test]
fn no_pupil_and_no_staff_are_refused() {
    says(&refused(&[&eleves(&[], &[])]), &["aucun élève"]);
    says(&refused(&[&eleves(&[eleve("1", "SOW", "Awa", "01/02/2015", "")], &[])]), &["aucun élève inscrit avec une classe"]);
    says(&refused(&[&sts("", "", "")]), &["aucun personnel"]);
}

#[test]
fn every_wrong_pupil_is_listed() {
    let pupils = [
        eleve("1", "", "Awa", "01/02/2015", ""),
        eleve("2", "SOW", " ", "01/02/2015", ""),
        eleve("3", "SOW", "Awa", "", ""),
        eleve("4", "SOW", "Awa", "2015-02-01", ""),
        eleve("5", "SOW", "Awa", "31/02/2015", ""),
        eleve("6", "SOW", "Awa", "01/02/2035", ""),
        eleve("7", "SOW", "Awa", "01/02/2015", "<DATE_ENTREE>hier</DATE_ENTREE>"),
        eleve("8", "SOW", "Awa", "01/02/2015", ""),
        eleve("8", "SOW", "Ana", "01/02/2015", ""),
        "<ELEVE><PRENOM>Awa</PRENOM></ELEVE>".to_owned(),
    ];
    let said = refused(&[&eleves(&pupils, &[])]);
    for words in [
        ["ligne 6", "NOM_DE_FAMILLE manque", "ELEVE_ID 1"],
        ["ligne 7", "PRENOM manque", "ELEVE_ID 2"],
        ["ligne 8", "DATE_NAISS manque", "ELEVE_ID 3"],
        ["ligne 9", "DATE_NAISS « 2015-02-01 »", "ELEVE_ID 4"],
        ["ligne 10", "« 31/02/2015 »", "ELEVE_ID 5"],
        ["ligne 11", "dans l'avenir", "ELEVE_ID 6"],
        ["ligne 12", "DATE_ENTREE « hier »", "ELEVE_ID 7"],
        ["ligne 14", "ELEVE_ID 8", "ligne 13"],
        ["ligne 15", "ELEVE", "ELEVE_ID"],
    ] {
        says(&said, &words);
    }
    assert_eq!(said.len(), 9, "{said:#?}");
}

#[test]
fn faults_of_all_files_come_together_even_from_a_cut_one() {
    let wrong = eleves(&[eleve("3", "SOW", "Awa", "", "")], &[]);
    let cut = wrong.split("<STRUCTURES>").next().unwrap();
    let said = refused(&[cut, &one_guardian().replace("PERSONNE_ID=\"50001\"", "")]);
    says(&said, &["a.xml, ligne 6", "DATE_NAISS manque"]);
    says(&said, &["a.xml, ligne 8", "s'arrête au milieu"]);
    says(&said, &["b.xml, ligne 5", "PERSONNE_ID"]);
}

#[test]
fn wrong_guardians_and_staff_are_refused() {
    let level = "<NIVEAU_RESPONSABILITE>1</NIVEAU_RESPONSABILITE>";
    let nameless = responsables(&[personne("5", "", "Awa", "")], &[link("10001", "5", level)], "");
    says(&refused(&[&two_pupils(), &nameless]), &["b.xml", "NOM_DE_FAMILLE manque", "PERSONNE_ID 5"]);
    let twice = responsables(&[personne("5", "SOW", "Awa", ""), personne("5", "SOW", "Ana", "")], &[], "");
    says(&refused(&[&twice]), &["PERSONNE_ID 5", "déjà celui de la ligne 5"]);
    says(&refused(&[&sts(&individu("7", "epp", "", "Luc", ""), "", "")]), &["NOM_PATRONYMIQUE manque", "epp:7"]);
    says(&refused(&[&sts(&individu("7", "epp", "SOW", "", ""), "", "")]), &["PRENOM manque", "epp:7"]);
    let born = "<DATE_NAISSANCE>25.07.1980</DATE_NAISSANCE>";
    says(&refused(&[&sts(&individu("7", "epp", "SOW", "Luc", born), "", "")]), &["« 25.07.1980 »", "AAAA-MM-JJ"]);
    says(&refused(&[&sts(&individu("7", "epp", "SOW", "Luc", ""), "<DIVISION/>", "")]), &["DIVISION", "CODE"]);
}
