//! The forecast against simulated queues: what it said would happen, happened as often.

use lingke_cases::model::{CaseKind, Priority};
use lingke_kernel::statistics::Sketch;

use super::*;

const QUEUE: QueueKey =
    QueueKey { group: Group::Resolution, kind: CaseKind::Complaint, priority: Priority::High, unit_id: None };

/// A repeatable stream of numbers from 0 to 1 (xorshift64*).
struct Chances(u64);

impl Chances {
    fn next(&mut self) -> f64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Log-normal, as handling times are: the median and the spread of its logarithm.
    fn duration(&mut self, median: f64, spread: f64) -> i64 {
        let (one, other) = (self.next().max(1e-12), self.next());
        let normal = (-2.0 * one.ln()).sqrt() * (std::f64::consts::TAU * other).cos();
        (median * (spread * normal).exp()) as i64
    }
}

fn history(hours: &[(u8, f64)], chances: &mut Chances) -> History {
    let sketches = hours.iter().map(|(hour, median)| {
        let mut sketch = Sketch::default();
        (0..2000).for_each(|_| sketch.add(chances.duration(*median, 0.8), 1));
        (*hour, sketch)
    });
    History::from([(QUEUE, sketches.collect())])
}

fn running(hour: u8, used_seconds: i64) -> Running {
    Running { queue: QUEUE, hour, target_seconds: 8 * 3600, used_seconds }
}

#[test]
fn of_the_cases_with_a_chance_about_as_many_run_out() {
    let mut chances = Chances(20260914);
    // Monday mornings are swift, Friday afternoons are not.
    let hours = [(9, 3600.0 * 2.0), (110, 3600.0 * 6.0)];
    let known = history(&hours, &mut chances);
    let mut deciles = [(0.0, 0.0, 0); 10];
    for n in 0..20_000 {
        let (hour, median) = hours[n % 2];
        let takes = chances.duration(median, 0.8);
        let used = (chances.next() * 8.0 * 3600.0) as i64;
        if takes <= used {
            continue; // answered before anyone looked
        }
        let told = chance(&running(hour, used), &known).unwrap().share;
        let decile = &mut deciles[((told * 10.0) as usize).min(9)];
        let ran_out = f64::from(u8::from(takes > 8 * 3600));
        *decile = (decile.0 + told, decile.1 + ran_out, decile.2 + 1);
    }
    assert_eq!(deviating(&deciles), [], "forecast to run out, ran out, of how many");
    assert!(
        deciles.iter().filter(|(.., n)| *n > 100).count() >= 6,
        "chances of all sizes occur: {deciles:?}"
    );
}

/// Groups whose sum of chances is further from what happened than four standard deviations and 3 % of the group.
fn deviating(deciles: &[(f64, f64, i32)]) -> Vec<(f64, f64, i32)> {
    let far = |(told, happened, n): &&(f64, f64, i32)| {
        let share = told / f64::from(*n).max(1.0);
        let deviation = (f64::from(*n) * share * (1.0 - share)).sqrt();
        *n > 0 && (told - happened).abs() > 4.0 * deviation + 0.03 * f64::from(*n)
    };
    deciles.iter().filter(far).copied().collect()
}

#[test]
fn the_longer_a_clock_has_run_the_likelier_it_runs_out() {
    let known = history(&[(9, 3600.0)], &mut Chances(7));
    let shares: Vec<f64> =
        (0..8).map(|hour| chance(&running(9, hour * 3600), &known).unwrap().share).collect();
    assert!(shares.windows(2).all(|pair| pair[0] <= pair[1]), "{shares:?}");
}

#[test]
fn where_an_hour_has_seen_too_few_its_neighbours_and_then_all_units_stand_in() {
    let mut chances = Chances(3);
    let mut known = history(&[(10, 3600.0)], &mut chances);
    assert!(chance(&running(9, 0), &known).unwrap().seen > 1000, "the hour beside it");
    assert!(chance(&running(100, 0), &known).unwrap().seen > 1000, "the whole week");
    let own =
        QueueKey { unit_id: Some(lingke_platform::viewer::UnitId::from_uuid(Default::default())), ..QUEUE };
    let elsewhere = Running { queue: own, ..running(9, 0) };
    assert!(chance(&elsewhere, &known).unwrap().seen > 1000, "the same work elsewhere");
    known.clear();
    assert_eq!(chance(&running(9, 0), &known), None);
}

#[test]
fn no_chance_is_certain() {
    let mut sketch = Sketch::default();
    (0..50).for_each(|_| sketch.add(60, 1));
    let known = History::from([(QUEUE, vec![(9, sketch)])]);
    let share = |used| chance(&running(9, used), &known).map(|chance| chance.share);
    assert!(share(0).is_some_and(|share| share > 0.0 && share < 0.05));
    assert_eq!(share(3600), None, "nothing like it was ever seen");
}
