//! Persons, their roles and keys, one or a list at a time; whole populations are in [`crate::roster`].

use serde_json::json;

use crate::{Db, Result, Sql, args};

/// What a page needs to name somebody.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Name {
    /// Who.
    pub id: i64,
    /// `pupil`, `guardian` or `staff`.
    pub kind: String,
    /// `M.`, `Mme` or empty.
    pub civility: String,
    /// The name in use.
    pub last_name: String,
    /// First name.
    pub first_name: String,
    /// Not deactivated.
    pub active: bool,
}

const NAMES: Sql = Sql::pair(
    "SELECT p.id, p.kind, p.civility, CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END, p.first_name, p.active
     FROM json_each($1) j JOIN person p ON p.id = j.value",
    "SELECT p.id, p.kind, p.civility, CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END, p.first_name, p.active
     FROM jsonb_array_elements_text($1::jsonb) j JOIN person p ON p.id = j::bigint",
);

/// The names of these persons, in no order; unknown ids are left out.
///
/// # Errors
/// What the database says.
pub async fn names(db: &mut Db, ids: &[i64]) -> Result<Vec<Name>> {
    let rows = db.rows(NAMES, args![json!(ids).to_string()]).await?;
    Ok(rows
        .into_iter()
        .map(|mut r| Name {
            id: r.int(0),
            kind: r.take_text(1),
            civility: r.take_text(2),
            last_name: r.take_text(3),
            first_name: r.take_text(4),
            active: r.int(5) == 1,
        })
        .collect())
}

/// The person with this key, if he is active.
///
/// # Errors
/// What the database says.
pub async fn by_key(db: &mut Db, kind: &str, value: &str) -> Result<Option<i64>> {
    let row = db
        .row(
            "SELECT p.id FROM person_key k JOIN person p ON p.id = k.person WHERE k.kind = $1 AND k.value = $2 AND p.active = 1",
            args![kind, value],
        )
        .await?;
    Ok(row.map(|r| r.int(0)))
}

/// Gives a person a key; `false` when somebody else has it.
///
/// # Errors
/// What the database says.
pub async fn add_key(db: &mut Db, person: i64, kind: &str, value: &str) -> Result<bool> {
    let added = db
        .run(
            "INSERT INTO person_key (kind, value, person) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            args![kind, value, person],
        )
        .await?;
    if added == 1 {
        return Ok(true);
    }
    let holder = db.row("SELECT person FROM person_key WHERE kind = $1 AND value = $2", args![kind, value]).await?;
    Ok(holder.is_some_and(|r| r.int(0) == person))
}

/// The keys of a person: (kind, value).
///
/// # Errors
/// What the database says.
pub async fn keys(db: &mut Db, person: i64) -> Result<Vec<(String, String)>> {
    let rows = db.rows("SELECT kind, value FROM person_key WHERE person = $1 ORDER BY kind", args![person]).await?;
    Ok(rows.into_iter().map(|mut r| (r.take_text(0), r.take_text(1))).collect())
}

/// The roles of an active person, in text form.
///
/// # Errors
/// What the database says.
pub async fn roles(db: &mut Db, person: i64) -> Result<Vec<String>> {
    let rows = db
        .rows(
            "SELECT r.role FROM person_role r JOIN person p ON p.id = r.person WHERE r.person = $1 AND p.active = 1 ORDER BY r.role",
            args![person],
        )
        .await?;
    Ok(rows.into_iter().map(|mut r| r.take_text(0)).collect())
}

/// Gives a person a role by hand; an import does not take it away.
///
/// # Errors
/// What the database says.
pub async fn add_role(db: &mut Db, person: i64, role: &str) -> Result<()> {
    db.run("INSERT INTO person_role (person, role, origin) VALUES ($1, $2, 'hand') ON CONFLICT DO NOTHING", args![person, role])
        .await?;
    Ok(())
}

/// Remembers a login.
///
/// # Errors
/// What the database says.
pub async fn logged_in(db: &mut Db, person: i64, at: i64) -> Result<()> {
    db.run("UPDATE person SET last_login = $2 WHERE id = $1", args![person, at]).await?;
    Ok(())
}

/// A line of a list of accounts, as an administrateur sees it (SAC-35).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Account {
    /// Who.
    pub id: i64,
    /// `pupil`, `guardian` or `staff`.
    pub kind: String,
    /// Usage or last name.
    pub last_name: String,
    /// First name.
    pub first_name: String,
    /// Class of a pupil.
    pub class: String,
    /// STS function of staff.
    pub function: String,
    /// May log in.
    pub active: bool,
    /// Milliseconds since 1970.
    pub last_login: Option<i64>,
    /// Whether an ENT id is attached.
    pub linked: bool,
}

/// Accounts whose folded name begins with `prefix` (folded words `LAST FIRST`), in name order; `kind` empty for all.
///
/// # Errors
/// What the database says.
pub async fn accounts(db: &mut Db, kind: &str, prefix: &str, limit: i64) -> Result<Vec<Account>> {
    let (from, to) = (prefix.as_bytes().to_vec(), after(prefix));
    let rows = db
        .rows(
            "SELECT p.id, p.kind, CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END, p.first_name,
               (SELECT min(g.label) FROM membership m JOIN school_group g ON g.id = m.grp WHERE m.person = p.id AND g.kind = 'division'),
               p.function, p.active, p.last_login,
               (SELECT count(*) FROM person_key k WHERE k.person = p.id AND k.kind LIKE 'ent.%')
             FROM person p WHERE ($1 = '' OR p.kind = $1) AND p.sort_name >= $2 AND p.sort_name < $3
             ORDER BY p.sort_name, p.id LIMIT $4",
            args![kind, from, to, limit],
        )
        .await?;
    Ok(rows
        .into_iter()
        .map(|mut r| Account {
            id: r.int(0),
            kind: r.take_text(1),
            last_name: r.take_text(2),
            first_name: r.take_text(3),
            class: r.take_text(4),
            function: r.take_text(5),
            active: r.int(6) == 1,
            last_login: r.maybe_int(7),
            linked: r.int(8) > 0,
        })
        .collect())
}

/// The first bytes that no text beginning with `prefix` reaches.
pub(crate) fn after(prefix: &str) -> Vec<u8> {
    let mut end = prefix.as_bytes().to_vec();
    end.push(0xff);
    end
}
