//! Many texts in one piece, as they cross the border.

/// Text `i` ends before byte `ends[i]` and starts where the one before it ended.
///
/// ```
/// let texts: preau_sdk::Texts = ["é", "", "bc"].into_iter().collect();
/// assert_eq!(texts.iter().collect::<Vec<_>>(), ["é", "", "bc"]);
/// assert_eq!(texts.get(2), Some("bc"));
/// ```
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
        self.end();
    }

    /// Ends the text that was written to `bytes` directly.
    pub fn end(&mut self) {
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

    /// The text at `index`.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<&str> {
        let to = usize::try_from(*self.ends.get(index)?).ok()?;
        let from = match index.checked_sub(1) {
            Some(before) => usize::try_from(*self.ends.get(before)?).ok()?,
            None => 0,
        };
        self.bytes.get(from..to)
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

    /// Adds all texts of another.
    pub fn append(&mut self, other: &Self) {
        let base = u32::try_from(self.bytes.len()).unwrap_or(u32::MAX);
        self.bytes.push_str(&other.bytes);
        self.ends.extend(other.ends.iter().map(|end| end.saturating_add(base)));
    }
}

impl<S: AsRef<str>> FromIterator<S> for Texts {
    fn from_iter<I: IntoIterator<Item = S>>(texts: I) -> Self {
        let mut all = Self::default();
        texts.into_iter().for_each(|t| all.push(t.as_ref()));
        all
    }
}
