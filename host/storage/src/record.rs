//! Reading records of plugins, narrowed before anybody sees them.
//!
//! Embargo comes from the record and from its parent (a record without subject); a deleted parent hides what is under it.
//! Somebody always sees what he himself wrote.

use serde_json::json;

use crate::person::after;
use crate::{Arg, Db, Result, Row, Sql, args};

/// Whose records a scan may give, decided by policy.
#[derive(Clone, Debug)]
pub enum Whose {
    /// Records about these persons.
    About(Vec<i64>),
    /// Records without subject; when a reference name is given, only those whose reference is one of these groups.
    Common(Option<(String, Vec<i64>)>),
}

/// A scan of one collection.
#[derive(Clone, Debug)]
pub struct Scan {
    /// Which plugin.
    pub plugin: String,
    /// Which collection.
    pub collection: String,
    /// Whose.
    pub whose: Whose,
    /// Keys begin with this.
    pub prefix: String,
    /// Go on after this key and subject.
    pub after: Option<(String, i64)>,
    /// At most so many.
    pub limit: i64,
    /// For families: hide what is under embargo at this moment.
    pub embargo_at: Option<i64>,
    /// Who looks: his own writings are never hidden by embargo.
    pub viewer: i64,
    /// Only what the viewer wrote.
    pub own_only: bool,
}

/// A record found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Found {
    /// Its key.
    pub key: String,
    /// Whom it is about, 0 for nobody.
    pub subject: i64,
    /// JSON.
    pub value: String,
    /// Its version, from 1.
    pub version: i64,
    /// Who wrote it last.
    pub author: i64,
    /// When, milliseconds.
    pub changed: i64,
}

macro_rules! select {
    ($narrow:literal) => {
        concat!(
            "SELECT r.key, r.subject, r.value, r.version, r.author, r.changed FROM record r
             LEFT JOIN record p ON p.plugin = r.plugin AND p.collection = r.parent_collection AND p.key = r.parent_key AND p.subject = 0
             WHERE r.plugin = $1 AND r.collection = $2 AND r.deleted = 0 AND r.key >= $3 AND r.key < $4
             AND (r.key > $5 OR (r.key = $5 AND r.subject > $6))
             AND (r.parent_key IS NULL OR p.deleted = 0)
             AND ($7 < 0 OR r.author = $8 OR ((r.embargo IS NULL OR r.embargo <= $7) AND (p.embargo IS NULL OR p.embargo <= $7)))
             AND ($9 = 0 OR r.author = $8) ",
            $narrow,
            " ORDER BY r.key, r.subject LIMIT $10"
        )
    };
}

/// Few keys, many persons: a grid. The plus keeps SQLite on the primary key.
const BY_KEY: Sql = Sql::pair(
    select!("AND +r.subject IN (SELECT value FROM json_each($11))"),
    select!("AND r.subject IN (SELECT e::bigint FROM jsonb_array_elements_text($11::jsonb) e)"),
);
/// Many keys, few persons: results of a pupil.
const BY_SUBJECT: Sql = Sql::pair(
    select!("AND r.subject IN (SELECT value FROM json_each($11))"),
    select!("AND r.subject IN (SELECT e::bigint FROM jsonb_array_elements_text($11::jsonb) e)"),
);
const COMMON: Sql = Sql::pair(
    select!(
        "AND r.subject = 0 AND ($11 = '' OR EXISTS (SELECT 1 FROM record_ref f WHERE f.plugin = r.plugin AND f.collection = r.collection
         AND f.key = r.key AND f.subject = 0 AND f.name = $11 AND f.target IN (SELECT value FROM json_each($12))))"
    ),
    select!(
        "AND r.subject = 0 AND ($11 = '' OR EXISTS (SELECT 1 FROM record_ref f WHERE f.plugin = r.plugin AND f.collection = r.collection
         AND f.key = r.key AND f.subject = 0 AND f.name = $11
         AND f.target IN (SELECT e::bigint FROM jsonb_array_elements_text($12::jsonb) e)))"
    ),
);

fn found(mut r: Row) -> Found {
    Found {
        key: r.byte_text(0),
        subject: r.int(1),
        value: r.take_text(2),
        version: r.int(3),
        author: r.int(4),
        changed: r.int(5),
    }
}

/// Runs a scan, in order of keys, then subjects.
///
/// # Errors
/// What the database says.
pub async fn scan(db: &mut Db, scan: &Scan) -> Result<Vec<Found>> {
    let (after_key, after_subject) = scan.after.clone().map_or((Vec::new(), -1), |(k, s)| (k.into_bytes(), s));
    let mut binds: Vec<Arg> = args![
        scan.plugin.as_str(),
        scan.collection.as_str(),
        scan.prefix.as_bytes(),
        after(&scan.prefix),
        after_key,
        after_subject,
        scan.embargo_at.unwrap_or(-1),
        scan.viewer,
        i64::from(scan.own_only),
        scan.limit,
    ];
    let sql = match &scan.whose {
        Whose::About(people) => {
            binds.push(json!(people).to_string().into());
            if scan.prefix.is_empty() { BY_SUBJECT } else { BY_KEY }
        }
        Whose::Common(reference) => {
            let (name, groups) = reference.clone().unwrap_or_default();
            binds.push(name.into());
            binds.push(json!(groups).to_string().into());
            COMMON
        }
    };
    Ok(db.rows(sql, binds).await?.into_iter().map(found).collect())
}

/// Author and version of a stored record, whoever may see it and whatever its parent is.
///
/// # Errors
/// What the database says.
pub async fn stored(db: &mut Db, plugin: &str, collection: &str, key: &str, subject: i64) -> Result<Option<(i64, i64)>> {
    let row = db
        .row(
            "SELECT author, version FROM record WHERE plugin = $1 AND collection = $2 AND key = $3 AND subject = $4 AND deleted = 0",
            args![plugin, collection, key.as_bytes(), subject],
        )
        .await?;
    Ok(row.map(|r| (r.int(0), r.int(1))))
}

const REFERENCES: Sql = Sql::pair(
    "SELECT f.key, f.subject, f.kind, f.target FROM json_each($4) j JOIN record_ref f
     ON f.plugin = $1 AND f.collection = $2 AND f.key = CAST(j.value->>0 AS BLOB) AND f.subject = j.value->>1 AND f.name = $3",
    "SELECT f.key, f.subject, f.kind, f.target FROM jsonb_array_elements($4::jsonb) j JOIN record_ref f
     ON f.plugin = $1 AND f.collection = $2 AND f.key = convert_to(j->>0, 'UTF8') AND f.subject = (j->>1)::bigint AND f.name = $3",
);

/// A named reference of each of these records (key, subject), where it has one: (key, subject, kind number, target).
///
/// # Errors
/// What the database says.
pub async fn references(
    db: &mut Db,
    plugin: &str,
    collection: &str,
    name: &str,
    records: &[(String, i64)],
) -> Result<Vec<(String, i64, i64, i64)>> {
    let rows = db.rows(REFERENCES, args![plugin, collection, name, json!(records).to_string()]).await?;
    Ok(rows.iter().map(|r| (r.byte_text(0), r.int(1), r.int(2), r.int(3))).collect())
}

/// The number of the last change: a snapshot remembers it, a commit compares.
///
/// # Errors
/// What the database says.
pub async fn last_change(db: &mut Db) -> Result<i64> {
    Ok(db.row("SELECT next FROM counter WHERE name = 'change'", args![]).await?.map_or(0, |r| r.int(0) - 1))
}

const CHANGED: Sql = Sql::pair(
    "SELECT 1 FROM record WHERE plugin = $1 AND collection = $2 AND key >= $3 AND key < $4 AND seq > $5
     AND ($6 = '' OR subject IN (SELECT value FROM json_each(CASE $6 WHEN '' THEN '[]' ELSE $6 END))) LIMIT 1",
    "SELECT 1 FROM record WHERE plugin = $1 AND collection = $2 AND key >= $3 AND key < $4 AND seq > $5
     AND ($6 = '' OR subject IN (SELECT e::bigint FROM jsonb_array_elements_text((CASE $6 WHEN '' THEN '[]' ELSE $6 END)::jsonb) e)) LIMIT 1",
);

/// Whether anything in a scanned range changed after change number `since`.
///
/// # Errors
/// What the database says.
pub async fn changed_since(
    db: &mut Db,
    plugin: &str,
    collection: &str,
    prefix: &str,
    people: Option<&[i64]>,
    since: i64,
) -> Result<bool> {
    let people = people.map_or(String::new(), |p| json!(p).to_string());
    let row = db.row(CHANGED, args![plugin, collection, prefix.as_bytes(), after(prefix), since, people]).await?;
    Ok(row.is_some())
}

const STALE: Sql = Sql::pair(
    "SELECT j.value->>2 FROM json_each($2) j LEFT JOIN record r ON r.plugin = $1 AND r.collection = j.value->>0
       AND r.subject = j.value->>1 AND r.key = CAST(j.value->>2 AS BLOB)
     WHERE (CASE WHEN r.key IS NULL OR r.deleted = 1 THEN 0 ELSE r.version END) <> j.value->>3 LIMIT 1",
    "SELECT j->>2 FROM jsonb_array_elements($2::jsonb) j LEFT JOIN record r ON r.plugin = $1 AND r.collection = j->>0
       AND r.subject = (j->>1)::bigint AND r.key = convert_to(j->>2, 'UTF8')
     WHERE (CASE WHEN r.key IS NULL OR r.deleted = 1 THEN 0 ELSE r.version END) <> (j->>3)::bigint LIMIT 1",
);

/// The key of a record whose version is not the one seen (0: absent), among (collection, subject, key, version).
///
/// # Errors
/// What the database says.
pub async fn stale(db: &mut Db, plugin: &str, seen: &[(String, i64, String, i64)]) -> Result<Option<String>> {
    if seen.is_empty() {
        return Ok(None);
    }
    let row = db.row(STALE, args![plugin, json!(seen).to_string()]).await?;
    Ok(row.map(|mut r| r.take_text(0)))
}
