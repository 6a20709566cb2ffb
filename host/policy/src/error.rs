//! What a policy answers when it does not answer.

use preau_domain::message::Text;
use preau_domain::text;
use preau_roster::Fault;
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
    /// Files that are not imported, with every reason.
    #[error("{}", of_files(.0))]
    Faults(Vec<Fault>),
    /// A key or random source failed.
    #[error("key: {0}")]
    Key(String),
    /// Something stored does not read.
    #[error("inconsistent: {0}")]
    Inconsistent(String),
}

/// The first fault, and how many more there are.
fn of_files(faults: &[Fault]) -> Text {
    let first = faults.first().map(ToString::to_string).unwrap_or_default();
    text!("policy-roster-faults", first = first, others = faults.len().saturating_sub(1))
}
