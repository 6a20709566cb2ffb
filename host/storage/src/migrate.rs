//! Migrations: embedded, append-only, remembered with a digest, so that an altered or unknown one is refused.

use crate::{Db, Result, StorageError, args};

/// The centre's.
pub(crate) const CENTRE: &[&str] = &[include_str!("../migrations/centre/0001.sql")];
/// A school's.
pub(crate) const SCHOOL: &[&str] = &[include_str!("../migrations/school/0001.sql")];

/// Three words differ between the engines in a definition; statements do not.
fn dialect(db: &Db, text: &str) -> String {
    let (id, int, bytes) = match db {
        Db::Sqlite(_) => ("INTEGER PRIMARY KEY", "INTEGER", "BLOB"),
        Db::Postgres(_) => ("BIGINT PRIMARY KEY", "BIGINT", "BYTEA"),
    };
    text.replace("{id}", id).replace("{int}", int).replace("{bytes}", bytes)
}

/// Applies what is missing, inside the caller's transaction. Gives how many were applied.
pub(crate) async fn run(db: &mut Db, migrations: &[&str]) -> Result<usize> {
    if let Db::Postgres(_) = db {
        // another node may open the same school: it waits here, then finds everything done
        db.script("SELECT pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtext(pg_catalog.current_schema()::text))").await?;
    }
    let table = dialect(db, "CREATE TABLE IF NOT EXISTS migration (number {id}, digest TEXT NOT NULL)");
    db.script(&table).await?;
    let known = db.rows("SELECT number, digest FROM migration ORDER BY number", args![]).await?;
    for row in &known {
        let number = row.int(0);
        let ours = usize::try_from(number - 1).ok().and_then(|index| migrations.get(index));
        if ours.is_none_or(|text| blake3::hash(text.as_bytes()).to_hex().as_str() != row.text(1)) {
            return Err(StorageError::ForeignMigration(number));
        }
    }
    let mut applied = 0;
    for (index, text) in migrations.iter().enumerate().skip(known.len()) {
        let script = dialect(db, text);
        db.script(&script).await?;
        let number = i64::try_from(index + 1).unwrap_or(i64::MAX);
        let digest = blake3::hash(text.as_bytes()).to_hex().to_string();
        db.run("INSERT INTO migration (number, digest) VALUES ($1, $2)", args![number, digest]).await?;
        applied += 1;
    }
    Ok(applied)
}
