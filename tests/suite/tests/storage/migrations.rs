//! Migrations: from nothing, again, altered, from two nodes at once.

use preau_suite::Engines;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn smoke() {
    Engines::each(async |house| {
        let scope = house.scope("durand").await;
        assert_eq!(scope.actor(), house.a.person("durand"));
        house.house.flush().await.unwrap();
    })
    .await;
}
