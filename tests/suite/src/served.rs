//! A real router on a real socket: a deployment with two schools, its CAS server, and people who log in through it.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use preau_auth::provider::{Protocol, Provider};
use preau_domain::ids::{PluginId, Slug};
use preau_domain::role::Role;
use preau_policy::people::{self, NewPerson};
use preau_policy::system::SystemScope;
use preau_policy::{Door, House, plugins};
use preau_server::config::Config;
use preau_server::wire;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::TestHouse;
use crate::browserless::{Browser, Seen, tls};
use crate::forge::Forge;
use crate::house::{PROVIDER, TestSchool, ticket};

/// The plugin of the first slice.
pub const EVALUATION: &str = "fr.preau.evaluation";

/// A router that listens; it stops when this is dropped.
#[derive(Debug)]
pub struct Served {
    /// Its public address, such as `http://127.0.0.1:1234`.
    pub base: String,
    /// Where it listens.
    pub address: SocketAddr,
    task: JoinHandle<()>,
}

impl Drop for Served {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Where compiled guests of tests are kept from run to run; authenticated by the secret that all test deployments share.
#[must_use]
pub fn compiled() -> PathBuf {
    let checkout = blake3::hash(env!("CARGO_MANIFEST_DIR").as_bytes()).to_hex();
    std::env::temp_dir().join(format!("preau-test-{}-compiled", &checkout[..8]))
}

/// The evaluation plugin, as `make plugins` builds it.
#[must_use]
pub fn evaluation() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../plugins/evaluation/evaluation.preau")
}

/// The binary `preau`, as `make build` builds it, beside the test that runs.
///
/// # Panics
/// When it is not there.
#[must_use]
pub fn binary() -> PathBuf {
    let here = std::env::current_exe().expect("this test");
    let preau = here.parent().and_then(Path::parent).expect("target").join("preau");
    assert!(preau.exists(), "{} is missing: run make build", preau.display());
    preau
}

impl Served {
    /// Serves a deployment on a free port of 127.0.0.1.
    ///
    /// # Panics
    /// When it cannot.
    pub async fn start(house: &House) -> Self {
        Self::listen(house, None).await
    }

    /// The same behind a proxy that browsers know under this origin; `base` is still where it listens.
    pub async fn known_as(house: &House, public: &str) -> Self {
        Self::listen(house, Some(public)).await
    }

    async fn listen(house: &House, public: Option<&str>) -> Self {
        tls();
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("port");
        let address = listener.local_addr().expect("address");
        let mut config = Config::embedded(&compiled(), address);
        let base = format!("http://{address}");
        config.server.public = public.map_or_else(|| base.clone(), str::to_owned);
        let router = wire::router(&config, house.clone()).expect("router");
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        let task = tokio::spawn(async move { axum::serve(listener, service).await.expect("served") });
        Self { base, address, task }
    }
}

/// Two schools behind a real socket, and the CAS server `ent` of both.
#[derive(Debug)]
pub struct Yard {
    /// The deployment.
    pub house: TestHouse,
    /// Its router.
    pub served: Served,
    /// Its CAS server.
    pub forge: Forge,
}

impl Yard {
    /// With the people of the harness, no plugin.
    pub async fn open() -> Self {
        let (house, forge) = (TestHouse::sqlite().await, Forge::start().await);
        for school in [&house.a, &house.b] {
            put_provider(&school.door, &forge.provider(PROVIDER, Protocol::V3)).await;
        }
        Self { served: Served::start(&house.house).await, house, forge }
    }

    /// The same with the evaluation plugin active in both schools.
    ///
    /// # Panics
    /// When the plugin was not built.
    pub async fn with_plugin() -> Self {
        let yard = Self::open().await;
        for school in [&yard.house.a, &yard.house.b] {
            install(&yard.house.house, &school.door, &compiled().join("compiled")).await;
        }
        yard
    }

    /// A browser that nobody uses yet.
    #[must_use]
    pub fn browser(&self) -> Browser {
        Browser::new(&self.served.base)
    }

    /// The address of a page of the first school.
    #[must_use]
    pub fn at(&self, path: &str) -> String {
        format!("/e/{}{path}", self.house.a.slug)
    }

    /// Somebody of the first school, logged in through the real way.
    pub async fn login(&self, who: &str) -> Browser {
        let mut browser = self.browser();
        let seen = self.enter(&mut browser, &self.house.a, PROVIDER, &format!("ent-{who}"), "").await;
        assert_eq!((seen.status, seen.location()), (303, self.at("/").as_str()), "{who}: {}", seen.words());
        browser
    }

    /// Logs a user of the CAS server in, in this browser: the answer of the callback.
    pub async fn enter(&self, browser: &mut Browser, school: &TestSchool, provider: &str, user: &str, next: &str) -> Seen {
        let ticket = ticket();
        self.forge.vouch(&ticket, user, &[]);
        begin(browser, school, provider, next).await;
        browser.get(&callback(school, provider, &ticket)).await
    }

    /// Puts on another hat.
    pub async fn wear(&self, browser: &mut Browser, role: Role) {
        let seen = browser.post(&self.at("/profil"), &[("hat", role.as_str())]).await;
        assert_eq!(seen.status, 303, "{}", seen.words());
    }

    /// How many sessions the first school has.
    pub async fn sessions(&self) -> i64 {
        self.number("SELECT count(*) FROM session").await
    }

    /// The first number of a query in the first school.
    ///
    /// # Panics
    /// When there is none.
    pub async fn number(&self, sql: &str) -> i64 {
        self.house.peek(sql).await[0].parse().expect("number")
    }

    /// The first number of a query in any school.
    ///
    /// # Panics
    /// When there is none.
    pub async fn raw_count(&self, slug: &str, sql: &'static str) -> i64 {
        let school = self.house.store.school(&Slug::parse(slug).expect(slug)).await.expect(slug);
        school.read().await.expect("snapshot").row(sql, vec![]).await.expect(sql).expect("a row").int(0)
    }

    /// Takes the ENT id of somebody of the first school away: he waits to be attached.
    pub async fn forget_ent(&self, who: &str) {
        let id = self.house.a.person(who);
        self.house.tamper(&format!("DELETE FROM person_key WHERE kind = 'ent.{PROVIDER}' AND person = {id}")).await;
    }

    /// The newest segment of the first school's journal.
    pub async fn last_lines(&self) -> String {
        self.house.peek("SELECT CAST(lines AS BLOB) FROM journal_segment ORDER BY seq DESC LIMIT 1").await.remove(0)
    }
}

/// Begins a login: the browser gets its state; the answer is checked to lead to the CAS server.
pub async fn begin(browser: &mut Browser, school: &TestSchool, provider: &str, next: &str) {
    let query = if next.is_empty() { String::new() } else { format!("?{}", crate::browserless::urlencoded(&[("vers", next)])) };
    let seen = browser.get(&format!("/e/{}/auth/{provider}/login{query}", school.slug)).await;
    assert!(seen.status == 303 && seen.location().contains("/cas/login?service="), "{} {}", seen.status, seen.location());
}

/// The address to which a CAS server sends the browser back.
#[must_use]
pub fn callback(school: &TestSchool, provider: &str, ticket: &str) -> String {
    format!("/e/{}/auth/{provider}/callback?ticket={ticket}", school.slug)
}

/// Puts a provider into a school.
///
/// # Panics
/// When storage fails.
pub async fn put_provider(door: &Door, provider: &Provider) {
    let system = SystemScope::enter(door, "test").await.expect("system");
    let json = serde_json::to_string(provider).expect("json");
    people::put_provider(&system, provider.id.as_str(), &json).await.expect("provider");
}

/// Adds somebody whom a provider knows under this id.
///
/// # Panics
/// When the id is taken.
pub async fn add_person(door: &Door, provider: &str, user: &str, role: Role) {
    let system = SystemScope::enter(door, "test").await.expect("system");
    let ent = Some((provider.to_owned(), user.to_owned()));
    let new = NewPerson { last_name: user.to_owned(), first_name: provider.to_owned(), role, ent };
    people::add_staff(&system, new).await.expect("person");
}

/// Installs the evaluation plugin in a deployment and activates it in a school.
///
/// # Panics
/// When it was not built or is not admitted.
pub async fn install(house: &House, door: &Door, compiled: &Path) {
    let package = evaluation();
    assert!(package.exists(), "{} is missing: run make plugins", package.display());
    let (id, digest) = preau_server::plugin::install(house, compiled, &package).await.expect("install");
    let system = SystemScope::enter(door, "test").await.expect("system");
    plugins::activate_as_operator(&system, &PluginId::parse(&id).expect("id"), &digest).await.expect("activate");
}
