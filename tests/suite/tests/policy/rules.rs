//! The rule of access to persons, written a second time as data over the tables of the test directory.

use preau_domain::role::Role;
use preau_suite::directory::{CLASSES, GUARDIANS, PEOPLE, ROLES, TEACHING};

/// The kind of somebody and whether he is active.
fn facts(who: &str) -> (&'static str, bool) {
    let person = PEOPLE.iter().find(|p| p.0 == who).expect("somebody");
    (person.1, person.6)
}

/// Every actor who can log in, with each of his hats.
pub fn actors() -> Vec<(&'static str, Role)> {
    ROLES.iter().filter(|(who, _)| facts(who).1).map(|(who, role)| (*who, Role::parse(role).expect("a role"))).collect()
}

fn taught(teacher: &str, pupil: &str) -> bool {
    let class = |c: &str| CLASSES.contains(&(pupil, c));
    facts(pupil).1 && TEACHING.iter().any(|(t, c, _)| *t == teacher && class(c))
}

/// Whose own page somebody may open in this hat (SAC-27, 29, 31, 33, 35, 41).
pub fn reaches(actor: &str, hat: Role, other: &str) -> bool {
    let (_, active) = facts(other);
    if actor == other {
        return true;
    }
    active
        && match hat {
            Role::Eleve => false,
            Role::Responsable => GUARDIANS.contains(&(actor, other, 1, false)),
            Role::Directeur | Role::Administrateur => true,
            Role::Personnel if actor == "cpe" => true,
            Role::Professeur | Role::Personnel => {
                taught(actor, other) || GUARDIANS.iter().any(|g| g.0 == other && taught(actor, g.1))
            }
        }
}

/// Whose name somebody may read: those, and the staff that is there.
pub fn names(actor: &str, hat: Role, other: &str) -> bool {
    reaches(actor, hat, other) || facts(other) == ("staff", true)
}

/// Whose marks somebody may read: pupils in reach, and never an administrateur.
pub fn marks(actor: &str, hat: Role, pupil: &str) -> bool {
    facts(pupil).0 == "pupil" && hat != Role::Administrateur && reaches(actor, hat, pupil)
}

/// Whether somebody is a pupil.
pub fn is_pupil(who: &str) -> bool {
    facts(who).0 == "pupil"
}
