//! Floor 2: the only crate that says sqlx. A centre and one database per school, on SQLite or PostgreSQL.
//!
//! * [`store`]: a deployment: the centre and the open schools; [`school`]: a handle on one school, which cannot name another.
//! * [`query`]: the executor over both engines; [`writer`]: the grouping writer; [`journal`]: sealed segments.
//! * one aggregate per file: [`person`], [`directory`], [`session`], [`provider`], [`plugin`], [`record`], [`record_write`], [`import`], [`centre`].
//!
//! Statements are static text that both engines take; where a set-based form differs, both stand side by side as a [`query::Sql`] pair.

pub mod centre;
pub mod directory;
pub mod error;
pub mod import;
pub mod journal;
mod migrate;
mod open;
pub mod person;
pub mod plugin;
pub mod provider;
pub mod query;
pub mod record;
pub mod record_write;
pub mod roster;
pub mod school;
pub mod session;
pub mod store;
pub mod writer;

pub use error::StorageError;
pub use query::{Arg, Db, Row, Sql};
pub use school::{School, Snapshot};
pub use store::{Engine, Store, StoreConfig};
pub use writer::Step;

/// The result of everything here.
pub type Result<T> = std::result::Result<T, StorageError>;
