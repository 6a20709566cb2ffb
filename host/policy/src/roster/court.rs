//! A court's decision about a guardian: access withdrawn, whatever the official files say later.

use preau_domain::ids::PersonId;
use preau_domain::role::Role;
use preau_domain::text;
use preau_storage::roster;
use preau_storage::writer::Step;

use crate::{PolicyError, Result, Scope};

/// Withdraws a guardian's access to a pupil by a court's decision, or gives it back. It survives every import.
///
/// # Errors
/// [`PolicyError::Refused`] for anybody but an administrateur or the head, and when there is no such link.
pub async fn court_decision(scope: &Scope, guardian: PersonId, pupil: PersonId, withdrawn: bool) -> Result<()> {
    if !matches!(scope.role(), Role::Administrateur | Role::Directeur) {
        return Err(PolicyError::Refused(text!("policy-not-yours")));
    }
    let mut line = scope.line("court-decision", if withdrawn { "withdrawn" } else { "lifted" });
    (line.subjects, line.sensitive) = (vec![guardian.0, pupil.0], true);
    let found = scope
        .door()
        .school()
        .write(move |db| {
            Box::pin(async move {
                if !roster::set_court(db, guardian.0, pupil.0, withdrawn).await? {
                    return Ok(Step::Undo(false, Vec::new()));
                }
                roster::changed(db).await?;
                Ok(Step::Keep(true, vec![line]))
            })
        })
        .await?;
    if found { Ok(()) } else { Err(PolicyError::Refused(text!("policy-roster-no-link"))) }
}
