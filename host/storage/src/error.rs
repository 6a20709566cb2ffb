//! What can go wrong below the policies. Details are for the log; people see a reference number.

use thiserror::Error;

/// A failure of storage.
#[derive(Debug, Error)]
pub enum StorageError {
    /// The database refused or failed.
    #[error("database: {0}")]
    Database(#[from] sqlx::Error),
    /// No tenant has this slug.
    #[error("no such tenant: {0}")]
    NoSuchTenant(String),
    /// A tenant with this slug or UAI exists.
    #[error("tenant exists: {0}")]
    TenantExists(String),
    /// The stored row is not what the code expects.
    #[error("inconsistent row: {0}")]
    Inconsistent(String),
    /// The writer of the school has ended.
    #[error("the school's writer has ended")]
    WriterGone,
    /// A migration file changed after it was applied, or the database is newer than this program.
    #[error("migration {0} of this database is not the one this program knows")]
    ForeignMigration(i64),
    /// The school's journal is behind or beside what the centre has seen: an older or altered file.
    #[error("the journal of {slug} does not match its anchor at segment {seq}")]
    Anchor {
        /// The school.
        slug: String,
        /// The segment the centre remembers.
        seq: i64,
    },
    /// The group of writes this one was in could not be committed.
    #[error("commit failed: {0}")]
    Commit(String),
    /// A file of the data folder.
    #[error("file: {0}")]
    File(#[from] std::io::Error),
}
