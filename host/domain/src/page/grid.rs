//! The entry grid of a page, and what became of the cells of a save.

use crate::handle::Handle;
use crate::ids::PersonId;
use crate::time::Instant;

/// One code that may be entered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Code {
    /// What is stored and shown, at most 3 characters.
    pub symbol: String,
    /// What it means.
    pub label: String,
    /// The key that enters it, one character.
    pub key: String,
    /// The colour family it is drawn in, 0 (worst) to 3 (best); `None` for special codes.
    pub shade: Option<u8>,
}

/// A column of an entry grid.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GridColumn {
    /// The name it posts under.
    pub id: String,
    /// The short heading.
    pub short: String,
    /// The whole heading.
    pub long: String,
}

/// A grid of codes: pupils × items. `cells` and `versions` are row-major.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EntryGrid {
    /// Where changed cells are posted.
    pub route: String,
    /// Whose rows, in the order given.
    pub rows: Vec<PersonId>,
    /// The rows' handles as the plugin knows them, for posting back.
    pub handles: Vec<Handle>,
    /// The columns.
    pub columns: Vec<GridColumn>,
    /// The codes.
    pub codes: Vec<Code>,
    /// Index into `codes`, 255 where nothing is entered.
    pub cells: Vec<u8>,
    /// The version of each cell, 0 where there never was one.
    pub versions: Vec<u64>,
}

/// What became of the cells of a save.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct GridReport {
    /// Cells now stored: their versions.
    pub saved: Vec<SavedCell>,
    /// Cells that somebody else changed meanwhile; nothing of them was written.
    pub conflicts: Vec<CellConflict>,
    /// Where the grid is, for a page without script.
    pub back: String,
}

/// A cell that is stored.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SavedCell {
    /// Row, as the plugin knows the person.
    pub row: Handle,
    /// Column id.
    pub column: String,
    /// Its symbol now, empty when erased.
    pub symbol: String,
    /// Its version now.
    pub version: u64,
}

/// A cell that was changed by somebody else since it was shown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CellConflict {
    /// Row, as the plugin knows the person.
    pub row: Handle,
    /// Whose row.
    pub who: PersonId,
    /// Column id.
    pub column: String,
    /// What this actor wanted.
    pub mine: String,
    /// What is stored.
    pub theirs: String,
    /// The stored version, to send when one insists.
    pub version: u64,
    /// Who stored it.
    pub by: PersonId,
    /// When.
    pub at: Instant,
}
