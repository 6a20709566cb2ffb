//! A generated school, entered by the real importer, behind a real router whose plugin is made of glass.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use preau_domain::handle::{Handle, Kind};
use preau_domain::ids::{PersonId, PluginId};
use preau_domain::time::SchoolYear;
use preau_domain::uai::Uai;
use preau_policy::gate::{self, Identity, Login};
use preau_policy::handle::Cipher;
use preau_policy::people::{self, NewSchool};
use preau_policy::roster::{By, apply, prepare};
use preau_policy::system::SystemScope;
use preau_policy::{Door, plugins};
use preau_roster::Settled;
use preau_server::config::Config;
use preau_server::wire;
use preau_storage::args;
use preau_suite::TestHouse;
use preau_suite::browserless::{Browser, tls};
use preau_suite::house::{PROVIDER, master, ticket};
use preau_synth::{Person, School, Size};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::glass::{Glass, package};

/// The plugin's id, the same behind glass: it is its manifest.
pub(super) const PLUGIN: &str = preau_suite::served::EVALUATION;
/// What the school is called, which no plugin asks for.
pub(super) const NAME: &str = "Collège des Glaïeuls";
/// Where it is.
pub(super) const PLACE: &str = "Valmont-sur-Lège";

/// The school, its guest and its router.
pub(super) struct Site {
    pub(super) house: TestHouse,
    pub(super) door: Door,
    /// Its people, as the ENT knows them.
    pub(super) people: Vec<Person>,
    pub(super) glass: Arc<Glass>,
    pub(super) package: Vec<u8>,
    base: String,
    task: JoinHandle<()>,
}

impl Drop for Site {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Site {
    /// With the guest under this manifest.
    pub(super) async fn open(manifest: &str) -> Self {
        let house = TestHouse::sqlite().await;
        let uai = Uai::parse(preau_server::demo::UAI).unwrap();
        let school = School::sized(20_260_901, SchoolYear(2026), &uai, Size::SMALL);
        let new = NewSchool { uais: vec![uai], name: NAME.into(), place: PLACE.into(), zone: "Europe/Paris".into() };
        let door = people::create_school(&house.house, new).await.unwrap();
        let system = SystemScope::enter(&door, "test").await.unwrap();
        let prepared = prepare(By::Operator(&system), school.files(), &Settled::nothing(), &mut |_| {}).await.unwrap();
        apply(By::Operator(&system), prepared, false, &mut |_| {}).await.unwrap();
        let package = package(manifest);
        let (glass, digest) = Glass::open(&package, manifest).await;
        plugins::store(&house.house, &digest, manifest, package.clone()).await.unwrap();
        plugins::activate_as_operator(&system, &PluginId::parse(PLUGIN).unwrap(), &digest).await.unwrap();
        tls();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let config = Config::embedded(&preau_suite::served::compiled(), listener.local_addr().unwrap());
        let router = wire::router_with(&config, house.house.clone(), glass.clone()).unwrap();
        let task = tokio::spawn(serve(listener, router));
        Self { house, door, people: school.people(), glass, package, base: config.server.public, task }
    }

    /// The address of a page of the school.
    pub(super) fn at(&self, path: &str) -> String {
        format!("/e/{}{path}", self.door.slug())
    }

    /// The address of a page of the plugin.
    pub(super) fn page(&self, route: &str) -> String {
        self.at(&format!("/p/{PLUGIN}{route}"))
    }

    /// Logs somebody in whom the ENT knows; gives the cookie's secret too.
    pub(super) async fn login(&self, who: &Person) -> (Browser, String) {
        let keys = [("siecle.eleve", &who.eleve_id), ("siecle.personne", &who.personne_id), ("sts", &who.sts_id)];
        let keys = keys.into_iter().filter_map(|(kind, key)| Some((kind.to_owned(), key.clone()?))).collect();
        let attributes = serde_json::json!({ "displayName": who.name, "ENTEleveClasses": who.classe }).to_string();
        let identity = Identity { provider: PROVIDER.into(), ent_id: who.login.clone(), keys, attributes };
        let login = gate::login(&self.door, identity, &ticket(), "Firefox", None).await.unwrap();
        let Login::Open { secret, .. } = login else { panic!("{} cannot log in: {login:?}", who.login) };
        let mut browser = Browser::new(&self.base);
        browser.put_cookie(&self.at(""), "preau_session", &secret);
        (browser, secret)
    }

    /// The rows of a query.
    pub(super) async fn rows(&self, sql: &'static str, of: Option<PersonId>) -> Vec<preau_storage::query::Row> {
        let school = self.house.store.school(self.door.slug()).await.unwrap();
        let given = of.map_or_else(Vec::new, |id| args![id.0]);
        school.read().await.unwrap().rows(sql, given).await.unwrap()
    }

    /// The person in a handle of the plugin.
    pub(super) fn open_handle(&self, handle: Handle) -> PersonId {
        PersonId(self.cipher().open(Kind::Person, handle).expect("a person"))
    }

    /// The handle of a person for the plugin.
    pub(super) fn handle(&self, person: PersonId) -> Handle {
        self.cipher().seal(Kind::Person, person.0)
    }

    fn cipher(&self) -> Cipher {
        Cipher::new(&master(), self.door.slug(), &PluginId::parse(PLUGIN).unwrap())
    }

    /// The ENT's account of whoever has this key of the files.
    pub(super) fn account(&self, key: &str) -> &Person {
        let is = |own: &Option<String>| own.as_deref() == Some(key);
        let found = self.people.iter().find(|p| is(&p.eleve_id) || is(&p.personne_id) || is(&p.sts_id) || p.login == key);
        found.unwrap_or_else(|| panic!("nobody has {key}"))
    }
}

async fn serve(listener: TcpListener, router: Router) {
    axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>()).await.expect("served");
}
