//! What lies on the desks right now: open work of the units of the demo sign-ins, so that each of them finds
//! something to take, to answer, to wait for and to worry about, whatever hour the demo is made at.

use lingke_cases::model::{CaseKind, ClockKind, Priority};
use lingke_kernel::time::Instant;
use lingke_platform::viewer::{StaffId, UnitId};

use super::cast::{Cast, department, worker};
use super::chance::Chance;
use super::content::Template;
use super::life::Act;
use super::stories::{Said, Script, Step, Story};
use super::world::World;

/// How a case stands. Shares are of a clock's target, used up now.
#[derive(Debug, Clone, Copy)]
enum Stands {
    /// In the queue: this share of the first answer's target.
    Queued(f64, f64),
    /// Back in the queue after a first answer: this share of the resolution's.
    Returned(f64, f64),
    /// Someone works on it: this share of the resolution's.
    Taken(f64, f64),
    /// We wait for the customer.
    Waiting,
    /// It came back.
    Reopened,
    /// Due before the office closes today.
    DueToday,
    /// The first answer is due in so many minutes.
    AnswerDueIn(i64),
    /// The outcome is due in so many minutes.
    DueIn(i64),
    /// A warning comes in so many minutes.
    WarnsIn(i64),
}
use Stands::*;

/// So many cases of a unit that stand like this; with a login, they are that person's.
struct Pile(&'static str, Option<&'static str>, usize, Stands);

const LATE: Stands = Taken(1.05, 1.7);

const PILES: &[Pile] = &[
    Pile("CSC-VOICE", None, 3, Queued(0.05, 0.9)),
    Pile("CSC-VOICE", None, 7, Returned(0.2, 0.9)),
    Pile("CSC-VOICE", Some("agent"), 5, Taken(0.15, 0.95)),
    Pile("CSC-VOICE", Some("agent"), 2, Waiting),
    Pile("CSC-VOICE", Some("agent"), 1, Reopened),
    Pile("CSC-VOICE", Some("agent"), 2, DueToday),
    Pile("CSC-VOICE", Some("agent"), 1, LATE),
    Pile("CSC-VOICE", Some("wangshuang"), 2, LATE),
    Pile("CSC-VOICE", None, 1, Queued(1.1, 1.6)),
    Pile("CSC-ONLINE", None, 2, Queued(0.05, 0.9)),
    Pile("CSC-ONLINE", None, 3, Returned(0.2, 0.9)),
    Pile("CSC-ONLINE", Some("jiangxinyi"), 2, LATE),
    Pile("CSC", None, 3, Queued(0.05, 0.7)),
    Pile("CSC", Some("manager"), 2, Taken(0.2, 0.8)),
    Pile("CSC", Some("manager"), 1, DueToday),
    Pile("CPD", None, 2, Queued(0.05, 0.9)),
    Pile("CPD", None, 4, Returned(0.2, 0.9)),
    Pile("CPD", Some("complaints"), 5, Taken(0.1, 0.95)),
    Pile("CPD", Some("complaints"), 2, Waiting),
    Pile("CPD", Some("complaints"), 1, Reopened),
    Pile("CPD", Some("complaints"), 1, DueToday),
    Pile("CPD", Some("complaints"), 1, LATE),
    Pile("CPD", Some("huzhiyuan"), 1, LATE),
    Pile("CSC-TECH", None, 2, Queued(0.05, 0.9)),
    Pile("CSC-TECH", None, 3, Returned(0.2, 0.9)),
    Pile("CSC-TECH", Some("support"), 4, Taken(0.15, 0.95)),
    Pile("CSC-TECH", Some("support"), 1, Waiting),
    Pile("CSC-TECH", Some("support"), 1, Reopened),
    Pile("CSC-TECH", Some("support"), 1, DueToday),
    Pile("CSC-TECH", Some("support"), 2, LATE),
    Pile("CSC-TECH", None, 1, Queued(1.1, 1.6)),
    Pile("CCC", None, 1, Queued(0.05, 0.9)),
    Pile("CCC", None, 3, Returned(0.2, 0.9)),
    Pile("CCC", Some("department"), 3, Taken(0.15, 0.95)),
    Pile("CCC", Some("department"), 1, Waiting),
    Pile("CCC", Some("department"), 1, DueToday),
    Pile("CCC", Some("department"), 1, LATE),
    Pile("PFD", Some("panmingjie"), 1, LATE),
    Pile("BR-CD", Some("weiguangming"), 2, LATE),
    Pile("CSC-VOICE", Some("agent"), 1, DueIn(7)),
    Pile("CPD", Some("complaints"), 1, WarnsIn(10)),
    Pile("CSC-VOICE", None, 1, AnswerDueIn(13)),
];

/// The stories of what lies on the desks, drawn from `seed` and today.
pub(crate) fn stories(world: &World, seed: u64) -> Vec<Story> {
    let mut stories = Vec::new();
    for (n, pile) in PILES.iter().enumerate() {
        for at in 0..pile.2 {
            let mut chance = Chance::of(seed, super::DESKS, n * 100 + at);
            stories.extend(story(world, &mut chance, pile));
        }
    }
    stories
}

/// One case; none where it cannot stand like this at this hour.
fn story(world: &World, chance: &mut Chance, Pile(unit, who, _, stands): &Pile) -> Option<Story> {
    let mut script = Script::draw(world, chance, world.now, |one| belongs(world, one, unit));
    if script.priority == Priority::Urgent {
        script.priority = Priority::High;
    }
    let level = world.levels.get(&(script.template.kind, script.priority))?;
    let targets = (level.target(ClockKind::FirstResponse)?, level.target(ClockKind::Resolution)?);
    let warns = i64::from(level.warn_percent(ClockKind::Resolution)?) * targets.1 / 100;
    let opened_at = opened_at(world, chance, *stands, targets, warns)?;
    let handler = who.map_or_else(|| worker(world, chance, unit), |login| world.person(login));
    let opener = worker(world, chance, if *unit == "CSC" { "CSC-VOICE" } else { unit });
    let cast = Cast { opener, handler, path: vec![unit] };
    let said = script.opening(world, chance, &cast, opened_at);
    let mut desk = Desk { world, chance, by: handler.id, at: opened_at, steps: Vec::new() };
    if who.is_some() {
        desk.work(&said, *stands, targets);
    } else if matches!(stands, Returned(..)) {
        desk.give_back(&said, world.unit(unit), targets.0);
    }
    let Desk { steps, .. } = desk;
    Some(Story { opening: said.opening, steps })
}

/// When it must have been opened to stand like this now.
fn opened_at(
    world: &World,
    chance: &mut Chance,
    stands: Stands,
    (first, resolution): (i64, i64),
    warns: i64,
) -> Option<Instant> {
    let share =
        |chance: &mut Chance, low, high, target: i64| (chance.between(low, high) * target as f64) as i64;
    // Only while the office is open does a clock come nearer by the minute.
    let soon = |minutes: i64, target: i64| {
        let at = world.now.plus_seconds(minutes * 60);
        let open = world.hours.between(world.now, at).ok()?.micros() / 1_000_000 == minutes * 60;
        (open && target > minutes * 60).then_some(target - minutes * 60)
    };
    let used = match stands {
        Queued(low, high) => share(chance, low, high, first),
        Taken(low, high) | Returned(low, high) => share(chance, low, high, resolution),
        Waiting => share(chance, 0.3, 0.9, resolution),
        Reopened => resolution + share(chance, 0.3, 0.8, resolution),
        DueToday => resolution - share(chance, 0.1, 0.9, left_today(world)),
        AnswerDueIn(minutes) => soon(minutes, first)?,
        DueIn(minutes) => soon(minutes, resolution)?,
        WarnsIn(minutes) => soon(minutes, warns)?,
    };
    Some(world.before(world.now, used.max(30)))
}

/// Seconds of office hours until midnight; a quarter of an hour when the office is closed already.
fn left_today(world: &World) -> i64 {
    let midnight = world.now.day_in(&world.zone).tomorrow().ok();
    let midnight = midnight.and_then(|day| world.zone.to_timestamp(day.at(0, 0, 0, 0)).ok());
    let left = midnight.and_then(|midnight| world.hours.between(world.now, midnight.into()).ok());
    left.map_or(0, |left| left.micros() / 1_000_000).max(900)
}

/// Whether a unit gets such matters.
fn belongs(world: &World, template: &Template, unit: &str) -> bool {
    let category = |code: &String| world.content.products.iter().find(|one| one.code == *code);
    let theirs = || template.product.iter().filter_map(category).all(|one| department(&one.category) == unit);
    match unit {
        "CPD" => template.kind == CaseKind::Complaint,
        "CSC-TECH" => template.kind == CaseKind::Technical,
        "CCC" | "PFD" => matches!(template.kind, CaseKind::Complaint | CaseKind::Transaction) && theirs(),
        _ => matches!(template.kind, CaseKind::Consultation | CaseKind::Transaction),
    }
}

/// Steps on one desk, all of which lie in the past.
struct Desk<'p, 'w> {
    world: &'w World,
    chance: &'p mut Chance,
    by: StaffId,
    at: Instant,
    steps: Vec<Step>,
}

impl Desk<'_, '_> {
    /// Done at a share of the time from the opening to now; a second after the step before at least.
    fn at_share(&mut self, opened_at: Instant, share: f64, act: Act) {
        let span = self.world.now.micros_since(opened_at) as f64;
        self.step(opened_at.plus_micros((span * share) as i64), act);
    }

    fn step(&mut self, at: Instant, act: Act) {
        self.at = at.max(self.at.plus_seconds(1));
        self.steps.push(Step { at: self.at, by: self.by, act });
    }

    /// Taken and answered in time.
    fn answer(&mut self, said: &Said, first: i64) {
        let opened_at = said.opening.at;
        let share = self.chance.between(0.1, 0.4);
        self.step(self.world.after(opened_at, share * first as f64), Act::Take);
        let share = self.chance.between(0.42, 0.9);
        let reply = Act::Reply { text: said.replies[0].clone(), then_wait: false };
        self.step(self.world.after(opened_at, share * first as f64), reply);
    }

    /// Answered by one, left to the others.
    fn give_back(&mut self, said: &Said, unit_id: UnitId, first: i64) {
        self.answer(said, first);
        self.at_share(said.opening.at, 0.7, Act::Assign { unit_id, staff_id: None });
    }

    fn work(&mut self, said: &Said, stands: Stands, (first, resolution): (i64, i64)) {
        let opened_at = said.opening.at;
        self.answer(said, first);
        match stands {
            Reopened => {
                let share = self.chance.between(0.3, 0.7);
                let done_at = self.world.after(opened_at, share * resolution as f64);
                self.step(done_at, Act::Resolve(said.resolution.clone()));
                let back_at = self.world.before(self.world.now, resolution / 5);
                self.step(back_at, Act::Reopen(said.reopening.clone()));
            }
            Waiting => {
                let why = said.waiting.clone().unwrap_or_else(|| "等待客户补充材料".to_owned());
                self.at_share(opened_at, 0.6, Act::Wait(why));
            }
            _ => {
                if self.chance.is_within(0.6) {
                    self.at_share(opened_at, 0.55, Act::Note(said.note.clone()));
                }
                if let Some(text) = said.messages.first().filter(|_| self.chance.is_within(0.6)) {
                    self.at_share(opened_at, 0.75, Act::CustomerWrote(text.clone()));
                }
            }
        }
    }
}
