//! A deployment for tests: two schools with the same people under other names, a fixed clock, real logins.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use preau_domain::handle::{Handle, Kind};
use preau_domain::ids::{GroupId, PersonId, PluginId, Slug, SubjectId};
use preau_domain::manifest::Manifest;
use preau_domain::role::Role;
use preau_domain::time::{Clock, Day, Instant, Zone};
use preau_domain::uai::Uai;
use preau_policy::gate::{self, Identity, Login};
use preau_policy::house::HouseConfig;
use preau_policy::key::MasterKey;
use preau_policy::people::{self, NewSchool};
use preau_policy::plugins::{self, Granted, Manifests};
use preau_policy::system::SystemScope;
use preau_policy::{Call, Door, House, Scope};
use preau_storage::{Engine, School, Snapshot, Store, StoreConfig};
use tempfile::TempDir;

use crate::directory;
use crate::postgres::Database;

/// The id of the identity provider of both schools.
pub const PROVIDER: &str = "ent";

/// A deployment with two schools.
#[derive(Debug)]
pub struct TestHouse {
    /// The deployment.
    pub house: House,
    /// Its clock, standing at 08:00 on Monday 5 October 2026 in Paris.
    pub clock: Clock,
    /// Where its data is.
    pub engine: Engine,
    /// A second node on the same data, for what no policy gives: raw rows, tampering.
    pub store: Store,
    /// UAI 0750001A, whose names end in « Nord ».
    pub a: TestSchool,
    /// UAI 0750002B, whose names end in « Sud »; the same ids mean the same persons there.
    pub b: TestSchool,
    manifests: Manifests,
    _folder: TempDir,
}

/// One of its schools.
#[derive(Debug)]
pub struct TestSchool {
    /// Its door.
    pub door: Door,
    /// Its slug.
    pub slug: Slug,
    /// What its last names end in.
    pub suffix: &'static str,
    people: BTreeMap<&'static str, PersonId>,
    groups: BTreeMap<&'static str, GroupId>,
    subjects: BTreeMap<&'static str, SubjectId>,
}

/// The moment at which every test begins.
#[must_use]
pub fn beginning() -> Instant {
    let day = Day::from_civil(2026, 10, 5).expect("a day");
    day.start(&Zone::paris()).plus(8 * 3_600_000)
}

/// The secret of every test deployment.
#[must_use]
pub fn master() -> MasterKey {
    MasterKey::new([42; 32])
}

impl TestHouse {
    /// On SQLite, in a folder of its own.
    pub async fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("folder");
        let engine = Engine::Sqlite(folder.path().to_owned());
        Self::open(engine, folder).await
    }

    /// On PostgreSQL, in this database.
    pub async fn postgres(database: &Database) -> Self {
        Self::open(Engine::Postgres(database.url()), tempfile::tempdir().expect("folder")).await
    }

    async fn open(engine: Engine, folder: TempDir) -> Self {
        let clock = Clock::fixed(beginning());
        let house = open_house(&engine, &clock).await;
        let store = open_store(&engine, &clock).await;
        let a = TestSchool::create(&house, &store, "0750001A", "Collège Nord", "Nord").await;
        let b = TestSchool::create(&house, &store, "0750002B", "Collège Sud", "Sud").await;
        Self { house, clock, engine, store, a, b, manifests: Manifests::default(), _folder: folder }
    }

    /// Whether this deployment is on SQLite.
    #[must_use]
    pub fn is_sqlite(&self) -> bool {
        matches!(self.engine, Engine::Sqlite(_))
    }

    /// A second deployment object on the same data: another node, or the same after a restart.
    pub async fn reopen(&self) -> House {
        open_house(&self.engine, &self.clock).await
    }

    /// Another node's storage on the same data.
    pub async fn reopen_store(&self) -> Store {
        open_store(&self.engine, &self.clock).await
    }

    /// The first school's database behind the policies.
    pub async fn raw(&self) -> School {
        self.raw_of(&self.a).await
    }

    /// A school's database behind the policies.
    pub async fn raw_of(&self, school: &TestSchool) -> School {
        self.store.school(&school.slug).await.expect("school")
    }

    /// Runs a statement in the first school behind the policies, and commits it. Gives how many rows it touched.
    pub async fn tamper(&self, sql: &str) -> u64 {
        run(&self.raw().await, sql).await
    }

    /// What a query gives in the first school behind the policies: the first column as text or number.
    pub async fn peek(&self, sql: &str) -> Vec<String> {
        let sql: &'static str = sql.to_owned().leak();
        let rows = self.raw().await.read().await.expect("snapshot").rows(sql, vec![]).await.expect(sql);
        rows.iter().map(|r| r.maybe_int(0).map_or_else(|| r.byte_text(0), |n| n.to_string())).collect()
    }

    /// Everything that is stored in this school's database (`None`: in the centre's), as far as it is text.
    #[must_use]
    pub fn everything_stored(&self, school: Option<&TestSchool>) -> String {
        match &self.engine {
            Engine::Sqlite(folder) => {
                let file = school.map_or("centre.db".into(), |s| format!("schools/{}.db", s.slug));
                let parts = ["", "-wal"].map(|end| std::fs::read(folder.join(format!("{file}{end}"))).unwrap_or_default());
                String::from_utf8_lossy(&parts.concat()).into_owned()
            }
            Engine::Postgres(url) => {
                crate::postgres::dump(url, &school.map_or("preau_centre".into(), |s| format!("preau_{}", s.slug)))
            }
        }
    }

    /// The scope of somebody of the first school, after a real login, in his first hat.
    pub async fn scope(&self, who: &str) -> Scope {
        self.a.enter(who, None).await.0
    }

    /// The same in this hat.
    pub async fn scope_as(&self, who: &str, role: Role) -> Scope {
        self.a.enter(who, Some(role)).await.0
    }

    /// A call of the plugin with this manifest by somebody of the first school.
    pub async fn call(&self, who: &str, manifest: &str, writes: bool) -> Call {
        self.call_in(&self.a, who, None, manifest, writes).await
    }

    /// The same in a school and a hat.
    pub async fn call_in(&self, school: &TestSchool, who: &str, role: Option<Role>, manifest: &str, writes: bool) -> Call {
        let (scope, _) = school.enter(who, role).await;
        let granted = self.granted(school, &scope, manifest).await;
        // the snapshot is begun after everything above, so that it sees it
        let snapshot = fresh(self, school).await;
        let seed = preau_policy::commit::seed(&scope, "test", self.clock.now());
        Call::begin(Arc::new(scope), granted, snapshot, writes, seed)
    }

    /// Stores a package with this manifest, activates it in the school, and gives what the school granted.
    pub async fn granted(&self, school: &TestSchool, scope: &Scope, manifest: &str) -> Arc<Granted> {
        let digest = blake3::hash(manifest.as_bytes()).to_hex().to_string();
        let parsed = Manifest::parse(manifest).unwrap_or_else(|faults| panic!("manifest: {faults:?}"));
        let id = PluginId::parse(&parsed.plugin.id).expect("plugin id");
        plugins::store(&self.house, &digest, manifest, b"a component".to_vec()).await.expect("store");
        let system = SystemScope::enter(&school.door, "test").await.expect("system");
        plugins::activate_as_operator(&system, &id, &digest).await.expect("activate");
        let mut snapshot = fresh(self, school).await;
        self.manifests.active(&self.house, scope, &mut snapshot, &id).await.expect("active").expect("granted")
    }

    /// Moves the clock.
    pub fn later(&self, milliseconds: i64) {
        self.clock.advance(milliseconds);
    }
}

/// A snapshot of the school as it is now.
async fn fresh(house: &TestHouse, school: &TestSchool) -> Snapshot {
    house.raw_of(school).await.read().await.expect("snapshot")
}

/// Runs a statement in a school's writer and gives how many rows it touched.
pub async fn run(school: &School, sql: &str) -> u64 {
    let sql: &'static str = sql.to_owned().leak();
    let done = school.write(move |db| Box::pin(async move { Ok(preau_storage::Step::Keep(db.run(sql, vec![]).await?, vec![])) }));
    done.await.unwrap_or_else(|e| panic!("{sql}: {e}"))
}

/// A deployment on these data.
pub async fn open_house(engine: &Engine, clock: &Clock) -> House {
    let config = HouseConfig { engine: engine.clone(), master: master(), clock: clock.clone(), open_schools: 8, durable: true };
    House::open(config).await.expect("house")
}

/// The storage of such a deployment, without policies.
pub async fn open_store(engine: &Engine, clock: &Clock) -> Store {
    Store::open(store_config(engine, clock)).await.expect("store")
}

/// What [`open_store`] opens.
#[must_use]
pub fn store_config(engine: &Engine, clock: &Clock) -> StoreConfig {
    StoreConfig {
        engine: engine.clone(),
        journal_key: master().derive("journal", &[]),
        clock: clock.clone(),
        open_schools: 8,
        durable: true,
    }
}

impl TestSchool {
    async fn create(house: &House, store: &Store, uai: &str, name: &str, suffix: &'static str) -> Self {
        let new = NewSchool {
            uais: vec![Uai::parse(uai).expect("uai")],
            name: name.into(),
            place: "Paris".into(),
            zone: "Europe/Paris".into(),
        };
        let door = people::create_school(house, new).await.expect("school");
        let slug = door.slug().clone();
        let filled = directory::fill(&store.school(&slug).await.expect("school"), suffix).await;
        Self { door, slug, suffix, people: filled.people, groups: filled.groups, subjects: filled.subjects }
    }

    /// A person by his short name in [`directory`].
    #[must_use]
    pub fn person(&self, who: &str) -> PersonId {
        *self.people.get(who).unwrap_or_else(|| panic!("nobody is called {who}"))
    }

    /// Everybody: (short name, person).
    pub fn everybody(&self) -> impl Iterator<Item = (&'static str, PersonId)> + '_ {
        self.people.iter().map(|(name, id)| (*name, *id))
    }

    /// The short name of a person.
    #[must_use]
    pub fn who(&self, person: PersonId) -> &'static str {
        self.people.iter().find(|(_, id)| **id == person).map_or("?", |(name, _)| name)
    }

    /// A group by its label.
    #[must_use]
    pub fn group(&self, label: &str) -> GroupId {
        *self.groups.get(label).unwrap_or_else(|| panic!("no group {label}"))
    }

    /// A subject by its code.
    #[must_use]
    pub fn subject(&self, code: &str) -> SubjectId {
        *self.subjects.get(code).unwrap_or_else(|| panic!("no subject {code}"))
    }

    /// The identity that the ENT gives of somebody.
    #[must_use]
    pub fn identity(&self, who: &str) -> Identity {
        Identity { provider: PROVIDER.into(), ent_id: format!("ent-{who}"), keys: vec![], attributes: "{}".into() }
    }

    /// Logs somebody in with a ticket of his own: the cookie's secret, or what became of it.
    pub async fn login(&self, who: &str) -> Login {
        gate::login(&self.door, self.identity(who), &ticket(), "Firefox", None).await.expect("login")
    }

    /// Logs somebody in and gives the cookie's secret.
    pub async fn secret(&self, who: &str) -> String {
        match self.login(who).await {
            Login::Open { secret, person } => {
                assert_eq!(person, self.person(who), "{who} is somebody else");
                secret
            }
            other => panic!("{who} cannot log in: {other:?}"),
        }
    }

    /// Logs somebody in, puts the hat on, and enters: scope and snapshot of a request.
    pub async fn enter(&self, who: &str, role: Option<Role>) -> (Scope, Snapshot) {
        let secret = self.secret(who).await;
        let entered = gate::enter(&self.door, &secret).await.expect("enter").expect("a session");
        match role {
            Some(role) if entered.0.role() != role => {
                drop(entered.1);
                assert!(gate::wear(&entered.0, role).await.expect("wear"), "{who} has no hat {role}");
                gate::enter(&self.door, &secret).await.expect("enter").expect("a session")
            }
            _ => entered,
        }
    }

    /// A person's handle for the plugin of a call.
    #[must_use]
    pub fn handle(&self, call: &Call, who: &str) -> Handle {
        call.handle(Kind::Person, self.person(who).0)
    }
}

/// A ticket that no other login of this process has.
#[must_use]
pub fn ticket() -> String {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    format!("ST-{}-test", NEXT.fetch_add(1, Ordering::Relaxed))
}
