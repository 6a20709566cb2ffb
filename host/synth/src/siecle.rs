//! `BEE_ELEVES` and `BEE_RESPONSABLES`, as the generic exports with addresses write them.

use crate::catalogue::LEVELS;
use crate::school::{Address, Guardian, Pupil, School};
use crate::xml::Xml;

impl School {
    /// `PARAMETRES` of a SIECLE file.
    pub(crate) fn siecle(&self, root: &'static str, version: &str) -> Xml {
        let mut xml = Xml::new();
        xml.open(root, &[("VERSION", version)]).open("PARAMETRES", &[]);
        xml.leaf("UAJ", self.uai.to_string()).leaf("ANNEE_SCOLAIRE", self.year.0.to_string());
        xml.leaf("DATE_EXPORT", self.first_day().french()).leaf("HORODATAGE", format!("{} 18:30:00", self.first_day().french()));
        xml.close().open("DONNEES", &[]);
        xml
    }

    /// ElevesAvecAdresses.xml
    pub(crate) fn eleves(&self) -> String {
        let mut xml = self.siecle("BEE_ELEVES", "2.1");
        xml.open("ELEVES", &[]);
        for pupil in &self.pupils {
            self.eleve(&mut xml, pupil);
        }
        xml.close().open("OPTIONS", &[]);
        for pupil in self.pupils.iter().filter(|p| !p.groups.is_empty()) {
            xml.open("OPTION", &[("ELEVE_ID", &pupil.id.to_string()), ("ELENOET", &pupil.elenoet.to_string())]);
            for (rank, code) in pupil.groups.iter().enumerate() {
                let matter = self.groups.iter().find(|g| g.code == *code).map(|g| g.matter.to_owned());
                xml.open("OPTIONS_ELEVE", &[]).leaf("NUM_OPTION", (rank + 1).to_string());
                xml.leaf("CODE_MODALITE_ELECT", "O".to_owned()).leaf("CODE_MATIERE", matter).close();
            }
            xml.close();
        }
        xml.close().open("STRUCTURES", &[]);
        for pupil in &self.pupils {
            xml.open("STRUCTURES_ELEVE", &[("ELEVE_ID", &pupil.id.to_string()), ("ELENOET", &pupil.elenoet.to_string())]);
            let groups = pupil.groups.iter().map(|code| (code, "G"));
            for (code, kind) in std::iter::once((&pupil.division, "D")).chain(groups) {
                xml.open("STRUCTURE", &[]).leaf("CODE_STRUCTURE", code.clone()).leaf("TYPE_STRUCTURE", kind.to_owned()).close();
            }
            xml.close();
        }
        xml.close();
        self.write_addresses(&mut xml);
        xml.end()
    }

    fn eleve(&self, xml: &mut Xml, pupil: &Pupil) {
        let address = pupil.ties.first().and_then(|t| self.guardians.iter().find(|g| g.id == t.guardian)).map(|g| g.address);
        let number = pupil.elenoet.to_string();
        xml.open("ELEVE", &[("ELEVE_ID", &pupil.id.to_string()), ("ELENOET", &number)]);
        xml.leaf("ID_NATIONAL", pupil.ine.clone()).leaf("INE_RNIE", pupil.ine.clone()).leaf("ELENOET", number.clone());
        xml.leaf("ID_ELEVE_ETAB", format!("{number}{}", self.uai.as_str().get(1..7).unwrap_or_default()));
        xml.leaf("NOM_DE_FAMILLE", pupil.last.to_uppercase()).leaf("NOM_USAGE", pupil.usage.as_ref().map(|u| u.to_uppercase()));
        xml.leaf("PRENOM", pupil.first.to_owned()).leaf("PRENOM2", pupil.second.map(str::to_owned));
        xml.leaf("DATE_NAISS", pupil.birth.french()).leaf("DOUBLEMENT", u8::from(pupil.repeats).to_string());
        xml.leaf("CODE_SEXE", if pupil.girl { "2" } else { "1" }.to_owned()).leaf("CODE_REGIME", "2".to_owned());
        xml.leaf("DATE_ENTREE", pupil.entered.french());
        if let Some(left) = pupil.left {
            xml.leaf("DATE_SORTIE", left.french()).leaf("CODE_MOTIF_SORTIE", "02".to_owned());
        }
        xml.leaf("CODE_PAYS", "100".to_owned()).leaf("CODE_DEPARTEMENT_NAISS", "000".to_owned());
        xml.leaf("CODE_COMMUNE_INSEE_NAISS", "00110".to_owned()).leaf("CODE_PAYS_NAT", "100".to_owned());
        xml.leaf("CODE_STATUT", "ST".to_owned()).leaf("CODE_MEF", LEVELS.get(pupil.level).map(|l| l.mef.to_owned()));
        xml.leaf("ADHESION_TRANSPORT", "0".to_owned()).leaf("ACCEPTE_SMS", "0".to_owned());
        xml.leaf("ADRESSE_ID", address.map(|a| a.to_string())).close();
    }

    /// ResponsablesAvecAdresses.xml
    pub(crate) fn responsables(&self) -> String {
        let mut xml = self.siecle("BEE_RESPONSABLES", "2.1");
        xml.open("PERSONNES", &[]);
        for guardian in &self.guardians {
            personne(&mut xml, guardian);
        }
        xml.close().open("RESPONSABLES", &[]);
        for pupil in &self.pupils {
            for tie in &pupil.ties {
                let flag = |yes: bool| u8::from(yes).to_string();
                xml.open("RESPONSABLE_ELEVE", &[]);
                xml.leaf("ELEVE_ID", pupil.id.to_string()).leaf("PERSONNE_ID", tie.guardian.to_string());
                xml.leaf("CODE_PARENTE", tie.relation.to_owned()).leaf("NIVEAU_RESPONSABILITE", tie.level.to_string());
                xml.leaf("PAIE_FRAIS_SCOLAIRES", flag(tie.pays)).leaf("PERCOIT_LES_AIDES", flag(tie.pays));
                xml.leaf("HEBERGE_ELEVE", flag(tie.houses)).leaf("A_CONTACTER_EN_PRIORITE", tie.pays.to_string()).close();
            }
        }
        xml.close();
        self.write_addresses(&mut xml);
        xml.end()
    }

    fn write_addresses(&self, xml: &mut Xml) {
        xml.open("ADRESSES", &[]);
        for address in &self.addresses {
            adresse(xml, address);
        }
        xml.close();
    }
}

fn personne(xml: &mut Xml, guardian: &Guardian) {
    let (short, long) = if guardian.woman { ("MME", "MADAME") } else { ("M.", "MONSIEUR") };
    xml.open("PERSONNE", &[("PERSONNE_ID", &guardian.id.to_string())]);
    xml.leaf("LC_CIVILITE", short.to_owned()).leaf("LL_CIVILITE", long.to_owned());
    xml.leaf("NOM_DE_FAMILLE", guardian.last.to_uppercase()).leaf("NOM_USAGE", guardian.usage.as_ref().map(|u| u.to_uppercase()));
    xml.leaf("PRENOM", guardian.first.to_owned()).leaf("TEL_PORTABLE", guardian.phone.clone());
    xml.leaf("ACCEPTE_SMS", "1".to_owned()).leaf("MEL", guardian.email.clone()).leaf("COMMUNICATION_ADRESSE", "1".to_owned());
    xml.leaf("ADRESSE_ID", guardian.address.to_string()).leaf("CODE_PROFESSION", "54".to_owned()).close();
}

fn adresse(xml: &mut Xml, address: &Address) {
    xml.open("ADRESSE", &[("ADRESSE_ID", &address.id.to_string())]);
    xml.leaf("LIGNE1_ADRESSE", address.line.clone()).leaf("LIGNE2_ADRESSE", address.complement.map(str::to_owned));
    xml.leaf("CODE_POSTAL", address.post_code.to_owned())
        .leaf("CODE_PAYS", "100".to_owned())
        .leaf("LL_PAYS", "FRANCE".to_owned());
    xml.leaf("CODE_DEPARTEMENT", "000".to_owned()).leaf("LIBELLE_POSTAL", address.town.to_uppercase()).close();
}
