//! The import of the collège: read, compared, applied and synced, and the same files again.

use std::path::PathBuf;
use std::time::Instant;

use anyhow::Result;

use crate::figures::{Goal, Table, over};
use crate::stage::{self, Stage};
use crate::{Effort, parts, say};

/// The part: one import into an empty school and the same again; writes both times in seconds.
pub(crate) async fn run(folder: PathBuf) -> Result<()> {
    let (door, files) = stage::college(&folder).await?;
    let mut times = [0.0; 2];
    for time in &mut times {
        let files = files.clone();
        let begun = Instant::now();
        stage::import(&door, files).await?;
        *time = begun.elapsed().as_secs_f64();
    }
    serde_json::to_writer(std::io::stdout().lock(), &times)?;
    Ok(())
}

/// Runs the part and writes its lines.
pub(crate) async fn lines(stage: &Stage, effort: &Effort, table: &mut Table) -> Result<()> {
    if !effort.wants("import") {
        return Ok(());
    }
    say("importing the collège");
    let (mut first, mut again) = (Vec::new(), Vec::new());
    for round in 0..effort.rounds {
        let folder = stage.folder.with_file_name(format!("import-{round}"));
        let [one, other]: [f64; 2] = parts::ask(&["import", &folder.to_string_lossy()], "").await?;
        first.push(one);
        again.push(other);
    }
    table.line("import of 620 pupils, 1,000 guardians, 45 teachers, durable", over(&first), "s", Goal::Most(2.0));
    table.line("… the same files again", over(&again), "s", Goal::Most(2.0));
    Ok(())
}
