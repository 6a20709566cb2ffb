//! A small store in memory that applies a plan as a real one would, so that plans can follow one another.

use crate::known::*;
use crate::model::*;
use crate::plan::{Changes, Plan};

fn apply_population<T: Clone>(known: &mut Vec<KnownEntry<T>>, changes: &Changes<T>) {
    for changed in changes.changed.iter().chain(&changes.returned) {
        let stored = known.iter_mut().find(|k| k.id == changed.id).unwrap();
        (stored.entry, stored.active) = (changed.entry.clone(), true);
    }
    for left in &changes.left {
        known.iter_mut().find(|k| k.id == left.id).unwrap().active = false;
    }
    for new in &changes.new {
        let id = known.iter().map(|k| k.id).max().unwrap_or(0) + 1;
        known.push(KnownEntry { id, active: true, hand_edited: Vec::new(), entry: new.clone() });
    }
}

fn id<T>(known: &[KnownEntry<T>], key: &str, of: impl Fn(&T) -> &str) -> i64 {
    known.iter().find(|k| k.active && of(&k.entry) == key).unwrap_or_else(|| panic!("{key}")).id
}

/// Applies a plan; what is at the homonym desk stays there.
pub(super) fn apply(known: &mut Known, plan: &Plan) {
    apply_population(&mut known.pupils, &plan.pupils);
    apply_population(&mut known.guardians, &plan.guardians);
    apply_population(&mut known.staff, &plan.staff);
    apply_population(&mut known.groups, &plan.groups);
    apply_population(&mut known.subjects, &plan.subjects);
    let pupil = |known: &Known, key: &str| id(&known.pupils, key, |p: &Pupil| &p.key);
    let group = |known: &Known, key: &str| id(&known.groups, key, |g: &Group| &g.code);
    let staff = |known: &Known, key: &str| id(&known.staff, key, |s: &Staff| &s.key);

    known.memberships.retain(|m| !plan.memberships.remove.contains(m));
    for m in &plan.memberships.add {
        let made = KnownMembership { pupil: pupil(known, &m.pupil_key), group: group(known, &m.group_code), by_hand: false };
        known.memberships.push(made);
    }
    known.links.retain(|l| !plan.links.remove.contains(l));
    for change in &plan.link_changes {
        let stored = known.links.iter_mut().find(|l| **l == change.before).unwrap();
        (stored.level, stored.relation) = (change.level, change.relation.clone());
    }
    for l in &plan.links.add {
        let guardian = id(&known.guardians, &l.guardian_key, |g: &Guardian| &g.key);
        let (pupil, level, relation) = (pupil(known, &l.pupil_key), l.level, l.relation.clone());
        known.links.push(KnownLink { pupil, guardian, level, relation, court_decision: false, by_hand: false });
    }
    known.services.retain(|s| !plan.services.remove.contains(s));
    for s in &plan.services.add {
        let subject = id(&known.subjects, &s.subject_code, |s: &Subject| &s.code);
        let (group, staff) = (group(known, &s.group_code), staff(known, &s.staff_key));
        known.services.push(KnownService { group, subject, staff, by_hand: false });
    }
    known.head_teachers.retain(|h| !plan.head_teachers.remove.contains(h));
    for h in &plan.head_teachers.add {
        let (staff, group) = (staff(known, &h.staff_key), group(known, &h.group_code));
        known.head_teachers.push(KnownHeadTeacher { staff, group, from: h.from, to: h.to, by_hand: false });
    }
}
