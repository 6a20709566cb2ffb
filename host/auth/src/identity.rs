//! What of a CAS answer is kept: the ENT id, keys of the roster, the claimed profiles, declared attributes. Nothing here
//! gives a right: the policy floor finds the person, and the roster says what the person is.

use std::collections::BTreeMap;

use preau_domain::role::Role;
use unicode_normalization::UnicodeNormalization;

use crate::cas::{CasError, CasUser, Fault};
use crate::provider::{KeyKind, Provider, UserSource};

/// No ENT id or key of the roster is longer, in bytes.
const MAX_ID: usize = 256;

/// What a provider says about the person who logged in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Identity {
    /// The ENT id, NFC, case kept, 1 to 256 bytes. Unique per provider only.
    pub ent_id: String,
    /// Keys of the roster, in the provider's order. An attribute with several values gives none: on servers that do
    /// not escape values, a second one may be forged.
    pub keys: Vec<(KeyKind, String)>,
    /// The roles claimed, in the order of [`Role::ALL`]: a hint, never a right.
    pub claimed: Vec<Role>,
    /// The attributes declared in `keep`, as sent (NFC).
    pub kept: BTreeMap<String, Vec<String>>,
}

/// Reads an accepted answer as this provider means it, and drops everything not declared.
///
/// # Errors
/// [`Fault::NoUser`], [`Fault::SeveralUsers`] or [`Fault::UserShape`] when the ENT id is to come from an attribute that
/// is absent, has several values or an impossible one.
pub fn identify(provider: &Provider, answer: CasUser) -> Result<Identity, CasError> {
    let ent_id = match &provider.user {
        UserSource::CasUser => answer.user.clone(),
        UserSource::Attribute(name) => {
            let values = spread(answer.attributes.get(name));
            match values.as_slice() {
                [] => return Err(Fault::NoUser.into()),
                [only] => clean_id(only).ok_or(Fault::UserShape)?,
                _ => return Err(Fault::SeveralUsers.into()),
            }
        }
    };
    let keys = provider.joins.iter().filter_map(|join| {
        let values = spread(answer.attributes.get(&join.attribute));
        let [only] = values.as_slice() else { return None };
        Some((join.key, clean_id(only)?))
    });
    let codes: Vec<String> = provider
        .profile
        .iter()
        .flat_map(|name| spread(answer.attributes.get(name)))
        .flat_map(|value| profile_codes(&value))
        .collect();
    let claims = |role: &Role| codes.iter().any(|code| provider.profiles.get(code) == Some(role));
    Ok(Identity {
        ent_id,
        keys: keys.collect(),
        claimed: Role::ALL.into_iter().filter(claims).collect(),
        kept: answer.attributes.into_iter().filter(|(name, _)| provider.keep.contains(name)).collect(),
    })
}

/// The values of an attribute, those written as a JSON array of strings (Edifice) taken apart.
fn spread(values: Option<&Vec<String>>) -> Vec<String> {
    let apart = |value: &String| match serde_json::from_str::<Vec<String>>(value) {
        Ok(list) => list,
        Err(_) => vec![value.clone()],
    };
    values.into_iter().flatten().flat_map(apart).collect()
}

/// The profile codes in one value: `National_1;National_2`, `DIR:0750001A;ENS:0750001A`, `national_elv`, `Student`.
#[must_use]
pub fn profile_codes(value: &str) -> Vec<String> {
    value.split([';', ',']).map(profile_code).filter(|code| !code.is_empty()).collect()
}

/// One profile code, in upper case, without `National_` and without the school it is prefixed to.
pub(crate) fn profile_code(value: &str) -> String {
    let upper = value.split(':').next().unwrap_or_default().trim().to_uppercase();
    upper.strip_prefix("NATIONAL_").unwrap_or(&upper).to_owned()
}

/// A login or key as it is compared: trimmed, NFC; `None` when empty, too long, or holding characters nobody can see.
pub(crate) fn clean_id(raw: &str) -> Option<String> {
    let trimmed = raw.trim_matches([' ', '\t', '\r', '\n']);
    if trimmed.is_empty() || trimmed.len() > MAX_ID {
        return None;
    }
    let composed: String = trimmed.nfc().collect();
    let ok = composed.len() <= MAX_ID && !composed.trim().is_empty() && !composed.chars().any(is_unseen);
    ok.then_some(composed)
}

/// Characters that change how a text looks without being seen: controls, line separators, direction marks, joiners,
/// variation selectors, tags, fillers, and the mark of a lost character.
pub(crate) fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{ffff}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::preset;

    fn answer(attributes: &[(&str, &[&str])]) -> CasUser {
        let owned = |values: &[&str]| values.iter().map(|v| (*v).to_owned()).collect();
        CasUser {
            user: "zoe".into(),
            attributes: attributes.iter().map(|(name, values)| ((*name).to_owned(), owned(values))).collect(),
        }
    }

    fn demo() -> Provider {
        preset::demo_ent("http://localhost:8081/cas").unwrap()
    }

    #[test]
    fn only_declared_attributes_survive() {
        let provider = Provider { keep: vec!["displayName".into()], ..demo() };
        let all = answer(&[("displayName", &["Zoé"]), ("mail", &["z@x.example"]), ("ENTEleveStructRattachId", &["1234"])]);
        let identity = identify(&provider, all).unwrap();
        assert_eq!(identity.ent_id, "zoe");
        assert_eq!(identity.keys, [(KeyKind::SiecleEleve, "1234".to_owned())]);
        assert_eq!(identity.kept.keys().collect::<Vec<_>>(), ["displayName"]);
    }

    #[test]
    fn a_key_with_two_values_leads_nowhere() {
        for values in [&["1234", "1"][..], &["[\"1234\",\"1\"]"], &[], &[""], &["12\u{202e}34"]] {
            assert!(identify(&demo(), answer(&[("ENTEleveStructRattachId", values)])).unwrap().keys.is_empty(), "{values:?}");
        }
        let json = identify(&demo(), answer(&[("ENTEleveStructRattachId", &["[\"1234\"]"])])).unwrap();
        assert_eq!(json.keys, [(KeyKind::SiecleEleve, "1234".to_owned())]);
    }

    #[test]
    fn the_user_may_come_from_one_value_of_one_attribute() {
        let provider = Provider { user: UserSource::Attribute("externalId".into()), ..demo() };
        assert_eq!(identify(&provider, answer(&[("externalId", &[" 7c9e "])])).unwrap().ent_id, "7c9e");
        for (values, fault) in [
            (&[][..], Fault::NoUser),
            (&["a", "b"], Fault::SeveralUsers),
            (&["a\nb"], Fault::UserShape),
            (&[" "], Fault::UserShape),
        ] {
            assert_eq!(identify(&provider, answer(&[("externalId", values)])), Err(fault.into()), "{values:?}");
        }
        assert_eq!(identify(&provider, answer(&[])), Err(Fault::NoUser.into()), "never cas:user instead");
    }

    #[test]
    fn profiles_are_read_in_every_spelling() {
        for (values, roles) in [
            (&["National_ELV"][..], &[Role::Eleve][..]),
            (&["national_tut"], &[Role::Responsable]),
            (&["National_1;National_2"], &[Role::Responsable, Role::Eleve]),
            (&["DIR:0690078K;ENS:0690078K"], &[Role::Directeur, Role::Professeur]),
            (&["[\"Relative\"]"], &[Role::Responsable]),
            (&["Teacher", "Teacher"], &[Role::Professeur]),
            (&["National_COL", "", ";"], &[]),
        ] {
            let identity = identify(&demo(), answer(&[("ENTPersonProfils", values)])).unwrap();
            assert_eq!(identity.claimed, roles, "{values:?}");
        }
    }

    #[test]
    fn ids_are_composed_and_visible() {
        assert_eq!(clean_id(" noe\u{308}l\n").as_deref(), Some("noël"));
        for bad in ["", " \n", "a\u{200b}", "a\u{2066}b", "a\0", "a\nb", "\u{a0}", &"a".repeat(257)] {
            assert_eq!(clean_id(bad), None, "{bad:?}");
        }
    }
}
