//! `BEE_STRUCTURES` and `BEE_NOMENCLATURES`.

use crate::catalogue::{LEVELS, MATTERS};
use crate::school::School;
use crate::xml::Xml;

impl School {
    /// Structures.xml
    pub(crate) fn structures(&self) -> String {
        let mut xml = self.siecle("BEE_STRUCTURES", "2.0");
        xml.open("DIVISIONS", &[]);
        for division in &self.divisions {
            xml.open("DIVISION", &[("CODE_STRUCTURE", &division.code)]).leaf("LIBELLE_LONG", division.label.clone());
            mefs(&mut xml, &[division.level]);
            xml.close();
        }
        xml.close().open("GROUPES", &[]);
        for group in &self.groups {
            xml.open("GROUPE", &[("CODE_STRUCTURE", &group.code)]).leaf("LIBELLE_LONG", group.label.clone());
            mefs(&mut xml, &self.levels_of(&group.divisions));
            xml.open("DIVISIONS_APPARTENANCE", &[]);
            for code in &group.divisions {
                xml.open("DIVISION_APPARTENANCE", &[]).leaf("CODE_STRUCTURE", code.clone()).close();
            }
            xml.close().close();
        }
        xml.end()
    }

    /// Levels of these classes, each once.
    pub(crate) fn levels_of(&self, codes: &[String]) -> Vec<usize> {
        let mut levels: Vec<usize> = self.divisions.iter().filter(|d| codes.contains(&d.code)).map(|d| d.level).collect();
        levels.dedup();
        levels
    }

    /// Nomenclature.xml
    pub(crate) fn nomenclature(&self) -> String {
        let mut xml = self.siecle("BEE_NOMENCLATURES", "3.1");
        xml.open("MEFS", &[]);
        for level in LEVELS {
            xml.open("MEF", &[("CODE_MEF", level.mef)]).leaf("FORMATION", level.formation.to_owned());
            xml.leaf("LIBELLE_LONG", level.formation.to_owned()).leaf("CODE_MEFSTAT", level.mefstat.to_owned());
            xml.leaf("DATE_OUVERTURE", "01/09/2002".to_owned()).leaf("DATE_FERMETURE", "31/12/9999".to_owned()).close();
        }
        xml.close().open("MATIERES", &[]);
        for matter in MATTERS {
            xml.open("MATIERE", &[("CODE_MATIERE", matter.code)]).leaf("CODE_GESTION", matter.management.to_owned());
            xml.leaf("LIBELLE_COURT", matter.short.to_owned()).leaf("LIBELLE_LONG", matter.label.to_uppercase());
            xml.leaf("LIBELLE_EDITION", matter.label.to_owned()).leaf("MATIERE_ETP", "1".to_owned()).close();
        }
        xml.close().open("LIENS_PARENTE", &[]);
        for (code, label) in [("10", "MERE"), ("20", "PERE"), ("38", "ASCENDANT"), ("39", "AUTRE MEMBRE DE LA FAMILLE")] {
            xml.open("LIEN_PARENTE", &[("CODE_PARENTE", code)]).leaf("LL_PARENTE", label.to_owned()).close();
        }
        xml.end()
    }
}

fn mefs(xml: &mut Xml, levels: &[usize]) {
    xml.open("MEFS_APPARTENANCE", &[]);
    for level in levels.iter().filter_map(|l| LEVELS.get(*l)) {
        xml.open("MEF_APPARTENANCE", &[]).leaf("CODE_MEF", level.mef.to_owned()).close();
    }
    xml.close();
}
