//! Lets a plugin rest in a school where it keeps failing, and tries again later.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use preau_domain::ids::Slug;
use preau_domain::time::Instant;

/// So many faults in a row open the breaker …
const FAULTS: u32 = 5;
/// … if they came within this time, milliseconds.
const WITHIN: i64 = 60_000;
/// It stays open so long, then one call tries, milliseconds.
const REST: i64 = 30_000;

#[derive(Debug)]
struct Entry {
    faults: u32,
    first: Instant,
    opened: Option<Instant>,
}

/// The breakers of one plugin version, by school. Only schools where it failed lately have an entry.
#[derive(Debug, Default)]
pub(crate) struct Breaker(Mutex<HashMap<Slug, Entry>>);

impl Breaker {
    /// Whether a call may begin. After a rest one call may: the next ones wait for what it reports.
    pub(crate) fn allows(&self, school: &Slug, now: Instant) -> bool {
        let mut entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(entry) = entries.get_mut(school) else { return true };
        let Some(opened) = entry.opened else { return true };
        if now < opened.plus(REST) {
            return false;
        }
        entry.opened = Some(now);
        true
    }

    /// What became of a call.
    pub(crate) fn report(&self, school: &Slug, now: Instant, failed: bool) {
        let mut entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !failed {
            entries.remove(school);
            return;
        }
        let entry = entries.entry(school.clone()).or_insert(Entry { faults: 0, first: now, opened: None });
        if entry.opened.is_some() {
            entry.opened = Some(now);
            return;
        }
        if now > entry.first.plus(WITHIN) {
            *entry = Entry { faults: 0, first: now, opened: None };
        }
        entry.faults += 1;
        if entry.faults >= FAULTS {
            entry.opened = Some(now);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Instant {
        Instant(seconds * 1000)
    }

    #[test]
    fn five_faults_in_a_minute_open_it_and_one_success_closes_it() {
        let (breaker, here) = (Breaker::default(), Slug::parse("0750001a").unwrap());
        let there = Slug::parse("0750002b").unwrap();
        for second in 0..5 {
            assert!(breaker.allows(&here, at(second)));
            breaker.report(&here, at(second), true);
        }
        assert!(!breaker.allows(&here, at(5)) && !breaker.allows(&here, at(33)));
        assert!(breaker.allows(&there, at(5)), "another school is not touched");
        assert!(breaker.allows(&here, at(34)), "one tries");
        assert!(!breaker.allows(&here, at(35)), "the others wait for it");
        breaker.report(&here, at(36), true);
        assert!(!breaker.allows(&here, at(60)) && breaker.allows(&here, at(66)));
        breaker.report(&here, at(67), false);
        assert!(breaker.allows(&here, at(67)) && breaker.allows(&here, at(68)));
    }

    #[test]
    fn faults_far_apart_or_with_successes_between_do_not() {
        let (breaker, here) = (Breaker::default(), Slug::parse("0750001a").unwrap());
        for i in 0..20 {
            breaker.report(&here, at(i * 61), true);
        }
        assert!(breaker.allows(&here, at(20 * 61)));
        for i in 0..20 {
            breaker.report(&here, at(2000 + i), true);
            breaker.report(&here, at(2000 + i), i % 2 == 1);
        }
        assert!(breaker.allows(&here, at(2030)));
    }
}
