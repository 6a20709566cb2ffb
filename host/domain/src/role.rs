//! The hat a person wears for a session: one at a time, never merged.

use std::fmt;

/// A role of the school. Its text is the one used in manifests and stored rows.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Role {
    /// A pupil.
    Eleve,
    /// A legal guardian.
    Responsable,
    /// A teacher.
    Professeur,
    /// The head, who answers for the data.
    Directeur,
    /// Any other staff (CPE, AESH, …); their functions say more.
    Personnel,
    /// The school's administrator: accounts and imports, never marks.
    Administrateur,
}

impl Role {
    /// All of them, in the order in which a chooser shows them.
    pub const ALL: [Self; 6] =
        [Self::Directeur, Self::Professeur, Self::Personnel, Self::Administrateur, Self::Responsable, Self::Eleve];

    /// The text form.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Eleve => "eleve",
            Self::Responsable => "responsable",
            Self::Professeur => "professeur",
            Self::Directeur => "directeur",
            Self::Personnel => "personnel",
            Self::Administrateur => "administrateur",
        }
    }

    /// Reads the text form.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.as_str() == text)
    }

    /// Pupils and guardians: embargo and publication rules hold for them.
    #[must_use]
    pub fn is_family(self) -> bool {
        matches!(self, Self::Eleve | Self::Responsable)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
