//! Seeded chance: the same seed draws the same things.

use lingke_kernel::ids::{Id, Kind};
use lingke_kernel::time::Instant;
use rand::rngs::StdRng;
use rand::{Rng, RngExt, SeedableRng};

/// A source of draws.
pub(crate) struct Chance(StdRng);

impl Chance {
    /// The draws for the thing number `n` of the series `series`: independent of all others.
    pub(crate) fn of(seed: u64, series: u64, n: usize) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        key[8..16].copy_from_slice(&series.to_le_bytes());
        key[16..24].copy_from_slice(&(n as u64).to_le_bytes());
        Self(StdRng::from_seed(key))
    }

    /// From 0 to below 1.
    pub(crate) fn share(&mut self) -> f64 {
        self.0.random::<f64>()
    }

    /// Between two numbers.
    pub(crate) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.share()
    }

    /// True for this share of draws.
    pub(crate) fn is_within(&mut self, share: f64) -> bool {
        self.share() < share
    }

    /// A whole number from 0 to below `count`; 0 when that is 0.
    pub(crate) fn below(&mut self, count: usize) -> usize {
        if count == 0 { 0 } else { self.0.random_range(0..count) }
    }

    /// One of `things`.
    ///
    /// # Panics
    /// When there is none: the content is checked by tests.
    pub(crate) fn one<'a, T>(&mut self, things: &'a [T]) -> &'a T {
        &things[self.below(things.len())]
    }

    /// A place among `weights`, the heavier the likelier; the last when all are 0.
    pub(crate) fn weighted(&mut self, weights: impl Iterator<Item = f64> + Clone) -> usize {
        let mut left = self.share() * weights.clone().sum::<f64>();
        let mut last = 0;
        for (place, weight) in weights.enumerate() {
            if left < weight {
                return place;
            }
            left -= weight;
            last = place;
        }
        last
    }

    /// An id of that moment: the time bits are the moment's, the rest is drawn.
    pub(crate) fn id<K: Kind>(&mut self, at: Instant) -> Id<K> {
        let mut bits = [0; 10];
        self.0.fill_bytes(&mut bits);
        let millis = (at.micros() / 1000).max(0).unsigned_abs();
        Id::from_uuid(uuid::Builder::from_unix_timestamp_millis(millis, &bits).into_uuid())
    }

    /// 128 bits in hexadecimal.
    pub(crate) fn hex(&mut self) -> String {
        format!("{:032x}", self.0.random::<u128>())
    }
}
