//! The story of one matter, from its template: who does what and when.
//!
//! A plan is drawn as a whole, also what would lie in the future; what happens after now is left out when it is
//! lived, so that the same day tells the same stories at any hour.

use lingke_cases::model::{CaseKind, Channel, ClockKind, Priority};
use lingke_kernel::time::Instant;
use lingke_platform::failure::Answer;
use lingke_platform::viewer::StaffId;

use super::cast::{Cast, Matter, lead};
use super::chance::Chance;
use super::content::{Fit, Template};
use super::life::{Act, Life, Lived, Opening};
use super::people::Known;
use super::words::Words;
use super::world::World;

/// Office hours of a day, in seconds.
const DAY: f64 = 7.5 * 3600.0;

/// A plan: how it begins, and what is done then.
pub(crate) struct Story {
    pub(crate) opening: Opening,
    pub(crate) steps: Vec<Step>,
}

/// One thing done.
pub(crate) struct Step {
    pub(crate) at: Instant,
    pub(crate) by: StaffId,
    pub(crate) act: Act,
}

/// Lives a story up to now.
pub(crate) fn live(world: &World, chance: Chance, story: Story, number: String) -> Answer<Lived> {
    let mut life = Life::open(world, chance, story.opening, number)?;
    for step in story.steps.into_iter().take_while(|step| step.at <= world.now) {
        life.act(step.by, step.at, step.act)?;
    }
    life.until(world.now)?;
    Ok(life.lived())
}

/// What a matter says, drawn once.
pub(crate) struct Script<'w> {
    pub(crate) template: &'w Template,
    pub(crate) fit: &'w Fit,
    pub(crate) customer: &'w Known,
    pub(crate) channel: Channel,
    pub(crate) priority: Priority,
    pub(crate) product: &'w str,
    description: usize,
}

impl<'w> Script<'w> {
    /// Draws what is asked at `at`, among templates that pass `fits`.
    pub(crate) fn draw(
        world: &'w World,
        chance: &mut Chance,
        at: Instant,
        fits: impl Fn(&Template) -> bool + Clone,
    ) -> Self {
        let templates = &world.content.cases.templates;
        let weights = templates.iter().map(|one| if fits(one) { one.weight } else { 0.0 });
        let template = &templates[chance.weighted(weights)];
        let description = chance.below(template.fits.len());
        let fit = &template.fits[description];
        let products = if fit.product.is_empty() { &template.product } else { &fit.product };
        let product = chance.one(products).as_str();
        let channel =
            template.channels[chance.weighted(template.channels.iter().map(|one| one.weight))].channel;
        let shares = &template.priority;
        let shares = [shares.low, shares.normal, shares.high, shares.urgent];
        let priority = Priority::ALL[chance.weighted(shares.into_iter())];
        let customer = a_customer(world, chance, at, template.customer.is_some());
        Self { template, fit, customer, channel, priority, product, description }
    }

    /// The product's category.
    pub(crate) fn category(&self, world: &'w World) -> &'w str {
        let product = world.content.products.iter().find(|product| product.code == self.product);
        product.map_or("", |product| &product.category)
    }

    /// The texts of the script for a case that `cast` works on.
    pub(crate) fn opening(&self, world: &World, chance: &mut Chance, cast: &Cast<'_>, at: Instant) -> Said {
        let words = Words::of(world, chance, self.template, self.customer, (cast.handler, at));
        let subject = &self.template.subjects[*chance.one(&self.fit.subjects)];
        let opening = Opening {
            kind: self.template.kind,
            subject: words.fill(subject),
            description: words.fill(&self.template.descriptions[self.description]),
            channel: self.channel,
            priority: self.priority,
            customer_id: self.customer.id,
            product_id: world.products[self.product],
            unit_id: world.unit(cast.path[0]),
            by: cast.opener.id,
            at,
        };
        let (template, generic) = (self.template, &world.content.cases.generic);
        let mut one = |own: &[usize], texts: &[String], generic: &[String]| {
            let text = if own.is_empty() { chance.one(generic) } else { &texts[*chance.one(own)] };
            words.fill(text)
        };
        let note = one(&self.fit.notes, &template.notes, &generic.notes);
        let resolution = one(&self.fit.resolutions, &template.resolutions, &generic.resolutions);
        let again = one(&[], &[], &generic.replies);
        let reopening = one(&[], &[], &template.reopen_reasons);
        let waiting = one(&[], &[], &template.wait_reasons);
        let thanks = one(&[], &[], &generic.customer_messages);
        let told = |own: &[usize], texts: &[String]| own.iter().map(|at| words.fill(&texts[*at])).collect();
        let mut replies: Vec<String> = told(&self.fit.replies, &template.replies);
        let mut messages: Vec<String> = told(&self.fit.customer_messages, &template.customer_messages);
        if replies.is_empty() {
            replies.push(again.clone());
            messages.push(thanks);
            messages.truncate(chance.below(2));
        }
        // Only waiting for the customer is waiting; for a department the clock runs on.
        let waiting = Some(waiting).filter(|why| why.contains("客户"));
        Said { opening, replies, messages, note, resolution, again, reopening, waiting }
    }
}

/// All that is said in a case.
pub(crate) struct Said {
    pub(crate) opening: Opening,
    pub(crate) replies: Vec<String>,
    /// Each answers the reply at the same place.
    pub(crate) messages: Vec<String>,
    pub(crate) note: String,
    pub(crate) resolution: String,
    pub(crate) again: String,
    pub(crate) reopening: String,
    pub(crate) waiting: Option<String>,
}

/// Someone who was a customer at `at`; those who came first ask more often.
fn a_customer<'w>(world: &'w World, chance: &mut Chance, at: Instant, organisation: bool) -> &'w Known {
    let known = world.customers.partition_point(|one| one.since < at).max(1);
    let mut draw = || &world.customers[(known as f64 * chance.share().powf(1.25)) as usize];
    let drawn: Vec<_> = (0..60).map(|_| draw()).collect();
    drawn.iter().find(|one| one.organisation == organisation).copied().unwrap_or(drawn[0])
}

/// The story of a matter that arrives at `at`.
pub(crate) fn tell(world: &World, chance: &mut Chance, at: Instant) -> Story {
    let script = Script::draw(world, chance, at, |_| true);
    let matter =
        Matter { kind: script.template.kind, channel: script.channel, category: script.category(world) };
    let mut cast = Cast::of(world, chance, &matter, script.customer);
    let at_once = matches!(script.channel, Channel::Phone | Channel::Counter)
        || (script.channel == Channel::Chat && chance.is_within(0.6));
    let live = cast.path.len() == 1 && cast.handler.unit == cast.opener.unit && at_once;
    if live {
        cast.handler = cast.opener;
    }
    let said = script.opening(world, chance, &cast, at);
    let mut plan = Plan { world, chance, by: cast.handler.id, at, steps: Vec::new() };
    if live {
        plan.in_one_contact(&said)
    } else {
        plan.through_the_queue(&said, &cast)
    }
    let Plan { steps, .. } = plan;
    Story { opening: said.opening, steps }
}

/// A plan in the making.
struct Plan<'p, 'w> {
    world: &'w World,
    chance: &'p mut Chance,
    by: StaffId,
    at: Instant,
    steps: Vec<Step>,
}

impl Plan<'_, '_> {
    /// The next step, at least a second after the one before.
    fn step(&mut self, at: Instant, by: StaffId, act: Act) {
        let after = self.steps.last().map_or(self.at, |step| step.at.max(self.at)).plus_seconds(1);
        self.at = at.max(after);
        self.steps.push(Step { at: self.at, by, act });
    }

    /// The handler does it after so many seconds that really pass.
    fn soon(&mut self, low: f64, high: f64, act: Act) {
        let micros = (self.chance.between(low, high) * 1e6) as i64;
        self.step(self.at.plus_micros(micros), self.by, act);
    }

    /// The handler does it after so many seconds of office hours.
    fn later(&mut self, seconds: f64, act: Act) {
        self.step(self.world.after(self.at, seconds), self.by, act);
    }

    /// The target of a clock, in seconds of office hours.
    fn targets(&self, opening: &Opening) -> (f64, f64) {
        let level = self.world.levels.get(&(opening.kind, opening.priority));
        let seconds = |target: Option<i64>| target.map_or(DAY, |seconds| seconds as f64);
        (
            seconds(level.and_then(|level| level.target(ClockKind::FirstResponse))),
            seconds(level.and_then(|level| level.target(ClockKind::Resolution))),
        )
    }

    /// The customer is there: taken and answered at once, and often settled before they go.
    fn in_one_contact(&mut self, said: &Said) {
        let settled = match said.opening.kind {
            CaseKind::Consultation => 0.82,
            CaseKind::Compliment | CaseKind::Suggestion => 0.75,
            CaseKind::Transaction => 0.6,
            CaseKind::Complaint | CaseKind::Technical => 0.2,
        };
        self.soon(3.0, 30.0, Act::Take);
        if !self.chance.is_within(settled) {
            self.soon(60.0, 300.0, reply(&said.replies[0]));
            let (_, resolution) = self.targets(&said.opening);
            let used = self.used(0.12) * resolution;
            return self.the_rest(said, used);
        }
        for (n, text) in said.replies.iter().enumerate() {
            self.soon(20.0, 120.0, reply(text));
            if let Some(text) = said.messages.get(n) {
                self.soon(10.0, 60.0, Act::CustomerWrote(text.clone()));
            }
        }
        if self.chance.is_within(0.3) {
            self.soon(15.0, 90.0, Act::Note(said.note.clone()));
        }
        self.soon(20.0, 200.0, Act::Resolve(said.resolution.clone()));
        self.the_end(said);
    }

    /// A queue holds it first; someone takes it, or whoever leads the team gives it to them.
    fn through_the_queue(&mut self, said: &Said, cast: &Cast<'_>) {
        let (first, resolution) = self.targets(&said.opening);
        let first = self.used_first() * first;
        let opened_at = self.at;
        for pair in cast.path.windows(2) {
            let by = lead(self.world, self.chance, pair[0]).id;
            let share = self.chance.between(0.05, 0.2);
            let at = self.world.after(self.at, share * first);
            self.step(at, by, Act::Assign { unit_id: self.world.unit(pair[1]), staff_id: None });
        }
        let unit = cast.path[cast.path.len() - 1];
        let left = self.world.after(opened_at, first).micros_since(self.at).max(0) as f64 / 1e6;
        let share = self.chance.between(0.2, 0.8);
        let wait = if left < 6.0 * 3600.0 { share * left } else { share * first * 0.5 };
        if self.chance.is_within(0.3) {
            let by = lead(self.world, self.chance, unit).id;
            let at = self.world.after(self.at, wait);
            self.step(at, by, Act::Assign { unit_id: self.world.unit(unit), staff_id: Some(self.by) });
        } else {
            self.later(wait, Act::Take);
        }
        let at = self.world.after(opened_at, first);
        self.step(at, self.by, reply(&said.replies[0]));
        let used = self.used(0.155) * resolution;
        self.the_rest(said, (used - first).max(900.0));
    }

    /// The share of the first answer's target that is used; sometimes too much.
    fn used_first(&mut self) -> f64 {
        if self.chance.is_within(0.035) {
            self.chance.between(1.02, 1.9)
        } else {
            0.04 + 0.82 * self.chance.share().powf(1.4)
        }
    }

    /// The share of the resolution's target that is used; too much for `late` of them.
    fn used(&mut self, late: f64) -> f64 {
        if self.chance.is_within(late) {
            self.chance.between(1.02, 1.6)
        } else {
            0.12 + 0.76 * self.chance.share()
        }
    }

    /// From the first answer to the outcome, in `budget` seconds of office hours; waiting is not counted.
    fn the_rest(&mut self, said: &Said, budget: f64) {
        let gaps = said.replies.len() + said.messages.len().min(said.replies.len());
        let mut gap = {
            let mut weights: Vec<f64> = (0..gaps).map(|_| self.chance.between(0.5, 1.5)).collect();
            let sum: f64 = weights.iter().sum();
            weights.iter_mut().for_each(|weight| *weight *= budget / sum);
            weights.into_iter()
        };
        let mut gap = move || gap.next().unwrap_or(60.0);
        if self.chance.is_within(0.45) {
            self.soon(20.0, 240.0, Act::Note(said.note.clone()));
        }
        if said.opening.kind == CaseKind::Complaint && self.chance.is_within(0.04) {
            let why = "客户情绪激动，要求上级答复，请协助。".to_owned();
            self.soon(60.0, 600.0, Act::Escalate(why));
        }
        for n in 0..said.replies.len() {
            if n > 0 {
                self.later(gap(), reply(&said.replies[n]));
            }
            let Some(text) = said.messages.get(n) else { continue };
            if !self.wait(said) {
                self.later(gap(), Act::CustomerWrote(text.clone()));
                continue;
            }
            if self.chance.is_within(0.07) {
                // They never answer; after some days nobody waits any longer.
                let days = self.chance.between(2.0, 4.0);
                self.later(days * DAY, Act::Resume);
                break;
            }
            let hours = self.chance.between(0.7, 30.0);
            let at = awake(self.world, self.at.plus_micros((hours * 3600e6) as i64));
            self.step(at, self.by, Act::CustomerWrote(text.clone()));
        }
        self.later(gap(), Act::Resolve(said.resolution.clone()));
        self.the_end(said);
    }

    /// Waits for the customer in some cases, saying why where the template knows.
    fn wait(&mut self, said: &Said) -> bool {
        let waits = self.chance.is_within(0.4);
        if waits {
            let why = said.waiting.clone().unwrap_or_else(|| "等待客户回复".to_owned());
            self.soon(5.0, 60.0, Act::Wait(why));
        }
        waits
    }

    /// Closed after a day or two; a few come back.
    fn the_end(&mut self, said: &Said) {
        let again = if said.opening.kind == CaseKind::Complaint { 0.07 } else { 0.03 };
        let comes_back = self.chance.is_within(again);
        if !comes_back || self.chance.is_within(0.5) {
            let days = self.chance.between(0.3, 2.2);
            self.later(days * DAY, Act::Close);
        }
        if !comes_back {
            return;
        }
        let days = self.chance.between(0.4, 4.0);
        let at = awake(self.world, self.at.plus_micros((days * 86_400e6) as i64));
        self.step(at, self.by, Act::Reopen(said.reopening.clone()));
        let (_, resolution) = self.targets(&said.opening);
        let used = self.used(0.12) * resolution;
        self.later(used * 0.3, reply(&said.again));
        self.later(used * 0.7, Act::Resolve(said.resolution.clone()));
        self.later(DAY, Act::Close);
    }
}

fn reply(text: &str) -> Act {
    Act::Reply { text: text.to_owned(), then_wait: false }
}

/// The same moment, or the next morning: customers sleep.
fn awake(world: &World, at: Instant) -> Instant {
    let local = world.zone.to_datetime(at.timestamp());
    let hours_to_wait = match local.hour() {
        22.. => 33 - i64::from(local.hour()),
        0..8 => 9 - i64::from(local.hour()),
        _ => 0,
    };
    at.plus_seconds(hours_to_wait * 3600)
}
