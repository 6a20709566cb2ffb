//! Deactivated accounts: out of everybody's reach, and back intact.

use preau_domain::handle::Kind;
use preau_domain::ids::PersonId;
use preau_domain::value::Value;
use preau_policy::gate::{self, Login};
use preau_policy::records::Asked;
use preau_policy::{names, people};
use preau_suite::manifests::EVALUATION;
use preau_suite::{Engines, TestHouse};

use super::{denied, marked, scan, subjects};

async fn set_active(house: &TestHouse, who: &str, active: bool) {
    let id = house.a.person(who).0;
    assert_eq!(house.tamper(&format!("UPDATE person SET active = {} WHERE id = {id}", i64::from(active))).await, 1);
}

/// SAC-41: the data of somebody who left are reached by nobody, by no way. SAC-42: they come back intact.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deactivated_pupil_is_out_of_reach_and_comes_back_intact() {
    Engines::each(async |house| {
        marked(&house, None).await;
        let secret = house.a.secret("zoe").await;
        set_active(&house, "zoe", false).await;
        let zoe = house.a.person("zoe");
        for who in ["durand", "mere-zoe", "directrice", "cpe"] {
            let mut call = house.call(who, EVALUATION, true).await;
            assert!(!subjects(&house.a, &scan(&mut call, "resultats", Asked::Anyone).await.unwrap()).contains(&"zoe"), "{who}");
            denied(scan(&mut call, "resultats", Asked::Persons(vec![zoe])).await);
            let group = Asked::Group(house.a.group("5B"));
            if let Ok(rows) = scan(&mut call, "resultats", group).await {
                assert!(!subjects(&house.a, &rows).contains(&"zoe"), "{who}");
            }
            let args = [("person".to_owned(), Value::Handle(call.handle(Kind::Person, zoe.0)))];
            denied(call.read_view("pupil-names", &args, None).await);
            let scope = house.scope(who).await;
            assert_eq!(names::names(&scope, &[zoe], &[]).await.unwrap().refused, [zoe], "{who}");
            let found = people::search_pupils(&scope, "LEFEVRE").await.unwrap();
            assert!(found.iter().all(|a| a.id != zoe.0), "{who}");
        }
        assert!(gate::enter(&house.a.door, &secret).await.unwrap().is_none(), "her session is over at once");
        assert_eq!(house.a.login("zoe").await, Login::Unknown);
        assert_eq!(
            house.peek(&format!("SELECT count(*) FROM record WHERE subject = {}", zoe.0)).await,
            ["1"],
            "nothing is deleted"
        );

        set_active(&house, "zoe", true).await;
        let mut call = house.call("zoe", EVALUATION, false).await;
        let rows = scan(&mut call, "resultats", Asked::Anyone).await.unwrap();
        assert_eq!((rows.found[0].value.as_str(), rows.found[0].version), ("{\"items\":[1,2,4]}", 1));
    })
    .await;
}

/// SAC-41: a teacher who left logs in no more, and is named no more.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deactivated_teacher_is_nobody() {
    Engines::each(async |house| {
        let secret = house.a.secret("durand").await;
        let one = [house.a.person("durand")];
        let pupil = house.scope("zoe").await;
        assert_eq!(names::names(&pupil, &one, &[]).await.unwrap().people.len(), 1);
        set_active(&house, "durand", false).await;
        assert!(gate::enter(&house.a.door, &secret).await.unwrap().is_none());
        for who in ["durand", "ancien", "parti"] {
            assert_eq!(house.a.login(who).await, Login::Unknown, "{who}");
        }
        for who in ["zoe", "directrice", "admin"] {
            assert_eq!(names::names(&house.scope(who).await, &one, &[]).await.unwrap().refused, one, "{who}");
        }
    })
    .await;
}

/// SAC-41: a parent is not reached through a child who left.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_is_reached_through_somebody_who_left() {
    Engines::each(async |house| {
        let parent = [house.a.person("mere-parti")];
        assert!(names::names(&house.scope("durand").await, &parent, &[]).await.unwrap().people.is_empty());
        set_active(&house, "parti", true).await;
        assert_eq!(names::names(&house.scope("durand").await, &parent, &[]).await.unwrap().people.len(), 1);
        assert_eq!(people::children(&house.scope("mere-parti").await).await.unwrap(), [house.a.person("parti")]);
    })
    .await;
}

/// SAC-31, SAC-32: a search finds one's own pupils with their last login, however many others have such a name.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_search_stays_in_reach() {
    Engines::each(async |house| {
        let found = async |who: &str, words: &str| {
            let found = people::search_pupils(&house.scope(who).await, words).await.unwrap();
            found.into_iter().map(|a| house.a.who(PersonId(a.id))).collect::<Vec<_>>()
        };
        house.a.secret("zoe").await;
        assert_eq!(found("durand", "").await, ["adam", "lina", "noe", "zoe"]);
        assert_eq!(found("durand", "bern").await, ["adam"]);
        assert_eq!(found("petit", "bern").await, ["hugo"]);
        assert_eq!(found("directrice", "Bernard").await, ["adam", "hugo"]);
        assert_eq!(found("martin", "").await, [""; 0]);
        assert_eq!(found("mere-zoe", "").await, ["zoe"]);
        assert_eq!(found("zoe", "").await, ["zoe"]);
        let zoe = people::search_pupils(&house.scope("durand").await, "Lefèvre Nord Z").await.unwrap().remove(0);
        assert_eq!((zoe.last_login, zoe.class.as_str()), (Some(house.clock.now().0), "5B"));
        // sixty homonyms of another class come before one's own pupil
        for n in 0..60 {
            let id = 1000 + n;
            house
                .tamper(&format!(
                    "INSERT INTO person (id, kind, civility, last_name, usage_name, first_name, first_name_2, first_name_3, sort_name, sex,
                     email, address, function, active, facts) SELECT {id}, kind, civility, last_name, usage_name, first_name, first_name_2,
                     first_name_3, sort_name, sex, email, address, function, active, facts FROM person WHERE id = {}",
                    house.a.person("ines").0
                ))
                .await;
        }
        house.tamper(&format!("UPDATE membership SET grp = {} WHERE person = {}", house.a.group("5B").0, house.a.person("jade").0)).await;
        assert!(found("durand", "").await.contains(&"jade"));
    })
    .await;
}
