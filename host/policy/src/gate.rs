//! The login gate: finding a person, a provider, a session or a ticket before there is a scope.

use preau_domain::ids::PersonId;
use preau_domain::role::Role;
use preau_domain::time::Instant;
use preau_storage::journal::Line;
use preau_storage::provider::Unknown;
use preau_storage::session::NewSession;
use preau_storage::writer::Step;
use preau_storage::{Snapshot, person, provider, session};

use crate::house::Door;
use crate::key::stored_hash;
use crate::{PolicyError, Result, Scope};

/// A session ends after this long without a request, milliseconds (60 minutes).
pub const IDLE: i64 = 60 * 60 * 1000;
/// A session ends after this long whatever happens, milliseconds (10 hours).
pub const ABSOLUTE: i64 = 10 * 60 * 60 * 1000;
/// Use is remembered to this precision, milliseconds: one write a minute, not one a page.
const TOUCH: i64 = 60 * 1000;

/// Somebody the ENT vouches for.
#[derive(Clone, Debug)]
pub struct Identity {
    /// Which provider.
    pub provider: String,
    /// How it names him.
    pub ent_id: String,
    /// Keys that may find him once, in order: (kind of key, value).
    pub keys: Vec<(String, String)>,
    /// The declared attributes, JSON, shown at the linking desk.
    pub attributes: String,
}

/// What became of a login.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Login {
    /// A session is open; the cookie's secret value.
    Open {
        /// To be sent to the browser, never stored.
        secret: String,
        /// Who.
        person: PersonId,
    },
    /// The ticket was used before.
    Replayed,
    /// The school does not know him: he waits at the linking desk.
    Unknown,
    /// The school knows him, but he has no role here any more.
    NoRole,
}

/// Opens the scope of a live session, with the snapshot it was read in.
///
/// # Errors
/// What storage says; no, ended or idle session is `Ok(None)`.
pub async fn enter(door: &Door, secret: &str) -> Result<Option<(Scope, Snapshot)>> {
    let now = door.now();
    let id = stored_hash(secret);
    let mut snapshot = door.read().await?;
    let Some(found) = session::find(&mut snapshot, &id).await? else { return Ok(None) };
    let ends = Instant((found.seen + IDLE).min(found.until));
    if now >= ends {
        return Ok(None);
    }
    let stale = now.0 - found.seen > TOUCH;
    let ends_now = Instant((now.0 + IDLE).min(found.until));
    let Some(scope) = Scope::new(door.clone(), found, id.clone(), ends_now, now) else { return Ok(None) };
    if stale {
        door.school()
            .write(move |db| {
                Box::pin(async move {
                    session::touch(db, &id, now.0).await?;
                    Ok(Step::Keep((), Vec::new()))
                })
            })
            .await?;
    }
    Ok(Some((scope, snapshot)))
}

/// The settings of the school's providers: (id, JSON).
///
/// # Errors
/// What storage says.
pub async fn providers(door: &Door) -> Result<Vec<(String, String)>> {
    Ok(provider::all(&mut *door.read().await?).await?)
}

/// Logs somebody in whom a provider vouches for. The ticket counts once; the session that `old` names ends.
///
/// # Errors
/// What storage says.
pub async fn login(door: &Door, identity: Identity, ticket: &str, agent: &str, old: Option<&str>) -> Result<Login> {
    let now = door.now();
    let (ticket, old) = (stored_hash(ticket), old.map(stored_hash));
    let (secret, agent) = (random_secret()?, agent.chars().take(120).collect::<String>());
    door.school()
        .write(move |db| {
            Box::pin(async move {
                let mut line = gate_line(now, &identity.provider);
                if !session::use_ticket(db, &identity.provider, &ticket, now.0).await? {
                    return Ok(Step::Keep(Login::Replayed, refusal(line, "ticket-replayed")));
                }
                let Some((who, linked)) = find(db, &identity).await? else {
                    let unknown = Unknown {
                        provider: identity.provider.clone(),
                        ent_id: identity.ent_id.clone(),
                        attributes: identity.attributes.clone(),
                        seen: now.0,
                    };
                    provider::remember(db, &unknown).await?;
                    return Ok(Step::Keep(Login::Unknown, refusal(line, "unknown-person")));
                };
                let roles = person::roles(db, who).await?;
                line.actor = who;
                line.subjects = vec![who];
                let Some(hat) = Role::ALL.into_iter().find(|r| roles.iter().any(|t| t == r.as_str())) else {
                    return Ok(Step::Keep(Login::NoRole, refusal(line, "no-role")));
                };
                // fixation: whatever session this browser had is not the one that goes on
                if let Some(old) = old {
                    session::end(db, &old).await?;
                }
                let new = NewSession {
                    id: stored_hash(&secret),
                    person: who,
                    hat: hat.as_str().to_owned(),
                    provider: identity.provider.clone(),
                    ticket: Some(ticket),
                    agent,
                    created: now.0,
                    until: now.0 + ABSOLUTE,
                };
                session::add(db, &new).await?;
                person::logged_in(db, who, now.0).await?;
                line.role = hat.as_str().to_owned();
                if linked {
                    line.detail.push_str(" linked-by-key");
                }
                Ok(Step::Keep(Login::Open { secret, person: PersonId(who) }, vec![line]))
            })
        })
        .await
        .map_err(PolicyError::from)
}

/// The line of a login, turned into that of a refusal.
fn refusal(line: Line, why: &str) -> Vec<Line> {
    let detail = format!("{} {why}", line.detail);
    vec![Line { action: "login-refused".into(), sensitive: true, detail, ..line }]
}

/// By ENT id; else by the first key that finds somebody, who keeps the ENT id from then on.
async fn find(db: &mut preau_storage::Db, identity: &Identity) -> preau_storage::Result<Option<(i64, bool)>> {
    let kind = ent_kind(&identity.provider);
    if let Some(who) = person::by_key(db, &kind, &identity.ent_id).await? {
        return Ok(Some((who, false)));
    }
    for (key, value) in &identity.keys {
        if let Some(who) = person::by_key(db, key, value).await? {
            // A person whom this provider already knows under another id is not silently given a second one.
            let known = person::keys(db, who).await?.iter().any(|(k, _)| *k == kind);
            if known || !person::add_key(db, who, &kind, &identity.ent_id).await? {
                return Ok(None);
            }
            provider::forget(db, &identity.provider, &identity.ent_id).await?;
            return Ok(Some((who, true)));
        }
    }
    Ok(None)
}

/// The kind of key under which a provider's ids are kept.
pub(crate) fn ent_kind(provider: &str) -> String {
    format!("ent.{provider}")
}

fn gate_line(now: Instant, provider: &str) -> Line {
    Line {
        at: now.0,
        actor: 0,
        role: "system".into(),
        plugin: String::new(),
        action: "login".into(),
        kinds: "session".into(),
        subjects: Vec::new(),
        sensitive: false,
        detail: provider.to_owned(),
    }
}

/// Ends the sessions that a provider's ticket opened. The caller answers the same whether there were any.
///
/// # Errors
/// What storage says.
pub async fn single_logout(door: &Door, provider: &str, ticket: &str) -> Result<usize> {
    let (now, name, ticket) = (door.now(), provider.to_owned(), stored_hash(ticket));
    let ended = door
        .school()
        .write(move |db| {
            Box::pin(async move {
                let people = session::end_by_ticket(db, &name, &ticket).await?;
                let lines = people
                    .iter()
                    .map(|who| Line {
                        actor: *who,
                        subjects: vec![*who],
                        action: "single-logout".into(),
                        ..gate_line(now, &name)
                    })
                    .collect();
                Ok(Step::Keep(people.len(), lines))
            })
        })
        .await?;
    Ok(ended)
}

/// Ends the actor's session.
///
/// # Errors
/// What storage says.
pub async fn logout(scope: &Scope) -> Result<()> {
    let id = scope.session().to_vec();
    let line = Line { subjects: vec![scope.actor().0], ..scope.line("logout", "session") };
    scope
        .door()
        .school()
        .write(move |db| {
            Box::pin(async move {
                session::end(db, &id).await?;
                Ok(Step::Keep((), vec![line]))
            })
        })
        .await?;
    Ok(())
}

/// Puts on another hat that the actor holds; `false` when he does not.
///
/// # Errors
/// What storage says.
pub async fn wear(scope: &Scope, role: Role) -> Result<bool> {
    if !scope.roles().contains(&role) {
        return Ok(false);
    }
    let id = scope.session().to_vec();
    let line = scope.line("hat", role.as_str());
    let worn = scope
        .door()
        .school()
        .write(move |db| {
            Box::pin(async move {
                let worn = session::wear(db, &id, role.as_str()).await?;
                Ok(Step::Keep(worn, vec![line]))
            })
        })
        .await?;
    Ok(worn)
}

/// Journals a login that was refused before anybody was found, such as a false ticket.
///
/// # Errors
/// What storage says.
pub async fn refused(door: &Door, provider: &str, reason: &'static str) -> Result<()> {
    Ok(door.school().note(refusal(gate_line(door.now(), provider), reason)).await?)
}

/// Ends what is idle or over in this school.
///
/// # Errors
/// What storage says.
pub async fn sweep(door: &Door) -> Result<()> {
    let now = door.now().0;
    door.school()
        .write(move |db| {
            Box::pin(async move {
                session::sweep(db, now, now - IDLE).await?;
                Ok(Step::Keep((), Vec::new()))
            })
        })
        .await?;
    Ok(())
}

/// 256 random bits as text, for a cookie.
fn random_secret() -> Result<String> {
    use base64::Engine as _;
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(|e| PolicyError::Key(e.to_string()))?;
    Ok(base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes))
}
