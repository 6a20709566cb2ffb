//! A small school whose official files a test changes line by line.

use super::school::{Given, UAI};

#[derive(Clone)]
pub(super) struct Pupil {
    pub(super) id: String,
    pub(super) ine: String,
    pub(super) last: String,
    pub(super) birth: String,
    pub(super) class: &'static str,
}

#[derive(Clone)]
pub(super) struct Guardian {
    pub(super) id: String,
    pub(super) last: String,
    pub(super) email: String,
}

/// (pupil, guardian, level).
pub(super) type Link = (String, String, &'static str);

#[derive(Clone)]
pub(super) struct Staff {
    pub(super) id: String,
    pub(super) last: String,
    pub(super) function: &'static str,
    pub(super) teaches: &'static [&'static str],
    pub(super) heads: &'static [&'static str],
}

/// Twenty pupils in 6A and 6B with a mother each, `M01` to `M20` (legal), an uncle `O01` of the first (contact), and a staff of
/// twelve: `1` head, `2` CPE, `3` documentaliste who teaches 6A, `4` to `12` teachers, of whom `4` is professeur principal of 6A.
#[derive(Clone)]
pub(super) struct Files {
    pub(super) pupils: Vec<Pupil>,
    pub(super) guardians: Vec<Guardian>,
    pub(super) links: Vec<Link>,
    pub(super) staff: Vec<Staff>,
}

impl Files {
    pub(super) fn new() -> Self {
        let mut files = Self { pupils: vec![], guardians: vec![], links: vec![], staff: vec![] };
        for n in 1..=20 {
            files.add_family(n);
        }
        files.guardians.push(Guardian { id: "O01".into(), last: "ONCLE".into(), email: String::new() });
        files.links.push(("P01".into(), "O01".into(), "3"));
        for n in 1..=12_u32 {
            let function = match n {
                1 => "DIR",
                2 => "EDU",
                3 => "DOC",
                _ => "ENS",
            };
            let teaches: &[&str] = match n {
                3 | 4 => &["6A"],
                5..=12 => &["6B"],
                _ => &[],
            };
            let heads: &[&str] = if n == 4 { &["6A"] } else { &[] };
            files.staff.push(Staff { id: n.to_string(), last: format!("AGENT {}", letters(n)), function, teaches, heads });
        }
        files
    }

    /// Pupil `Pnn` and his mother `Mnn`.
    pub(super) fn add_family(&mut self, n: u32) {
        self.pupils.push(Pupil {
            id: format!("P{n:02}"),
            ine: format!("0701000{n:02}AA"),
            last: format!("ELEVE {}", letters(n)),
            birth: format!("{:02}/04/2015", n.min(28)),
            class: if n % 2 == 1 { "6A" } else { "6B" },
        });
        self.guardians.push(Guardian {
            id: format!("M{n:02}"),
            last: format!("MERE {}", letters(n)),
            email: format!("m{n}@famille.example"),
        });
        self.links.push((format!("P{n:02}"), format!("M{n:02}"), "1"));
    }

    /// Without this pupil and his mother.
    pub(super) fn without(mut self, n: u32) -> Self {
        let (pupil, mother) = (format!("P{n:02}"), format!("M{n:02}"));
        self.pupils.retain(|p| p.id != pupil);
        self.guardians.retain(|g| g.id != mother);
        self.links.retain(|l| l.0 != pupil);
        self
    }

    pub(super) fn pupil(&mut self, id: &str) -> &mut Pupil {
        self.pupils.iter_mut().find(|p| p.id == id).unwrap()
    }

    pub(super) fn member(&mut self, id: &str) -> &mut Staff {
        self.staff.iter_mut().find(|s| s.id == id).unwrap()
    }

    pub(super) fn all(&self) -> Given {
        [self.eleves(), self.responsables(), self.sts()].concat()
    }

    pub(super) fn eleves(&self) -> Given {
        let (mut pupils, mut places) = (String::new(), String::new());
        for p in &self.pupils {
            pupils.push_str(&format!(
                "<ELEVE ELEVE_ID=\"{0}\"><ID_NATIONAL>{1}</ID_NATIONAL><ELENOET>N{0}</ELENOET><NOM_DE_FAMILLE>{2}</NOM_DE_FAMILLE>\
                 <PRENOM>Camille</PRENOM><DATE_NAISS>{3}</DATE_NAISS><CODE_SEXE>2</CODE_SEXE><DATE_ENTREE>01/09/2026</DATE_ENTREE>\
                 <GROUPE_SANGUIN>A</GROUPE_SANGUIN></ELEVE>\n",
                p.id, p.ine, p.last, p.birth
            ));
            places.push_str(&format!(
                "<STRUCTURES_ELEVE ELEVE_ID=\"{}\"><STRUCTURE><CODE_STRUCTURE>{}</CODE_STRUCTURE>\
                 <TYPE_STRUCTURE>D</TYPE_STRUCTURE></STRUCTURE></STRUCTURES_ELEVE>\n",
                p.id, p.class
            ));
        }
        siecle("eleves.xml", "BEE_ELEVES", &format!("<ELEVES>{pupils}</ELEVES><STRUCTURES>{places}</STRUCTURES>"))
    }

    pub(super) fn responsables(&self) -> Given {
        let (mut people, mut links) = (String::new(), String::new());
        for g in &self.guardians {
            people.push_str(&format!(
                "<PERSONNE PERSONNE_ID=\"{}\"><LC_CIVILITE>MME</LC_CIVILITE><NOM_DE_FAMILLE>{}</NOM_DE_FAMILLE><PRENOM>Dominique</PRENOM>\
                 <MEL>{}</MEL><ADRESSE_ID>1</ADRESSE_ID></PERSONNE>\n",
                g.id, g.last, g.email
            ));
        }
        for (pupil, guardian, level) in &self.links {
            links.push_str(&format!(
                "<RESPONSABLE_ELEVE><ELEVE_ID>{pupil}</ELEVE_ID><PERSONNE_ID>{guardian}</PERSONNE_ID><CODE_PARENTE>10</CODE_PARENTE>\
                 <NIVEAU_RESPONSABILITE>{level}</NIVEAU_RESPONSABILITE></RESPONSABLE_ELEVE>\n"
            ));
        }
        let address = "<ADRESSES><ADRESSE ADRESSE_ID=\"1\"><LIGNE1_ADRESSE>3 rue Basse</LIGNE1_ADRESSE><CODE_POSTAL>00110</CODE_POSTAL>\
                       <LIBELLE_POSTAL>VALMONT</LIBELLE_POSTAL></ADRESSE></ADRESSES>";
        let data = format!("<PERSONNES>{people}</PERSONNES><RESPONSABLES>{links}</RESPONSABLES>{address}");
        siecle("responsables.xml", "BEE_RESPONSABLES", &data)
    }

    pub(super) fn sts(&self) -> Given {
        let (mut people, mut divisions) = (String::new(), String::new());
        for s in &self.staff {
            let heads: String =
                s.heads.iter().map(|c| format!("<PROF_PRINC><CODE_STRUCTURE>{c}</CODE_STRUCTURE></PROF_PRINC>")).collect();
            people.push_str(&format!(
                "<INDIVIDU TYPE=\"epp\" ID=\"{0}\"><CIVILITE>2</CIVILITE><NOM_USAGE>{1}</NOM_USAGE><NOM_PATRONYMIQUE>{1}</NOM_PATRONYMIQUE>\
                 <PRENOM>Claude</PRENOM><DATE_NAISSANCE>1980-01-02</DATE_NAISSANCE><FONCTION>{2}</FONCTION>\
                 <PROFS_PRINC>{heads}</PROFS_PRINC></INDIVIDU>\n",
                s.id, s.last, s.function
            ));
        }
        for code in ["6A", "6B"] {
            let teachers: String = self
                .staff
                .iter()
                .filter(|s| s.teaches.contains(&code))
                .map(|s| format!("<ENSEIGNANT TYPE=\"epp\" ID=\"{}\"/>", s.id))
                .collect();
            divisions.push_str(&format!(
                "<DIVISION CODE=\"{code}\"><LIBELLE_LONG>Sixième {code}</LIBELLE_LONG><MEFS_APPARTENANCE><MEF_APPARTENANCE CODE=\"10010012110\"/>\
                 </MEFS_APPARTENANCE><SERVICES><SERVICE CODE_MATIERE=\"061300\"><ENSEIGNANTS>{teachers}</ENSEIGNANTS></SERVICE></SERVICES></DIVISION>\n"
            ));
        }
        let text = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<STS_EDT><PARAMETRES><UAJ CODE=\"{UAI}\"/><ANNEE_SCOLAIRE ANNEE=\"2026\"/></PARAMETRES>\
             <NOMENCLATURES><MATIERES><MATIERE CODE=\"061300\"><LIBELLE_COURT>MATHS</LIBELLE_COURT><LIBELLE_EDITION>Mathématiques</LIBELLE_EDITION>\
             </MATIERE></MATIERES></NOMENCLATURES><DONNEES><INDIVIDUS>{people}</INDIVIDUS><STRUCTURE><DIVISIONS>{divisions}</DIVISIONS></STRUCTURE>\
             </DONNEES></STS_EDT>\n"
        );
        vec![("sts.xml".to_owned(), text.into_bytes())]
    }
}

fn siecle(name: &str, root: &str, data: &str) -> Given {
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{root} VERSION=\"2.1\"><PARAMETRES><UAJ>{UAI}</UAJ>\
         <ANNEE_SCOLAIRE>2026</ANNEE_SCOLAIRE></PARAMETRES><DONNEES>{data}</DONNEES></{root}>\n"
    );
    vec![(name.to_owned(), text.into_bytes())]
}

/// A name for a number.
fn letters(n: u32) -> String {
    let letter = |n: u32| char::from_u32(u32::from(b'A') + n % 26).unwrap();
    [letter(n / 26), letter(n)].iter().collect()
}
