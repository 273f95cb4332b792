//! What a batch of changed cases adds to the tables. Pure: first cell by cell, where what stayed the same cancels out,
//! then along all cuts.

use std::collections::BTreeMap;

use lingke_cases::model::{CaseKind, Priority};
use lingke_kernel::time::Day;
use lingke_platform::viewer::UnitId;

use crate::facts::{ClockFacts, Facts};
use crate::model::{Count, Counts, Cut, Group, Period, Time, What};

/// How often a duration more or less: by what was measured and how many seconds.
pub type Durations = BTreeMap<(Time, i64), i64>;

/// A queue, as the forecast looks it up: clocks of a kind and priority, in one unit or in all, by the hour they began.
pub type Queue = (Group, CaseKind, Priority, Option<UnitId>, u8);

/// What is to be added, by the finest cuts and by days.
#[derive(Debug, Default)]
pub struct Added {
    counts: BTreeMap<(Cut, Day), Counts>,
    times: BTreeMap<(Cut, Day), Durations>,
    open: BTreeMap<(What, Cut, Option<Day>), i64>,
    history: BTreeMap<Queue, BTreeMap<i64, i64>>,
}

/// The same along all cuts, ready to be written.
#[derive(Debug, Default)]
pub struct Rows {
    /// Counts.
    pub counts: BTreeMap<(Cut, Period), Counts>,
    /// Durations.
    pub times: BTreeMap<(Cut, Period), Durations>,
    /// What is open.
    pub open: BTreeMap<(What, Cut, Option<Day>), i64>,
    /// How long clocks took.
    pub history: BTreeMap<Queue, BTreeMap<i64, i64>>,
}

impl Added {
    /// Adds what a case adds, `sign` times: once for what it is now, minus once for what it was.
    pub fn add(&mut self, facts: &Facts, sign: i64) {
        let cell = facts.cell();
        let mut count = |day: Day, what: Count| {
            self.counts.entry((cell, day)).or_default().add(what, sign);
        };
        count(facts.arrived_on, Count::Arrived);
        if let Some(day) = facts.resolved_on {
            count(day, Count::Resolved);
        }
        if let Some(day) = facts.closed_on {
            count(day, Count::Closed);
        }
        for decided in facts.clocks.iter().filter_map(|clock| Some((clock.group, clock.decided.as_ref()?))) {
            let (group, decided) = decided;
            count(decided.on, Count::Ended(group, decided.met));
            count(decided.due_on, Count::Due(group, decided.met));
        }
        if let Some(day) = facts.resolved_on {
            self.measure((cell, day), Time::Resolution, facts.worked, sign);
            self.measure((cell, day), Time::ResolutionElapsed, facts.elapsed, sign);
        }
        self.add_open(facts, cell, sign);
        for clock in &facts.clocks {
            self.add_clock(facts, clock, sign);
        }
    }

    fn measure(&mut self, place: (Cut, Day), time: Time, seconds: Option<i64>, sign: i64) {
        if let Some(seconds) = seconds {
            *self.times.entry(place).or_default().entry((time, seconds)).or_default() += sign;
        }
    }

    fn add_open(&mut self, facts: &Facts, cell: Cut, sign: i64) {
        let Some(open) = &facts.open else { return };
        let mut count = |what: What, day: Option<Day>| {
            *self.open.entry((what, cell, day)).or_default() += sign;
        };
        count(What::All, None);
        count(What::Age, Some(facts.arrived_on));
        if open.due_on.is_some() {
            count(What::Due, open.due_on);
        }
        if open.breached {
            count(What::Breached, None);
        }
        if open.waiting {
            count(What::WaitingCustomer, None);
        }
        if facts.staff_id.is_none() {
            count(What::Unassigned, None);
        }
    }

    fn add_clock(&mut self, facts: &Facts, clock: &ClockFacts, sign: i64) {
        let Some(stopped) = &clock.stopped else { return };
        if clock.group == Group::FirstResponse {
            let place = (facts.cell(), stopped.on);
            self.measure(place, Time::FirstResponse, Some(stopped.worked), sign);
            self.measure(place, Time::FirstResponseElapsed, Some(stopped.elapsed), sign);
        }
        for unit_id in [None, Some(facts.unit_id)] {
            let queue = (clock.group, facts.kind, facts.priority, unit_id, stopped.hour);
            *self.history.entry(queue).or_default().entry(stopped.worked).or_default() += sign;
        }
    }

    /// The same along all cuts, by days and by months, without what cancelled out.
    pub fn into_rows(self) -> Rows {
        let mut rows = Rows::default();
        for ((cell, day), counts) in self.counts.into_iter().filter(|(_, counts)| !counts.is_zero()) {
            for place in places(cell, day) {
                *rows.counts.entry(place).or_default() += counts;
            }
        }
        for ((cell, day), durations) in self.times {
            for place in places(cell, day) {
                let sum = rows.times.entry(place).or_default();
                for (duration, times) in durations.iter().filter(|(_, times)| **times != 0) {
                    *sum.entry(*duration).or_default() += times;
                }
            }
        }
        for ((what, cell, day), n) in self.open.into_iter().filter(|(_, n)| *n != 0) {
            for cut in cell.all() {
                *rows.open.entry((what, cut, day)).or_default() += n;
            }
        }
        rows.history = self.history;
        rows.history.values_mut().for_each(|durations| durations.retain(|_, times| *times != 0));
        rows.times.values_mut().for_each(|durations| durations.retain(|_, times| *times != 0));
        rows.counts.retain(|_, counts| !counts.is_zero());
        rows.times.retain(|_, durations| !durations.is_empty());
        rows.open.retain(|_, n| *n != 0);
        rows.history.retain(|_, durations| !durations.is_empty());
        rows
    }
}

fn places(cell: Cut, day: Day) -> impl Iterator<Item = (Cut, Period)> {
    let periods = [Period::Day(day), Period::Month(day.year(), day.month())];
    cell.all().into_iter().flat_map(move |cut| periods.map(|period| (cut, period)))
}
