//! Names are put in only for persons whom the actor may see.

use preau_domain::handle::Kind;
use preau_domain::ids::{GroupId, PersonId};
use preau_domain::role::Role;
use preau_policy::names;
use preau_suite::manifests::EVALUATION;
use preau_suite::{Engines, TestHouse};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::rules;

async fn scopes(house: &TestHouse) -> Vec<(&'static str, Role, preau_policy::Scope)> {
    let mut scopes = Vec::new();
    for (who, hat) in rules::actors() {
        scopes.push((who, hat, house.scope_as(who, hat).await));
    }
    scopes
}

/// SAC-27, SAC-29, SAC-31, SAC-33, SAC-35, SAC-41: each hat × each person of the school.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn names_follow_the_rules_for_every_role_and_person() {
    Engines::each(async |house| {
        let everybody: Vec<PersonId> = house.a.everybody().map(|(_, id)| id).collect();
        let mut pairs = 0;
        for (who, hat, scope) in scopes(&house).await {
            let found = names::names(&scope, &everybody, &[]).await.unwrap();
            for (other, id) in house.a.everybody() {
                let expected = rules::names(who, hat, other);
                assert_eq!(found.people.contains_key(&id), expected, "{who} as {hat} and the name of {other}");
                assert_eq!(found.refused.contains(&id), !expected, "{who} as {hat}: {other} is refused or named");
                pairs += 1;
            }
        }
        assert_eq!(pairs, 23 * 24);
    })
    .await;
}

/// SAC-27, SAC-29, SAC-31, SAC-33: any actor, any set of persons, known or not, asked twice or not.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_set_of_persons_gives_a_name_out_of_the_rules() {
    let house = TestHouse::sqlite().await;
    let scopes = scopes(&house).await;
    let people: Vec<_> = house.a.everybody().collect();
    let sets = (0..scopes.len(), prop::collection::vec(prop_oneof![0..60_i64, any::<i64>()], 0..40));
    let mut runner = TestRunner::new(Config { cases: 300, failure_persistence: None, ..Config::default() });
    tokio::task::block_in_place(|| {
        runner
            .run(&sets, |(actor, ids)| {
                let (who, hat, scope) = &scopes[actor];
                let asked: Vec<PersonId> = ids.iter().copied().map(PersonId).collect();
                let found = tokio::runtime::Handle::current().block_on(names::names(scope, &asked, &[])).unwrap();
                for id in &asked {
                    let known = people.iter().find(|(_, known)| known == id).map(|(name, _)| *name);
                    let expected = known.is_some_and(|other| rules::names(who, *hat, other));
                    prop_assert_eq!(found.people.contains_key(id), expected, "{} as {}: {:?} {:?}", who, hat, id, known);
                }
                prop_assert!(found.people.keys().all(|id| asked.contains(id)), "a name that was not asked for");
                Ok(())
            })
            .unwrap();
    });
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn names_are_written_as_the_school_writes_them() {
    Engines::each(async |house| {
        let scope = house.scope("directrice").await;
        let ids = ["zoe", "mere-zoe", "durand"].map(|who| house.a.person(who));
        let found = names::names(&scope, &ids, &[house.a.group("5B"), GroupId(99)]).await.unwrap();
        assert_eq!(ids.map(|id| found.people[&id].as_str()), ["LEFÈVRE NORD Zoé", "Mme LEFÈVRE NORD", "Mme DURAND NORD"]);
        assert_eq!(found.groups.len(), 1);
        assert_eq!(found.groups[&house.a.group("5B")], "5B");
    })
    .await;
}

/// The same ids are other persons in the other school: a scope never leaves its own.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_name_is_of_ones_own_school() {
    Engines::each(async |house| {
        let south = house.b.enter("directrice", None).await.0;
        let found = names::names(&south, &[house.a.person("zoe")], &[]).await.unwrap();
        assert_eq!(found.people[&house.a.person("zoe")], "LEFÈVRE SUD Zoé");
        let mut call = house.call("durand", EVALUATION, false).await;
        let other = house.call_in(&house.b, "durand", None, EVALUATION, false).await;
        let foreign = other.handle(Kind::Person, house.b.person("zoe").0);
        assert_eq!(call.person(foreign), None);
        let page = preau_domain::page::Page::default();
        assert!(call.names(&page, &[house.a.person("hugo")]).await.unwrap().people.is_empty());
    })
    .await;
}
