//! Every French sentence of the host, by key. A [`Text`] is a key and its arguments; showing it looks it up in the
//! message files of `host/domain/messages`, one file per floor. `tests/tidy` finds missing and unused keys.

use std::fmt;
use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

/// The message files, by the floor that owns their keys.
pub const FILES: &[(&str, &str)] = &[
    ("domain", include_str!("../messages/domain.ftl")),
    ("roster", include_str!("../messages/roster.ftl")),
    ("policy", include_str!("../messages/policy.ftl")),
    ("sandbox", include_str!("../messages/sandbox.ftl")),
    ("render", include_str!("../messages/render.ftl")),
    ("auth", include_str!("../messages/auth.ftl")),
    ("web", include_str!("../messages/web.ftl")),
    ("server", include_str!("../messages/server.ftl")),
];

/// A sentence to be shown: made by [`text!`](crate::text!).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Text {
    key: &'static str,
    arguments: Vec<(&'static str, Argument)>,
}

/// What a sentence may be filled with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Argument {
    /// Words, shown as they are.
    Words(String),
    /// A whole number, which may choose a plural.
    Number(i64),
}

impl From<&str> for Argument {
    fn from(words: &str) -> Self {
        Self::Words(words.to_owned())
    }
}
impl From<&String> for Argument {
    fn from(words: &String) -> Self {
        Self::Words(words.clone())
    }
}
impl From<String> for Argument {
    fn from(words: String) -> Self {
        Self::Words(words)
    }
}
impl From<Text> for Argument {
    fn from(text: Text) -> Self {
        Self::Words(text.to_string())
    }
}
macro_rules! numbers {
    ($($t:ty),*) => {$(impl From<$t> for Argument {
        fn from(number: $t) -> Self {
            Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
        }
    })*};
}
numbers!(i16, i32, i64, u16, u32, u64, usize);

impl Text {
    /// The sentence with this key; use [`text!`](crate::text!), which `tests/tidy` can read.
    #[must_use]
    pub fn new(key: &'static str, arguments: Vec<(&'static str, Argument)>) -> Self {
        Self { key, arguments }
    }

    /// The key, which tests may compare.
    #[must_use]
    pub fn key(&self) -> &'static str {
        self.key
    }
}

/// A [`Text`]: `text!("roster-other-uai", found = uai, expected = ours)`.
#[macro_export]
macro_rules! text {
    ($key:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::message::Text::new($key, vec![$((stringify!($name), $crate::message::Argument::from($value))),*])
    };
}

fn catalogue() -> &'static FluentBundle<FluentResource> {
    static CATALOGUE: OnceLock<FluentBundle<FluentResource>> = OnceLock::new();
    CATALOGUE.get_or_init(|| {
        let mut bundle = FluentBundle::new_concurrent(vec![unic_langid::LanguageIdentifier::from_parts(
            "fr".parse().unwrap_or_default(),
            None,
            None,
            &[],
        )]);
        bundle.set_use_isolating(false);
        for (_, source) in FILES {
            // A file with an error still gives its other messages; the test below refuses errors and doubles.
            let resource = match FluentResource::try_new((*source).to_owned()) {
                Ok(resource) | Err((resource, _)) => resource,
            };
            bundle.add_resource_overriding(resource);
        }
        bundle
    })
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(pattern) = catalogue().get_message(self.key).and_then(|m| m.value()) else {
            return write!(f, "[{}]", self.key);
        };
        let mut arguments = FluentArgs::new();
        for (name, value) in &self.arguments {
            arguments.set(
                *name,
                match value {
                    Argument::Words(words) => FluentValue::from(words.as_str()),
                    Argument::Number(number) => FluentValue::from(*number),
                },
            );
        }
        f.write_str(&catalogue().format_pattern(pattern, Some(&arguments), &mut Vec::new()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_are_sound_and_share_no_key() {
        let mut bundle = FluentBundle::new_concurrent(vec![unic_langid::LanguageIdentifier::from_parts(
            "fr".parse().unwrap_or_default(),
            None,
            None,
            &[],
        )]);
        for (name, source) in FILES {
            let resource = FluentResource::try_new((*source).to_owned()).map_err(|(_, e)| e);
            let resource = resource.unwrap_or_else(|errors| panic!("{name}.ftl: {errors:?}"));
            bundle.add_resource(resource).unwrap_or_else(|errors| panic!("{name}.ftl: {errors:?}"));
        }
    }

    #[test]
    fn a_missing_key_shows_itself() {
        assert_eq!(Text::new("no-such-key", vec![]).to_string(), "[no-such-key]");
    }
}
