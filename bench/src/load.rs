//! Asks the same thing over several connections for some time, and what came of it.

use std::time::{Duration, Instant};

use futures::future::try_join_all;

/// How long and over how many connections.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Effort {
    pub(crate) seconds: Duration,
    pub(crate) connections: usize,
}

/// What came of it.
#[derive(Debug)]
pub(crate) struct Measured {
    /// Answers a second.
    pub(crate) rate: f64,
    /// How long each took, from the shortest.
    took: Vec<Duration>,
}

impl Measured {
    /// Of times taken elsewhere.
    pub(crate) fn of(mut took: Vec<Duration>) -> Self {
        took.sort_unstable();
        Self { rate: f64::NAN, took }
    }

    /// The time within which `share` (0 to 1) of the answers came, in milliseconds.
    pub(crate) fn within_ms(&self, share: f64) -> f64 {
        let last = self.took.len().saturating_sub(1);
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
        let at = (last as f64 * share).round() as usize;
        self.took.get(at).map_or(f64::NAN, |took| took.as_secs_f64() * 1000.0)
    }
}

impl Effort {
    /// The same over another number of connections.
    pub(crate) fn over(self, connections: usize) -> Self {
        Self { connections, ..self }
    }

    /// Calls `ask(connection, n)` again and again on each connection until the time is over.
    ///
    /// # Errors
    /// The first failure ends the measurement: a rate of refusals means nothing.
    pub(crate) async fn run<A>(self, ask: A) -> anyhow::Result<Measured>
    where
        A: AsyncFn(usize, usize) -> anyhow::Result<()>,
    {
        let began = Instant::now();
        let ask = &ask;
        let connections = (0..self.connections).map(|connection| async move {
            let mut took = Vec::new();
            while began.elapsed() < self.seconds {
                let asked = Instant::now();
                ask(connection, took.len()).await?;
                took.push(asked.elapsed());
            }
            anyhow::Ok(took)
        });
        let mut took = try_join_all(connections).await?.concat();
        #[allow(clippy::cast_precision_loss)]
        let rate = took.len() as f64 / began.elapsed().as_secs_f64();
        took.sort_unstable();
        Ok(Measured { rate, took })
    }
}
