//! PostgreSQL for tests: one server for all, one new database per test.

use std::process::Command;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::service::{self, Service};

/// Started by the first test that asks for it.
pub fn postgres() -> &'static Service {
    static SERVER: OnceLock<Service> = OnceLock::new();
    SERVER.get_or_init(|| service::ensure("postgres", "start-postgres.sh", "PG_PORT"))
}

/// A new, empty database; dropped by [`Database::drop_it`], or with the server.
#[derive(Debug)]
pub struct Database {
    /// Its name, unlike any other of this server.
    pub name: String,
}

impl Database {
    /// Creates one.
    #[must_use]
    pub fn create() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("t{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        psql("postgres", &format!("DROP DATABASE IF EXISTS {name}")).expect("drop database");
        psql("postgres", &format!("CREATE DATABASE {name}")).expect("create database");
        Self { name }
    }

    /// Its address.
    #[must_use]
    pub fn url(&self) -> String {
        format!("postgres://postgres:test@127.0.0.1:{}/{}", postgres().port, self.name)
    }

    /// Removes it, with the connections it has.
    pub fn drop_it(&self) {
        psql("postgres", &format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name)).expect("drop database");
    }
}

/// Runs statements in the database at this address as its owner, outside of any pool: what an operator would do by hand.
///
/// # Errors
/// What `psql` said.
pub fn by_hand(url: &str, sql: &str) -> Result<String, String> {
    client("psql", &["-qAtX", "-v", "ON_ERROR_STOP=1", "-d", url, "-c", sql])
}

/// Everything in a schema of the database at this address, as text.
#[must_use]
pub fn dump(url: &str, schema: &str) -> String {
    client("pg_dump", &["--schema", schema, "--dbname", url]).expect("pg_dump")
}

fn psql(database: &str, sql: &str) -> Result<String, String> {
    by_hand(&format!("postgres://postgres:test@127.0.0.1:{}/{database}", postgres().port), sql)
}

fn client(program: &str, arguments: &[&str]) -> Result<String, String> {
    let out = Command::new(program).args(arguments).output().map_err(|e| e.to_string())?;
    if out.status.success() {
        Ok(String::from_utf8_lossy(&out.stdout).trim().to_owned())
    } else {
        Err(String::from_utf8_lossy(&out.stderr).into_owned())
    }
}
