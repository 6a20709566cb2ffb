//! A school without anybody, beside the two of the harness, into which official files are imported.

use std::collections::BTreeMap;

use preau_domain::ids::PersonId;
use preau_domain::role::Role;
use preau_domain::uai::Uai;
use preau_policy::gate::{self, Identity, Login};
use preau_policy::people::{self, NewPerson, NewSchool};
use preau_policy::roster::{Applied, By, Prepared, apply, prepare};
use preau_policy::system::SystemScope;
use preau_policy::{Door, PolicyError, Scope};
use preau_roster::Settled;
use preau_storage::School;
use preau_suite::house::{PROVIDER, ticket};
use preau_suite::{Engines, TestHouse};

pub(super) const UAI: &str = "0750680G";

/// A list of named files.
pub(super) type Given = Vec<(String, Vec<u8>)>;

/// An empty school, the operator in it, and its database behind the policies.
pub(super) struct Fresh {
    pub(super) door: Door,
    pub(super) system: SystemScope,
    pub(super) raw: School,
}

/// Runs `body` on both engines, each time with a school without anybody.
pub(super) async fn each(body: impl AsyncFn(&TestHouse, &Fresh)) {
    Engines::each(async |house| {
        let fresh = Fresh::create(&house, UAI).await;
        body(&house, &fresh).await;
    })
    .await;
}

impl Fresh {
    pub(super) async fn create(house: &TestHouse, uai: &str) -> Self {
        let new = NewSchool {
            uais: vec![Uai::parse(uai).unwrap()],
            name: "Collège des Tilleuls".into(),
            place: "Valmont".into(),
            zone: "Europe/Paris".into(),
        };
        let door = people::create_school(&house.house, new).await.unwrap();
        let system = SystemScope::enter(&door, "test").await.unwrap();
        let raw = house.store.school(door.slug()).await.unwrap();
        Self { door, system, raw }
    }

    pub(super) fn operator(&self) -> By<'_> {
        By::Operator(&self.system)
    }

    pub(super) async fn plan(&self, files: Given) -> Prepared {
        self.plan_settled(files, &Settled::nothing()).await
    }

    pub(super) async fn plan_settled(&self, files: Given, settled: &Settled) -> Prepared {
        prepare(self.operator(), files, settled, &mut |_| {}).await.unwrap()
    }

    pub(super) async fn apply(&self, prepared: Prepared) -> Applied {
        apply(self.operator(), prepared, false, &mut |_| {}).await.unwrap()
    }

    pub(super) async fn import(&self, files: Given) -> Applied {
        self.apply(self.plan(files).await).await
    }

    /// The sentence with which `prepared` is refused.
    pub(super) async fn refusal(&self, prepared: Prepared) -> &'static str {
        match apply(self.operator(), prepared, false, &mut |_| {}).await {
            Err(PolicyError::Refused(text)) => text.key(),
            other => panic!("{other:?}"),
        }
    }

    /// The first column of a query, as text.
    pub(super) async fn ask(&self, sql: &'static str) -> Vec<String> {
        let rows = self.raw.read().await.unwrap().rows(sql, vec![]).await.unwrap();
        rows.iter().map(|r| r.maybe_int(0).map_or_else(|| r.byte_text(0), |n| n.to_string())).collect()
    }

    pub(super) async fn number(&self, sql: &'static str) -> usize {
        self.ask(sql).await[0].parse().unwrap()
    }

    /// The person with this key of the files; 0 for nobody.
    pub(super) async fn person(&self, kind: &str, key: &str) -> i64 {
        let args = preau_storage::args![kind, key];
        let row = self
            .raw
            .read()
            .await
            .unwrap()
            .row("SELECT person FROM person_key WHERE kind = $1 AND value = $2", args)
            .await
            .unwrap();
        row.map_or(0, |r| r.int(0))
    }

    /// The roles of a person with where they come from, such as `professeur import`.
    pub(super) async fn roles(&self, id: i64) -> Vec<String> {
        let sql = "SELECT role || ' ' || origin FROM person_role WHERE person = $1 ORDER BY role";
        let rows = self.raw.read().await.unwrap().rows(sql, preau_storage::args![id]).await.unwrap();
        rows.iter().map(|r| r.text(0).to_owned()).collect()
    }

    /// Logs in whom the ENT knows by this key of the files.
    pub(super) async fn login(&self, kind: &str, key: &str) -> Login {
        let keys = vec![(kind.to_owned(), key.to_owned())];
        let identity = Identity { provider: PROVIDER.into(), ent_id: format!("ent-{key}"), keys, attributes: "{}".into() };
        gate::login(&self.door, identity, &ticket(), "Firefox", None).await.unwrap()
    }

    /// The scope of a new session of him.
    pub(super) async fn scope(&self, kind: &str, key: &str) -> Scope {
        let Login::Open { secret, .. } = self.login(kind, key).await else { panic!("{kind} {key} cannot log in") };
        gate::enter(&self.door, &secret).await.unwrap().unwrap().0
    }

    /// An administrateur added by hand, logged in.
    pub(super) async fn administrateur(&self) -> Scope {
        let ent = Some((PROVIDER.to_owned(), "ent-admin".to_owned()));
        let new = NewPerson { last_name: "Nom".into(), first_name: "Admin".into(), role: Role::Administrateur, ent };
        people::add_staff(&self.system, new).await.unwrap();
        self.scope("none", "admin").await
    }
}

/// Everything of the directory of a school, and what an import leaves beside it, table by table.
pub(super) async fn dump(school: &School) -> BTreeMap<&'static str, Vec<String>> {
    const TABLES: [(&str, &str); 12] = [
        ("person", "SELECT * FROM person ORDER BY id"),
        ("person_key", "SELECT * FROM person_key ORDER BY kind, value"),
        ("person_role", "SELECT * FROM person_role ORDER BY person, role"),
        ("school_group", "SELECT * FROM school_group ORDER BY id"),
        ("subject", "SELECT * FROM subject ORDER BY id"),
        ("membership", "SELECT * FROM membership ORDER BY person, grp"),
        ("teaching", "SELECT * FROM teaching ORDER BY person, grp, subject"),
        ("function_held", "SELECT * FROM function_held ORDER BY person, function, grp, from_day"),
        ("guardianship", "SELECT * FROM guardianship ORDER BY guardian, pupil"),
        ("session", "SELECT * FROM session ORDER BY id"),
        ("counter", "SELECT * FROM counter ORDER BY name"),
        ("import_run", "SELECT * FROM import_run ORDER BY id"),
    ];
    let mut snapshot = school.read().await.unwrap();
    let mut out = BTreeMap::new();
    for (name, sql) in TABLES {
        let rows = snapshot.rows(sql, vec![]).await.unwrap();
        out.insert(name, rows.iter().map(|r| format!("{r:?}")).collect());
    }
    out
}

/// The same without what every import leaves, even one that changes nothing.
pub(super) async fn directory(school: &School) -> BTreeMap<&'static str, Vec<String>> {
    let mut all = dump(school).await;
    all.remove("counter");
    all.remove("import_run");
    all
}

/// The id of a person, for calls of policies.
pub(super) fn of(id: i64) -> PersonId {
    PersonId(id)
}
