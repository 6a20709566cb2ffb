//! Child processes: this very program again, as one of its parts.

use std::net::TcpListener;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde::de::DeserializeOwned;
use tokio::io::AsyncWriteExt as _;
use tokio::process::{Child, Command};

use crate::http::{Connection, Headers, get};
use crate::load::{Load, Measured};

/// How long any part may take to end or to begin.
const PATIENCE: Duration = Duration::from_secs(180);

/// Runs a future as the program `preau` runs its own.
pub(crate) fn block_on<T>(future: impl Future<Output = Result<T>>) -> Result<T> {
    // one TLS provider for the process; there is no other yet
    drop(rustls::crypto::ring::default_provider().install_default());
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(future)
}

/// This program as one of its parts; nothing is logged.
pub(crate) fn part(arguments: &[&str]) -> Result<Command> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args(arguments).env("PREAU_LOG", "off").stdin(Stdio::null()).stdout(Stdio::null()).kill_on_drop(true);
    Ok(command)
}

/// Runs a part to its end and reads the JSON that it writes.
pub(crate) async fn ask<T: DeserializeOwned>(arguments: &[&str], input: &str) -> Result<T> {
    let mut command = part(arguments)?;
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(input.as_bytes()).await?;
    }
    let done = tokio::time::timeout(PATIENCE, child.wait_with_output()).await.context("a part did not end in time")??;
    let name = arguments.first().copied().unwrap_or_default();
    serde_json::from_slice(&done.stdout).with_context(|| format!("the part {name} measured nothing"))
}

/// Runs the load generator.
pub(crate) async fn load(load: &Load) -> Result<Measured> {
    ask(&["load"], &serde_json::to_string(load)?).await
}

/// An address of this machine that nobody listens at now.
pub(crate) fn free_address() -> Result<String> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string())
}

/// A server in a process of its own.
pub(crate) struct Server {
    pub(crate) address: String,
    child: Child,
}

impl Server {
    /// `preau serve` over this folder, as an operator starts it.
    pub(crate) fn sandboxed(folder: &Path) -> Result<Self> {
        let address = free_address()?;
        let config = folder.join("preau.toml");
        std::fs::write(
            &config,
            format!(
                "[server]\nlisten = \"{address}\"\npublic = \"http://{address}\"\n[storage]\nfolder = {:?}\n",
                folder.to_string_lossy()
            ),
        )?;
        let child = part(&["preau", "--config", &config.to_string_lossy(), "serve"])?.spawn()?;
        Ok(Self { address, child })
    }

    /// The same with native guests.
    pub(crate) fn native(folder: &Path) -> Result<Self> {
        let address = free_address()?;
        let child = part(&["native", &folder.to_string_lossy(), &address])?.spawn()?;
        Ok(Self { address, child })
    }

    /// Waits until it answers this path with 200.
    pub(crate) async fn ready(&mut self, path: &str, cookie: &str) -> Result<()> {
        let until = Instant::now() + PATIENCE;
        let request = get(path, &Headers { address: &self.address, cookie, gzip: false, json: false });
        while Instant::now() < until {
            if let Ok(mut connection) = Connection::open(&self.address).await {
                let answer = connection.ask(&request).await?;
                ensure!(answer.status == 200, "status {} of {path}: {}", answer.status, answer.text());
                return Ok(());
            }
            if let Some(status) = self.child.try_wait()? {
                bail!("the server ended: {status}");
            }
            tokio::time::sleep(Duration::from_micros(500)).await;
        }
        bail!("the server did not answer in time")
    }

    /// Its process.
    pub(crate) fn id(&self) -> Result<u32> {
        self.child.id().context("the server has ended")
    }

    /// Resident memory, MB (10⁶ bytes).
    pub(crate) fn resident(&self) -> Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.id()?))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("VmRSS")?;
        let kib: f64 = line.trim().trim_end_matches(" kB").parse()?;
        Ok(kib * 1024.0 / 1e6)
    }

    /// Processor time it has used, seconds.
    pub(crate) fn processor(&self) -> Result<f64> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.id()?))?;
        // after the name, which may hold anything: state, then utime and stime as the 12th and 13th, in hundredths
        let fields: Vec<&str> = stat.rsplit(") ").next().unwrap_or_default().split(' ').collect();
        let ticks = |at: usize| fields.get(at).and_then(|f| f.parse::<f64>().ok()).context("times of a process");
        Ok((ticks(11)? + ticks(12)?) / 100.0)
    }

    /// Asks it to end, and waits.
    pub(crate) async fn stop(mut self) -> Result<()> {
        Command::new("kill").arg("-TERM").arg(self.id()?.to_string()).status().await?;
        if tokio::time::timeout(Duration::from_secs(10), self.child.wait()).await.is_err() {
            self.child.kill().await?;
        }
        Ok(())
    }
}
