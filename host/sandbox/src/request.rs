//! What was asked of a plugin, as its handler reads it.

use preau_domain::handle::Handle;

/// A changed cell of an entry grid.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GridCell {
    /// Whose row, as the plugin knows the person.
    pub row: Handle,
    /// Which column.
    pub column: String,
    /// The symbol wanted, empty to erase.
    pub symbol: String,
    /// The version the reader had in front of him.
    pub version: u64,
}

/// One request. It is not changed by a call, so that the call can be run again with it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Request {
    /// `GET` or `POST`.
    pub method: String,
    /// Relative to the plugin, beginning with a slash.
    pub path: String,
    /// Parameters of the address, in order.
    pub query: Vec<(String, String)>,
    /// Fields of the form, in order; the host's own fields are not among them.
    pub fields: Vec<(String, String)>,
    /// The changed cells, when an entry grid was posted. A guest sees them only if each row is a person of this plugin
    /// and school.
    pub grid: Option<Vec<GridCell>>,
}

impl Request {
    /// A request to read.
    #[must_use]
    pub fn get(path: &str) -> Self {
        Self { method: "GET".into(), path: path.into(), query: Vec::new(), fields: Vec::new(), grid: None }
    }

    /// A form sent.
    #[must_use]
    pub fn post(path: &str, fields: Vec<(String, String)>) -> Self {
        Self { method: "POST".into(), path: path.into(), query: Vec::new(), fields, grid: None }
    }
}
