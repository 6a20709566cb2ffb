//! `kill -9` at any moment of saving: what was said to be saved is there, what was not said may be sent again, journals are sound.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use preau_suite::browserless::Browser;
use preau_suite::forge::Forge;
use preau_suite::grid::{Grid, Place, Standing, evaluation, save, saved};
use preau_suite::prepared::{Prepared, SLUG, UAI};

const KILLS: u64 = 55;
const CONNECTIONS: usize = 4;
const SEED: u64 = 20_261_122;

/// Seeded numbers: splitmix64.
struct Dice(u64);

impl Dice {
    fn next(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % below
    }
}

/// A save whose answer never came.
#[derive(Debug)]
struct Lost {
    id: String,
    place: Place,
    wanted: Standing,
}

/// What one connection knows: its own cells as they were said to be saved, and what it was saving when the server vanished.
struct Writer {
    browser: Browser,
    name: String,
    cells: BTreeMap<Place, Standing>,
    lost: Option<Lost>,
    saves: usize,
    resent: usize,
}

impl Writer {
    /// Saves until the server vanishes.
    async fn work(mut self, action: String, symbols: Vec<String>, mut dice: Dice, begun: Arc<AtomicBool>) -> Self {
        let places: Vec<Place> = self.cells.keys().cloned().collect();
        loop {
            let place = places[usize::try_from(dice.next(places.len() as u64)).unwrap()].clone();
            let (stands, version) = self.cells[&place].clone();
            let others: Vec<&String> = symbols.iter().filter(|s| **s != stands).collect();
            let symbol = others[usize::try_from(dice.next(others.len() as u64)).unwrap()].clone();
            let id = format!("kill-{}-{}", self.name, self.saves);
            match save(&mut self.browser, &action, &id, &place, &(symbol.clone(), version)).await {
                Ok(seen) => {
                    let version = saved(&seen, &place, &symbol);
                    self.cells.insert(place, (symbol, version));
                    self.saves += 1;
                    begun.store(true, Ordering::Relaxed);
                }
                Err(_) => {
                    self.lost = Some(Lost { id, place, wanted: (symbol, version) });
                    return self;
                }
            }
        }
    }

    /// Everything said to be saved is there; what was never answered is there whole or not at all.
    fn check(&self, grid: &Grid) {
        for (place, said) in &self.cells {
            let stands = &grid.cells[place];
            let unanswered = self.lost.as_ref().filter(|lost| lost.place == *place);
            let after = unanswered.map(|lost| (lost.wanted.0.clone(), lost.wanted.1 + 1));
            assert!(
                stands == said || Some(stands) == after.as_ref(),
                "{}: {place:?} said {said:?}, stands {stands:?}",
                self.name
            );
        }
    }

    /// Sends what was never answered again, under its id: it is saved once, and is no conflict with itself.
    async fn again(&mut self, action: &str) {
        let Some(lost) = self.lost.take() else { return };
        let seen = save(&mut self.browser, action, &lost.id, &lost.place, &lost.wanted).await.unwrap();
        let version = saved(&seen, &lost.place, &lost.wanted.0);
        assert_eq!(version, lost.wanted.1 + 1, "{}: saved twice", lost.id);
        self.cells.insert(lost.place, (lost.wanted.0, version));
        self.saves += 1;
        self.resent += 1;
    }
}

fn verify(prepared: &Prepared, round: u64) {
    let out = prepared.run(&["journal", "verify", UAI]);
    let said = format!("{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
    assert!(out.status.success() && said.contains("Journal intact"), "round {round}: {said}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_cell_that_was_said_to_be_saved_is_lost() {
    let (prepared, forge) = (Prepared::copy("full"), Forge::start().await);
    prepared.trust(&forge);
    let mut running = prepared.serve(&[]);
    let mut teacher = prepared.teacher(&forge).await;
    let (page, first) = evaluation(&mut teacher).await;
    let mut rows: Vec<String> = first.cells.keys().map(|(row, _)| row.clone()).collect();
    rows.dedup();
    let mut writers: Vec<Writer> = (0..CONNECTIONS)
        .map(|n| {
            let own = |row: &str| rows.iter().position(|r| r == row).unwrap() % CONNECTIONS == n;
            let cells = first.cells.iter().filter(|((row, _), _)| own(row)).map(|(p, s)| (p.clone(), s.clone())).collect();
            let mut browser = Browser::new(&prepared.base);
            browser.put_cookie(&format!("/e/{SLUG}"), "preau_session", teacher.cookie("preau_session").unwrap());
            Writer { browser, name: format!("writer{n}"), cells, lost: None, saves: 0, resent: 0 }
        })
        .collect();
    let mut dice = Dice(SEED);
    for round in 0..KILLS {
        let begun = Arc::new(AtomicBool::new(false));
        let mut working = tokio::task::JoinSet::new();
        for writer in writers.drain(..) {
            working.spawn(writer.work(first.action.clone(), first.symbols.clone(), Dice(dice.next(u64::MAX)), begun.clone()));
        }
        // at any moment: some rounds before the first answer, most in the midst of many
        if round % 5 > 0 {
            while !begun.load(Ordering::Relaxed) {
                tokio::task::yield_now().await;
            }
        }
        tokio::time::sleep(Duration::from_micros(dice.next(60_000))).await;
        running.kill();
        while let Some(done) = working.join_next().await {
            writers.push(done.unwrap());
        }
        verify(&prepared, round);
        running = prepared.serve(&[]);
        let grid = Grid::read(&teacher.get(&page).await);
        for writer in &mut writers {
            writer.check(&grid);
            writer.again(&first.action).await;
        }
        let settled = Grid::read(&teacher.get(&page).await);
        writers.iter().for_each(|writer| writer.check(&settled));
    }
    let saves: usize = writers.iter().map(|w| w.saves).sum();
    let met: usize = writers.iter().map(|w| w.resent).sum();
    let kills = usize::try_from(KILLS).unwrap();
    eprintln!("{kills} kills, {saves} saves, {met} unanswered when the server vanished");
    assert!(saves > 4 * kills && met > kills, "{saves} saves, {met} unanswered: the kills met nothing");
    running.stop();
    verify(&prepared, KILLS);
}
