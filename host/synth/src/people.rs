//! The accounts that an ENT has for the people of the school.

use serde::Serialize;

use crate::school::School;

/// An account of the ENT.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Person {
    /// Login, unique, plain letters: `z.lefevre`.
    pub login: String,
    /// First name and name, as shown.
    pub name: String,
    /// SDET profile: `National_ELV`, `National_TUT`, `National_ENS`, `National_DIR`, `National_EVS` or `National_DOC`.
    pub profile: &'static str,
    /// UAI of the school.
    pub uai: String,
    /// A pupil's class.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub classe: Option<String>,
    /// A pupil's ELEVE_ID (the ENT's `ENTEleveStructRattachId`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub eleve_id: Option<String>,
    /// A guardian's PERSONNE_ID.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub personne_id: Option<String>,
    /// A member of staff's `TYPE:ID` in STS-Web.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sts_id: Option<String>,
    /// Logins of a guardian's children, contacts' children too.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub children: Vec<String>,
}

impl School {
    /// Everybody enrolled, answering for somebody enrolled, or working here: pupils, then guardians, then staff.
    #[must_use]
    pub fn people(&self) -> Vec<Person> {
        let pupils = self.pupils.iter().filter(|p| p.left.is_none());
        let mut people: Vec<Person> = pupils
            .clone()
            .map(|p| Person {
                classe: Some(p.division.clone()),
                eleve_id: Some(p.id.to_string()),
                ..self.person(&p.login, p.first, p.usage.as_ref().unwrap_or(&p.last), "National_ELV")
            })
            .collect();
        for guardian in &self.guardians {
            let own = pupils.clone().filter(|p| p.ties.iter().any(|t| t.guardian == guardian.id));
            let children: Vec<String> = own.map(|p| p.login.clone()).collect();
            if !children.is_empty() {
                let last = guardian.usage.as_ref().unwrap_or(&guardian.last);
                let person = self.person(&guardian.login, guardian.first, last, "National_TUT");
                people.push(Person { personne_id: Some(guardian.id.to_string()), children, ..person });
            }
        }
        for member in &self.staff {
            let profile = match member.function {
                "DIR" | "ADF" => "National_DIR",
                "EDU" => "National_EVS",
                "DOC" => "National_DOC",
                _ => "National_ENS",
            };
            let person = self.person(&member.login, member.first, member.usage.as_ref().unwrap_or(&member.last), profile);
            people.push(Person { sts_id: Some(member.key()), ..person });
        }
        people
    }

    /// The same as a JSON list, as an ENT simulator loads it.
    #[must_use]
    pub fn people_json(&self) -> String {
        serde_json::to_string_pretty(&self.people()).unwrap_or_default()
    }

    fn person(&self, login: &str, first: &str, last: &str, profile: &'static str) -> Person {
        Person {
            login: login.to_owned(),
            name: format!("{first} {last}"),
            profile,
            uai: self.uai.to_string(),
            classe: None,
            eleve_id: None,
            personne_id: None,
            sts_id: None,
            children: Vec::new(),
        }
    }
}
