//! One case's life, lived in memory: the same rules, clocks and events as the commands, without a database.
//!
//! What a verb does here is what `lingke_cases::commands` and `lingke_cases::timers` would have done at that
//! moment; a test holds every row against the product's own computation.

use std::sync::Arc;

use lingke_cases::clocks::marks::take_reached;
use lingke_cases::clocks::{StoredFact, StoredKind, note, run, set};
use lingke_cases::events;
use lingke_cases::levels::model::{Opening as LevelOpening, Work};
use lingke_cases::model::{
    Case, Channel, Clock, ClockId, ClockKind, Entry, EntryKind, PauseReason, Priority, Status,
};
use lingke_cases::rules::{self, CaseEvent, ClockEffect};
use lingke_customers::model::CustomerId;
use lingke_kernel::calendar::Calendar;
use lingke_kernel::time::Instant;
use lingke_platform::failure::Answer;
use lingke_platform::journal::Event;
use lingke_platform::viewer::{Actor, StaffId, UnitId};
use lingke_products::model::ProductId;

use super::chance::Chance;
use super::world::{Level, World};

/// Who the timer acts as.
const TIMER: Actor = Actor::System("fire_clocks");

/// What a case begins with.
pub(crate) struct Opening {
    pub(crate) kind: lingke_cases::model::CaseKind,
    pub(crate) subject: String,
    pub(crate) description: String,
    pub(crate) channel: Channel,
    pub(crate) priority: Priority,
    pub(crate) customer_id: CustomerId,
    pub(crate) product_id: ProductId,
    pub(crate) unit_id: UnitId,
    pub(crate) by: StaffId,
    pub(crate) at: Instant,
}

/// Something someone does.
#[derive(Debug, Clone)]
pub(crate) enum Act {
    Take,
    Assign { unit_id: UnitId, staff_id: Option<StaffId> },
    Note(String),
    Reply { text: String, then_wait: bool },
    CustomerWrote(String),
    Wait(String),
    Resume,
    Resolve(String),
    Close,
    Reopen(String),
    Escalate(String),
}

/// That a clock warned or ran out.
pub(crate) struct Firing {
    pub(crate) clock_id: ClockId,
    pub(crate) what: &'static str,
    pub(crate) percent: i32,
    pub(crate) at: Instant,
}

/// What the journal is told, and whose doing it was.
pub(crate) struct Told {
    pub(crate) at: Instant,
    pub(crate) by: Actor,
    pub(crate) event: Event,
}

/// A case and all that happened to it so far.
pub(crate) struct Life<'w> {
    world: &'w World,
    chance: Chance,
    case: Case,
    clocks: Vec<Clock>,
    entries: Vec<Entry>,
    firings: Vec<Firing>,
    told: Vec<Told>,
    at: Instant,
    by: Actor,
}

/// What is written of a life.
pub(crate) struct Lived {
    pub(crate) case: Case,
    pub(crate) clocks: Vec<Clock>,
    pub(crate) entries: Vec<Entry>,
    pub(crate) firings: Vec<Firing>,
    pub(crate) told: Vec<Told>,
}

impl<'w> Life<'w> {
    /// As far as it was lived.
    pub(crate) fn lived(self) -> Lived {
        let Self { case, clocks, entries, firings, told, .. } = self;
        Lived { case, clocks, entries, firings, told }
    }

    /// Opens a case and starts its clocks.
    pub(crate) fn open(
        world: &'w World,
        mut chance: Chance,
        opening: Opening,
        number: String,
    ) -> Answer<Self> {
        let at = opening.at;
        let mut case = Case::begin(lingke_cases::model::Opening {
            id: chance.id(at),
            number,
            kind: opening.kind,
            channel: opening.channel,
            priority: opening.priority,
            subject: opening.subject,
            description: opening.description,
            unit_id: opening.unit_id,
            opened_by: opening.by.to_string(),
            at,
        });
        case.customer_id = Some(opening.customer_id);
        case.product_id = Some(opening.product_id);
        case.first_owner_id = Some(opening.by);
        let (clocks, entries, firings, told) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let by = Actor::Staff(opening.by);
        let mut life = Self { world, chance, case, clocks, entries, firings, told, at, by };
        let opened = events::opened(&life.case);
        let planned: Vec<Clock> = [ClockKind::FirstResponse, ClockKind::Update, ClockKind::Resolution]
            .into_iter()
            .filter_map(|kind| life.new_clock(kind, 1, LevelOpening::First).transpose())
            .collect::<Answer<_>>()?;
        run::set_next_due(&mut life.case, &planned);
        life.tell(opened);
        for clock in planned {
            life.tell(events::of_clock(&events::CLOCK_STARTED, &life.case, &clock));
            life.clocks.push(clock);
        }
        Ok(life)
    }

    /// Lets `by` do something at `at`, after all that the timer does until then.
    pub(crate) fn act(&mut self, by: StaffId, at: Instant, act: Act) -> Answer<()> {
        self.until(at)?;
        (self.at, self.by) = (at, Actor::Staff(by));
        match act {
            Act::Take => self.follow(&[rules::take(&self.case, by)?], None),
            Act::Assign { unit_id, staff_id } => {
                self.follow(&[rules::assign(&self.case, unit_id, staff_id)?], None)
            }
            Act::Note(text) => {
                self.follow(&[CaseEvent::Noted { mentions: Vec::new() }], Some((EntryKind::Note, text)))
            }
            Act::Reply { text, then_wait } => self.reply(by, text, then_wait),
            Act::CustomerWrote(text) => {
                let decided = rules::customer_wrote(&self.case)?;
                self.follow(&decided, Some((EntryKind::CustomerMessage, text)))
            }
            Act::Wait(why) => self.follow(&[rules::wait(&self.case)?], Some((EntryKind::Opinion, why))),
            Act::Resume => self.follow(&[rules::resume(&self.case)?], None),
            Act::Resolve(text) => {
                self.follow(&[rules::resolve(&self.case)?], Some((EntryKind::Resolution, text)))
            }
            Act::Close => self.follow(&[rules::close(&self.case)?], None),
            Act::Reopen(why) => self.follow(&[rules::reopen(&self.case)?], Some((EntryKind::Opinion, why))),
            Act::Escalate(why) => {
                let event = rules::escalate(&self.case, self.manager())?;
                self.follow(&[event], Some((EntryKind::Opinion, why)))
            }
        }
    }

    fn reply(&mut self, by: StaffId, text: String, then_wait: bool) -> Answer<()> {
        let mut decided = vec![rules::reply(&self.case)?];
        let mut after = self.case.clone();
        if self.case.assignee_id.is_none() {
            let taken = rules::take(&self.case, by)?;
            after.apply(&taken, self.at);
            decided.push(taken);
        }
        if then_wait {
            decided.push(rules::wait(&after)?);
        }
        self.follow(&decided, Some((EntryKind::Reply, text)))
    }

    /// The timer's work until `to`: it looks twice a second.
    pub(crate) fn until(&mut self, to: Instant) -> Answer<()> {
        loop {
            let due = |clock: &Clock| clock.next_fire_at.filter(|at| *at <= to);
            let next = self.clocks.iter().enumerate().filter_map(|(n, clock)| Some((due(clock)?, n))).min();
            let Some((due_at, n)) = next else { return Ok(()) };
            let lag_micros = (self.chance.share() * 500_000.0) as i64;
            (self.at, self.by) = (due_at.plus_micros(lag_micros).min(to), TIMER);
            self.fire(n)?;
        }
    }

    /// As `lingke_cases::clocks::run::fire`.
    fn fire(&mut self, n: usize) -> Answer<()> {
        let calendar = self.calendar(&self.clocks[n]);
        let mut clock = self.clocks[n].clone();
        set(&mut clock, &calendar, self.at)?;
        self.take(&mut clock, &calendar)?;
        self.clocks[n] = clock;
        run::set_next_due(&mut self.case, &self.clocks);
        self.case.version += 1;
        Ok(())
    }

    /// As `lingke_cases::commands::follow`.
    fn follow(&mut self, decided: &[CaseEvent], written: Option<(EntryKind, String)>) -> Answer<()> {
        let entry = written.map(|(kind, text)| Entry {
            id: self.chance.id(self.at),
            case_id: self.case.id,
            kind,
            text,
            salt: self.chance.hex(),
            author_id: self.by.id(),
            created_at: self.at,
        });
        for (n, event) in decided.iter().enumerate() {
            self.case.apply(event, self.at);
            let told = events::of_change(&self.case, event, entry.as_ref().filter(|_| n == 0));
            self.tell(told);
            for effect in event.clock_effects() {
                self.effect(*effect)?;
            }
        }
        self.entries.extend(entry);
        run::set_next_due(&mut self.case, &self.clocks);
        self.case.version += 1;
        Ok(())
    }

    fn effect(&mut self, effect: ClockEffect) -> Answer<()> {
        match effect {
            ClockEffect::Stop(kind) => self.turn(Some(kind), StoredKind::Stopped, None),
            ClockEffect::Hold(reason) => self.turn(None, StoredKind::Paused, Some(reason)),
            ClockEffect::Release(reason) => self.turn(None, StoredKind::Resumed, Some(reason)),
            ClockEffect::Begin(kind) => self.begin(kind, LevelOpening::First),
            ClockEffect::Renew(kind) => self.begin(kind, LevelOpening::Again),
            // No level of the demo looks at the unit, and no demo case changes its kind or priority.
            ClockEffect::Relevel => Ok(()),
        }
    }

    /// As `lingke_cases::clocks::run` begins a clock in the middle of a case.
    fn begin(&mut self, kind: ClockKind, opening: LevelOpening) -> Answer<()> {
        let runs = |kind| self.clocks.iter().any(|clock| clock.running && clock.kind == kind);
        if runs(kind) || (kind == ClockKind::NextResponse && runs(ClockKind::FirstResponse)) {
            return Ok(());
        }
        let cycles = self.clocks.iter().filter(|clock| clock.kind == kind).map(|clock| clock.cycle);
        let cycle = cycles.max().unwrap_or(0) + 1;
        if let Some(clock) = self.new_clock(kind, cycle, opening)? {
            self.tell(events::of_clock(&events::CLOCK_STARTED, &self.case, &clock));
            self.clocks.push(clock);
        }
        Ok(())
    }

    /// As `lingke_cases::clocks::run::follow` does with one fact.
    fn turn(&mut self, kind: Option<ClockKind>, fact: StoredKind, reason: Option<PauseReason>) -> Answer<()> {
        let concerned = |clock: &Clock| clock.running && kind.is_none_or(|kind| clock.kind == kind);
        let places = 0..self.clocks.len();
        for n in places.filter(|n| concerned(&self.clocks[*n])).collect::<Vec<_>>() {
            let before = self.clocks[n].clone();
            let mut clock = before.clone();
            let calendar = self.calendar(&clock);
            note(&mut clock, &calendar, fact, reason.map(PauseReason::code), self.at)?;
            if clock.breached_at.is_some() && before.breached_at.is_none() {
                self.take(&mut clock, &calendar)?;
            }
            if clock.facts != before.facts {
                if let Some(told) = run::told(&before, &clock, fact)? {
                    self.tell(events::of_clock(told, &self.case, &clock));
                }
                self.clocks[n] = clock;
            }
        }
        Ok(())
    }

    /// The shares that are reached: noted, told, and the unit's manager with a breach.
    fn take(&mut self, clock: &mut Clock, calendar: &Calendar) -> Answer<()> {
        for percent in take_reached(clock, calendar, self.at)? {
            let what = if percent == 100 { "breached" } else { "warned" };
            self.firings.push(Firing { clock_id: clock.id, what, percent, at: self.at });
            if percent == 100 {
                self.case.breached = true;
                self.tell(events::of_clock(&events::CLOCK_BREACHED, &self.case, clock));
                self.escalate(clock, percent);
            } else {
                self.tell(events::warned(&self.case, clock, percent));
            }
        }
        Ok(())
    }

    /// As `lingke_cases::levels::chain` takes the one step of the demo's levels.
    fn escalate(&mut self, clock: &Clock, percent: i32) {
        if !self.case.status.is_open() {
            return;
        }
        self.firings.push(Firing { clock_id: clock.id, what: "escalated", percent, at: self.at });
        let manager = self.manager();
        let event = CaseEvent::Escalated { to: manager };
        self.case.apply(&event, self.at);
        let mut told = events::of_change(&self.case, &event, None);
        told.payload["because"] = run::escalation_key(clock);
        self.tell(told);
        let people: Vec<StaffId> = manager.into_iter().collect();
        self.tell(events::clock_escalated(&self.case, clock, percent, (&people, None)));
    }

    /// Who is told when something goes wrong in the unit that holds the case.
    fn manager(&self) -> Option<StaffId> {
        self.world.managers.get(&self.case.unit_id).copied().flatten()
    }

    fn new_clock(&mut self, kind: ClockKind, cycle: i32, opening: LevelOpening) -> Answer<Option<Clock>> {
        let Some(Level { level, calendars }) = self.level() else { return Ok(None) };
        let work = Work {
            kind: self.case.kind,
            priority: self.case.priority,
            class: None,
            unit_id: self.case.unit_id,
        };
        let mut facts = vec![StoredFact::started(self.at, opening)];
        if self.case.status == Status::WaitingCustomer && kind != ClockKind::NextResponse {
            facts.push(StoredFact::paused(self.at, PauseReason::WaitingCustomer));
        }
        let new = run::New { kind, cycle, work, facts: &facts };
        let clock = run::one_of(&self.case, level, calendars, &new, self.at)?;
        Ok(clock.map(|clock| Clock { id: self.chance.id(self.at), ..clock }))
    }

    fn level(&self) -> Option<&'w Level> {
        self.world.levels.get(&(self.case.kind, self.case.priority))
    }

    fn calendar(&self, clock: &Clock) -> Arc<Calendar> {
        let level = self.level().expect("a clock follows the level of its case");
        let known = level.calendars.values().find(|(id, _)| *id == clock.calendar_version_id);
        known.map(|(_, calendar)| calendar.clone()).expect("a clock follows a calendar of its level")
    }

    /// A microsecond after what was told before, so that each event has a moment of its own.
    fn tell(&mut self, event: Event) {
        let after = self.told.last().map(|told| told.at.plus_micros(1));
        let at = after.map_or(self.at, |after| after.max(self.at));
        self.told.push(Told { at, by: self.by, event });
    }
}
