//! Writing populations set by set: at most a thousand rows a statement, whatever the engine.

use serde_json::{Value, json};

use super::{Group, Guardianship, Held, Person, Subject, Teaching};
use crate::{Db, Result, Sql, args};

/// Rows of one statement.
const ROWS: usize = 1000;

/// Makes both texts of a statement over a JSON list: `j` is each of its elements.
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
    "INSERT INTO person (id, kind, civility, last_name, usage_name, first_name, first_name_2, first_name_3, sort_name, sex, birth, email, address, function, active, left_on, facts)
     SELECT j->>0, j->>1, j->>2, j->>3, j->>4, j->>5, j->>6, j->>7, CAST(j->>8 AS BLOB), j->>9, j->>10, j->>11, j->>12, j->>13, j->>14, j->>15, j->>16",
    "INSERT INTO person (id, kind, civility, last_name, usage_name, first_name, first_name_2, first_name_3, sort_name, sex, birth, email, address, function, active, left_on, facts)
     SELECT (j->>0)::bigint, j->>1, j->>2, j->>3, j->>4, j->>5, j->>6, j->>7, convert_to(j->>8, 'UTF8'), j->>9, (j->>10)::bigint, j->>11, j->>12, j->>13, (j->>14)::bigint, (j->>15)::bigint, j->>16",
    "ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, civility = excluded.civility, last_name = excluded.last_name,
     usage_name = excluded.usage_name, first_name = excluded.first_name, first_name_2 = excluded.first_name_2, first_name_3 = excluded.first_name_3,
     sort_name = excluded.sort_name, sex = excluded.sex, birth = excluded.birth, email = excluded.email, address = excluded.address,
     function = excluded.function, active = excluded.active, left_on = excluded.left_on, facts = excluded.facts"
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
                p.id,
                p.kind,
                p.civility,
                p.last_name,
                p.usage_name,
                p.first_name,
                p.first_name_2,
                p.first_name_3,
                p.sort_name,
                p.sex,
                p.birth,
                p.email,
                p.address,
                p.function,
                i64::from(p.active),
                p.left_on,
                p.facts
            ])
        })
        .collect();
    put(db, PUT_PEOPLE, rows).await
}

async fn put(db: &mut Db, sql: Sql, rows: Vec<Value>) -> Result<()> {
    for part in rows.chunks(ROWS) {
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

/// Takes the keys of this kind away from these persons.
///
/// # Errors
/// What the database says.
pub async fn drop_keys(db: &mut Db, kind: &str, people: &[i64]) -> Result<()> {
    const SQL: Sql = Sql::pair(
        "DELETE FROM person_key WHERE kind = $2 AND person IN (SELECT value FROM json_each($1))",
        "DELETE FROM person_key WHERE kind = $2 AND person IN (SELECT e::bigint FROM jsonb_array_elements_text($1::jsonb) e)",
    );
    for part in people.chunks(ROWS) {
        db.run(SQL, args![json!(part).to_string(), kind]).await?;
    }
    Ok(())
}

/// Makes the keys `ine` and `elenoet` anew from what is known of active pupils. A number that two of them carry finds nobody.
///
/// # Errors
/// What the database says.
pub async fn refresh_local_keys(db: &mut Db) -> Result<()> {
    const SQL: Sql = Sql::pair(
        "INSERT INTO person_key (kind, value, person)
         SELECT $1, facts->>$1, min(id) FROM person WHERE kind = 'pupil' AND active = 1 AND facts->>$1 IS NOT NULL
         GROUP BY facts->>$1 HAVING count(*) = 1",
        "INSERT INTO person_key (kind, value, person)
         SELECT $1::text, value, min(id) FROM (SELECT facts::jsonb->>$1::text AS value, id FROM person WHERE kind = 'pupil' AND active = 1) f
         WHERE value IS NOT NULL GROUP BY value HAVING count(*) = 1",
    );
    for kind in ["ine", "elenoet"] {
        db.run("DELETE FROM person_key WHERE kind = $1", args![kind]).await?;
        db.run(SQL, args![kind]).await?;
    }
    Ok(())
}

/// Gives the roles that follow from the files and takes away those that do not any more; roles given by hand stay.
/// Pupils; guardians with a pupil here whose responsable légal they are; staff by function, and whoever teaches.
///
/// # Errors
/// What the database says.
pub async fn refresh_roles(db: &mut Db) -> Result<()> {
    const LEGAL: &str = "DELETE FROM person_role WHERE origin = 'import' AND role = 'responsable' AND person NOT IN
        (SELECT g.guardian FROM guardianship g JOIN person p ON p.id = g.pupil WHERE g.level = 1 AND p.active = 1)
        AND person IN (SELECT id FROM person WHERE active = 1)";
    const STAFF: &str = "DELETE FROM person_role WHERE origin = 'import' AND person IN (SELECT id FROM person WHERE kind = 'staff' AND active = 1)";
    const GIVEN: [&str; 4] = [
        "INSERT INTO person_role (person, role, origin) SELECT p.id, 'eleve', 'import' FROM person p
         WHERE p.kind = 'pupil' AND p.active = 1 ON CONFLICT DO NOTHING",
        "INSERT INTO person_role (person, role, origin) SELECT DISTINCT g.guardian, 'responsable', 'import'
         FROM guardianship g JOIN person p ON p.id = g.pupil WHERE g.level = 1 AND p.active = 1 ON CONFLICT DO NOTHING",
        "INSERT INTO person_role (person, role, origin)
         SELECT p.id, CASE p.function WHEN 'DIR' THEN 'directeur' WHEN 'ENS' THEN 'professeur' ELSE 'personnel' END, 'import'
         FROM person p JOIN person_key k ON k.person = p.id AND k.kind = 'sts' WHERE p.kind = 'staff' AND p.active = 1
         ON CONFLICT DO NOTHING",
        "INSERT INTO person_role (person, role, origin) SELECT DISTINCT p.id, 'professeur', 'import'
         FROM person p JOIN teaching t ON t.person = p.id WHERE p.kind = 'staff' AND p.active = 1 ON CONFLICT DO NOTHING",
    ];
    for sql in [LEGAL, STAFF].into_iter().chain(GIVEN) {
        db.run(sql, args![]).await?;
    }
    Ok(())
}

/// Deactivates persons, who keep everything (SAC-40, SAC-41).
///
/// # Errors
/// What the database says.
pub async fn deactivate(db: &mut Db, people: &[i64], day: i64) -> Result<()> {
    const SQL: Sql = Sql::pair(
        "UPDATE person SET active = 0, left_on = $2 WHERE id IN (SELECT value FROM json_each($1))",
        "UPDATE person SET active = 0, left_on = $2 WHERE id IN (SELECT e::bigint FROM jsonb_array_elements_text($1::jsonb) e)",
    );
    for part in people.chunks(ROWS) {
        db.run(SQL, args![json!(part).to_string(), day]).await?;
    }
    Ok(())
}

/// Deactivates groups.
///
/// # Errors
/// What the database says.
pub async fn retire_groups(db: &mut Db, groups: &[i64]) -> Result<()> {
    const SQL: Sql = Sql::pair(
        "UPDATE school_group SET active = 0 WHERE id IN (SELECT value FROM json_each($1))",
        "UPDATE school_group SET active = 0 WHERE id IN (SELECT e::bigint FROM jsonb_array_elements_text($1::jsonb) e)",
    );
    for part in groups.chunks(ROWS) {
        db.run(SQL, args![json!(part).to_string()]).await?;
    }
    Ok(())
}

/// Adds or rewrites groups.
///
/// # Errors
/// What the database says.
pub async fn put_groups(db: &mut Db, groups: &[Group]) -> Result<()> {
    const SQL: Sql = set!(
        "INSERT INTO school_group (id, code, kind, label, level, divisions, active) SELECT j->>0, j->>1, j->>2, j->>3, j->>4, j->>5, j->>6",
        "INSERT INTO school_group (id, code, kind, label, level, divisions, active) SELECT (j->>0)::bigint, j->>1, j->>2, j->>3, j->>4, j->>5, (j->>6)::bigint",
        "ON CONFLICT (id) DO UPDATE SET code = excluded.code, kind = excluded.kind, label = excluded.label, level = excluded.level,
     divisions = excluded.divisions, active = excluded.active"
    );
    put(
        db,
        SQL,
        groups.iter().map(|g| json!([g.id, g.code, g.kind, g.label, g.level, g.divisions, i64::from(g.active)])).collect(),
    )
    .await
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

/// Adds teaching from an import, without bounds; what was made by hand and is over becomes the import's.
///
/// # Errors
/// What the database says.
pub async fn add_teachings(db: &mut Db, rows: &[Teaching]) -> Result<()> {
    const SQL: Sql = set!(
        "INSERT INTO teaching (person, grp, subject, origin, from_day, until_day) SELECT j->>0, j->>1, j->>2, 'import', 0, 999999",
        "INSERT INTO teaching (person, grp, subject, origin, from_day, until_day) SELECT (j->>0)::bigint, (j->>1)::bigint, (j->>2)::bigint, 'import', 0, 999999",
        "ON CONFLICT (person, grp, subject) DO UPDATE SET origin = excluded.origin, from_day = excluded.from_day, until_day = excluded.until_day"
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

/// Adds functions held with an object, such as professeur principal, from an import.
///
/// # Errors
/// What the database says.
pub async fn add_held(db: &mut Db, rows: &[Held]) -> Result<()> {
    const SQL: Sql = set!(
        "INSERT INTO function_held (person, function, grp, from_day, until_day, origin) SELECT j->>0, j->>1, j->>2, j->>3, j->>4, 'import'",
        "INSERT INTO function_held (person, function, grp, from_day, until_day, origin)
         SELECT (j->>0)::bigint, j->>1, (j->>2)::bigint, (j->>3)::bigint, (j->>4)::bigint, 'import'",
        "ON CONFLICT DO NOTHING"
    );
    put(db, SQL, rows.iter().map(|k| json!(k)).collect()).await
}

/// Removes functions that an import gave.
///
/// # Errors
/// What the database says.
pub async fn remove_held(db: &mut Db, rows: &[Held]) -> Result<()> {
    const SQL: Sql = Sql::pair(
        "DELETE FROM function_held WHERE origin = 'import' AND (person, function, grp, from_day, until_day) IN
         (SELECT j.value->>0, j.value->>1, j.value->>2, j.value->>3, j.value->>4 FROM json_each($1) j)",
        "DELETE FROM function_held WHERE origin = 'import' AND (person, function, grp, from_day, until_day) IN
         (SELECT (j->>0)::bigint, j->>1, (j->>2)::bigint, (j->>3)::bigint, (j->>4)::bigint FROM jsonb_array_elements($1::jsonb) j)",
    );
    put(db, SQL, rows.iter().map(|k| json!(k)).collect()).await
}

/// Adds or rewrites links of responsibility; what a court decided on a link stays as it is stored.
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

/// Says whether a court withdrew a guardian's access to a pupil; `false` when there is no such link.
///
/// # Errors
/// What the database says.
pub async fn set_court(db: &mut Db, guardian: i64, pupil: i64, withdrawn: bool) -> Result<bool> {
    let sql = "UPDATE guardianship SET court = $3 WHERE guardian = $1 AND pupil = $2";
    Ok(db.run(sql, args![guardian, pupil, i64::from(withdrawn)]).await? == 1)
}

/// Ends the sessions of persons who are no longer active.
///
/// # Errors
/// What the database says.
pub async fn end_sessions_of_inactive(db: &mut Db) -> Result<()> {
    db.run("DELETE FROM session WHERE person IN (SELECT id FROM person WHERE active = 0)", args![]).await.map(drop)
}
