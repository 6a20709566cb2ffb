//! What a plan holds: leavers within what the files cover, returns, hands that are respected, relations.

use super::apply::apply;
use super::sample::*;
use crate::known::{Known, KnownEntry};
use crate::model::*;
use crate::plan::Plan;
use crate::{Settled, diff};

fn school() -> Known {
    let mut known = Known::default();
    apply(&mut known, &diff(&Known::default(), &roster(&[&two_pupils(), &one_guardian(), &one_teacher()]), &Settled::nothing()));
    known
}

fn plan(known: &Known, texts: &[&str]) -> Plan {
    diff(known, &roster(texts), &Settled::nothing())
}

fn without_tom() -> String {
    let zoe = eleve("10001", "LEFÈVRE", "Zoé", "15/04/2015", "<ID_NATIONAL>0701000AA01</ID_NATIONAL>");
    eleves(&[zoe], &[places("10001", "D 6A, G 6LATIN")])
}

#[test]
fn the_same_files_again_change_nothing() {
    let known = school();
    let plan = plan(&known, &[&two_pupils(), &one_guardian(), &one_teacher()]);
    assert!(plan.is_empty(), "{:#?}", plan.report());
    assert_eq!((plan.summary().pupils.unchanged, plan.summary().memberships.unchanged), (2, 3));
}

#[test]
fn nobody_leaves_outside_what_the_files_cover() {
    let known = school();
    assert!(plan(&known, &[&two_pupils()]).is_empty());
    assert!(plan(&known, &[&one_guardian()]).is_empty(), "addresses, links and pupils are as they were");
    let only_pupils = plan(&known, &[&without_tom()]);
    assert_eq!((only_pupils.pupils.left.len(), only_pupils.guardians.left.len(), only_pupils.staff.left.len()), (1, 0, 0));
    let other_teacher = sts(&individu("78", "epp", "PETIT", "Luc", ""), &taught("DIVISION", "6A", "78"), "");
    let only_staff = plan(&known, &[&other_teacher]);
    assert_eq!((only_staff.pupils.left.len(), only_staff.staff.left.len(), only_staff.groups.left.len()), (0, 1, 1));
}

#[test]
fn many_leavers_must_be_confirmed() {
    let known = school();
    let plan = plan(&known, &[&without_tom()]);
    assert_eq!(plan.leavers_ratio(), 0.5);
    assert!(plan.needs_confirmation() && plan.report().needs_confirmation);
    let list: Vec<String> = (0..20).map(|n| eleve(&n.to_string(), &format!("A{n}"), "B", "01/02/2015", "")).collect();
    let seats: Vec<String> = (0..20).map(|n| places(&n.to_string(), "D 6A")).collect();
    let mut twenty = Known::default();
    apply(&mut twenty, &diff(&Known::default(), &roster(&[&eleves(&list, &seats)]), &Settled::nothing()));
    let two_left = diff(&twenty, &roster(&[&eleves(&list[2..], &seats)]), &Settled::nothing());
    assert_eq!((two_left.pupils.left.len(), two_left.needs_confirmation()), (2, false), "ten in a hundred are not above");
    assert!(diff(&twenty, &roster(&[&eleves(&list[3..], &seats)]), &Settled::nothing()).needs_confirmation());
}

#[test]
fn who_left_returns_under_the_same_id_with_what_he_had() {
    let mut known = school();
    let id = known.pupils.iter().find(|p| p.entry.key == "10002").unwrap().id;
    let leaving = plan(&known, &[&without_tom()]);
    apply(&mut known, &leaving);
    assert!(!known.pupils.iter().find(|p| p.id == id).unwrap().active);
    assert!(plan(&known, &[&without_tom()]).is_empty());
    let back = plan(&known, &[&two_pupils(), &one_guardian()]);
    assert_eq!((back.pupils.returned.len(), back.pupils.returned[0].id, back.pupils.new.len()), (1, id, 0));
    apply(&mut known, &back);
    assert_eq!(known, school(), "as if nothing had happened");
}

#[test]
fn a_pupil_without_a_class_does_not_leave() {
    let text = two_pupils().replace(&places("10002", "D 6A"), "");
    let plan = plan(&school(), &[&text, &one_guardian()]);
    assert!(plan.pupils.left.is_empty() && plan.links.remove.is_empty() && plan.memberships.remove.is_empty());
    assert!(plan.guardians.left.is_empty());
}

#[test]
fn what_was_made_or_changed_by_hand_stays() {
    let mut known = school();
    known.pupils[0].entry.email = Some("zoe@courriel.example".to_owned());
    known.pupils[0].hand_edited = vec!["email".to_owned()];
    let aesh = Staff { key: String::new(), function: None, ..known.staff[0].entry.clone() };
    known.staff.push(KnownEntry { id: 50, active: true, hand_edited: Vec::new(), entry: aesh });
    let (group, subject) = (known.services[0].group, known.services[0].subject);
    known.services.push(crate::known::KnownService { group, subject, staff: 50, by_hand: true });
    known.memberships[0].by_hand = true;
    assert!(plan(&known, &[&two_pupils(), &one_guardian(), &one_teacher()]).is_empty());
    known.pupils[0].hand_edited.clear();
    let plan = plan(&known, &[&two_pupils()]);
    assert_eq!(plan.pupils.changed[0].what[0].field, "email");
}

#[test]
fn a_court_decision_survives_every_import() {
    let mut known = school();
    known.links[0].court_decision = true;
    let fewer = one_guardian().replace(&link("10001", "50001", "<NIVEAU_RESPONSABILITE>1</NIVEAU_RESPONSABILITE>"), "");
    let raised = one_guardian().replace("RESPONSABILITE>1<", "RESPONSABILITE>2<");
    for text in [fewer, raised, one_guardian()] {
        let plan = plan(&known, &[&two_pupils(), &text]);
        let mut after = known.clone();
        apply(&mut after, &plan);
        let kept: Vec<_> = after.links.iter().filter(|l| l.court_decision).collect();
        assert_eq!(kept, [&known.links[0]]);
        assert_eq!(after.links.iter().filter(|l| l.pupil == kept[0].pupil).count(), 1);
    }
}

#[test]
fn links_change_level_and_vanish() {
    let known = school();
    let raised = one_guardian().replace("RESPONSABILITE>1<", "RESPONSABILITE>3<");
    let changed = plan(&known, &[&two_pupils(), &raised]);
    assert_eq!(changed.link_changes.iter().map(|c| c.level).collect::<Vec<_>>(), [Level::Contact, Level::Contact]);
    let one = one_guardian().replace(&link("10002", "50001", "<NIVEAU_RESPONSABILITE>1</NIVEAU_RESPONSABILITE>"), "");
    let removed = plan(&known, &[&two_pupils(), &one]);
    assert_eq!((removed.links.remove.len(), removed.links.unchanged, removed.guardians.left.len()), (1, 1, 0));
}

#[test]
fn an_empty_timetable_takes_no_service_away() {
    let known = school();
    let bare = sts(&individu("77", "epp", "DURAND", "Hélène", "<FONCTION>ENS</FONCTION>"), "<DIVISION CODE=\"6A\"/>", "");
    let empty = plan(&known, &[&bare]);
    assert_eq!((empty.services.remove.len(), empty.services.kept, empty.head_teachers.remove.len()), (0, 1, 1));
    assert_eq!(empty.remarks[0].key(), "roster-services-kept");
}

#[test]
fn a_file_without_addresses_erases_none() {
    let known = school();
    let bare = one_guardian().split("<ADRESSES>").next().unwrap().to_owned() + "</DONNEES></BEE_RESPONSABLES>";
    assert!(plan(&known, &[&two_pupils(), &bare.replace("<ADRESSE_ID>1</ADRESSE_ID>", "")]).is_empty());
}

#[test]
fn guardians_alone_are_linked_to_known_pupils_only() {
    let mut known = Known::default();
    apply(&mut known, &diff(&Known::default(), &roster(&[&two_pupils()]), &Settled::nothing()));
    let level = "<NIVEAU_RESPONSABILITE>1</NIVEAU_RESPONSABILITE>";
    let people = [personne("5", "SOW", "Awa", ""), personne("6", "LI", "Wei", "")];
    let plan = plan(&known, &[&responsables(&people, &[link("10001", "5", level), link("404", "6", level)], "")]);
    assert_eq!((plan.guardians.new.len(), plan.links.add.len()), (1, 1));
    let keys: Vec<&str> = plan.remarks.iter().map(preau_domain::message::Text::key).collect();
    assert_eq!(keys, ["roster-orphans", "roster-link-to-unknown-pupil"]);
}

/// SAC-35: identifiers are for administrateurs; the report of a plan names a changed one without showing it.
#[test]
fn sac_35_a_report_shows_no_identifier() {
    let mut known = school();
    known.pupils[0].entry.ine = Some("0999999ZZ99".to_owned());
    let json = serde_json::to_string(&plan(&known, &[&two_pupils(), &one_guardian(), &one_teacher()]).report()).unwrap();
    assert!(json.contains("\"field\":\"ine\"") && json.contains("LEFÈVRE Zoé"));
    let fresh = serde_json::to_string(&plan(&Known::default(), &[&two_pupils(), &one_guardian()]).report()).unwrap();
    for secret in ["0999999ZZ99", "0701000AA01", "10001", "50001"] {
        assert!(!json.contains(secret) && !fresh.contains(secret), "{secret}");
    }
}
