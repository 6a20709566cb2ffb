//! The sandbox behind the web floor: finds the compiled component of a granted package and runs the call in it.

use std::path::Path;
use std::sync::Arc;

use preau_policy::plugins::{self, Granted};
use preau_policy::{Call, House};
use preau_sandbox::{Artefacts, Ended, Fault, Limits, Ran, Request, Sandbox};
use preau_web::guests::{Guests, Running};

/// Runs plugins in the sandbox.
#[derive(Debug)]
pub struct SandboxGuests {
    house: House,
    sandbox: Sandbox,
}

/// The sandbox of this deployment: its limits, and the folder where only it writes compiled code.
///
/// # Errors
/// The engine or the folder.
pub fn sandbox(house: &House, compiled: &Path) -> anyhow::Result<Sandbox> {
    let key = house.master().derive("artefact", &[]);
    Ok(Sandbox::new(Limits::standard(), Artefacts::open(compiled, key)?)?)
}

impl SandboxGuests {
    /// With compiled code kept in this folder.
    ///
    /// # Errors
    /// The engine or the folder.
    pub fn new(house: House, compiled: &Path) -> anyhow::Result<Self> {
        let sandbox = sandbox(&house, compiled)?;
        Ok(Self { house, sandbox })
    }
}
