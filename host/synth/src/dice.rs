//! Draws from a seeded ChaCha stream: the same seed gives the same school, on every machine and for ever.

use rand_chacha::ChaCha8Rng;
use rand_core::{Rng, SeedableRng};

#[derive(Clone, Debug)]
pub(crate) struct Dice(ChaCha8Rng);

impl Dice {
    /// A stream of its own for each subject, so that a change in one does not shift the others.
    pub(crate) fn new(seed: u64, subject: &str) -> Self {
        let mut bytes = [0_u8; 32];
        let text = seed.to_le_bytes().into_iter().chain(subject.bytes());
        for (slot, byte) in bytes.iter_mut().zip(text) {
            *slot = byte;
        }
        Self(ChaCha8Rng::from_seed(bytes))
    }

    /// From 0 to `bound` − 1; 0 when `bound` is 0.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        let drawn = self.0.next_u64() >> 11;
        usize::try_from(drawn % (bound.max(1) as u64)).unwrap_or(0)
    }

    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub(crate) fn pick(&mut self, from: &'static [&'static str]) -> &'static str {
        let index = self.below(from.len());
        from.get(index).copied().unwrap_or_default()
    }

    pub(crate) fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            list.swap(last, self.below(last + 1));
        }
    }
}
