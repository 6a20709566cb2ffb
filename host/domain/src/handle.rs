//! What a plugin holds instead of a name or an id: 128 bits that mean nothing elsewhere.
//!
//! A handle is made and opened by `preau-policy` (a keyed cipher per plugin and school); this is only its shape
//! and its text form, used in fields and routes.

use std::fmt;

/// Two words, as they cross the border.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Handle {
    /// The upper 64 bits.
    pub high: u64,
    /// The lower 64 bits.
    pub low: u64,
}

/// What a handle names.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[repr(u8)]
pub enum Kind {
    /// A person: a pairwise pseudonym.
    Person = 1,
    /// A class or group.
    Group = 2,
    /// A subject taught.
    Subject = 3,
    /// A stored file.
    File = 4,
    /// Free text about somebody.
    Prose = 5,
}

impl Kind {
    /// The kind with this number, if there is one.
    #[must_use]
    pub fn from_number(number: u8) -> Option<Self> {
        [Self::Person, Self::Group, Self::Subject, Self::File, Self::Prose].into_iter().find(|k| *k as u8 == number)
    }
}

/// Crockford's base 32 in lower case: no i, l, o, u.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

impl Handle {
    /// All zero: "none" in a column.
    pub const NONE: Self = Self { high: 0, low: 0 };

    /// The 128 bits as one number.
    #[must_use]
    pub fn bits(self) -> u128 {
        (u128::from(self.high) << 64) | u128::from(self.low)
    }

    /// The handle with these bits.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "the two halves are taken on purpose")]
    pub fn from_bits(bits: u128) -> Self {
        Self { high: (bits >> 64) as u64, low: bits as u64 }
    }

    /// Reads the 26 characters that [`fmt::Display`] writes. Only that form: no upper case, no spaces.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() != 26 {
            return None;
        }
        let mut bits: u128 = 0;
        for (index, byte) in text.bytes().enumerate() {
            let digit = ALPHABET.iter().position(|a| *a == byte)?;
            // 26 × 5 = 130 bits: the first character holds only three.
            if index == 0 && digit > 7 {
                return None;
            }
            bits = (bits << 5) | u128::try_from(digit).ok()?;
        }
        Some(Self::from_bits(bits))
    }
}

impl fmt::Display for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bits = self.bits();
        let mut text = [0_u8; 26];
        for (index, slot) in text.iter_mut().enumerate() {
            let digit = (bits >> (5 * (25 - index))) & 31;
            *slot = ALPHABET.get(usize::try_from(digit).unwrap_or(0)).copied().unwrap_or(b'0');
        }
        f.write_str(std::str::from_utf8(&text).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_text_form_comes_back(bits: u128) {
            let handle = Handle::from_bits(bits);
            prop_assert_eq!(Handle::parse(&handle.to_string()), Some(handle));
            prop_assert_eq!(handle.bits(), bits);
        }
    }

    #[test]
    fn only_the_canonical_text_is_read() {
        let text = Handle::from_bits(u128::MAX).to_string();
        assert_eq!(text.len(), 26);
        assert!(Handle::parse(&text.to_uppercase()).is_none());
        assert!(Handle::parse("80000000000000000000000000").is_none(), "130 bits");
        assert!(Handle::parse(&text[1..]).is_none());
    }
}
