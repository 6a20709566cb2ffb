//! How far a scope reaches: whose names, which groups, whose records. Every rule of access to persons is here (SAC-27…36).

use preau_domain::role::Role;
use preau_storage::{Db, directory};

use crate::{Result, Scope};

/// Which of these persons the actor may see, by his hat:
/// an élève himself (SAC-27); a responsable himself and the pupils he is legal guardian of (SAC-29); a professeur himself,
/// his pupils and their guardians (SAC-31); a directeur everybody (SAC-33); an administrateur every account; other staff as a
/// professeur, or everybody where their function says so. Nobody reaches a deactivated account (SAC-41).
pub(crate) async fn persons(db: &mut Db, scope: &Scope, people: &[i64]) -> Result<Vec<i64>> {
    let me = scope.actor().0;
    let mut seen = match scope.role() {
        Role::Eleve => Vec::new(),
        Role::Responsable => {
            let children = directory::children(db, me).await?;
            people.iter().copied().filter(|p| children.contains(p)).collect()
        }
        Role::Professeur => directory::assigned_among(db, me, people, scope.today().0.into()).await?,
        Role::Directeur | Role::Administrateur => directory::active_among(db, people).await?,
        Role::Personnel if scope.is_wide() => directory::active_among(db, people).await?,
        Role::Personnel => directory::assigned_among(db, me, people, scope.today().0.into()).await?,
    };
    if people.contains(&me) && !seen.contains(&me) {
        seen.push(me);
    }
    Ok(seen)
}

/// The groups the actor may see, in order of labels.
pub(crate) async fn groups(db: &mut Db, scope: &Scope) -> Result<Vec<directory::Group>> {
    let me = scope.actor().0;
    Ok(match scope.role() {
        Role::Eleve => directory::groups_of_members(db, &[me]).await?,
        Role::Responsable => {
            let children = directory::children(db, me).await?;
            directory::groups_of_members(db, &children).await?
        }
        Role::Professeur => directory::taught(db, me, scope.today().0.into()).await?,
        Role::Directeur | Role::Administrateur => directory::all_groups(db).await?,
        Role::Personnel if scope.is_wide() => directory::all_groups(db).await?,
        Role::Personnel => directory::taught(db, me, scope.today().0.into()).await?,
    })
}

/// Whether the actor may see this group.
pub(crate) async fn group(db: &mut Db, scope: &Scope, group: i64) -> Result<bool> {
    match scope.role() {
        Role::Professeur => Ok(directory::teaches(db, scope.actor().0, group, scope.today().0.into()).await?),
        _ => Ok(groups(db, scope).await?.iter().any(|g| g.id == group)),
    }
}

/// Every pupil the actor may see, in name order.
pub(crate) async fn pupils(db: &mut Db, scope: &Scope) -> Result<Vec<i64>> {
    let me = scope.actor().0;
    Ok(match scope.role() {
        Role::Eleve => vec![me],
        Role::Responsable => directory::children(db, me).await?,
        Role::Professeur => directory::assigned(db, me, scope.today().0.into()).await?,
        Role::Directeur => directory::everybody(db, "pupil").await?,
        Role::Personnel if scope.is_wide() => directory::everybody(db, "pupil").await?,
        Role::Personnel => directory::assigned(db, me, scope.today().0.into()).await?,
        // accounts, not pupils: an administrateur works with identifiers on the host's own pages
        Role::Administrateur => Vec::new(),
    })
}
