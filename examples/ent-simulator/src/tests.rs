//! The simulator keeps to the CAS protocol: over loopback, with a client that follows nothing by itself.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::routing::post;
use reqwest::{Client, Response, header};
use url::Url;

use crate::{Config, Person, Problem, Tile, router};

const SERVICE: &str = "http://127.0.0.1:8080/e/0999999a/auth/ent/callback";

struct World {
    address: String,
    client: Client,
    seconds: Arc<AtomicI64>,
}

fn person(json: &str) -> Person {
    serde_json::from_str(json).unwrap()
}

fn config(services: &[&str], seconds: &Arc<AtomicI64>) -> Config {
    let seconds = Arc::clone(seconds);
    Config {
        public: "http://localhost:8081".to_owned(),
        services: services.iter().map(|service| (*service).to_owned()).collect(),
        people: vec![
            person(r#"{"login":"e1","name":"Zoé <b>&\"'","profile":"eleve","uai":"0999999A","classe":"4B","eleve_id":"101"}"#),
            person(
                r#"{"login":"r1","name":"Ana Petit","profile":"responsable","uai":"0999999A","personne_id":"7","children":["e1"]}"#,
            ),
            person(r#"{"login":"p1","name":"Paul Grand","profile":"professeur","uai":"0999999A","sts_id":"55"}"#),
        ],
        tiles: vec![
            Tile {
                title: "Grilles".into(),
                text: String::new(),
                url: "http://127.0.0.1:8080/e/0999999a/p/x/".into(),
                profiles: vec!["professeur".into()],
                widget: false,
            },
            Tile {
                title: "À voir".into(),
                text: String::new(),
                url: "http://127.0.0.1:8080/e/0999999a/w/".into(),
                profiles: vec![],
                widget: true,
            },
        ],
        clock: Arc::new(move || jiff::Timestamp::from_second(1_790_000_000 + seconds.load(Ordering::Relaxed)).unwrap()),
    }
}

async fn serve(app: Router) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    address
}

async fn world(services: &[&str]) -> World {
    let seconds = Arc::new(AtomicI64::new(0));
    let address = serve(router(config(services, &seconds)).unwrap()).await;
    let client = Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build().unwrap();
    World { address, client, seconds }
}

impl World {
    async fn get(&self, path: &str, query: &[(&str, &str)], cookie: &str) -> Response {
        let url = Url::parse_with_params(&format!("{}{path}", self.address), query).unwrap();
        self.client.get(url).header(header::COOKIE, cookie).send().await.unwrap()
    }

    async fn text(&self, path: &str, query: &[(&str, &str)]) -> String {
        self.get(path, query, "").await.text().await.unwrap()
    }

    /// Logs in as somebody; the cookie and the ticket.
    async fn log_in(&self, login: &str, service: &str) -> (String, String) {
        let answer = self.get("/cas/login", &[("service", service), ("as", login)], "").await;
        assert_eq!(answer.status(), 302);
        (cookie(&answer), ticket(&answer, service))
    }
}

fn cookie(answer: &Response) -> String {
    let set = answer.headers().get(header::SET_COOKIE).unwrap().to_str().unwrap();
    assert!(set.contains("HttpOnly") && set.contains("SameSite=Lax"), "{set}");
    set.split(';').next().unwrap().to_owned()
}

fn location(answer: &Response) -> &str {
    answer.headers().get(header::LOCATION).unwrap().to_str().unwrap()
}

fn ticket(answer: &Response, service: &str) -> String {
    let url = Url::parse(location(answer)).unwrap();
    assert!(url.as_str().starts_with(service), "{url}");
    let tickets: Vec<String> =
        url.query_pairs().filter(|(name, _)| name == "ticket").map(|(_, value)| value.into_owned()).collect();
    assert_eq!(tickets.len(), 1);
    assert!(tickets[0].starts_with("ST-") && tickets[0].len() == 35, "{tickets:?}");
    tickets[0].clone()
}

/// The user and the attributes, or the code of the failure.
fn verdict(xml: &str) -> Result<(String, Vec<(String, String)>), String> {
    let document = roxmltree::Document::parse(xml).unwrap();
    let find = |name: &str| document.descendants().find(|node| node.tag_name().name() == name);
    if let Some(failure) = find("authenticationFailure") {
        return Err(failure.attribute("code").unwrap().to_owned());
    }
    let text = |node: roxmltree::Node<'_, '_>| (node.tag_name().name().to_owned(), node.text().unwrap_or("").to_owned());
    let attributes =
        find("attributes").into_iter().flat_map(|node| node.children().filter(roxmltree::Node::is_element).map(text)).collect();
    Ok((find("user").unwrap().text().unwrap().to_owned(), attributes))
}

#[tokio::test]
async fn a_ticket_is_used_once_by_each_protocol() {
    let world = world(&["http://127.0.0.1:8080/"]).await;
    let (_, ticket) = world.log_in("p1", SERVICE).await;
    assert_eq!(world.text("/cas/validate", &[("service", SERVICE), ("ticket", &ticket)]).await, "yes\np1\n");
    assert_eq!(world.text("/cas/validate", &[("service", SERVICE), ("ticket", &ticket)]).await, "no\n\n");
    let (_, ticket) = world.log_in("p1", SERVICE).await;
    let query = [("service", SERVICE), ("ticket", ticket.as_str())];
    assert_eq!(verdict(&world.text("/cas/serviceValidate", &query).await), Ok(("p1".into(), vec![])));
    assert_eq!(verdict(&world.text("/cas/serviceValidate", &query).await), Err("INVALID_TICKET".into()));
    let (_, ticket) = world.log_in("p1", SERVICE).await;
    let query = [("service", SERVICE), ("ticket", ticket.as_str())];
    assert_eq!(verdict(&world.text("/cas/p3/serviceValidate", &query).await).unwrap().0, "p1");
    assert_eq!(verdict(&world.text("/cas/p3/serviceValidate", &query).await), Err("INVALID_TICKET".into()));
}

#[tokio::test]
async fn attributes_are_those_of_the_person_and_escaped() {
    let world = world(&["http://127.0.0.1:8080/"]).await;
    let cases = [
        (
            "e1",
            vec![
                ("displayName", "Zoé <b>&\"'"),
                ("ENTPersonProfils", "National_ELV"),
                ("ENTEleveClasses", "4B"),
                ("ENTEleveStructRattachId", "101"),
            ],
        ),
        ("r1", vec![("displayName", "Ana Petit"), ("ENTPersonProfils", "National_TUT"), ("siecle-personne-id", "7")]),
        ("p1", vec![("displayName", "Paul Grand"), ("ENTPersonProfils", "National_ENS"), ("sts-id", "55")]),
    ];
    for (login, own) in cases {
        let (_, ticket) = world.log_in(login, SERVICE).await;
        let (_, mut found) =
            verdict(&world.text("/cas/p3/serviceValidate", &[("service", SERVICE), ("ticket", &ticket)]).await).unwrap();
        let mut expected = vec![("uid", login), ("ENTPersonStructRattach", "0999999A"), ("isFromNewLogin", "true")];
        expected.extend(own);
        let mut expected: Vec<(String, String)> = expected.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        expected.sort();
        found.sort();
        assert_eq!(found, expected);
    }
}

#[tokio::test]
async fn a_ticket_is_for_one_service_and_thirty_seconds() {
    let world = world(&["http://127.0.0.1:8080/"]).await;
    let check = |query: Vec<(&'static str, String)>| {
        let world = &world;
        async move {
            let query: Vec<(&str, &str)> = query.iter().map(|(name, value)| (*name, value.as_str())).collect();
            verdict(&world.text("/cas/p3/serviceValidate", &query).await)
        }
    };
    let (_, ticket) = world.log_in("p1", SERVICE).await;
    let other = format!("{SERVICE}?x=1");
    assert_eq!(check(vec![("service", other), ("ticket", ticket.clone())]).await, Err("INVALID_SERVICE".into()));
    // The mismatch has used it up.
    assert_eq!(check(vec![("service", SERVICE.into()), ("ticket", ticket)]).await, Err("INVALID_TICKET".into()));
    assert_eq!(check(vec![("service", SERVICE.into())]).await, Err("INVALID_REQUEST".into()));
    assert_eq!(check(vec![("ticket", "ST-1".into())]).await, Err("INVALID_REQUEST".into()));
    let (_, ticket) = world.log_in("p1", SERVICE).await;
    world.seconds.fetch_add(30, Ordering::Relaxed);
    assert!(check(vec![("service", SERVICE.into()), ("ticket", ticket)]).await.is_ok());
    let (_, ticket) = world.log_in("p1", SERVICE).await;
    world.seconds.fetch_add(31, Ordering::Relaxed);
    assert_eq!(check(vec![("service", SERVICE.into()), ("ticket", ticket)]).await, Err("INVALID_TICKET".into()));
}

#[tokio::test]
async fn only_known_services_may_ask() {
    let world = world(&["http://127.0.0.1:8080/e/"]).await;
    let strangers = [
        "http://127.0.0.1:8080.evil.example/e/",
        "http://127.0.0.1:8081/e/",
        "https://127.0.0.1:8080/e/",
        "http://127.0.0.1:8080/",
        "http://x@127.0.0.1:8080/e/",
        "javascript:alert(1)",
        "/e/",
    ];
    for service in strangers {
        let answer = world.get("/cas/login", &[("service", service), ("as", "p1")], "").await;
        assert_eq!(answer.status(), 403, "{service}");
        assert!(answer.headers().get(header::SET_COOKIE).is_none());
    }
    let page = world.text("/cas/login", &[("service", "http://<b>/")]).await;
    assert!(!page.contains("<b>"), "{page}");
}

#[tokio::test]
async fn once_logged_in_services_follow_without_a_question() {
    let world = world(&["http://127.0.0.1:8080/"]).await;
    let (cookie, _) = world.log_in("p1", SERVICE).await;
    let with_query = format!("{SERVICE}?a=b%20c");
    let answer = world.get("/cas/login", &[("service", &with_query)], &cookie).await;
    let ticket = ticket(&answer, &with_query);
    // Not a new login: refused where one is asked for.
    let query = [("service", with_query.as_str()), ("ticket", ticket.as_str()), ("renew", "true")];
    assert_eq!(verdict(&world.text("/cas/serviceValidate", &query).await), Err("INVALID_TICKET".into()));
    assert_eq!(world.get("/cas/login", &[("service", SERVICE), ("renew", "true")], &cookie).await.status(), 200);
    let answer = world.get("/cas/login", &[("service", SERVICE), ("gateway", "true")], "").await;
    assert_eq!(location(&answer), SERVICE);
    let unknown = world.get("/cas/login", &[("service", SERVICE), ("as", "nobody")], "").await;
    assert_eq!(unknown.status(), 404);
}

#[tokio::test]
async fn logout_tells_each_service_and_ends_the_session() {
    type Told = Arc<Mutex<Vec<(String, String)>>>;
    let told: Told = Arc::default();
    let hear = |told: Told| {
        move |uri: axum::http::Uri, body: String| async move { told.lock().unwrap().push((uri.path().to_owned(), body)) }
    };
    let service = serve(Router::new().route("/{*path}", post(hear(Arc::clone(&told))))).await;
    let world = world(&[&service, "http://127.0.0.1:9/"]).await;
    let (cookie, first) = world.log_in("p1", &format!("{service}/a")).await;
    let answer = world.get("/cas/login", &[("service", "http://127.0.0.1:9/gone")], &cookie).await;
    assert_eq!(answer.status(), 302);
    let answer = world.get("/cas/login", &[("service", &format!("{service}/b"))], &cookie).await;
    let second = ticket(&answer, &service);
    let answer = world.get("/cas/logout", &[("service", &service)], &cookie).await;
    assert_eq!(location(&answer), format!("{service}/"));
    let told = told.lock().unwrap().clone();
    let paths: Vec<&str> = told.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(paths, ["/a", "/b"]);
    for ((_, body), ticket) in told.iter().zip([first, second]) {
        let fields: Vec<(String, String)> = form_urlencoded::parse(body.as_bytes()).into_owned().collect();
        assert_eq!(fields.len(), 1);
        assert_eq!(fields[0].0, "logoutRequest");
        let document = roxmltree::Document::parse(&fields[0].1).unwrap();
        let index = document.descendants().find(|node| node.tag_name().name() == "SessionIndex").unwrap();
        assert_eq!(index.text(), Some(ticket.as_str()));
    }
    assert_eq!(world.get("/cas/login", &[("service", &format!("{service}/a"))], &cookie).await.status(), 200);
    assert_eq!(world.get("/cas/logout", &[("service", "http://evil.example/")], &cookie).await.status(), 200);
}

#[tokio::test]
async fn the_portal_is_that_of_the_person() {
    let world = world(&["http://127.0.0.1:8080/"]).await;
    assert_eq!(location(&world.get("/", &[], "").await), "/cas/login");
    let list = world.text("/cas/login", &[("q", "zoe"), ("service", SERVICE)]).await;
    assert!(list.contains("value=\"e1\"") && !list.contains("value=\"p1\"") && list.contains("Zoé &lt;b&gt;&amp;"), "{list}");
    let answer = world.get("/cas/login", &[("as", "p1")], "").await;
    assert_eq!(location(&answer), "/");
    let page = world.get("/", &[], &cookie(&answer)).await;
    let policy = page.headers().get(header::CONTENT_SECURITY_POLICY).unwrap().to_str().unwrap().to_owned();
    assert!(policy.ends_with("frame-src 'self' http://127.0.0.1:8080"), "{policy}");
    let page = page.text().await.unwrap();
    assert!(page.contains("Paul Grand") && page.contains("Grilles") && page.contains("<iframe"), "{page}");
    let (cookie, _) = world.log_in("r1", SERVICE).await;
    let page = world.get("/", &[], &cookie).await.text().await.unwrap();
    assert!(page.contains("Responsable de Zoé") && !page.contains("Grilles"), "{page}");
}

#[test]
fn a_wrong_configuration_is_refused() {
    let seconds = Arc::new(AtomicI64::new(0));
    let refused = |config: Config| router(config).err();
    assert_eq!(refused(config(&["127.0.0.1:8080"], &seconds)), Some(Problem::Address("127.0.0.1:8080".into())));
    let mut twice = config(&[], &seconds);
    twice.people.push(twice.people[0].clone());
    assert_eq!(refused(twice), Some(Problem::Login("e1".into())));
}
