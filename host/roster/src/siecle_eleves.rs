//! `BEE_ELEVES`: pupils and the classes and groups they are in. The two blocks come in any order.

use std::collections::HashMap;

use preau_domain::text;
use preau_domain::time::Day;

use crate::fault::Desk;
use crate::header::HEADER;
use crate::model::{GroupKind, Pupil, Sex};
use crate::xml::{Element, Record};

/// Records of the file.
pub(crate) const SCHEMA: &[Record] = &[
    HEADER,
    Record {
        path: &["DONNEES", "ELEVES", "ELEVE"],
        keep: &[
            "@ELEVE_ID",
            "@ELENOET",
            "ID_NATIONAL",
            "INE_RNIE",
            "ELENOET",
            "NOM_DE_FAMILLE",
            "NOM",
            "NOM_USAGE",
            "PRENOM",
            "PRENOM2",
            "PRENOM3",
            "DATE_NAISS",
            "CODE_SEXE",
            "DATE_ENTREE",
            "DATE_SORTIE",
            "CODE_MEF",
            "MEL",
        ],
        quiet: false,
    },
    Record {
        path: &["DONNEES", "STRUCTURES", "STRUCTURES_ELEVE"],
        keep: &["@ELEVE_ID", "@ELENOET", "STRUCTURE", "CODE_STRUCTURE", "TYPE_STRUCTURE"],
        quiet: false,
    },
];

/// A pupil before classes are known.
pub(crate) struct Draft {
    pub(crate) pupil: Pupil,
    pub(crate) line: u64,
    pub(crate) mef: Option<String>,
}

/// A class or group of a pupil.
pub(crate) struct Place {
    pub(crate) code: String,
    pub(crate) kind: GroupKind,
}

/// The file as read.
#[derive(Default)]
pub(crate) struct Eleves {
    pub(crate) drafts: Vec<Draft>,
    pub(crate) gone: usize,
    pub(crate) places: HashMap<String, Vec<Place>>,
    lines: HashMap<String, u64>,
}

impl Eleves {
    pub(crate) fn take(&mut self, index: usize, element: &Element, desk: &mut Desk) {
        if index == 1 {
            self.pupil(element, desk);
        } else {
            self.structures(element, desk);
        }
    }

    fn pupil(&mut self, element: &Element, desk: &mut Desk) {
        let line = element.line;
        let Some(key) = element.attribute("ELEVE_ID") else {
            return desk.fault(line, text!("roster-no-id", element = "ELEVE", attribute = "ELEVE_ID"));
        };
        if let Some(first) = self.lines.insert(key.clone(), line) {
            return desk.fault(line, text!("roster-same-id", name = "ELEVE_ID", id = key, first = first.to_string()));
        }
        let left = date(element, "DATE_SORTIE", &key, desk);
        if left.is_some_and(|day| day < desk.expected.today) {
            self.gone += 1;
            return;
        }
        let before = desk.faults.len();
        let mut needed = |found: Option<String>, name: &str| {
            found.unwrap_or_else(|| {
                desk.fault(line, text!("roster-pupil-missing", element = name, id = &key));
                String::new()
            })
        };
        let last_name = needed(element.text_of("NOM_DE_FAMILLE").or_else(|| element.text_of("NOM")), "NOM_DE_FAMILLE");
        let first_name = needed(element.text_of("PRENOM"), "PRENOM");
        needed(element.text_of("DATE_NAISS"), "DATE_NAISS");
        let birth = date(element, "DATE_NAISS", &key, desk);
        if birth.is_some_and(|day| day > desk.expected.today) {
            desk.fault(line, text!("roster-future-birth", id = &key));
        }
        let entered = date(element, "DATE_ENTREE", &key, desk);
        if desk.faults.len() > before {
            return;
        }
        let usage_name = element.text_of("NOM_USAGE").filter(|name| *name != last_name);
        let pupil = Pupil {
            key,
            last_name,
            usage_name,
            first_name,
            first_name_2: element.text_of("PRENOM2"),
            first_name_3: element.text_of("PRENOM3"),
            birth,
            sex: sex(element),
            ine: element.text_of("ID_NATIONAL").or_else(|| element.text_of("INE_RNIE")),
            elenoet: element.text_of("ELENOET").or_else(|| element.attribute("ELENOET")),
            division: None,
            entered,
            left,
            email: element.text_of("MEL"),
        };
        self.drafts.push(Draft { pupil, line, mef: element.text_of("CODE_MEF") });
    }

    fn structures(&mut self, element: &Element, desk: &mut Desk) {
        let Some(key) = element.attribute("ELEVE_ID") else {
            return desk.remark(element.line, text!("roster-structure-without-pupil"));
        };
        let places = self.places.entry(key).or_default();
        for structure in &element.children {
            let kind = match structure.text_of("TYPE_STRUCTURE").as_deref() {
                Some("D") => GroupKind::Division,
                _ => GroupKind::Group,
            };
            if let Some(code) = structure.text_of("CODE_STRUCTURE") {
                places.push(Place { code, kind });
            }
        }
    }
}

fn sex(element: &Element) -> Option<Sex> {
    match element.text_of("CODE_SEXE")?.as_str() {
        "1" => Some(Sex::Male),
        "2" => Some(Sex::Female),
        _ => None,
    }
}

/// A date as `JJ/MM/AAAA`; one that does not read is a fault.
fn date(element: &Element, name: &str, key: &str, desk: &mut Desk) -> Option<Day> {
    let found = element.text_of(name)?;
    let day = Day::parse_french(&found);
    if day.is_none() {
        let line = element.child(name).map_or(element.line, |c| c.line);
        desk.fault(line, text!("roster-date", element = name, found = found, id = key));
    }
    day
}
