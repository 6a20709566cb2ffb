//! Role × every registered route: who gets what. A route without a line here fails the test.

use preau_suite::browserless::{Browser, urlencoded};
use preau_suite::served::Yard;
use reqwest::Method;

const ROUTER: &str = include_str!("../../../../host/web/src/router.rs");

/// One person of each role, and nobody.
const WHO: [&str; 7] = ["zoe", "mere-zoe", "durand", "directrice", "cpe", "admin", ""];
const HATS: [&str; 7] = ["eleve", "responsable", "professeur", "directeur", "personnel", "administrateur", ""];

struct Line {
    method: Method,
    /// As the router names it.
    route: &'static str,
    /// What is asked below the school, or outside for a leading `!`.
    path: &'static str,
    /// Status for each of [`WHO`].
    expected: [u16; 7],
}

fn get(route: &'static str, path: &'static str, expected: [u16; 7]) -> Line {
    Line { method: Method::GET, route, path, expected }
}

fn post(route: &'static str, path: &'static str, expected: [u16; 7]) -> Line {
    Line { method: Method::POST, route, path, expected }
}

/// The order matters at its end: logging out is last.
fn lines() -> Vec<Line> {
    let p = "/e/{tenant}/p/{plugin}/{*path}";
    vec![
        get("/", "!/", [200; 7]),
        get("/sante", "!/sante", [200; 7]),
        get("/assets/{name}", "!/assets/nothing.css", [404; 7]),
        get("/e/{tenant}", "!/e/0750001a", [303; 7]),
        get("/e/{tenant}/", "/", [200, 200, 200, 200, 200, 200, 303]),
        get("/e/{tenant}/connexion", "/connexion", [200; 7]),
        get("/e/{tenant}/auth/{provider}/login", "/auth/ent/login", [303; 7]),
        get("/e/{tenant}/auth/{provider}/callback", "/auth/ent/callback", [303; 7]),
        post("/e/{tenant}/auth/{provider}/callback", "/auth/ent/callback", [200; 7]),
        post("/e/{tenant}/profil", "/profil", [303, 303, 303, 303, 303, 303, 401]),
        get("/e/{tenant}/donnees-personnelles", "/donnees-personnelles", [200; 7]),
        get("/e/{tenant}/accessibilite", "/accessibilite", [200; 7]),
        get("/e/{tenant}/qui-a-vu", "/qui-a-vu", [200, 200, 200, 200, 200, 200, 303]),
        post("/e/{tenant}/qui-a-vu", "/qui-a-vu", [303, 303, 303, 303, 303, 303, 401]),
        // somebody else's: the pupil `zoe` is person 1, the first who was put in
        get("/e/{tenant}/qui-a-vu", "/qui-a-vu?personne=2", [403, 403, 403, 200, 403, 403, 303]),
        get("/e/{tenant}/administration/journal", "/administration/journal", [403, 403, 403, 200, 403, 403, 303]),
        get("/e/{tenant}/administration/import", "/administration/import", [403, 403, 403, 403, 403, 200, 303]),
        post("/e/{tenant}/administration/import", "/administration/import", [403, 403, 403, 403, 403, 422, 401]),
        post(
            "/e/{tenant}/administration/import/appliquer",
            "/administration/import/appliquer",
            [403, 403, 403, 403, 403, 422, 401],
        ),
        get("/e/{tenant}/administration/rattachement", "/administration/rattachement", [403, 403, 403, 403, 403, 200, 303]),
        get(
            "/e/{tenant}/administration/rattachement",
            "/administration/rattachement?attente=0&nom=B",
            [403, 403, 403, 403, 403, 200, 303],
        ),
        // the administrateur is refused too: nobody waits under this id
        post(
            "/e/{tenant}/administration/rattachement",
            "/administration/rattachement?source=ent&identifiant=x&personne=1",
            [403, 403, 403, 403, 403, 403, 401],
        ),
        get("/e/{tenant}/administration/modules", "/administration/modules", [403, 403, 403, 200, 403, 200, 303]),
        post(
            "/e/{tenant}/administration/modules",
            "/administration/modules?module=fr.preau.evaluation&etat=active",
            [403, 403, 403, 303, 403, 403, 401],
        ),
        get("/e/{tenant}/p/{plugin}", "/p/fr.preau.evaluation", [200, 200, 200, 200, 404, 404, 303]),
        get("/e/{tenant}/p/{plugin}/", "/p/fr.preau.evaluation/", [200, 200, 200, 200, 404, 404, 303]),
        get(p, "/p/fr.preau.evaluation/creer", [403, 403, 200, 403, 404, 404, 303]),
        post(p, "/p/fr.preau.evaluation/creer/tous", [403, 403, 200, 403, 404, 404, 401]),
        get(p, "/p/fr.preau.evaluation/nowhere", [404, 404, 404, 404, 404, 404, 303]),
        get(p, "/p/fr.preau.other/", [404, 404, 404, 404, 404, 404, 303]),
        get("/e/{tenant}/w/{plugin}/{*path}", "/w/fr.preau.evaluation/widget", [200, 200, 404, 404, 404, 404, 303]),
        get("/e/{tenant}/w/{plugin}/{*path}", "/w/fr.preau.evaluation/creer", [404, 404, 404, 404, 404, 404, 303]),
        get("/e/{tenant}/w/{plugin}/{*path}", "/w/fr.preau.evaluation/widget?demande=1", [200, 200, 404, 404, 404, 404, 200]),
        post("/e/{tenant}/deconnexion", "/deconnexion", [303; 7]),
    ]
}

async fn everybody(yard: &Yard) -> Vec<Browser> {
    let mut browsers = Vec::new();
    for who in WHO {
        browsers.push(if who.is_empty() { yard.browser() } else { yard.login(who).await });
    }
    browsers
}

#[tokio::test]
async fn each_role_gets_its_pages_and_no_other() {
    let yard = Yard::with_plugin().await;
    assert_eq!(yard.house.a.person("adam").0, 2, "the matrix asks for the second person");
    let mut browsers = everybody(&yard).await;
    let lines = lines();
    for line in &lines {
        for ((browser, hat), expected) in browsers.iter_mut().zip(HATS).zip(line.expected) {
            let address = line.path.strip_prefix('!').map_or_else(|| yard.at(line.path), str::to_owned);
            let seen = if line.path == "/administration/import" && line.method == Method::POST {
                browser.upload(&address, &[("hat".into(), hat.into())], &[]).await
            } else if line.method == Method::POST && !line.path.contains("callback") {
                browser.post(&address, &[("hat", hat)]).await
            } else {
                browser.send(line.method.clone(), &address, &[("accept", "text/html")], Vec::new()).await
            };
            let who = if hat.is_empty() { "nobody" } else { hat };
            assert_eq!(seen.status, expected, "{} {} as {who}: {} {}", line.method, line.path, seen.location(), seen.words());
            if matches!(expected, 401 | 403 | 404) && line.path != "!/assets/nothing.css" {
                assert!(
                    seen.body.contains("lang=\"fr\"") && seen.words().contains("Retour à l'accueil"),
                    "{} as {who}",
                    line.path
                );
            }
            if expected == 303
                && hat.is_empty()
                && line.method == Method::GET
                && !line.path.contains("/auth/")
                && !line.path.starts_with(['!'])
                && !line.path.starts_with("/w/")
            {
                let back = urlencoded(&[("vers", address.as_str())]);
                assert_eq!(seen.location(), yard.at(&format!("/connexion?{back}")), "{}", line.path);
            }
        }
    }
    for route in ROUTER.split(".route(\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(lines.iter().any(|line| line.route == route), "nobody asks for {route}");
    }
    let posts = ROUTER.lines().filter(|line| line.contains(".route(\"") && line.contains("post(")).count();
    assert!(lines.iter().filter(|line| line.method == Method::POST).count() >= posts - 2, "a post that nobody tries");
}

#[tokio::test]
async fn each_role_has_its_menu() {
    let yard = Yard::with_plugin().await;
    let expected: [&[&str]; 6] = [
        &["Accueil", "Évaluations"],
        &["Accueil", "Évaluations"],
        &["Accueil", "Évaluations"],
        &["Accueil", "Évaluations", "Modules", "Journal"],
        &["Accueil"],
        &["Accueil", "Import", "Rattachement", "Modules"],
    ];
    for (who, expected) in WHO.iter().zip(expected) {
        let body = yard.login(who).await.get(&yard.at("/")).await.body;
        let menu = body.split("<nav class=\"menu\"").nth(1).and_then(|rest| rest.split("</nav>").next()).unwrap_or_default();
        let entries: Vec<String> = menu.split("<li>").skip(1).map(preau_suite::markup::words).collect();
        assert_eq!(entries, expected, "{who}");
    }
    // what is in a menu opens
    for who in &WHO[..6] {
        let mut browser = yard.login(who).await;
        let body = browser.get(&yard.at("/")).await.body;
        for address in preau_suite::markup::addresses(&body)
            .into_iter()
            .filter(|a| a.starts_with("/e/") && !a.ends_with("/deconnexion") && !a.ends_with("/profil"))
        {
            assert_eq!(browser.get(&address).await.status, 200, "{who}: {address}");
        }
    }
}
