//! The decision clock, in days. Facts after today are not seen.

use super::{DayClock, DayInterval, DecisionRule, FACTS_MAX, ProfileError, ProfileFact, ProfileFactKind};
use crate::calendar::{Basis, Calendar};
use crate::clock::ClockState;
use crate::time::Day;

struct Walk<'a> {
    rule: &'a DecisionRule,
    calendar: &'a Calendar,
    received_on: Day,
    total_days: i64,
    extensions: usize,
    /// Approvals and notices since the last extension.
    given: Vec<ProfileFactKind>,
    /// First and last day of each appraisal; the last day is open while it goes on.
    appraisals: Vec<(Day, Option<Day>)>,
    ended_on: Option<Day>,
}

pub(super) fn read(
    rule: &DecisionRule,
    calendar: &Calendar,
    facts: &[ProfileFact],
    today: Day,
) -> Result<DayClock, ProfileError> {
    if facts.len() > FACTS_MAX {
        return Err(ProfileError::TooManyFacts);
    }
    let mut seen = facts.iter().enumerate().filter(|(_, f)| f.on <= today);
    let (_, first) = seen.next().ok_or(ProfileError::NotReceived)?;
    if first.kind != ProfileFactKind::Received {
        return Err(ProfileError::OutOfPlace { number: 1 });
    }
    let mut walk = Walk {
        rule,
        calendar,
        received_on: first.on,
        total_days: rule.days,
        extensions: 0,
        given: Vec::new(),
        appraisals: Vec::new(),
        ended_on: None,
    };
    let mut latest = first.on;
    for (index, fact) in seen {
        if fact.on < latest {
            return Err(ProfileError::OutOfOrder { number: index + 1 });
        }
        latest = fact.on;
        walk.take(fact, index + 1)?;
    }
    walk.reading(today)
}

impl Walk<'_> {
    fn take(&mut self, fact: &ProfileFact, number: usize) -> Result<(), ProfileError> {
        if self.ended_on.is_some() {
            return Err(ProfileError::OutOfPlace { number });
        }
        match fact.kind {
            ProfileFactKind::Received => return Err(ProfileError::OutOfPlace { number }),
            ProfileFactKind::Approved | ProfileFactKind::Notified => self.given.push(fact.kind),
            ProfileFactKind::Extended => self.extend(fact, number)?,
            ProfileFactKind::AppraisalStarted if self.in_appraisal() => {
                return Err(ProfileError::OutOfPlace { number });
            }
            ProfileFactKind::AppraisalStarted => self.appraisals.push((fact.on, None)),
            ProfileFactKind::AppraisalEnded => match self.appraisals.last_mut() {
                Some((_, ended_on @ None)) => *ended_on = Some(fact.on),
                _ => return Err(ProfileError::OutOfPlace { number }),
            },
            ProfileFactKind::Replied | ProfileFactKind::Withdrawn => self.ended_on = Some(fact.on),
        }
        Ok(())
    }

    fn extend(&mut self, fact: &ProfileFact, number: usize) -> Result<(), ProfileError> {
        let next = self.rule.extensions.get(self.extensions);
        let allowed = next.map_or("none", |e| e.reason.as_str());
        let Some(next) = next.filter(|e| fact.reason.as_deref() == Some(e.reason.as_str())) else {
            return Err(ProfileError::NotAllowed { number, allowed: allowed.to_owned() });
        };
        for need in &next.needs {
            if !self.given.contains(need) {
                let needs = if *need == ProfileFactKind::Approved { "approved" } else { "notified" };
                return Err(ProfileError::Lacks { number, needs });
            }
        }
        let due_on = self.due_on(fact.on)?;
        if fact.on > due_on {
            return Err(ProfileError::RanOut { number, due_on });
        }
        self.total_days = next.total_days;
        self.extensions += 1;
        self.given.clear();
        Ok(())
    }

    fn in_appraisal(&self) -> bool {
        matches!(self.appraisals.last(), Some((_, None)))
    }

    /// Days not counted up to `today`. An appraisal's own first day still counts, its last does not.
    fn excluded_days(&self, today: Day) -> i64 {
        self.appraisals.iter().map(|&(from, to)| days_between(from, to.unwrap_or(today))).sum()
    }

    /// The last day in time, were the clock running on from `today`.
    fn due_on(&self, today: Day) -> Result<Day, ProfileError> {
        let mut days = self.total_days;
        for &(from, to) in &self.appraisals {
            // A limit that had passed before the appraisal began is not brought back by it.
            if days_between(self.received_on, from) <= days {
                days += days_between(from, to.unwrap_or(today));
            }
        }
        Ok(self.calendar.add_days(self.received_on, days, Basis::Calendar, self.rule.roll)?.on)
    }

    fn reading(&self, today: Day) -> Result<DayClock, ProfileError> {
        let until = self.ended_on.unwrap_or(today);
        let due_on = self.due_on(until)?;
        let paused = self.in_appraisal();
        let state = match () {
            () if until > due_on => ClockState::Breached,
            () if self.ended_on.is_some() => ClockState::Met,
            () if paused => ClockState::Paused,
            () => ClockState::Running,
        };
        let elapsed_days = days_between(self.received_on, until) - self.excluded_days(until);
        Ok(DayClock {
            kind: "decision",
            due_on: (!paused).then_some(due_on),
            state,
            elapsed_days,
            remaining_days: self.total_days - elapsed_days,
            intervals: self.intervals(until),
        })
    }

    fn intervals(&self, until: Day) -> Vec<DayInterval> {
        let received_on = self.received_on;
        let mut intervals =
            vec![DayInterval { from: received_on, to: received_on, counted: false, why: "day_of_receipt" }];
        let mut reached = received_on;
        let mut go = |to: Day, counted: bool, why: &'static str| {
            if let (true, Ok(from)) = (to > reached, reached.tomorrow()) {
                intervals.push(DayInterval { from, to, counted, why });
                reached = to;
            }
        };
        for &(from, to) in &self.appraisals {
            go(from, true, "calendar_days");
            go(to.unwrap_or(until), false, "external_appraisal");
        }
        go(until, true, "calendar_days");
        intervals
    }
}

fn days_between(from: Day, to: Day) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days())).max(0)
}
