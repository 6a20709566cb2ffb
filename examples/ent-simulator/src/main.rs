//! The command `ent-simulator`: reads the people and the tiles, listens, and serves until it is ended.

use std::error::Error;
use std::fs::File;
use std::io::{BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Parser;
use ent_simulator::{Config, router};
use serde::de::DeserializeOwned;

/// A small ENT for demonstrations: pick a person, be that person. Never put it on a network.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// Where to listen.
    #[arg(long, default_value = "127.0.0.1:8081")]
    listen: String,
    /// The address under which browsers know this ENT.
    #[arg(long, default_value = "http://localhost:8081")]
    public: String,
    /// Everybody with an account: a JSON list of {login, name, profile, uai, …}.
    #[arg(long)]
    people: PathBuf,
    /// The beginning of the addresses of a service that may ask for a login; may be given several times.
    #[arg(long, required = true)]
    services: Vec<String>,
    /// The tiles and widgets of the portal: a JSON list of {title, text, url, profiles, widget}.
    #[arg(long)]
    portal_links: Option<PathBuf>,
}

fn read<T: DeserializeOwned>(path: &Path) -> Result<T, Box<dyn Error>> {
    let file = File::open(path).map_err(|error| format!("{}: {error}", path.display()))?;
    serde_json::from_reader(BufReader::new(file)).map_err(|error| format!("{}: {error}", path.display()).into())
}

#[expect(clippy::disallowed_methods, reason = "the one place where the simulator asks what time it is")]
fn now() -> jiff::Timestamp {
    jiff::Timestamp::now()
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let config = Config {
        public: arguments.public,
        services: arguments.services,
        people: read(&arguments.people)?,
        tiles: arguments.portal_links.as_deref().map(read).transpose()?.unwrap_or_default(),
        clock: Arc::new(now),
    };
    let listener =
        tokio::net::TcpListener::bind(&arguments.listen).await.map_err(|error| format!("{}: {error}", arguments.listen))?;
    let app = router(config)?;
    writeln!(std::io::stderr(), "ent-simulator: listening on {}", listener.local_addr()?)?;
    axum::serve(listener, app).await?;
    Ok(())
}
