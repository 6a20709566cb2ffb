//! Why a login failed: an English reason for the log, a French sentence for the person. Neither ever holds the ticket
//! or the body of the answer.

use preau_domain::message::Text;
use preau_domain::text;

/// Why a ticket did not become a login. `Display` is the reason for the log.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum CasError {
    /// The server says no; its code (`[A-Z0-9_]`, 64 at most), empty when it gave none.
    #[error("the server refused the ticket, code {0:?}")]
    Refused(String),
    /// Any status but 200; redirects are not followed.
    #[error("the server answered with status {0}")]
    Status(u16),
    /// The answer cannot be trusted.
    #[error("unusable answer: {0}")]
    Answer(#[from] Fault),
    /// No whole answer within the time limit.
    #[error("no answer in time")]
    Timeout,
    /// No connection, no valid certificate, or a broken one.
    #[error("the server could not be reached: {0:?}")]
    Unreachable(String),
    /// Our own HTTP client cannot be set up.
    #[error("the HTTP client cannot be set up: {0:?}")]
    Client(String),
}

/// What is wrong with an answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Fault {
    /// Larger than [`crate::cas::answer::MAX_BYTES`].
    #[error("too large")]
    TooLarge,
    /// Not UTF-8, or said to be something else.
    #[error("not UTF-8")]
    Encoding,
    /// A document type, so possibly entities: or an HTML page.
    #[error("it has a document type")]
    Doctype,
    /// More levels than any answer needs.
    #[error("too many levels")]
    TooDeep,
    /// Not well-formed XML with namespaces, or not the lines of CAS 1.
    #[error("not well-formed")]
    Syntax,
    /// Well-formed, but no CAS answer.
    #[error("not a CAS answer")]
    NotCas,
    /// A CAS answer with too many, misplaced or unexpected parts.
    #[error("unexpected structure")]
    Structure,
    /// It came through a proxy, and none is allowed.
    #[error("it names a proxy")]
    Proxied,
    /// No user, or no value in the attribute that holds it.
    #[error("no user")]
    NoUser,
    /// More than one user.
    #[error("several users")]
    SeveralUsers,
    /// A user that is empty, too long, or holds characters nobody can see.
    #[error("impossible user")]
    UserShape,
}

impl CasError {
    /// What the person reads; `provider` is the provider's label.
    #[must_use]
    pub fn text(&self, provider: &str) -> Text {
        match self {
            Self::Refused(code) => match code.as_str() {
                "INVALID_TICKET" | "INVALID_SESSION" | "" => text!("auth-cas-ticket", provider = provider),
                "INVALID_SERVICE" | "UNAUTHORIZED_SERVICE" => text!("auth-cas-service", provider = provider),
                _ => text!("auth-cas-refused", provider = provider, code = code),
            },
            Self::Status(status) => text!("auth-cas-status", provider = provider, status = i64::from(*status)),
            Self::Answer(Fault::NoUser | Fault::SeveralUsers | Fault::UserShape) => {
                text!("auth-cas-user", provider = provider)
            }
            Self::Answer(_) => text!("auth-cas-answer", provider = provider),
            Self::Timeout => text!("auth-cas-timeout", provider = provider),
            Self::Unreachable(_) => text!("auth-cas-unreachable", provider = provider),
            Self::Client(_) => text!("auth-cas-client"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_failure_has_its_sentence() {
        for (error, key) in [
            (CasError::Refused("INVALID_TICKET".into()), "auth-cas-ticket"),
            (CasError::Refused(String::new()), "auth-cas-ticket"),
            (CasError::Refused("INVALID_SERVICE".into()), "auth-cas-service"),
            (CasError::Refused("INTERNAL_ERROR".into()), "auth-cas-refused"),
            (CasError::Status(404), "auth-cas-status"),
            (Fault::SeveralUsers.into(), "auth-cas-user"),
            (Fault::Doctype.into(), "auth-cas-answer"),
            (CasError::Timeout, "auth-cas-timeout"),
            (CasError::Unreachable("refused".into()), "auth-cas-unreachable"),
            (CasError::Client("none".into()), "auth-cas-client"),
        ] {
            let text = error.text("Mon ENT");
            assert_eq!(text.key(), key);
            let shown = text.to_string();
            assert!(shown != format!("[{key}]") && !shown.contains("{ $"), "{shown}");
            assert!(key == "auth-cas-client" || shown.contains("Mon ENT"), "{shown}");
        }
        let shown = CasError::Status(404).text("Mon ENT").to_string();
        assert!(shown.contains("404"), "{shown}");
    }
}
