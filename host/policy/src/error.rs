//! What a policy answers when it does not answer.

use preau_domain::message::Text;
use preau_storage::StorageError;
use thiserror::Error;

/// A refusal or a failure.
#[derive(Debug, Error)]
pub enum PolicyError {
    /// The database failed; people see a reference number.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// Refused, with a sentence for the person.
    #[error("{0}")]
    Refused(Text),
    /// A key or random source failed.
    #[error("key: {0}")]
    Key(String),
    /// Something stored does not read.
    #[error("inconsistent: {0}")]
    Inconsistent(String),
}
