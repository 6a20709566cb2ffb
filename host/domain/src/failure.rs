//! What an act refused answers. A refusal is a value, never a crash and never an empty list.

use std::fmt;

use crate::text;

/// The closed list of the border; the text is for a French reader or, for `Denied`, names the manifest line to add.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Failure {
    /// A lock is shut: not declared, not granted, or outside what the actor may see.
    Denied(String),
    /// There is no such thing for this actor.
    NotFound,
    /// The question or the value is malformed.
    Invalid(String),
    /// The stored version is another one; names the record's key.
    Conflict(String),
    /// A declared limit is reached.
    Quota(String),
    /// The host cannot answer now.
    Unavailable(String),
    /// Anything else.
    Other(String),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Denied(detail) => text!("failure-denied", detail = detail).fmt(f),
            Self::NotFound => text!("failure-not-found").fmt(f),
            Self::Invalid(detail) => text!("failure-invalid", detail = detail).fmt(f),
            Self::Conflict(key) => text!("failure-conflict", key = key).fmt(f),
            Self::Quota(detail) => text!("failure-quota", detail = detail).fmt(f),
            Self::Unavailable(detail) => text!("failure-unavailable", detail = detail).fmt(f),
            Self::Other(detail) => f.write_str(detail),
        }
    }
}

impl std::error::Error for Failure {}
