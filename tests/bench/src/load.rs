//! The load generator: a process of its own beside the server, so many clients that each wait for their answer.

use std::collections::HashMap;
use std::rc::Rc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde::{Deserialize, Serialize};

use crate::figures::quantile;
use crate::http::{Answer, Connection, Headers, form, get, post};

/// What to do, as the parent process says it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Load {
    /// Where.
    pub(crate) address: String,
    /// Another server that gets every other request: what is compared then shares each moment of the machine.
    pub(crate) beside: Option<String>,
    /// So many at once; each is one of `visitors`, in turn.
    pub(crate) clients: usize,
    /// For so long.
    pub(crate) seconds: f64,
    /// But at most so many requests of each client.
    pub(crate) most: usize,
    /// Ask for compressed answers.
    pub(crate) gzip: bool,
    /// Who they are.
    pub(crate) visitors: Vec<Visitor>,
}

/// A browser with its session.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Visitor {
    pub(crate) cookie: String,
    pub(crate) does: Does,
}

/// What a visitor does again and again.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) enum Does {
    /// Reads these pages in turn. `plainly`: every one must be found.
    Read { paths: Vec<String>, plainly: bool },
    /// Enters another mark into these cells (row, column), all in one request.
    Enter { path: String, cells: Vec<(String, String)> },
    /// Comes back from the ENT with a fresh ticket of this login.
    LogIn { path: String, login: String },
}

/// What was measured, microseconds.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Measured {
    pub(crate) count: usize,
    pub(crate) errors: usize,
    pub(crate) first_error: Option<String>,
    pub(crate) seconds: f64,
    pub(crate) p50: f64,
    pub(crate) p99: f64,
    /// The same as `p50` at the other server.
    pub(crate) beside_p50: f64,
    /// Bytes of an answer on the wire, the largest.
    pub(crate) bytes: usize,
}

impl Measured {
    /// How many were answered, at least one.
    #[expect(clippy::cast_precision_loss, reason = "counts of requests are far below 2^52")]
    pub(crate) fn requests(&self) -> f64 {
        self.count.max(1) as f64
    }

    /// Requests in a second.
    #[expect(clippy::cast_precision_loss, reason = "counts of requests are far below 2^52")]
    pub(crate) fn rate(&self) -> f64 {
        if self.seconds > 0.0 { self.count as f64 / self.seconds } else { 0.0 }
    }
}

/// What one client found.
#[derive(Default)]
struct Tally {
    times: Vec<u32>,
    beside: Vec<u32>,
    errors: usize,
    first_error: Option<String>,
    bytes: usize,
}

/// Reads a [`Load`] from standard input, does it, and writes a [`Measured`] to standard output.
pub(crate) fn run() -> Result<()> {
    let load: Load = serde_json::from_reader(std::io::stdin().lock())?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let measured = tokio::task::LocalSet::new().block_on(&runtime, all(Rc::new(load)))?;
    serde_json::to_writer(std::io::stdout().lock(), &measured)?;
    Ok(())
}

async fn all(load: Rc<Load>) -> Result<Measured> {
    let mut clients = Vec::with_capacity(load.clients);
    for number in 0..load.clients {
        let visitor = load.visitors.get(number % load.visitors.len().max(1)).context("no visitors")?;
        let mut client = Client::new(&load, visitor.clone(), number).await?;
        // unmeasured: connections are made and the versions of cells are learnt
        client.turn().await?;
        let other = match &load.beside {
            Some(address) => {
                let mut other =
                    Client::new(&Load { address: address.clone(), ..(*load).clone() }, visitor.clone(), number).await?;
                other.turn().await?;
                Some(other)
            }
            None => None,
        };
        clients.push((client, other));
    }
    let begun = Instant::now();
    let until = begun + Duration::from_secs_f64(load.seconds);
    let most = load.most;
    let running: Vec<_> =
        clients.into_iter().map(|(client, other)| tokio::task::spawn_local(keep_on(client, other, until, most))).collect();
    let mut tally = Tally::default();
    for client in running {
        let one = client.await?;
        tally.times.extend(one.times);
        tally.beside.extend(one.beside);
        tally.errors += one.errors;
        tally.first_error = tally.first_error.or(one.first_error);
        tally.bytes = tally.bytes.max(one.bytes);
    }
    let seconds = begun.elapsed().as_secs_f64();
    let Tally { mut times, mut beside, errors, first_error, bytes } = tally;
    times.sort_unstable();
    beside.sort_unstable();
    let (p50, p99, beside_p50) = (quantile(&times, 0.5), quantile(&times, 0.99), quantile(&beside, 0.5));
    Ok(Measured { count: times.len(), errors, first_error, seconds, p50, p99, beside_p50, bytes })
}

/// One client at its server, and at the other one in turn.
async fn keep_on(mut client: Client, mut other: Option<Client>, until: Instant, most: usize) -> Tally {
    let mut tally = Tally::default();
    while Instant::now() < until && tally.times.len() < most && tally.errors < 100 {
        client.timed(&mut tally, false).await;
        if let Some(other) = &mut other {
            other.timed(&mut tally, true).await;
        }
    }
    tally
}

struct Client {
    connection: Connection,
    address: String,
    visitor: Visitor,
    gzip: bool,
    number: usize,
    turns: usize,
    /// Of each cell.
    versions: Vec<u64>,
    /// Requests that are the same each time.
    ready: Vec<Vec<u8>>,
}

impl Client {
    async fn new(load: &Load, visitor: Visitor, number: usize) -> Result<Self> {
        let headers = Headers { address: &load.address, cookie: &visitor.cookie, gzip: load.gzip, json: false };
        let ready = match &visitor.does {
            Does::Read { paths, .. } => paths.iter().map(|path| get(path, &headers)).collect(),
            _ => Vec::new(),
        };
        let connection = Connection::open(&load.address).await?;
        let address = load.address.clone();
        Ok(Self { connection, address, visitor, gzip: load.gzip, number, turns: 0, versions: Vec::new(), ready })
    }

    async fn timed(&mut self, tally: &mut Tally, beside: bool) {
        let begun = Instant::now();
        match self.turn().await {
            Ok(bytes) => {
                let took = u32::try_from(begun.elapsed().as_micros()).unwrap_or(u32::MAX);
                if beside {
                    tally.beside.push(took)
                } else {
                    tally.times.push(took)
                }
                tally.bytes = tally.bytes.max(bytes);
            }
            Err(error) => {
                tally.errors += 1;
                tally.first_error.get_or_insert_with(|| format!("{error:#}"));
            }
        }
    }

    /// One request and its answer, checked; gives its bytes on the wire.
    async fn turn(&mut self) -> Result<usize> {
        let turn = self.turns;
        self.turns += 1;
        let answer = match &self.visitor.does {
            Does::Read { plainly, .. } => {
                let plainly = *plainly;
                let request = self.ready.get(turn % self.ready.len().max(1)).context("no paths")?;
                let answer = self.connection.ask(request).await?;
                ensure!(!plainly || answer.status == 200, "status {} of a page", answer.status);
                answer
            }
            Does::Enter { .. } => self.enter(turn).await?,
            Does::LogIn { path, login } => {
                let headers = Headers { address: &self.address, cookie: &self.visitor.cookie, gzip: false, json: false };
                let ticket = format!("ST-{}x{}x{}-{login}", std::process::id(), self.number, turn);
                let request = get(&format!("{path}?ticket={ticket}"), &headers);
                let answer = self.connection.ask(&request).await?;
                let opened = answer.status == 303 && answer.cookies.iter().any(|c| c.starts_with("preau_session="));
                ensure!(opened, "status {} of a login", answer.status);
                answer
            }
        };
        Ok(answer.wire)
    }

    /// Posts the cells with the other of two symbols, and learns their versions from the answer.
    async fn enter(&mut self, turn: usize) -> Result<Answer> {
        let Does::Enter { path, cells } = &self.visitor.does else { anyhow::bail!("not a writer") };
        self.versions.resize(cells.len(), 0);
        let symbol = if turn.is_multiple_of(2) { "V" } else { "R" };
        let id = format!("{}-{}-{turn}-bench", std::process::id(), self.number);
        let values: Vec<(String, String)> = (0..)
            .zip(cells.iter().zip(&self.versions))
            .map(|(at, ((row, column), version))| (format!("cell-{at}"), format!("{row}/{column}/{symbol}/{version}")))
            .collect();
        let beside = [("hat", "professeur"), ("preau.grid", "live"), ("id", id.as_str())];
        let body = form(beside.into_iter().chain(values.iter().map(|(name, value)| (name.as_str(), value.as_str()))));
        let headers = Headers { address: &self.address, cookie: &self.visitor.cookie, gzip: self.gzip, json: true };
        let answer = self.connection.ask(&post(path, &headers, &body)).await?;
        ensure!(answer.status == 200, "status {} of a save: {}", answer.status, answer.text());
        let said: serde_json::Value = serde_json::from_slice(&answer.body)?;
        let list = |name: &str| said.get(name).and_then(|v| v.as_array()).cloned().unwrap_or_default();
        let (saved, conflicts) = (list("saved"), list("conflicts"));
        let of_saved = saved.iter().filter_map(|s| Some((s.get(0)?, s.get(1)?, s.get(3)?)));
        let of_others = conflicts.iter().filter_map(|c| Some((c.get("row")?, c.get("column")?, c.get("version")?)));
        let known: HashMap<(&str, &str), u64> =
            of_saved.chain(of_others).filter_map(|(r, c, v)| Some(((r.as_str()?, c.as_str()?), v.as_u64()?))).collect();
        for ((row, column), version) in cells.iter().zip(&mut self.versions) {
            *version = *known.get(&(row.as_str(), column.as_str())).context("a cell without version")?;
        }
        // in the first turn of a process the cells may hold anything
        ensure!(turn == 0 || saved.len() == cells.len(), "{} of {} cells saved", saved.len(), cells.len());
        Ok(answer)
    }
}
