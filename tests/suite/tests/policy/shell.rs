//! What is stored and what is not: an empty shell, a centre without pupils, no secret in clear.

use preau_domain::uai::Uai;
use preau_policy::people::{self, NewSchool};
use preau_suite::Engines;
use preau_suite::directory::PEOPLE;
use preau_suite::house::{open_store, ticket};

use super::marked;

/// SAC-4: a school that was just created holds no person and nothing about any.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_school_is_an_empty_shell() {
    Engines::each(async |house| {
        let new = NewSchool {
            uais: vec![Uai::parse("0750003C").unwrap()],
            name: "Collège Est".into(),
            place: "Paris".into(),
            zone: "Europe/Paris".into(),
        };
        let door = people::create_school(&house.house, new.clone()).await.unwrap();
        let school = open_store(&house.engine, &house.clock).await.school(door.slug()).await.unwrap();
        let mut db = school.read().await.unwrap();
        let tables = [
            "SELECT count(*) FROM person",
            "SELECT count(*) FROM person_key",
            "SELECT count(*) FROM person_role",
            "SELECT count(*) FROM guardianship",
            "SELECT count(*) FROM membership",
            "SELECT count(*) FROM teaching",
            "SELECT count(*) FROM session",
            "SELECT count(*) FROM unknown_identity",
            "SELECT count(*) FROM record",
            "SELECT count(*) FROM journal_subject",
        ];
        for sql in tables {
            assert_eq!(db.row(sql, vec![]).await.unwrap().unwrap().int(0), 0, "{sql}");
        }
        let again = people::create_school(&house.house, new).await.unwrap_err().to_string();
        assert!(again.contains("0750003"), "{again}");
    })
    .await;
}

/// SAC-21: whatever happens in the schools, the centre learns no person's name and no identifier.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_centre_knows_no_person() {
    Engines::each(async |house| {
        marked(&house, None).await;
        house.house.flush().await.unwrap();
        let (centre, school) = (house.everything_stored(None), house.everything_stored(Some(&house.a)));
        assert!(centre.contains("Collège Nord") && centre.contains("0750001A"), "the dump shows what is there");
        let mut words =
            vec!["ent-zoe".to_owned(), "ELEVE0001".into(), "INE00000001".into(), "1@ecole.example".into(), "[1,2,4]".into()];
        words.extend(PEOPLE.iter().map(|p| format!("{} Nord", p.4)));
        for word in words {
            assert!(school.contains(&word), "{word} is in the school");
            assert!(!centre.contains(&word), "{word} is in the centre");
        }
    })
    .await;
}

/// SAC-36: there is no password anywhere; a cookie's secret and a ticket are stored as hashes only.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_secret_is_stored_in_clear() {
    Engines::each(async |house| {
        let (secret, ticket) = (house.a.secret("zoe").await, ticket());
        preau_policy::gate::login(&house.a.door, house.a.identity("adam"), &ticket, "Firefox", None).await.unwrap();
        let columns = if house.is_sqlite() {
            "SELECT m.name || '.' || c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'"
        } else {
            "SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema LIKE 'preau%'"
        };
        let columns = house.peek(columns).await;
        assert!(columns.contains(&"person.last_name".to_owned()) && columns.len() > 60, "{columns:?}");
        for word in ["pass", "pwd", "motdepasse", "mot_de_passe", "mdp", "secret", "token"] {
            assert!(!columns.iter().any(|c| c.contains(word)), "{word} in {columns:?}");
        }
        let hex = |text: &str| text.bytes().map(|b| format!("{b:02x}")).collect::<String>();
        let everything = [house.everything_stored(Some(&house.a)), house.everything_stored(None)].concat();
        assert!(everything.contains("ent-adam"));
        for hidden in [&secret, &ticket] {
            assert!(!everything.contains(hidden.as_str()) && !everything.contains(&hex(hidden)), "{hidden} in clear");
        }
        assert!(!format!("{:?}", house.house).contains("42, 42"), "the deployment's key is not printed");
    })
    .await;
}
