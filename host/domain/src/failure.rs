//! What an act refused answers. A refusal is a value, never a crash and never an empty list.

use thiserror::Error;

/// The closed list of the border; the text is for a French reader or, for `Denied`, names the manifest line to add.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum Failure {
    /// A lock is shut: not declared, not granted, or outside what the actor may see.
    #[error("refusé : {0}")]
    Denied(String),
    /// There is no such thing for this actor.
    #[error("introuvable")]
    NotFound,
    /// The question or the value is malformed.
    #[error("invalide : {0}")]
    Invalid(String),
    /// The stored version is another one; names the record's key.
    #[error("modifié entre-temps : {0}")]
    Conflict(String),
    /// A declared limit is reached.
    #[error("limite atteinte : {0}")]
    Quota(String),
    /// The host cannot answer now.
    #[error("indisponible : {0}")]
    Unavailable(String),
    /// Anything else.
    #[error("{0}")]
    Other(String),
}
