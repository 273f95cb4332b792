//! The statistics calculator's requests and answers.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::statistics::{self, NoFigure, Weights};

/// What is asked. Unknown operations and fields are refused by name.
#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "op", rename_all = "snake_case", deny_unknown_fields)]
pub enum StatsRequest {
    /// A share with its Wilson interval.
    Wilson {
        /// How many succeeded.
        successes: u64,
        /// Of how many.
        n: u64,
        /// Between 0 and 1.
        #[serde(default = "usual_confidence")]
        confidence: f64,
    },
    /// A net promoter score with its standard error and interval.
    Nps {
        /// Answers of 9 and 10.
        promoters: u64,
        /// Answers of 7 and 8.
        passives: u64,
        /// Answers of 0 to 6.
        detractors: u64,
        /// Between 0 and 1.
        #[serde(default = "usual_confidence")]
        confidence: f64,
    },
    /// Agreement of two raters.
    CohenKappa {
        /// Rows by one rater's category, columns by the other's.
        table: Vec<Vec<u64>>,
        /// How disagreements weigh.
        #[serde(default)]
        weights: Weights,
    },
    /// Agreement of several raters.
    FleissKappa {
        /// A row per subject, a column per category.
        table: Vec<Vec<u64>>,
    },
    /// Waiting for agents.
    ErlangC {
        /// Calls that come in.
        calls_per_hour: f64,
        /// How long one takes, with the work after it.
        aht_seconds: f64,
        /// How many answer.
        agents: u64,
        /// Within how long a call should be answered.
        target_seconds: f64,
    },
}

fn usual_confidence() -> f64 {
    0.95
}

/// Answers one request. A figure that cannot be computed is `{"value":null,"why":"…"}`.
pub fn answer(request: &StatsRequest) -> Result<Value, String> {
    Ok(figure(request).unwrap_or_else(|why| json!({ "value": null, "why": why.to_string() })))
}

fn figure(request: &StatsRequest) -> Result<Value, NoFigure> {
    Ok(match request {
        StatsRequest::Wilson { successes, n, confidence } => {
            let share = statistics::wilson(*successes, *n, *confidence)?;
            json!({ "value": share.value, "lower": share.lower, "upper": share.upper })
        }
        StatsRequest::Nps { promoters, passives, detractors, confidence } => {
            let nps = statistics::nps(*promoters, *passives, *detractors, *confidence)?;
            let (value, error) = (nps.value, nps.standard_error);
            json!({ "value": value, "standard_error": error, "lower": nps.lower, "upper": nps.upper })
        }
        StatsRequest::CohenKappa { table, weights } => {
            json!({ "value": statistics::cohen_kappa(table, *weights)? })
        }
        StatsRequest::FleissKappa { table } => json!({ "value": statistics::fleiss_kappa(table)? }),
        StatsRequest::ErlangC { calls_per_hour, aht_seconds, agents, target_seconds } => {
            let answered = statistics::erlang_c(*calls_per_hour, *aht_seconds, *agents, *target_seconds)?;
            json!({
                "value": answered.value,
                "wait_probability": answered.wait_probability,
                "asa_seconds": answered.asa_seconds,
                "occupancy": answered.occupancy,
            })
        }
    })
}
