//! Entries of the neutral roster as stored rows, and back: a row read again is equal to the entry it was made from.

use preau_domain::fold::fold;
use preau_domain::time::Day;
use preau_roster::model::{Address, Group, GroupKind, Guardian, Level, Pupil, Sex, Staff, Subject};
use preau_storage::roster as rows;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::{PolicyError, Result};

/// What the files say of a pupil beyond the columns of a person.
#[derive(Serialize, Deserialize, Default)]
#[serde(default)]
struct Facts {
    #[serde(skip_serializing_if = "Option::is_none")]
    ine: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    elenoet: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    division: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    entered: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    left: Option<i32>,
}

#[derive(Serialize, Deserialize)]
struct StoredAddress {
    lines: Vec<String>,
    post_code: String,
    town: String,
    country: String,
}

fn json(value: &impl Serialize) -> String {
    // structs of texts and numbers always have a JSON form
    serde_json::to_string(value).unwrap_or_default()
}

fn parse<T: DeserializeOwned>(text: &str, what: &str, id: i64) -> Result<T> {
    serde_json::from_str(text).map_err(|e| PolicyError::Inconsistent(format!("{what} of {id}: {e}")))
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn text(value: Option<&String>) -> String {
    value.cloned().unwrap_or_default()
}

fn day(stored: Option<i64>) -> Option<Day> {
    stored.and_then(|d| i32::try_from(d).ok()).map(Day)
}

/// A person of this kind with these names, and nothing else yet.
fn person(id: i64, kind: &str, last_name: &str, usage_name: Option<&String>, first_name: &str) -> rows::Person {
    rows::Person {
        id,
        kind: kind.to_owned(),
        civility: String::new(),
        last_name: last_name.to_owned(),
        usage_name: text(usage_name),
        first_name: first_name.to_owned(),
        first_name_2: String::new(),
        first_name_3: String::new(),
        sort_name: fold(&format!("{} {first_name}", usage_name.map_or(last_name, String::as_str))),
        sex: String::new(),
        birth: None,
        email: String::new(),
        address: String::new(),
        function: String::new(),
        active: true,
        left_on: None,
        facts: "{}".to_owned(),
    }
}

/// A population as rows of persons.
pub(super) trait Someone: Sized {
    /// `kind` of the row.
    const KIND: &'static str;
    /// Kind of the key under which the files know him.
    const KEY: &'static str;
    fn key(&self) -> &str;
    fn row(&self, id: i64) -> rows::Person;
    fn read(row: &rows::Person, key: String) -> Result<Self>;
}

impl Someone for Pupil {
    const KIND: &'static str = "pupil";
    const KEY: &'static str = "siecle.eleve";

    fn key(&self) -> &str {
        &self.key
    }

    fn row(&self, id: i64) -> rows::Person {
        let facts = Facts {
            ine: self.ine.clone(),
            elenoet: self.elenoet.clone(),
            division: self.division.clone(),
            entered: self.entered.map(|d| d.0),
            left: self.left.map(|d| d.0),
        };
        rows::Person {
            first_name_2: text(self.first_name_2.as_ref()),
            first_name_3: text(self.first_name_3.as_ref()),
            sex: self.sex.map(|s| if s == Sex::Male { "1" } else { "2" }).unwrap_or_default().to_owned(),
            birth: self.birth.map(|d| i64::from(d.0)),
            email: text(self.email.as_ref()),
            facts: json(&facts),
            ..person(id, Self::KIND, &self.last_name, self.usage_name.as_ref(), &self.first_name)
        }
    }

    fn read(row: &rows::Person, key: String) -> Result<Self> {
        let facts: Facts = parse(&row.facts, "facts", row.id)?;
        Ok(Self {
            key,
            last_name: row.last_name.clone(),
            usage_name: some(&row.usage_name),
            first_name: row.first_name.clone(),
            first_name_2: some(&row.first_name_2),
            first_name_3: some(&row.first_name_3),
            birth: day(row.birth),
            sex: match row.sex.as_str() {
                "1" => Some(Sex::Male),
                "2" => Some(Sex::Female),
                _ => None,
            },
            ine: facts.ine,
            elenoet: facts.elenoet,
            division: facts.division,
            entered: facts.entered.map(Day),
            left: facts.left.map(Day),
            email: some(&row.email),
        })
    }
}

impl Someone for Guardian {
    const KIND: &'static str = "guardian";
    const KEY: &'static str = "siecle.personne";

    fn key(&self) -> &str {
        &self.key
    }

    fn row(&self, id: i64) -> rows::Person {
        let address = self.address.clone().map(|a| {
            let Address { lines, post_code, town, country } = a;
            json(&StoredAddress { lines, post_code, town, country })
        });
        rows::Person {
            civility: text(self.civility.as_ref()),
            email: text(self.email.as_ref()),
            address: address.unwrap_or_default(),
            ..person(id, Self::KIND, &self.last_name, self.usage_name.as_ref(), &self.first_name)
        }
    }

    fn read(row: &rows::Person, key: String) -> Result<Self> {
        let address = match row.address.as_str() {
            "" => None,
            text => {
                let StoredAddress { lines, post_code, town, country } = parse(text, "address", row.id)?;
                Some(Address { lines, post_code, town, country })
            }
        };
        Ok(Self {
            key,
            civility: some(&row.civility),
            last_name: row.last_name.clone(),
            usage_name: some(&row.usage_name),
            first_name: row.first_name.clone(),
            email: some(&row.email),
            address,
        })
    }
}

impl Someone for Staff {
    const KIND: &'static str = "staff";
    const KEY: &'static str = "sts";

    fn key(&self) -> &str {
        &self.key
    }

    fn row(&self, id: i64) -> rows::Person {
        rows::Person {
            civility: text(self.civility.as_ref()),
            birth: self.birth.map(|d| i64::from(d.0)),
            function: text(self.function.as_ref()),
            ..person(id, Self::KIND, &self.last_name, self.usage_name.as_ref(), &self.first_name)
        }
    }

    fn read(row: &rows::Person, key: String) -> Result<Self> {
        Ok(Self {
            key,
            civility: some(&row.civility),
            last_name: row.last_name.clone(),
            usage_name: some(&row.usage_name),
            first_name: row.first_name.clone(),
            birth: day(row.birth),
            function: some(&row.function),
        })
    }
}

pub(super) fn group_row(id: i64, group: &Group) -> rows::Group {
    rows::Group {
        id,
        code: group.code.clone(),
        kind: if group.kind == GroupKind::Division { "division" } else { "group" }.to_owned(),
        label: group.label.clone(),
        level: text(group.level_code.as_ref()),
        divisions: json(&group.from_divisions),
        active: true,
    }
}

pub(super) fn group(row: rows::Group) -> Result<Group> {
    Ok(Group {
        kind: if row.kind == "division" { GroupKind::Division } else { GroupKind::Group },
        level_code: some(&row.level),
        from_divisions: parse(&row.divisions, "divisions", row.id)?,
        code: row.code,
        label: row.label,
    })
}

pub(super) fn subject_row(id: i64, subject: &Subject) -> rows::Subject {
    rows::Subject { id, code: subject.code.clone(), short: subject.short.clone(), label: subject.label.clone() }
}

pub(super) fn level_number(level: Level) -> i64 {
    match level {
        Level::Legal => 1,
        Level::InCharge => 2,
        Level::Contact => 3,
    }
}

pub(super) fn level(number: i64) -> Level {
    match number {
        1 => Level::Legal,
        2 => Level::InCharge,
        _ => Level::Contact,
    }
}
