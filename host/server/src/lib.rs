//! Floor 7: configuration, wiring and commands of the binary `preau`.
//!
//! * [`cli`]: what can be asked; one file per family of commands under `commands/`.
//! * [`config`]: `preau.toml`; [`wire`]: from a configuration to an open house and a router; [`serve`]: the server and its workers.
//! * [`plugin`]: building, checking and inspecting plugins; [`demo`]: the synthetic school with its ENT.

pub mod cli;
mod commands;
pub mod config;
pub mod demo;
pub mod plugin;
pub mod serve;
pub mod wire;

use std::io::Write as _;
use std::process::ExitCode;

/// Runs a command to its end; a failure is one French sentence on standard error and status 1.
#[must_use]
pub fn run(arguments: cli::Arguments) -> ExitCode {
    let filter = tracing_subscriber::EnvFilter::try_from_env("PREAU_LOG").unwrap_or_else(|_| "warn,preau=info".into());
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    // one TLS provider for the process; a second call only happens in tests
    drop(rustls::crypto::ring::default_provider().install_default());
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let result = match runtime {
        Ok(runtime) => runtime.block_on(commands::dispatch(arguments)),
        Err(error) => Err(error.into()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            drop(writeln!(std::io::stderr(), "preau : {error:#}"));
            ExitCode::FAILURE
        }
    }
}

/// Writes a line on standard output; a closed pipe is nobody's failure.
pub(crate) fn say(line: impl std::fmt::Display) {
    drop(writeln!(std::io::stdout(), "{line}"));
}
