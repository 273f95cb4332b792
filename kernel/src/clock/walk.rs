//! Going through a clock's facts once, in order.

use super::{ClockError, FACTS_MAX, Fact, FactKind};
use crate::calendar::Calendar;
use crate::duration::Duration;
use crate::time::Instant;

/// A stretch of running or of standing still.
pub(super) struct Stretch {
    pub(super) from: Instant,
    pub(super) to: Instant,
    pub(super) running: bool,
    /// Why it stood still.
    pub(super) reason: Option<String>,
}

/// What the facts up to now add up to.
pub(super) struct Walk<'a> {
    calendar: &'a Calendar,
    pub(super) target: Duration,
    pub(super) elapsed: Duration,
    pub(super) breached_at: Option<Instant>,
    pub(super) stopped_at: Option<Instant>,
    /// From the start to the earlier of stop and now; the last one is open when the clock has not stopped.
    pub(super) stretches: Vec<Stretch>,
}

impl<'a> Walk<'a> {
    pub(super) fn through(
        calendar: &'a Calendar,
        target: Duration,
        facts: &[Fact],
        now: Instant,
    ) -> Result<Self, ClockError> {
        if facts.len() > FACTS_MAX {
            return Err(ClockError::TooManyFacts);
        }
        let mut walk = Self {
            calendar,
            target,
            elapsed: Duration::ZERO,
            breached_at: None,
            stopped_at: None,
            stretches: Vec::new(),
        };
        let mut latest = Instant::from_micros(i64::MIN);
        for (index, fact) in facts.iter().enumerate().filter(|(_, f)| f.at <= now) {
            let number = index + 1;
            if fact.at < latest {
                return Err(ClockError::OutOfOrder { number });
            }
            latest = fact.at;
            walk.take(fact, number)?;
        }
        if walk.stretches.is_empty() {
            return Err(ClockError::NotStarted);
        }
        if walk.stopped_at.is_none() {
            walk.pass_to(now)?;
        }
        Ok(walk)
    }

    fn take(&mut self, fact: &Fact, number: usize) -> Result<(), ClockError> {
        let state = self.state();
        match (&fact.kind, state) {
            (FactKind::Started, "not started") | (FactKind::Resumed, "paused") => {
                self.pass_to(fact.at)?;
                self.open(fact.at, true, None);
            }
            (FactKind::Paused { reason }, "running") => {
                self.pass_to(fact.at)?;
                self.open(fact.at, false, reason.clone());
            }
            (FactKind::Stopped, "running" | "paused") => {
                self.pass_to(fact.at)?;
                self.stopped_at = Some(fact.at);
            }
            (FactKind::Extended { by, .. }, "running" | "paused") => {
                self.pass_to(fact.at)?;
                if self.breached_at.is_some() {
                    return Err(ClockError::ExtendedTooLate { number });
                }
                self.target = self.target.plus(*by);
            }
            _ => return Err(ClockError::OutOfPlace { number, state }),
        }
        Ok(())
    }

    fn state(&self) -> &'static str {
        match self.stretches.last() {
            None => "not started",
            Some(_) if self.stopped_at.is_some() => "stopped",
            Some(last) if last.running => "running",
            Some(_) => "paused",
        }
    }

    pub(super) fn is_paused(&self) -> bool {
        self.state() == "paused"
    }

    fn open(&mut self, at: Instant, running: bool, reason: Option<String>) {
        self.stretches.push(Stretch { from: at, to: at, running, reason });
    }

    /// Lets time pass to `at`: uses up working time, and sees a due moment go by.
    fn pass_to(&mut self, at: Instant) -> Result<(), ClockError> {
        let remaining = self.remaining();
        let Some(last) = self.stretches.last_mut() else { return Ok(()) };
        let from = last.to;
        last.to = at;
        if !last.running {
            return Ok(());
        }
        let passed = self.calendar.between(from, at)?;
        self.elapsed = self.elapsed.plus(passed);
        if self.breached_at.is_none() && passed >= remaining {
            // Not enough to compare lengths: after closing time the due moment may
            // lie behind us though no working time has passed since.
            self.breached_at = self.first_reaching(self.target)?.filter(|&due| at > due);
        }
        Ok(())
    }

    /// What is left of the target; nothing when over it.
    pub(super) fn remaining(&self) -> Duration {
        let left = self.target.micros() - self.elapsed.micros();
        Duration::from_micros(left.max(0)).unwrap_or(Duration::ZERO)
    }

    /// When the target is used up; none while standing still.
    pub(super) fn due(&self) -> Result<Option<Instant>, ClockError> {
        match self.stretches.last() {
            Some(last) if last.running && self.breached_at.is_none() => self.first_reaching(self.target),
            Some(last) if last.running => Ok(self.breached_at),
            _ => Ok(None),
        }
    }

    /// The first moment when `amount` of working time is used, if the clock gets there without resuming.
    pub(super) fn first_reaching(&self, amount: Duration) -> Result<Option<Instant>, ClockError> {
        let mut left = amount;
        for (index, stretch) in self.stretches.iter().enumerate().filter(|(_, s)| s.running) {
            let runs_on = index + 1 == self.stretches.len();
            let passed = self.calendar.between(stretch.from, stretch.to)?;
            if runs_on || passed >= left {
                let at = self.calendar.add(stretch.from, left)?;
                // Paused at that very moment it is not used up yet: resuming is when it falls due.
                if runs_on || at < stretch.to {
                    return Ok(Some(at));
                }
            }
            left = Duration::from_micros(left.micros() - passed.micros()).unwrap_or(Duration::ZERO);
        }
        Ok(None)
    }
}
