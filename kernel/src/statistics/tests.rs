//! Vectors of domain.md, sections 2 and 3.

use rstest::rstest;
use serde::Deserialize;

use super::*;

fn near(a: f64, b: f64, tolerance: f64) {
    assert!((a - b).abs() <= tolerance, "{a} is not {b}");
}

/// domain.md 3.4; Newcombe 1998 gives 81/263, 15/148, 0/20 and 1/29.
#[rstest]
#[case(0, 10, 0.0, 0.277_532_8)]
#[case(1, 10, 0.017_876_2, 0.404_150_0)]
#[case(5, 10, 0.236_593_1, 0.763_406_9)]
#[case(10, 10, 0.722_467_2, 1.0)]
#[case(9, 10, 0.595_850_0, 0.982_123_8)]
#[case(90, 100, 0.825_634_3, 0.944_770_9)]
#[case(81, 263, 0.255_288_5, 0.366_209_6)]
#[case(15, 148, 0.062_386_4, 0.160_487_2)]
#[case(0, 20, 0.0, 0.161_125_2)]
#[case(1, 29, 0.006_113_2, 0.171_755_2)]
fn wilson_intervals_as_published(#[case] k: u64, #[case] n: u64, #[case] lower: f64, #[case] upper: f64) {
    let interval = wilson(k, n, 0.95).unwrap();
    near(interval.lower, lower, 6e-8);
    near(interval.upper, upper, 6e-8);
}

/// statsmodels, test_proportion.py, test_confint_proportion_wilson_clip.
#[test]
fn wilson_never_leaves_zero_to_one() {
    let half = wilson(19, 38, 0.95).unwrap();
    near(half.lower, 0.348_499_283_643_951, 1e-13);
    near(half.upper, 0.651_500_716_356_049, 1e-13);
    assert!((wilson(38, 38, 0.95).unwrap().upper - 1.0).abs() == 0.0);
    assert!(wilson(0, 77, 0.95).unwrap().lower.abs() == 0.0);
    assert_eq!(wilson(0, 0, 0.95), Err(NoFigure::NoObservations));
    assert_eq!(wilson(2, 1, 0.95), Err(NoFigure::MoreThanAll));
    assert_eq!(wilson(1, 2, 1.0), Err(NoFigure::BadConfidence));
    assert_eq!(wilson(1, 2, f64::NAN), Err(NoFigure::BadConfidence));
}

#[derive(Deserialize)]
struct Row {
    x: u64,
    n: u64,
    conf: f64,
    method: String,
    lo: f64,
    hi: f64,
}

/// Computed with statsmodels (BSD-3-Clause), see tests/data/README.md.
#[test]
fn wilson_agrees_with_statsmodels_on_every_row() {
    let rows: Vec<Row> =
        serde_json::from_str(include_str!("../../tests/data/proportion_intervals.json")).unwrap();
    let rows: Vec<Row> = rows.into_iter().filter(|r| r.method == "wilson").collect();
    assert_eq!(rows.len(), 144);
    for row in rows {
        let interval = wilson(row.x, row.n, row.conf).unwrap();
        near(interval.lower, row.lo, 1e-12);
        near(interval.upper, row.hi, 1e-12);
    }
}

#[test]
fn the_normal_quantile_is_right_to_the_last_digits() {
    near(normal_quantile(0.975), 1.959_963_984_540_054, 1e-15);
    near(normal_quantile(0.5), 0.0, 0.0);
    near(normal_quantile(0.995), 2.575_829_303_548_900_4, 1e-14);
    near(normal_quantile(1e-20), -9.262_340_089_798_409, 1e-13);
    assert!(normal_quantile(0.0) < f64::MIN && normal_quantile(1.0) > f64::MAX);
    assert!(normal_quantile(1.5).is_nan());
}

/// domain.md 2: promoters 60, passives 25, detractors 15.
#[test]
fn a_net_promoter_score_has_a_standard_error() {
    let score = nps(60, 25, 15, 0.95).unwrap();
    near(score.value, 45.0, 1e-12);
    near(score.standard_error, 7.399, 5e-4);
    near(score.lower, 30.50, 5e-3);
    near(score.upper, 59.50, 5e-3);
    assert_eq!(nps(0, 0, 0, 0.95), Err(NoFigure::NoObservations));
    near(nps(3, 0, 0, 0.95).unwrap().value, 100.0, 0.0);
}

/// domain.md 3.1.
#[rstest]
#[case("[[20, 5], [10, 15]]", Weights::None, 0.4)]
#[case("[[45, 15], [25, 15]]", Weights::None, 0.130_434_8)]
#[case("[[25, 35], [5, 35]]", Weights::None, 0.259_259_3)]
#[case("[[0, 4, 1], [0, 8, 0], [0, 1, 5]]", Weights::None, 0.484_16)]
#[case("[[0, 4, 1], [0, 8, 0], [0, 1, 5]]", Weights::Linear, 0.470_12)]
#[case("[[0, 4, 1], [0, 8, 0], [0, 1, 5]]", Weights::Quadratic, 0.450_16)]
fn cohens_kappa_as_published(#[case] table: &str, #[case] weights: Weights, #[case] kappa: f64) {
    let table: Vec<Vec<u64>> = serde_json::from_str(table).unwrap();
    near(cohen_kappa(&table, weights).unwrap(), kappa, 6e-6);
}

fn rows(table: &[&[u64]]) -> Vec<Vec<u64>> {
    table.iter().map(|row| row.to_vec()).collect()
}

#[test]
fn agreement_without_variation_is_no_figure() {
    assert_eq!(cohen_kappa(&rows(&[&[9, 0], &[0, 0]]), Weights::None), Err(NoFigure::NoVariation));
    assert_eq!(cohen_kappa(&rows(&[&[1, 0]]), Weights::None), Err(NoFigure::BadShape));
    assert_eq!(fleiss_kappa(&rows(&[&[7, 0], &[7, 0]])), Err(NoFigure::NoVariation));
    assert_eq!(fleiss_kappa(&rows(&[&[7, 0], &[6, 0]])), Err(NoFigure::UnequalRaters));
}

/// domain.md 3.2.
#[test]
fn fleiss_kappa_as_published() {
    let wikipedia = [
        [0, 0, 0, 0, 14],
        [0, 2, 6, 4, 2],
        [0, 0, 3, 5, 6],
        [0, 3, 9, 2, 0],
        [2, 2, 8, 1, 1],
        [7, 7, 0, 0, 0],
        [3, 2, 6, 3, 0],
        [2, 5, 3, 2, 2],
        [6, 5, 2, 1, 0],
        [0, 2, 2, 3, 7],
    ];
    near(fleiss_kappa(&wikipedia.map(|r| r.to_vec())).unwrap(), 0.209_930_7, 6e-8);
    near(fleiss_kappa(&rows(&[&[7, 1], &[3, 5]])).unwrap(), 0.161_905, 6e-7);
    near(fleiss_kappa(&rows(&[&[7, 0], &[0, 7]])).unwrap(), 1.0, 1e-12);
    near(fleiss_kappa(&rows(&[&[6, 1, 0], &[0, 7, 0]])).unwrap(), 0.708_333, 6e-7);
}

/// domain.md 3.6: calls per hour, AHT, agents, target; level, waiting, average wait.
#[rstest]
#[case(200.0, 180.0, 14, 20.0, 0.888_350, 0.174_132, 7.836)]
#[case(720.0, 240.0, 55, 15.0, 0.845_883_1, 0.238_700_9, 8.184)]
fn erlang_c_as_published(
    #[case] calls: f64,
    #[case] aht: f64,
    #[case] agents: u64,
    #[case] target: f64,
    #[case] value: f64,
    #[case] waits: f64,
    #[case] asa: f64,
) {
    let answered = erlang_c(calls, aht, agents, target).unwrap();
    near(answered.value, value, 6e-7);
    near(answered.wait_probability, waits, 6e-7);
    near(answered.asa_seconds, asa, 6e-4);
    assert_eq!(erlang_c(calls, aht, 5, target), Err(NoFigure::Unstable));
}
