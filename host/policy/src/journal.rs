//! Reading the journal: "who saw my data" for the person or his guardian, everything for the head; and its verification.

use preau_domain::ids::PersonId;
use preau_domain::role::Role;
use preau_domain::text;
use preau_domain::time::Instant;
pub use preau_storage::journal::Verdict;
use preau_storage::journal::{self, Line};

use crate::system::SystemScope;
use crate::{Door, House, PolicyError, Result, Scope, reach};

/// A line as it may be shown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Seen {
    /// The segment it is in, a cursor for the next page.
    pub segment: i64,
    /// When.
    pub at: Instant,
    /// The hat of who looked, `system` for the system.
    pub role: String,
    /// Who looked: only for the head; families see functions, not names.
    pub by: Option<PersonId>,
    /// `plugin@version`, or empty for the host.
    pub plugin: String,
    /// What was done.
    pub action: String,
    /// Kinds of data.
    pub kinds: String,
    /// Whose: as far as the reader may see.
    pub about: Vec<PersonId>,
    /// Marked as sensitive.
    pub sensitive: bool,
}

fn shown(segment: i64, line: Line, with_names: bool) -> Seen {
    Seen {
        segment,
        at: Instant(line.at),
        role: line.role,
        by: (with_names && line.actor != 0).then_some(PersonId(line.actor)),
        plugin: line.plugin,
        action: line.action,
        kinds: line.kinds,
        about: if with_names { line.subjects.into_iter().map(PersonId).collect() } else { Vec::new() },
        sensitive: line.sensitive,
    }
}

/// Who saw the data of `about`: for the person himself, his legal guardian, or the head. Newest first.
///
/// # Errors
/// [`PolicyError::Refused`] for anybody else.
pub async fn who_saw(scope: &Scope, about: PersonId, before: Option<i64>) -> Result<Vec<Seen>> {
    let mut snapshot = scope.door().read().await?;
    let allowed = match scope.role() {
        Role::Directeur => true,
        Role::Responsable => reach::persons(&mut snapshot, scope, &[about.0]).await?.contains(&about.0),
        _ => about == scope.actor(),
    };
    if !allowed {
        return Err(PolicyError::Refused(text!("policy-not-yours")));
    }
    let head = scope.role() == Role::Directeur;
    let lines = journal::about(&mut snapshot, about.0, before, 100).await?;
    drop(snapshot);
    // One parent never sees when the other reads; what a child does, logging out at the ENT included, is his own affair.
    let lines =
        lines.into_iter().filter(|(_, l)| head || l.actor == scope.actor().0 || (!is_family(&l.role) && l.actor != about.0));
    let shown = lines.map(|(s, l)| shown(s, l, head)).collect();
    if head {
        let line = Line { subjects: vec![about.0], sensitive: true, ..scope.line("view", "journal") };
        scope.door().school().note(vec![line]).await?;
    }
    Ok(shown)
}

fn is_family(role: &str) -> bool {
    Role::parse(role).is_some_and(Role::is_family)
}

/// The newest lines of the whole journal, for the head. Reading it is itself a line.
///
/// # Errors
/// [`PolicyError::Refused`] for other hats.
pub async fn latest(scope: &Scope, before: Option<i64>) -> Result<Vec<Seen>> {
    if scope.role() != Role::Directeur {
        return Err(PolicyError::Refused(text!("policy-not-yours")));
    }
    let lines = journal::latest(&mut *scope.door().read().await?, before, 50).await?;
    let line = Line { sensitive: true, ..scope.line("view", "journal") };
    scope.door().school().note(vec![line]).await?;
    Ok(lines.into_iter().map(|(s, l)| shown(s, l, true)).collect())
}

/// Checks a school's journal, its chain and its anchor in the centre.
///
/// # Errors
/// What storage says; an older file put back is [`preau_storage::StorageError::Anchor`].
pub async fn verify(house: &House, door: &Door) -> Result<Verdict> {
    house.flush().await?;
    let verdict = door.school().verify_journal().await?;
    if matches!(verdict, Verdict::Sound { .. }) {
        house.store().check_anchor(door.school()).await?;
    }
    Ok(verdict)
}

/// Lines about a person for a command of the operator on behalf of the head, such as a rights request.
///
/// # Errors
/// What storage says.
pub async fn about_as_operator(system: &SystemScope, about: PersonId) -> Result<Vec<Seen>> {
    let lines = journal::about(&mut *system.door().read().await?, about.0, None, 100).await?;
    Ok(lines.into_iter().map(|(s, l)| shown(s, l, true)).collect())
}
