//! One school sees nothing of another; what is dropped leaves nothing behind.

use preau_domain::fold::fold;
use preau_storage::args;
use preau_suite::Engines;
use preau_suite::engines::on_postgres;
use preau_suite::house::run;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_schools_see_nothing_of_each_other() {
    Engines::each(async |house| {
        // the same connections serve both schools in turn, and the same ids mean other persons
        let mut readers = Vec::new();
        for turn in 0..60 {
            let (school, suffix, other) =
                if turn % 2 == 0 { (house.raw().await, "Nord", "Sud") } else { (house.raw_of(&house.b).await, "Sud", "Nord") };
            readers.push(tokio::spawn(async move {
                let mut db = school.read().await.unwrap();
                let ids: Vec<i64> = (1..100).collect();
                let names = preau_storage::person::names(&mut db, &ids).await.unwrap();
                assert_eq!(names.len(), 24);
                assert!(names.iter().all(|n| n.last_name.ends_with(suffix) && !n.last_name.ends_with(other)), "{suffix}");
                let found = preau_storage::person::accounts(&mut db, "", &fold("Lefèvre"), 100).await.unwrap();
                assert!(found.iter().all(|a| a.last_name == format!("Lefèvre {suffix}")) && found.len() == 3);
            }));
        }
        for reader in readers {
            reader.await.unwrap();
        }
        run(&house.raw().await, "INSERT INTO meta (name, value) VALUES ('only', 'Nord')").await;
        let mut db = house.raw_of(&house.b).await.read().await.unwrap();
        assert_eq!(preau_storage::import::meta(&mut db, "only").await.unwrap(), None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_role_reads_its_own_schema_only() {
    on_postgres(async |house| {
        let school = house.raw().await;
        for (sql, why) in [
            ("SELECT id FROM preau_0750002b.person", "another school"),
            ("SELECT slug FROM preau_centre.tenant", "the centre"),
            ("SELECT passwd FROM pg_catalog.pg_shadow", "the server's roles"),
        ] {
            let refused = school.read().await.unwrap().rows(sql, vec![]).await.unwrap_err().to_string();
            assert!(refused.contains("permission denied"), "{why}: {refused}");
        }
        let own = school.read().await.unwrap().rows("SELECT id FROM preau_0750001a.person", vec![]).await.unwrap();
        assert_eq!(own.len(), 24);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_search_path_nothing_is_found() {
    on_postgres(async |house| {
        let mut db = house.raw().await.read().await.unwrap();
        assert_eq!(db.row("SHOW search_path", args![]).await.unwrap().unwrap().text(0), "preau_0750001a");
        // back to what the connection has before a transaction names its school
        db.run("RESET search_path", args![]).await.unwrap();
        assert_eq!(db.row("SHOW search_path", args![]).await.unwrap().unwrap().text(0), "");
        let lost = db.rows("SELECT id FROM person", args![]).await.unwrap_err().to_string();
        assert!(lost.contains("does not exist"), "{lost}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_snapshot_is_of_one_moment_and_cannot_write() {
    Engines::each(async |house| {
        let school = house.raw().await;
        let mut old = school.read().await.unwrap();
        let count = "SELECT count(*) FROM meta";
        let before = old.row(count, vec![]).await.unwrap().unwrap().int(0);
        run(&school, "INSERT INTO meta (name, value) VALUES ('a', 'b')").await;
        assert_eq!(old.row(count, vec![]).await.unwrap().unwrap().int(0), before);
        assert!(old.run("INSERT INTO meta (name, value) VALUES ('c', 'd')", vec![]).await.is_err());
        drop(old);
        // more snapshots than connections: each dropped one was given back clean
        for _ in 0..30 {
            let mut new = school.read().await.unwrap();
            assert_eq!(new.row(count, vec![]).await.unwrap().unwrap().int(0), before + 1);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_dropped_without_commit_is_rolled_back() {
    Engines::each(async |house| {
        let school = house.raw().await;
        // a defect in a job: its transaction is dropped on the way out
        let died = school
            .write::<(), _>(|db| {
                Box::pin(async move {
                    db.run("INSERT INTO meta (name, value) VALUES ('half', 'done')", vec![]).await?;
                    panic!("a defect in a job, on purpose");
                })
            })
            .await;
        assert!(matches!(died, Err(preau_storage::StorageError::WriterGone)), "{died:?}");
        run(&school, "INSERT INTO meta (name, value) VALUES ('after', 'it')").await;
        assert_eq!(house.peek("SELECT name FROM meta WHERE name IN ('half', 'after')").await, ["after"]);
    })
    .await;
}
