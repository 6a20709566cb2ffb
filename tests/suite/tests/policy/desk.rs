//! The linking desk and the accounts behind it: the administrateur's alone.

use preau_domain::ids::PersonId;
use preau_domain::role::Role;
use preau_policy::gate::{self, Identity, Login};
use preau_policy::{PolicyError, linking};
use preau_suite::house::{PROVIDER, ticket};
use preau_suite::{Engines, TestHouse};

use super::rules;

async fn stranger(house: &TestHouse, ent_id: &str) -> Login {
    let identity = Identity { ent_id: ent_id.into(), ..house.a.identity("") };
    gate::login(&house.a.door, identity, &ticket(), "Firefox", None).await.unwrap()
}

fn refused<T: std::fmt::Debug>(result: Result<T, PolicyError>) -> bool {
    match result {
        Ok(_) => false,
        Err(PolicyError::Refused(_)) => true,
        Err(error) => panic!("{error}"),
    }
}

/// SAC-35: who waits, whom an account belongs to, and attaching them are the administrateur's.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_desk_is_the_administrateurs() {
    Engines::each(async |house| {
        assert_eq!(stranger(&house, "ent-new").await, Login::Unknown);
        let martin = house.a.person("martin");
        house.tamper(&format!("DELETE FROM person_key WHERE person = {} AND kind LIKE 'ent.%'", martin.0)).await;
        for (who, hat) in rules::actors().into_iter().filter(|(who, hat)| *hat != Role::Administrateur && *who != "martin") {
            let scope = house.scope_as(who, hat).await;
            assert!(refused(linking::waiting(&scope).await), "{who} as {hat}");
            assert!(refused(linking::candidates(&scope, "").await), "{who} as {hat}");
            assert!(refused(linking::attach(&scope, PROVIDER, "ent-new", martin).await), "{who} as {hat}");
        }
        assert_eq!(stranger(&house, "ent-new").await, Login::Unknown, "nobody attached it");
        let admin = house.scope("admin").await;
        assert_eq!(linking::waiting(&admin).await.unwrap()[0].ent_id, "ent-new");
        let found = linking::candidates(&admin, "martin").await.unwrap();
        assert_eq!(found.iter().map(|a| (a.id, a.linked)).collect::<Vec<_>>(), [(martin.0, false)]);
        linking::attach(&admin, PROVIDER, "ent-new", martin).await.unwrap();
        assert_eq!(linking::waiting(&admin).await.unwrap(), []);
        assert!(matches!(stranger(&house, "ent-new").await, Login::Open { person, .. } if person == martin));
        let mut snapshot = house.raw().await.read().await.unwrap();
        let lines = preau_storage::journal::about(&mut snapshot, martin.0, None, 50).await.unwrap();
        let link = lines.iter().map(|(_, l)| l).find(|l| l.action == "link").expect("a line");
        assert!(link.sensitive && link.actor == house.a.person("admin").0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_id_is_attached_once_to_somebody_without_one() {
    Engines::each(async |house| {
        stranger(&house, "ent-new").await;
        let admin = house.scope("admin").await;
        let martin = house.a.person("martin");
        assert!(refused(linking::attach(&admin, PROVIDER, "nobody-waits", martin).await));
        assert!(refused(linking::attach(&admin, "autre", "ent-new", martin).await));
        assert!(refused(linking::attach(&admin, PROVIDER, "ent-new", martin).await), "he has one");
        assert_eq!(linking::waiting(&admin).await.unwrap().len(), 1, "and he who waits still waits");
        house
            .tamper(&format!(
                "DELETE FROM person_key WHERE person IN ({}, {}) AND kind LIKE 'ent.%'",
                martin.0,
                house.a.person("aesh").0
            ))
            .await;
        linking::attach(&admin, PROVIDER, "ent-new", martin).await.unwrap();
        assert!(refused(linking::attach(&admin, PROVIDER, "ent-new", house.a.person("aesh")).await));
        assert!(refused(linking::attach(&admin, PROVIDER, "ent-new", PersonId(9_999)).await));
    })
    .await;
}

/// Linking somebody who does not exist, or who left, is refused with a sentence.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_id_is_attached_to_somebody_who_is_there() {
    Engines::each(async |house| {
        stranger(&house, "ent-new").await;
        let admin = house.scope("admin").await;
        house.tamper("DELETE FROM person_key WHERE kind LIKE 'ent.%'").await;
        assert!(refused(linking::attach(&admin, PROVIDER, "ent-new", PersonId(9_999)).await));
        assert!(refused(linking::attach(&admin, PROVIDER, "ent-new", house.a.person("ancien")).await));
    })
    .await;
}
