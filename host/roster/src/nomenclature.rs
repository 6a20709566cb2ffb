//! `BEE_NOMENCLATURES`: of its many lists, the subjects.

use std::collections::BTreeMap;

use preau_domain::text;

use crate::fault::Desk;
use crate::header::HEADER;
use crate::model::Subject;
use crate::xml::{Element, Record};

/// Records of the file.
pub(crate) const SCHEMA: &[Record] = &[
    HEADER,
    Record {
        path: &["DONNEES", "MATIERES", "MATIERE"],
        keep: &["@CODE_MATIERE", "CODE_GESTION", "LIBELLE_COURT", "LIBELLE_LONG", "LIBELLE_EDITION"],
        quiet: false,
    },
];

/// The file as read.
#[derive(Default)]
pub(crate) struct Nomenclature {
    pub(crate) subjects: BTreeMap<String, Subject>,
}

impl Nomenclature {
    pub(crate) fn take(&mut self, element: &Element, desk: &mut Desk) {
        match subject(element) {
            Some(subject) => {
                self.subjects.entry(subject.code.clone()).or_insert(subject);
            }
            None => desk.remark(element.line, text!("roster-subject-without-code")),
        }
    }
}

/// A subject as SIECLE (`CODE_MATIERE`) or STS-Web (`CODE`) writes it.
pub(crate) fn subject(element: &Element) -> Option<Subject> {
    let code = element.attribute("CODE_MATIERE").or_else(|| element.attribute("CODE"))?;
    let words = |names: [&str; 3]| names.iter().find_map(|name| element.text_of(name)).unwrap_or_else(|| code.clone());
    let short = words(["LIBELLE_COURT", "CODE_GESTION", "LIBELLE_LONG"]);
    let label = words(["LIBELLE_EDITION", "LIBELLE_LONG", "LIBELLE_COURT"]);
    Some(Subject { short, label, code })
}
