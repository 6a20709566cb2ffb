//! Names put in while drawing: only of persons the actor may see, and of staff, who sign what they do.

use std::collections::HashMap;

use preau_domain::ids::{GroupId, PersonId};
use preau_storage::{Db, person};

use crate::{Result, Scope, reach};

/// Names by id; who is not in it is drawn « — ».
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Names {
    /// Persons.
    pub people: HashMap<PersonId, String>,
    /// Groups.
    pub groups: HashMap<GroupId, String>,
    /// Persons asked for whom the actor may not see: drawn « — » and reported.
    pub refused: Vec<PersonId>,
}

/// The names of these persons and groups, as far as the actor may see them.
pub(crate) async fn find(db: &mut Db, scope: &Scope, people: &[PersonId], groups: &[GroupId]) -> Result<Names> {
    let mut names = Names::default();
    if !people.is_empty() {
        let mut ids: Vec<i64> = people.iter().map(|p| p.0).collect();
        ids.sort_unstable();
        ids.dedup();
        let found = person::names(db, &ids).await?;
        let protected: Vec<i64> = found.iter().filter(|n| n.kind != "staff").map(|n| n.id).collect();
        let allowed = reach::persons(db, scope, &protected).await?;
        for name in found {
            let who = PersonId(name.id);
            // nobody reaches a deactivated account (SAC-41), whatever it once signed
            if (name.kind == "staff" && name.active) || allowed.contains(&name.id) {
                names.people.insert(who, shown(&name));
            } else {
                names.refused.push(who);
            }
        }
        names.refused.extend(ids.iter().map(|id| PersonId(*id)).filter(|p| !names.people.contains_key(p)));
        names.refused.sort_unstable();
        names.refused.dedup();
    }
    if !groups.is_empty() {
        let reached = reach::groups(db, scope).await?;
        let asked = reached.into_iter().filter(|g| groups.contains(&GroupId(g.id)));
        names.groups = asked.map(|g| (GroupId(g.id), g.label)).collect();
    }
    Ok(names)
}

/// Pupils as `LEFÈVRE Zoé`, adults with their civility as `Mme LEFÈVRE`.
fn shown(name: &person::Name) -> String {
    let last = name.last_name.to_uppercase();
    match (name.kind.as_str(), name.civility.as_str()) {
        ("pupil", _) | (_, "") => format!("{last} {}", name.first_name),
        (_, civility) => format!("{civility} {last}"),
    }
}

/// The names of these persons and groups for a page of the host, as far as the actor may see them.
///
/// # Errors
/// What storage says.
pub async fn names(scope: &Scope, people: &[PersonId], groups: &[GroupId]) -> Result<Names> {
    find(&mut *scope.door().read().await?, scope, people, groups).await
}
