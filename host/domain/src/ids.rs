//! Integer surrogates of the things of one school. They mean nothing outside that school's database
//! and never leave the host: a plugin knows a thing by its [`crate::handle::Handle`].

use std::fmt;

macro_rules! surrogate {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

surrogate! {
    /// A person of the school: pupil, guardian or staff. Never reused.
    PersonId,
    /// A class (division) or a teaching group.
    GroupId,
    /// A subject taught (matière).
    SubjectId,
    /// A stored file.
    FileId,
    /// Free text that somebody wrote about somebody.
    ProseId,
}

/// The short name of a tenant in addresses, file names and schema names: for a school its first UAI in lower case.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Slug(String);

impl Slug {
    /// 2 to 32 characters among `a-z`, `0-9` and `-`, beginning with a letter or a digit; anything else is `None`.
    /// So a slug is safe in a path, a file name and (quoted) a schema name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let ok = (2..=32).contains(&text.len())
            && !text.starts_with('-')
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        ok.then(|| Self(text.to_owned()))
    }

    /// The text itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A plugin's name in reverse domain form, such as `fr.preau.evaluation`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct PluginId(String);

impl PluginId {
    /// At least two parts of `a-z`, `0-9` and `-` joined by dots, 100 characters at most.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let part = |p: &str| {
            !p.is_empty()
                && p.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
                && p.starts_with(|c: char| c.is_ascii_lowercase())
        };
        let ok = text.len() <= 100 && text.contains('.') && text.split('.').all(part);
        ok.then(|| Self(text.to_owned()))
    }

    /// The text itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PluginId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_safe_in_a_path() {
        assert!(Slug::parse("0750001a").is_some());
        for bad in ["", "a", "0750001A", "../x", "a/b", "-ab", "a\"b", &"a".repeat(33)] {
            assert!(Slug::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn a_plugin_id_is_a_reverse_domain() {
        assert!(PluginId::parse("fr.preau.evaluation").is_some());
        for bad in ["evaluation", "fr..x", ".fr.x", "fr.Préau", "fr.x/y", "fr.1x"] {
            assert!(PluginId::parse(bad).is_none(), "{bad}");
        }
    }
}
