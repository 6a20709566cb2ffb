//! Sessions of one school. The cookie's value is never stored, only its hash; a CAS ticket likewise.

use crate::{Db, Result, Sql, args};

/// A live session with what each request needs of its person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Session {
    /// Who.
    pub person: i64,
    /// The role worn.
    pub hat: String,
    /// Through which provider.
    pub provider: String,
    /// When it began, milliseconds.
    pub created: i64,
    /// When it was last used, to the minute.
    pub seen: i64,
    /// When it ends whatever happens.
    pub until: i64,
    /// First name.
    pub first_name: String,
    /// Usage or last name.
    pub last_name: String,
    /// STS function of staff.
    pub function: String,
    /// Roles held, in text form.
    pub roles: Vec<String>,
}

/// A session to store.
#[derive(Clone, Debug)]
pub struct NewSession {
    /// Hash of the cookie's value.
    pub id: Vec<u8>,
    /// Who.
    pub person: i64,
    /// The role worn.
    pub hat: String,
    /// Through which provider.
    pub provider: String,
    /// Hash of the provider's ticket.
    pub ticket: Option<Vec<u8>>,
    /// The browser's family, shown in the list of one's sessions.
    pub agent: String,
    /// Milliseconds.
    pub created: i64,
    /// Milliseconds.
    pub until: i64,
}

const FIND: Sql = Sql::pair(
    "SELECT s.person, s.hat, s.provider, s.created, s.seen, s.until, p.first_name,
       CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END, p.function,
       (SELECT group_concat(r.role) FROM person_role r WHERE r.person = s.person)
     FROM session s JOIN person p ON p.id = s.person WHERE s.id = $1 AND p.active = 1",
    "SELECT s.person, s.hat, s.provider, s.created, s.seen, s.until, p.first_name,
       CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END, p.function,
       (SELECT string_agg(r.role, ',') FROM person_role r WHERE r.person = s.person)
     FROM session s JOIN person p ON p.id = s.person WHERE s.id = $1 AND p.active = 1",
);

/// The session with this hash, if its person is active. Whether it has expired is the caller's rule.
///
/// # Errors
/// What the database says.
pub async fn find(db: &mut Db, id: &[u8]) -> Result<Option<Session>> {
    let row = db.row(FIND, args![id]).await?;
    Ok(row.map(|mut r| Session {
        person: r.int(0),
        hat: r.take_text(1),
        provider: r.take_text(2),
        created: r.int(3),
        seen: r.int(4),
        until: r.int(5),
        first_name: r.take_text(6),
        last_name: r.take_text(7),
        function: r.take_text(8),
        roles: r.text(9).split(',').filter(|s| !s.is_empty()).map(str::to_owned).collect(),
    }))
}

/// Stores a session.
///
/// # Errors
/// What the database says.
pub async fn add(db: &mut Db, s: &NewSession) -> Result<()> {
    db.run(
        "INSERT INTO session (id, person, hat, provider, ticket, agent, created, seen, until) VALUES ($1,$2,$3,$4,$5,$6,$7,$7,$8)",
        args![
            s.id.clone(),
            s.person,
            s.hat.as_str(),
            s.provider.as_str(),
            s.ticket.clone(),
            s.agent.as_str(),
            s.created,
            s.until
        ],
    )
    .await?;
    Ok(())
}

/// Remembers that it was used.
///
/// # Errors
/// What the database says.
pub async fn touch(db: &mut Db, id: &[u8], at: i64) -> Result<()> {
    db.run("UPDATE session SET seen = $2 WHERE id = $1 AND seen < $2", args![id, at]).await?;
    Ok(())
}

/// Changes the hat; `false` when there is no such session.
///
/// # Errors
/// What the database says.
pub async fn wear(db: &mut Db, id: &[u8], hat: &str) -> Result<bool> {
    Ok(db.run("UPDATE session SET hat = $2 WHERE id = $1", args![id, hat]).await? == 1)
}

/// Ends one session; gives its person.
///
/// # Errors
/// What the database says.
pub async fn end(db: &mut Db, id: &[u8]) -> Result<Option<i64>> {
    Ok(db.row("DELETE FROM session WHERE id = $1 RETURNING person", args![id]).await?.map(|r| r.int(0)))
}

/// Ends the sessions opened with a ticket of this provider; gives their persons.
///
/// # Errors
/// What the database says.
pub async fn end_by_ticket(db: &mut Db, provider: &str, ticket: &[u8]) -> Result<Vec<i64>> {
    let rows =
        db.rows("DELETE FROM session WHERE provider = $1 AND ticket = $2 RETURNING person", args![provider, ticket]).await?;
    Ok(rows.iter().map(|r| r.int(0)).collect())
}

/// Ends what is idle since `idle_before` or past its end at `now`.
///
/// # Errors
/// What the database says.
pub async fn sweep(db: &mut Db, now: i64, idle_before: i64) -> Result<u64> {
    db.run("DELETE FROM used_ticket WHERE at < $1", args![now - 86_400_000]).await?;
    db.run("DELETE FROM answered WHERE at < $1", args![now - 86_400_000]).await?;
    db.run("DELETE FROM session WHERE until < $1 OR seen < $2", args![now, idle_before]).await
}

/// Remembers a ticket; `false` when it was used before.
///
/// # Errors
/// What the database says.
pub async fn use_ticket(db: &mut Db, provider: &str, ticket: &[u8], at: i64) -> Result<bool> {
    let added = db
        .run(
            "INSERT INTO used_ticket (provider, ticket, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            args![provider, ticket, at],
        )
        .await?;
    Ok(added == 1)
}

/// The answer given to a request id of this person, if it was answered.
///
/// # Errors
/// What the database says.
pub async fn answered(db: &mut Db, person: i64, request: &str) -> Result<Option<String>> {
    let row = db.row("SELECT answer FROM answered WHERE person = $1 AND request = $2", args![person, request]).await?;
    Ok(row.map(|mut r| r.take_text(0)))
}

/// Keeps an answer; `false` when the request id has one already.
///
/// # Errors
/// What the database says.
pub async fn keep_answer(db: &mut Db, person: i64, request: &str, at: i64, answer: &str) -> Result<bool> {
    let added = db
        .run(
            "INSERT INTO answered (person, request, at, answer) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
            args![person, request, at, answer],
        )
        .await?;
    Ok(added == 1)
}
