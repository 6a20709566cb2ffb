//! Whole populations, for imports: everything loaded at once here, written set by set by `put`.

use crate::{Db, Result, Row, args};

mod put;

pub use put::{
    add_held, add_memberships, add_teachings, deactivate, drop_keys, end_sessions_of_inactive, put_groups, put_guardianships,
    put_keys, put_people, put_subjects, refresh_local_keys, refresh_roles, remove_guardianships, remove_held, remove_memberships,
    remove_teachings, retire_groups, set_court,
};

/// A person with everything the school keeps of him.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Person {
    /// Its surrogate.
    pub id: i64,
    /// `pupil`, `guardian` or `staff`.
    pub kind: String,
    /// `M.`, `Mme` or empty.
    pub civility: String,
    /// Family name.
    pub last_name: String,
    /// Name in use, if another.
    pub usage_name: String,
    /// First name.
    pub first_name: String,
    /// Second first name.
    pub first_name_2: String,
    /// Third first name.
    pub first_name_3: String,
    /// Folded, for order and search.
    pub sort_name: String,
    /// `1`, `2` or empty.
    pub sex: String,
    /// Days since 1970.
    pub birth: Option<i64>,
    /// E-mail.
    pub email: String,
    /// Postal address, JSON, or empty.
    pub address: String,
    /// STS function.
    pub function: String,
    /// May log in and be seen.
    pub active: bool,
    /// Day of leaving.
    pub left_on: Option<i64>,
    /// What else the official files say of him, a JSON object: an import compares it with the next files.
    pub facts: String,
}

/// A link of responsibility.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Guardianship {
    /// Guardian.
    pub guardian: i64,
    /// Pupil.
    pub pupil: i64,
    /// 1 legal, 2 in charge, 3 contact.
    pub level: i64,
    /// SIECLE code of kinship.
    pub relation: String,
    /// Access withdrawn by a court decision: survives every import.
    pub court: bool,
}

/// A group.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Group {
    /// Its surrogate.
    pub id: i64,
    /// CODE_STRUCTURE.
    pub code: String,
    /// `division` or `group`.
    pub kind: String,
    /// What people call it.
    pub label: String,
    /// MEF code.
    pub level: String,
    /// Codes of the classes its pupils come from, a JSON list.
    pub divisions: String,
    /// Still there.
    pub active: bool,
}

/// A subject.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Subject {
    /// Its surrogate.
    pub id: i64,
    /// CODE_MATIERE.
    pub code: String,
    /// Short label.
    pub short: String,
    /// Label.
    pub label: String,
}

/// Who teaches what to whom: (person, group, subject).
pub type Teaching = (i64, i64, i64);
/// A function with its object: (person, function, group, from day, until day).
pub type Held = (i64, String, i64, i64, i64);

/// The first and the last day of what has no bounds.
pub const ALWAYS: (i64, i64) = (0, 999_999);

fn person(mut r: Row) -> Person {
    Person {
        id: r.int(0),
        kind: r.take_text(1),
        civility: r.take_text(2),
        last_name: r.take_text(3),
        usage_name: r.take_text(4),
        first_name: r.take_text(5),
        first_name_2: r.take_text(6),
        first_name_3: r.take_text(7),
        sort_name: r.byte_text(8),
        sex: r.take_text(9),
        birth: r.maybe_int(10),
        email: r.take_text(11),
        address: r.take_text(12),
        function: r.take_text(13),
        active: r.int(14) == 1,
        left_on: r.maybe_int(15),
        facts: r.take_text(16),
    }
}

/// Every person, active or not.
///
/// # Errors
/// What the database says.
pub async fn people(db: &mut Db) -> Result<Vec<Person>> {
    let rows = db
        .rows(
            "SELECT id, kind, civility, last_name, usage_name, first_name, first_name_2, first_name_3, sort_name, sex, birth, email,
             address, function, active, left_on, facts FROM person ORDER BY id",
            args![],
        )
        .await?;
    Ok(rows.into_iter().map(person).collect())
}

/// Every key: (kind, value, person).
///
/// # Errors
/// What the database says.
pub async fn keys(db: &mut Db) -> Result<Vec<(String, String, i64)>> {
    let rows = db.rows("SELECT kind, value, person FROM person_key ORDER BY person, kind", args![]).await?;
    Ok(rows.into_iter().map(|mut r| (r.take_text(0), r.take_text(1), r.int(2))).collect())
}

/// Every group.
///
/// # Errors
/// What the database says.
pub async fn groups(db: &mut Db) -> Result<Vec<Group>> {
    let rows = db.rows("SELECT id, code, kind, label, level, divisions, active FROM school_group ORDER BY id", args![]).await?;
    Ok(rows
        .into_iter()
        .map(|mut r| Group {
            id: r.int(0),
            code: r.take_text(1),
            kind: r.take_text(2),
            label: r.take_text(3),
            level: r.take_text(4),
            divisions: r.take_text(5),
            active: r.int(6) == 1,
        })
        .collect())
}

/// Every subject.
///
/// # Errors
/// What the database says.
pub async fn subjects(db: &mut Db) -> Result<Vec<Subject>> {
    let rows = db.rows("SELECT id, code, short, label FROM subject ORDER BY id", args![]).await?;
    Ok(rows
        .into_iter()
        .map(|mut r| Subject { id: r.int(0), code: r.take_text(1), short: r.take_text(2), label: r.take_text(3) })
        .collect())
}

/// Every membership: (person, group).
///
/// # Errors
/// What the database says.
pub async fn memberships(db: &mut Db) -> Result<Vec<(i64, i64)>> {
    let rows = db.rows("SELECT person, grp FROM membership ORDER BY person, grp", args![]).await?;
    Ok(rows.iter().map(|r| (r.int(0), r.int(1))).collect())
}

/// Every teaching that is in force on `day`, or that an import made: with whether it was made by hand.
///
/// # Errors
/// What the database says.
pub async fn teachings(db: &mut Db, day: i64) -> Result<Vec<(Teaching, bool)>> {
    let rows = db
        .rows(
            "SELECT person, grp, subject, origin <> 'import' FROM teaching
             WHERE origin = 'import' OR (from_day <= $1 AND until_day >= $1) ORDER BY person, grp, subject",
            args![day],
        )
        .await?;
    Ok(rows.iter().map(|r| ((r.int(0), r.int(1), r.int(2)), r.int(3) != 0)).collect())
}

/// Every function held, with whether it was given by hand.
///
/// # Errors
/// What the database says.
pub async fn held(db: &mut Db) -> Result<Vec<(Held, bool)>> {
    let rows = db
        .rows(
            "SELECT person, function, grp, from_day, until_day, origin <> 'import' FROM function_held
             ORDER BY person, function, grp, from_day",
            args![],
        )
        .await?;
    Ok(rows.into_iter().map(|mut r| ((r.int(0), r.take_text(1), r.int(2), r.int(3), r.int(4)), r.int(5) != 0)).collect())
}

/// Every link of responsibility.
///
/// # Errors
/// What the database says.
pub async fn guardianships(db: &mut Db) -> Result<Vec<Guardianship>> {
    let rows =
        db.rows("SELECT guardian, pupil, level, relation, court FROM guardianship ORDER BY guardian, pupil", args![]).await?;
    Ok(rows
        .into_iter()
        .map(|mut r| Guardianship {
            guardian: r.int(0),
            pupil: r.int(1),
            level: r.int(2),
            relation: r.take_text(3),
            court: r.int(4) == 1,
        })
        .collect())
}

/// How often the directory was changed: what was compared with one number must not be written over another.
///
/// # Errors
/// [`crate::StorageError::Inconsistent`] when the counter is missing.
pub async fn change(db: &mut Db) -> Result<i64> {
    let row = db.row("SELECT next FROM counter WHERE name = 'directory'", args![]).await?;
    row.map(|r| r.int(0)).ok_or_else(|| crate::StorageError::Inconsistent("counter directory".into()))
}

/// Says that the directory changes with this transaction.
///
/// # Errors
/// What the database says.
pub async fn changed(db: &mut Db) -> Result<()> {
    db.next("directory", 1).await.map(drop)
}
