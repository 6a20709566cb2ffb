//! Several files together: leavers, pupils without a class, orphans, doubles.

use super::sample::*;

#[test]
fn four_files_make_one_roster() {
    let roster = roster(&[&one_guardian(), &one_teacher(), &two_pupils()]);
    assert_eq!((roster.pupils.len(), roster.guardians.len(), roster.links.len(), roster.staff.len()), (2, 1, 2, 1));
    assert_eq!((roster.services.len(), roster.head_teachers.len(), roster.memberships.len()), (1, 1, 3));
    let label = roster.groups.iter().find(|g| g.code == "6A").map(|g| g.label.as_str());
    assert_eq!(label, Some("LIBELLE 6A"));
    assert!(roster.covers.addresses);
}

#[test]
fn who_left_is_gone_and_who_will_leave_is_here() {
    let gone = eleve("1", "SOW", "Awa", "", "<DATE_SORTIE>21/11/2026</DATE_SORTIE>");
    let today = eleve("2", "SOW", "Ana", "01/02/2015", "<DATE_SORTIE>22/11/2026</DATE_SORTIE>");
    let text = eleves(&[gone, today], &[places("1", "D 6A"), places("2", "D 6A")]);
    let roster = roster(&[&text]);
    assert_eq!(roster.pupils.iter().map(|p| p.key.as_str()).collect::<Vec<_>>(), ["2"]);
    says(&remarks(&[&text]), &["un élève déjà sorti"]);
}

#[test]
fn without_a_class_a_pupil_is_set_aside() {
    let names = [("1", "SOW"), ("2", "DIOP"), ("3", "ROSSI"), ("4", "LI")];
    let pupils: Vec<String> = names.iter().map(|(id, name)| eleve(id, name, "A", "01/02/2015", "")).collect();
    let text = eleves(&pupils, &[places("1", "D 6A"), places("2", "G 6LATIN"), places("3", "D Inactifs")]);
    let roster = roster(&[&text]);
    assert_eq!((roster.pupils.len(), roster.set_aside.as_slice()), (1, ["2", "3", "4"].map(String::from).as_slice()));
    assert_eq!(roster.memberships.len(), 1);
    says(&remarks(&[&text]), &["3 élèves inscrits sans classe", "DIOP A, ROSSI A, LI A"]);
}

#[test]
fn two_classes_keep_the_first_and_one_ine_for_two_is_remarked() {
    let ine = "<ID_NATIONAL>0701000AA01</ID_NATIONAL>";
    let pupils = [eleve("1", "SOW", "Awa", "01/02/2015", ine), eleve("2", "SOW", "Ana", "01/02/2015", ine)];
    let text = eleves(&pupils, &[places("1", "D 6A, D 6B"), places("2", "D 6B"), places("1", "G 6LATIN")]);
    let roster = roster(&[&text]);
    assert_eq!(roster.pupils[0].division.as_deref(), Some("6A"));
    let of_awa: Vec<&str> = roster.memberships.iter().filter(|m| m.pupil_key == "1").map(|m| m.group_code.as_str()).collect();
    assert_eq!(of_awa, ["6A", "6LATIN"]);
    says(&remarks(&[&text]), &["SOW Awa a deux classes, 6A et 6B"]);
    says(&remarks(&[&text]), &["SOW Ana a le même INE"]);
}

#[test]
fn guardians_of_nobody_here_are_dropped() {
    let level = "<NIVEAU_RESPONSABILITE>1</NIVEAU_RESPONSABILITE>";
    let people = [personne("5", "SOW", "Awa", ""), personne("6", "", "", "")];
    let text = responsables(&people, &[link("10001", "5", level), link("999", "6", level), link("10002", "7", level)], "");
    let roster = roster(&[&two_pupils(), &text]);
    assert_eq!(roster.guardians.iter().map(|g| g.key.as_str()).collect::<Vec<_>>(), ["5"]);
    assert_eq!(roster.links.len(), 1);
    says(&remarks(&[&two_pupils(), &text]), &["b.xml", "un responsable sans élève inscrit"]);
    says(&remarks(&[&two_pupils(), &text]), &["b.xml", "un lien vers un responsable absent"]);
}

#[test]
fn guardians_alone_are_all_kept() {
    let roster = roster(&[&one_guardian()]);
    assert_eq!((roster.guardians.len(), roster.links.len(), roster.covers.pupils), (1, 2, false));
}

#[test]
fn a_double_link_keeps_the_first() {
    let level = |v| format!("<NIVEAU_RESPONSABILITE>{v}</NIVEAU_RESPONSABILITE>");
    let links = [link("10001", "5", &level(3)), link("10001", "5", &level(1))];
    let text = responsables(&[personne("5", "SOW", "Awa", "")], &links, "");
    assert_eq!(roster(&[&two_pupils(), &text]).links[0].level, crate::model::Level::Contact);
    says(&remarks(&[&two_pupils(), &text]), &["déjà lié à l'élève ELEVE_ID 10001"]);
}

#[test]
fn a_group_that_structures_do_not_know_is_made_and_said() {
    let text = one_teacher();
    let roster = roster(&[&two_pupils(), &text]);
    assert_eq!(roster.groups.len(), 2);
    says(&remarks(&[&two_pupils(), &text]), &["a.xml", "absents des structures", "6LATIN (1)"]);
}
