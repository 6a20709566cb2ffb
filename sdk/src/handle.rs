//! What a plugin holds instead of a name: handles, each kind a type of its own.

use std::fmt;

/// 128 bits that name a thing for this plugin in this school, and mean nothing elsewhere.
///
/// Its text form is 26 characters, for routes and hidden fields. It never goes into a record's JSON: use
/// [`Draft::refer`](crate::Draft::refer) there.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Handle {
    /// The upper 64 bits.
    pub high: u64,
    /// The lower 64 bits.
    pub low: u64,
}

/// Crockford's base 32 in lower case: no i, l, o, u.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

impl Handle {
    /// All zero: "none" in a column.
    pub const NONE: Self = Self { high: 0, low: 0 };

    /// Whether it names nothing.
    #[must_use]
    pub fn is_none(self) -> bool {
        self == Self::NONE
    }

    /// Reads the 26 characters that [`Handle::push_to`] writes.
    ///
    /// ```
    /// use preau_sdk::Handle;
    /// let handle = Handle { high: 7, low: 1 << 40 };
    /// assert_eq!(Handle::parse(&handle.to_string()), Some(handle));
    /// assert_eq!(Handle::parse("80000000000000000000000000"), None, "130 bits");
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() != 26 {
            return None;
        }
        let mut bits: u128 = 0;
        for (index, byte) in text.bytes().enumerate() {
            let digit = ALPHABET.iter().position(|a| *a == byte)?;
            if index == 0 && digit > 7 {
                return None;
            }
            bits = (bits << 5) | u128::try_from(digit).ok()?;
        }
        Some(Self { high: u64::try_from(bits >> 64).ok()?, low: u64::try_from(bits & u128::from(u64::MAX)).ok()? })
    }

    /// Appends the 26 characters.
    pub fn push_to(self, text: &mut String) {
        let bits = (u128::from(self.high) << 64) | u128::from(self.low);
        for index in 0..26_u32 {
            let digit = usize::try_from((bits >> (5 * (25 - index))) & 31).unwrap_or(0);
            text.push(char::from(ALPHABET.get(digit).copied().unwrap_or(b'0')));
        }
    }
}

impl fmt::Display for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::with_capacity(26);
        self.push_to(&mut text);
        f.write_str(&text)
    }
}

impl fmt::Debug for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

macro_rules! kind {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Debug)]
        #[repr(transparent)]
        pub struct $name(pub Handle);

        impl $name {
            /// Reads the 26 characters of its text form.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                Handle::parse(text).map(Self)
            }

            /// Whether it names nothing.
            #[must_use]
            pub fn is_none(self) -> bool {
                self.0.is_none()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl From<$name> for Handle {
            fn from(named: $name) -> Self {
                named.0
            }
        }

        impl From<Handle> for $name {
            fn from(handle: Handle) -> Self {
                Self(handle)
            }
        }
    };
}

kind! {
    /// A person as this plugin knows them in this school: a pairwise pseudonym.
    Person
}
kind! {
    /// A class or group.
    Group
}
kind! {
    /// A subject taught.
    Subject
}
