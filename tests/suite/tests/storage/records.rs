//! Records: byte order, prefixes, pages, embargo, parents, references, versions, and what changed since.

use preau_storage::record::{self, Found, Scan, Whose};
use preau_storage::record_write::{self, Stamp, Write};
use preau_storage::{School, Step};
use preau_suite::Engines;

fn rec(key: &str, subject: i64) -> Write {
    Write {
        collection: "c".into(),
        subject,
        key: key.into(),
        value: Some(format!("\"{key}\"")),
        embargo: None,
        parent: None,
        references: vec![],
    }
}

async fn put(school: &School, author: i64, at: i64, writes: Vec<Write>) {
    let stamp = Stamp { plugin: "p".into(), author, at, year: 2026 };
    let job = school.write(move |db| {
        Box::pin(async move {
            record_write::apply(db, &stamp, &writes).await?;
            Ok(Step::Keep((), vec![]))
        })
    });
    job.await.unwrap();
}

fn all(prefix: &str) -> Scan {
    Scan {
        plugin: "p".into(),
        collection: "c".into(),
        whose: Whose::About(vec![1, 2, 3]),
        prefix: prefix.into(),
        after: None,
        limit: 1000,
        embargo_at: None,
        viewer: 0,
        own_only: false,
    }
}

async fn scan(school: &School, scan: Scan) -> Vec<Found> {
    record::scan(&mut school.read().await.unwrap(), &scan).await.unwrap()
}

async fn keys(school: &School, s: Scan) -> Vec<String> {
    scan(school, s).await.into_iter().map(|f| f.key).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn order_is_the_order_of_bytes() {
    Engines::each(async |house| {
        let school = house.raw().await;
        let mut sorted = vec![
            "é", "e", "E", "ea", "z", "Z", "10", "9", "a-b", "a/b", "a", "ab", "à", "ß", "日本", "a b", "_", "'", "\\", "\"",
        ];
        put(&school, 1, 1, sorted.iter().map(|k| rec(k, 1)).collect()).await;
        sorted.sort_by_key(|k| k.as_bytes());
        assert_eq!(keys(&school, all("")).await, sorted);
        let values: Vec<String> = scan(&school, all("")).await.into_iter().map(|f| f.value).collect();
        assert_eq!(values, sorted.iter().map(|k| format!("\"{k}\"")).collect::<Vec<_>>());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_prefix_gives_what_begins_with_it() {
    Engines::each(async |house| {
        let school = house.raw().await;
        let stored = ["ev", "ev1", "ev1/a", "ev1/é", "ev10", "ev2", "evé", "EV1", "f", "ev1/\u{10ffff}"];
        put(&school, 1, 1, stored.iter().map(|k| rec(k, 1)).collect()).await;
        for prefix in ["ev", "ev1", "ev1/", "evé", "e", "f", "g", "", "ev1/\u{10ffff}", "EV"] {
            let mut expected: Vec<&str> = stored.into_iter().filter(|k| k.starts_with(prefix)).collect();
            expected.sort_by_key(|k| k.as_bytes());
            assert_eq!(keys(&school, all(prefix)).await, expected, "{prefix}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_cover_everything_once() {
    Engines::each(async |house| {
        let school = house.raw().await;
        let writes: Vec<Write> = (0..40).flat_map(|n| (1..=3).map(move |s| rec(&format!("k{n:02}é"), s))).collect();
        let mut expected: Vec<(String, i64)> = writes.iter().map(|w| (w.key.clone(), w.subject)).collect();
        put(&school, 1, 1, writes).await;
        expected.sort();
        for (limit, prefix) in [(1, "k"), (7, "k"), (40, ""), (120, "k"), (121, "")] {
            let (mut found, mut after) = (Vec::new(), None);
            loop {
                let page = scan(&school, Scan { limit, after: after.clone(), ..all(prefix) }).await;
                assert!(i64::try_from(page.len()).unwrap() <= limit);
                let Some(last) = page.last() else { break };
                after = Some((last.key.clone(), last.subject));
                found.extend(page.into_iter().map(|f| (f.key, f.subject)));
            }
            assert_eq!(found, expected, "pages of {limit}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn embargo_hides_from_families_what_they_did_not_write() {
    Engines::each(async |house| {
        let school = house.raw().await;
        let parent = |key: &str, embargo| Write { embargo, ..rec(key, 0) };
        put(&school, 9, 1, vec![parent("open", Some(100)), parent("shut", Some(500)), parent("gone", None)]).await;
        let under = |key: &str, of: &str, embargo| Write { parent: Some(("c".into(), of.into())), embargo, ..rec(key, 1) };
        put(&school, 9, 1, vec![under("a", "open", None), under("b", "shut", None), under("c", "open", Some(300))]).await;
        put(
            &school,
            9,
            1,
            vec![under("d", "gone", None), under("e", "never-was", None), Write { embargo: Some(201), ..rec("f", 1) }],
        )
        .await;
        put(&school, 1, 1, vec![under("own", "shut", Some(900))]).await;
        put(&school, 9, 1, vec![Write { value: None, ..parent("gone", None) }]).await;
        let seen = async |at: Option<i64>, viewer: i64| keys(&school, Scan { embargo_at: at, viewer, ..all("") }).await.join(" ");
        assert_eq!(seen(None, 9).await, "a b c f own", "staff; a deleted parent hides, an absent one too");
        assert_eq!(seen(Some(99), 1).await, "own", "before: only his own writing");
        assert_eq!(seen(Some(100), 1).await, "a own", "at the moment itself it is visible");
        assert_eq!(seen(Some(200), 1).await, "a own");
        assert_eq!(seen(Some(201), 1).await, "a f own");
        assert_eq!(seen(Some(300), 2).await, "a c f", "somebody else's writing stays hidden");
        assert_eq!(seen(Some(900), 2).await, "a b c f own");
        // the same by prefix, where the other statement runs
        assert_eq!(keys(&school, Scan { embargo_at: Some(200), viewer: 2, ..all("b") }).await, [""; 0]);
        let commons = Scan { whose: Whose::Common(None), embargo_at: Some(200), viewer: 2, ..all("") };
        assert_eq!(keys(&school, commons).await, ["open"]);
        // moving the parent's date moves everything under it
        put(&school, 9, 2, vec![parent("shut", Some(150))]).await;
        assert_eq!(seen(Some(200), 2).await, "a b");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn references_versions_and_authors_follow_the_record() {
    Engines::each(async |house| {
        let school = house.raw().await;
        let with = |key: &str, target| Write { references: vec![("g".into(), 2, target)], ..rec(key, 0) };
        put(&school, 7, 10, vec![with("a", 5), with("b", 6), rec("c", 0)]).await;
        let by_group = |groups: Vec<i64>| Scan { whose: Whose::Common(Some(("g".into(), groups))), ..all("") };
        assert_eq!(keys(&school, by_group(vec![5])).await, ["a"]);
        assert_eq!(keys(&school, by_group(vec![5, 6, 7])).await, ["a", "b"]);
        assert_eq!(keys(&school, by_group(vec![])).await, [""; 0]);

        put(&school, 8, 20, vec![with("a", 6)]).await;
        assert_eq!(keys(&school, by_group(vec![5])).await, [""; 0]);
        let a = scan(&school, by_group(vec![6])).await.remove(0);
        assert_eq!((a.key.as_str(), a.version, a.author, a.changed), ("a", 2, 8, 20));
        let own = |viewer| Scan { whose: Whose::Common(None), own_only: true, viewer, ..all("") };
        assert_eq!(keys(&school, own(7)).await, ["b", "c"]);
        let asked = [("a".to_owned(), 0), ("c".to_owned(), 0), ("b".to_owned(), 1)];
        let found = record::references(&mut school.read().await.unwrap(), "p", "c", "g", &asked).await.unwrap();
        assert_eq!(found, [("a".to_owned(), 0, 2, 6)]);

        // a removed record keeps its version, so that a late writer cannot take it for the first
        put(&school, 8, 30, vec![Write { value: None, ..rec("a", 0) }]).await;
        let mut db = school.read().await.unwrap();
        assert_eq!(record::stored(&mut db, "p", "c", "a", 0).await.unwrap(), None);
        assert_eq!(record::references(&mut db, "p", "c", "g", &asked).await.unwrap(), []);
        drop(db);
        put(&school, 7, 40, vec![with("a", 5)]).await;
        let mut db = school.read().await.unwrap();
        assert_eq!(record::stored(&mut db, "p", "c", "a", 0).await.unwrap(), Some((7, 4)));
        assert_eq!(record::stored(&mut db, "other", "c", "a", 0).await.unwrap(), None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_changed_since_is_found_and_nothing_else() {
    Engines::each(async |house| {
        let school = house.raw().await;
        put(&school, 1, 1, vec![rec("a1", 1), rec("a2", 2), rec("b1", 1)]).await;
        let since = record::last_change(&mut school.read().await.unwrap()).await.unwrap();
        let changed = async |prefix: &str, people: Option<&[i64]>| {
            record::changed_since(&mut school.read().await.unwrap(), "p", "c", prefix, people, since).await.unwrap()
        };
        assert!(!changed("", None).await);
        for (what, write) in
            [("insert", rec("a3", 2)), ("update", rec("a2", 2)), ("delete", Write { value: None, ..rec("a2", 2) })]
        {
            // each begins where nothing of subject 2 changed
            house.tamper(&format!("UPDATE record SET seq = {since}")).await;
            assert!(!changed("a", None).await);
            put(&school, 1, 2, vec![write]).await;
            assert!(changed("a", None).await, "{what}");
            assert!(changed("", Some(&[1, 2])).await, "{what}");
            assert!(!changed("b", None).await, "{what}: another prefix");
            assert!(!changed("a", Some(&[1])).await, "{what}: another person");
            assert!(!changed("a", Some(&[])).await, "{what}: nobody");
        }
        let mut db = school.read().await.unwrap();
        let seen = |key: &str, subject, version| ("c".to_owned(), subject, key.to_owned(), version);
        assert_eq!(record::stale(&mut db, "p", &[]).await.unwrap(), None);
        assert_eq!(record::stale(&mut db, "p", &[seen("a1", 1, 1), seen("a2", 2, 0), seen("x", 1, 0)]).await.unwrap(), None);
        assert_eq!(record::stale(&mut db, "p", &[seen("a1", 1, 1), seen("b1", 1, 2)]).await.unwrap().as_deref(), Some("b1"));
        assert_eq!(record::stale(&mut db, "p", &[seen("a1", 1, 0)]).await.unwrap().as_deref(), Some("a1"));
        assert_eq!(record::stale(&mut db, "p", &[seen("x", 1, 1)]).await.unwrap().as_deref(), Some("x"));
    })
    .await;
}
