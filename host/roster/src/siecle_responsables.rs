//! `BEE_RESPONSABLES`: guardians, their addresses and whom they answer for, in the names of before and after 2018.

use std::collections::HashMap;

use preau_domain::text;

use crate::fault::Desk;
use crate::header::HEADER;
use crate::model::{Address, Guardian, Level, Link};
use crate::xml::{Element, Record};

const LINK: &[&str] =
    &["ELEVE_ID", "PERSONNE_ID", "CODE_PARENTE", "NIVEAU_RESPONSABILITE", "RESP_LEGAL", "@ELEVE_ID", "@PERSONNE_ID"];

/// Records of the file.
pub(crate) const SCHEMA: &[Record] = &[
    HEADER,
    Record {
        path: &["DONNEES", "PERSONNES", "PERSONNE"],
        keep: &["@PERSONNE_ID", "LC_CIVILITE", "NOM_DE_FAMILLE", "NOM", "NOM_USAGE", "PRENOM", "MEL", "ADRESSE_ID"],
        quiet: false,
    },
    Record { path: &["DONNEES", "RESPONSABLES", "RESPONSABLE_ELEVE"], keep: LINK, quiet: false },
    Record { path: &["DONNEES", "RESPONSABLES", "RESPONSABLE"], keep: LINK, quiet: false },
    Record {
        path: &["DONNEES", "ADRESSES", "ADRESSE"],
        keep: &[
            "@ADRESSE_ID",
            "LIGNE1_ADRESSE",
            "LIGNE2_ADRESSE",
            "LIGNE3_ADRESSE",
            "LIGNE4_ADRESSE",
            "BOITE_POSTALE",
            "CODE_POSTAL",
            "LIBELLE_POSTAL",
            "COMMUNE_ETRANGERE",
            "LL_PAYS",
            "CODE_PAYS",
        ],
        quiet: false,
    },
];

/// A guardian before addresses are known.
pub(crate) struct Draft {
    pub(crate) guardian: Guardian,
    pub(crate) line: u64,
    pub(crate) address_id: Option<String>,
}

/// The file as read.
#[derive(Default)]
pub(crate) struct Responsables {
    pub(crate) drafts: Vec<Draft>,
    pub(crate) links: Vec<Link>,
    pub(crate) addresses: HashMap<String, Address>,
    pub(crate) with_addresses: bool,
    lines: HashMap<String, u64>,
    pairs: HashMap<(String, String), u64>,
}

impl Responsables {
    pub(crate) fn take(&mut self, index: usize, element: &Element, desk: &mut Desk) {
        match index {
            1 => self.person(element, desk),
            4 => self.address(element),
            _ => self.link(element, desk),
        }
    }

    fn person(&mut self, element: &Element, desk: &mut Desk) {
        let line = element.line;
        let Some(key) = element.attribute("PERSONNE_ID") else {
            return desk.fault(line, text!("roster-no-id", element = "PERSONNE", attribute = "PERSONNE_ID"));
        };
        if let Some(first) = self.lines.insert(key.clone(), line) {
            return desk.fault(line, text!("roster-same-id", name = "PERSONNE_ID", id = key, first = first.to_string()));
        }
        // Names are asked for later, of those only who have a pupil here.
        let last_name = element.text_of("NOM_DE_FAMILLE").or_else(|| element.text_of("NOM")).unwrap_or_default();
        let usage_name = element.text_of("NOM_USAGE").filter(|name| *name != last_name);
        let guardian = Guardian {
            key,
            civility: element.text_of("LC_CIVILITE").map(|c| civility(&c)),
            last_name,
            usage_name,
            first_name: element.text_of("PRENOM").unwrap_or_default(),
            email: element.text_of("MEL"),
            address: None,
        };
        self.drafts.push(Draft { guardian, line, address_id: element.text_of("ADRESSE_ID") });
    }

    fn link(&mut self, element: &Element, desk: &mut Desk) {
        let line = element.line;
        let id = |name: &str| element.text_of(name).or_else(|| element.attribute(name));
        let (Some(pupil_key), Some(guardian_key)) = (id("ELEVE_ID"), id("PERSONNE_ID")) else {
            return desk.remark(line, text!("roster-link-without-id"));
        };
        let pair = (pupil_key.clone(), guardian_key.clone());
        if let Some(first) = self.pairs.get(&pair) {
            return desk.remark(line, text!("roster-same-link", pupil = pupil_key, first = first.to_string()));
        }
        self.pairs.insert(pair, line);
        let (now, before) = (element.text_of("NIVEAU_RESPONSABILITE"), element.text_of("RESP_LEGAL"));
        let level = match (now.as_deref(), before.as_deref()) {
            (Some("1"), _) | (None, Some("1" | "2")) => Level::Legal,
            (Some("2"), _) => Level::InCharge,
            (Some("3"), _) | (None, Some("0")) => Level::Contact,
            // The level that opens nothing: an error must not show results to anybody.
            (found, older) => {
                let found = found.or(older).unwrap_or_default();
                desk.remark(line, text!("roster-level", found = found, pupil = &pupil_key));
                Level::Contact
            }
        };
        let relation = element.text_of("CODE_PARENTE").unwrap_or_default();
        self.links.push(Link { pupil_key, guardian_key, level, relation });
    }

    fn address(&mut self, element: &Element) {
        self.with_addresses = true;
        let Some(id) = element.attribute("ADRESSE_ID") else { return };
        let names = ["LIGNE1_ADRESSE", "LIGNE2_ADRESSE", "LIGNE3_ADRESSE", "LIGNE4_ADRESSE", "BOITE_POSTALE"];
        let abroad = element.text_of("CODE_PAYS").is_some_and(|code| code != "100");
        let country = element.text_of("LL_PAYS").filter(|name| abroad || name.to_uppercase() != "FRANCE").unwrap_or_default();
        let address = Address {
            lines: names.iter().filter_map(|name| element.text_of(name)).collect(),
            post_code: element.text_of("CODE_POSTAL").unwrap_or_default(),
            town: element.text_of("LIBELLE_POSTAL").or_else(|| element.text_of("COMMUNE_ETRANGERE")).unwrap_or_default(),
            country,
        };
        self.addresses.insert(id, address);
    }
}

/// `M.` or `Mme`, however it is written; other words stay.
pub(crate) fn civility(found: &str) -> String {
    match found.to_uppercase().trim_end_matches('.') {
        "M" | "MR" | "MONSIEUR" | "1" => "M.".to_owned(),
        "MME" | "MLLE" | "MADAME" | "MADEMOISELLE" | "2" | "3" => "Mme".to_owned(),
        _ => found.to_owned(),
    }
}
