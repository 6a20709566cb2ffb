//! Who is recognised as whom: key, then INE with birth date; names only ask.

use super::apply::apply;
use super::sample::*;
use crate::known::Known;
use crate::model::Roster;
use crate::plan::Why;
use crate::{Choice, Population, Settled, diff};

fn pupils(list: &[(&str, &str, &str, &str, &str)]) -> Roster {
    let made: Vec<String> = list
        .iter()
        .map(|(id, last, first, birth, ine)| eleve(id, last, first, birth, &format!("<ID_NATIONAL>{ine}</ID_NATIONAL>")))
        .collect();
    let structures: Vec<String> = list.iter().map(|(id, ..)| places(id, "D 6A")).collect();
    roster(&[&eleves(&made, &structures)])
}

fn known(list: &[(&str, &str, &str, &str, &str)]) -> Known {
    let mut known = Known::default();
    apply(&mut known, &diff(&Known::default(), &pupils(list), &Settled::nothing()));
    known
}

fn plan(before: &[(&str, &str, &str, &str, &str)], after: &[(&str, &str, &str, &str, &str)]) -> crate::plan::Plan {
    diff(&known(before), &pupils(after), &Settled::nothing())
}

const ZOE: (&str, &str, &str, &str, &str) = ("1", "LEFÈVRE", "Zoé", "15/04/2015", "INE1");
const TOM: (&str, &str, &str, &str, &str) = ("2", "SOW", "Tom", "22/09/2015", "INE2");

#[test]
fn the_key_decides_even_when_a_name_or_a_birth_date_is_corrected() {
    let plan = plan(&[ZOE, TOM], &[("1", "LEFEVRE", "Zoé", "15/04/2015", "INE1"), ("2", "SOW", "Tom", "23/09/2015", "INE2")]);
    let what: Vec<(&str, &str, &str)> =
        plan.pupils.changed.iter().flat_map(|c| &c.what).map(|w| (w.field, w.before.as_str(), w.after.as_str())).collect();
    assert_eq!(what, [("last_name", "LEFÈVRE", "LEFEVRE"), ("birth", "22/09/2015", "23/09/2015")]);
}

#[test]
fn ine_with_birth_date_recognises_a_pupil_whose_key_changed() {
    let plan = plan(&[ZOE, TOM], &[("91", "LEFÈVRE", "Zoé", "15/04/2015", "INE1"), TOM]);
    assert_eq!((plan.pupils.changed.len(), plan.pupils.new.len(), plan.pupils.left.len()), (1, 0, 0));
    assert_eq!(plan.pupils.changed[0].what[0].field, "key");
    assert!(plan.memberships.add.is_empty() && plan.memberships.remove.is_empty());
}

#[test]
fn an_ine_given_to_another_pupil_decides_nothing() {
    let plan = plan(&[ZOE], &[("91", "ROSSI", "Ana", "03/03/2014", "INE1")]);
    assert_eq!((plan.pupils.new.len(), plan.pupils.left.len(), plan.pupils.homonyms.len()), (1, 1, 0));
}

#[test]
fn names_and_birth_date_only_ask() {
    let after = [("91", "Lefevre", "ZOE", "15/04/2015", ""), TOM];
    let plan = plan(&[ZOE, TOM], &after);
    assert_eq!(plan.pupils.homonyms.len(), 1);
    assert_eq!(
        (plan.pupils.homonyms[0].why, plan.pupils.homonyms[0].candidates.as_slice()),
        (Why::SameNamesAndBirth, [1].as_slice())
    );
    assert!(plan.pupils.new.is_empty() && plan.pupils.left.is_empty(), "nobody leaves while the question is open");
    assert!(plan.memberships.add.is_empty() && plan.memberships.remove.is_empty());

    let mut settled = Settled::nothing();
    settled.choose(Population::Pupils, "91", Choice::Same(1));
    let same = diff(&known(&[ZOE, TOM]), &pupils(&after), &settled);
    assert_eq!((same.pupils.changed[0].id, same.pupils.homonyms.len(), same.pupils.left.len()), (1, 0, 0));
    settled.choose(Population::Pupils, "91", Choice::New);
    let new = diff(&known(&[ZOE, TOM]), &pupils(&after), &settled);
    assert_eq!((new.pupils.new.len(), new.pupils.left.len(), new.memberships.add.len()), (1, 1, 1));
}

#[test]
fn a_choice_cannot_take_somebody_whom_the_files_name() {
    let mut settled = Settled::nothing();
    settled.choose(Population::Pupils, "91", Choice::Same(2));
    let plan = diff(&known(&[ZOE, TOM]), &pupils(&[("91", "LI", "Mei", "01/01/2014", "INE3"), ZOE, TOM]), &settled);
    assert_eq!((plan.pupils.new.len(), plan.pupils.unchanged), (1, 2));
}

#[test]
fn a_namesake_born_another_day_is_somebody_else() {
    let plan = plan(&[ZOE], &[ZOE, ("91", "LEFÈVRE", "Zoé", "01/01/2014", "INE9")]);
    assert_eq!((plan.pupils.new.len(), plan.pupils.unchanged, plan.pupils.homonyms.len()), (1, 1, 0));
}

#[test]
fn a_key_that_now_names_somebody_else_asks() {
    let plan = plan(&[ZOE, TOM], &[("1", "ROSSI", "Ana", "03/03/2014", "INE7"), TOM]);
    assert_eq!((plan.pupils.homonyms[0].why, plan.pupils.homonyms[0].candidates.as_slice()), (Why::KeyOfAnother, [1].as_slice()));
    assert!(plan.pupils.changed.is_empty() && plan.pupils.left.is_empty());
}

#[test]
fn a_guardian_of_the_same_name_asks_and_never_merges() {
    let mut known = Known::default();
    apply(&mut known, &diff(&Known::default(), &roster(&[&two_pupils(), &one_guardian()]), &Settled::nothing()));
    let renumbered = one_guardian().replace("50001", "60001");
    let plan = diff(&known, &roster(&[&two_pupils(), &renumbered]), &Settled::nothing());
    assert_eq!((plan.guardians.homonyms.len(), plan.guardians.homonyms[0].why), (1, Why::SameNames));
    assert!(plan.guardians.new.is_empty() && plan.guardians.left.is_empty() && plan.links.add.is_empty());
    assert_eq!(plan.report().guardians.homonyms[0].why, Some("names"));
}
