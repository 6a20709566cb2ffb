//! What is measured over HTTP: pages, grids, saves, logins, and a neighbour's page beside a runaway guest. Rounds go through
//! all cases one after the other, so that a slower minute of the machine hits them alike.

use std::time::Duration;

use anyhow::{Context, Result};

use crate::figures::{Goal, Rounds, Table, over};
use crate::load::{Does, Load, Visitor};
use crate::parts::{self, Server};
use crate::site::{self, Grid, Site};
use crate::stage::{OTHER, Stage};
use crate::{Effort, say};

/// Which server.
#[derive(Clone, Copy, PartialEq, Eq)]
enum On {
    Sandboxed,
    /// The sandboxed one, and the native one for every other request.
    Both,
    /// The sandboxed one while a guest runs away in the other school.
    Beside,
}

struct Case {
    /// `family/what/clients`.
    name: String,
    on: On,
    load: Load,
    rounds: Rounds,
    /// Processor time of the server per request in each round, milliseconds.
    processor: Vec<f64>,
}

/// The clients of the throughput lines.
const CLIENTS: [usize; 4] = [1, 8, 32, 64];

fn reads(site: &Site, path: &str, clients: usize, gzip: bool) -> Load {
    let does =
        |cookie: &String| Visitor { cookie: cookie.clone(), does: Does::Read { paths: vec![path.to_owned()], plainly: true } };
    load(clients, gzip, site.sessions.iter().map(does).collect())
}

fn load(clients: usize, gzip: bool, visitors: Vec<Visitor>) -> Load {
    Load { address: String::new(), beside: None, clients, seconds: 0.0, most: 1_000_000, gzip, visitors }
}

fn cells(grid: &Grid, rows: std::ops::Range<usize>, columns: usize) -> Does {
    let rows = grid.rows.iter().skip(rows.start).take(rows.len());
    let cells = rows.flat_map(|row| grid.columns.iter().take(columns).map(move |column| (row.clone(), column.clone())));
    Does::Enter { path: format!("{}/cells", grid.path), cells: cells.collect() }
}

fn cases(site: &Site) -> Result<Vec<Case>> {
    let [first, second, whole] = site.grids.as_slice() else { anyhow::bail!("three grids are needed") };
    let mut cases = Vec::new();
    let mut add =
        |name: String, on: On, load: Load| cases.push(Case { name, on, load, rounds: Rounds::default(), processor: Vec::new() });
    for (family, path) in [("grid", &first.path), ("page", &site.page)] {
        add(format!("ratio/{family}"), On::Both, reads(site, path, 1, false));
    }
    for (family, path) in [("page", &site.page), ("grid", &first.path)] {
        for clients in CLIENTS {
            add(format!("{family}/{clients}"), On::Sandboxed, reads(site, path, clients, false));
        }
        add(format!("{family}/gzip"), On::Sandboxed, reads(site, path, 32, true));
    }
    let writer = |(number, cookie): (usize, &String)| {
        let grid = if number.is_multiple_of(2) { first } else { second };
        Visitor { cookie: cookie.clone(), does: cells(grid, number / 2..number / 2 + 1, 1) }
    };
    add("save/one".to_owned(), On::Sandboxed, load(32, false, site.sessions.iter().enumerate().take(32).map(writer).collect()));
    let cookie = site.sessions.last().context("no session")?.clone();
    let all = Visitor { cookie, does: cells(whole, 0..site::ROWS, site::COLUMNS) };
    add("save/whole".to_owned(), On::Sandboxed, load(1, false, vec![all]));
    let login = Does::LogIn { path: site.callback.clone(), login: site::TEACHER.to_owned() };
    let logs_in = Visitor { cookie: site.under_way.clone(), does: login };
    for clients in [1, 32] {
        add(format!("login/{clients}"), On::Sandboxed, load(clients, false, vec![logs_in.clone()]));
    }
    add("neighbour/without".to_owned(), On::Sandboxed, reads(site, &site.page, 1, false));
    add("neighbour/with".to_owned(), On::Beside, reads(site, &site.page, 1, false));
    Ok(cases)
}

/// Runs all wanted cases and writes their lines.
pub(crate) async fn all(stage: &Stage, effort: &Effort, table: &mut Table) -> Result<()> {
    let mut cases = cases(&stage.site)?;
    cases.retain(|case| effort.wants(&case.name));
    if cases.is_empty() {
        return Ok(());
    }
    let mut sandboxed = Server::sandboxed(&stage.folder)?;
    sandboxed.ready("/sante", "").await?;
    let mut native = Server::native(&stage.native)?;
    native.ready("/sante", "").await?;
    for round in 1..=effort.rounds {
        say(&format!("round {round} of {}: {} cases", effort.rounds, cases.len()));
        for case in &mut cases {
            case.load.address.clone_from(&sandboxed.address);
            case.load.beside = (case.on == On::Both).then(|| native.address.clone());
            case.load.seconds = effort.seconds;
            let runaway = if case.on == On::Beside { Some(runaway(&stage.site, &sandboxed, effort).await) } else { None };
            let before = sandboxed.processor()?;
            let measured = parts::load(&case.load).await.with_context(|| case.name.clone())?;
            case.processor.push((sandboxed.processor()? - before) * 1000.0 / measured.requests());
            case.rounds.0.push(measured);
            if let Some(runaway) = runaway {
                runaway.await??;
            }
        }
    }
    if stage.kept {
        // to be given to `preau-bench load` again, beside a server under a profiler
        for case in &cases {
            let file = stage.folder.with_file_name(format!("{}.json", case.name.replace('/', "-")));
            std::fs::write(file, serde_json::to_string(&case.load)?)?;
        }
    }
    sandboxed.stop().await?;
    native.stop().await?;
    lines(&cases, table);
    Ok(())
}

/// Somebody in the other school who opens an endless page again and again. One in five requests ends well, so that the
/// breaker does not spare the neighbour; each of the others uses up its CPU time.
async fn runaway(site: &Site, server: &Server, effort: &Effort) -> tokio::task::JoinHandle<Result<()>> {
    let mut paths = vec![site::path(OTHER, "mesure", "/sans-fin"); 4];
    paths.push(site::path(OTHER, "mesure", "/"));
    let visitor = Visitor { cookie: site.other.clone(), does: Does::Read { paths, plainly: false } };
    let load = Load { address: server.address.clone(), seconds: effort.seconds + 0.5, ..load(1, false, vec![visitor]) };
    let running = tokio::spawn(async move { parts::load(&load).await.map(drop) });
    // its first request, which is not counted, must be under way
    tokio::time::sleep(Duration::from_millis(700)).await;
    running
}

fn lines(cases: &[Case], table: &mut Table) {
    let of = |name: &str| rounds_of(cases, name);
    let ran = |name: &str| !of(name).0.is_empty();
    for (family, what, goal) in [
        ("grid", "grid 30 × 20 over HTTP, 1 client: sandboxed ÷ native, p50", Goal::Most(1.15)),
        ("page", "small page over HTTP, 1 client: sandboxed ÷ native, p50", Goal::None),
    ] {
        let name = format!("ratio/{family}");
        if ran(&name) {
            table.line(what, of(&name).ratio_beside(), "×", goal);
            table.line(&format!("… {family} sandboxed, p50"), of(&name).p50(), "ms", Goal::None);
            table.line(&format!("… {family} native, p50"), of(&name).beside(), "ms", Goal::None);
        }
    }
    if ran("neighbour/with") {
        let (with, without) = (of("neighbour/with"), of("neighbour/without"));
        table.line(
            "another school's page beside an endless guest ÷ without, 1 client, p50",
            with.ratio(without),
            "×",
            Goal::Most(1.2),
        );
        table.line("… with, p50", with.p50(), "ms", Goal::None);
        table.line("… with, p99", with.p99(), "ms", Goal::None);
        table.line("… without, p50", without.p50(), "ms", Goal::None);
    }
    throughput(cases, table);
    if ran("save/one") {
        table.line("save of one cell, 32 clients, durable", of("save/one").rate(), "/s", Goal::Least(800.0));
        table.line("… p50", of("save/one").p50(), "ms", Goal::None);
        table.line("… p99", of("save/one").p99(), "ms", Goal::None);
        processor(cases, "save/one", table);
        table.line("save of 600 cells in one request, p50", of("save/whole").p50(), "ms", Goal::Most(20.0));
        table.line("… p99", of("save/whole").p99(), "ms", Goal::Most(60.0));
    }
    for clients in [1, 32] {
        let rounds = of(&format!("login/{clients}"));
        if !rounds.0.is_empty() {
            table.line(&format!("login (callback with a ticket), {clients} clients, p50"), rounds.p50(), "ms", Goal::None);
            table.line("… p99", rounds.p99(), "ms", Goal::None);
        }
    }
    for case in cases {
        table.trouble(&case.name, &case.rounds);
    }
}

/// The rounds of a case; none when it did not run.
fn rounds_of<'a>(cases: &'a [Case], name: &str) -> &'a Rounds {
    static NONE: Rounds = Rounds(Vec::new());
    cases.iter().find(|case| case.name == name).map_or(&NONE, |case| &case.rounds)
}

fn processor(cases: &[Case], name: &str, table: &mut Table) {
    let taken = cases.iter().find(|case| case.name == name).map_or(&[][..], |case| &case.processor);
    table.line("… processor time of the server per request", over(taken), "ms", Goal::None);
}

/// Requests a second, at each number of clients.
fn throughput(cases: &[Case], table: &mut Table) {
    for (family, what, least, most) in [("page", "page", 2000.0, 60.0), ("grid", "grid 30 × 20", 600.0, f64::INFINITY)] {
        for (suffix, clients) in CLIENTS.iter().map(|c| (c.to_string(), *c)).chain([("gzip".to_owned(), 32)]) {
            let rounds = rounds_of(cases, &format!("{family}/{suffix}"));
            if rounds.0.is_empty() {
                continue;
            }
            let counts = clients == 32 && suffix != "gzip";
            let kind = if suffix == "gzip" { ", compressed" } else { "" };
            let name = format!("{what} of {} B{kind}, {clients} clients", rounds.bytes());
            table.line(&name, rounds.rate(), "/s", if counts { Goal::Least(least) } else { Goal::None });
            table.line("… p50", rounds.p50(), "ms", Goal::None);
            table.line("… p99", rounds.p99(), "ms", if counts && most.is_finite() { Goal::Most(most) } else { Goal::None });
            if counts {
                processor(cases, &format!("{family}/{suffix}"), table);
            }
        }
    }
}
