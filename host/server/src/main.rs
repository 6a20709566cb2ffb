//! The binary `preau`: reads its arguments and hands over to [`preau_server`].

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let arguments = preau_server::cli::Arguments::parse();
    preau_server::run(arguments)
}
