//! The benchmark: `preau-bench` prints one table, ratios first. It runs itself again as its parts (the server with its
//! native or sandboxed guests, the load generator, the importer), so that none shares a runtime with another.
//!
//! * [`stage`] makes a school and serves it; [`site`] uses it as a teacher does; [`ent`] is the CAS server that all log in through.
//! * [`load`] is the load generator; [`requests`], [`micro`], [`imports`] and [`memory`] are what is measured.
//! * [`native`] is the baseline: the same handler without a sandbox. [`figures`] sums up rounds.

mod ent;
mod figures;
mod http;
mod imports;
mod load;
mod memory;
mod micro;
mod native;
mod parts;
mod requests;
mod site;
mod stage;

use std::io::Write as _;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::figures::Table;
use crate::stage::Stage;

/// Measures Préau and prints one table. All servers listen on this machine's loopback only.
#[derive(Debug, Parser)]
struct Arguments {
    /// Short rounds, for trying.
    #[arg(long)]
    quick: bool,
    /// Only lines whose family's name holds this: ratio, instance, page, grid, save, login, import, neighbour, memory, start.
    #[arg(long, value_name = "NAME")]
    only: Vec<String>,
    /// Keeps the folder of the school that was measured.
    #[arg(long)]
    keep: bool,
    /// A part of the benchmark, run by the benchmark itself.
    #[command(subcommand)]
    part: Option<Part>,
}

/// The parts.
#[derive(Debug, Subcommand)]
enum Part {
    /// Makes the schools.
    Prepare { folder: PathBuf, ent: String, guest: PathBuf, plugin: PathBuf },
    /// Serves them with native guests.
    Native { folder: PathBuf, listen: SocketAddr },
    /// The command `preau` itself.
    #[command(disable_help_flag = true)]
    Preau {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// The load generator.
    Load,
    /// Instances and calls across the border, without HTTP.
    Micro { folder: PathBuf, rounds: usize },
    /// One import of the collège into an empty school, and the same again.
    Import { folder: PathBuf },
}

/// How long to measure.
#[derive(Clone, Debug)]
pub(crate) struct Effort {
    /// So often each case.
    pub(crate) rounds: usize,
    /// Seconds of a case in a round.
    pub(crate) seconds: f64,
    only: Vec<String>,
}

impl Effort {
    /// Whether this family of lines is wanted.
    pub(crate) fn wants(&self, family: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|name| family.contains(name.as_str()))
    }
}

fn main() -> ExitCode {
    let Arguments { quick, only, keep, part } = Arguments::parse();
    let effort = if quick { Effort { rounds: 2, seconds: 0.7, only } } else { Effort { rounds: 5, seconds: 2.0, only } };
    let done = match part {
        Some(Part::Preau { arguments }) => return stage::preau(arguments),
        Some(Part::Load) => load::run(),
        Some(Part::Prepare { folder, ent, guest, plugin }) => parts::block_on(stage::prepare(folder, ent, guest, plugin)),
        Some(Part::Native { folder, listen }) => parts::block_on(stage::serve_natively(folder, listen)),
        Some(Part::Micro { folder, rounds }) => parts::block_on(micro::run(folder, rounds)),
        Some(Part::Import { folder }) => parts::block_on(imports::run(folder)),
        None => parts::block_on(measure(effort, keep)),
    };
    if let Err(error) = done {
        say(&format!("preau-bench: {error:#}"));
    }
    ExitCode::SUCCESS
}

/// A line on standard error: what goes on, and what went wrong.
pub(crate) fn say(line: &str) {
    drop(writeln!(std::io::stderr(), "{line}"));
}

async fn measure(effort: Effort, keep: bool) -> Result<()> {
    let mut table = Table::default();
    let stage = Stage::set(keep).await?;
    // Each is shown as it failed, and the others are measured all the same.
    let mut failed = Vec::new();
    for outcome in [
        requests::all(&stage, &effort, &mut table).await,
        micro::lines(&stage, &effort, &mut table).await,
        imports::lines(&stage, &effort, &mut table).await,
        memory::lines(&stage, &effort, &mut table).await,
    ] {
        failed.extend(outcome.err());
    }
    for error in failed {
        table.note(&format!("! not measured: {error:#}"));
    }
    drop(writeln!(std::io::stdout(), "{}", table.text()));
    stage.clear();
    Ok(())
}
