//! Shares: the Wilson interval and the net promoter score.

use super::{NoFigure, float, normal_quantile};

/// A share and the interval it lies in, all from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// Successes by observations.
    pub value: f64,
    /// Its lower end.
    pub lower: f64,
    /// Its upper end.
    pub upper: f64,
}

/// The Wilson score interval. Source: E. B. Wilson 1927; Newcombe 1998, method 3.
///
/// Errors: no observations, more successes than observations, confidence not between 0 and 1.
pub fn wilson(successes: u64, n: u64, confidence: f64) -> Result<Interval, NoFigure> {
    if n == 0 {
        return Err(NoFigure::NoObservations);
    }
    if successes > n {
        return Err(NoFigure::MoreThanAll);
    }
    let z = two_sided(confidence)?;
    let (n, value) = (float(n), float(successes) / float(n));
    let z2 = z * z;
    let scale = 1.0 + z2 / n;
    let center = (value + z2 / (2.0 * n)) / scale;
    let half = z * (value * (1.0 - value) / n + z2 / (4.0 * n * n)).sqrt() / scale;
    // Exact at the ends, where rounding would leave 0 and 1 by a hair.
    let lower = if successes == 0 { 0.0 } else { (center - half).clamp(0.0, 1.0) };
    let upper = if value >= 1.0 { 1.0 } else { (center + half).clamp(0.0, 1.0) };
    Ok(Interval { value, lower, upper })
}

fn two_sided(confidence: f64) -> Result<f64, NoFigure> {
    if !(confidence > 0.0 && confidence < 1.0) {
        return Err(NoFigure::BadConfidence);
    }
    // From the upper tail: 1 − (1 − c)/2 would lose the digits of a confidence near 1.
    Ok(-normal_quantile((1.0 - confidence) / 2.0))
}

/// A net promoter score, all from −100 to 100.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Nps {
    /// Promoters less detractors, in hundredths of all.
    pub value: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// The lower end of its interval.
    pub lower: f64,
    /// The upper end of its interval.
    pub upper: f64,
}

/// The net promoter score with a normal interval. Errors: no answers, confidence not between 0 and 1.
pub fn nps(promoters: u64, passives: u64, detractors: u64, confidence: f64) -> Result<Nps, NoFigure> {
    let n = float(promoters) + float(passives) + float(detractors);
    if n <= 0.0 {
        return Err(NoFigure::NoObservations);
    }
    let z = two_sided(confidence)?;
    let (p, d) = (float(promoters) / n, float(detractors) / n);
    let variance = (p + d - (p - d) * (p - d)).max(0.0);
    let standard_error = 100.0 * (variance / n).sqrt();
    let value = 100.0 * (float(promoters) - float(detractors)) / n;
    let lower = (value - z * standard_error).max(-100.0);
    let upper = (value + z * standard_error).min(100.0);
    Ok(Nps { value, standard_error, lower, upper })
}
