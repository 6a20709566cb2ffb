//! `STS_EDT`: the descending file of STS-Web.

use crate::catalogue::{LEVELS, MATTERS};
use crate::school::{School, Staff};
use crate::xml::Xml;

impl School {
    /// sts_emp_UAI_ANNEE.xml
    pub(crate) fn sts(&self) -> String {
        let mut xml = Xml::new();
        xml.open("STS_EDT", &[]).open("PARAMETRES", &[]).open("UAJ", &[("CODE", self.uai.as_str())]);
        xml.open("ACADEMIE", &[]).leaf("CODE", "00".to_owned()).leaf("LIBELLE", "EXEMPLE".to_owned()).close();
        xml.leaf("SIGLE", "CLG".to_owned()).leaf("DENOM_PRINC", "COLLEGE".to_owned());
        xml.leaf("DENOM_COMPL", "DES TILLEULS".to_owned()).close();
        xml.open("ANNEE_SCOLAIRE", &[("ANNEE", &self.year.0.to_string())]).leaf("DATE_DEBUT", self.first_day().iso());
        xml.leaf("DATE_FIN", self.year.last_day().iso()).close().close();
        write_nomenclatures(&mut xml);
        xml.open("DONNEES", &[]).open("INDIVIDUS", &[]);
        for person in &self.staff {
            individu(&mut xml, person);
        }
        xml.close().open("STRUCTURE", &[]).open("DIVISIONS", &[]);
        for division in &self.divisions {
            xml.open("DIVISION", &[("CODE", &division.code)]).leaf("LIBELLE_LONG", division.label.clone());
            self.write_mefs(&mut xml, &[division.level]);
            self.write_services(&mut xml, &division.code);
            xml.close();
        }
        xml.close().open("GROUPES", &[]);
        for group in &self.groups {
            xml.open("GROUPE", &[("CODE", &group.code)]).leaf("LIBELLE_LONG", group.label.clone());
            xml.open("DIVISIONS_APPARTENANCE", &[]);
            for code in &group.divisions {
                xml.empty("DIVISION_APPARTENANCE", &[("CODE", code)]);
            }
            xml.close();
            self.write_mefs(&mut xml, &self.levels_of(&group.divisions));
            self.write_services(&mut xml, &group.code);
            xml.close();
        }
        xml.end()
    }

    fn write_mefs(&self, xml: &mut Xml, levels: &[usize]) {
        xml.open("MEFS_APPARTENANCE", &[]);
        for level in levels.iter().filter_map(|l| LEVELS.get(*l)) {
            xml.empty("MEF_APPARTENANCE", &[("CODE", level.mef)]);
        }
        xml.close();
    }

    fn write_services(&self, xml: &mut Xml, structure: &str) {
        xml.open("SERVICES", &[]);
        for service in self.services.iter().filter(|s| s.structure == structure) {
            xml.open("SERVICE", &[("CODE_MATIERE", service.matter), ("CODE_MOD_COURS", "CG")]).open("ENSEIGNANTS", &[]);
            if let Some(teacher) = self.staff.iter().find(|s| s.id == service.staff) {
                xml.empty("ENSEIGNANT", &[("ID", &teacher.id.to_string()), ("TYPE", teacher.origin)]);
            }
            xml.close().close();
        }
        xml.close();
    }
}

fn write_nomenclatures(xml: &mut Xml) {
    xml.open("NOMENCLATURES", &[]).open("MATIERES", &[]);
    for matter in MATTERS {
        xml.open("MATIERE", &[("CODE", matter.code)]).leaf("CODE_GESTION", matter.management.to_owned());
        xml.leaf("LIBELLE_COURT", matter.short.to_owned()).leaf("LIBELLE_LONG", matter.label.to_uppercase());
        xml.leaf("LIBELLE_EDITION", matter.label.to_owned()).close();
    }
    xml.close().open("MEFS", &[]);
    for level in LEVELS {
        xml.open("MEF", &[("CODE", level.mef)]).leaf("FORMATION", level.formation.to_owned());
        xml.leaf("LIBELLE_LONG", level.formation.to_owned()).close();
    }
    xml.close().close();
}

fn individu(xml: &mut Xml, person: &Staff) {
    let number = if person.woman { "2" } else { "1" };
    let usage = person.usage.as_ref().unwrap_or(&person.last);
    xml.open("INDIVIDU", &[("ID", &person.id.to_string()), ("TYPE", person.origin)]);
    xml.leaf("SEXE", number.to_owned()).leaf("CIVILITE", number.to_owned()).leaf("NOM_USAGE", usage.to_uppercase());
    xml.leaf("NOM_PATRONYMIQUE", person.last.to_uppercase()).leaf("PRENOM", person.first.to_owned());
    xml.leaf("DATE_NAISSANCE", person.birth.iso()).leaf("FONCTION", person.function.to_owned());
    if !person.heads.is_empty() {
        xml.open("PROFS_PRINC", &[]);
        for code in &person.heads {
            xml.open("PROF_PRINC", &[]).leaf("CODE_STRUCTURE", code.clone()).close();
        }
        xml.close();
    }
    if let Some(matter) = MATTERS.iter().find(|m| Some(m.code) == person.matter) {
        xml.open("DISCIPLINES", &[]).open("DISCIPLINE", &[("CODE", matter.discipline)]);
        xml.leaf("LIBELLE_COURT", matter.short.to_owned()).leaf("NB_HEURES", "18.00".to_owned()).close().close();
    }
    xml.close();
}
