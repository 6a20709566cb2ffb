//! Values that cross the border of a call.

use crate::handle::Handle;
use crate::time::{Day, Instant};

/// One argument of a view or an effect.
#[derive(Clone, PartialEq, Debug)]
pub enum Value {
    /// No value.
    Absent,
    /// True or false.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// Text.
    Text(String),
    /// A day of the school's calendar.
    Date(Day),
    /// A moment.
    Moment(Instant),
    /// An opaque handle.
    Handle(Handle),
}

/// Many texts in one piece: text `i` ends before byte `ends[i]` and starts where the one before it ended.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Texts {
    /// All texts, one after the other.
    pub bytes: String,
    /// Where each ends.
    pub ends: Vec<u32>,
}

impl Texts {
    /// Adds one text.
    pub fn push(&mut self, text: &str) {
        self.bytes.push_str(text);
        self.ends.push(u32::try_from(self.bytes.len()).unwrap_or(u32::MAX));
    }

    /// How many texts.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Each text in turn; ends that are out of order or inside a character give an empty text.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        let mut from = 0_usize;
        self.ends.iter().map(move |end| {
            let to = usize::try_from(*end).unwrap_or(usize::MAX);
            let text = self.bytes.get(from..to).unwrap_or_default();
            from = to;
            text
        })
    }

    /// Whether the ends are in order, on character boundaries, and the last is the length.
    #[must_use]
    pub fn is_well_formed(&self) -> bool {
        let mut from = 0;
        self.ends.iter().all(|end| {
            let to = usize::try_from(*end).unwrap_or(usize::MAX);
            let ok = to >= from && self.bytes.is_char_boundary(to);
            from = to;
            ok
        }) && from == self.bytes.len()
    }
}

impl<S: AsRef<str>> FromIterator<S> for Texts {
    fn from_iter<I: IntoIterator<Item = S>>(texts: I) -> Self {
        let mut all = Self::default();
        texts.into_iter().for_each(|t| all.push(t.as_ref()));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_back_and_lies_are_seen() {
        let texts: Texts = ["é", "", "bc"].into_iter().collect();
        assert!(texts.is_well_formed());
        assert_eq!(texts.iter().collect::<Vec<_>>(), ["é", "", "bc"]);
        for ends in [vec![1, 2], vec![2, 1], vec![2, 9], vec![2]] {
            assert!(!Texts { bytes: "ébc".into(), ends }.is_well_formed());
        }
    }
}
