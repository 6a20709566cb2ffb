//! `BEE_STRUCTURES`: classes and teaching groups.

use preau_domain::text;

use crate::fault::Desk;
use crate::groups::Groups;
use crate::header::HEADER;
use crate::model::{Group, GroupKind};
use crate::xml::{Element, Record};

const KEEP: &[&str] = &[
    "@CODE_STRUCTURE",
    "@CODE",
    "@CODE_MEF",
    "CODE_STRUCTURE",
    "LIBELLE_LONG",
    "MEFS_APPARTENANCE",
    "MEF_APPARTENANCE",
    "MEF",
    "CODE_MEF",
    "DIVISIONS_APPARTENANCE",
    "DIVISION_APPARTENANCE",
];

/// Records of the file.
pub(crate) const SCHEMA: &[Record] = &[
    HEADER,
    Record { path: &["DONNEES", "DIVISIONS", "DIVISION"], keep: KEEP, quiet: false },
    Record { path: &["DONNEES", "GROUPES", "GROUPE"], keep: KEEP, quiet: false },
];

/// The file as read.
#[derive(Default)]
pub(crate) struct Structures {
    pub(crate) groups: Groups,
}

impl Structures {
    pub(crate) fn take(&mut self, index: usize, element: &Element, desk: &mut Desk) {
        let kind = if index == 1 { GroupKind::Division } else { GroupKind::Group };
        match group(element, kind) {
            Some(group) => self.groups.add(group, element.line, desk),
            None => desk.fault(element.line, text!("roster-no-id", element = &element.name, attribute = "CODE_STRUCTURE")),
        }
    }
}

/// A class or group as SIECLE (`CODE_STRUCTURE`, `CODE_MEF`) or STS-Web (`CODE`) writes it; `None` without a code.
pub(crate) fn group(element: &Element, kind: GroupKind) -> Option<Group> {
    let code = element.attribute("CODE_STRUCTURE").or_else(|| element.attribute("CODE"))?;
    let level_code = element.items("MEFS_APPARTENANCE").find_map(|mef| {
        mef.attribute("CODE").or_else(|| mef.attribute("CODE_MEF")).or_else(|| mef.text_of("CODE_MEF")).or_else(|| mef.words())
    });
    let from = element.items("DIVISIONS_APPARTENANCE").filter_map(|division| {
        let attribute = division.attribute("CODE").or_else(|| division.attribute("CODE_STRUCTURE"));
        attribute.or_else(|| division.text_of("CODE_STRUCTURE")).or_else(|| division.words())
    });
    let mut from_divisions: Vec<String> = from.collect();
    from_divisions.sort();
    from_divisions.dedup();
    let label = element.text_of("LIBELLE_LONG").unwrap_or_else(|| code.clone());
    Some(Group { code, kind, label, level_code, from_divisions })
}
