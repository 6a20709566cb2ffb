//! `preau roster import UAI FILES… [--dry-run] [--json]`

use std::path::PathBuf;

use anyhow::Context as _;
use indicatif::{ProgressBar, ProgressStyle};
use preau_domain::text;
use preau_policy::roster::{self, By, Prepared, Progress};
use preau_policy::system::SystemScope;
use preau_policy::{House, PolicyError};
use preau_roster::report::Count;
use preau_roster::{Fault, Settled};

use crate::cli::RosterCommand;
use crate::commands::door;
use crate::config::shown;
use crate::say;

pub(crate) async fn run(command: RosterCommand, house: &House) -> anyhow::Result<()> {
    let RosterCommand::Import { school, files, dry_run, json, confirm_leavers } = command;
    let door = door(house, &school).await?;
    let system = SystemScope::enter(&door, "operator-import").await?;
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{msg:<40} {wide_bar} {percent:>3} %") {
        bar.set_style(style);
    }
    let mut progress = |p: Progress| match p {
        Progress::Reading { name, read, total, .. } => {
            bar.set_length(total.max(1));
            bar.set_position(read);
            bar.set_message(name);
        }
        Progress::Comparing => bar.set_message(text!("server-import-comparing").to_string()),
        Progress::Applying { .. } => {}
    };
    let prepared = roster::prepare(By::Operator(&system), load(&files)?, &Settled::nothing(), &mut progress).await;
    bar.finish_and_clear();
    let prepared = match prepared {
        Err(PolicyError::Faults(faults)) => anyhow::bail!(listed(&faults)),
        other => other?,
    };
    if json {
        say(serde_json::to_string_pretty(&prepared.report)?);
    } else {
        shown_plan(&prepared);
    }
    if dry_run {
        if !json {
            say(text!("server-import-dry"));
        }
        return Ok(());
    }
    let applying = ProgressBar::new(1);
    applying.set_message(text!("server-import-applying").to_string());
    let mut progress = |p: Progress| {
        if let Progress::Applying { done, steps } = p {
            applying.set_length(steps as u64);
            applying.set_position(done as u64);
        }
    };
    let result = roster::apply(By::Operator(&system), prepared, confirm_leavers, &mut progress).await;
    applying.finish_and_clear();
    result?;
    if !json {
        say(text!("server-import-done"));
    }
    house.flush().await?;
    Ok(())
}

fn load(files: &[PathBuf]) -> anyhow::Result<Vec<(String, Vec<u8>)>> {
    let read = |path: &PathBuf| {
        let name = path.file_name().map_or_else(|| shown(path), |n| n.to_string_lossy().into_owned());
        let bytes = std::fs::read(path).with_context(|| text!("server-file", file = shown(path)).to_string())?;
        Ok((name, bytes))
    };
    files.iter().map(read).collect()
}

fn listed(faults: &[Fault]) -> String {
    let mut out = text!("server-import-refused", count = faults.len()).to_string();
    for fault in faults {
        let line = fault.line.map_or(String::new(), |l| format!(":{l}"));
        out.push_str(&format!("\n  {}{line} : {}", fault.file, fault.text));
    }
    out
}

fn shown_plan(prepared: &Prepared) {
    let s = &prepared.report.summary;
    let row = |label: String, c: &Count| {
        say(text!(
            "server-import-row",
            label = format!("{label:<20}"),
            new = c.new,
            changed = c.changed,
            returned = c.returned,
            left = c.left,
            homonyms = c.homonyms,
            unchanged = c.unchanged
        ));
    };
    row(text!("server-import-pupils").to_string(), &s.pupils);
    row(text!("server-import-guardians").to_string(), &s.guardians);
    row(text!("server-import-staff").to_string(), &s.staff);
    row(text!("server-import-groups").to_string(), &s.groups);
    row(text!("server-import-subjects").to_string(), &s.subjects);
    for remark in
        prepared.remarks.iter().map(|r| format!("{} : {}", r.file, r.text)).chain(prepared.report.remarks.iter().cloned())
    {
        say(format!("  {remark}"));
    }
}
