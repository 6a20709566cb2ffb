//! `preau journal verify` on a copy of the data: sound as it is, and found out after anything was changed, cut or put back.

use std::path::Path;

use preau_domain::ids::Slug;
use preau_domain::time::Clock;
use preau_storage::{Engine, Store, StoreConfig};
use preau_suite::forge::Forge;
use preau_suite::prepared::{Prepared, SLUG, UAI, copy};

/// What the command says, and whether it ended well.
fn verify(prepared: &Prepared) -> (bool, String) {
    let out = prepared.run(&["journal", "verify", UAI]);
    let said = format!("{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
    assert!(matches!(out.status.code(), Some(0 | 1)), "{said}");
    (out.status.success(), said)
}

/// Puts the school's files of these data back, in place of those that are there.
fn put_back(from: &Path, prepared: &Prepared) {
    let schools = prepared.data().join("schools");
    std::fs::remove_dir_all(&schools).unwrap();
    copy(&from.join("schools"), &schools);
}

async fn store(data: &Path) -> Store {
    let engine = Engine::Sqlite(data.to_owned());
    // the key is not the deployment's: whoever changes a file by hand does not have it
    let config = StoreConfig { engine, journal_key: [0; 32], clock: Clock::System, open_schools: 2, durable: true };
    Store::open(config).await.unwrap()
}

/// Changes the school's database by hand.
async fn tamper(data: &Path, sql: &str) {
    let school = store(data).await.school(&Slug::parse(SLUG).unwrap()).await.unwrap();
    assert!(preau_suite::house::run(&school, sql).await > 0, "{sql} touches nothing");
}

/// (number, lines) of each segment.
async fn segments(data: &Path) -> Vec<(i64, String)> {
    let school = store(data).await.school(&Slug::parse(SLUG).unwrap()).await.unwrap();
    let rows = school.read().await.unwrap().rows("SELECT seq, lines FROM journal_segment ORDER BY seq", vec![]).await.unwrap();
    rows.into_iter().map(|r| (r.int(0), r.text(1).to_owned())).collect()
}

/// A prepared school in which a teacher was at work, stopped.
async fn used() -> Prepared {
    let (prepared, forge) = (Prepared::copy("full"), Forge::start().await);
    prepared.trust(&forge);
    let mut running = prepared.serve(&[]);
    let mut teacher = prepared.teacher(&forge).await;
    for page in ["/", "/p/fr.preau.evaluation/", "/qui-a-vu"] {
        assert_eq!(teacher.get(&format!("/e/{SLUG}{page}")).await.status, 200);
    }
    running.stop();
    prepared
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn any_change_of_any_field_is_found_out() {
    let prepared = used().await;
    let (sound, said) = verify(&prepared);
    assert!(sound && said.contains("Journal intact"), "{said}");
    let all = segments(&prepared.twin(&prepared.data()).data()).await;
    let (middle, text) = &all[all.len() / 2];
    let last = all.last().unwrap().0;

    // every field of a line, every byte of a segment's row, each end of the chain
    let lines: serde_json::Value = serde_json::from_str(text).unwrap();
    let mut cases: Vec<(String, &str)> = Vec::new();
    for field in 0..9 {
        let mut changed = lines.clone();
        changed[0][field] = match &lines[0][field] {
            serde_json::Value::String(s) => format!("{s}x").into(),
            serde_json::Value::Number(n) => (n.as_i64().unwrap() ^ 1).into(),
            _ => serde_json::json!([999]),
        };
        let json = changed.to_string().replace('\'', "''");
        cases.push((format!("UPDATE journal_segment SET lines = '{json}' WHERE seq = {middle}"), "a été modifié"));
    }
    for at in [1, text.len() / 2, text.len()] {
        let sql = format!(
            "UPDATE journal_segment SET lines = substr(lines, 1, {at} - 1) || '~' || substr(lines, {at} + 1) WHERE seq = {middle}"
        );
        cases.push((sql, "a été modifié"));
    }
    for (sql, reason) in [
        ("UPDATE journal_segment SET at = at + 1 WHERE seq = 2", "le segment 2 du journal a été modifié"),
        ("UPDATE journal_segment SET digest = zeroblob(32) WHERE seq = 1", "le segment 1 du journal a été modifié"),
        ("UPDATE journal_segment SET digest = CAST(substr(digest, 1, 31) || x'00' AS BLOB) WHERE seq = 3", "a été modifié"),
        ("UPDATE journal_segment SET digest = 'text' WHERE seq = 3", "a été modifié"),
        ("UPDATE journal_segment SET lines = x'ff00' WHERE seq = 3", "a été modifié"),
        ("UPDATE journal_segment SET digest = CAST(x'ff' AS TEXT) WHERE seq = 3", "une ligne a été modifiée"),
        ("DELETE FROM journal_segment WHERE seq = 2", "des segments manquent"),
        ("UPDATE journal_segment SET seq = -2 WHERE seq = 2", "du journal a été modifié"),
        ("UPDATE journal_head SET digest = zeroblob(32)", "la tête du journal"),
        ("UPDATE journal_head SET seq = seq + 1", "la tête du journal"),
        (
            "UPDATE journal_head SET base_seq = 1, base_digest = (SELECT digest FROM journal_segment WHERE seq = 1)",
            "n'est pas celui qui a été scellé",
        ),
        ("UPDATE journal_head SET base_digest = zeroblob(13)", "n'est pas celui qui a été scellé"),
        ("UPDATE journal_head SET base_seal = zeroblob(32)", "n'est pas celui qui a été scellé"),
        ("DELETE FROM journal_subject WHERE seq = (SELECT max(seq) FROM journal_subject)", "l'index des personnes"),
        ("INSERT INTO journal_subject (person, seq) VALUES (1, 1)", "l'index des personnes"),
        ("INSERT INTO journal_subject (person, seq) VALUES (1, 999999)", "l'index des personnes"),
    ] {
        cases.push((sql.to_owned(), reason));
    }
    let cut = format!("DELETE FROM journal_segment WHERE seq = {last}");
    cases.push((cut, "plus ancienne"));
    let shorter =
        format!("UPDATE journal_head SET seq = {last} - 1, digest = (SELECT digest FROM journal_segment WHERE seq = {last} - 1)");
    cases.push((shorter, "la tête du journal"));
    for (sql, reason) in &cases {
        let changed = prepared.twin(&prepared.data());
        tamper(&changed.data(), sql).await;
        let (sound, said) = verify(&changed);
        assert!(!sound && said.contains(reason), "{sql}: {said}");
    }
    assert!(verify(&prepared.twin(&prepared.data())).0, "copied and not changed, it is sound");
}

/// The end of the chain cut off cleanly, and an older file put back: the centre remembers.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_older_file_put_back_is_refused() {
    let (prepared, forge) = (Prepared::copy("full"), Forge::start().await);
    prepared.trust(&forge);
    assert!(verify(&prepared).0);
    let older = tempfile::tempdir().unwrap();
    copy(&prepared.data(), older.path());

    let mut running = prepared.serve(&[]);
    prepared.teacher(&forge).await;
    running.stop();
    assert!(verify(&prepared).0);
    put_back(older.path(), &prepared);
    let (sound, said) = verify(&prepared);
    assert!(!sound && said.contains("plus ancienne"), "{said}");
    assert!(!said.contains("anchor"), "in French: {said}");
    // nor is it served, which would bury what is missing under new lines
    let mut running = prepared.serve(&[]);
    let seen = preau_suite::browserless::Browser::new(&prepared.base).get(&format!("/e/{SLUG}/connexion")).await;
    assert_eq!(seen.status, 500, "{}", seen.words());
    running.stop();

    // a command alone leaves its mark in the centre too
    let fresh = prepared.twin(older.path());
    fresh.trust(&forge);
    put_back(older.path(), &fresh);
    let (sound, said) = verify(&fresh);
    assert!(!sound && said.contains("plus ancienne"), "after a command: {said}");
}
