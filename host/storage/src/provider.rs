//! Identity providers of a school (as JSON that `preau-auth` reads), and people they know whom the school does not.

use crate::{Db, Result, args};

/// Settings of the active providers: (id, JSON), in order of ids.
///
/// # Errors
/// What the database says.
pub async fn all(db: &mut Db) -> Result<Vec<(String, String)>> {
    let rows = db.rows("SELECT id, settings FROM provider WHERE active = 1 ORDER BY id", args![]).await?;
    Ok(rows.into_iter().map(|mut r| (r.take_text(0), r.take_text(1))).collect())
}

/// Adds or changes a provider.
///
/// # Errors
/// What the database says.
pub async fn put(db: &mut Db, id: &str, settings: &str) -> Result<()> {
    db.run(
        "INSERT INTO provider (id, settings, active) VALUES ($1, $2, 1)
         ON CONFLICT (id) DO UPDATE SET settings = excluded.settings, active = 1",
        args![id, settings],
    )
    .await?;
    Ok(())
}

/// Somebody the ENT sent and the school does not know.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unknown {
    /// Which provider.
    pub provider: String,
    /// How it names him.
    pub ent_id: String,
    /// The declared attributes, JSON.
    pub attributes: String,
    /// When he last came, milliseconds.
    pub seen: i64,
}

/// Remembers somebody unknown.
///
/// # Errors
/// What the database says.
pub async fn remember(db: &mut Db, unknown: &Unknown) -> Result<()> {
    db.run(
        "INSERT INTO unknown_identity (provider, ent_id, attributes, seen) VALUES ($1, $2, $3, $4)
         ON CONFLICT (provider, ent_id) DO UPDATE SET attributes = excluded.attributes, seen = excluded.seen",
        args![unknown.provider.as_str(), unknown.ent_id.as_str(), unknown.attributes.as_str(), unknown.seen],
    )
    .await?;
    Ok(())
}

/// The people who wait at the linking desk, newest first.
///
/// # Errors
/// What the database says.
pub async fn unknown(db: &mut Db) -> Result<Vec<Unknown>> {
    let rows = db
        .rows("SELECT provider, ent_id, attributes, seen FROM unknown_identity ORDER BY seen DESC, ent_id LIMIT 200", args![])
        .await?;
    Ok(rows
        .into_iter()
        .map(|mut r| Unknown { provider: r.take_text(0), ent_id: r.take_text(1), attributes: r.take_text(2), seen: r.int(3) })
        .collect())
}

/// Takes somebody off the desk; `false` when he was not there.
///
/// # Errors
/// What the database says.
pub async fn forget(db: &mut Db, provider: &str, ent_id: &str) -> Result<bool> {
    Ok(db.run("DELETE FROM unknown_identity WHERE provider = $1 AND ent_id = $2", args![provider, ent_id]).await? == 1)
}
