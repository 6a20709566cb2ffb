//! Opening databases: the pragmas of SQLite, the role and schema of PostgreSQL.

use std::path::Path;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};

use crate::{Db, Result};

/// The pools of one database.
#[derive(Clone, Debug)]
pub(crate) enum Pools {
    /// Readers and the one writer of a file.
    Sqlite {
        /// Opened when needed, closed when idle.
        readers: SqlitePool,
        /// Exactly one connection.
        writer: SqlitePool,
    },
    /// The node's pools and the schema of this database.
    Postgres {
        /// Shared by all schools of the node.
        node: Node,
        /// Schema and role, a safe identifier.
        schema: String,
    },
}

/// The connections of a node. Two pools: a request that holds a snapshot waits for its write, so writers must never wait
/// for a connection that readers hold.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    readers: PgPool,
    writers: PgPool,
}

/// How many readers a school may open at once. A request holds its snapshot while the guest runs, so one would
/// make requests of a school wait for each other; each costs a thread and its page cache.
const READERS: u32 = 4;

pub(crate) fn sqlite(file: &Path, durable: bool) -> Pools {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(if durable { SqliteSynchronous::Full } else { SqliteSynchronous::Off })
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(10))
        .pragma("cache_size", "-1024")
        .pragma("temp_store", "memory")
        .statement_cache_capacity(64);
    let pool = |most: u32, options: SqliteConnectOptions| {
        SqlitePoolOptions::new()
            .min_connections(0)
            .max_connections(most)
            .test_before_acquire(false)
            .max_lifetime(None)
            .idle_timeout(Some(Duration::from_secs(120)))
            .connect_lazy_with(options)
    };
    // a snapshot cannot write, as on PostgreSQL
    Pools::Sqlite { readers: pool(READERS, options.clone().pragma("query_only", "on")), writer: pool(1, options) }
}

pub(crate) fn postgres(url: &str) -> Result<Node> {
    let options: PgConnectOptions = url.parse()?;
    // nothing resolves without the transaction's own search_path
    let options = options.options([("search_path", "")]);
    let pool = |most: u32| {
        PgPoolOptions::new()
            .min_connections(0)
            .max_connections(most)
            .test_before_acquire(false)
            .connect_lazy_with(options.clone())
    };
    Ok(Node { readers: pool(20), writers: pool(8) })
}

impl Pools {
    async fn postgres_begin(pool: &PgPool, schema: &str, mode: &'static str) -> Result<Db> {
        let mut db = Db::Postgres(Box::new(pool.begin_with(mode).await?));
        db.script(&format!("SET LOCAL ROLE \"{schema}\"; SET LOCAL search_path = \"{schema}\"")).await?;
        Ok(db)
    }

    /// A transaction that reads one snapshot.
    pub(crate) async fn begin_read(&self) -> Result<Db> {
        match self {
            Self::Sqlite { readers, .. } => Ok(Db::Sqlite(Box::new(readers.begin().await?))),
            Self::Postgres { node, schema } => {
                Self::postgres_begin(&node.readers, schema, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await
            }
        }
    }

    /// A transaction that writes; one at a time per school on SQLite.
    pub(crate) async fn begin_write(&self) -> Result<Db> {
        match self {
            Self::Sqlite { writer, .. } => Ok(Db::Sqlite(Box::new(writer.begin_with("BEGIN IMMEDIATE").await?))),
            Self::Postgres { node, schema } => {
                Self::postgres_begin(&node.writers, schema, "BEGIN ISOLATION LEVEL READ COMMITTED").await
            }
        }
    }

    /// Creates the schema and its role where the engine has such; run once per tenant, harmless again.
    pub(crate) async fn prepare(&self) -> Result<()> {
        let Self::Postgres { node, schema } = self else { return Ok(()) };
        let mut db = Db::Postgres(Box::new(node.writers.begin().await?));
        // Two nodes may open the same new school at once: the lock makes the second find everything done. Roles belong to
        // the whole server, locks to one database: another database may make the same role in between.
        db.script(&format!(
            "SELECT pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtext('{schema}'));
             DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = '{schema}')
             THEN CREATE ROLE \"{schema}\" NOLOGIN; END IF;
             EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
             CREATE SCHEMA IF NOT EXISTS \"{schema}\" AUTHORIZATION \"{schema}\""
        ))
        .await?;
        db.commit().await
    }

    /// Closes every connection.
    pub(crate) async fn close(&self) {
        if let Self::Sqlite { readers, writer } = self {
            readers.close().await;
            writer.close().await;
        }
    }
}
