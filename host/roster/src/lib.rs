//! Floor 2: official files to a neutral roster, and the roster to a plan of changes. Pure: no IO, no clock, no database.
//!
//! * [`read`] takes any mix of SIECLE and STS-Web files and gives a [`model::Roster`] with remarks, or every fault found.
//! * [`diff`](fn@diff) compares a [`known::Known`] school with a roster and gives a [`plan::Plan`], shown before it is applied.
//! * From the bytes up: `archive` (ZIP), `source` (encoding, lines, sizes), `xml` (records), one file per format, `assemble`.

mod archive;
mod assemble;
mod diff;
mod entry;
pub mod fault;
mod groups;
mod header;
pub mod known;
pub mod model;
mod nomenclature;
pub mod plan;
mod read;
mod relations;
pub mod report;
mod roots;
mod settled;
mod siecle_eleves;
mod siecle_responsables;
mod siecle_structures;
mod source;
mod sts;
#[cfg(test)]
mod tests;
mod xml;

pub use diff::diff;
pub use fault::{Expected, Fault, Limits, Progress, Reading, Remark};
pub use read::read;
pub use settled::{Choice, Population, Settled};
