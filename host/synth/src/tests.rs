//! The synthetic school is read by the real importer, whole and without a fault.

use std::collections::{BTreeMap, BTreeSet};

use preau_domain::time::{Day, SchoolYear};
use preau_domain::uai::Uai;
use preau_roster::known::{Known, KnownEntry};
use preau_roster::model::{GroupKind, Level, Roster};
use preau_roster::{Expected, Limits, Reading, Settled, diff, read};

use crate::{School, Size};

const YEAR: SchoolYear = SchoolYear(2026);

fn uai() -> Uai {
    Uai::parse("0750680G").unwrap()
}

fn today() -> Day {
    Day::parse_iso("2026-11-22").unwrap()
}

fn reading(school: &School) -> Reading {
    let expected = Expected { uais: vec![uai()], year: YEAR, today: today(), limits: Limits::OFFICIAL };
    read(school.files(), &expected, &mut |_| {}).unwrap_or_else(|faults| panic!("{faults:?}"))
}

fn college() -> Roster {
    reading(&School::generate(7, YEAR, &uai())).roster
}

#[test]
fn the_college_has_the_size_it_promises() {
    let roster = college();
    assert_eq!((roster.pupils.len(), roster.guardians.len()), (620, 1000));
    assert_eq!(roster.groups.iter().filter(|g| g.kind == GroupKind::Division).count(), 24);
    assert_eq!(roster.staff.iter().filter(|s| s.function.as_deref() == Some("ENS")).count(), 45);
    for function in ["DIR", "EDU", "DOC"] {
        assert_eq!(roster.staff.iter().filter(|s| s.function.as_deref() == Some(function)).count(), 1, "{function}");
    }
    assert_eq!(roster.head_teachers.len(), 24);
    let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
    for pupil in &roster.pupils {
        *sizes.entry(pupil.division.as_deref().unwrap()).or_default() += 1;
    }
    assert!(sizes.values().all(|n| (25..=26).contains(n)), "{sizes:?}");
    for code in sizes.keys() {
        let subjects = roster.services.iter().filter(|s| s.group_code == *code).count();
        assert!((10..=11).contains(&subjects), "{code}: {subjects}");
    }
}

#[test]
fn families_are_of_all_kinds() {
    let roster = college();
    let mut of_pupil: BTreeMap<&str, Vec<Level>> = BTreeMap::new();
    let mut of_guardian: BTreeMap<&str, usize> = BTreeMap::new();
    for link in &roster.links {
        of_pupil.entry(&link.pupil_key).or_default().push(link.level);
        *of_guardian.entry(&link.guardian_key).or_default() += 1;
    }
    assert_eq!(of_pupil.len(), 620, "every pupil has a guardian");
    let with = |count: usize| of_pupil.values().filter(|l| l.len() == count).count();
    assert!(with(2) > 500 && with(1) > 20 && with(3) > 5);
    assert!(of_guardian.values().filter(|n| **n > 1).count() > 100, "brothers and sisters share their guardians");
    for level in [Level::Legal, Level::InCharge, Level::Contact] {
        assert!(roster.links.iter().any(|l| l.level == level), "{level:?}");
    }
    let names: Vec<&str> = roster.pupils.iter().map(|p| p.last_name.as_str()).collect();
    for sign in ["Œ", "'", "-", " ", "È", "Ć", "Ñ"] {
        assert!(names.iter().any(|n| n.contains(sign)), "no name with {sign}");
    }
    let full: BTreeSet<(&str, &str)> = roster.pupils.iter().map(|p| (p.last_name.as_str(), p.first_name.as_str())).collect();
    assert!(full.len() < 620, "there is a pair of homonyms");
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let small = |seed| School::sized(seed, YEAR, &uai(), Size::SMALL);
    assert_eq!(small(3).files(), small(3).files());
    assert_eq!(small(3).people_json(), small(3).people_json());
    assert_ne!(small(3).files(), small(4).files());
}

#[test]
fn a_small_school_is_a_whole_school() {
    let reading = reading(&School::sized(1, YEAR, &uai(), Size::SMALL));
    let roster = reading.roster;
    assert_eq!((roster.pupils.len(), roster.guardians.len(), roster.head_teachers.len()), (32, 52, 4));
    assert_eq!(roster.staff.len(), 17);
    assert!(reading.remarks.iter().any(|r| r.text.key() == "roster-gone"));
}

#[test]
fn every_roster_key_has_one_account() {
    let school = School::generate(7, YEAR, &uai());
    let (roster, people) = (reading(&school).roster, school.people());
    let logins: BTreeSet<&str> = people.iter().map(|p| p.login.as_str()).collect();
    assert_eq!(logins.len(), people.len());
    assert!(logins.iter().all(|l| l.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '.')));
    let keys = |of: fn(&crate::Person) -> Option<&String>| people.iter().filter_map(of).cloned().collect::<BTreeSet<_>>();
    assert_eq!(keys(|p| p.eleve_id.as_ref()), roster.pupils.iter().map(|p| p.key.clone()).collect());
    assert_eq!(keys(|p| p.personne_id.as_ref()), roster.guardians.iter().map(|g| g.key.clone()).collect());
    assert_eq!(keys(|p| p.sts_id.as_ref()), roster.staff.iter().map(|s| s.key.clone()).collect());
    for parent in people.iter().filter(|p| p.profile == "National_TUT") {
        assert!(!parent.children.is_empty() && parent.children.iter().all(|c| logins.contains(c.as_str())));
    }
    let durand = people.iter().find(|p| p.name == "Hélène Durand").and_then(|p| p.sts_id.clone()).unwrap();
    assert!(roster.services.iter().any(|s| s.staff_key == durand && s.group_code == "5B" && s.subject_code == "061300"));
}

#[test]
fn next_month_brings_leavers_newcomers_and_changes() {
    fn entries<T: Clone>(list: &[T]) -> Vec<KnownEntry<T>> {
        let made = |(id, entry): (usize, &T)| KnownEntry {
            id: i64::try_from(id).unwrap(),
            active: true,
            hand_edited: Vec::new(),
            entry: entry.clone(),
        };
        list.iter().enumerate().map(made).collect()
    }
    let school = School::generate(7, YEAR, &uai());
    let before = reading(&school).roster;
    let known = Known {
        pupils: entries(&before.pupils),
        guardians: entries(&before.guardians),
        staff: entries(&before.staff),
        groups: entries(&before.groups),
        subjects: entries(&before.subjects),
        ..Known::default()
    };
    let after = reading(&school.next_month(today())).roster;
    let plan = diff(&known, &after, &Settled::nothing());
    let pupils = plan.summary().pupils;
    assert_eq!((pupils.new, pupils.left, pupils.changed), (6, 6, 12), "{pupils:?}");
    let staff = plan.summary().staff;
    assert_eq!((staff.new, staff.left), (1, 1));
    assert!((6..=12).contains(&plan.summary().guardians.changed));
    assert!(!plan.needs_confirmation());
}
