//! Relations compared as sets, between people and things that are both here once the plan is applied. What is made by hand
//! or carries a court decision stays; the relations of somebody who leaves go to rest with him, untouched.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use preau_domain::text;

use crate::entry::Entry;
use crate::known::{Known, KnownEntry};
use crate::model::{HeadTeacher, Link, Membership, Pupil, Roster, Service};
use crate::plan::{Changes, LinkChange, Plan, Relations};

/// Where a key of the roster is found, and an id of the store.
pub(crate) struct Ends {
    keys: HashSet<String>,
    ids: HashMap<i64, String>,
}

impl Ends {
    fn of<T: Entry>(changes: &Changes<T>) -> Self {
        let matched = changes.matched.iter().map(|(key, _)| key.clone());
        let keys = matched.chain(changes.new.iter().map(|n| n.key().to_owned())).collect();
        Self { keys, ids: changes.matched.iter().map(|(key, id)| (*id, key.clone())).collect() }
    }

    fn with_known<T: Entry>(mut self, known: &[KnownEntry<T>], wanted: impl Fn(&str) -> bool) -> Self {
        for entry in known.iter().filter(|k| k.active && !k.entry.key().is_empty() && wanted(k.entry.key())) {
            if !self.ids.contains_key(&entry.id) && self.keys.insert(entry.entry.key().to_owned()) {
                self.ids.insert(entry.id, entry.entry.key().to_owned());
            }
        }
        self
    }

    /// Pupils as the file of responsables means them: also those without a class, and all known ones when no file of
    /// pupils was given.
    pub(crate) fn of_pupils_for_links(known: &Known, roster: &Roster, pupils: &Changes<Pupil>) -> Self {
        let set_aside: HashSet<&str> = roster.set_aside.iter().map(String::as_str).collect();
        Self::of(pupils).with_known(&known.pupils, |key| !roster.covers.pupils || set_aside.contains(key))
    }

    pub(crate) fn has(&self, key: &str) -> bool {
        self.keys.contains(key)
    }

    fn key(&self, id: i64) -> Option<&String> {
        self.ids.get(&id)
    }
}

/// Fills in the relations of a plan whose populations are compared.
pub(crate) fn relations(plan: &mut Plan, known: &Known, roster: &Roster) {
    let covers = roster.covers;
    let pupils = Ends::of(&plan.pupils);
    let groups = Ends::of(&plan.groups).with_known(&known.groups, |_| !covers.groups);
    let staff = Ends::of(&plan.staff);
    let subjects = Ends::of(&plan.subjects).with_known(&known.subjects, |_| true);
    if covers.pupils {
        let wanted = roster.memberships.iter().filter(|m| pupils.has(&m.pupil_key) && groups.has(&m.group_code));
        plan.memberships = sets(wanted, &known.memberships, |m| {
            let (pupil_key, group_code) = (pupils.key(m.pupil)?.clone(), groups.key(m.group)?.clone());
            Some((Membership { pupil_key, group_code }, m.by_hand))
        });
    }
    if covers.guardians {
        links(plan, known, roster);
    }
    if covers.staff {
        let wanted = roster.services.iter().filter(|s| staff.has(&s.staff_key) && groups.has(&s.group_code));
        plan.services = sets(wanted, &known.services, |s| {
            let (group_code, staff_key) = (groups.key(s.group)?.clone(), staff.key(s.staff)?.clone());
            Some((Service { group_code, subject_code: subjects.key(s.subject)?.clone(), staff_key }, s.by_hand))
        });
        // Until the timetable is sent up, STS-Web knows no service: that takes none away.
        if roster.services.is_empty() && !plan.services.remove.is_empty() {
            plan.services.kept += plan.services.remove.len();
            plan.services.remove.clear();
            plan.remarks.push(text!("roster-services-kept"));
        }
        let wanted = roster.head_teachers.iter().filter(|h| staff.has(&h.staff_key) && groups.has(&h.group_code));
        plan.head_teachers = sets(wanted, &known.head_teachers, |h| {
            let (staff_key, group_code) = (staff.key(h.staff)?.clone(), groups.key(h.group)?.clone());
            Some((HeadTeacher { staff_key, group_code, from: h.from, to: h.to }, h.by_hand))
        });
    }
}

fn sets<'a, A: Clone + Eq + Hash + 'a, K: Clone>(
    wanted: impl Iterator<Item = &'a A>,
    known: &[K],
    read: impl Fn(&K) -> Option<(A, bool)>,
) -> Relations<A, K> {
    let wanted: Vec<&A> = wanted.collect();
    let set: HashSet<&A> = wanted.iter().copied().collect();
    let mut found = HashSet::new();
    let mut out = Relations::none();
    for entry in known {
        let Some((relation, by_hand)) = read(entry) else { continue };
        if set.contains(&relation) {
            out.unchanged += 1;
            found.insert(relation);
        } else if by_hand {
            out.kept += 1;
        } else {
            out.remove.push(entry.clone());
        }
    }
    out.add = wanted.into_iter().filter(|w| !found.contains(*w)).cloned().collect();
    out
}

fn links(plan: &mut Plan, known: &Known, roster: &Roster) {
    let pupils = Ends::of_pupils_for_links(known, roster, &plan.pupils);
    let guardians = Ends::of(&plan.guardians);
    let pending: HashSet<&str> = plan.pupils.homonyms.iter().map(|h| h.entry.key.as_str()).collect();
    let (mut wanted, mut unknown): (HashMap<(&str, &str), &Link>, usize) = (HashMap::new(), 0);
    for link in &roster.links {
        if pupils.has(&link.pupil_key) && guardians.has(&link.guardian_key) {
            wanted.insert((&link.pupil_key, &link.guardian_key), link);
        } else if !pupils.has(&link.pupil_key) && !pending.contains(link.pupil_key.as_str()) {
            unknown += 1;
        }
    }
    if unknown > 0 {
        plan.remarks.push(text!("roster-link-to-unknown-pupil", count = unknown));
    }
    for stored in &known.links {
        let (Some(pupil), Some(guardian)) = (pupils.key(stored.pupil), guardians.key(stored.guardian)) else { continue };
        match wanted.remove(&(pupil.as_str(), guardian.as_str())) {
            _ if stored.court_decision || stored.by_hand => plan.links.kept += 1,
            Some(link) if link.level == stored.level && link.relation == stored.relation => plan.links.unchanged += 1,
            Some(link) => {
                let (level, relation) = (link.level, link.relation.clone());
                plan.link_changes.push(LinkChange { before: stored.clone(), level, relation });
            }
            None => plan.links.remove.push(stored.clone()),
        }
    }
    let rest = roster.links.iter().filter(|l| wanted.contains_key(&(l.pupil_key.as_str(), l.guardian_key.as_str())));
    plan.links.add = rest.cloned().collect();
}
