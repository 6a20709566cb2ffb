//! Providers that come with Préau: a server which follows the CAS pages to the letter, and the demo's ENT.

use std::collections::BTreeMap;

use preau_domain::role::Role;
use preau_domain::text;

use crate::address::safe_url;
use crate::provider::{Join, KeyKind, Kind, Protocol, Provider, ProviderId, UserSource};

/// Profile codes seen at French ENTs, normalised, with the least powerful role that each may mean.
const PROFILES: &[(&str, Role)] = &[
    ("ELV", Role::Eleve),
    ("TUT", Role::Responsable),
    ("ENS", Role::Professeur),
    ("DOC", Role::Professeur),
    ("DIR", Role::Directeur),
    ("EVS", Role::Personnel),
    ("ETA", Role::Personnel),
    ("1", Role::Eleve),
    ("2", Role::Responsable),
    ("3", Role::Professeur),
    ("4", Role::Personnel),
    ("5", Role::Personnel),
    ("6", Role::Personnel),
    ("STUDENT", Role::Eleve),
    ("RELATIVE", Role::Responsable),
    ("TEACHER", Role::Professeur),
    ("PERSONNEL", Role::Personnel),
];

/// The attributes by which the demo's ENT names a person of the roster.
const DEMO_JOINS: [(&str, KeyKind); 3] = [
    ("ENTEleveStructRattachId", KeyKind::SiecleEleve),
    ("siecle-personne-id", KeyKind::SieclePersonne),
    ("sts-id", KeyKind::Sts),
];

/// A server whose pages lie at the usual places below `base` (such as `https://ent.example/cas`):
/// `login`, `logout`, and `validate`, `serviceValidate` or `p3/serviceValidate`. The ENT id is `cas:user`, nothing
/// else is kept but the profile. `None` when `base` is neither https nor on this machine.
#[must_use]
pub fn generic(id: ProviderId, label: &str, base: &str, protocol: Protocol) -> Option<Provider> {
    let page = |name: &str| safe_url(&format!("{}/{name}", base.trim_end_matches('/')));
    Some(Provider {
        id,
        label: label.to_owned(),
        kind: Kind::Cas,
        protocol,
        login_url: page("login")?,
        validate_url: page(match protocol {
            Protocol::V1 => "validate",
            Protocol::V2 => "serviceValidate",
            Protocol::V3 => "p3/serviceValidate",
        })?,
        logout_url: page("logout"),
        user: UserSource::CasUser,
        joins: Vec::new(),
        keep: Vec::new(),
        profile: Some("ENTPersonProfils".to_owned()),
        profiles: PROFILES.iter().map(|(code, role)| ((*code).to_owned(), *role)).collect::<BTreeMap<_, _>>(),
    })
}

/// The demo's ENT below `base` (such as `http://localhost:8081/cas`): CAS 3, id `ent`. Beside `cas:user` it names
/// each person by the roster's own keys, in `ENTEleveStructRattachId`, `siecle-personne-id` and `sts-id`.
#[must_use]
pub fn demo_ent(base: &str) -> Option<Provider> {
    let id = ProviderId::parse("ent")?;
    let joins = DEMO_JOINS.into_iter().map(|(attribute, key)| Join { attribute: attribute.to_owned(), key });
    let provider = generic(id, &text!("auth-demo-ent").to_string(), base, Protocol::V3)?;
    Some(Provider { joins: joins.collect(), ..provider })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn presets_pass_the_checks_of_a_written_provider() {
        let demo = demo_ent("http://localhost:8081/cas").unwrap();
        assert_eq!(demo.validate_url.as_str(), "http://localhost:8081/cas/p3/serviceValidate");
        assert_eq!(Provider::from_toml(&toml::to_string(&demo).unwrap()).unwrap(), demo);
        let id = ProviderId::parse("kosmos").unwrap();
        let root = generic(id.clone(), "Kosmos", "https://cas.ent.example/", Protocol::V2).unwrap();
        assert_eq!(root.login_url.as_str(), "https://cas.ent.example/login");
        assert_eq!(root.validate_url.as_str(), "https://cas.ent.example/serviceValidate");
        assert_eq!(generic(id.clone(), "K", "https://k.example", Protocol::V1).unwrap().validate_url.path(), "/validate");
        assert!(generic(id, "Kosmos", "http://cas.ent.example/", Protocol::V2).is_none());
    }
}
