//! The people of each test school, put in through the same functions as an import.
//!
//! Two classes 5B and 5C, and somebody for each rule: a guardian under a court's decision, a contact of level 3, a guardian
//! of two children, a teacher who is also a parent, people who have left.

use std::collections::BTreeMap;

use preau_domain::fold::fold;
use preau_domain::ids::{GroupId, PersonId, SubjectId};
use preau_storage::roster::{self, Group, Guardianship, Person, Subject};
use preau_storage::writer::Step;
use preau_storage::{Db, Result, School};

/// (short name, kind, civility, first name, last name, STS function, active).
pub const PEOPLE: &[(&str, &str, &str, &str, &str, &str, bool)] = &[
    ("zoe", "pupil", "", "Zoé", "Lefèvre", "", true),
    ("adam", "pupil", "", "Adam", "Bernard", "", true),
    ("lina", "pupil", "", "Lina", "Costa", "", true),
    ("noe", "pupil", "", "Noé", "Duval", "", true),
    ("hugo", "pupil", "", "Hugo", "Bernard", "", true),
    ("ines", "pupil", "", "Inès", "Fabre", "", true),
    ("jade", "pupil", "", "Jade", "Gaillard", "", true),
    ("karl", "pupil", "", "Karl", "Hamon", "", true),
    ("parti", "pupil", "", "Paul", "Ivars", "", false),
    ("mere-zoe", "guardian", "Mme", "Agnès", "Lefèvre", "", true),
    ("pere-zoe", "guardian", "M.", "Benoît", "Lefèvre", "", true),
    ("pere-adam", "guardian", "M.", "Cyril", "Bernard", "", true),
    ("mere-deux", "guardian", "Mme", "Diane", "Bernard", "", true),
    ("tante-lina", "guardian", "Mme", "Elsa", "Costa", "", true),
    ("mere-parti", "guardian", "Mme", "Flore", "Ivars", "", true),
    ("durand", "staff", "Mme", "Gaëlle", "Durand", "ENS", true),
    ("petit", "staff", "M.", "Hervé", "Petit", "ENS", true),
    ("martin", "staff", "M.", "Ivan", "Martin", "ENS", true),
    ("double", "staff", "Mme", "Judith", "Duval", "ENS", true),
    ("ancien", "staff", "M.", "Kléber", "Roux", "ENS", false),
    ("directrice", "staff", "Mme", "Laure", "Simon", "DIR", true),
    ("admin", "staff", "M.", "Marc", "Thomas", "ADF", true),
    ("cpe", "staff", "Mme", "Nadia", "Vidal", "EDU", true),
    ("aesh", "staff", "M.", "Omar", "Weber", "", true),
];

/// (short name, role). Who has two lines has two hats.
pub const ROLES: &[(&str, &str)] = &[
    ("zoe", "eleve"),
    ("adam", "eleve"),
    ("lina", "eleve"),
    ("noe", "eleve"),
    ("hugo", "eleve"),
    ("ines", "eleve"),
    ("jade", "eleve"),
    ("karl", "eleve"),
    ("parti", "eleve"),
    ("mere-zoe", "responsable"),
    ("pere-zoe", "responsable"),
    ("pere-adam", "responsable"),
    ("mere-deux", "responsable"),
    ("tante-lina", "responsable"),
    ("mere-parti", "responsable"),
    ("durand", "professeur"),
    ("petit", "professeur"),
    ("martin", "professeur"),
    ("double", "professeur"),
    ("double", "responsable"),
    ("ancien", "professeur"),
    ("directrice", "directeur"),
    ("admin", "administrateur"),
    ("cpe", "personnel"),
    ("aesh", "personnel"),
];

/// (pupil, class).
pub const CLASSES: &[(&str, &str)] = &[
    ("zoe", "5B"),
    ("adam", "5B"),
    ("lina", "5B"),
    ("noe", "5B"),
    ("parti", "5B"),
    ("hugo", "5C"),
    ("ines", "5C"),
    ("jade", "5C"),
    ("karl", "5C"),
];

/// (guardian, pupil, level, a court's decision).
pub const GUARDIANS: &[(&str, &str, i64, bool)] = &[
    ("mere-zoe", "zoe", 1, false),
    ("pere-zoe", "zoe", 1, false),
    ("pere-adam", "adam", 1, true),
    ("mere-deux", "adam", 1, false),
    ("mere-deux", "hugo", 1, false),
    ("tante-lina", "lina", 3, false),
    ("mere-parti", "parti", 1, false),
    ("double", "noe", 1, false),
];

/// (teacher, class, subject).
pub const TEACHING: &[(&str, &str, &str)] =
    &[("durand", "5B", "061300"), ("petit", "5C", "061300"), ("double", "5C", "020700"), ("ancien", "5B", "020700")];

const SUBJECTS: &[(&str, &str)] = &[("061300", "Mathématiques"), ("020700", "Français")];

/// What was put in, by short name.
#[derive(Debug, Default)]
pub struct Filled {
    /// Persons.
    pub people: BTreeMap<&'static str, PersonId>,
    /// Classes by label.
    pub groups: BTreeMap<&'static str, GroupId>,
    /// Subjects by code.
    pub subjects: BTreeMap<&'static str, SubjectId>,
}

/// Fills an empty school; every last name ends in `suffix`.
pub async fn fill(school: &School, suffix: &'static str) -> Filled {
    school.write(move |db| Box::pin(async move { Ok(Step::Keep(put(db, suffix).await?, vec![])) })).await.expect("directory")
}

async fn put(db: &mut Db, suffix: &str) -> Result<Filled> {
    let first = db.next("person", count(PEOPLE.len())).await?;
    let people: BTreeMap<_, _> = PEOPLE.iter().zip(first..).map(|(p, id)| (p.0, PersonId(id))).collect();
    let groups: BTreeMap<_, _> =
        ["5B", "5C"].into_iter().zip(db.next("group", 2).await?..).map(|(g, id)| (g, GroupId(id))).collect();
    let first = db.next("subject", count(SUBJECTS.len())).await?;
    let subjects: BTreeMap<_, _> = SUBJECTS.iter().zip(first..).map(|(s, id)| (s.0, SubjectId(id))).collect();
    let id = |who: &str| people[who].0;

    let rows: Vec<Person> = PEOPLE.iter().map(|p| person(id(p.0), p, suffix)).collect();
    roster::put_people(db, &rows).await?;
    roster::put_keys(db, &PEOPLE.iter().flat_map(|p| keys(id(p.0), p)).collect::<Vec<_>>()).await?;
    for (who, role) in ROLES {
        preau_storage::person::add_role(db, id(who), role).await?;
    }
    let rows: Vec<Group> = groups
        .iter()
        .map(|(label, id)| Group {
            id: id.0,
            code: (*label).into(),
            kind: "division".into(),
            label: (*label).into(),
            level: "10210001110".into(),
            divisions: "[]".into(),
            active: true,
        })
        .collect();
    roster::put_groups(db, &rows).await?;
    let rows: Vec<Subject> = SUBJECTS
        .iter()
        .map(|(code, label)| Subject {
            id: subjects[code].0,
            code: (*code).into(),
            short: (*label).into(),
            label: (*label).into(),
        })
        .collect();
    roster::put_subjects(db, &rows).await?;
    roster::add_memberships(db, &CLASSES.iter().map(|(who, class)| (id(who), groups[class].0)).collect::<Vec<_>>()).await?;
    let rows: Vec<_> = TEACHING.iter().map(|(who, class, code)| (id(who), groups[class].0, subjects[code].0)).collect();
    roster::add_teachings(db, &rows).await?;
    let rows: Vec<_> = GUARDIANS
        .iter()
        .map(|(guardian, pupil, level, court)| Guardianship {
            guardian: id(guardian),
            pupil: id(pupil),
            level: *level,
            relation: "10".into(),
            court: *court,
        })
        .collect();
    roster::put_guardianships(db, &rows).await?;
    // an import never sets it: a person does
    for (guardian, pupil, _, _) in GUARDIANS.iter().filter(|g| g.3) {
        roster::set_court(db, id(guardian), id(pupil), true).await?;
    }
    Ok(Filled { people, groups, subjects })
}

fn count(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(0)
}

fn person(id: i64, p: &(&str, &str, &str, &str, &str, &str, bool), suffix: &str) -> Person {
    let (_, kind, civility, first_name, last_name, function, active) = *p;
    let last_name = format!("{last_name} {suffix}");
    Person {
        id,
        kind: kind.into(),
        civility: civility.into(),
        sort_name: fold(&format!("{last_name} {first_name}")),
        last_name,
        usage_name: String::new(),
        first_name: first_name.into(),
        first_name_2: String::new(),
        first_name_3: String::new(),
        sex: if civility == "M." { "1" } else { "2" }.into(),
        birth: (kind == "pupil").then_some(15_000 + id),
        email: format!("{id}@ecole.example"),
        address: String::new(),
        facts: "{}".into(),
        function: function.into(),
        active,
        left_on: (!active).then_some(20_000),
    }
}

/// An ENT id for everybody, ELEVE_ID and INE for pupils, an STS id for staff.
fn keys(id: i64, p: &(&'static str, &str, &str, &str, &str, &str, bool)) -> Vec<(String, String, i64)> {
    let mut keys = vec![(format!("ent.{}", crate::house::PROVIDER), format!("ent-{}", p.0), id)];
    match p.1 {
        "pupil" => {
            keys.push(("siecle.eleve".into(), format!("ELEVE{id:04}"), id));
            keys.push(("ine".into(), format!("INE{id:08}"), id));
        }
        "staff" => keys.push(("sts".into(), format!("STS{id:04}"), id)),
        _ => keys.push(("siecle.personne".into(), format!("PERSONNE{id:04}"), id)),
    }
    keys
}
