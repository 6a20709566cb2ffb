//! Every case of `tests/idp/cas-cases.json` through the real way: a login is begun, the browser comes back, the server is asked.

use base64::Engine as _;
use preau_auth::provider::Protocol;
use preau_domain::role::Role;
use preau_suite::browserless::Seen;
use preau_suite::forge::Said;
use preau_suite::logs::Logs;
use preau_suite::served::{Yard, add_person, begin, callback, put_provider};
use serde_json::Value;

const CASES: &str = include_str!("../../../idp/cas-cases.json");
/// SAML 1.1 is not CAS 1, 2 or 3: a provider cannot ask for it yet.
const NOT_SPOKEN: [&str; 3] = ["saml-ok", "saml-expired", "saml-other-audience"];

const PROVIDERS: [(u64, &str, Protocol); 3] = [(1, "v1", Protocol::V1), (2, "v2", Protocol::V2), (3, "v3", Protocol::V3)];

/// Everybody whom an answer of the file names, those whom a forger would like to be among them.
const USERS: [(&str, Role); 11] = [
    ("eleve1", Role::Eleve),
    ("Eleve1", Role::Eleve),
    ("zoe", Role::Eleve),
    ("zoe.lefevre", Role::Eleve),
    ("noël", Role::Professeur),
    ("admin1x", Role::Eleve),
    ("inject1", Role::Eleve),
    ("inject2", Role::Eleve),
    ("7c9e6679-7425-40de-944b-e07fc1f90ae7", Role::Professeur),
    ("admin1", Role::Administrateur),
    ("admin", Role::Administrateur),
];

fn said(case: &Value) -> Said {
    let body = match case["body_base64"].as_str() {
        Some(encoded) => base64::engine::general_purpose::STANDARD.decode(encoded).unwrap(),
        None => {
            let mut text = case["body"].as_str().unwrap().to_owned();
            for (mark, parts) in case["expand"].as_object().into_iter().flatten() {
                let times = usize::try_from(parts[2].as_u64().unwrap()).unwrap();
                let (open, close) = (parts[0].as_str().unwrap(), parts[1].as_str().unwrap());
                text = text.replace(mark, &(open.repeat(times) + &close.repeat(times)));
            }
            text.into_bytes()
        }
    };
    let status = u16::try_from(case["status"].as_u64().unwrap()).unwrap();
    Said { status, content_type: case["content_type"].as_str().unwrap().to_owned(), body }
}

async fn school() -> Yard {
    let yard = Yard::open().await;
    for (_, id, protocol) in PROVIDERS {
        put_provider(&yard.house.a.door, &yard.forge.provider(id, protocol)).await;
        for (user, role) in USERS {
            add_person(&yard.house.a.door, id, user, role).await;
        }
    }
    yard
}

/// Nothing of what the server answered, and no secret, is in the log.
fn nothing_told(name: &str, logs: &str, said: &Said, secrets: &[&str]) {
    let body = String::from_utf8_lossy(&said.body);
    let pieces = body.split(['\n', '\r']).map(str::trim).filter(|line| line.len() > 20);
    for piece in pieces.chain(secrets.iter().copied()) {
        let piece: String = piece.chars().take(200).collect();
        assert!(!logs.contains(&piece), "{name}: the log tells {piece:?}:\n{logs}");
    }
}

/// No session, an honest page in French, a line in the journal that says which provider and why, and nobody's name.
async fn refused(yard: &Yard, name: &str, provider: &str, seen: &Seen, ticket: &str) {
    assert_eq!(seen.status, 403, "{name}: {}", seen.words());
    assert!(seen.set_cookies().iter().all(|c| !c.starts_with("preau_session")), "{name}: {:?}", seen.set_cookies());
    let words = seen.words();
    assert!(words.contains("Accès refusé") && words.contains(&format!("ENT {provider}")), "{name}: {words}");
    assert!(seen.body.contains("lang=\"fr\"") && seen.user().is_none(), "{name}");
    assert!(!seen.body.contains(ticket) && !seen.body.contains("admin1"), "{name}: {words}");
    let line = yard.last_lines().await;
    assert!(line.contains("login-refused") && line.contains(&format!("{provider} not-validated")), "{name}: {line}");
    assert!(!line.contains(ticket) && !line.contains("admin1"), "{name}: {line}");
}

#[tokio::test]
async fn every_case_reaches_its_verdict_through_the_router() {
    let logs = Logs::keep();
    let yard = school().await;
    let cases: Value = serde_json::from_str(CASES).unwrap();
    let cases = cases["cases"].as_array().unwrap();
    let (mut accepted, mut refusals, mut skipped) = (0, 0, Vec::new());
    for case in cases {
        let name = case["name"].as_str().unwrap();
        let Some((_, provider, _)) = PROVIDERS.iter().find(|(version, ..)| case["version"].as_u64() == Some(*version)) else {
            skipped.push(name);
            continue;
        };
        // one refusal is forgotten every six seconds: the limiter has its own test
        yard.house.clock.advance(6_000);
        let (said, ticket) = (said(case), format!("ST-{name}-7d41b838"));
        yard.forge.say(&ticket, said.clone());
        let before = yard.sessions().await;
        let mut browser = yard.browser();
        begin(&mut browser, &yard.house.a, provider, "").await;
        logs.take();
        let seen = browser.get(&callback(&yard.house.a, provider, &ticket)).await;
        let told = logs.take();
        let asked = yard.forge.asked().pop().unwrap();
        assert_eq!(
            (asked.ticket.as_str(), asked.service.as_str()),
            (ticket.as_str(), service(&yard, provider).as_str()),
            "{name}"
        );
        let secret = browser.cookie("preau_session").unwrap_or("no session").to_owned();
        nothing_told(name, &told, &said, &[&ticket, &secret]);
        let expected = case["expect"].as_str().unwrap();
        if expected == "accept" || (expected == "either" && seen.status == 303) {
            let user: String = unicode_normalization::UnicodeNormalization::nfc(case["user"].as_str().unwrap()).collect();
            assert_eq!((seen.status, seen.location()), (303, yard.at("/").as_str()), "{name}: {}", seen.words());
            assert_eq!(yard.sessions().await, before + 1, "{name}");
            let home = browser.go(&yard.at("/")).await;
            assert_eq!(home.user(), Some(format!("{provider} {user}")), "{name}: somebody else is logged in");
            accepted += 1;
        } else {
            refused(&yard, name, provider, &seen, &ticket).await;
            assert_eq!(yard.sessions().await, before, "{name}");
            assert!(told.contains("login refused"), "{name}: the operator reads nothing");
            assert_eq!(browser.go(&yard.at("/")).await.user(), None, "{name}");
            refusals += 1;
        }
    }
    assert_eq!(skipped, NOT_SPOKEN);
    assert_eq!(accepted + refusals, cases.len() - NOT_SPOKEN.len());
    assert!(accepted >= 26 && refusals >= 45, "{accepted} accepted, {refusals} refused");
}

fn service(yard: &Yard, provider: &str) -> String {
    format!("{}{}", yard.served.base, yard.at(&format!("/auth/{provider}/callback")))
}

/// A profile in an answer is a claim, never a right: the roster says what the person is.
#[tokio::test]
async fn a_forged_profile_gives_no_role() {
    let yard = school().await;
    let cases: Value = serde_json::from_str(CASES).unwrap();
    let case = cases["cases"].as_array().unwrap().iter().find(|c| c["name"] == "inject-extra-role").unwrap();
    yard.forge.say("ST-extra", said(case));
    let mut browser = yard.browser();
    begin(&mut browser, &yard.house.a, "v3", "").await;
    let home = browser.go(&callback(&yard.house.a, "v3", "ST-extra")).await;
    assert_eq!(home.user().as_deref(), Some("v3 inject2"));
    assert!(home.words().contains("Élève"), "{}", home.words());
    for page in ["/administration/journal", "/administration/modules", "/administration/import", "/administration/rattachement"] {
        assert_eq!(browser.get(&yard.at(page)).await.status, 403, "{page}");
    }
    let seen = browser.post(&yard.at("/profil"), &[("hat", "directeur")]).await;
    assert_eq!(seen.status, 403, "a hat that is not his");
}

/// A server that answers nothing, too slowly or too much is said to be at fault, and nobody is logged in.
#[tokio::test]
async fn a_server_that_is_gone_is_said_to_be_gone() {
    let yard = school().await;
    let closed = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let gone = yard.forge.provider("parti", Protocol::V3);
    let gone = preau_auth::preset::generic(gone.id, "ENT parti", &format!("http://{closed}/cas"), Protocol::V3).unwrap();
    put_provider(&yard.house.a.door, &gone).await;
    let mut browser = yard.browser();
    begin(&mut browser, &yard.house.a, "parti", "").await;
    let seen = browser.get(&callback(&yard.house.a, "parti", "ST-x")).await;
    refused(&yard, "gone", "parti", &seen, "ST-x").await;
    assert!(seen.words().contains("ne peut pas être joint"), "{}", seen.words());
    yard.forge.say("ST-much", Said { status: 200, content_type: String::new(), body: vec![b' '; 600_000] });
    begin(&mut browser, &yard.house.a, "v3", "").await;
    let seen = browser.get(&callback(&yard.house.a, "v3", "ST-much")).await;
    refused(&yard, "too much", "v3", &seen, "ST-much").await;
}
