//! Writing records of plugins: a whole request in three set-based statements.

use serde_json::{Value, json};

use crate::{Db, Result, Sql, args};

/// One record to write or remove.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Write {
    /// Its collection.
    pub collection: String,
    /// Whom it is about, 0 for nobody.
    pub subject: i64,
    /// Its key.
    pub key: String,
    /// JSON; none removes it.
    pub value: Option<String>,
    /// Hidden from families until then, milliseconds.
    pub embargo: Option<i64>,
    /// Embargo comes from that record too: (collection, key).
    pub parent: Option<(String, String)>,
    /// Named references: (name, kind number, target).
    pub references: Vec<(String, i64, i64)>,
}

/// Who writes, when.
#[derive(Clone, Debug)]
pub struct Stamp {
    /// Which plugin.
    pub plugin: String,
    /// Who.
    pub author: i64,
    /// When, milliseconds.
    pub at: i64,
    /// The year in which the school year begins.
    pub year: i64,
}

const PUT: Sql = Sql::pair(
    "INSERT INTO record (plugin, collection, key, subject, value, version, seq, author, created, changed, year, embargo, parent_collection, parent_key, deleted)
     SELECT $1, j->>0, CAST(j->>1 AS BLOB), j->>2, j->>3, 1, $2, $3, $4, $4, $5, j->>4, j->>5, CAST(j->>6 AS BLOB), j->>7
     FROM (SELECT value AS j FROM json_each($6)) WHERE true
     ON CONFLICT (plugin, collection, key, subject) DO UPDATE SET
       created = CASE record.deleted WHEN 1 THEN excluded.created ELSE record.created END,
       value = excluded.value, version = record.version + 1, seq = excluded.seq, author = excluded.author, changed = excluded.changed,
       year = excluded.year, embargo = excluded.embargo, parent_collection = excluded.parent_collection,
       parent_key = excluded.parent_key, deleted = excluded.deleted",
    "INSERT INTO record (plugin, collection, key, subject, value, version, seq, author, created, changed, year, embargo, parent_collection, parent_key, deleted)
     SELECT $1, j->>0, convert_to(j->>1, 'UTF8'), (j->>2)::bigint, j->>3, 1, $2, $3, $4, $4, $5, (j->>4)::bigint, j->>5, convert_to(j->>6, 'UTF8'), (j->>7)::bigint
     FROM jsonb_array_elements($6::jsonb) j
     ON CONFLICT (plugin, collection, key, subject) DO UPDATE SET
       created = CASE record.deleted WHEN 1 THEN excluded.created ELSE record.created END,
       value = excluded.value, version = record.version + 1, seq = excluded.seq, author = excluded.author, changed = excluded.changed,
       year = excluded.year, embargo = excluded.embargo, parent_collection = excluded.parent_collection,
       parent_key = excluded.parent_key, deleted = excluded.deleted",
);

const UNREFER: Sql = Sql::pair(
    "DELETE FROM record_ref WHERE plugin = $1 AND (collection, key, subject) IN
     (SELECT j.value->>0, CAST(j.value->>1 AS BLOB), j.value->>2 FROM json_each($2) j)",
    "DELETE FROM record_ref WHERE plugin = $1 AND (collection, key, subject) IN
     (SELECT j->>0, convert_to(j->>1, 'UTF8'), (j->>2)::bigint FROM jsonb_array_elements($2::jsonb) j)",
);

const REFER: Sql = Sql::pair(
    "INSERT INTO record_ref (plugin, collection, key, subject, name, kind, target)
     SELECT $1, j->>0, CAST(j->>1 AS BLOB), j->>2, j->>3, j->>4, j->>5 FROM (SELECT value AS j FROM json_each($2)) WHERE true
     ON CONFLICT (plugin, collection, key, subject, name) DO UPDATE SET kind = excluded.kind, target = excluded.target",
    "INSERT INTO record_ref (plugin, collection, key, subject, name, kind, target)
     SELECT $1, j->>0, convert_to(j->>1, 'UTF8'), (j->>2)::bigint, j->>3, (j->>4)::bigint, (j->>5)::bigint FROM jsonb_array_elements($2::jsonb) j
     ON CONFLICT (plugin, collection, key, subject, name) DO UPDATE SET kind = excluded.kind, target = excluded.target",
);

/// Writes them all. No record may stand twice in the list.
///
/// # Errors
/// What the database says.
pub async fn apply(db: &mut Db, stamp: &Stamp, writes: &[Write]) -> Result<()> {
    if writes.is_empty() {
        return Ok(());
    }
    let seq = db.next("change", 1).await?;
    let rows: Vec<Value> = writes
        .iter()
        .map(|w| {
            let (parent_collection, parent_key) = w.parent.clone().unzip();
            json!([
                w.collection,
                w.key,
                w.subject,
                w.value.as_deref().unwrap_or("null"),
                w.embargo,
                parent_collection,
                parent_key,
                i64::from(w.value.is_none())
            ])
        })
        .collect();
    let rows = Value::Array(rows).to_string();
    db.run(PUT, args![stamp.plugin.as_str(), seq, stamp.author, stamp.at, stamp.year, rows.clone()]).await?;
    db.run(UNREFER, args![stamp.plugin.as_str(), rows]).await?;
    let references: Vec<Value> = writes
        .iter()
        .filter(|w| w.value.is_some())
        .flat_map(|w| w.references.iter().map(|(name, kind, target)| json!([w.collection, w.key, w.subject, name, kind, target])))
        .collect();
    if !references.is_empty() {
        db.run(REFER, args![stamp.plugin.as_str(), Value::Array(references).to_string()]).await?;
    }
    Ok(())
}
