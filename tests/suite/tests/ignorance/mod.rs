//! « A plugin does not know who your pupils are », byte for byte; and names only for who may read them, on every page.
//!
//! * [`glass`]: the evaluation plugin as a guest that asks for all it can get and shows its memory after each call;
//! * [`site`]: a generated school behind a real router with that guest; [`walk`]: every page of the plugin, in each role;
//! * [`needles`]: all that a school knows of its people, and how it is searched for;
//! * `blind`: the tests on the guest's memory; `pages`: the tests on what browsers get.

mod blind;
mod glass;
mod needles;
mod pages;
mod site;
mod walk;
