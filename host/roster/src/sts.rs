//! `STS_EDT`: staff, who teaches what to whom, professeurs principaux, subjects, classes and groups.

use std::collections::{BTreeMap, HashMap};

use preau_domain::text;
use preau_domain::time::Day;

use crate::fault::Desk;
use crate::groups::Groups;
use crate::header::HEADER;
use crate::model::{GroupKind, HeadTeacher, Service, Staff, Subject};
use crate::nomenclature::subject;
use crate::siecle_responsables::civility;
use crate::siecle_structures::group;
use crate::xml::{Element, Record};

const PERSON: &[&str] = &[
    "@ID",
    "@TYPE",
    "CIVILITE",
    "NOM_USAGE",
    "NOM_PATRONYMIQUE",
    "PRENOM",
    "DATE_NAISSANCE",
    "FONCTION",
    "PROFS_PRINC",
    "PROF_PRINC",
    "CODE_STRUCTURE",
    "DATE_DEBUT",
    "DATE_FIN",
];
const STRUCTURE: &[&str] = &[
    "@CODE",
    "LIBELLE_LONG",
    "MEFS_APPARTENANCE",
    "MEF_APPARTENANCE",
    "MEF",
    "@CODE_MEF",
    "CODE_MEF",
    "DIVISIONS_APPARTENANCE",
    "DIVISION_APPARTENANCE",
    "SERVICES",
    "SERVICE",
    "@CODE_MATIERE",
    "ENSEIGNANTS",
    "ENSEIGNANT",
    "@ID",
    "@TYPE",
];

/// Records of the file.
pub(crate) const SCHEMA: &[Record] = &[
    HEADER,
    Record {
        path: &["NOMENCLATURES", "MATIERES", "MATIERE"],
        keep: &["@CODE", "CODE_GESTION", "LIBELLE_COURT", "LIBELLE_LONG", "LIBELLE_EDITION"],
        quiet: false,
    },
    Record { path: &["DONNEES", "INDIVIDUS", "INDIVIDU"], keep: PERSON, quiet: false },
    Record { path: &["DONNEES", "SUPPLEANTS", "SUPPLEANT"], keep: PERSON, quiet: false },
    Record { path: &["DONNEES", "STRUCTURE", "DIVISIONS", "DIVISION"], keep: STRUCTURE, quiet: false },
    Record { path: &["DONNEES", "STRUCTURE", "GROUPES", "GROUPE"], keep: STRUCTURE, quiet: false },
];

/// The file as read.
#[derive(Default)]
pub(crate) struct Sts {
    pub(crate) staff: Vec<Staff>,
    pub(crate) head_teachers: Vec<HeadTeacher>,
    pub(crate) services: Vec<Service>,
    pub(crate) subjects: BTreeMap<String, Subject>,
    pub(crate) groups: Groups,
    lines: HashMap<String, u64>,
}

impl Sts {
    pub(crate) fn take(&mut self, index: usize, element: &Element, desk: &mut Desk) {
        match index {
            1 => match subject(element) {
                Some(subject) => {
                    self.subjects.entry(subject.code.clone()).or_insert(subject);
                }
                None => desk.remark(element.line, text!("roster-subject-without-code")),
            },
            2 => self.person(element, "epp", desk),
            3 => self.person(element, "eppsup", desk),
            4 => self.structure(element, GroupKind::Division, desk),
            _ => self.structure(element, GroupKind::Group, desk),
        }
    }

    fn person(&mut self, element: &Element, usual: &str, desk: &mut Desk) {
        let line = element.line;
        let Some(key) = staff_key(element, usual) else {
            return desk.fault(line, text!("roster-no-id", element = &element.name, attribute = "ID"));
        };
        if let Some(first) = self.lines.get(&key) {
            return desk.remark(line, text!("roster-same-staff", id = key, first = first.to_string()));
        }
        self.lines.insert(key.clone(), line);
        let usage = element.text_of("NOM_USAGE");
        let Some(last_name) = element.text_of("NOM_PATRONYMIQUE").or_else(|| usage.clone()) else {
            return desk.fault(line, text!("roster-staff-missing", element = "NOM_PATRONYMIQUE", id = key));
        };
        let Some(first_name) = element.text_of("PRENOM") else {
            return desk.fault(line, text!("roster-staff-missing", element = "PRENOM", id = key));
        };
        let birth = date(element, "DATE_NAISSANCE", &key, desk);
        for head in element.items("PROFS_PRINC") {
            let Some(group_code) = head.text_of("CODE_STRUCTURE") else { continue };
            let (from, to) = (date(head, "DATE_DEBUT", &key, desk), date(head, "DATE_FIN", &key, desk));
            self.head_teachers.push(HeadTeacher { staff_key: key.clone(), group_code, from, to });
        }
        let usage_name = usage.filter(|name| *name != last_name);
        let civility = element.text_of("CIVILITE").map(|c| civility(&c));
        self.staff.push(Staff { key, civility, last_name, usage_name, first_name, birth, function: element.text_of("FONCTION") });
    }

    fn structure(&mut self, element: &Element, kind: GroupKind, desk: &mut Desk) {
        let Some(group) = group(element, kind) else {
            return desk.fault(element.line, text!("roster-no-id", element = &element.name, attribute = "CODE"));
        };
        for service in element.items("SERVICES") {
            let Some(subject_code) = service.attribute("CODE_MATIERE") else { continue };
            for teacher in service.items("ENSEIGNANTS") {
                if let Some(staff_key) = staff_key(teacher, "epp") {
                    let group_code = group.code.clone();
                    self.services.push(Service { group_code, subject_code: subject_code.clone(), staff_key });
                }
            }
        }
        self.groups.add(group, element.line, desk);
    }
}

/// The pair (TYPE, ID): an ID alone names several people.
fn staff_key(element: &Element, usual: &str) -> Option<String> {
    let id = element.attribute("ID")?;
    Some(format!("{}:{id}", element.attribute("TYPE").as_deref().unwrap_or(usual)))
}

/// A date as `AAAA-MM-JJ`, unlike SIECLE; one that does not read is a fault.
fn date(element: &Element, name: &str, key: &str, desk: &mut Desk) -> Option<Day> {
    let found = element.text_of(name)?;
    let day = Day::parse_iso(&found).or_else(|| Day::parse_french(&found));
    if day.is_none() {
        let line = element.child(name).map_or(element.line, |c| c.line);
        desk.fault(line, text!("roster-staff-date", element = name, found = found, id = key));
    }
    day
}
