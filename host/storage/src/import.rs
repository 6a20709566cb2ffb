//! Settings of the school and the history of imports.

use crate::{Db, Result, args};

/// A setting of the school itself, such as `name`.
///
/// # Errors
/// What the database says.
pub async fn meta(db: &mut Db, name: &str) -> Result<Option<String>> {
    Ok(db.row("SELECT value FROM meta WHERE name = $1", args![name]).await?.map(|mut r| r.take_text(0)))
}

/// Sets it.
///
/// # Errors
/// What the database says.
pub async fn set_meta(db: &mut Db, name: &str, value: &str) -> Result<()> {
    db.run(
        "INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        args![name, value],
    )
    .await?;
    Ok(())
}

/// An import that was applied (SAC-25: by whom).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ImportRun {
    /// When, milliseconds.
    pub at: i64,
    /// Who ran it, 0 for the operator.
    pub by: i64,
    /// Names of the files, JSON.
    pub files: String,
    /// The report, JSON.
    pub report: String,
}

/// Keeps the report of an import; gives its number.
///
/// # Errors
/// What the database says.
pub async fn add(db: &mut Db, run: &ImportRun) -> Result<i64> {
    let id = db.next("import", 1).await?;
    db.run(
        "INSERT INTO import_run (id, at, by_person, files, report) VALUES ($1, $2, $3, $4, $5)",
        args![id, run.at, run.by, run.files.as_str(), run.report.as_str()],
    )
    .await?;
    Ok(id)
}

/// The last imports, newest first.
///
/// # Errors
/// What the database says.
pub async fn last(db: &mut Db, limit: i64) -> Result<Vec<ImportRun>> {
    let rows = db.rows("SELECT at, by_person, files, report FROM import_run ORDER BY id DESC LIMIT $1", args![limit]).await?;
    Ok(rows
        .into_iter()
        .map(|mut r| ImportRun { at: r.int(0), by: r.int(1), files: r.take_text(2), report: r.take_text(3) })
        .collect())
}
