//! From a configuration to an open house, a sandbox and a router.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context as _;
use axum::Router;
use preau_auth::address::PublicBase;
use preau_auth::cas::Validator;
use preau_domain::text;
use preau_domain::time::Clock;
use preau_policy::House;
use preau_policy::house::HouseConfig;
use preau_policy::key::MasterKey;
use preau_storage::Engine;
use preau_web::{App, AppConfig};

use crate::config::Config;
use crate::plugin::guests::SandboxGuests;

/// Opens the deployment.
///
/// # Errors
/// The folder, the secret or the database.
pub async fn house(config: &Config, clock: Clock) -> anyhow::Result<House> {
    let folder = &config.storage.folder;
    std::fs::create_dir_all(folder)?;
    let engine = match &config.storage.postgres {
        Some(url) => Engine::Postgres(url.clone()),
        None => Engine::Sqlite(folder.clone()),
    };
    let house = House::open(HouseConfig {
        engine,
        master: secret(folder)?,
        clock,
        open_schools: config.storage.open_schools,
        durable: config.storage.synchronous == "full",
    })
    .await
    .context(text!("server-storage").to_string())?;
    Ok(house)
}

/// The router of a deployment, with its plugins run in the sandbox.
///
/// # Errors
/// The engine cannot be made on this machine.
pub fn router(config: &Config, house: House) -> anyhow::Result<Router> {
    let guests = Arc::new(SandboxGuests::new(house.clone(), &config.storage.folder.join("compiled"))?);
    router_with(config, house, guests)
}

/// The same with other guests: the benchmark's native baseline.
///
/// # Errors
/// The public address or the HTTP client.
pub fn router_with(config: &Config, house: House, guests: Arc<dyn preau_web::guests::Guests>) -> anyhow::Result<Router> {
    let base = PublicBase::parse(&config.server.public)
        .context(text!("server-config-public", found = &config.server.public).to_string())?;
    let validator = Validator::new(concat!("Preau/", env!("CARGO_PKG_VERSION")), preau_auth::cas::validate::TIMEOUT)?;
    Ok(preau_web::router(App::new(AppConfig { house, base, guests, validator })))
}

/// The deployment's secret: made once, readable by its owner only. Losing it makes handles and the journal's seals unreadable.
fn secret(folder: &Path) -> anyhow::Result<MasterKey> {
    let file = folder.join("secret.key");
    if !file.exists() {
        let mut bytes = [0_u8; 32];
        getrandom::fill(&mut bytes).map_err(|e| anyhow::anyhow!("{e}"))?;
        let hex: String = bytes.iter().map(|b| format!("{b:02x}")).collect();
        write_private(&file, &hex)?;
    }
    let text = std::fs::read_to_string(&file)?;
    let bytes = hex(text.trim()).context(text!("server-secret", file = crate::config::shown(&file)).to_string())?;
    Ok(MasterKey::new(bytes))
}

fn hex(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0_u8; 32];
    if text.len() != 64 {
        return None;
    }
    for (index, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * index..2 * index + 2)?, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(unix)]
fn write_private(file: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write as _;
    use std::os::unix::fs::OpenOptionsExt as _;
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(file)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}
