//! One identity server of a school, as data: where it is, what its answers mean. Read from TOML or JSON.

use std::collections::BTreeMap;
use std::fmt;

use preau_domain::message::Text;
use preau_domain::role::Role;
use preau_domain::text;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::address::safe_url;

/// The name of a provider in addresses: 1 to 32 characters among `a-z`, `0-9` and `-`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ProviderId(String);

impl ProviderId {
    /// Reads the name; anything that is not safe in a path is `None`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let ok =
            (1..=32).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        ok.then(|| Self(text.to_owned()))
    }

    /// The text itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The kind under which the roster keeps the ENT ids of this provider: `ent.` and the name.
    #[must_use]
    pub fn key_kind(&self) -> String {
        format!("ent.{self}")
    }
}

impl fmt::Display for ProviderId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The language the server speaks.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// CAS, in the version of [`Protocol`].
    Cas,
}

/// The version of CAS whose answers the validation address gives: written 1, 2 or 3.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Protocol {
    /// Two lines of text (`/validate`).
    V1,
    /// XML (`/serviceValidate`); many servers add attributes all the same.
    V2,
    /// XML with attributes (`/p3/serviceValidate`).
    V3,
}

/// Where the person's ENT id is read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum UserSource {
    /// The text of `cas:user`; written `cas:user`.
    CasUser,
    /// The only value of this attribute.
    Attribute(String),
}

/// The kinds of keys by which the roster knows a person.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum KeyKind {
    /// `siecle.eleve`: the ELEVE_ID of a pupil.
    SiecleEleve,
    /// `siecle.personne`: the PERSONNE_ID of a guardian.
    SieclePersonne,
    /// `sts`: the ID of an INDIVIDU of STS.
    Sts,
}

impl KeyKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::SiecleEleve, Self::SieclePersonne, Self::Sts];

    /// The text form.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SiecleEleve => "siecle.eleve",
            Self::SieclePersonne => "siecle.personne",
            Self::Sts => "sts",
        }
    }

    /// Reads the text form.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// An attribute which holds a key of the roster. Only attributes that the server releases to *everybody*, and that a
/// person cannot write, belong here: LemonLDAP::NG does not escape values, so a free field could forge a missing one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Join {
    /// The attribute's name in the answer.
    pub attribute: String,
    /// What its value is a key of.
    pub key: KeyKind,
}

/// One identity server. Made by [`Provider::from_toml`], by serde (the same checks) or by a [`crate::preset`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(try_from = "Wire", into = "Wire")]
pub struct Provider {
    /// Its name in addresses.
    pub id: ProviderId,
    /// Its name for people, 1 to 80 characters.
    pub label: String,
    /// The language it speaks.
    pub kind: Kind,
    /// The version of that language.
    pub protocol: Protocol,
    /// Where the browser is sent to log in; may hold a query.
    pub login_url: Url,
    /// Where we ask about a ticket; may hold a query.
    pub validate_url: Url,
    /// Where the browser is sent to leave the ENT too, if it may.
    pub logout_url: Option<Url>,
    /// Where the ENT id is read.
    pub user: UserSource,
    /// Attributes that hold keys of the roster, the surest first.
    pub joins: Vec<Join>,
    /// Attributes kept beside those; everything else in an answer is dropped.
    pub keep: Vec<String>,
    /// The attribute that tells the person's profile, if any.
    pub profile: Option<String>,
    /// Profile codes (see [`crate::identity::profile_codes`]) → role. A hint for the linking desk: it gives no right.
    pub profiles: BTreeMap<String, Role>,
}

impl Provider {
    /// Reads one provider. Unknown keys are errors.
    ///
    /// # Errors
    /// The line or the field that is wrong.
    pub fn from_toml(source: &str) -> Result<Self, ProviderError> {
        let wire: Wire = toml::from_str(source).map_err(|error| {
            let line = error.span().map_or(0, |span| source.get(..span.start).unwrap_or_default().matches('\n').count() + 1);
            ProviderError(text!("auth-provider-syntax", line = line, detail = error.message()))
        })?;
        wire.try_into()
    }
}

/// Why a provider cannot be read: a sentence that names the field and the way out.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{0}")]
pub struct ProviderError(Text);

impl ProviderError {
    /// The sentence.
    #[must_use]
    pub fn text(&self) -> &Text {
        &self.0
    }
}

/// The written form.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    id: String,
    label: String,
    kind: Kind,
    protocol: u8,
    login_url: String,
    validate_url: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    logout_url: Option<String>,
    user: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    profile: Option<String>,
    #[serde(default)]
    keep: Vec<String>,
    #[serde(default)]
    joins: Vec<WireJoin>,
    #[serde(default)]
    profiles: BTreeMap<String, String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WireJoin {
    attribute: String,
    key: String,
}

impl TryFrom<Wire> for Provider {
    type Error = ProviderError;

    fn try_from(wire: Wire) -> Result<Self, ProviderError> {
        let id = ProviderId::parse(&wire.id).ok_or_else(|| ProviderError(text!("auth-provider-id", found = &wire.id)))?;
        Ok(Self {
            label: label(&wire.label)?,
            kind: wire.kind,
            protocol: match wire.protocol {
                1 => Protocol::V1,
                2 => Protocol::V2,
                3 => Protocol::V3,
                other => return Err(ProviderError(text!("auth-provider-protocol", found = i64::from(other)))),
            },
            login_url: address("login_url", &wire.login_url)?,
            validate_url: address("validate_url", &wire.validate_url)?,
            logout_url: wire.logout_url.map(|url| address("logout_url", &url)).transpose()?,
            user: match wire.user.as_str() {
                "cas:user" => UserSource::CasUser,
                _ => UserSource::Attribute(attribute("user", wire.user)?),
            },
            joins: wire.joins.into_iter().map(join).collect::<Result<_, _>>()?,
            keep: wire.keep.into_iter().map(|name| attribute("keep", name)).collect::<Result<_, _>>()?,
            profile: wire.profile.map(|name| attribute("profile", name)).transpose()?,
            profiles: wire.profiles.into_iter().map(profile).collect::<Result<_, _>>()?,
            id,
        })
    }
}

impl From<Provider> for Wire {
    fn from(provider: Provider) -> Self {
        Self {
            id: provider.id.0,
            label: provider.label,
            kind: provider.kind,
            protocol: match provider.protocol {
                Protocol::V1 => 1,
                Protocol::V2 => 2,
                Protocol::V3 => 3,
            },
            login_url: provider.login_url.into(),
            validate_url: provider.validate_url.into(),
            logout_url: provider.logout_url.map(Into::into),
            user: match provider.user {
                UserSource::CasUser => "cas:user".to_owned(),
                UserSource::Attribute(name) => name,
            },
            profile: provider.profile,
            keep: provider.keep,
            joins: provider
                .joins
                .into_iter()
                .map(|join| WireJoin { attribute: join.attribute, key: join.key.as_str().to_owned() })
                .collect(),
            profiles: provider.profiles.into_iter().map(|(code, role)| (code, role.as_str().to_owned())).collect(),
        }
    }
}

fn label(found: &str) -> Result<String, ProviderError> {
    let ok = !found.trim().is_empty() && found.chars().count() <= 80 && !found.chars().any(crate::identity::is_unseen);
    if ok { Ok(found.trim().to_owned()) } else { Err(ProviderError(text!("auth-provider-label"))) }
}

fn address(field: &str, found: &str) -> Result<Url, ProviderError> {
    safe_url(found).ok_or_else(|| ProviderError(text!("auth-provider-url", field = field, found = found)))
}

fn attribute(field: &str, name: String) -> Result<String, ProviderError> {
    let ok = (1..=100).contains(&name.len()) && !name.chars().any(|c| c.is_whitespace() || crate::identity::is_unseen(c));
    if ok { Ok(name) } else { Err(ProviderError(text!("auth-provider-attribute", field = field, found = name))) }
}

fn join(wire: WireJoin) -> Result<Join, ProviderError> {
    let key = KeyKind::parse(&wire.key).ok_or_else(|| ProviderError(text!("auth-provider-key", found = &wire.key)))?;
    Ok(Join { attribute: attribute("joins", wire.attribute)?, key })
}

fn profile((code, role): (String, String)) -> Result<(String, Role), ProviderError> {
    let role = Role::parse(&role).ok_or_else(|| ProviderError(text!("auth-provider-role", code = &code, found = &role)))?;
    Ok((crate::identity::profile_code(&code), role))
}

#[cfg(test)]
mod tests;
