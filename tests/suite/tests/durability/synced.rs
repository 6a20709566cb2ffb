//! The log of the school is synced between each save and its « enregistré »: read from the system calls of the real server.

use preau_suite::browserless::Browser;
use preau_suite::forge::Forge;
use preau_suite::grid::{Grid, evaluation, save, saved};
use preau_suite::prepared::{Prepared, SLUG};

use super::trace::{Verdict, check};

/// How many saves are made, on how many connections at once.
const SAVES: usize = 45;
const CONNECTIONS: usize = 3;

/// Saves cells of a prepared school under a tracer; what the trace says.
async fn traced(synchronous: &str) -> Verdict {
    let (prepared, forge) = (Prepared::copy(synchronous), Forge::start().await);
    prepared.trust(&forge);
    let trace = prepared.folder.path().join("trace");
    let calls = "trace=fsync,fdatasync,write,writev,sendto,sendmsg,pwrite64,read,recvfrom,recvmsg";
    let mut running =
        prepared.serve(&["strace", "-f", "-qq", "-y", "-s", "2000", "-e", calls, "-o", &trace.display().to_string()]);
    let mut teacher = prepared.teacher(&forge).await;
    let (_, grid) = evaluation(&mut teacher).await;
    let secret = teacher.cookie("preau_session").unwrap().to_owned();
    let mut working = tokio::task::JoinSet::new();
    for n in 0..CONNECTIONS {
        // a client of its own is a connection of its own
        let mut browser = Browser::new(&prepared.base);
        browser.put_cookie(&format!("/e/{SLUG}"), "preau_session", &secret);
        working.spawn(enter(browser, grid.clone(), n));
    }
    while let Some(done) = working.join_next().await {
        done.unwrap();
    }
    running.stop();
    check(&std::fs::read_to_string(&trace).unwrap(), &format!("schools/{SLUG}.db-wal"))
}

/// Every third row is this connection's own.
async fn enter(mut browser: Browser, grid: Grid, n: usize) {
    let mut rows: Vec<&String> = grid.cells.keys().map(|(row, _)| row).collect();
    rows.dedup();
    let own: Vec<_> =
        grid.cells.keys().filter(|(row, _)| rows.iter().position(|r| *r == row).unwrap() % CONNECTIONS == n).collect();
    for (at, place) in own.iter().cycle().take(SAVES / CONNECTIONS).enumerate() {
        let round = at / own.len();
        let (symbol, version) = (grid.symbols[round % grid.symbols.len()].clone(), round as u64);
        let seen =
            save(&mut browser, &grid.action, &format!("trace-{n}-{at:04}"), place, &(symbol.clone(), version)).await.unwrap();
        assert_eq!(saved(&seen, place, &symbol), version + 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_save_is_synced_before_it_is_said_to_be_saved() {
    assert_eq!(traced("full").await, Verdict { saves: SAVES, unsynced: vec![] });
}

/// The same with syncing switched off is found out: the proof above could fail.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_syncing_the_proof_fails() {
    let verdict = traced("off").await;
    assert_eq!((verdict.saves, verdict.unsynced.len()), (SAVES, SAVES));
}
