//! What every answer carries: policies, no trace in caches, few cookies, nobody else's address.

use preau_suite::browserless::{Browser, Seen};
use preau_suite::house::PROVIDER;
use preau_suite::markup::{addresses, tags};
use preau_suite::served::{Served, Yard};
use reqwest::Method;

/// Pages of everybody, refusals and failures among them.
const PATHS: [&str; 16] = [
    "/",
    "/connexion",
    "/connexion?fini=1",
    "/auth/ent/login",
    "/auth/ent/callback?ticket=bad",
    "/donnees-personnelles",
    "/accessibilite",
    "/qui-a-vu",
    "/administration/journal",
    "/administration/import",
    "/administration/rattachement",
    "/administration/modules",
    "/p/fr.preau.evaluation/",
    "/p/fr.preau.evaluation/creer/tous",
    "/p/fr.preau.nowhere/",
    "/nowhere",
];

fn check(seen: &Seen, framed_by: &str) {
    let at = format!("{} ({})", seen.url, seen.status);
    assert_eq!(seen.header("x-content-type-options"), "nosniff", "{at}");
    assert_eq!(seen.header("referrer-policy"), "same-origin", "{at}");
    let policy = seen.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe") && !policy.contains('*'), "{at}: {policy}");
    assert!(!policy.contains("http:") || !framed_by.is_empty(), "{at}: {policy}");
    let frames = policy.split("frame-ancestors ").nth(1).unwrap_or_default();
    assert_eq!(frames, if framed_by.is_empty() { "'none'" } else { framed_by }, "{at}");
    assert!(seen.headers.get("server").is_none() && seen.headers.get("x-powered-by").is_none(), "{at}");
    if seen.header("content-type").starts_with("text/html") {
        assert_eq!(seen.header("content-type"), "text/html; charset=utf-8", "{at}");
        assert!(seen.header("cache-control").contains("no-store"), "{at}: {}", seen.header("cache-control"));
        assert!(policy.contains("form-action 'self'") && policy.contains("base-uri 'none'"), "{at}: {policy}");
        assert!(seen.header("vary").contains("Cookie"), "{at}");
        inline(seen, &at);
    }
    if seen.status == 303 {
        assert!(seen.header("cache-control").contains("no-store"), "{at}");
    }
}

/// SAC-56: nothing comes from anybody else, and nothing is written into the page that a policy would have to allow.
fn inline(seen: &Seen, at: &str) {
    for address in addresses(&seen.body) {
        assert!(address.starts_with('/') && !address.starts_with("//") || address.starts_with('#'), "{at}: {address}");
    }
    for tag in tags(&seen.body) {
        assert!(!matches!(tag.name.as_str(), "style" | "iframe" | "object" | "embed" | "base"), "{at}: <{}>", tag.name);
        assert!(tag.name != "script" || tag.attributes.contains_key("src"), "{at}: inline script");
        for name in tag.attributes.keys() {
            assert!(name != "style" && !(name.starts_with("on") && name.len() > 3), "{at}: {name}");
        }
    }
}

/// SAC-56: no page names an address of anybody else.
#[tokio::test]
async fn sac_56_every_answer_carries_its_policies() {
    let yard = Yard::with_plugin().await;
    for who in ["zoe", "mere-zoe", "durand", "directrice", "cpe", "admin"] {
        let mut browser = yard.login(who).await;
        for path in PATHS {
            check(&browser.get(&yard.at(path)).await, "");
        }
        for path in ["/", "/sante", "/nowhere", "/assets/nothing"] {
            check(&browser.get(path).await, "");
        }
        check(&browser.post(&yard.at("/profil"), &[("hat", "nothing")]).await, "");
        check(&browser.send(Method::DELETE, &yard.at("/"), &[], Vec::new()).await, "");
        let cross = [("sec-fetch-site", "cross-site"), ("content-type", "application/x-www-form-urlencoded")];
        check(&browser.send(Method::POST, &yard.at("/profil"), &cross, Vec::new()).await, "");
        let json = [("accept", "application/json"), ("content-type", "application/x-www-form-urlencoded")];
        let seen = browser.send(Method::POST, &yard.at("/p/fr.preau.evaluation/e/k/cells"), &json, Vec::new()).await;
        check(&seen, "");
        assert!(seen.header("cache-control").contains("no-store"), "{:?}", seen.headers);
    }
    let mut nobody = yard.browser();
    for path in PATHS {
        check(&nobody.get(&yard.at(path)).await, "");
    }
}

#[tokio::test]
async fn widgets_are_framed_by_the_ent_alone() {
    let yard = Yard::with_plugin().await;
    let ent = yard.forge.base.trim_end_matches("/cas").to_owned();
    let widget = yard.at("/w/fr.preau.evaluation/widget?demande=1");
    for mut browser in [yard.login("zoe").await, yard.browser()] {
        let seen = browser.get(&widget).await;
        assert_eq!(seen.status, 200);
        check(&seen, &ent);
        assert_eq!(seen.header("x-frame-options"), "", "it would forbid what the policy allows");
    }
    // a refusal in a frame is nobody's to frame
    check(&yard.login("durand").await.get(&widget).await, "");
}

/// Assets may be kept for ever, because their name is their content; pages never.
#[tokio::test]
async fn assets_are_kept_and_are_what_they_say() {
    let yard = Yard::open().await;
    let mut browser = yard.browser();
    let page = browser.get(&yard.at("/connexion")).await;
    let assets: Vec<String> = addresses(&page.body).into_iter().filter(|a| a.starts_with("/assets/")).collect();
    assert!(assets.len() >= 3, "{assets:?}");
    for address in assets {
        let seen = browser.get(&address).await;
        assert_eq!((seen.status, seen.header("cache-control")), (200, "public, max-age=31536000, immutable"), "{address}");
        assert!(seen.set_cookies().is_empty() && seen.header("x-content-type-options") == "nosniff", "{address}");
        let expected = match address.rsplit('.').next() {
            Some("css") => "text/css; charset=utf-8",
            Some("js") => "text/javascript; charset=utf-8",
            _ => "image/svg+xml",
        };
        assert_eq!(seen.header("content-type"), expected);
    }
}

/// A whole day of somebody, everything that was set on the way.
async fn day(yard: &Yard, browser: &mut Browser) {
    for (path, status) in [("/", 303), ("/connexion", 200)] {
        assert_eq!(browser.get(&yard.at(path)).await.status, status);
    }
    yard.enter(browser, &yard.house.a, PROVIDER, "ent-double", &yard.at("/w/fr.preau.evaluation/widget")).await;
    for _ in 0..2 {
        yard.enter(browser, &yard.house.a, PROVIDER, "ent-double", "").await;
        for path in PATHS {
            browser.get(&yard.at(path)).await;
        }
        browser.post(&yard.at("/profil"), &[("hat", "responsable")]).await;
        browser.post(&yard.at("/deconnexion"), &[("hat", "responsable")]).await;
    }
}

/// SAC-54: at most four cookies. SAC-55: they end with the browser. SAC-57: no banner asks about them.
#[tokio::test]
async fn sac_54_sac_55_sac_57_few_cookies_for_scripts_and_sites_of_nobody() {
    let yard = Yard::with_plugin().await;
    let mut browser = yard.browser();
    day(&yard, &mut browser).await;
    let mut names: Vec<&str> = browser.sent.iter().filter_map(|c| c.split('=').next()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names, ["preau_cadre", "preau_cadre_login", "preau_login", "preau_session"]);
    for cookie in &browser.sent {
        let parts: Vec<&str> = cookie.split("; ").collect();
        let framed = cookie.starts_with("preau_cadre");
        let site = if framed { ["SameSite=None", "Partitioned", "Secure"].as_slice() } else { &["SameSite=Lax"] };
        assert!(parts.contains(&"HttpOnly") && site.iter().all(|s| parts.contains(s)), "{cookie}");
        assert!(!framed || parts.iter().any(|p| p.ends_with("/w") || p.ends_with("/auth")), "below widgets only: {cookie}");
        assert!(parts.iter().any(|p| p.starts_with("Path=/e/0750001a")), "{cookie}");
        assert!(!cookie.contains("Domain") && !cookie.contains("Expires"), "{cookie}");
        assert!(!cookie.contains("Max-Age") || (cookie.contains("Max-Age=0") && cookie.contains("=;")), "{cookie}");
    }
    for path in ["/connexion", "/donnees-personnelles"] {
        let words = browser.get(&yard.at(path)).await.words().to_lowercase();
        assert!(!words.contains("accepter") && !words.contains("consent"), "{words}");
    }
}

/// SAC-45: behind https, cookies are for https alone and browsers are told to come no other way.
#[tokio::test]
async fn sac_45_behind_https_nothing_is_plain() {
    let yard = Yard::open().await;
    let served = Served::known_as(&yard.house.house, "https://preau.example").await;
    let mut browser = Browser::new(&served.base);
    let seen = browser.get(&yard.at("/auth/ent/login")).await;
    assert!(
        seen.location().contains("service=https%3A%2F%2Fpreau.example%2Fe%2F0750001a%2Fauth%2Fent%2Fcallback"),
        "{}",
        seen.location()
    );
    assert_eq!(seen.header("strict-transport-security"), "max-age=31536000");
    assert!(seen.set_cookies().iter().all(|c| c.ends_with("; Secure")), "{:?}", seen.set_cookies());
    yard.forge.vouch("ST-secure", "ent-durand", &[]);
    let seen = browser.get(&yard.at("/auth/ent/callback?ticket=ST-secure")).await;
    let session = seen.set_cookies().into_iter().find(|c| c.starts_with("preau_session")).unwrap().to_owned();
    assert!(session.contains("; Secure"), "{session}");
    // a proxy may name the server otherwise than browsers do: the configured origin is ours all the same
    let headers = [("content-type", "application/x-www-form-urlencoded"), ("origin", "https://preau.example")];
    let seen = browser.send(Method::POST, &yard.at("/profil"), &headers, b"hat=professeur".to_vec()).await;
    assert_eq!(seen.status, 303, "{}", seen.words());
}
