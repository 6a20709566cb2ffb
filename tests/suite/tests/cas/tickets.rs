//! Tickets and login states: what a browser brings back must be what it was sent for, once, in time, here.

use preau_auth::provider::Protocol;
use preau_domain::role::Role;
use preau_suite::browserless::Seen;
use preau_suite::house::PROVIDER;
use preau_suite::served::{Yard, add_person, begin, callback, put_provider};
use reqwest::Method;

fn no_session(seen: &Seen, name: &str) {
    assert!(matches!(seen.status, 303 | 403 | 422), "{name}: {} {}", seen.status, seen.words());
    assert!(seen.set_cookies().iter().all(|c| !c.starts_with("preau_session")), "{name}: {:?}", seen.set_cookies());
}

/// A ticket counts once, even if the CAS server would vouch for it twice.
#[tokio::test]
async fn a_ticket_counts_once_here_too() {
    let yard = Yard::open().await;
    yard.forge.vouch("ST-once", "ent-durand", &[]);
    let mut first = yard.browser();
    begin(&mut first, &yard.house.a, PROVIDER, "").await;
    assert_eq!(first.go(&callback(&yard.house.a, PROVIDER, "ST-once")).await.user().as_deref(), Some("Gaëlle Durand Nord"));
    for mut browser in [first.other(), first.clone()] {
        begin(&mut browser, &yard.house.a, PROVIDER, "").await;
        let seen = browser.get(&callback(&yard.house.a, PROVIDER, "ST-once")).await;
        no_session(&seen, "again");
        assert!(seen.words().contains("a déjà servi"), "{}", seen.words());
        assert!(yard.last_lines().await.contains("ticket-replayed"));
    }
    assert_eq!(first.get(&yard.at("/")).await.status, 200, "the first session goes on");
}

/// The session's secret is new at each login: whatever cookie was there before is neither kept nor adopted.
#[tokio::test]
async fn the_session_is_renewed_at_login() {
    let yard = Yard::open().await;
    let mut attacker = yard.login("zoe").await;
    let planted = attacker.cookie("preau_session").unwrap().to_owned();
    let mut victim = yard.browser();
    victim.put_cookie(&yard.at(""), "preau_session", &planted);
    let seen = yard.enter(&mut victim, &yard.house.a, PROVIDER, "ent-durand", "").await;
    assert_eq!(seen.status, 303);
    let renewed = victim.cookie("preau_session").unwrap().to_owned();
    assert_ne!(renewed, planted);
    assert_eq!(victim.get(&yard.at("/")).await.user().as_deref(), Some("Gaëlle Durand Nord"));
    assert_eq!(attacker.get(&yard.at("/")).await.status, 303, "the session that was there has ended");
    let mut invented = yard.browser();
    invented.put_cookie(&yard.at(""), "preau_session", "chosen-by-somebody-else");
    yard.enter(&mut invented, &yard.house.a, PROVIDER, "ent-durand", "").await;
    assert_ne!(invented.cookie("preau_session"), Some("chosen-by-somebody-else"));
    assert!(renewed.len() >= 43, "256 bits: {renewed}");
}

#[tokio::test]
async fn a_callback_needs_the_state_of_this_browser_school_and_provider() {
    let yard = Yard::open().await;
    put_provider(&yard.house.a.door, &yard.forge.provider("autre", Protocol::V3)).await;
    add_person(&yard.house.a.door, "autre", "ent-durand", Role::Professeur).await;
    yard.forge.vouch("ST-good", "ent-durand", &[]);
    let address = callback(&yard.house.a, PROVIDER, "ST-good");
    let path = yard.at("/auth");

    let mut without = yard.browser();
    no_session(&without.get(&address).await, "no state");
    assert!(yard.last_lines().await.contains("no-login-state"));

    let mut mine = yard.browser();
    begin(&mut mine, &yard.house.a, PROVIDER, "").await;
    let state = mine.cookie("preau_login").unwrap().to_owned();
    for (name, value) in [
        ("cut", state[..state.len() - 1].to_owned()),
        ("longer", format!("{state}A")),
        ("changed", state.replacen(&state[10..11], if &state[10..11] == "A" { "B" } else { "A" }, 1)),
        ("garbage", "AAAA".to_owned()),
        ("huge", "A".repeat(3_900)),
    ] {
        let mut browser = yard.browser();
        browser.put_cookie(&path, "preau_login", &value);
        no_session(&browser.get(&address).await, name);
    }

    // of another provider, of another school
    let mut elsewhere = yard.browser();
    begin(&mut elsewhere, &yard.house.a, "autre", "").await;
    no_session(&elsewhere.get(&address).await, "another provider");
    let mut south = yard.browser();
    begin(&mut south, &yard.house.b, PROVIDER, "").await;
    let foreign = south.cookie("preau_login").unwrap().to_owned();
    south.put_cookie(&path, "preau_login", &foreign);
    no_session(&south.get(&address).await, "another school");

    // two states: which is ours cannot be told
    let both = format!("preau_login={state}; preau_login={foreign}");
    let seen = yard.browser().send(Method::GET, &address, &[("cookie", &both)], Vec::new()).await;
    no_session(&seen, "two states");

    assert!(yard.forge.asked().is_empty(), "no server is asked about a ticket that this browser did not begin for");
    // ten minutes later it is void, and the ticket itself was good all along
    yard.house.clock.advance(10 * 60 * 1000);
    no_session(&mine.get(&address).await, "late");
    begin(&mut mine, &yard.house.a, PROVIDER, "").await;
    assert_eq!(mine.get(&address).await.location(), yard.at("/"));
    assert_eq!(mine.cookie("preau_login"), None, "the state goes when it has served");
}

#[tokio::test]
async fn malformed_and_missing_tickets_ask_nobody() {
    let yard = Yard::open().await;
    for query in [
        "ticket=ST-1&ticket=ST-2",
        "ticket=",
        "ticket=ST-1%0d%0aX:y",
        "ticket=ST-%E9",
        "ticket=PT-1",
        "ticket=ST-1%26service%3Dhttps%3A%2F%2Fevil.example",
        &format!("ticket=ST-{}", "a".repeat(300)),
    ] {
        let mut browser = yard.browser();
        yard.house.clock.advance(6_000);
        begin(&mut browser, &yard.house.a, PROVIDER, "").await;
        let seen = browser.get(&yard.at(&format!("/auth/ent/callback?{query}"))).await;
        assert_eq!(seen.status, 422, "{query}");
        assert!(seen.words().contains("connexion") && seen.words().contains("ENT"), "{query}: {}", seen.words());
        assert!(yard.last_lines().await.contains("malformed-ticket"), "{query}");
    }
    let seen = yard.browser().get(&yard.at("/auth/ent/callback")).await;
    assert_eq!((seen.status, seen.location()), (303, yard.at("/connexion").as_str()), "back without a ticket");
    assert!(yard.forge.asked().is_empty());
}

/// The service is the configured address, whatever the request says of itself.
#[tokio::test]
async fn the_service_never_comes_from_a_header() {
    let yard = Yard::open().await;
    let service = format!("{}{}", yard.served.base, yard.at("/auth/ent/callback"));
    for headers in [
        vec![("host", "evil.example")],
        vec![("x-forwarded-host", "evil.example"), ("x-forwarded-proto", "https")],
        vec![("forwarded", "host=evil.example;proto=https")],
        vec![("x-original-url", "https://evil.example/"), ("x-rewrite-url", "/e/evil/")],
        vec![
            ("host", "evil.example:443"),
            ("x-forwarded-port", "443"),
            ("x-forwarded-prefix", "/evil"),
            ("origin", "https://evil.example"),
        ],
    ] {
        let mut browser = yard.browser();
        for address in
            [yard.at("/auth/ent/login"), yard.at("/auth/ent/login?service=https://evil.example/&vers=https://evil.example/")]
        {
            let seen = browser.send(Method::GET, &address, &headers, Vec::new()).await;
            assert_eq!(seen.status, 303, "{headers:?}");
            let to: reqwest::Url = seen.location().parse().unwrap();
            let said: Vec<String> = to.query_pairs().filter(|(k, _)| k == "service").map(|(_, v)| v.into_owned()).collect();
            assert_eq!(said, [service.as_str()], "{headers:?}");
            assert!(
                !seen.headers.iter().any(|(_, v)| v.to_str().is_ok_and(|v| v.contains("evil"))),
                "{headers:?}: {:?}",
                seen.headers
            );
        }
        yard.forge.vouch("ST-host", "ent-durand", &[]);
        browser.send(Method::GET, &callback(&yard.house.a, PROVIDER, "ST-host"), &headers, Vec::new()).await;
        assert_eq!(yard.forge.asked().pop().unwrap().service, service, "{headers:?}");
    }
}

/// Ten refusals from one address, then it waits; somebody behind another address does not.
#[tokio::test]
async fn guessing_tickets_is_slowed_down() {
    let yard = Yard::open().await;
    let mut browser = yard.browser();
    let far = |n: u8| format!("203.0.113.{n}");
    for n in 0..10 {
        begin(&mut browser, &yard.house.a, PROVIDER, "").await;
        let address = callback(&yard.house.a, PROVIDER, &format!("ST-guess-{n}"));
        let seen = browser.send(Method::GET, &address, &[("x-forwarded-for", &far(1))], Vec::new()).await;
        assert_eq!(seen.status, 403, "{n}");
    }
    let asked = yard.forge.asked().len();
    yard.forge.vouch("ST-good", "ent-durand", &[]);
    begin(&mut browser, &yard.house.a, PROVIDER, "").await;
    let address = callback(&yard.house.a, PROVIDER, "ST-good");
    // what the client itself claims stands to the left of what the proxy saw
    let claimed = format!("198.51.100.7, {}", far(1));
    let seen = browser.send(Method::GET, &address, &[("x-forwarded-for", &claimed)], Vec::new()).await;
    assert_eq!(seen.status, 429);
    assert!(seen.words().contains("Attendez une minute"), "{}", seen.words());
    assert_eq!(yard.forge.asked().len(), asked, "the ENT is left in peace");
    let seen = browser.send(Method::GET, &address, &[("x-forwarded-for", &far(2))], Vec::new()).await;
    assert_eq!(seen.location(), yard.at("/"), "another person behind the same proxy");
    yard.house.clock.advance(60_000);
    yard.forge.vouch("ST-good-2", "ent-durand", &[]);
    begin(&mut browser, &yard.house.a, PROVIDER, "").await;
    let address = callback(&yard.house.a, PROVIDER, "ST-good-2");
    let seen = browser.send(Method::GET, &address, &[("x-forwarded-for", &far(1))], Vec::new()).await;
    assert_eq!(seen.location(), yard.at("/"), "a minute later");
}
