//! The harness of tests that go through several floors: real engines, two schools, people who really log in.
//!
//! * [`service`]: a server shared by all test processes, stopped when the last one ends; [`postgres`]: one database per test.
//! * [`engines`]: runs a body on SQLite and on PostgreSQL; [`house`]: a deployment with two schools and a fixed clock.
//! * [`directory`]: who is in each school; [`manifests`]: manifests for calls.

pub mod directory;
pub mod engines;
pub mod house;
pub mod manifests;
pub mod postgres;
pub mod service;

pub use engines::Engines;
pub use house::{TestHouse, TestSchool};
