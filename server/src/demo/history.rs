//! The year in the order it happened: customers come, cases are opened and lived, the journal is told.
//!
//! Made in batches, each of which goes as far as the next one begins. A case is lived at once, so what it tells the
//! journal later waits here for its time: as many events as cases that are open together have before them.

use std::collections::BTreeMap;
use std::ops::Range;

use lingke_cases::commands::open;
use lingke_customers::model::CustomerRecord;
use lingke_kernel::time::{Day, Instant};
use lingke_platform::failure::Answer;
use lingke_platform::journal::chain::Link;
use lingke_platform::journal::past;
use lingke_platform::viewer::Actor;

use super::chance::Chance;
use super::life::{Lived, Told};
use super::people::{self, Known, Newcomer};
use super::stories::{self, Story};
use super::world::World;
use super::{CUSTOMERS, LIVES, PLANS};

/// Cases of one batch.
const BATCH: usize = 500;

/// Part of the year, ready to be written.
pub(crate) struct Batch {
    pub(crate) customers: Vec<CustomerRecord>,
    pub(crate) lives: Vec<Lived>,
    /// In the order they happened, after those of the batch before.
    pub(crate) events: Vec<Link>,
}

/// What is lived next: a plan to be drawn for an arrival, or one drawn already.
pub(crate) enum Next {
    Arrival(usize, Instant),
    Desk(usize, Box<Story>),
}

impl Next {
    pub(crate) fn at(&self) -> Instant {
        match self {
            Self::Arrival(_, at) => *at,
            Self::Desk(_, story) => story.opening.at,
        }
    }
}

/// When customers come, and with which numbers.
pub(crate) struct Coming {
    pub(crate) seed: u64,
    pub(crate) today: Day,
    /// In order.
    pub(crate) moments: Vec<Instant>,
    pub(crate) numbers: Range<i64>,
}

impl Coming {
    fn one(&self, world: &World, n: usize) -> (CustomerRecord, Known) {
        let place = i64::try_from(n).unwrap_or(i64::MAX);
        let number = self.numbers.start.saturating_add(place);
        let new = Newcomer { since: self.moments[n], number, today: self.today };
        people::make(&world.content, &mut Chance::of(self.seed, CUSTOMERS, n), &new)
    }

    /// What stories know of them, oldest first.
    pub(crate) fn known(&self, world: &World) -> Vec<Known> {
        (0..self.moments.len()).map(|n| self.one(world, n).1).collect()
    }
}

/// All that happens.
pub(crate) struct History {
    pub(crate) coming: Coming,
    /// In the order of their opening.
    pub(crate) cases: Vec<Next>,
    pub(crate) case_numbers: Range<i64>,
    /// From here on the front desk, and not the system, notes that a customer came.
    pub(crate) first_day: Instant,
    pub(crate) request_id: String,
}

impl History {
    /// Makes one batch after the other until `take` wants no more.
    pub(crate) fn tell(self, world: &World, mut take: impl FnMut(Batch) -> bool) -> Answer<()> {
        let Self { coming, cases, mut case_numbers, first_day, request_id } = self;
        let desk = Actor::Staff(world.person("agent").id);
        let mut later: BTreeMap<(Instant, usize), Link> = BTreeMap::new();
        let (mut told, mut come) = (0, 0);
        let mut cases = cases.into_iter().peekable();
        loop {
            let mut lives = Vec::with_capacity(BATCH);
            for next in cases.by_ref().take(BATCH) {
                let number = open::number(open::year_of(next.at()), case_numbers.next().unwrap_or_default());
                lives.push(live(world, coming.seed, next, number)?);
            }
            // What happens at the end of time has happened too.
            let until = cases.peek().map_or(Instant::from_micros(i64::MAX), Next::at);
            let here = come + coming.moments[come..].partition_point(|at| *at < until);
            let customers: Vec<_> = (come..here).map(|n| coming.one(world, n).0).collect();
            come = here;
            let arrivals = customers.iter().map(|record| arrival(record, (first_day, desk)));
            for Told { at, by, event } in
                arrivals.chain(lives.iter_mut().flat_map(|life| life.told.drain(..)))
            {
                told += 1;
                later.insert((at, told), past::event(event, at, by, &request_id));
            }
            let after = later.split_off(&(until, 0));
            let events = std::mem::replace(&mut later, after).into_values().collect();
            if !take(Batch { customers, lives, events }) || cases.peek().is_none() {
                return Ok(());
            }
        }
    }
}

fn live(world: &World, seed: u64, next: Next, number: String) -> Answer<Lived> {
    let (key, story) = match next {
        Next::Arrival(n, at) => (n, stories::tell(world, &mut Chance::of(seed, PLANS, n), at)),
        Next::Desk(n, story) => (usize::MAX - n, *story),
    };
    stories::live(world, Chance::of(seed, LIVES, key), story, number)
}

/// At the beginning by the system, later by the front desk.
fn arrival(record: &CustomerRecord, (first_day, desk): (Instant, Actor)) -> Told {
    let at = record.row.created_at;
    let by = if at < first_day { Actor::System("demo") } else { desk };
    Told { at, by, event: lingke_customers::events::added(record) }
}
