//! The UAI (ex-RNE) of a school: seven digits and a check letter.

use std::fmt;

/// A UAI, in upper case.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Uai(String);

const LETTERS: &[u8; 23] = b"ABCDEFGHJKLMNPRSTUVWXYZ";

impl Uai {
    /// Reads a UAI in any case. Seven digits and a letter are asked for; a wrong check letter is *not* refused here
    /// (files and fixtures hold such ones): see [`Uai::letter_is_right`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_uppercase();
        let (digits, letter) = text.split_at_checked(7)?;
        let ok =
            digits.bytes().all(|b| b.is_ascii_digit()) && letter.len() == 1 && letter.bytes().all(|b| b.is_ascii_uppercase());
        ok.then_some(Self(text))
    }

    /// Whether the letter is the number modulo 23 in the alphabet without I, O and Q.
    #[must_use]
    pub fn letter_is_right(&self) -> bool {
        let (digits, letter) = self.0.split_at(7);
        let number: usize = digits.parse().unwrap_or(0);
        LETTERS.get(number % 23).is_some_and(|l| letter.as_bytes() == [*l])
    }

    /// The text in upper case.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Uai {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_letter_warns_and_the_shape_refuses() {
        assert!(Uai::parse("0750680G").unwrap().letter_is_right());
        assert!(!Uai::parse("0750680H").unwrap().letter_is_right());
        assert_eq!(Uai::parse(" 0750680g ").unwrap().as_str(), "0750680G");
        for bad in ["123ABC", "07506800", "0750680GG", "", "075068éG"] {
            assert!(Uai::parse(bad).is_none(), "{bad}");
        }
    }
}
