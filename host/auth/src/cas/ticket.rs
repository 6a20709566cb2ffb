//! Service tickets: their shape is checked before anything is sent anywhere.

use std::fmt;

use preau_domain::message::Text;
use preau_domain::text;

use crate::provider::ProviderId;

const MAX_BYTES: usize = 256;

/// A service ticket of the right shape: `ST-` and 1 to 253 characters among `A-Z a-z 0-9 . _ -`.
#[derive(Clone, PartialEq, Eq)]
pub struct Ticket(String);

impl Ticket {
    /// Reads a ticket; anything of another shape is `None`. Some servers accept a ticket with a newline behind it,
    /// which single logout would then not find again.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let name = text.strip_prefix("ST-")?;
        let plain = name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'));
        (plain && !name.is_empty() && text.len() <= MAX_BYTES).then(|| Self(text.to_owned()))
    }

    /// The text itself, for the server that gave it; never for a log.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What is stored to find the session again at single logout, and to refuse a second use: it does not lead back to
    /// the ticket, and the same ticket at another provider has another digest.
    #[must_use]
    pub fn digest(&self, provider: &ProviderId) -> [u8; 32] {
        let mut hasher = blake3::Hasher::new_derive_key("preau 2026 CAS service ticket of a provider");
        hasher.update(provider.as_str().as_bytes()).update(b"\n").update(self.0.as_bytes());
        *hasher.finalize().as_bytes()
    }
}

impl fmt::Debug for Ticket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ticket(…)")
    }
}

/// Why a callback brought no usable ticket.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum TicketError {
    /// More than one `ticket` parameter: which one the server meant cannot be told.
    #[error("several tickets in the callback")]
    Several,
    /// Not the shape of a service ticket.
    #[error("the callback's ticket has an impossible shape")]
    Shape,
}

impl TicketError {
    /// What the person reads.
    #[must_use]
    pub fn text(self) -> Text {
        match self {
            Self::Several => text!("auth-ticket-several"),
            Self::Shape => text!("auth-ticket-shape"),
        }
    }
}

/// The ticket of a callback, from the raw query of its address (without `?`); `None` when there is no `ticket` parameter.
///
/// # Errors
/// Two or more tickets, or one of another shape.
pub fn from_query(query: &str) -> Result<Option<Ticket>, TicketError> {
    let mut tickets = form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name == "ticket");
    match (tickets.next(), tickets.next()) {
        (None, _) => Ok(None),
        (Some((_, value)), None) => Ticket::parse(&value).map(Some).ok_or(TicketError::Shape),
        (Some(_), Some(_)) => Err(TicketError::Several),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticket_has_one_shape() {
        assert!(Ticket::parse(&format!("ST-{}", "a".repeat(64))).is_some());
        assert!(Ticket::parse("ST-7c9e6679-7425-40de-944b-e07fc1f90ae7").is_some());
        assert!(Ticket::parse(&format!("ST-{}", "a".repeat(253))).is_some());
        for bad in [
            "",
            "ST-",
            "st-a",
            "PT-a",
            " ST-a",
            "ST-a ",
            "ST-a\n",
            "ST-a\0",
            "ST-<^>",
            "ST-\"",
            "ST-é",
            "ST-a%0A",
            "ST-a&service=x",
            &format!("ST-{}", "a".repeat(254)),
        ] {
            assert!(Ticket::parse(bad).is_none(), "{bad:?}");
        }
    }

    #[test]
    fn a_callback_brings_one_ticket_or_none() {
        let good = |query| from_query(query).unwrap().unwrap().as_str().to_owned();
        assert_eq!(good("ticket=ST-1"), "ST-1");
        assert_eq!(good("a=b&ticket=ST-1&c"), "ST-1");
        assert_eq!(good("t%69cket=ST-1"), "ST-1");
        assert_eq!(from_query(""), Ok(None));
        assert_eq!(from_query("tickets=ST-1&Ticket=ST-2"), Ok(None));
        for twice in ["ticket=ST-1&ticket=ST-1", "ticket=bad&ticket=ST-1", "ticket=ST-1&tic%6bet=ST-2"] {
            assert_eq!(from_query(twice), Err(TicketError::Several), "{twice}");
        }
        for bad in [
            "ticket",
            "ticket=",
            "ticket=ST-1%0A",
            "ticket=ST-1%00",
            "ticket=ST-%E9",
            "ticket=ST-1+",
            "ticket=ST-1%26service%3Dx",
        ] {
            assert_eq!(from_query(bad), Err(TicketError::Shape), "{bad}");
        }
    }

    #[test]
    fn a_digest_belongs_to_one_provider_and_a_log_sees_nothing() {
        let (a, b) = (ProviderId::parse("a").unwrap(), ProviderId::parse("b").unwrap());
        let ticket = Ticket::parse("ST-1").unwrap();
        assert_eq!(ticket.digest(&a), Ticket::parse("ST-1").unwrap().digest(&a));
        assert_ne!(ticket.digest(&a), ticket.digest(&b));
        assert_ne!(ticket.digest(&a), Ticket::parse("ST-2").unwrap().digest(&a));
        assert_eq!(format!("{ticket:?}"), "Ticket(…)");
    }

    #[test]
    fn refusals_are_said_in_french() {
        for error in [TicketError::Several, TicketError::Shape] {
            assert!(error.text().to_string().contains("connexion"), "{error}");
        }
    }
}
