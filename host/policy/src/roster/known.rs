//! What the school has, loaded whole from one snapshot in the form that the comparison takes.

use std::collections::HashMap;

use preau_domain::time::Day;
use preau_roster::known::{Known, KnownEntry, KnownHeadTeacher, KnownLink, KnownMembership, KnownService};
use preau_roster::model::Subject;
use preau_storage::roster as rows;
use preau_storage::{Db, roster};

use super::facts::{self, Someone};
use crate::Result;

/// The function under which a professeur principal is held.
pub(super) const HEAD_TEACHER: &str = "professeur-principal";

/// Everything as stored.
pub(super) struct Stored {
    /// The number of the directory that this is.
    pub(super) change: i64,
    people: Vec<rows::Person>,
    keys: Vec<(String, String, i64)>,
    groups: Vec<rows::Group>,
    subjects: Vec<rows::Subject>,
    memberships: Vec<(i64, i64)>,
    links: Vec<rows::Guardianship>,
    teachings: Vec<(rows::Teaching, bool)>,
    held: Vec<(rows::Held, bool)>,
}

/// Reads it; the same snapshot gives its number.
pub(super) async fn load(db: &mut Db, today: Day) -> Result<Stored> {
    Ok(Stored {
        change: roster::change(db).await?,
        people: roster::people(db).await?,
        keys: roster::keys(db).await?,
        groups: roster::groups(db).await?,
        subjects: roster::subjects(db).await?,
        memberships: roster::memberships(db).await?,
        links: roster::guardianships(db).await?,
        teachings: roster::teachings(db, today.0.into()).await?,
        held: roster::held(db).await?,
    })
}

impl Stored {
    /// Who is a pupil, guardian or member of staff, and what ties them.
    pub(super) fn known(self) -> Result<Known> {
        let mut keys: HashMap<(&str, i64), &str> = HashMap::with_capacity(self.keys.len());
        for (kind, value, person) in &self.keys {
            keys.insert((kind, *person), value);
        }
        let groups = self.groups.into_iter().map(|row| {
            let (id, active) = (row.id, row.active);
            Ok(entry(id, active, facts::group(row)?))
        });
        let subjects = self.subjects.into_iter();
        let (head_teachers, services) = (self.held.into_iter(), self.teachings.into_iter());
        Ok(Known {
            pupils: population(&self.people, &keys)?,
            guardians: population(&self.people, &keys)?,
            staff: population(&self.people, &keys)?,
            groups: groups.collect::<Result<_>>()?,
            subjects: subjects.map(|s| entry(s.id, true, Subject { code: s.code, short: s.short, label: s.label })).collect(),
            memberships: self
                .memberships
                .iter()
                .map(|(pupil, group)| KnownMembership { pupil: *pupil, group: *group, by_hand: false })
                .collect(),
            links: self.links.into_iter().map(link).collect(),
            services: services
                .map(|((staff, group, subject), by_hand)| KnownService { group, subject, staff, by_hand })
                .collect(),
            head_teachers: head_teachers.filter(|((_, function, ..), _)| function == HEAD_TEACHER).map(head_teacher).collect(),
        })
    }
}

fn entry<T>(id: i64, active: bool, entry: T) -> KnownEntry<T> {
    KnownEntry { id, active, hand_edited: Vec::new(), entry }
}

fn population<T: Someone>(people: &[rows::Person], keys: &HashMap<(&str, i64), &str>) -> Result<Vec<KnownEntry<T>>> {
    let ours = people.iter().filter(|p| p.kind == T::KIND);
    ours.map(|row| {
        let key = keys.get(&(T::KEY, row.id)).map(|k| (*k).to_owned()).unwrap_or_default();
        Ok(entry(row.id, row.active, T::read(row, key)?))
    })
    .collect()
}

fn link(row: rows::Guardianship) -> KnownLink {
    KnownLink {
        pupil: row.pupil,
        guardian: row.guardian,
        level: facts::level(row.level),
        relation: row.relation,
        court_decision: row.court,
        by_hand: false,
    }
}

fn head_teacher(((staff, _, group, from, to), by_hand): (rows::Held, bool)) -> KnownHeadTeacher {
    let (first, last) = roster::ALWAYS;
    let day = |stored: i64, unbounded: i64| (stored != unbounded).then(|| i32::try_from(stored).ok()).flatten().map(Day);
    KnownHeadTeacher { staff, group, from: day(from, first), to: day(to, last), by_hand }
}
