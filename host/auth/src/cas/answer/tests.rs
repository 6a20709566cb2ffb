//! Every case of `tests/idp/cas-cases.json` reaches its verdict, and no input whatever makes somebody else log in.

use base64::Engine as _;
use proptest::prelude::*;
use serde_json::Value;

use super::*;

const CASES: &str = include_str!("../../../../../tests/idp/cas-cases.json");
/// SAML 1.1 is not CAS 1, 2 or 3: a provider cannot ask for it yet.
const NOT_SPOKEN: [&str; 3] = ["saml-ok", "saml-expired", "saml-other-audience"];

fn body(case: &Value) -> Vec<u8> {
    if let Some(encoded) = case["body_base64"].as_str() {
        return base64::engine::general_purpose::STANDARD.decode(encoded).unwrap();
    }
    let mut text = case["body"].as_str().unwrap().to_owned();
    for (mark, parts) in case["expand"].as_object().into_iter().flatten() {
        let times = usize::try_from(parts[2].as_u64().unwrap()).unwrap();
        let (open, close) = (parts[0].as_str().unwrap(), parts[1].as_str().unwrap());
        text = text.replace(mark, &(open.repeat(times) + &close.repeat(times)));
    }
    text.into_bytes()
}

fn outcome(case: &Value) -> Result<CasUser, CasError> {
    let protocol = match case["version"].as_u64() {
        Some(1) => Protocol::V1,
        Some(2) => Protocol::V2,
        Some(3) => Protocol::V3,
        _ => panic!("{}", case["name"]),
    };
    read(protocol, u16::try_from(case["status"].as_u64().unwrap()).unwrap(), &body(case))
}

fn nfc(text: &str) -> String {
    text.nfc().collect()
}

#[test]
fn every_case_reaches_its_verdict() {
    let cases: Value = serde_json::from_str(CASES).unwrap();
    let cases = cases["cases"].as_array().unwrap();
    let mut skipped = Vec::new();
    for case in cases {
        let name = case["name"].as_str().unwrap();
        if NOT_SPOKEN.contains(&name) {
            skipped.push(name);
            continue;
        }
        let outcome = outcome(case);
        match case["expect"].as_str().unwrap() {
            "accept" => {
                let found = outcome.unwrap_or_else(|error| panic!("{name}: {error}"));
                assert_eq!(found.user, nfc(case["user"].as_str().unwrap()), "{name}");
                if case["attributes"].is_object() {
                    let wanted: BTreeMap<String, Vec<String>> = serde_json::from_value(case["attributes"].clone()).unwrap();
                    assert_eq!(found.attributes, wanted, "{name}");
                }
            }
            "reject" => {
                let error = outcome.map_err(|error| (error.clone(), error.to_string())).err();
                let (error, reason) = error.unwrap_or_else(|| panic!("{name} logged in"));
                if let Some(code) = case["code"].as_str() {
                    assert_eq!(error, CasError::Refused(code.to_owned()), "{name}");
                }
                let body = body(case);
                let text = String::from_utf8_lossy(&body);
                assert!(text.len() < 12 || !reason.contains(text.as_ref()), "{name}: the reason holds the body");
            }
            "either" => {
                if let Ok(found) = outcome {
                    assert_eq!(found.user, case["user"].as_str().unwrap(), "{name}");
                }
            }
            other => panic!("{name}: {other}"),
        }
    }
    assert_eq!((cases.len(), skipped.as_slice()), (79, NOT_SPOKEN.as_slice()));
}

fn answer(success: &str) -> String {
    format!(
        "<cas:serviceResponse xmlns:cas='{CAS}'><cas:authenticationSuccess>{success}</cas:authenticationSuccess></cas:serviceResponse>"
    )
}

fn v3(body: &str) -> Result<CasUser, CasError> {
    read(Protocol::V3, 200, body.as_bytes())
}

#[test]
fn refusals_say_why() {
    let user = "<cas:user>eleve1</cas:user>";
    for (success, fault) in [
        (String::new(), Fault::NoUser),
        (format!("{user}{user}"), Fault::SeveralUsers),
        ("<cas:user>admin1<!-- -->x</cas:user>".into(), Fault::UserShape),
        ("<cas:user>a&#10;b</cas:user>".into(), Fault::UserShape),
        (format!("{user}<cas:attributes/><cas:attributes/>"), Fault::Structure),
        (format!("{user} admin1"), Fault::Structure),
        (format!("{user}<cas:proxies><cas:proxy>https://p.example</cas:proxy></cas:proxies>"), Fault::Proxied),
        (format!("{user}<x:y/>"), Fault::Syntax),
        (format!("{user}<a>{}</a>", "<b>".repeat(100)), Fault::TooDeep),
        (format!("{user}<a>{}</a>", "b".repeat(MAX_BYTES)), Fault::TooLarge),
    ] {
        assert_eq!(v3(&answer(&success)), Err(fault.into()), "{}", success.get(..100).unwrap_or(&success));
    }
    let echoed = answer(user).replace("</cas:serviceResponse>", "<cas:authenticationFailure code='a b'/></cas:serviceResponse>");
    assert_eq!(v3(&echoed), Err(CasError::Refused(String::new())));
    for (lines, error) in [
        ("yes\neleve1", Fault::Structure.into()),
        ("yes\neleve1\nadmin1\n", Fault::Structure.into()),
        ("yes\n \n", Fault::NoUser.into()),
        ("yes\nel\u{202e}eve\n", Fault::UserShape.into()),
        ("no\nadmin1\n", CasError::Refused(String::new())),
    ] {
        assert_eq!(read(Protocol::V1, 200, lines.as_bytes()), Err(error), "{lines}");
    }
}

#[test]
fn what_an_edifice_server_really_sends_is_read() {
    let found = v3(&answer(
        "\n <cas:user>h.ford</cas:user>\n <cas:attributes>\n  <cas:isFromNewLogin>false</cas:isFromNewLogin>\n  <cas:userAttributes>\n\
         <profiles xmlns=\"\">[\"Relative\"]</profiles><homePhone xmlns=\"\"/><user xmlns=\"\">admin1</user></cas:userAttributes></cas:attributes>",
    ))
    .unwrap();
    assert_eq!(found.user, "h.ford");
    assert_eq!(found.attributes["profiles"], ["[\"Relative\"]"]);
    assert!(found.attributes["homePhone"].is_empty());
}

/// Pieces an attacker would write into his display name on a server that does not escape values.
const PIECES: &[&str] = &[
    "</cas:displayName>",
    "<cas:displayName>",
    "</cas:attributes>",
    "<cas:attributes>",
    "<cas:user>admin1</cas:user>",
    "<cas:user>",
    "</cas:user>",
    "admin1",
    "</cas:authenticationSuccess>",
    "<cas:authenticationSuccess>",
    "<cas:authenticationFailure/>",
    "</cas:serviceResponse>",
    "<cas:serviceResponse xmlns:cas='http://www.yale.edu/tp/cas'>",
    "<x xmlns:cas='urn:other'>",
    "</x>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?x",
    "?>",
    "&#60;",
    " ",
];

fn injected() -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(PIECES), 0..9).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn arbitrary_bytes_never_panic_nor_log_in(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        for protocol in [Protocol::V2, Protocol::V3] {
            prop_assert!(read(protocol, 200, &bytes).is_err());
        }
        if let Ok(found) = read(Protocol::V1, 200, &bytes) {
            prop_assert!(bytes.starts_with(b"yes") && !found.user.is_empty());
        }
    }

    #[test]
    fn arbitrary_text_in_an_answer_never_panics(text in "\\PC{0,80}", at in 0_usize..200) {
        let mut body = answer("<cas:user>eleve1</cas:user>");
        let at = at.min(body.len());
        body.insert_str(at, &text);
        if let Ok(found) = v3(&body) {
            // where the text was put inside the user it belongs to it; elsewhere it must change nothing
            let raw = body.split_once("<cas:user>").and_then(|(_, rest)| rest.split_once("</cas:user>"));
            prop_assert_eq!(raw.map(|(user, _)| nfc(user.trim())), Some(found.user));
        }
    }

    #[test]
    fn the_user_is_the_text_of_cas_user(user in "\\PC{1,40}") {
        let escaped = user.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        if let Ok(found) = v3(&answer(&format!("<cas:user>{escaped}</cas:user>"))) {
            prop_assert_eq!(&found.user, &nfc(user.trim_matches(' ')));
            prop_assert!(!found.user.chars().any(crate::identity::is_unseen));
        }
        if let Ok(found) = read(Protocol::V1, 200, format!("yes\n{user}\n").as_bytes()) {
            prop_assert_eq!(found.user, nfc(user.trim_matches(' ')));
        }
    }

    #[test]
    fn an_unescaped_name_never_changes_who_logs_in(name in injected()) {
        let body = answer(&format!(
            "<cas:user>eleve1</cas:user><cas:attributes><cas:displayName>{name}</cas:displayName></cas:attributes>"
        ));
        if let Ok(found) = v3(&body) {
            prop_assert_eq!(found.user, "eleve1");
        }
    }
}
