//! Figures with their uncertainty. A figure that cannot be computed says why instead of being 0.
//!
//! Begin with [`wilson`] and [`nps`] for shares, [`cohen_kappa`] and
//! [`fleiss_kappa`] for agreement, [`erlang_c`] for staffing, [`Sketch`] for medians.

mod agreement;
mod normal;
mod proportion;
mod queueing;
mod sketch;

pub use agreement::{Weights, cohen_kappa, fleiss_kappa};
pub use normal::normal_quantile;
pub use proportion::{Interval, Nps, nps, wilson};
pub use queueing::{ErlangC, erlang_c};
pub use sketch::{ERROR, Sketch};

/// Why there is no figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoFigure {
    /// Nothing was counted.
    #[error("no observations")]
    NoObservations,
    /// More successes than trials.
    #[error("more successes than observations")]
    MoreThanAll,
    /// Not strictly between 0 and 1.
    #[error("confidence must lie between 0 and 1")]
    BadConfidence,
    /// Every rating is the same, so that agreement by chance is certain.
    #[error("no variation: all ratings are in one category")]
    NoVariation,
    /// Rows of different lengths, or not as many rows as columns.
    #[error("the table does not have the right shape")]
    BadShape,
    /// Agreement needs two raters.
    #[error("fewer than two raters")]
    TooFewRaters,
    /// Fleiss' kappa is only defined for the same number of raters throughout.
    #[error("subjects have different numbers of raters")]
    UnequalRaters,
    /// Calls come in faster than they are served.
    #[error("unstable: the agents cannot serve the load")]
    Unstable,
    /// A number that is negative, infinite or missing.
    #[error("a number is out of range")]
    OutOfRange,
}

/// A count as a float. Exact below 2^53, far above what anyone counts here.
#[allow(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
fn float(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests;
