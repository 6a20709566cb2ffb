//! The comparison of a school with a roster. People are recognised by key, then by INE with birth date; names only ask.

use std::collections::{HashMap, HashSet};

use preau_domain::text;

use crate::entry::{Entry, Identity};
use crate::known::{Known, KnownEntry};
use crate::model::{Guardian, Roster};
use crate::plan::{Changed, Changes, FieldChange, Homonym, Left, Plan, Relations, Why};
use crate::relations::{Ends, relations};
use crate::settled::{Choice, Population, Settled};

/// What is particular to one population of one comparison.
struct Rules<'a> {
    population: Population,
    covered: bool,
    /// Whether absence means departure.
    leave: bool,
    /// Keys of people the files name without importing them: they do not leave.
    set_aside: HashSet<&'a str>,
    /// Fields that the files do not carry.
    silent: &'static [&'static str],
    settled: &'a Settled,
}

/// What importing `roster` into `known` would do, with what was already decided at the homonym desk.
#[must_use]
pub fn diff(known: &Known, roster: &Roster, settled: &Settled) -> Plan {
    let covers = roster.covers;
    let rules =
        |population, covered| Rules { population, covered, leave: covered, set_aside: HashSet::new(), silent: &[], settled };
    let mut remarks = Vec::new();
    let set_aside = roster.set_aside.iter().map(String::as_str).collect();
    let pupils = compare(&known.pupils, &roster.pupils, &Rules { set_aside, ..rules(Population::Pupils, covers.pupils) });
    let here = with_a_pupil(known, roster, &pupils);
    let orphans = roster.guardians.len() - here.len();
    if orphans > 0 {
        remarks.push(text!("roster-orphans", count = orphans));
    }
    let silent: &'static [&'static str] = if covers.addresses { &[] } else { &["address"] };
    let guardians = compare(&known.guardians, &here, &Rules { silent, ..rules(Population::Guardians, covers.guardians) });
    let staff = compare(&known.staff, &roster.staff, &rules(Population::Staff, covers.staff));
    // Without Structures or STS-Web, all that is known of a group is that a pupil is in it.
    let silent: &'static [&'static str] = if covers.groups { &[] } else { &["label", "level_code", "from_divisions", "kind"] };
    let groups = compare(&known.groups, &roster.groups, &Rules { silent, ..rules(Population::Groups, covers.groups) });
    let leave = false;
    let subjects = compare(&known.subjects, &roster.subjects, &Rules { leave, ..rules(Population::Subjects, true) });
    let mut plan = Plan {
        pupils,
        guardians,
        staff,
        groups,
        subjects,
        memberships: Relations::none(),
        links: Relations::none(),
        link_changes: Vec::new(),
        services: Relations::none(),
        head_teachers: Relations::none(),
        remarks,
    };
    relations(&mut plan, known, roster);
    plan
}

/// The guardians who answer for a pupil who is, or will be, here.
fn with_a_pupil(known: &Known, roster: &Roster, pupils: &Changes<crate::model::Pupil>) -> Vec<Guardian> {
    let ends = Ends::of_pupils_for_links(known, roster, pupils);
    let pending: HashSet<&str> = pupils.homonyms.iter().map(|h| h.entry.key.as_str()).collect();
    let linked = roster.links.iter().filter(|l| ends.has(&l.pupil_key) || pending.contains(l.pupil_key.as_str()));
    let needed: HashSet<&str> = linked.map(|l| l.guardian_key.as_str()).collect();
    roster.guardians.iter().filter(|g| needed.contains(g.key.as_str())).cloned().collect()
}

fn compare<T: Entry>(known: &[KnownEntry<T>], roster: &[T], rules: &Rules<'_>) -> Changes<T> {
    let mut changes = Changes {
        covered: rules.covered,
        new: Vec::new(),
        changed: Vec::new(),
        returned: Vec::new(),
        left: Vec::new(),
        homonyms: Vec::new(),
        unchanged: 0,
        active_before: known.iter().filter(|k| k.active && !k.entry.key().is_empty()).count(),
        matched: Vec::new(),
    };
    let (mut pairs, pending) = by_key(known, roster, rules);
    let mut taken: HashSet<i64> = pairs.iter().map(|(_, k)| k.id).collect();
    let desk = Candidates::new(known, roster);
    // All who share an INE first, so that nobody is a candidate for a name who is already somebody.
    let mut asked = Vec::new();
    for (entry, ask) in pending {
        let same = if matches!(ask, Ask::Names) { desk.by_ine(entry, &taken) } else { None };
        match same {
            Some(known) if taken.insert(known.id) => pairs.push((entry, known)),
            _ => asked.push((entry, ask)),
        }
    }
    for (entry, known) in pairs {
        settle(known, entry, rules, &mut changes);
    }
    let mut held = HashSet::new();
    for (entry, ask) in asked {
        let question = match ask {
            Ask::New => None,
            Ask::KeyOfAnother(id) => Some((vec![id], Why::KeyOfAnother)),
            Ask::Names => desk.by_names(entry, &taken),
        };
        match question {
            Some((candidates, why)) => {
                held.extend(candidates.iter().copied());
                changes.homonyms.push(Homonym { entry: entry.clone(), candidates, why });
            }
            None => changes.new.push(entry.clone()),
        }
    }
    if rules.leave {
        let stays = |k: &KnownEntry<T>| taken.contains(&k.id) || held.contains(&k.id) || rules.set_aside.contains(k.entry.key());
        let gone = known.iter().filter(|k| k.active && !k.entry.key().is_empty() && !stays(k));
        changes.left = gone.map(|k| Left { id: k.id, label: k.entry.label() }).collect();
    }
    changes
}

/// What to do with somebody whose key is not that of somebody known.
enum Ask {
    New,
    Names,
    KeyOfAnother(i64),
}

type Pairs<'a, T> = Vec<(&'a T, &'a KnownEntry<T>)>;

fn by_key<'a, T: Entry>(known: &'a [KnownEntry<T>], roster: &'a [T], rules: &Rules<'_>) -> (Pairs<'a, T>, Vec<(&'a T, Ask)>) {
    let mut keys: HashMap<&str, &KnownEntry<T>> = HashMap::new();
    for entry in known.iter().filter(|k| !k.entry.key().is_empty()) {
        let slot = keys.entry(entry.entry.key()).or_insert(entry);
        if entry.active && !slot.active {
            *slot = entry;
        }
    }
    let ids: HashMap<i64, &KnownEntry<T>> = known.iter().map(|k| (k.id, k)).collect();
    let given: HashSet<&str> = roster.iter().map(Entry::key).collect();
    let mut chosen = HashSet::new();
    let (mut pairs, mut pending) = (Vec::new(), Vec::new());
    for entry in roster {
        let choice = rules.settled.of(rules.population, entry.key());
        // A choice falls when its person is named by another line of the files, or was chosen twice.
        let same = match choice {
            Some(Choice::Same(id)) => ids.get(&id).filter(|k| k.entry.key() == entry.key() || !given.contains(k.entry.key())),
            _ => None,
        };
        match (choice, same) {
            (_, Some(same)) if chosen.insert(same.id) => pairs.push((entry, *same)),
            (Some(Choice::New), _) => pending.push((entry, Ask::New)),
            _ => match keys.get(entry.key()) {
                Some(found) if stranger(&found.entry, entry) => pending.push((entry, Ask::KeyOfAnother(found.id))),
                Some(found) => pairs.push((entry, *found)),
                None => pending.push((entry, Ask::Names)),
            },
        }
    }
    (pairs, pending)
}

/// Whether everything but the key differs: a base built anew may give old keys to others.
fn stranger<T: Entry>(known: &T, found: &T) -> bool {
    match (known.identity(), found.identity()) {
        (Some(known), Some(found)) => {
            let other_names = known.names.split('|').zip(found.names.split('|')).all(|(k, f)| k != f);
            let other_birth = known.birth.is_some() && found.birth.is_some() && known.birth != found.birth;
            other_names && other_birth && (known.ine.is_none() || known.ine != found.ine)
        }
        _ => false,
    }
}

fn settle<T: Entry>(known: &KnownEntry<T>, found: &T, rules: &Rules<'_>, changes: &mut Changes<T>) {
    changes.matched.push((found.key().to_owned(), known.id));
    let mut entry = found.clone();
    for field in known.hand_edited.iter().map(String::as_str).chain(rules.silent.iter().copied()) {
        entry.take(field, &known.entry);
    }
    let mut what = Vec::new();
    if entry != known.entry {
        for field in T::FIELDS.iter().copied() {
            let (before, after) = (known.entry.show(field), entry.show(field));
            if before != after {
                what.push(FieldChange { field, before, after });
            }
        }
    }
    match (known.active, what.is_empty()) {
        (true, true) => changes.unchanged += 1,
        (true, false) => changes.changed.push(Changed { id: known.id, entry, what }),
        (false, _) => changes.returned.push(Changed { id: known.id, entry, what }),
    }
}

/// Known people whose key is not in the roster, by what else they may be recognised.
struct Candidates<'a, T> {
    by_ine: HashMap<&'a str, Vec<(&'a KnownEntry<T>, Identity<'a>)>>,
    by_names: HashMap<String, Vec<(&'a KnownEntry<T>, Identity<'a>)>>,
}

impl<'a, T: Entry> Candidates<'a, T> {
    fn new(known: &'a [KnownEntry<T>], roster: &[T]) -> Self {
        let keys: HashSet<&str> = roster.iter().map(Entry::key).collect();
        let mut candidates = Self { by_ine: HashMap::new(), by_names: HashMap::new() };
        for entry in known.iter().filter(|k| !keys.contains(k.entry.key())) {
            if let Some(identity) = entry.entry.identity()
                && let Some(ine) = identity.ine
            {
                candidates.by_ine.entry(ine).or_default().push((entry, identity));
            }
            if let Some(identity) = entry.entry.identity() {
                candidates.by_names.entry(identity.names.clone()).or_default().push((entry, identity));
            }
        }
        candidates
    }

    /// The one with the same INE and the same birth date: an INE alone is sometimes given to another pupil.
    fn by_ine(&self, entry: &T, taken: &HashSet<i64>) -> Option<&'a KnownEntry<T>> {
        let identity = entry.identity()?;
        let same = self.by_ine.get(identity.ine?)?;
        let birth = identity.birth?;
        let mut found = same.iter().filter(|(k, i)| i.birth == Some(birth) && !taken.contains(&k.id));
        let (only, None) = (found.next()?, found.next()) else { return None };
        Some(only.0)
    }

    fn by_names(&self, entry: &T, taken: &HashSet<i64>) -> Option<(Vec<i64>, Why)> {
        let identity = entry.identity()?;
        let same: Vec<_> = self.by_names.get(&identity.names)?.iter().filter(|(k, _)| !taken.contains(&k.id)).collect();
        let ids = |wanted: &dyn Fn(&Identity<'_>) -> bool| -> Vec<i64> {
            same.iter().filter(|(_, i)| wanted(i)).map(|(k, _)| k.id).collect()
        };
        let exact = ids(&|i| i.birth.is_some() && i.birth == identity.birth);
        if !exact.is_empty() {
            return Some((exact, Why::SameNamesAndBirth));
        }
        let vague = ids(&|i| i.birth.is_none() || identity.birth.is_none());
        (!vague.is_empty()).then_some((vague, Why::SameNames))
    }
}
