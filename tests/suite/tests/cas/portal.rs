//! A real LemonLDAP::NG: CAS 1, 2 and 3 of the same server, from the click on a link to single logout.

use preau_auth::preset;
use preau_auth::provider::{Protocol, ProviderId};
use preau_domain::role::Role;
use preau_suite::browserless::{Browser, Seen};
use preau_suite::portal::{cas_base, llng, llng_latin1, log_in, send_form};
use preau_suite::served::{Yard, add_person, put_provider};
use preau_suite::service::Service;
use reqwest::Url;

const PROVIDERS: [(&str, Protocol); 3] = [("un", Protocol::V1), ("deux", Protocol::V2), ("trois", Protocol::V3)];

const USERS: [(&str, Role); 7] = [
    ("prof1", Role::Professeur),
    ("eleve1", Role::Eleve),
    ("parent1", Role::Responsable),
    ("admin1", Role::Directeur),
    ("amp1", Role::Eleve),
    ("inject1", Role::Eleve),
    ("inject2", Role::Eleve),
];

/// The school, with this server as its only provider in each of the three versions.
async fn school(server: &Service) -> Yard {
    let yard = Yard::open().await;
    for (id, protocol) in PROVIDERS {
        let id = ProviderId::parse(id).unwrap();
        let provider = preset::generic(id.clone(), &format!("ENT {id}"), &cas_base(server), protocol).unwrap();
        put_provider(&yard.house.a.door, &provider).await;
        for (user, role) in USERS {
            add_person(&yard.house.a.door, id.as_str(), user, role).await;
        }
    }
    yard
}

/// From the link to the page it leads to.
async fn enter(yard: &Yard, browser: &mut Browser, provider: &str, login: &str, vers: &str) -> Seen {
    let start =
        format!("{}?{}", yard.at(&format!("/auth/{provider}/login")), preau_suite::browserless::urlencoded(&[("vers", vers)]));
    let portal = browser.go(&start).await;
    log_in(browser, portal, login).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_log_in_by_three_versions_and_keep_their_way() {
    let yard = school(llng()).await;
    for (provider, _) in PROVIDERS {
        for login in ["prof1", "eleve1", "admin1", "parent1"] {
            let mut browser = yard.browser();
            let vers = yard.at("/qui-a-vu?personne=&avant=12&x=%C3%A9%20%26");
            let page = enter(&yard, &mut browser, provider, login, &vers).await;
            let user = page.user().unwrap_or_else(|| panic!("{provider} {login}: {} {}", page.url, page.words()));
            assert_eq!(user, format!("{provider} {login}"));
            let query = page.url.query().map_or(String::new(), |q| format!("?{q}"));
            assert_eq!(format!("{}{query}", page.url.path()), vers, "path and query came back");
            assert!(browser.cookies() <= 4, "ours and the portal's: {:?}", browser.sent);
        }
    }
}

/// The portal's session opens ours without a second password; each login has a ticket and a secret of its own.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn single_sign_on_renews_the_session() {
    let yard = school(llng()).await;
    let mut browser = yard.browser();
    enter(&yard, &mut browser, "trois", "prof1", &yard.at("/")).await;
    let first = browser.cookie("preau_session").unwrap().to_owned();
    let page = browser.go(&yard.at("/auth/trois/login")).await;
    assert_eq!(page.user().as_deref(), Some("trois prof1"), "{}", page.words());
    let second = browser.cookie("preau_session").unwrap().to_owned();
    assert_ne!(first, second);
    let mut old = yard.browser();
    old.put_cookie(&yard.at(""), "preau_session", &first);
    assert_eq!(old.get(&yard.at("/")).await.status, 303, "the first one has ended");
}

/// The address of our callback with the ticket that the portal gave, not opened yet.
async fn ticketed(yard: &Yard, browser: &mut Browser, provider: &str, login: &str) -> Url {
    let portal = browser.go(&yard.at(&format!("/auth/{provider}/login"))).await;
    let mut seen = send_form(browser, &portal, login).await;
    for _ in 0..5 {
        let next = seen.url.join(seen.location()).unwrap();
        if next.path().ends_with("/callback") {
            return next;
        }
        seen = browser.get(next.as_str()).await;
    }
    panic!("no ticket: {} {}", seen.url, seen.words())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ticket_is_used_once_and_only_by_the_browser_that_asked() {
    let yard = school(llng()).await;
    for (provider, _) in PROVIDERS {
        let mut browser = yard.browser();
        let callback = ticketed(&yard, &mut browser, provider, "prof1").await;
        // stolen before it was used: the thief's browser has no login under way
        let thief = yard.browser().get(callback.as_str()).await;
        assert_eq!(thief.status, 422, "{provider}");
        assert_eq!(browser.go(callback.as_str()).await.user(), Some(format!("{provider} prof1")));
        // stolen after it was used: even with a login under way it is worth nothing
        let mut late = yard.browser();
        late.get(&yard.at(&format!("/auth/{provider}/login"))).await;
        let seen = late.get(callback.as_str()).await;
        assert_eq!((seen.status, late.cookie("preau_session")), (403, None), "{provider}");
        assert!(seen.words().contains(&format!("ENT {provider}")), "{}", seen.words());
        // a ticket for one service is not one for another
        let mut other = yard.browser();
        let foreign = ticketed(&yard, &mut other, provider, "eleve1").await;
        let elsewhere = if provider == "un" { "deux" } else { "un" };
        other.get(&yard.at(&format!("/auth/{elsewhere}/login"))).await;
        let moved = foreign.as_str().replace(&format!("/{provider}/"), &format!("/{elsewhere}/"));
        assert_eq!(other.get(&moved).await.status, 403, "{provider} to {elsewhere}");
        assert_eq!(other.cookie("preau_session"), None);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn leaving_the_portal_ends_our_session() {
    let yard = school(llng()).await;
    for (provider, _) in PROVIDERS {
        let (mut leaving, mut staying) = (yard.browser(), yard.browser());
        enter(&yard, &mut leaving, provider, "prof1", &yard.at("/")).await;
        enter(&yard, &mut staying, provider, "prof1", &yard.at("/")).await;
        assert_eq!(leaving.get(&yard.at("/")).await.status, 200);
        leaving.go(&format!("{}/logout", cas_base(llng()))).await;
        let seen = leaving.get(&yard.at("/")).await;
        assert_eq!(seen.status, 303, "{provider}: the portal's word ended it");
        assert_eq!(staying.get(&yard.at("/")).await.status, 200, "{provider}: the same person elsewhere goes on");
        assert!(yard.last_lines().await.contains("single-logout"), "{provider}");
    }
}

/// Accounts whose display names hold markup, on a server that does not escape values: each is himself or nobody.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn markup_in_a_name_makes_nobody_somebody_else() {
    let yard = school(llng()).await;
    let mut refused = Vec::new();
    for (provider, _) in PROVIDERS {
        for login in ["inject1", "inject2", "amp1"] {
            let mut browser = yard.browser();
            let page = enter(&yard, &mut browser, provider, login, &yard.at("/")).await;
            match page.user() {
                Some(user) => {
                    assert_eq!(user, format!("{provider} {login}"));
                    for forbidden in ["/administration/journal", "/administration/modules"] {
                        assert_eq!(browser.get(&yard.at(forbidden)).await.status, 403, "{provider} {login} {forbidden}");
                    }
                    assert_eq!(markup_hats(&page), 0, "{provider} {login}: one role, no switcher");
                }
                None => {
                    assert_eq!(page.status, 403, "{provider} {login}: {}", page.words());
                    assert!(page.words().contains("Personne n'a été connecté"), "{}", page.words());
                    assert_eq!(browser.cookie("preau_session"), None);
                    refused.push(format!("{provider} {login}"));
                }
            }
        }
    }
    // CAS 1 sends no names, so nobody is refused there; in CAS 3 the names that are no XML are
    assert!(refused.iter().all(|who| !who.starts_with("un ")), "{refused:?}");
    assert!(refused.contains(&"trois inject1".to_owned()) && refused.contains(&"trois amp1".to_owned()), "{refused:?}");
}

fn markup_hats(page: &Seen) -> usize {
    preau_suite::markup::forms(&page.body).iter().filter(|f| f.action.ends_with("/profil")).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn answers_in_latin_1_are_refused() {
    let yard = school(llng_latin1()).await;
    let mut browser = yard.browser();
    let page = enter(&yard, &mut browser, "trois", "eleve1", &yard.at("/")).await;
    assert_eq!((page.status, browser.cookie("preau_session")), (403, None), "{}", page.words());
    assert!(page.words().contains("ne se lit pas comme une réponse CAS"), "{}", page.words());
    assert!(yard.last_lines().await.contains("trois not-validated"));
    // in CAS 1 the login alone is sent, which is plain
    let page = enter(&yard, &mut yard.browser(), "un", "eleve1", &yard.at("/")).await;
    assert_eq!(page.user().as_deref(), Some("un eleve1"));
}
