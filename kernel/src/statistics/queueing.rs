//! Erlang C: how long callers wait for a number of agents.

use super::{NoFigure, float};

/// Most agents one question may ask about.
const AGENTS_MAX: u64 = 1_000_000;

/// How a group of agents answers a steady stream of calls.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ErlangC {
    /// The share answered within the target, 0 to 1.
    pub value: f64,
    /// The share that waits at all, 0 to 1.
    pub wait_probability: f64,
    /// The average wait of all calls, in seconds.
    pub asa_seconds: f64,
    /// The share of time an agent is on a call, 0 to 1.
    pub occupancy: f64,
}

/// Erlang C by the recursion of Erlang B (domain.md 3.6).
///
/// Errors: numbers out of range, or a load the agents cannot serve.
pub fn erlang_c(
    calls_per_hour: f64,
    aht_seconds: f64,
    agents: u64,
    target_seconds: f64,
) -> Result<ErlangC, NoFigure> {
    let sound = [calls_per_hour, aht_seconds, target_seconds].iter().all(|x| x.is_finite() && *x >= 0.0);
    if !sound || aht_seconds <= 0.0 || agents == 0 || agents > AGENTS_MAX {
        return Err(NoFigure::OutOfRange);
    }
    let load = calls_per_hour * aht_seconds / 3_600.0;
    let n = float(agents);
    if load >= n {
        return Err(NoFigure::Unstable);
    }
    let blocked = (1..=agents).fold(1.0, |b, k| load * b / (float(k) + load * b));
    let occupancy = load / n;
    let wait_probability = blocked / (1.0 - occupancy * (1.0 - blocked));
    let value = 1.0 - wait_probability * (-(n - load) * target_seconds / aht_seconds).exp();
    Ok(ErlangC {
        value,
        wait_probability,
        asa_seconds: wait_probability * aht_seconds / (n - load),
        occupancy,
    })
}
