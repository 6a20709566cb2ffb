//! Imports: official files compared with the school, shown, then applied whole or not at all.
//!
//! [`prepare`] reads and compares, [`apply`] writes what was prepared, [`history`] lists what was applied,
//! [`court_decision`] withdraws a guardian's access in a way that no import gives back.

mod apply;
mod court;
mod facts;
mod history;
mod known;
mod prepare;
mod progress;
mod write;

use preau_domain::role::Role;
use preau_domain::text;
use preau_storage::journal::Line;

use crate::system::SystemScope;
use crate::{Door, PolicyError, Result, Scope};

pub use apply::{Applied, apply};
pub use court::court_decision;
pub use history::{ImportRun, RunReport, history};
pub use prepare::{Prepared, prepare};
pub use progress::Progress;

/// Who imports.
#[derive(Clone, Copy, Debug)]
pub enum By<'a> {
    /// A person, who must wear the hat of administrateur.
    Person(&'a Scope),
    /// The operator, by a command.
    Operator(&'a SystemScope),
}

impl By<'_> {
    /// The school, if this one may import into it.
    fn enter(&self) -> Result<&Door> {
        match self {
            Self::Person(scope) if scope.role() != Role::Administrateur => {
                Err(PolicyError::Refused(text!("policy-roster-administrateur")))
            }
            Self::Person(scope) => Ok(scope.door()),
            Self::Operator(system) => Ok(system.door()),
        }
    }

    /// 0 for the operator, as in the journal.
    fn actor(&self) -> i64 {
        match self {
            Self::Person(scope) => scope.actor().0,
            Self::Operator(_) => 0,
        }
    }

    fn line(&self, action: &str, kinds: &str) -> Line {
        match self {
            Self::Person(scope) => scope.line(action, kinds),
            Self::Operator(system) => system.line(action, kinds),
        }
    }
}
