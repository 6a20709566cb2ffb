//! The people of the ENT, as its `people.json` lists them, and how they are found by name.

use serde::Deserialize;

/// Somebody with an account in the ENT.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// The ENT identifier, sent as `cas:user`.
    pub login: String,
    /// First name and name, as shown.
    pub name: String,
    /// `eleve`, `responsable`, `professeur`, `directeur`, `personnel` or `administrateur`; anything else is sent to services as it is.
    pub profile: String,
    /// The school's UAI.
    pub uai: String,
    /// A pupil's class.
    #[serde(default)]
    pub classe: Option<String>,
    /// A pupil's ELEVE_ID in SIECLE.
    #[serde(default)]
    pub eleve_id: Option<String>,
    /// A guardian's PERSONNE_ID in SIECLE.
    #[serde(default)]
    pub personne_id: Option<String>,
    /// A staff member's ID in STS.
    #[serde(default)]
    pub sts_id: Option<String>,
    /// The logins of a guardian's children.
    #[serde(default)]
    pub children: Vec<String>,
}

/// The profiles that have a name, in the order in which the choice offers them: (word, code sent to services, name).
pub(crate) const PROFILES: &[(&str, &str, &str)] = &[
    ("professeur", "National_ENS", "Professeur"),
    ("eleve", "National_ELV", "Élève"),
    ("responsable", "National_TUT", "Responsable légal"),
    ("directeur", "National_DIR", "Chef d’établissement"),
    ("administrateur", "National_ETA", "Administrateur"),
    ("personnel", "National_EVS", "Personnel"),
];

impl Person {
    /// The code of the profile that services receive.
    pub(crate) fn profile_code(&self) -> &str {
        PROFILES.iter().find(|(word, ..)| *word == self.profile).map_or(self.profile.as_str(), |(_, code, _)| code)
    }

    /// The profile as a reader knows it.
    pub(crate) fn profile_name(&self) -> &str {
        let known = PROFILES.iter().find(|(word, code, _)| *word == self.profile || *code == self.profile);
        known.map_or(self.profile.as_str(), |(.., name)| name)
    }

    /// What CAS 3 says of the person: (name, value), each name once.
    pub(crate) fn attributes(&self) -> Vec<(&'static str, &str)> {
        let mut list = vec![
            ("uid", self.login.as_str()),
            ("displayName", self.name.as_str()),
            ("ENTPersonProfils", self.profile_code()),
            ("ENTPersonStructRattach", self.uai.as_str()),
        ];
        let optional = [
            ("ENTEleveClasses", &self.classe),
            ("ENTEleveStructRattachId", &self.eleve_id),
            ("siecle-personne-id", &self.personne_id),
            ("sts-id", &self.sts_id),
        ];
        list.extend(optional.iter().filter_map(|(name, value)| value.as_deref().map(|value| (*name, value))));
        list
    }

    /// Whether each word searched begins a word of the name, the login or the class; case and accents do not matter.
    pub(crate) fn answers_to(&self, search: &str) -> bool {
        let own = fold(&format!("{} {} {}", self.name, self.login, self.classe.as_deref().unwrap_or("")));
        fold(search).split_whitespace().all(|wanted| own.split_whitespace().any(|word| word.starts_with(wanted)))
    }
}

fn fold(text: &str) -> String {
    let plain = |c: char| match c {
        'à' | 'â' | 'ä' => "a".to_owned(),
        'ç' => "c".to_owned(),
        'é' | 'è' | 'ê' | 'ë' => "e".to_owned(),
        'î' | 'ï' => "i".to_owned(),
        'ô' | 'ö' => "o".to_owned(),
        'ù' | 'û' | 'ü' => "u".to_owned(),
        'ÿ' => "y".to_owned(),
        'œ' => "oe".to_owned(),
        'æ' => "ae".to_owned(),
        '-' | '\'' | '’' => " ".to_owned(),
        other => other.to_string(),
    };
    text.to_lowercase().chars().map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_without_its_accents() {
        let person: Person = serde_json::from_str(
            r#"{"login":"zoe.le-goff","name":"Zoé Le Goff","profile":"eleve","uai":"0999999A","classe":"4B"}"#,
        )
        .unwrap();
        for search in ["zoe", "ZOÉ", "goff z", "4b", "le-goff", ""] {
            assert!(person.answers_to(search), "{search}");
        }
        for search in ["off", "zoe martin", "5b"] {
            assert!(!person.answers_to(search), "{search}");
        }
    }

    #[test]
    fn an_unknown_field_is_refused() {
        let error = serde_json::from_str::<Person>(r#"{"login":"a","name":"A","profile":"eleve","uai":"0999999A","ine":"1"}"#)
            .unwrap_err();
        assert!(error.to_string().contains("ine"), "{error}");
    }
}
