//! The linking desk: people the ENT knows and the school does not yet, attached by the administrateur.

use preau_domain::fold::fold;
use preau_domain::ids::PersonId;
use preau_domain::role::Role;
use preau_domain::text;
pub use preau_storage::person::Account;
use preau_storage::provider;
pub use preau_storage::provider::Unknown;
use preau_storage::writer::Step;
use preau_storage::{directory, journal::Line, person};

use crate::gate::ent_kind;
use crate::{PolicyError, Result, Scope};

fn administrateur(scope: &Scope) -> Result<()> {
    if scope.role() == Role::Administrateur { Ok(()) } else { Err(PolicyError::Refused(text!("policy-not-yours"))) }
}

/// The people who wait, newest first. For the administrateur (SAC-35).
///
/// # Errors
/// [`PolicyError::Refused`] for other hats.
pub async fn waiting(scope: &Scope) -> Result<Vec<Unknown>> {
    administrateur(scope)?;
    Ok(provider::unknown(&mut *scope.door().read().await?).await?)
}

/// Accounts whose name begins with these words, to choose from. For the administrateur.
///
/// # Errors
/// [`PolicyError::Refused`] for other hats.
pub async fn candidates(scope: &Scope, words: &str) -> Result<Vec<person::Account>> {
    administrateur(scope)?;
    let prefix = fold(words);
    let found = person::accounts(&mut *scope.door().read().await?, "", &prefix, 50).await?;
    let line = Line { subjects: found.iter().map(|a| a.id).collect(), ..scope.line("view", "account") };
    scope.door().school().note(vec![line]).await?;
    Ok(found)
}

/// Attaches an ENT id that waits to a person.
///
/// # Errors
/// [`PolicyError::Refused`] for other hats, when nobody waits under this id, or when the person has one already.
pub async fn attach(scope: &Scope, from: &str, ent_id: &str, to: PersonId) -> Result<()> {
    administrateur(scope)?;
    let (from, ent_id) = (from.to_owned(), ent_id.to_owned());
    let line = Line { subjects: vec![to.0], sensitive: true, detail: from.clone(), ..scope.line("link", "account") };
    let refusal = scope
        .door()
        .school()
        .write(move |db| {
            Box::pin(async move {
                if !provider::forget(db, &from, &ent_id).await? {
                    return Ok(Step::Undo(Some(text!("policy-link-nobody")), Vec::new()));
                }
                if directory::active_among(db, &[to.0]).await?.is_empty() {
                    return Ok(Step::Undo(Some(text!("policy-link-left")), Vec::new()));
                }
                if person::keys(db, to.0).await?.iter().any(|(k, _)| *k == ent_kind(&from)) {
                    return Ok(Step::Undo(Some(text!("policy-link-taken")), Vec::new()));
                }
                if !person::add_key(db, to.0, &ent_kind(&from), &ent_id).await? {
                    return Ok(Step::Undo(Some(text!("policy-link-taken")), Vec::new()));
                }
                Ok(Step::Keep(None, vec![line]))
            })
        })
        .await?;
    refusal.map_or(Ok(()), |text| Err(PolicyError::Refused(text)))
}
