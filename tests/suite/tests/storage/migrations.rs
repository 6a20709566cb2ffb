//! Migrations: from nothing, again, altered, newer, and from two nodes at once.

use preau_domain::ids::Slug;
use preau_domain::time::Clock;
use preau_domain::uai::Uai;
use preau_storage::centre::Tenant;
use preau_storage::{Engine, StorageError, Store};
use preau_suite::Engines;
use preau_suite::house::{beginning, open_store, run};

fn tenant(number: u32) -> Tenant {
    let uai = Uai::parse(&format!("075000{number}A")).unwrap();
    Tenant {
        slug: Slug::parse(&uai.as_str().to_lowercase()).unwrap(),
        name: format!("Collège {number}"),
        place: "Paris".into(),
        zone: "Europe/Paris".into(),
        uais: vec![uai],
    }
}

async fn store(engine: &Engine) -> Store {
    open_store(engine, &Clock::fixed(beginning())).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_is_made_from_nothing_and_opened_again() {
    Engines::each_empty(async |engine| {
        let first = store(&engine).await;
        first.centre().add_tenant(&tenant(1), 7).await.unwrap();
        let school = first.school(&tenant(1).slug).await.unwrap();
        run(&school, "INSERT INTO meta (name, value) VALUES ('name', 'gardé')").await;
        drop((school, first));

        let again = store(&engine).await;
        assert_eq!(again.centre().tenant(&tenant(1).slug).await.unwrap(), Some(tenant(1)));
        let school = again.school(&tenant(1).slug).await.unwrap();
        let mut db = school.read().await.unwrap();
        assert_eq!(preau_storage::import::meta(&mut db, "name").await.unwrap().as_deref(), Some("gardé"));
        let applied = db.rows("SELECT number FROM migration", vec![]).await.unwrap();
        assert_eq!(applied.iter().map(|r| r.int(0)).collect::<Vec<_>>(), [1]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_altered_or_newer_database_is_refused() {
    Engines::each_empty(async |engine| {
        let changes = [
            (1, "UPDATE migration SET digest = 'x' WHERE number = 1"),
            (2, "INSERT INTO migration (number, digest) VALUES (2, 'of a newer program')"),
        ];
        for (number, change) in changes {
            let first = store(&engine).await;
            let tenant = tenant(u32::try_from(number).unwrap());
            first.centre().add_tenant(&tenant, 7).await.unwrap();
            run(&first.school(&tenant.slug).await.unwrap(), change).await;
            let refused = store(&engine).await.school(&tenant.slug).await;
            assert!(matches!(refused, Err(StorageError::ForeignMigration(at)) if at == number), "{refused:?}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_nodes_open_the_same_new_schools_at_once() {
    Engines::each_empty(async |engine| {
        let nodes = [store(&engine).await, store(&engine).await];
        let slugs: Vec<Slug> = (1..=6).map(|n| tenant(n).slug).collect();
        for number in 1..=6 {
            nodes[0].centre().add_tenant(&tenant(number), 7).await.unwrap();
        }
        let opened: Vec<_> = slugs
            .iter()
            .flat_map(|slug| nodes.iter().map(move |node| (node.clone(), slug.clone())))
            .map(|(node, slug)| tokio::spawn(async move { node.school(&slug).await.map(drop) }))
            .collect();
        for school in opened {
            school.await.unwrap().unwrap();
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_tenant_is_added_once_and_an_unknown_one_is_not_opened() {
    Engines::each_empty(async |engine| {
        let store = store(&engine).await;
        store.centre().add_tenant(&tenant(1), 7).await.unwrap();
        assert!(matches!(store.centre().add_tenant(&tenant(1), 7).await, Err(StorageError::TenantExists(_))));
        let same_uai = Tenant { slug: Slug::parse("reseau").unwrap(), ..tenant(1) };
        assert!(
            matches!(store.centre().add_tenant(&same_uai, 7).await, Err(StorageError::TenantExists(uai)) if uai == "0750001A")
        );
        assert_eq!(store.centre().tenant(&same_uai.slug).await.unwrap(), None, "half a tenant stayed");
        assert!(matches!(store.school(&same_uai.slug).await, Err(StorageError::NoSuchTenant(_))));
    })
    .await;
}
