//! Why an act was refused.

use std::fmt;

/// A refusal. It is a value: pass it on with `?` and the host makes an honest page of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Failure {
    /// Not declared, not granted, or outside what the actor may see; the text names the manifest line to add.
    Denied(String),
    /// There is no such thing for this actor.
    NotFound,
    /// The question or the value is malformed; the text is shown to the reader, in French.
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

impl Failure {
    /// A malformed question or value, with the sentence for the reader.
    #[must_use]
    pub fn invalid(sentence: impl Into<String>) -> Self {
        Self::Invalid(sentence.into())
    }

    /// Not for this actor, with the sentence for the reader.
    #[must_use]
    pub fn denied(sentence: impl Into<String>) -> Self {
        Self::Denied(sentence.into())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kind, text) = match self {
            Self::Denied(text) => ("refusé", text.as_str()),
            Self::NotFound => ("introuvable", ""),
            Self::Invalid(text) => ("invalide", text.as_str()),
            Self::Conflict(text) => ("modifié entre-temps", text.as_str()),
            Self::Quota(text) => ("limite atteinte", text.as_str()),
            Self::Unavailable(text) => ("indisponible", text.as_str()),
            Self::Other(text) => ("erreur", text.as_str()),
        };
        f.write_str(kind)?;
        if text.is_empty() { Ok(()) } else { write!(f, " : {text}") }
    }
}

impl std::error::Error for Failure {}
