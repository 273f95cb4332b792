//! Quantiles of durations from counts per logarithmic bin, as DDSketch has them (Masson, Rim, Lee, 2019).
//!
//! What is answered differs from the exact quantile by at most 1 % of it. Two sketches add up to the sketch of both,
//! and what was added can be taken out again, which published crates do not offer and corrections need.

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;

/// The relative error of every answer.
pub const ERROR: f64 = 0.01;

/// How many seconds took how long: bin 0 holds 0, bin n the durations up to γⁿ⁻¹ seconds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sketch {
    bins: Vec<i64>,
}

fn gamma() -> f64 {
    (1.0 + ERROR) / (1.0 - ERROR)
}

/// The bin of a duration.
fn bin_of(seconds: i64) -> usize {
    if seconds <= 0 {
        return 0;
    }
    // A bin for each e-fold of a 64-bit number: under 2,200.
    ((seconds as f64).ln() / gamma().ln()).ceil() as usize + 1
}

/// The duration that stands for a bin: no member is further from it than the error.
fn seconds_of(bin: usize) -> f64 {
    match bin {
        0 => 0.0,
        bin => 2.0 * gamma().powf(bin as f64 - 1.0) / (gamma() + 1.0),
    }
}

impl Sketch {
    /// Counts a duration `times` more; fewer when negative.
    pub fn add(&mut self, seconds: i64, times: i64) {
        let bin = bin_of(seconds);
        if self.bins.len() <= bin {
            self.bins.resize(bin + 1, 0);
        }
        self.bins[bin] += times;
    }

    /// Counts all that another counts.
    pub fn merge(&mut self, other: &Self) {
        if self.bins.len() < other.bins.len() {
            self.bins.resize(other.bins.len(), 0);
        }
        for (mine, theirs) in self.bins.iter_mut().zip(&other.bins) {
            *mine += theirs;
        }
    }

    /// How many durations.
    pub fn count(&self) -> i64 {
        self.bins.iter().sum()
    }

    /// Whether nothing is counted.
    pub fn is_empty(&self) -> bool {
        self.bins.iter().all(|count| *count == 0)
    }

    /// The duration, in seconds, that a `share` of all do not exceed (the ⌈share·n⌉-th); none when there are none.
    pub fn quantile(&self, share: f64) -> Option<f64> {
        let count = self.count();
        let rank = ((share * count as f64).ceil() as i64).max(1);
        let mut seen = 0;
        let bin = self.bins.iter().position(|in_bin| {
            seen += in_bin;
            seen >= rank
        });
        bin.filter(|_| count > 0).map(seconds_of)
    }

    /// How many took longer than `seconds`, to the width of a bin.
    pub fn over(&self, seconds: i64) -> i64 {
        self.bins.iter().skip(bin_of(seconds) + 1).sum()
    }

    /// As text: pairs of the distance to the bin before and the count, as variable-length numbers in base64.
    pub fn written(&self) -> String {
        let mut bytes = Vec::new();
        let mut last = 0;
        for (bin, count) in self.bins.iter().enumerate().filter(|(_, count)| **count != 0) {
            put(&mut bytes, (bin - last) as u64);
            // Zigzag: a count is negative only while a correction comes before what it corrects.
            put(&mut bytes, ((count << 1) ^ (count >> 63)) as u64);
            last = bin;
        }
        STANDARD_NO_PAD.encode(bytes)
    }

    /// Counts what [`Sketch::written`] wrote; none when it did not write this.
    pub fn merge_written(&mut self, text: &str) -> Option<()> {
        let bytes = STANDARD_NO_PAD.decode(text).ok()?;
        let mut rest = bytes.as_slice();
        let mut bin = 0_usize;
        while !rest.is_empty() {
            bin = bin.checked_add(usize::try_from(take(&mut rest)?).ok()?)?;
            let zigzag = take(&mut rest)?;
            let count = ((zigzag >> 1) as i64) ^ -((zigzag & 1) as i64);
            if bin > 4096 {
                return None;
            }
            if self.bins.len() <= bin {
                self.bins.resize(bin + 1, 0);
            }
            self.bins[bin] += count;
        }
        Some(())
    }

    /// Reads what [`Sketch::written`] wrote.
    pub fn read(text: &str) -> Option<Self> {
        let mut sketch = Self::default();
        sketch.merge_written(text).map(|()| sketch)
    }
}

fn put(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn take(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0_u64;
    for shift in (0..63).step_by(7) {
        let (first, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(first & 0x7f) << shift;
        if first & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(durations: &[i64]) -> Sketch {
        let mut sketch = Sketch::default();
        durations.iter().for_each(|seconds| sketch.add(*seconds, 1));
        sketch
    }

    #[test]
    fn nothing_has_no_median() {
        assert_eq!(Sketch::default().quantile(0.5), None);
        assert!(Sketch::default().is_empty() && Sketch::default().written().is_empty());
    }

    #[test]
    fn what_is_no_sketch_is_not_read() {
        for text in ["!", "gA", "//////////////////8"] {
            assert_eq!(Sketch::read(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_quantile_is_within_one_percent_of_the_exact_one(
            mut durations in prop::collection::vec(0_i64..40_000_000, 1..300), share in 0.01_f64..1.0,
        ) {
            let answer = of(&durations).quantile(share).unwrap();
            durations.sort();
            let rank = ((share * durations.len() as f64).ceil() as usize).max(1);
            let exact = durations[rank - 1] as f64;
            prop_assert!((answer - exact).abs() <= ERROR * exact + 1e-9, "{answer} for {exact}");
        }

        #[test]
        fn two_add_up_and_one_can_be_taken_out_again(
            some in prop::collection::vec(0_i64..1_000_000, 0..50), more in prop::collection::vec(0_i64..1_000_000, 0..50),
        ) {
            let mut both = of(&some);
            both.merge(&of(&more));
            prop_assert_eq!(both.count(), (some.len() + more.len()) as i64);
            prop_assert_eq!(Sketch::read(&both.written()).unwrap().written(), both.written());
            more.iter().for_each(|seconds| both.add(*seconds, -1));
            prop_assert_eq!(both.written(), of(&some).written());
        }

        #[test]
        fn those_that_took_longer_are_counted_to_a_bin(seconds in 1_i64..1_000_000) {
            let sketch = of(&[seconds]);
            prop_assert_eq!(sketch.over(seconds), 0);
            prop_assert_eq!(sketch.over(seconds / 2), 1);
        }
    }
}
