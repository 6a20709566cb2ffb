//! What was asked.

use crate::{Day, Group, Handle, Person, Texts, sys};

/// A request to the plugin.
pub struct Request<'a>(sys::RawRequest<'a>);

/// Changed cells of an entry grid, column by column: cell `i` is in row `rows[i]`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct GridInput {
    /// Whose row each cell is in.
    pub rows: Vec<Person>,
    /// Which column.
    pub columns: Texts,
    /// The symbol wanted, empty to erase.
    pub symbols: Texts,
    /// The version the reader had in front of him.
    pub versions: Vec<u64>,
}

impl<'a> Request<'a> {
    pub(crate) fn of(raw: sys::RawRequest<'a>) -> Self {
        Self(raw)
    }

    /// `GET` or `POST`.
    #[must_use]
    pub fn method(&self) -> String {
        self.0.method()
    }

    /// Relative to the plugin, beginning with a slash.
    #[must_use]
    pub fn path(&self) -> String {
        self.0.path()
    }

    /// A parameter of the address.
    #[must_use]
    pub fn query(&self, name: &str) -> Option<String> {
        self.0.query(name)
    }

    /// A field of the form.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<String> {
        self.0.field(name)
    }

    /// A field of the form without the spaces around it; empty when it was not sent.
    #[must_use]
    pub fn text(&self, name: &str) -> String {
        self.field(name).map(|text| text.trim().to_owned()).unwrap_or_default()
    }

    /// All values of a field.
    #[must_use]
    pub fn fields(&self, name: &str) -> Vec<String> {
        self.0.fields(name)
    }

    /// A field that holds a day.
    #[must_use]
    pub fn day(&self, name: &str) -> Option<Day> {
        Day::parse(&self.field(name)?)
    }

    /// The group chosen in a group field.
    #[must_use]
    pub fn group(&self, name: &str) -> Option<Group> {
        self.chosen(name).map(Group)
    }

    /// The person chosen in a host widget.
    #[must_use]
    pub fn person(&self, name: &str) -> Option<Person> {
        self.chosen(name).map(Person)
    }

    /// A field that holds a person or group: chosen in a host widget, or sent along hidden in its text form.
    #[must_use]
    pub fn chosen(&self, name: &str) -> Option<Handle> {
        self.0.chosen(name).or_else(|| Handle::parse(&self.0.field(name)?))
    }

    /// The changed cells, when an entry grid was posted.
    #[must_use]
    pub fn grid(&self) -> Option<GridInput> {
        self.0.grid()
    }
}
