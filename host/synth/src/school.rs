//! The school: what the generator draws and the writers write.

use std::collections::BTreeSet;

use preau_domain::time::{Day, SchoolYear};
use preau_domain::uai::Uai;

use crate::dice::Dice;

/// How big a school is. Classes are spread over the four levels of a collège.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Size {
    /// Pupils with a class.
    pub pupils: usize,
    /// Guardians of these pupils.
    pub guardians: usize,
    /// Classes at each of the four levels.
    pub classes_per_level: usize,
    /// Teachers, beside a head, a deputy, a CPE and a documentaliste. At least one for each of the 13 subjects with a teacher.
    pub teachers: usize,
    /// Pupils still in the files who left before the year began.
    pub departed: usize,
}

impl Size {
    /// 620 pupils, 24 classes, 45 teachers, 1,000 guardians.
    pub const COLLEGE: Self = Self { pupils: 620, guardians: 1000, classes_per_level: 6, teachers: 45, departed: 9 };
    /// 32 pupils in four classes, for tests.
    pub const SMALL: Self = Self { pupils: 32, guardians: 52, classes_per_level: 1, teachers: 13, departed: 1 };
}

/// A synthetic school.
#[derive(Clone, Debug)]
pub struct School {
    pub(crate) uai: Uai,
    pub(crate) year: SchoolYear,
    pub(crate) seed: u64,
    pub(crate) size: Size,
    pub(crate) divisions: Vec<Division>,
    pub(crate) groups: Vec<Group>,
    pub(crate) pupils: Vec<Pupil>,
    pub(crate) guardians: Vec<Guardian>,
    pub(crate) addresses: Vec<Address>,
    pub(crate) staff: Vec<Staff>,
    pub(crate) services: Vec<Service>,
    pub(crate) logins: BTreeSet<String>,
}

#[derive(Clone, Debug)]
pub(crate) struct Division {
    pub(crate) code: String,
    pub(crate) label: String,
    pub(crate) level: usize,
}

#[derive(Clone, Debug)]
pub(crate) struct Group {
    pub(crate) code: String,
    pub(crate) label: String,
    pub(crate) matter: &'static str,
    pub(crate) divisions: Vec<String>,
}

#[derive(Clone, Debug)]
pub(crate) struct Pupil {
    pub(crate) id: u32,
    pub(crate) ine: String,
    pub(crate) elenoet: u32,
    pub(crate) last: String,
    pub(crate) usage: Option<String>,
    pub(crate) first: &'static str,
    pub(crate) second: Option<&'static str>,
    pub(crate) girl: bool,
    pub(crate) birth: Day,
    pub(crate) level: usize,
    pub(crate) division: String,
    pub(crate) groups: Vec<String>,
    pub(crate) repeats: bool,
    pub(crate) entered: Day,
    pub(crate) left: Option<Day>,
    pub(crate) ties: Vec<Tie>,
    pub(crate) login: String,
}

/// A guardian of a pupil.
#[derive(Clone, Debug)]
pub(crate) struct Tie {
    pub(crate) guardian: u32,
    /// `NIVEAU_RESPONSABILITE`.
    pub(crate) level: u8,
    /// `CODE_PARENTE`.
    pub(crate) relation: &'static str,
    pub(crate) pays: bool,
    pub(crate) houses: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct Guardian {
    pub(crate) id: u32,
    pub(crate) woman: bool,
    pub(crate) last: String,
    pub(crate) usage: Option<String>,
    pub(crate) first: &'static str,
    pub(crate) email: Option<String>,
    pub(crate) phone: String,
    pub(crate) address: u32,
    pub(crate) login: String,
}

#[derive(Clone, Debug)]
pub(crate) struct Address {
    pub(crate) id: u32,
    pub(crate) line: String,
    pub(crate) complement: Option<&'static str>,
    pub(crate) post_code: &'static str,
    pub(crate) town: &'static str,
}

#[derive(Clone, Debug)]
pub(crate) struct Staff {
    pub(crate) id: u32,
    /// `epp`, `dir` or `local`.
    pub(crate) origin: &'static str,
    pub(crate) woman: bool,
    pub(crate) last: String,
    pub(crate) usage: Option<String>,
    pub(crate) first: &'static str,
    pub(crate) birth: Day,
    pub(crate) function: &'static str,
    pub(crate) matter: Option<&'static str>,
    pub(crate) heads: Vec<String>,
    pub(crate) login: String,
}

impl Staff {
    /// The pair that STS-Web uses.
    pub(crate) fn key(&self) -> String {
        format!("{}:{}", self.origin, self.id)
    }
}

/// Who teaches what to which class or group.
#[derive(Clone, Debug)]
pub(crate) struct Service {
    pub(crate) structure: String,
    pub(crate) matter: &'static str,
    pub(crate) staff: u32,
}

impl School {
    /// The collège of 620 pupils: same seed, year and UAI, same school.
    #[must_use]
    pub fn generate(seed: u64, year: SchoolYear, uai: &Uai) -> Self {
        Self::sized(seed, year, uai, Size::COLLEGE)
    }

    /// A school of another size.
    #[must_use]
    pub fn sized(seed: u64, year: SchoolYear, uai: &Uai, size: Size) -> Self {
        let mut school = Self {
            uai: uai.clone(),
            year,
            seed,
            size,
            divisions: Vec::new(),
            groups: Vec::new(),
            pupils: Vec::new(),
            guardians: Vec::new(),
            addresses: Vec::new(),
            staff: Vec::new(),
            services: Vec::new(),
            logins: BTreeSet::new(),
        };
        school.logins.insert(crate::staff::KNOWN_TEACHER.to_owned());
        school.draw_classes();
        school.draw_families(&mut Dice::new(seed, "families"));
        school.draw_groups(&mut Dice::new(seed, "groups"));
        school.draw_staff(&mut Dice::new(seed, "staff"));
        school
    }

    /// Its UAI.
    #[must_use]
    pub fn uai(&self) -> &Uai {
        &self.uai
    }

    /// Its school year.
    #[must_use]
    pub fn year(&self) -> SchoolYear {
        self.year
    }

    /// The official files, by name: SIECLE (two ZIPs and two XML) and STS-Web.
    #[must_use]
    pub fn files(&self) -> Vec<(String, Vec<u8>)> {
        let sts = format!("sts_emp_{}_{}.xml", self.uai, self.year.0);
        vec![
            crate::pack::zipped("ElevesAvecAdresses", &self.eleves()),
            crate::pack::zipped("ResponsablesAvecAdresses", &self.responsables()),
            ("Structures.xml".to_owned(), crate::pack::latin(&self.structures())),
            ("Nomenclature.xml".to_owned(), crate::pack::latin(&self.nomenclature())),
            (sts, crate::pack::latin(&self.sts())),
        ]
    }

    /// First day of the school year.
    pub(crate) fn first_day(&self) -> Day {
        Day::from_civil(self.year.0, 9, 1).unwrap_or_default()
    }
}
