//! When the database fails: a reference, and nothing else; the log knows more, and the next request is none the worse.

use preau_suite::house::PROVIDER;
use preau_suite::logs::Logs;
use preau_suite::served::Yard;
use reqwest::Method;

/// Words that would tell how the house is built.
const TELLING: [&str; 14] = [
    "sqlite",
    "sqlx",
    "select",
    "no such",
    "table",
    "database",
    "schema",
    "panicked",
    "storage",
    "person_role",
    "away",
    "0750001a.db",
    "src/",
    "error:",
];

fn says_nothing(body: &str, name: &str) {
    let words = preau_suite::markup::words(body).to_lowercase();
    for telling in TELLING {
        assert!(!words.contains(telling), "{name} tells {telling}: {words}");
    }
}

fn reference(body: &str) -> String {
    let words = preau_suite::markup::words(body);
    let after = words.split("référence à votre administrateur : ").nth(1).unwrap_or_else(|| panic!("no reference: {words}"));
    after.split(['.', ' ']).next().unwrap().to_owned()
}

#[tokio::test]
async fn a_failure_shows_a_reference_and_nothing_else() {
    let logs = Logs::keep();
    let yard = Yard::with_plugin().await;
    let mut teacher = yard.login("durand").await;
    let mut admin = yard.login("admin").await;
    for (table, path, status) in [
        ("session", "/", 500),
        ("plugin_state", "/", 500),
        ("record", "/p/fr.preau.evaluation/", 503),
        ("membership", "/p/fr.preau.evaluation/", 503),
        ("journal_segment", "/p/fr.preau.evaluation/", 500),
        ("journal_subject", "/qui-a-vu", 500),
        ("provider", "/connexion", 500),
        ("provider", "/auth/ent/login", 500),
    ] {
        yard.house.tamper(&format!("ALTER TABLE {table} RENAME TO away")).await;
        logs.take();
        let seen = teacher.get(&yard.at(path)).await;
        assert_eq!(seen.status, status, "{table} {path}: {}", seen.words());
        says_nothing(&seen.body, table);
        assert!(seen.header("content-security-policy").contains("default-src 'none'"));
        let (reference, told) = (reference(&seen.body), logs.take());
        let line =
            told.lines().find(|l| l.contains("request failed")).unwrap_or_else(|| panic!("{table}: nothing in the log: {told}"));
        assert!(line.contains(&reference) && line.contains("ERROR"), "{line}");
        yard.house.tamper(&format!("ALTER TABLE away RENAME TO {table}")).await;
        assert!(teacher.get(&yard.at(path)).await.status < 500, "{table}: it stays broken");
    }
    // as JSON, on the way of a login, and for a form
    yard.house.tamper("ALTER TABLE record RENAME TO away").await;
    let headers = [
        ("accept", "application/json"),
        ("content-type", "application/x-www-form-urlencoded"),
        ("sec-fetch-site", "same-origin"),
    ];
    let body = b"hat=professeur&preau.grid=live&id=12345678&cell=".to_vec();
    let seen = teacher.send(Method::POST, &yard.at("/p/fr.preau.evaluation/e/k/cells"), &headers, body).await;
    assert_eq!((seen.status, seen.header("content-type")), (503, "application/json"), "{}", seen.body);
    says_nothing(&seen.body, "json");
    yard.house.tamper("ALTER TABLE away RENAME TO record").await;
    yard.house.tamper("ALTER TABLE used_ticket RENAME TO away").await;
    let mut browser = yard.browser();
    let seen = yard.enter(&mut browser, &yard.house.a, PROVIDER, "ent-durand", "").await;
    assert_eq!((seen.status, browser.cookie("preau_session")), (500, None));
    says_nothing(&seen.body, "login");
    yard.house.tamper("ALTER TABLE away RENAME TO used_ticket").await;
    yard.house.tamper("ALTER TABLE plugin_state RENAME TO away").await;
    let seen = admin
        .post(&yard.at("/administration/modules?module=fr.preau.evaluation&etat=prepared"), &[("hat", "administrateur")])
        .await;
    assert_eq!(seen.status, 500);
    says_nothing(&seen.body, "form");
    // the other school does not notice
    let seen = yard.browser().get(&format!("/e/{}/connexion", yard.house.b.slug)).await;
    assert_eq!(seen.status, 200);
}

/// What cannot be journaled is not shown: the page of a pupil's data fails whole.
#[tokio::test]
async fn nothing_is_shown_that_could_not_be_journaled() {
    let yard = Yard::with_plugin().await;
    let mut teacher = yard.login("durand").await;
    let body = teacher.get(&yard.at("/p/fr.preau.evaluation/")).await.body;
    let class = preau_suite::markup::addresses(&body).into_iter().find(|a| a.contains("/classe/")).unwrap();
    assert!(teacher.get(&class).await.words().contains("LEFÈVRE NORD"));
    yard.house.tamper("ALTER TABLE journal_segment RENAME TO away").await;
    let seen = teacher.get(&class).await;
    assert_eq!(seen.status, 500);
    assert!(!seen.body.contains("LEFÈVRE"), "{}", seen.words());
}
