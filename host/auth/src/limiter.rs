//! Against guessing: a bucket of tries per key (an address), refilled with time, in bounded memory.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, MutexGuard, PoisonError};

use preau_domain::time::Instant;

/// How generous a limiter is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rate {
    /// Tries in a row, at least 1.
    pub burst: u32,
    /// Milliseconds after which one more try is given, at least 1.
    pub refill: i64,
    /// Keys remembered at most, at least 1; the calmest are forgotten first.
    pub keys: usize,
}

/// Buckets by key. A bucket is the instant at which it will be full again; a key that is not there has a full one.
#[derive(Debug)]
pub struct Limiter<K> {
    rate: Rate,
    full_at: Mutex<HashMap<K, Instant>>,
}

impl<K: Eq + Hash> Limiter<K> {
    /// An empty limiter.
    #[must_use]
    pub fn new(rate: Rate) -> Self {
        let rate = Rate { burst: rate.burst.max(1), refill: rate.refill.max(1), keys: rate.keys.max(1) };
        Self { rate, full_at: Mutex::new(HashMap::new()) }
    }

    /// Whether this key has a try left at `now`; spends nothing.
    ///
    /// # Errors
    /// The milliseconds to wait.
    pub fn check(&self, key: &K, now: Instant) -> Result<(), i64> {
        let full_at = self.buckets().get(key).copied().unwrap_or(now);
        let wait = full_at.0.saturating_sub(now.0).saturating_sub(self.window() - self.rate.refill);
        if wait <= 0 { Ok(()) } else { Err(wait) }
    }

    /// Spends one try of this key: call it for each failure.
    pub fn spend(&self, key: K, now: Instant) {
        let mut buckets = self.buckets();
        if buckets.len() >= self.rate.keys && !buckets.contains_key(&key) {
            forget(&mut buckets, now);
        }
        let bucket = buckets.entry(key).or_insert(now);
        // never emptier than empty: who hammers waits no longer than who stopped
        *bucket = Instant((*bucket).max(now).0.saturating_add(self.rate.refill).min(now.0.saturating_add(self.window())));
    }

    /// Gives this key all its tries back: call it for a success that clears the suspicion.
    pub fn forgive(&self, key: &K) {
        self.buckets().remove(key);
    }

    /// How many keys are remembered.
    #[must_use]
    pub fn len(&self) -> usize {
        self.buckets().len()
    }

    /// Whether no key is remembered.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.buckets().is_empty()
    }

    fn window(&self) -> i64 {
        self.rate.refill.saturating_mul(i64::from(self.rate.burst))
    }

    fn buckets(&self) -> MutexGuard<'_, HashMap<K, Instant>> {
        // A bucket is one number: a thread that panicked cannot have left it half written.
        self.full_at.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Makes room: the full buckets go, and if that is not enough, the quarter that will be full soonest.
fn forget<K: Eq + Hash>(buckets: &mut HashMap<K, Instant>, now: Instant) {
    let before = buckets.len();
    buckets.retain(|_, full_at| *full_at > now);
    if buckets.len() < before {
        return;
    }
    let mut instants: Vec<Instant> = buckets.values().copied().collect();
    let quarter = before / 4;
    let (_, bound, _) = instants.select_nth_unstable(quarter.min(before.saturating_sub(1)));
    let bound = *bound;
    let mut to_go = quarter + 1;
    buckets.retain(|_, full_at| {
        let goes = to_go > 0 && *full_at <= bound;
        to_go -= usize::from(goes);
        !goes
    });
}

/// The key of an address: itself for IPv4, its /64 for IPv6, of which one machine has 2⁶⁴ addresses.
#[must_use]
pub fn address_key(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        v4 => v4,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const T: Instant = Instant(1_000_000);

    fn limiter(keys: usize) -> Limiter<u32> {
        Limiter::new(Rate { burst: 3, refill: 1000, keys })
    }

    #[test]
    fn three_tries_then_one_a_second() {
        let limiter = limiter(10);
        for _ in 0..3 {
            assert_eq!(limiter.check(&1, T), Ok(()));
            limiter.spend(1, T);
        }
        assert_eq!(limiter.check(&1, T), Err(1000));
        assert_eq!(limiter.check(&2, T), Ok(()), "another address is not concerned");
        assert_eq!(limiter.check(&1, T.plus(999)), Err(1));
        assert_eq!(limiter.check(&1, T.plus(1000)), Ok(()));
        limiter.spend(1, T.plus(1000));
        assert_eq!(limiter.check(&1, T.plus(1000)), Err(1000));
        limiter.forgive(&1);
        assert_eq!(limiter.check(&1, T.plus(1000)), Ok(()));
    }

    #[test]
    fn hammering_does_not_lengthen_the_wait() {
        let limiter = limiter(10);
        (0..1000).for_each(|_| limiter.spend(1, T));
        assert_eq!(limiter.check(&1, T), Err(1000));
        assert_eq!(limiter.check(&1, T.plus(1000)), Ok(()));
    }

    #[test]
    fn memory_is_bounded_and_the_worst_are_remembered() {
        let limiter = limiter(100);
        for _ in 0..3 {
            limiter.spend(0, T);
        }
        for key in 1..10_000 {
            limiter.spend(key, T);
            assert!(limiter.len() <= 100);
        }
        assert_eq!(limiter.check(&0, T), Err(1000), "the one who failed most is still known");
        limiter.spend(20_000, T.plus(60_000));
        assert!(limiter.len() <= 100);
        assert!(!limiter.is_empty());
        let one = Limiter::new(Rate { burst: 0, refill: 0, keys: 0 });
        (0..10).for_each(|key| one.spend(key, T));
        assert_eq!(one.len(), 1);
    }

    #[test]
    fn an_ipv6_network_is_one_key() {
        let key = |text: &str| address_key(text.parse().unwrap());
        assert_eq!(key("2001:db8:1:2:3::1"), key("2001:db8:1:2:ffff::9"));
        assert_ne!(key("2001:db8:1:2::1"), key("2001:db8:1:3::1"));
        assert_eq!(key("::ffff:192.0.2.1"), key("192.0.2.1"));
        assert_ne!(key("192.0.2.1"), key("192.0.2.2"));
    }

    proptest! {
        #[test]
        fn never_more_than_the_burst_in_a_window(steps in proptest::collection::vec(0_i64..900, 1..60)) {
            let limiter = limiter(4);
            let mut now = T;
            let mut passed: Vec<Instant> = Vec::new();
            for step in steps {
                now = now.plus(step);
                if limiter.check(&1, now).is_ok() {
                    limiter.spend(1, now);
                    passed.push(now);
                }
            }
            // burst 3 and one a second: in any span of d ms at most 3 + d / 1000 tries pass
            for (from, first) in passed.iter().enumerate() {
                for (to, last) in passed.iter().enumerate().skip(from) {
                    let tries = i64::try_from(to - from + 1).unwrap();
                    prop_assert!(tries <= 3 + (last.0 - first.0) / 1000);
                }
            }
        }
    }
}
