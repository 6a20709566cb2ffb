//! The pages, one file a subject.

pub mod create;
pub mod edit;
pub mod grid;
pub mod list;
pub mod results;
pub mod save;

use preau_sdk::ambient::{Role, role};
use preau_sdk::{Failure, Request, Result, Writer};

use crate::texts;

/// What each role comes for.
///
/// # Errors
/// As the host refuses.
pub fn home(req: &Request<'_>, (): (), out: &mut Writer<'_>) -> Result {
    match role() {
        Role::Eleve => results::of_actor(out),
        Role::Responsable => results::of_children(out),
        _ => list::show(req, out),
    }
}

/// Only who may write goes on. The host would refuse the writing anyhow; this says why.
fn teachers_only() -> Result {
    if role() == Role::Professeur { Ok(()) } else { Err(Failure::denied(texts::TEACHERS_ONLY)) }
}

/// Pages that show a whole class. The host would narrow what they read anyhow.
fn staff_only() -> Result {
    if role().is_family() { Err(Failure::denied(texts::STAFF_ONLY)) } else { Ok(()) }
}
