//! Who asks and when. Frozen for the whole call, so that the host may run it again.

use crate::{Day, Handle, Instant, Person, sys};

/// The person in front of the screen.
#[must_use]
pub fn actor() -> Person {
    sys::actor()
}

/// The hat worn now.
#[must_use]
pub fn role() -> Role {
    Role::parse(&sys::role())
}

/// Functions held today with their object, e.g. `("professeur-principal", Some(the group))`.
#[must_use]
pub fn functions() -> Vec<(String, Option<Handle>)> {
    sys::functions()
}

/// The moment of the call.
#[must_use]
pub fn now() -> Instant {
    sys::now()
}

/// The day of the call in the school's time zone.
#[must_use]
pub fn today() -> Day {
    sys::today()
}

/// Midnight at the beginning of a day in the school's time zone.
#[must_use]
pub fn start_of(day: Day) -> Instant {
    sys::start_of(day)
}

/// E.g. `2026-2027`.
#[must_use]
pub fn school_year() -> String {
    sys::school_year()
}

/// E.g. `fr`.
#[must_use]
pub fn locale() -> String {
    sys::locale()
}

/// Seeded bytes, the same when the call is run again; at most 4096.
#[must_use]
pub fn random(length: u32) -> Vec<u8> {
    sys::random(length)
}

/// A short random key for a record: 10 characters of `[0-9a-z]`, unguessable enough not to collide, not a secret.
#[must_use]
pub fn random_key() -> String {
    let mut handle = Handle::NONE;
    for byte in random(8) {
        handle.low = (handle.low << 8) | u64::from(byte);
    }
    handle.to_string().split_off(16)
}

/// A role of the school.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    /// A pupil.
    Eleve,
    /// A legal guardian.
    Responsable,
    /// A teacher.
    Professeur,
    /// The head.
    Directeur,
    /// Other staff.
    Personnel,
    /// The school's administrator.
    Administrateur,
    /// One that this SDK does not know yet.
    Other,
}

impl Role {
    /// Reads the text of manifests.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        match text {
            "eleve" => Self::Eleve,
            "responsable" => Self::Responsable,
            "professeur" => Self::Professeur,
            "directeur" => Self::Directeur,
            "personnel" => Self::Personnel,
            "administrateur" => Self::Administrateur,
            _ => Self::Other,
        }
    }

    /// Pupils and guardians.
    #[must_use]
    pub fn is_family(self) -> bool {
        matches!(self, Self::Eleve | Self::Responsable)
    }
}
