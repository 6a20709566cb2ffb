//! From the parts of several files to one roster: classes joined to pupils, leavers and orphans dropped, cross references checked.

use std::collections::{BTreeMap, HashMap, HashSet};

use preau_domain::fold::fold;
use preau_domain::text;

use crate::fault::Desk;
use crate::groups::Groups;
use crate::model::{Coverage, GroupKind, Guardian, Membership, Pupil, Roster, Subject};
use crate::read::Parts;
use crate::siecle_eleves::Eleves;
use crate::siecle_responsables::Responsables;
use crate::sts::Sts;

/// The roster; `None` when there is a fault already or no school is expected.
pub(crate) fn assemble(parts: Parts, desk: &mut Desk) -> Option<Roster> {
    let covers = Coverage {
        pupils: parts.eleves.is_some(),
        guardians: parts.responsables.is_some(),
        staff: parts.sts.is_some(),
        groups: parts.structures.is_some() || parts.sts.is_some(),
        addresses: parts.responsables.as_ref().is_some_and(|(_, r)| r.with_addresses),
    };
    let mut roster = Roster {
        uai: desk.expected.uais.first()?.clone(),
        year: desk.expected.year,
        pupils: Vec::new(),
        set_aside: Vec::new(),
        guardians: Vec::new(),
        links: Vec::new(),
        staff: Vec::new(),
        groups: Vec::new(),
        subjects: Vec::new(),
        memberships: Vec::new(),
        services: Vec::new(),
        head_teachers: Vec::new(),
        covers,
    };
    // What follows would complain about the consequences of the faults already found.
    if !desk.faults.is_empty() {
        return None;
    }
    let mut groups = Groups::default();
    if let Some((_, structures)) = parts.structures {
        groups = structures.groups;
    }
    let mut subjects = parts.nomenclature.map(|(_, n)| n.subjects).unwrap_or_default();
    let mut sts = None;
    if let Some((file, mut part)) = parts.sts {
        desk.file = file;
        for group in std::mem::take(&mut part.groups.by_code).into_values() {
            groups.add(group, None, desk);
        }
        for (code, subject) in std::mem::take(&mut part.subjects) {
            subjects.entry(code).or_insert(subject);
        }
        sts = Some((desk.file.clone(), part));
    }
    if let Some((file, eleves)) = parts.eleves {
        desk.file = file;
        pupils(eleves, &mut groups, &mut roster, desk);
    }
    if let Some((file, responsables)) = parts.responsables {
        desk.file = file;
        guardians(responsables, &mut roster, desk);
    }
    if let Some((file, part)) = sts {
        desk.file = file;
        staff(part, &groups, &mut subjects, &mut roster, desk);
    }
    roster.groups = groups.by_code.into_values().collect();
    roster.subjects = subjects.into_values().collect();
    Some(roster)
}

fn pupils(mut eleves: Eleves, groups: &mut Groups, roster: &mut Roster, desk: &mut Desk) {
    let covered = roster.covers.groups;
    let (mut made, mut without) = (Vec::new(), Vec::new());
    let mut ines: HashMap<String, u64> = HashMap::new();
    for draft in eleves.drafts {
        let mut pupil = draft.pupil;
        let places = eleves.places.remove(&pupil.key).unwrap_or_default();
        let mut divisions: Vec<&str> = places
            .iter()
            .filter(|p| p.kind == GroupKind::Division && fold(&p.code) != "INACTIFS")
            .map(|p| p.code.as_str())
            .collect();
        divisions.dedup();
        let Some(division) = divisions.first().map(|d| (*d).to_owned()) else {
            without.push(name(&pupil));
            roster.set_aside.push(pupil.key);
            continue;
        };
        if let [first, second, ..] = divisions.as_slice() {
            desk.remark(draft.line, text!("roster-two-divisions", name = name(&pupil), kept = *first, dropped = *second));
        }
        if let Some(ine) = &pupil.ine
            && let Some(first) = ines.insert(ine.clone(), draft.line)
        {
            desk.remark(draft.line, text!("roster-same-ine", name = name(&pupil), first = first.to_string()));
        }
        let mut seen = HashSet::new();
        for place in places {
            let chosen = place.kind == GroupKind::Group || place.code == division;
            if !chosen || !seen.insert(place.code.clone()) {
                continue;
            }
            if groups.ensure(&place.code, place.kind, draft.mef.as_ref()) && covered {
                made.push(place.code.clone());
            }
            roster.memberships.push(Membership { pupil_key: pupil.key.clone(), group_code: place.code });
        }
        pupil.division = Some(division);
        roster.pupils.push(pupil);
    }
    if eleves.gone > 0 {
        desk.remark(None, text!("roster-gone", count = eleves.gone));
    }
    if !without.is_empty() {
        desk.remark(None, text!("roster-without-division", count = without.len(), names = some(&without)));
    }
    if !made.is_empty() {
        desk.remark(None, text!("roster-group-made", count = made.len(), names = some(&made)));
    }
    if roster.pupils.is_empty() {
        desk.fault(None, text!("roster-no-pupil"));
    }
}

fn guardians(part: Responsables, roster: &mut Roster, desk: &mut Desk) {
    let covered = roster.covers.pupils;
    let here: HashSet<&str> =
        roster.pupils.iter().map(|p| p.key.as_str()).chain(roster.set_aside.iter().map(String::as_str)).collect();
    let known: HashSet<&str> = part.drafts.iter().map(|d| d.guardian.key.as_str()).collect();
    let (mut nobody, mut links) = (0, Vec::new());
    for link in &part.links {
        if covered && !here.contains(link.pupil_key.as_str()) {
            continue;
        }
        if !known.contains(link.guardian_key.as_str()) {
            nobody += 1;
            continue;
        }
        links.push(link.clone());
    }
    let needed: HashSet<&str> = links.iter().map(|l| l.guardian_key.as_str()).collect();
    let mut orphans = 0;
    for draft in &part.drafts {
        if !needed.contains(draft.guardian.key.as_str()) {
            orphans += 1;
            continue;
        }
        let address = draft.address_id.as_ref().and_then(|id| part.addresses.get(id)).cloned();
        let guardian = Guardian { address, ..draft.guardian.clone() };
        if guardian.last_name.is_empty() {
            desk.fault(draft.line, text!("roster-guardian-missing", element = "NOM_DE_FAMILLE", id = &guardian.key));
        } else if guardian.first_name.is_empty() {
            desk.remark(draft.line, text!("roster-guardian-first-name", id = &guardian.key));
        }
        roster.guardians.push(guardian);
    }
    if nobody > 0 {
        desk.remark(None, text!("roster-link-to-nobody", count = nobody));
    }
    if orphans > 0 {
        desk.remark(None, text!("roster-orphans", count = orphans));
    }
    roster.links = links;
}

fn staff(part: Sts, groups: &Groups, subjects: &mut BTreeMap<String, Subject>, roster: &mut Roster, desk: &mut Desk) {
    let here: HashSet<&str> = part.staff.iter().map(|s| s.key.as_str()).collect();
    let (mut dropped, mut seen, mut services) = (0, HashSet::new(), Vec::new());
    for service in part.services {
        if !here.contains(service.staff_key.as_str()) {
            dropped += 1;
            continue;
        }
        if !subjects.contains_key(&service.subject_code) {
            let code = service.subject_code.clone();
            desk.remark(None, text!("roster-unknown-subject", code = &code));
            subjects.insert(code.clone(), Subject { short: code.clone(), label: code.clone(), code });
        }
        if seen.insert(service.clone()) {
            services.push(service);
        }
    }
    if dropped > 0 {
        desk.remark(None, text!("roster-service-of-nobody", count = dropped));
    }
    if services.is_empty() {
        desk.remark(None, text!("roster-no-service"));
    }
    let mut heads = Vec::new();
    for head in part.head_teachers {
        if !groups.by_code.contains_key(&head.group_code) {
            desk.remark(None, text!("roster-head-of-nothing", code = head.group_code));
        } else if !heads.contains(&head) {
            heads.push(head);
        }
    }
    if part.staff.is_empty() {
        desk.fault(None, text!("roster-no-staff"));
    }
    (roster.staff, roster.services, roster.head_teachers) = (part.staff, services, heads);
}

fn name(pupil: &Pupil) -> String {
    format!("{} {}", pupil.last_name, pupil.first_name)
}

/// The first names of a list that may be long.
fn some(names: &[String]) -> String {
    let mut text = names.iter().take(10).map(String::as_str).collect::<Vec<_>>().join(", ");
    if names.len() > 10 {
        text.push_str(", …");
    }
    text
}
