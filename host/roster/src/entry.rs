//! What the comparison needs to know of an entry: its key, its fields one by one, and by what else it may be recognised.

use preau_domain::fold::fold;
use preau_domain::time::Day;

use crate::model::{Address, Group, GroupKind, Guardian, Pupil, Sex, Staff, Subject};

/// By what an entry is recognised when its key is unknown.
pub(crate) struct Identity<'a> {
    /// Folded family and first name.
    pub(crate) names: String,
    pub(crate) birth: Option<Day>,
    pub(crate) ine: Option<&'a str>,
}

pub(crate) trait Entry: Clone + PartialEq {
    /// Names of the fields, as shown to whoever reads the plan.
    const FIELDS: &'static [&'static str];
    fn key(&self) -> &str;
    /// The words of a field, empty when it has none.
    fn show(&self, field: &str) -> String;
    /// Takes a field from another entry.
    fn take(&mut self, field: &str, from: &Self);
    /// Words that name it for a reader.
    fn label(&self) -> String;
    /// `None`: only the key counts.
    fn identity(&self) -> Option<Identity<'_>>;
}

trait Shown {
    fn shown(&self) -> String;
}
impl Shown for String {
    fn shown(&self) -> String {
        self.clone()
    }
}
impl Shown for Day {
    fn shown(&self) -> String {
        self.french()
    }
}
impl Shown for Sex {
    fn shown(&self) -> String {
        if *self == Self::Male { "M" } else { "F" }.to_owned()
    }
}
impl Shown for GroupKind {
    fn shown(&self) -> String {
        if *self == Self::Division { "D" } else { "G" }.to_owned()
    }
}
impl Shown for Address {
    fn shown(&self) -> String {
        let place = format!("{} {}", self.post_code, self.town);
        let parts = self.lines.iter().map(String::as_str).chain([place.trim(), self.country.as_str()]);
        parts.filter(|p| !p.is_empty()).collect::<Vec<_>>().join(", ")
    }
}
impl Shown for Vec<String> {
    fn shown(&self) -> String {
        self.join(", ")
    }
}
impl<T: Shown> Shown for Option<T> {
    fn shown(&self) -> String {
        self.as_ref().map(Shown::shown).unwrap_or_default()
    }
}

macro_rules! entry {
    ($type:ty, $key:ident, [$($field:ident),*], $label:expr, $identity:expr) => {
        impl Entry for $type {
            const FIELDS: &'static [&'static str] = &[$(stringify!($field)),*];
            fn key(&self) -> &str {
                &self.$key
            }
            fn show(&self, field: &str) -> String {
                match field {
                    $(stringify!($field) => self.$field.shown(),)*
                    _ => String::new(),
                }
            }
            fn take(&mut self, field: &str, from: &Self) {
                match field {
                    $(stringify!($field) => self.$field.clone_from(&from.$field),)*
                    _ => {}
                }
            }
            fn label(&self) -> String {
                let label: fn(&Self) -> String = $label;
                label(self)
            }
            fn identity(&self) -> Option<Identity<'_>> {
                let identity: fn(&Self) -> Option<Identity<'_>> = $identity;
                identity(self)
            }
        }
    };
}

fn person(last: &str, usage: Option<&String>, first: &str) -> String {
    format!("{} {first}", usage.map_or(last, String::as_str)).trim().to_owned()
}

fn names(last: &str, first: &str) -> String {
    format!("{}|{}", fold(last), fold(first))
}

entry!(
    Pupil,
    key,
    [
        key,
        last_name,
        usage_name,
        first_name,
        first_name_2,
        first_name_3,
        birth,
        sex,
        ine,
        elenoet,
        division,
        entered,
        left,
        email
    ],
    |p| person(&p.last_name, p.usage_name.as_ref(), &p.first_name),
    |p| Some(Identity { names: names(&p.last_name, &p.first_name), birth: p.birth, ine: p.ine.as_deref() })
);
entry!(
    Guardian,
    key,
    [key, civility, last_name, usage_name, first_name, email, address],
    |g| person(&g.last_name, g.usage_name.as_ref(), &g.first_name),
    |g| Some(Identity { names: names(&g.last_name, &g.first_name), birth: None, ine: None })
);
entry!(
    Staff,
    key,
    [key, civility, last_name, usage_name, first_name, birth, function],
    |s| person(&s.last_name, s.usage_name.as_ref(), &s.first_name),
    |s| Some(Identity { names: names(&s.last_name, &s.first_name), birth: s.birth, ine: None })
);
entry!(Group, code, [code, kind, label, level_code, from_divisions], |g| g.label.clone(), |_| None);
entry!(Subject, code, [code, short, label], |s| s.label.clone(), |_| None);
