//! Resident memory of `preau serve`, and how long it takes from nothing to its first page.

use std::time::Instant;

use anyhow::{Context, Result};

use crate::figures::{Goal, Table, over};
use crate::http::{Connection, Headers, get};
use crate::load::{Does, Load, Visitor};
use crate::parts::{self, Server};
use crate::site::{self, Site};
use crate::stage::{self, EMPTY, SCHOOL, Stage};
use crate::{Effort, say};

/// Runs the servers and writes the lines.
pub(crate) async fn lines(stage: &Stage, effort: &Effort, table: &mut Table) -> Result<()> {
    if effort.wants("memory") {
        memory(stage, effort, table).await?;
    }
    if effort.wants("start") {
        start(stage, effort, table).await?;
    }
    Ok(())
}

async fn memory(stage: &Stage, effort: &Effort, table: &mut Table) -> Result<()> {
    say("memory");
    let (mut idle, mut used, mut wide) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..effort.rounds.min(3) {
        let mut server = Server::sandboxed(&stage.folder)?;
        server.ready("/sante", "").await?;
        idle.push(server.resident()?);
        parts::load(&everything(&stage.site, &server.address, effort.seconds)).await?;
        used.push(server.resident()?);
        let mut connection = Connection::open(&server.address).await?;
        for number in 0..EMPTY {
            let path = format!("/e/{}/connexion", stage::empty(number));
            let request = get(&path, &Headers { address: &server.address, cookie: "", gzip: false, json: false });
            let answer = connection.ask(&request).await?;
            anyhow::ensure!(answer.status == 200, "status {} of {path}", answer.status);
        }
        wide.push(server.resident()?);
        server.stop().await?;
    }
    table.line("resident memory at start", over(&idle), "MB", Goal::None);
    table.line("… a school of 720 pupils in use, 32 clients on every page", over(&used), "MB", Goal::Most(120.0));
    table.line(&format!("… with {} open schools", EMPTY + 1), over(&wide), "MB", Goal::None);
    Ok(())
}

/// Thirty-two teachers on every page.
fn everything(site: &Site, address: &str, seconds: f64) -> Load {
    let mut paths: Vec<String> = site.grids.iter().map(|grid| grid.path.clone()).collect();
    paths.push(site.page.clone());
    paths.push(format!("/e/{}/", SCHOOL.to_lowercase()));
    paths.extend(["/", "/creer/tous"].map(|route| site::path(SCHOOL, "evaluation", route)));
    let visitor = |cookie: &String| Visitor { cookie: cookie.clone(), does: Does::Read { paths: paths.clone(), plainly: true } };
    let visitors = site.sessions.iter().map(visitor).collect();
    Load { address: address.to_owned(), beside: None, clients: 32, seconds, most: 1_000_000, gzip: true, visitors }
}

async fn start(stage: &Stage, effort: &Effort, table: &mut Table) -> Result<()> {
    say("cold start");
    let cookie = stage.site.sessions.first().context("no session")?;
    let path = &stage.site.grids.first().context("no grid")?.path;
    let mut times = Vec::new();
    for _ in 0..effort.rounds {
        let begun = Instant::now();
        let mut server = Server::sandboxed(&stage.folder)?;
        server.ready(path, cookie).await?;
        times.push(begun.elapsed().as_secs_f64());
        server.stop().await?;
    }
    table.line("start of the process to its first grid, compiled before", over(&times), "s", Goal::Most(1.0));
    Ok(())
}
