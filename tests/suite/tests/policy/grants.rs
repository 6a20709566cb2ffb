//! Who decides about a plugin: the administrateur prepares, the head activates, and nobody undoes the head by preparing again.

use preau_domain::ids::PluginId;
use preau_domain::role::Role;
use preau_policy::{PolicyError, plugins};
use preau_suite::manifests::EVALUATION;
use preau_suite::{Engines, TestHouse};

use super::rules;

async fn state(house: &TestHouse, id: &PluginId) -> String {
    let head = house.scope_as("directrice", Role::Directeur).await;
    let offered = plugins::offered(&house.house, &head).await.unwrap();
    offered.into_iter().find(|o| o.id == *id).unwrap().state
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_head_decides_and_preparing_undoes_nothing() {
    Engines::each(async |house| {
        // a call stores and activates the package
        let id = house.call("durand", EVALUATION, false).await.plugin().id().clone();
        let head = house.scope_as("directrice", Role::Directeur).await;
        let admin = house.scope_as("admin", Role::Administrateur).await;
        let refused = |result: Result<(), PolicyError>| matches!(result, Err(PolicyError::Refused(_)));
        assert_eq!(state(&house, &id).await, "active");
        assert!(refused(plugins::decide(&house.house, &admin, &id, "prepared").await));
        assert_eq!(state(&house, &id).await, "active", "an administrateur switched off what the head activated");
        plugins::decide(&house.house, &head, &id, "suspended").await.unwrap();
        assert!(refused(plugins::decide(&house.house, &admin, &id, "prepared").await));
        assert_eq!(state(&house, &id).await, "suspended");
        for (who, hat) in rules::actors().into_iter().filter(|(_, hat)| *hat != Role::Directeur) {
            let scope = house.scope_as(who, hat).await;
            for wanted in ["active", "suspended", "removed"] {
                assert!(refused(plugins::decide(&house.house, &scope, &id, wanted).await), "{who} as {hat}: {wanted}");
            }
        }
        plugins::decide(&house.house, &head, &id, "active").await.unwrap();
        assert_eq!(state(&house, &id).await, "active");
    })
    .await;
}
