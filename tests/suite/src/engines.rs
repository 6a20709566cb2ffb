//! Both engines, one after the other: what is said of data is said of both.

use preau_storage::Engine;

use crate::TestHouse;
use crate::postgres::Database;

/// The engines that the house runs on.
#[derive(Debug)]
pub struct Engines;

impl Engines {
    /// Runs `body` on SQLite, then on PostgreSQL, each time in a new deployment of two schools with their people.
    pub async fn each(body: impl AsyncFn(TestHouse)) {
        eprintln!("on SQLite");
        body(TestHouse::sqlite().await).await;
        eprintln!("on PostgreSQL");
        let database = Database::create();
        body(TestHouse::postgres(&database).await).await;
        database.drop_it();
    }

    /// Runs `body` on both engines with nothing in them yet.
    pub async fn each_empty(body: impl AsyncFn(Engine)) {
        let folder = tempfile::tempdir().expect("folder");
        eprintln!("on SQLite");
        body(Engine::Sqlite(folder.path().to_owned())).await;
        eprintln!("on PostgreSQL");
        let database = Database::create();
        body(Engine::Postgres(database.url())).await;
        database.drop_it();
    }
}

/// Runs `body` on PostgreSQL alone: what SQLite has no notion of.
pub async fn on_postgres(body: impl AsyncFn(TestHouse)) {
    let database = Database::create();
    body(TestHouse::postgres(&database).await).await;
    database.drop_it();
}
