//! Doors that do not open: other schools, unknown places, ways out to other sites, messages nobody sealed.

use preau_suite::browserless::urlencoded;
use preau_suite::house::PROVIDER;
use preau_suite::served::{Yard, begin, callback};
use reqwest::Method;

#[tokio::test]
async fn a_session_of_one_school_opens_nothing_in_another() {
    let yard = Yard::open().await;
    let mut browser = yard.login("durand").await;
    let secret = browser.cookie("preau_session").unwrap().to_owned();
    let south = format!("/e/{}", yard.house.b.slug);
    let seen = browser.get(&format!("{south}/")).await;
    assert_eq!(seen.status, 303, "the cookie does not even travel there");
    browser.put_cookie(&south, "preau_session", &secret);
    for page in ["/", "/qui-a-vu", "/administration/journal", "/p/fr.preau.evaluation/"] {
        let seen = browser.get(&format!("{south}{page}")).await;
        assert!(seen.status == 303 && seen.location().starts_with(&format!("{south}/connexion?")), "{page}: {}", seen.status);
    }
    let seen = browser.post(&format!("{south}/profil"), &[("hat", "directeur")]).await;
    assert_ne!((seen.status, seen.location()), (303, format!("{south}/").as_str()));
    // a login begun here does not end there
    yard.forge.vouch("ST-north", "ent-durand", &[]);
    begin(&mut browser, &yard.house.a, PROVIDER, "").await;
    let state = browser.cookie("preau_login").unwrap().to_owned();
    browser.put_cookie(&format!("{south}/auth"), "preau_login", &state);
    assert_eq!(browser.get(&callback(&yard.house.b, PROVIDER, "ST-north")).await.status, 422);
}

#[tokio::test]
async fn what_is_not_there_is_said_in_french() {
    let yard = Yard::open().await;
    let mut browser = yard.login("directrice").await;
    let mut paths: Vec<String> = [
        "/p/nowhere/",
        "/p/fr.preau.nowhere/",
        "/p/..%2f..%2fcentre/",
        "/w/fr.preau.nowhere/widget",
        "/nowhere",
        "/auth/nowhere/login",
        "/auth/NO%20WHERE/callback",
    ]
    .iter()
    .map(|p| yard.at(p))
    .collect();
    for outside in [
        "/e/0999999z/",
        "/e/0999999z",
        "/e/0999999z/connexion",
        "/e/x%0d%0aset-cookie:%20a=b",
        "/nowhere",
        "/e",
        "/assets/app.js",
        "/e/0999999z/donnees-personnelles",
    ] {
        paths.push(outside.to_owned());
    }
    for path in paths {
        let seen = browser.get(&path).await;
        assert_eq!(seen.status, 404, "{path}: {}", seen.location());
        let asset = path.starts_with("/assets/");
        assert!(asset || seen.words().contains("Page introuvable"), "{path}: {}", seen.words());
    }
    // a method nobody serves is neither a page nor a failure
    for (method, path) in [
        (Method::DELETE, "/"),
        (Method::PUT, "/qui-a-vu"),
        (Method::POST, "/donnees-personnelles"),
        (Method::GET, "/deconnexion"),
    ] {
        let seen = browser.send(method.clone(), &yard.at(path), &[("sec-fetch-site", "same-origin")], Vec::new()).await;
        assert_eq!(seen.status, 405, "{method} {path}");
    }
}

/// Where a login ends is a page of this school, or its home: never an address that somebody wrote into a link.
#[tokio::test]
async fn vers_leads_nowhere_else() {
    let yard = Yard::open().await;
    let home = yard.at("/");
    for bad in [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "/e/0750002b/",
        "/e/0750001a/../0750002b/",
        "/e/0750001a/%2e%2e/0750002b/",
        "/e/0750001a//evil.example",
        "/e/0750001a/auth/ent/login",
        "/e/0750001a/\r\nLocation: https://evil.example/",
        "",
    ] {
        let mut browser = yard.browser();
        let seen = yard.enter(&mut browser, &yard.house.a, PROVIDER, "ent-durand", bad).await;
        assert_eq!((seen.status, seen.location()), (303, home.as_str()), "{bad}");
        let page = browser.other().get(&yard.at(&format!("/connexion?{}", urlencoded(&[("vers", bad)])))).await;
        assert!(page.status == 200 && !page.body.contains("evil"), "{bad}: {} {}", page.status, page.location());
    }
    let good = yard.at("/qui-a-vu?personne=1&avant=2");
    let mut browser = yard.browser();
    let seen = yard.enter(&mut browser, &yard.house.a, PROVIDER, "ent-durand", &good).await;
    assert_eq!(seen.location(), good);
    // asked without a session, a page sends to the login and comes back
    let first = browser.other().get(&good).await;
    let next = browser.other().get(first.location()).await;
    assert!(next.location().contains(&urlencoded(&[("vers", &good)])), "{}", next.location());
}

/// A message in an address is shown only if this server sealed it, for this person.
#[tokio::test]
async fn dit_without_its_seal_shows_nothing() {
    let yard = Yard::open().await;
    let mut admin = yard.login("admin").await;
    yard.forget_ent("cpe").await;
    yard.enter(&mut yard.browser(), &yard.house.a, PROVIDER, "ent-new", "").await;
    let desk = admin.get(&yard.at("/administration/rattachement?attente=0&nom=Vidal")).await;
    let sealed = admin.post(&desk.form("personne=").action, &desk.form("personne=").fields).await;
    assert_eq!(sealed.status, 303, "{}", sealed.words());
    let address = sealed.location().to_owned();
    let shown = admin.get(&address).await;
    assert!(shown.words().contains("est rattaché : cette personne peut se connecter"), "{}", shown.words());

    let message = |seal: &str| {
        yard.at(&format!("/administration/rattachement?{}", urlencoded(&[("dit", "Appelez le 01 23"), ("sceau", seal)])))
    };
    let seal = address.rsplit('=').next().unwrap();
    for forged in [seal.to_owned(), String::new(), "0".repeat(32), seal[..31].to_owned()] {
        let seen = admin.get(&message(&forged)).await;
        assert!(seen.status == 200 && !seen.body.contains("Appelez"), "{forged}");
    }
    let unsealed = admin.get(&yard.at("/?dit=Appelez")).await;
    assert!(!unsealed.body.contains("Appelez"));
    // a message that was sealed for one person is none for another
    let query = address.split_once('?').unwrap().1;
    let mut other = yard.login("durand").await;
    let seen = other.get(&yard.at(&format!("/?{query}"))).await;
    assert!(seen.status == 200 && !seen.words().contains("est rattaché"), "{}", seen.words());
}
