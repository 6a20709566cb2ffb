//! The one way a handler fails: each variant has a status and a page in French; details stay in the log.

use preau_domain::message::Text;
use preau_policy::PolicyError;
use preau_roster::Fault;
use thiserror::Error;

/// A failed request.
#[derive(Debug, Error)]
pub enum WebError {
    /// Nothing is there, for this person.
    #[error("not found")]
    NotFound,
    /// There is, but not for this hat.
    #[error("refused: {0}")]
    Refused(Text),
    /// The request does not fit.
    #[error("bad request: {0}")]
    Bad(Text),
    /// A file of an import has faults: all of them are shown.
    #[error("{} faults in files", .0.len())]
    Faults(Vec<Fault>),
    /// Nobody is logged in; where to come back to.
    #[error("login needed")]
    Login(String),
    /// Nobody is logged in any more, and this was a form: a page says so.
    #[error("session ended")]
    Ended,
    /// The form was filled under another hat than the one worn now.
    #[error("another hat")]
    OtherHat,
    /// Too many tries.
    #[error("too many tries")]
    TooMany,
    /// Too large.
    #[error("too large")]
    TooLarge,
    /// A plugin answered a refusal, with its status.
    #[error("plugin refusal {0}: {1}")]
    Plugin(u16, Text),
    /// What a plugin needs could not be had; its sentence.
    #[error("unavailable: {0}")]
    Unavailable(Text),
    /// A plugin failed; its name, the fault's name and sentence.
    #[error("plugin {plugin} failed: {fault}")]
    Fault {
        /// Which plugin.
        plugin: String,
        /// The fault's stable name.
        fault: String,
        /// The fault's sentence.
        text: Text,
    },
    /// Our own failure.
    #[error("internal: {0}")]
    Internal(String),
}

impl From<PolicyError> for WebError {
    fn from(error: PolicyError) -> Self {
        match error {
            PolicyError::Refused(text) => Self::Refused(text),
            PolicyError::Faults(faults) => Self::Faults(faults),
            other => Self::Internal(other.to_string()),
        }
    }
}

impl WebError {
    /// The HTTP status.
    pub(crate) fn status(&self) -> u16 {
        match self {
            Self::NotFound => 404,
            Self::Refused(_) => 403,
            Self::Bad(_) | Self::Faults(_) => 422,
            Self::Login(_) | Self::Ended => 401,
            Self::OtherHat => 409,
            Self::TooMany => 429,
            Self::TooLarge => 413,
            Self::Plugin(status, _) => *status,
            Self::Unavailable(_) => 503,
            Self::Fault { .. } => 502,
            Self::Internal(_) => 500,
        }
    }
}
