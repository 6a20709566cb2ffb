//! Who belongs to what: groups, members, teaching, guardians; and who may reach whom. One statement an answer.

use serde_json::json;

use crate::{Db, Result, Sql, args};

/// A group.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Group {
    /// Its surrogate.
    pub id: i64,
    /// `division` or `group`.
    pub kind: String,
    /// What people call it.
    pub label: String,
}

fn groups_of(rows: Vec<crate::Row>) -> Vec<Group> {
    rows.into_iter().map(|mut r| Group { id: r.int(0), kind: r.take_text(1), label: r.take_text(2) }).collect()
}

/// Groups taught by a person today, in order of labels.
///
/// # Errors
/// What the database says.
pub async fn taught(db: &mut Db, person: i64, today: i64) -> Result<Vec<Group>> {
    let rows = db
        .rows(
            "SELECT g.id, g.kind, g.label
             FROM school_group g WHERE g.active = 1
             AND g.id IN (SELECT t.grp FROM teaching t WHERE t.person = $1 AND t.from_day <= $2 AND t.until_day >= $2)
             ORDER BY g.kind, g.label",
            args![person, today],
        )
        .await?;
    Ok(groups_of(rows))
}

/// Every active group, in order of labels.
///
/// # Errors
/// What the database says.
pub async fn all_groups(db: &mut Db) -> Result<Vec<Group>> {
    let rows = db
        .rows(
            "SELECT g.id, g.kind, g.label
             FROM school_group g WHERE g.active = 1 ORDER BY g.kind, g.label",
            args![],
        )
        .await?;
    Ok(groups_of(rows))
}

/// Groups that one of these persons belongs to.
///
/// # Errors
/// What the database says.
pub async fn groups_of_members(db: &mut Db, people: &[i64]) -> Result<Vec<Group>> {
    const SQL: Sql = Sql::pair(
        "SELECT g.id, g.kind, g.label
         FROM school_group g WHERE g.active = 1 AND g.id IN (SELECT m.grp FROM membership m JOIN json_each($1) j ON m.person = j.value)
         ORDER BY g.kind, g.label",
        "SELECT g.id, g.kind, g.label
         FROM school_group g WHERE g.active = 1
         AND g.id IN (SELECT m.grp FROM membership m JOIN jsonb_array_elements_text($1::jsonb) j ON m.person = j::bigint)
         ORDER BY g.kind, g.label",
    );
    Ok(groups_of(db.rows(SQL, args![json!(people).to_string()]).await?))
}

/// Active members of each of these groups: (group, how many); groups without any are left out.
///
/// # Errors
/// What the database says.
pub async fn sizes(db: &mut Db, groups: &[i64]) -> Result<Vec<(i64, i64)>> {
    const SQL: Sql = Sql::pair(
        "SELECT m.grp, count(*) FROM json_each($1) j JOIN membership m ON m.grp = j.value JOIN person p ON p.id = m.person
         WHERE p.active = 1 GROUP BY m.grp",
        "SELECT m.grp, count(*) FROM jsonb_array_elements_text($1::jsonb) j JOIN membership m ON m.grp = j::bigint
         JOIN person p ON p.id = m.person WHERE p.active = 1 GROUP BY m.grp",
    );
    Ok(db.rows(SQL, args![json!(groups).to_string()]).await?.iter().map(|r| (r.int(0), r.int(1))).collect())
}

/// Whether a person teaches a group today.
///
/// # Errors
/// What the database says.
pub async fn teaches(db: &mut Db, person: i64, group: i64, today: i64) -> Result<bool> {
    let row = db
        .row(
            "SELECT 1 FROM teaching t JOIN school_group g ON g.id = t.grp WHERE t.person = $1 AND t.grp = $2 AND g.active = 1
             AND t.from_day <= $3 AND t.until_day >= $3 LIMIT 1",
            args![person, group, today],
        )
        .await?;
    Ok(row.is_some())
}

/// A member of a group, for lists.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Member {
    /// Who.
    pub id: i64,
    /// Names and facts, read only when a view asks for them.
    pub first_name: String,
    /// Usage or last name.
    pub last_name: String,
    /// Days since 1970.
    pub birth: Option<i64>,
}

/// Active members of a group, in name order.
///
/// # Errors
/// What the database says.
pub async fn members(db: &mut Db, group: i64) -> Result<Vec<i64>> {
    let rows = db
        .rows(
            "SELECT p.id FROM membership m JOIN person p ON p.id = m.person
             WHERE m.grp = $1 AND p.active = 1 AND p.kind = 'pupil' ORDER BY p.sort_name, p.id",
            args![group],
        )
        .await?;
    Ok(rows.iter().map(|r| r.int(0)).collect())
}

/// Names and birth dates of these persons, in name order.
///
/// # Errors
/// What the database says.
pub async fn details(db: &mut Db, people: &[i64]) -> Result<Vec<Member>> {
    const SQL: Sql = Sql::pair(
        "SELECT p.id, p.first_name, CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END, p.birth
         FROM json_each($1) j JOIN person p ON p.id = j.value WHERE p.active = 1 ORDER BY p.sort_name, p.id",
        "SELECT p.id, p.first_name, CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END, p.birth
         FROM jsonb_array_elements_text($1::jsonb) j JOIN person p ON p.id = j::bigint WHERE p.active = 1 ORDER BY p.sort_name, p.id",
    );
    let rows = db.rows(SQL, args![json!(people).to_string()]).await?;
    Ok(rows
        .into_iter()
        .map(|mut r| Member { id: r.int(0), first_name: r.take_text(1), last_name: r.take_text(2), birth: r.maybe_int(3) })
        .collect())
}

/// The pupils a person is legal guardian of: level 1 and no court decision against it.
///
/// # Errors
/// What the database says.
pub async fn children(db: &mut Db, guardian: i64) -> Result<Vec<i64>> {
    let rows = db
        .rows(
            "SELECT p.id FROM guardianship g JOIN person p ON p.id = g.pupil
             WHERE g.guardian = $1 AND g.level = 1 AND g.court = 0 AND p.active = 1 ORDER BY p.sort_name, p.id",
            args![guardian],
        )
        .await?;
    Ok(rows.iter().map(|r| r.int(0)).collect())
}

/// Which of these persons are active pupils of a group that `teacher` teaches today, or legal or other guardians of such.
///
/// # Errors
/// What the database says.
pub async fn assigned_among(db: &mut Db, teacher: i64, people: &[i64], today: i64) -> Result<Vec<i64>> {
    const SQL: Sql = Sql::pair(
        "SELECT p.id FROM json_each($2) j JOIN person p ON p.id = j.value WHERE p.active = 1 AND (
           EXISTS (SELECT 1 FROM membership m JOIN teaching t ON t.grp = m.grp WHERE m.person = p.id
             AND t.person = $1 AND t.from_day <= $3 AND t.until_day >= $3)
           OR EXISTS (SELECT 1 FROM guardianship g JOIN person q ON q.id = g.pupil AND q.active = 1 JOIN membership m ON m.person = q.id JOIN teaching t ON t.grp = m.grp
             WHERE g.guardian = p.id AND t.person = $1 AND t.from_day <= $3 AND t.until_day >= $3))",
        "SELECT p.id FROM jsonb_array_elements_text($2::jsonb) j JOIN person p ON p.id = j::bigint WHERE p.active = 1 AND (
           EXISTS (SELECT 1 FROM membership m JOIN teaching t ON t.grp = m.grp WHERE m.person = p.id
             AND t.person = $1 AND t.from_day <= $3 AND t.until_day >= $3)
           OR EXISTS (SELECT 1 FROM guardianship g JOIN person q ON q.id = g.pupil AND q.active = 1 JOIN membership m ON m.person = q.id JOIN teaching t ON t.grp = m.grp
             WHERE g.guardian = p.id AND t.person = $1 AND t.from_day <= $3 AND t.until_day >= $3))",
    );
    let rows = db.rows(SQL, args![teacher, json!(people).to_string(), today]).await?;
    Ok(rows.iter().map(|r| r.int(0)).collect())
}

/// Every active pupil of a group that `teacher` teaches today, in name order.
///
/// # Errors
/// What the database says.
pub async fn assigned(db: &mut Db, teacher: i64, today: i64) -> Result<Vec<i64>> {
    let rows = db
        .rows(
            "SELECT p.id FROM person p WHERE p.active = 1 AND p.kind = 'pupil' AND p.id IN
             (SELECT m.person FROM teaching t JOIN membership m ON m.grp = t.grp WHERE t.person = $1 AND t.from_day <= $2 AND t.until_day >= $2)
             ORDER BY p.sort_name, p.id",
            args![teacher, today],
        )
        .await?;
    Ok(rows.iter().map(|r| r.int(0)).collect())
}

/// Every active person of a kind, in name order.
///
/// # Errors
/// What the database says.
pub async fn everybody(db: &mut Db, kind: &str) -> Result<Vec<i64>> {
    let rows = db.rows("SELECT id FROM person WHERE kind = $1 AND active = 1 ORDER BY sort_name, id", args![kind]).await?;
    Ok(rows.iter().map(|r| r.int(0)).collect())
}

/// Which of these persons are active.
///
/// # Errors
/// What the database says.
pub async fn active_among(db: &mut Db, people: &[i64]) -> Result<Vec<i64>> {
    const SQL: Sql = Sql::pair(
        "SELECT p.id FROM json_each($1) j JOIN person p ON p.id = j.value WHERE p.active = 1",
        "SELECT p.id FROM jsonb_array_elements_text($1::jsonb) j JOIN person p ON p.id = j::bigint WHERE p.active = 1",
    );
    Ok(db.rows(SQL, args![json!(people).to_string()]).await?.iter().map(|r| r.int(0)).collect())
}

/// Which of these persons are active pupils.
///
/// # Errors
/// What the database says.
pub async fn pupils_among(db: &mut Db, people: &[i64]) -> Result<Vec<i64>> {
    const SQL: Sql = Sql::pair(
        "SELECT p.id FROM json_each($1) j JOIN person p ON p.id = j.value WHERE p.active = 1 AND p.kind = 'pupil'",
        "SELECT p.id FROM jsonb_array_elements_text($1::jsonb) j JOIN person p ON p.id = j::bigint WHERE p.active = 1 AND p.kind = 'pupil'",
    );
    Ok(db.rows(SQL, args![json!(people).to_string()]).await?.iter().map(|r| r.int(0)).collect())
}

/// Subjects taught: (id, code, label); only those taught to `group` when one is given.
///
/// # Errors
/// What the database says.
pub async fn subjects(db: &mut Db, group: Option<i64>) -> Result<Vec<(i64, String, String)>> {
    let rows = db
        .rows(
            "SELECT s.id, s.code, s.label FROM subject s
             WHERE $1 = 0 OR s.id IN (SELECT t.subject FROM teaching t WHERE t.grp = $1) ORDER BY s.label, s.id",
            args![group.unwrap_or(0)],
        )
        .await?;
    Ok(rows.into_iter().map(|mut r| (r.int(0), r.take_text(1), r.take_text(2))).collect())
}

/// Functions that a person holds today: (function, group or 0).
///
/// # Errors
/// What the database says.
pub async fn functions(db: &mut Db, person: i64, today: i64) -> Result<Vec<(String, i64)>> {
    let rows = db
        .rows(
            "SELECT function, grp FROM function_held WHERE person = $1 AND from_day <= $2 AND until_day >= $2 ORDER BY function, grp",
            args![person, today],
        )
        .await?;
    Ok(rows.into_iter().map(|mut r| (r.take_text(0), r.int(1))).collect())
}

/// The groups each of these persons belongs to: (person, group).
///
/// # Errors
/// What the database says.
pub async fn divisions(db: &mut Db, people: &[i64]) -> Result<Vec<(i64, i64)>> {
    const SQL: Sql = Sql::pair(
        "SELECT m.person, m.grp FROM json_each($1) j JOIN membership m ON m.person = j.value
         JOIN school_group g ON g.id = m.grp WHERE g.kind = 'division'",
        "SELECT m.person, m.grp FROM jsonb_array_elements_text($1::jsonb) j JOIN membership m ON m.person = j::bigint
         JOIN school_group g ON g.id = m.grp WHERE g.kind = 'division'",
    );
    Ok(db.rows(SQL, args![json!(people).to_string()]).await?.iter().map(|r| (r.int(0), r.int(1))).collect())
}

/// Active staff, in name order; only those teaching `group` today when one is given: (id, function).
///
/// # Errors
/// What the database says.
pub async fn staff(db: &mut Db, group: Option<i64>, today: i64) -> Result<Vec<(i64, String)>> {
    let rows = db
        .rows(
            "SELECT p.id, p.function FROM person p WHERE p.kind = 'staff' AND p.active = 1 AND ($1 = 0 OR p.id IN
             (SELECT t.person FROM teaching t WHERE t.grp = $1 AND t.from_day <= $2 AND t.until_day >= $2)) ORDER BY p.sort_name, p.id",
            args![group.unwrap_or(0), today],
        )
        .await?;
    Ok(rows.into_iter().map(|mut r| (r.int(0), r.take_text(1))).collect())
}
