//! Floor 3: the only door to data.
//!
//! * [`house`]: a deployment and the [`house::Door`] of one school; behind a door there is no data without one of
//!   [`scope::Scope`] (one actor, one hat), [`gate`] (finding a person before there is a scope) or [`system::SystemScope`].
//! * [`call`]: what a plugin may do in one call: [`views`], [`records`], [`drafts`], then [`commit`].
//! * [`names`]: whose names an actor may see. [`handle`]: unforgeable handles per plugin and school.
//! * [`journal`], [`plugins`], [`roster`], [`people`], [`linking`]: what the school's own pages do.

pub mod call;
pub mod commit;
pub mod drafts;
pub mod error;
pub mod gate;
pub mod handle;
pub mod house;
pub mod journal;
pub mod key;
pub mod linking;
pub mod names;
pub mod people;
pub mod plugins;
mod reach;
pub mod records;
pub mod roster;
pub mod scope;
pub mod system;
pub mod views;

pub use call::Call;
pub use error::PolicyError;
pub use house::{Door, House};
pub use names::Names;
pub use preau_storage::Snapshot;
pub use scope::Scope;

/// The result of everything here.
pub type Result<T> = std::result::Result<T, PolicyError>;
