//! Floor 5: what the host draws. A recorded page becomes HTML, JSON or CSV; nothing here reads data or decides access.
//!
//! * [`Frame`] and [`Names`]: what surrounds a page and the names that may be put into it.
//! * [`html`], [`fragment`], [`widget`], [`bare`]: the page as a document, its content alone, in an iframe, without a session.
//! * [`csv`]: its tables for a spreadsheet.
//! * [`posted_grid`], [`grid_json`], [`grid_page`]: the entry grid on its way in and back out.
//! * [`assets`]: the style sheet and the two scripts, under fingerprinted names.
//!
//! What is written is well-formed XML too, without any inline style, script or handler: the strictest policy holds.

pub mod assets;
mod bars;
mod csv;
mod draw;
mod escape;
mod field;
mod frame;
mod grid;
mod grid_form;
mod grid_report;
mod inline;
mod markdown;
mod route;
mod shell;
mod table;
#[cfg(test)]
mod tests;
mod words;

pub use csv::csv;
pub use frame::{Frame, Hat, MenuEntry, Names, Stored, StoredFile};
pub use grid_form::{GridCell, GridPost, MAX_CELLS, parse_grid, parse_live, posted_grid};
pub use grid_report::{grid_json, grid_page};
pub use route::{href, is_outside};
pub use shell::{bare, fragment, html, widget};
