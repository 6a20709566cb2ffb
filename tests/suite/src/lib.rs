//! The harness of tests that go through several floors: real engines, two schools, people who really log in.
//!
//! * [`service`]: a server shared by all test processes, stopped when the last one ends; [`postgres`]: one database per test.
//! * [`engines`]: runs a body on SQLite and on PostgreSQL; [`house`]: a deployment with two schools and a fixed clock.
//! * [`directory`]: who is in each school; [`manifests`]: manifests for calls; [`guests`]: plugins built from source.
//! * [`served`]: a router on a real socket; [`browserless`] and [`markup`]: a browser without a screen; [`logs`]: what is logged.
//! * [`forge`]: a CAS server that says what it is told to; [`portal`]: a real LemonLDAP::NG.
//! * [`prepared`]: a data folder made by the operator's commands and the binary as a child process; [`grid`]: the entry grid as a script sees it.

pub mod browserless;
pub mod directory;
pub mod engines;
pub mod forge;
pub mod grid;
pub mod guests;
pub mod house;
pub mod logs;
pub mod manifests;
pub mod markup;
pub mod portal;
pub mod postgres;
pub mod prepared;
pub mod served;
pub mod service;

pub use engines::Engines;
pub use house::{TestHouse, TestSchool};
