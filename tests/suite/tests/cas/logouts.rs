//! Every case of `tests/idp/slo-cases.json` against a live session, through the router.

use preau_auth::provider::Protocol;
use preau_domain::role::Role;
use preau_suite::browserless::{Browser, Seen};
use preau_suite::served::{Yard, add_person, begin, callback, put_provider};
use reqwest::Method;
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

const CASES: &str = include_str!("../../../idp/slo-cases.json");

/// A session of the pupil, opened by this ticket at the provider `a`.
async fn session(yard: &Yard, ticket: &str) -> Browser {
    // the same ticket for each case: what remembers it is emptied
    yard.house.tamper("DELETE FROM used_ticket").await;
    yard.house.tamper("DELETE FROM session").await;
    let mut browser = yard.browser();
    begin(&mut browser, &yard.house.a, "a", "").await;
    let seen = browser.get(&callback(&yard.house.a, "a", ticket)).await;
    assert_eq!(seen.location(), yard.at("/"), "{}", seen.words());
    browser
}

async fn school(ticket: &str) -> Yard {
    let yard = Yard::open().await;
    for id in ["a", "b"] {
        put_provider(&yard.house.a.door, &yard.forge.provider(id, Protocol::V3)).await;
        add_person(&yard.house.a.door, id, "eleve1", Role::Eleve).await;
    }
    yard.forge.vouch(ticket, "eleve1", &[]);
    yard
}

async fn send(yard: &Yard, provider: &str, case: &Value) -> Seen {
    let content_type = case["content_type"].as_str().unwrap_or_default();
    let headers: Vec<(&str, &str)> = if content_type.is_empty() { vec![] } else { vec![("content-type", content_type)] };
    let method = if case["method"] == "GET" { Method::GET } else { Method::POST };
    let address = yard.at(&format!("/auth/{provider}/callback{}", case["query"].as_str().unwrap_or_default()));
    yard.browser().send(method, &address, &headers, case["body"].as_str().unwrap_or_default().into()).await
}

async fn lives(yard: &Yard, browser: &mut Browser) -> bool {
    let seen = browser.get(&yard.at("/")).await;
    assert!(seen.status == 200 || (seen.status == 303 && seen.location().contains("/connexion?")), "{}", seen.status);
    seen.status == 200
}

#[tokio::test]
async fn every_case_ends_the_session_or_leaves_it_and_always_gets_the_same_answer() {
    let cases: Value = serde_json::from_str(CASES).unwrap();
    let ticket = cases["ticket"].as_str().unwrap();
    let yard = school(ticket).await;
    let (mut ended, mut left) = (0, 0);
    for case in cases["cases"].as_array().unwrap() {
        let name = case["name"].as_str().unwrap();
        let mut browser = session(&yard, ticket).await;
        let asked = yard.forge.asked().len();
        let seen = send(&yard, if name == "other-server" { "b" } else { "a" }, case).await;
        assert_eq!(yard.forge.asked().len(), asked, "{name}: nobody is asked about a logout");
        if case["method"] == "GET" {
            assert_eq!((seen.status, seen.location()), (303, yard.at("/connexion").as_str()), "{name}");
        } else {
            // nothing in it tells whether there was a session
            assert_eq!((seen.status, seen.body.as_str(), seen.set_cookies()), (200, "", vec![]), "{name}");
        }
        let alive = lives(&yard, &mut browser).await;
        assert_eq!(alive, case["expect"] == "ignore", "{name}");
        if alive {
            left += 1;
        } else {
            ended += 1;
            assert!(yard.last_lines().await.contains("single-logout"), "{name}: nothing in the journal");
        }
    }
    assert_eq!((ended, left), (4, 14));
}

#[tokio::test]
async fn ten_megabytes_are_refused_and_end_nothing() {
    let ticket = "ST-4ba7d1f0a6445a1d6025343d21e5daab";
    let yard = school(ticket).await;
    let mut browser = session(&yard, ticket).await;
    let stream = TcpStream::connect(yard.served.address).await.unwrap();
    let (mut reader, mut writer) = stream.into_split();
    let head = format!(
        "POST {} HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: 10485760\r\n\r\nlogoutRequest=",
        yard.at("/auth/a/callback")
    );
    let sending = tokio::spawn(async move {
        let mut sent = head.len();
        let mut next = writer.write_all(head.as_bytes()).await;
        while next.is_ok() && sent < 10_485_760 {
            next = writer.write_all(&[b'a'; 65_536]).await;
            sent += 65_536;
        }
        // the server hangs up before the end, or reads no further: both keep it from holding ten megabytes
        writer
    });
    let mut said = vec![0; 12];
    reader.read_exact(&mut said).await.unwrap();
    assert_eq!(String::from_utf8_lossy(&said), "HTTP/1.1 413");
    sending.abort();
    assert!(lives(&yard, &mut browser).await);
}

/// A logout that is sent again ends nothing else: not the next session of the same person.
#[tokio::test]
async fn a_replayed_logout_is_harmless() {
    let cases: Value = serde_json::from_str(CASES).unwrap();
    let ticket = cases["ticket"].as_str().unwrap();
    let (yard, case) = (school(ticket).await, &cases["cases"][0]);
    let mut first = session(&yard, ticket).await;
    let once = send(&yard, "a", case).await;
    assert!(!lives(&yard, &mut first).await);
    yard.forge.vouch("ST-next", "eleve1", &[]);
    let mut next = yard.browser();
    begin(&mut next, &yard.house.a, "a", "").await;
    next.get(&callback(&yard.house.a, "a", "ST-next")).await;
    let again = send(&yard, "a", case).await;
    assert_eq!((again.status, again.body.as_str()), (once.status, once.body.as_str()));
    assert!(lives(&yard, &mut next).await, "another session of the same person goes on");
    // nor does an unknown provider or school say anything else than that it is not there
    for address in ["/auth/nowhere/callback", "/auth/../callback"] {
        let seen = yard.browser().send(Method::POST, &yard.at(address), &[], Vec::new()).await;
        assert!(matches!(seen.status, 404 | 405), "{address}: {}", seen.status);
    }
}

/// A page anywhere cannot make a browser end somebody's session here.
#[tokio::test]
async fn a_browser_sent_by_another_site_ends_nothing() {
    let cases: Value = serde_json::from_str(CASES).unwrap();
    let ticket = cases["ticket"].as_str().unwrap();
    let yard = school(ticket).await;
    let mut browser = session(&yard, ticket).await;
    let headers = [
        ("content-type", "application/x-www-form-urlencoded"),
        ("sec-fetch-site", "cross-site"),
        ("origin", "https://ailleurs.example"),
    ];
    let body = cases["cases"][0]["body"].as_str().unwrap();
    let seen = browser.send(Method::POST, &yard.at("/auth/a/callback"), &headers, body.into()).await;
    assert_eq!(seen.status, 403);
    assert!(lives(&yard, &mut browser).await);
}
