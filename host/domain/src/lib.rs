//! Floor 1: the plain types every other floor speaks. No IO, no async, no database, no wasm.
//!
//! * [`ids`], [`handle`], [`uai`]: who and what; [`time`]: when; [`role`]: as whom.
//! * [`manifest`] and [`entity`]: what a plugin may ask for; [`fiche`]: what its manifest says to a school.
//! * [`page`]: what a writer records and `render` draws; [`value`] and [`failure`]: what crosses the border.
//! * [`message`]: every French sentence, from the files of `host/domain/messages`.

pub mod entity;
pub mod failure;
pub mod fiche;
pub mod fold;
pub mod handle;
pub mod ids;
pub mod manifest;
pub mod message;
pub mod page;
pub mod role;
pub mod time;
pub mod uai;
pub mod value;
