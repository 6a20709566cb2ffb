//! Whole populations, for imports: everything loaded at once, written set by set.

use serde_json::{Value, json};

use crate::{Db, Result, Row, Sql, args};

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
    /// Postal address, JSON list of lines.
    pub address: String,
    /// STS function.
    pub function: String,
    /// May log in and be seen.
    pub active: bool,
    /// Day of leaving.
    pub left_on: Option<i64>,
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

/// Teaching from an import: (person, group, subject).
pub type Teaching = (i64, i64, i64);
/// A function with its object: (person, function, group, from day, until day).
pub type Held = (i64, String, i64, i64, i64);

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
             address, function, active, left_on FROM person ORDER BY id",
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
    let rows = db.rows("SELECT id, code, kind, label, level, active FROM school_group ORDER BY id", args![]).await?;
    Ok(rows
        .into_iter()
        .map(|mut r| Group {
            id: r.int(0),
            code: r.take_text(1),
            kind: r.take_text(2),
            label: r.take_text(3),
            level: r.take_text(4),
            active: r.int(5) == 1,
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

/// Every teaching that came from an import.
///
/// # Errors
/// What the database says.
pub async fn teachings(db: &mut Db) -> Result<Vec<Teaching>> {
    let rows = db.rows("SELECT person, grp, subject FROM teaching WHERE origin = 'import' ORDER BY person, grp, subject", args![]).await?;
    Ok(rows.iter().map(|r| (r.int(0), r.int(1), r.int(2))).collect())
}

/// Every function held.
///
/// # Errors
/// What the database says.
pub async fn held(db: &mut Db) -> Result<Vec<Held>> {
    let rows = db.rows("SELECT person, function, grp, from_day, until_day FROM function_held ORDER BY person, function, grp", args![]).await?;
    Ok(rows.into_iter().map(|mut r| (r.int(0), r.take_text(1), r.int(2), r.int(3), r.int(4))).collect())
}

/// Every link of responsibility.
///
/// # Errors
/// What the database says.
pub async fn guardianships(db: &mut Db) -> Result<Vec<Guardianship>> {
    let rows = db.rows("SELECT guardian, pupil, level, relation, court FROM guardianship ORDER BY guardian, pupil", args![]).await?;
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

/// Makes both texts of a set-based statement: `{j}` is the element, `{int N}` and `{text N}` and `{bytes N}` its parts.
macro_rules! set {
    ($sqlite:literal, $postgres:literal) => {
        Sql::pair(
            concat!($sqlite, " FROM (SELECT value AS j FROM json_each($1)) WHERE true "),
            concat!($postgres, " FROM jsonb_array_elements($1::jsonb) j WHERE true "),
        )
    };
    ($sqlite:literal, $postgres:literal, $end:literal) => {
        Sql::pair(
            concat!($sqlite, " FROM (SELECT value AS j FROM json_each($1)) WHERE true ", $end),
            concat!($postgres, " FROM jsonb_array_elements($1::jsonb) j WHERE true ", $end),
        )
    };
}

const PUT_PEOPLE: Sql = set!(
    "INSERT INTO person (id, kind, civility, last_name, usage_name, first_name, first_name_2, first_name_3, sort_name, sex, birth, email, address, function, active, left_on)
     SELECT j->>0, j->>1, j->>2, j->>3, j->>4, j->>5, j->>6, j->>7, CAST(j->>8 AS BLOB), j->>9, j->>10, j->>11, j->>12, j->>13, j->>14, j->>15",
    "INSERT INTO person (id, kind, civility, last_name, usage_name, first_name, first_name_2, first_name_3, sort_name, sex, birth, email, address, function, active, left_on)
     SELECT (j->>0)::bigint, j->>1, j->>2, j->>3, j->>4, j->>5, j->>6, j->>7, convert_to(j->>8, 'UTF8'), j->>9, (j->>10)::bigint, j->>11, j->>12, j->>13, (j->>14)::bigint, (j->>15)::bigint",
    "ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, civility = excluded.civility, last_name = excluded.last_name,
     usage_name = excluded.usage_name, first_name = excluded.first_name, first_name_2 = excluded.first_name_2, first_name_3 = excluded.first_name_3,
     sort_name = excluded.sort_name, sex = excluded.sex, birth = excluded.birth, email = excluded.email, address = excluded.address,
     function = excluded.function, active = excluded.active, left_on = excluded.left_on"
);

/// Adds or rewrites persons.
///
/// # Errors
/// What the database says.
pub async fn put_people(db: &mut Db, people: &[Person]) -> Result<()> {
    let rows: Vec<Value> = people
        .iter()
        .map(|p| {
            json!([
                p.id, p.kind, p.civility, p.last_name, p.usage_name, p.first_name, p.first_name_2, p.first_name_3, p.sort_name, p.sex,
                p.birth, p.email, p.address, p.function, i64::from(p.active), p.left_on
            ])
        })
        .collect();
    put(db, PUT_PEOPLE, rows).await
}

async fn put(db: &mut Db, sql: Sql, rows: Vec<Value>) -> Result<()> {
    for part in rows.chunks(1000) {
        db.run(sql, args![json!(part).to_string()]).await?;
    }
    Ok(())
}

/// Adds keys (kind, value, person) and moves those that exist.
///
/// # Errors
/// What the database says.
pub async fn put_keys(db: &mut Db, keys: &[(String, String, i64)]) -> Result<()> {
    const SQL: Sql = set!(
        "INSERT INTO person_key (kind, value, person) SELECT j->>0, j->>1, j->>2",
        "INSERT INTO person_key (kind, value, person) SELECT j->>0, j->>1, (j->>2)::bigint",
        "ON CONFLICT (kind, value) DO UPDATE SET person = excluded.person"
    );
    put(db, SQL, keys.iter().map(|k| json!(k)).collect()).await
}

/// Gives roles that come from imports: (person, role).
///
/// # Errors
/// What the database says.
pub async fn put_roles(db: &mut Db, roles: &[(i64, &str)]) -> Result<()> {
    const SQL: Sql = set!(
        "INSERT INTO person_role (person, role, origin) SELECT j->>0, j->>1, 'import'",
        "INSERT INTO person_role (person, role, origin) SELECT (j->>0)::bigint, j->>1, 'import'",
        "ON CONFLICT (person, role) DO NOTHING"
    );
    put(db, SQL, roles.iter().map(|k| json!(k)).collect()).await
}

/// Takes away the roles that imports gave to these persons.
///
/// # Errors
/// What the database says.
pub async fn drop_roles(db: &mut Db, people: &[i64]) -> Result<()> {
    const SQL: Sql = Sql::pair(
        "DELETE FROM person_role WHERE origin = 'import' AND person IN (SELECT value FROM json_each($1))",
        "DELETE FROM person_role WHERE origin = 'import' AND person IN (SELECT e::bigint FROM jsonb_array_elements_text($1::jsonb) e)",
    );
    db.run(SQL, args![json!(people).to_string()]).await.map(drop)
}

/// Adds or rewrites groups.
///
/// # Errors
/// What the database says.
pub async fn put_groups(db: &mut Db, groups: &[Group]) -> Result<()> {
    const SQL: Sql = set!(
        "INSERT INTO school_group (id, code, kind, label, level, active) SELECT j->>0, j->>1, j->>2, j->>3, j->>4, j->>5",
        "INSERT INTO school_group (id, code, kind, label, level, active) SELECT (j->>0)::bigint, j->>1, j->>2, j->>3, j->>4, (j->>5)::bigint",
        "ON CONFLICT (id) DO UPDATE SET code = excluded.code, kind = excluded.kind, label = excluded.label, level = excluded.level, active = excluded.active"
    );
    put(db, SQL, groups.iter().map(|g| json!([g.id, g.code, g.kind, g.label, g.level, i64::from(g.active)])).collect()).await
}

/// Adds or rewrites subjects.
///
/// # Errors
/// What the database says.
pub async fn put_subjects(db: &mut Db, subjects: &[Subject]) -> Result<()> {
    const SQL: Sql = set!(
        "INSERT INTO subject (id, code, short, label) SELECT j->>0, j->>1, j->>2, j->>3",
        "INSERT INTO subject (id, code, short, label) SELECT (j->>0)::bigint, j->>1, j->>2, j->>3",
        "ON CONFLICT (id) DO UPDATE SET code = excluded.code, short = excluded.short, label = excluded.label"
    );
    put(db, SQL, subjects.iter().map(|s| json!([s.id, s.code, s.short, s.label])).collect()).await
}

/// Adds memberships.
///
/// # Errors
/// What the database says.
pub async fn add_memberships(db: &mut Db, rows: &[(i64, i64)]) -> Result<()> {
    const SQL: Sql = set!(
        "INSERT INTO membership (person, grp) SELECT j->>0, j->>1",
        "INSERT INTO membership (person, grp) SELECT (j->>0)::bigint, (j->>1)::bigint",
        "ON CONFLICT DO NOTHING"
    );
    put(db, SQL, rows.iter().map(|k| json!(k)).collect()).await
}

/// Removes memberships.
///
/// # Errors
/// What the database says.
pub async fn remove_memberships(db: &mut Db, rows: &[(i64, i64)]) -> Result<()> {
    const SQL: Sql = Sql::pair(
        "DELETE FROM membership WHERE (person, grp) IN (SELECT j.value->>0, j.value->>1 FROM json_each($1) j)",
        "DELETE FROM membership WHERE (person, grp) IN (SELECT (j->>0)::bigint, (j->>1)::bigint FROM jsonb_array_elements($1::jsonb) j)",
    );
    put(db, SQL, rows.iter().map(|k| json!(k)).collect()).await
}

/// Adds teaching from an import, for the whole year.
///
/// # Errors
/// What the database says.
pub async fn add_teachings(db: &mut Db, rows: &[Teaching]) -> Result<()> {
    const SQL: Sql = set!(
        "INSERT INTO teaching (person, grp, subject, origin, from_day, until_day) SELECT j->>0, j->>1, j->>2, 'import', 0, 999999",
        "INSERT INTO teaching (person, grp, subject, origin, from_day, until_day) SELECT (j->>0)::bigint, (j->>1)::bigint, (j->>2)::bigint, 'import', 0, 999999",
        "ON CONFLICT DO NOTHING"
    );
    put(db, SQL, rows.iter().map(|k| json!(k)).collect()).await
}

/// Removes teaching that came from an import.
///
/// # Errors
/// What the database says.
pub async fn remove_teachings(db: &mut Db, rows: &[Teaching]) -> Result<()> {
    const SQL: Sql = Sql::pair(
        "DELETE FROM teaching WHERE origin = 'import' AND (person, grp, subject) IN (SELECT j.value->>0, j.value->>1, j.value->>2 FROM json_each($1) j)",
        "DELETE FROM teaching WHERE origin = 'import' AND (person, grp, subject) IN (SELECT (j->>0)::bigint, (j->>1)::bigint, (j->>2)::bigint FROM jsonb_array_elements($1::jsonb) j)",
    );
    put(db, SQL, rows.iter().map(|k| json!(k)).collect()).await
}

/// Replaces the functions held with an object, such as professeur principal.
///
/// # Errors
/// What the database says.
pub async fn replace_held(db: &mut Db, rows: &[Held]) -> Result<()> {
    const SQL: Sql = set!(
        "INSERT INTO function_held (person, function, grp, from_day, until_day) SELECT j->>0, j->>1, j->>2, j->>3, j->>4",
        "INSERT INTO function_held (person, function, grp, from_day, until_day) SELECT (j->>0)::bigint, j->>1, (j->>2)::bigint, (j->>3)::bigint, (j->>4)::bigint",
        "ON CONFLICT DO NOTHING"
    );
    db.run("DELETE FROM function_held", args![]).await?;
    put(db, SQL, rows.iter().map(|k| json!(k)).collect()).await
}

/// Adds or rewrites links of responsibility; the court's decision on a link stays.
///
/// # Errors
/// What the database says.
pub async fn put_guardianships(db: &mut Db, rows: &[Guardianship]) -> Result<()> {
    const SQL: Sql = set!(
        "INSERT INTO guardianship (guardian, pupil, level, relation, court) SELECT j->>0, j->>1, j->>2, j->>3, 0",
        "INSERT INTO guardianship (guardian, pupil, level, relation, court) SELECT (j->>0)::bigint, (j->>1)::bigint, (j->>2)::bigint, j->>3, 0",
        "ON CONFLICT (guardian, pupil) DO UPDATE SET level = excluded.level, relation = excluded.relation"
    );
    put(db, SQL, rows.iter().map(|g| json!([g.guardian, g.pupil, g.level, g.relation])).collect()).await
}

/// Removes links of responsibility, except those under a court's decision.
///
/// # Errors
/// What the database says.
pub async fn remove_guardianships(db: &mut Db, rows: &[(i64, i64)]) -> Result<()> {
    const SQL: Sql = Sql::pair(
        "DELETE FROM guardianship WHERE court = 0 AND (guardian, pupil) IN (SELECT j.value->>0, j.value->>1 FROM json_each($1) j)",
        "DELETE FROM guardianship WHERE court = 0 AND (guardian, pupil) IN (SELECT (j->>0)::bigint, (j->>1)::bigint FROM jsonb_array_elements($1::jsonb) j)",
    );
    put(db, SQL, rows.iter().map(|k| json!(k)).collect()).await
}

/// Ends the sessions of persons who are no longer active.
///
/// # Errors
/// What the database says.
pub async fn end_sessions_of_inactive(db: &mut Db) -> Result<()> {
    db.run("DELETE FROM session WHERE person IN (SELECT id FROM person WHERE active = 0)", args![]).await.map(drop)
}
