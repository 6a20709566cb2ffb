//! Nothing under embargo reaches a family, by whatever way it is asked for; what they wrote themselves always does.

use preau_domain::role::Role;
use preau_policy::drafts::Draft;
use preau_policy::records::Asked;
use preau_suite::house::beginning;
use preau_suite::manifests::EVALUATION;
use preau_suite::{Engines, TestHouse};

use super::{denied, done, evaluation, keys, marked, put, result, scan};

const HOUR: i64 = 3_600_000;

/// Every way to ask for results, as this person: the keys found, each way once.
async fn every_way(house: &TestHouse, who: &str, pupil: &str) -> Vec<Vec<String>> {
    let mut call = house.call(who, EVALUATION, false).await;
    let mut ways = Vec::new();
    for asked in [Asked::Anyone, Asked::Persons(vec![house.a.person(pupil)]), Asked::Group(house.a.group("5B"))] {
        for (prefix, limit, cursor) in [("", 2000, None), ("ev", 2000, None), ("ev-5B", 1, None), ("", 1, Some("0:a"))] {
            let rows = call.scan("resultats", &asked, prefix, limit, cursor).await.unwrap();
            ways.push(rows.found.into_iter().map(|f| f.key).collect());
        }
    }
    ways
}

/// SAC-27, SAC-29: an evaluation's date of visibility holds for the results under it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn families_see_nothing_before_the_moment() {
    Engines::each(async |house| {
        marked(&house, Some(beginning().plus(HOUR))).await;
        for (who, pupil) in [("zoe", "zoe"), ("mere-zoe", "zoe")] {
            assert!(every_way(&house, who, pupil).await.iter().all(Vec::is_empty), "{who} before");
            let mut call = house.call(who, EVALUATION, false).await;
            assert_eq!(scan(&mut call, "evaluations", Asked::NoOne).await.unwrap().found, [], "{who}: the evaluation too");
        }
        for who in ["durand", "directrice"] {
            assert!(every_way(&house, who, "zoe").await.iter().all(|keys| keys.contains(&"ev-5B".to_owned())), "{who}");
        }
        house.later(HOUR - 1);
        assert!(every_way(&house, "zoe", "zoe").await.iter().all(Vec::is_empty), "a millisecond before");
        house.later(1);
        for who in ["zoe", "mere-zoe"] {
            assert!(every_way(&house, who, "zoe").await.iter().all(|keys| *keys == ["ev-5B"]), "{who} at the moment");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn moving_the_date_moves_all_results() {
    Engines::each(async |house| {
        marked(&house, None).await;
        assert!(every_way(&house, "zoe", "zoe").await.iter().all(|keys| *keys == ["ev-5B"]));
        put(&house, "durand", |call| {
            vec![Draft { embargo: Some(beginning().plus(HOUR)), ..evaluation(call, &house.a, "ev-5B", "5B") }]
        })
        .await
        .unwrap();
        assert!(every_way(&house, "zoe", "zoe").await.iter().all(Vec::is_empty));
        // deleting the evaluation hides its results from everybody
        let mut call = house.call("durand", EVALUATION, true).await;
        call.delete("evaluations", None, "ev-5B", 2).await.unwrap();
        done(call).await;
        for who in ["zoe", "durand", "directrice"] {
            assert!(every_way(&house, who, "zoe").await.iter().all(|keys| !keys.contains(&"ev-5B".to_owned())), "{who}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_result_may_have_a_date_of_its_own() {
    Engines::each(async |house| {
        marked(&house, None).await;
        let later = Draft { embargo: Some(beginning().plus(HOUR)), ..result(&house.a, "ev-5B", "zoe") };
        put(&house, "durand", |_| vec![later]).await.unwrap();
        assert!(every_way(&house, "zoe", "zoe").await.iter().all(Vec::is_empty));
        assert!(every_way(&house, "adam", "adam").await.iter().all(|keys| *keys == ["ev-5B"]));
    })
    .await;
}

/// A pupil sees what he himself wrote, whatever the dates; his guardian does not see it before.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ones_own_writing_is_never_hidden() {
    Engines::each(async |house| {
        let answer = Draft { embargo: Some(beginning().plus(HOUR)), under: None, ..result(&house.a, "auto", "zoe") };
        put(&house, "zoe", |_| vec![answer]).await.unwrap();
        for (who, expected) in [("zoe", ["auto"].as_slice()), ("mere-zoe", &[]), ("durand", &["auto"])] {
            let mut call = house.call(who, EVALUATION, false).await;
            let rows = scan(&mut call, "resultats", Asked::Persons(vec![house.a.person("zoe")])).await.unwrap();
            assert_eq!(keys(&rows), expected, "{who}");
        }
        house.later(HOUR);
        let mut call = house.call("mere-zoe", EVALUATION, false).await;
        assert_eq!(keys(&scan(&mut call, "resultats", Asked::Anyone).await.unwrap()), ["auto"]);
    })
    .await;
}

/// A pupil cannot find out by writing under it whether an evaluation is being prepared.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hidden_parent_is_not_there_for_a_family() {
    Engines::each(async |house| {
        marked(&house, Some(beginning().plus(HOUR))).await;
        let answer = |key: &str| Draft {
            key: "auto".into(),
            under: Some(("evaluations".into(), key.into())),
            ..result(&house.a, "", "zoe")
        };
        let mut call = house.call("zoe", EVALUATION, true).await;
        let hidden = call.put(answer("ev-5B")).await;
        assert_eq!(hidden, call.put(answer("no-such")).await, "the same answer for what is hidden and what is not there");
        assert!(hidden.is_err());
        house.later(HOUR);
        let mut call = house.call("zoe", EVALUATION, true).await;
        call.put(answer("ev-5B")).await.unwrap();
        done(call).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_embargo_needs_its_declaration() {
    Engines::each(async |house| {
        let mut call = house.call_in(&house.a, "petit", Some(Role::Professeur), EVALUATION, true).await;
        let draft = Draft {
            collection: "observations".into(),
            subject: Some(house.a.person("hugo")),
            key: "n".into(),
            value: "1".into(),
            embargo: Some(beginning().plus(HOUR)),
            ..Draft::default()
        };
        let text = denied(call.put(draft.clone()).await);
        assert!(text.contains("observations") && text.contains("embargo = true"), "{text}");
        call.put(Draft { embargo: None, ..draft }).await.unwrap();
    })
    .await;
}
