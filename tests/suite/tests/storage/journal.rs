//! The journal: every change of it shows, an older file too.

use preau_policy::{PolicyError, journal};
use preau_storage::journal::Verdict;
use preau_storage::{Engine, StorageError};
use preau_suite::house::open_house;
use preau_suite::{Engines, TestHouse};
use serde_json::Value;

use super::writer::line;

/// Some segments with all kinds of lines.
async fn written(house: &TestHouse) -> i64 {
    house.raw().await.note(vec![line("one"), line("two")]).await.unwrap();
    house.raw().await.note(vec![line("three")]).await.unwrap();
    house.scope("durand").await;
    house.raw().await.note(vec![line("four")]).await.unwrap();
    assert!(matches!(journal::verify(&house.house, &house.a.door).await.unwrap(), Verdict::Sound { lines, .. } if lines > 4));
    house.peek("SELECT seq FROM journal_head").await[0].parse().unwrap()
}

async fn verdict(house: &TestHouse) -> Verdict {
    house.raw().await.verify_journal().await.unwrap()
}

fn altered(value: &Value) -> Value {
    match value {
        Value::Number(n) => (n.as_i64().unwrap() + 1).into(),
        Value::String(s) => format!("{s}x").into(),
        Value::Array(list) => list.iter().skip(1).cloned().collect(),
        other => panic!("{other}"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_field_of_every_line_is_sealed() {
    Engines::each(async |house| {
        let last = written(&house).await;
        let mut fields = 0;
        for seq in 1..=last {
            let text = house.peek(&format!("SELECT lines FROM journal_segment WHERE seq = {seq}")).await.remove(0);
            let lines: Value = serde_json::from_str(&text).unwrap();
            for (at, line) in lines.as_array().unwrap().iter().enumerate() {
                for (field, value) in line.as_array().unwrap().iter().enumerate() {
                    if value.as_array().is_some_and(Vec::is_empty) {
                        continue;
                    }
                    let mut changed = lines.clone();
                    changed[at][field] = altered(value);
                    set_lines(&house, seq, &changed.to_string()).await;
                    assert_eq!(verdict(&house).await, Verdict::Altered(seq), "line {at}, field {field}");
                    fields += 1;
                }
            }
            let mut fewer = lines.clone();
            fewer.as_array_mut().unwrap().pop();
            set_lines(&house, seq, &fewer.to_string()).await;
            assert_eq!(verdict(&house).await, Verdict::Altered(seq), "a line taken out");
            set_lines(&house, seq, &text).await;
            house.tamper(&format!("UPDATE journal_segment SET at = at + 1 WHERE seq = {seq}")).await;
            assert_eq!(verdict(&house).await, Verdict::Altered(seq), "its moment");
            house.tamper(&format!("UPDATE journal_segment SET at = at - 1 WHERE seq = {seq}")).await;
        }
        assert!(fields >= 45, "{fields} fields were tried");
        assert!(matches!(verdict(&house).await, Verdict::Sound { .. }));
    })
    .await;
}

async fn set_lines(house: &TestHouse, seq: i64, lines: &str) {
    let quoted = lines.replace('\'', "''");
    assert_eq!(house.tamper(&format!("UPDATE journal_segment SET lines = '{quoted}' WHERE seq = {seq}")).await, 1);
}

/// Each change by somebody who has the database and not the key, in a deployment of its own, and what is said of it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_cut_has_its_verdict() {
    let cuts: [(&str, &[&str], Verdict); 8] = [
        ("a segment in the middle", &["DELETE FROM journal_segment WHERE seq = 2"], Verdict::Missing(3)),
        ("the first segment", &["DELETE FROM journal_segment WHERE seq = 1"], Verdict::Missing(2)),
        ("the head's number", &["UPDATE journal_head SET seq = seq + 1"], Verdict::Head),
        ("the head's digest", &["UPDATE journal_head SET digest = base_digest"], Verdict::Head),
        ("the base's digest", &["UPDATE journal_head SET base_digest = digest"], Verdict::Base),
        (
            "the beginning, with a base that fits",
            &[
                "UPDATE journal_head SET base_seq = 2, base_digest = (SELECT digest FROM journal_segment WHERE seq = 2)",
                "DELETE FROM journal_subject WHERE seq <= 2",
                "DELETE FROM journal_segment WHERE seq <= 2",
            ],
            Verdict::Base,
        ),
        ("the subject index", &["DELETE FROM journal_subject WHERE person = 3 AND seq = 1"], Verdict::Index(1)),
        (
            "a segment slipped in before the beginning",
            &[
                "INSERT INTO journal_segment (seq, at, lines, digest) SELECT 0, at, lines, digest FROM journal_segment WHERE seq = 1",
            ],
            Verdict::Altered(0),
        ),
    ];
    for (what, statements, expected) in cuts {
        Engines::each(async |house| {
            written(&house).await;
            for sql in statements {
                assert!(house.tamper(sql).await > 0, "{what}: {sql} did nothing");
            }
            assert_eq!(verdict(&house).await, expected, "{what}");
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_person_added_to_the_index_or_left_in_it_shows() {
    Engines::each(async |house| {
        let last = written(&house).await;
        house.tamper("INSERT INTO journal_subject (person, seq) VALUES (24, 1)").await;
        assert_eq!(verdict(&house).await, Verdict::Index(1));
        house.tamper("DELETE FROM journal_subject WHERE person = 24 AND seq = 1").await;
        house.tamper(&format!("INSERT INTO journal_subject (person, seq) VALUES (24, {})", last + 5)).await;
        assert_eq!(verdict(&house).await, Verdict::Index(last + 5));
    })
    .await;
}

/// The end cut off so that the chain itself is sound: the centre knows better, and nothing more is written on it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_end_cut_off_is_found_by_the_centre() {
    Engines::each(async |house| {
        let last = written(&house).await;
        house.scope("durand").await;
        house.house.flush().await.unwrap();
        let tamperer = house.reopen_store().await.school(&house.a.slug).await.unwrap();
        let keep = last - 1;
        for sql in [
            format!("DELETE FROM journal_subject WHERE seq > {keep}"),
            format!("DELETE FROM journal_segment WHERE seq > {keep}"),
            format!("UPDATE journal_head SET seq = {keep}, digest = (SELECT digest FROM journal_segment WHERE seq = {keep})"),
        ] {
            // a writer of its own each time: one that saw the end refuses to go on
            let writer = if sql.starts_with("UPDATE") { &tamperer } else { &house.raw().await };
            preau_suite::house::run(writer, &sql).await;
        }
        assert!(matches!(verdict(&house).await, Verdict::Sound { .. }));
        let found = journal::verify(&house.house, &house.a.door).await;
        assert!(matches!(found, Err(PolicyError::Storage(StorageError::Anchor { .. }))), "{found:?}");
        // under a running server: its writer knows what it sealed
        let login = preau_policy::gate::login(&house.a.door, house.a.identity("zoe"), "ST-cut", "Firefox", None).await;
        assert!(login.unwrap_err().to_string().contains("does not match its anchor"));
        // and a new one does not open it
        let opened = house.reopen().await.door(&house.a.slug).await;
        assert!(matches!(opened, Err(PolicyError::Storage(StorageError::Anchor { .. }))), "{opened:?}");
    })
    .await;
}

fn copy(from: &std::path::Path, to: &std::path::Path, name: &str) {
    for end in ["", "-wal", "-shm"] {
        let (from, to) = (from.join(format!("{name}{end}")), to.join(format!("{name}{end}")));
        let _ = std::fs::remove_file(&to);
        if from.exists() {
            std::fs::copy(from, to).unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_older_file_is_refused_and_an_older_centre_is_not() {
    let house = TestHouse::sqlite().await;
    let Engine::Sqlite(folder) = &house.engine else { unreachable!() };
    let (old, mixed) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    for place in [old.path(), mixed.path()] {
        std::fs::create_dir_all(place.join("schools")).unwrap();
    }
    let school = "schools/0750001a.db";
    written(&house).await;
    house.house.flush().await.unwrap();
    copy(folder, old.path(), "centre.db");
    copy(folder, old.path(), school);
    written(&house).await;
    house.house.flush().await.unwrap();

    // the school of yesterday under the centre of today
    copy(folder, mixed.path(), "centre.db");
    copy(old.path(), mixed.path(), school);
    let opened = open_house(&Engine::Sqlite(mixed.path().into()), &house.clock).await.door(&house.a.slug).await;
    assert!(matches!(opened, Err(PolicyError::Storage(StorageError::Anchor { .. }))), "{opened:?}");

    // the school of today under the centre of yesterday: a crash before the centre was told
    let mixed = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(mixed.path().join("schools")).unwrap();
    copy(old.path(), mixed.path(), "centre.db");
    copy(folder, mixed.path(), school);
    let again = open_house(&Engine::Sqlite(mixed.path().into()), &house.clock).await;
    let door = again.door(&house.a.slug).await.unwrap().unwrap();
    assert!(matches!(journal::verify(&again, &door).await.unwrap(), Verdict::Sound { .. }));

    // another school's file in its place
    copy(folder, mixed.path(), "schools/0750002b.db");
    std::fs::rename(mixed.path().join("schools/0750002b.db"), mixed.path().join("schools/0750003c.db")).unwrap();
    let _ = std::fs::rename(mixed.path().join("schools/0750002b.db-wal"), mixed.path().join("schools/0750003c.db-wal"));
    let new = preau_policy::people::NewSchool {
        uais: vec![preau_domain::uai::Uai::parse("0750003C").unwrap()],
        name: "Collège Est".into(),
        place: "Paris".into(),
        zone: "Europe/Paris".into(),
    };
    let door = preau_policy::people::create_school(&again, new).await.unwrap();
    assert_eq!(journal::verify(&again, &door).await.unwrap(), Verdict::Base, "sealed with another school's key");
}
