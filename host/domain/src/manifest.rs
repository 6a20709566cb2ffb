//! The manifest of a plugin, `plugin.toml`: what it is, for what purpose, and every name it may use.
//!
//! Unknown keys are errors. [`Manifest::parse`] reads and checks in one go and lists *all* faults with their place.

mod check;

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::message::Text;
use crate::text;

/// The newest API this host speaks, as manifests write it.
pub const API: &str = "0.1";

/// A whole manifest.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// What it is.
    pub plugin: Plugin,
    /// For what, on what basis: one entry of the RGPD register.
    pub purpose: Purpose,
    /// Pages.
    #[serde(default, rename = "page")]
    pub pages: Vec<PageEntry>,
    /// Small pages for a portal's home.
    #[serde(default, rename = "widget")]
    pub widgets: Vec<PageEntry>,
    /// What it reads.
    #[serde(default, rename = "view")]
    pub views: Vec<View>,
    /// What it stores.
    #[serde(default, rename = "collection")]
    pub collections: Vec<Collection>,
    /// What a school may set.
    #[serde(default, rename = "setting")]
    pub settings: Vec<Setting>,
    /// The only ways out, through the host, never for personal data.
    #[serde(default, rename = "address")]
    pub addresses: Vec<Address>,
    /// Lower than the operator's.
    #[serde(default)]
    pub limits: Limits,
}

/// `[plugin]`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plugin {
    /// Reverse domain.
    pub id: String,
    /// Shown in menus.
    pub name: String,
    /// Semantic version.
    pub version: String,
    /// Major and minor of `preau:plugin`.
    pub api: String,
    /// Who publishes it.
    pub publisher: String,
    /// Where to write about data.
    pub contact: String,
    /// SPDX.
    pub licence: String,
    /// Where it lives.
    #[serde(default)]
    pub homepage: Option<String>,
}

/// `[purpose]`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Purpose {
    /// What it is for.
    pub finality: String,
    /// The legal basis.
    pub basis: String,
}

/// `[[page]]` or `[[widget]]`: a route and its subpaths, for these roles.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageEntry {
    /// Beginning with a slash; relative to the plugin.
    pub route: String,
    /// Shown in menus.
    pub label: String,
    /// Who may open it.
    pub roles: Vec<String>,
}

/// `[[view]]`: exactly the data it receives.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct View {
    /// Its name in the plugin.
    pub name: String,
    /// Of what.
    pub entity: String,
    /// Which fields.
    pub fields: Vec<String>,
    /// `actor`.
    pub scope: String,
    /// Arguments it will give.
    #[serde(default)]
    pub args: Vec<String>,
    /// What for.
    pub purpose: String,
}

/// `[[collection]]`: what it stores.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Collection {
    /// Its name in the plugin.
    pub name: String,
    /// What people call it.
    pub label: String,
    /// Whom each record is about: `pupil`, `staff`, `person`, or `none`.
    pub subject: String,
    /// For records without subject: the named reference to a group that decides who may read them.
    #[serde(default)]
    pub group: Option<String>,
    /// Records may be hidden from families until a moment.
    #[serde(default)]
    pub embargo: bool,
    /// `schooling`, `school-year`, `months:N`, `until-obsolete`.
    pub retention: String,
    /// Role → reach: `self`, `children`, `assigned`, `school`, `author`.
    pub read: BTreeMap<String, String>,
    /// The same for writing.
    pub write: BTreeMap<String, String>,
}

/// `[[setting]]`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    /// Its name in the plugin.
    pub name: String,
    /// `choice`, `number`, `text` or `yes-no`.
    pub kind: String,
    /// For `choice`.
    #[serde(default)]
    pub values: Vec<String>,
    /// Before the school sets it.
    pub default: String,
    /// What people call it.
    pub label: String,
}

/// `[[address]]`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Address {
    /// Its name in the plugin.
    pub name: String,
    /// An `https` origin.
    pub origin: String,
    /// What for.
    pub purpose: String,
}

/// `[limits]`: texts such as `32MiB`, `100ms`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Linear memory.
    pub memory: Option<String>,
    /// CPU time of a call.
    pub cpu: Option<String>,
    /// What a page may weigh while it is recorded.
    pub page: Option<String>,
}

/// How far a role reaches into a collection.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reach {
    /// The actor's own records.
    Own,
    /// Those of the actor's children (as legal guardian).
    Children,
    /// Those of pupils assigned to the actor, or of the groups the actor teaches.
    Assigned,
    /// The whole school.
    School,
    /// Records the actor wrote.
    Author,
}

impl Reach {
    /// Reads the text of a manifest.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "self" => Self::Own,
            "children" => Self::Children,
            "assigned" => Self::Assigned,
            "school" => Self::School,
            "author" => Self::Author,
            _ => return None,
        })
    }
}

impl Manifest {
    /// Reads and checks a manifest.
    ///
    /// # Errors
    /// All faults found, each a French sentence with its place.
    pub fn parse(source: &str) -> Result<Self, Vec<Text>> {
        let manifest: Self = toml::from_str(source).map_err(|error| {
            let line = error.span().map_or(0, |span| source.get(..span.start).unwrap_or_default().matches('\n').count() + 1);
            vec![text!("manifest-syntax", line = line, detail = error.message())]
        })?;
        let faults = check::faults(&manifest);
        if faults.is_empty() { Ok(manifest) } else { Err(faults) }
    }

    /// The view with this name.
    #[must_use]
    pub fn view(&self, name: &str) -> Option<&View> {
        self.views.iter().find(|v| v.name == name)
    }

    /// The collection with this name.
    #[must_use]
    pub fn collection(&self, name: &str) -> Option<&Collection> {
        self.collections.iter().find(|c| c.name == name)
    }

    /// The page or widget whose route covers `path`, the longest first.
    #[must_use]
    pub fn entry(&self, path: &str) -> Option<&PageEntry> {
        self.pages.iter().chain(&self.widgets).filter(|p| covers(&p.route, path)).max_by_key(|p| p.route.len())
    }
}

impl Collection {
    /// How far `role` reads, if at all.
    #[must_use]
    pub fn reads(&self, role: crate::role::Role) -> Option<Reach> {
        self.read.get(role.as_str()).and_then(|r| Reach::parse(r))
    }

    /// How far `role` writes, if at all.
    #[must_use]
    pub fn writes(&self, role: crate::role::Role) -> Option<Reach> {
        self.write.get(role.as_str()).and_then(|r| Reach::parse(r))
    }
}

/// Whether `path` is `route` or below it.
fn covers(route: &str, path: &str) -> bool {
    route == "/" || path == route || path.strip_prefix(route).is_some_and(|rest| rest.starts_with('/'))
}

/// Reads `32MiB`, `64KiB` or a plain number of bytes.
#[must_use]
pub fn parse_bytes(text: &str) -> Option<u64> {
    let (number, unit) = match text.strip_suffix("MiB") {
        Some(number) => (number, 1024 * 1024),
        None => match text.strip_suffix("KiB") {
            Some(number) => (number, 1024),
            None => (text, 1),
        },
    };
    number.trim().parse::<u64>().ok()?.checked_mul(unit)
}

/// Reads `100ms` or `2s`, in milliseconds.
#[must_use]
pub fn parse_milliseconds(text: &str) -> Option<u64> {
    match text.strip_suffix("ms") {
        Some(number) => number.trim().parse().ok(),
        None => text.strip_suffix('s')?.trim().parse::<u64>().ok()?.checked_mul(1000),
    }
}
