//! What a school decided about plugins: state, version by digest, settings.

use crate::{Db, Result, args};

/// The state of a plugin in a school.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PluginState {
    /// Its name.
    pub plugin: String,
    /// Which package.
    pub digest: String,
    /// `prepared`, `active` or `suspended`.
    pub state: String,
    /// Who decided, 0 for the operator.
    pub by: i64,
    /// When, milliseconds.
    pub at: i64,
    /// Last day of the grant.
    pub until_day: i64,
}

fn state(mut r: crate::Row) -> PluginState {
    PluginState {
        plugin: r.take_text(0),
        digest: r.take_text(1),
        state: r.take_text(2),
        by: r.int(3),
        at: r.int(4),
        until_day: r.int(5),
    }
}

/// The state of one plugin.
///
/// # Errors
/// What the database says.
pub async fn find(db: &mut Db, plugin: &str) -> Result<Option<PluginState>> {
    let row = db
        .row("SELECT plugin, digest, state, by_person, at, until_day FROM plugin_state WHERE plugin = $1", args![plugin])
        .await?;
    Ok(row.map(state))
}

/// All of them, by name.
///
/// # Errors
/// What the database says.
pub async fn all(db: &mut Db) -> Result<Vec<PluginState>> {
    let rows =
        db.rows("SELECT plugin, digest, state, by_person, at, until_day FROM plugin_state ORDER BY plugin", args![]).await?;
    Ok(rows.into_iter().map(state).collect())
}

/// Puts a plugin into a state.
///
/// # Errors
/// What the database says.
pub async fn put(db: &mut Db, s: &PluginState) -> Result<()> {
    db.run(
        "INSERT INTO plugin_state (plugin, digest, state, by_person, at, until_day) VALUES ($1,$2,$3,$4,$5,$6)
         ON CONFLICT (plugin) DO UPDATE SET digest = excluded.digest, state = excluded.state, by_person = excluded.by_person,
         at = excluded.at, until_day = excluded.until_day",
        args![s.plugin.as_str(), s.digest.as_str(), s.state.as_str(), s.by, s.at, s.until_day],
    )
    .await?;
    Ok(())
}

/// What the school set for a plugin: (name, value).
///
/// # Errors
/// What the database says.
pub async fn settings(db: &mut Db, plugin: &str) -> Result<Vec<(String, String)>> {
    let rows = db.rows("SELECT name, value FROM plugin_setting WHERE plugin = $1 ORDER BY name", args![plugin]).await?;
    Ok(rows.into_iter().map(|mut r| (r.take_text(0), r.take_text(1))).collect())
}

/// Sets one.
///
/// # Errors
/// What the database says.
pub async fn set(db: &mut Db, plugin: &str, name: &str, value: &str) -> Result<()> {
    db.run(
        "INSERT INTO plugin_setting (plugin, name, value) VALUES ($1, $2, $3) ON CONFLICT (plugin, name) DO UPDATE SET value = excluded.value",
        args![plugin, name, value],
    )
    .await?;
    Ok(())
}
