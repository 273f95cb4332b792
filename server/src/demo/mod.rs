//! The demo institution: a bank that never was, its people, its customers and a year of their matters.
//!
//! The same seed and the same day make the same content. Every case is lived in memory by the product's own
//! rules and clocks and then written in bulk, so its rows, clocks and journal are what the product would have
//! made of it. Random are only the ids of events, units, people and products, which commands make, the salt
//! of the password, and keys with what they seal. What lies on the desks now depends on the hour. Begin with [`make`].

mod arrivals;
mod cast;
mod chance;
mod content;
mod desk;
mod history;
mod life;
mod people;
mod stories;
mod whole;
mod words;
mod world;
mod write;

use std::sync::Arc;

use anyhow::{anyhow, bail};
use jiff::ToSpan;
use lingke_cases::commands::open;
use lingke_kernel::time::Instant;
use lingke_performance::subscriptions as performance;
use lingke_platform::ctx::Ctx;
use lingke_platform::db::bulk::{self, Filling};
use lingke_platform::db::sql;
use lingke_platform::failure::Answer;
use lingke_platform::journal::sealer;
use lingke_platform::node::Node;
use lingke_platform::numbers::take_block;
use lingke_platform::subscriptions;

use arrivals::midnight;
use chance::Chance;
use content::Content;
use history::{Coming, History, Next};
use world::World;

/// Everybody's password in the demo institution.
pub const PASSWORD: &str = "lingke-demo";

/// How many people one can sign in as: the first of the content, one per role.
pub const SIGN_INS: usize = 8;

/// Series of draws; see [`Chance::of`].
const ARRIVALS: u64 = 1;
const CUSTOMERS: u64 = 2;
const PLANS: u64 = 3;
const LIVES: u64 = 4;
const DESKS: u64 = 5;
const WHOLE: u64 = 6;

/// How much is made.
#[derive(Debug, Clone, Copy)]
pub struct Scale {
    /// Cases of a year, about.
    pub cases: usize,
    /// Customers.
    pub customers: usize,
}

/// What was made.
#[derive(Debug, Clone)]
pub struct Made {
    /// Nothing happened after this moment.
    pub now: Instant,
    /// Units of the tree.
    pub units: usize,
    /// People.
    pub staff: usize,
    /// Products.
    pub products: usize,
    /// Customers.
    pub customers: usize,
    /// Cases.
    pub cases: usize,
    /// Cases still open.
    pub open: usize,
    /// Cases with a clock that ran out.
    pub breached: usize,
    /// The journal's last number.
    pub events: i64,
    /// Login, name and role code of those one can sign in as.
    pub sign_ins: Vec<(String, String, &'static str)>,
}

/// Says how far it is: what is being made, and the share of it that is.
pub type Progress<'a> = &'a mut (dyn FnMut(&str, f64) + Send);

/// Fills the empty database of `node`, which runs no loops.
///
/// # Errors
/// When the database is not empty, and when the node is told to stop meanwhile.
pub async fn make(node: &Arc<Node>, scale: Scale, seed: u64, progress: Progress<'_>) -> anyhow::Result<Made> {
    refuse_unless_empty(node).await?;
    let content = Content::read()?;
    let now = node.clock.now().plus_seconds(-1);
    let zone = jiff::tz::TimeZone::get(&content.house.institution.time_zone)?;
    let today = now.day_in(&zone);
    // The institution moves in during the day before its first case.
    let moves_in = midnight(today.checked_sub(arrivals::DAYS.days())?, &zone)?;
    let ctx = Ctx { now: moves_in, ..Ctx::system(node, "demo") };
    let mut filling = Filling::begin(&node.db).await?;
    let world = World::settle(&ctx, content, now).await?;
    seal(node).await?;
    let (world, history) = plan(&ctx, world, (scale, seed)).await?;
    let counted = write_history(&ctx, &world, history, progress).await?;
    whole::tell(&ctx, &world, seed).await?;
    let events = seal(node).await?;
    // Words are looked up by nobody before all are in.
    filling.build(&node.db, |name| name != "search_index", told(node, "indexes", progress)).await?;
    take_effect(node, counted.cases, progress).await?;
    filling.finish(&node.db, told(node, "index of words", progress)).await?;
    let sign_ins = world.staff.iter().take(SIGN_INS);
    let sign_ins = sign_ins.map(|one| (one.login.clone(), one.name.clone(), one.role.code())).collect();
    Ok(Made {
        now,
        units: world.units.len(),
        staff: world.staff.len(),
        products: world.products.len(),
        customers: world.customers.len(),
        cases: counted.cases,
        open: counted.open,
        breached: counted.breached,
        events,
        sign_ins,
    })
}

/// A new database holds its calendars and service levels, and nothing of these.
async fn refuse_unless_empty(node: &Node) -> anyhow::Result<()> {
    bulk::refuse_unfinished(&node.db).await?;
    for (table, what) in [("institution", "an institution"), ("staff", "people"), ("cases", "cases")] {
        let found = sql(format!("SELECT 1 FROM {table} LIMIT 1")).value::<i32>(node.db.read()).await?;
        if found.is_some() {
            bail!(
                "the database is not empty: there is already {what}; the demo fills an empty database only"
            );
        }
    }
    Ok(())
}

/// Draws who comes and what is opened when.
async fn plan(
    ctx: &Ctx,
    mut world: World,
    (scale, seed): (Scale, u64),
) -> anyhow::Result<(Arc<World>, History)> {
    let today = world.now.day_in(&world.zone);
    let first_day = ctx.now.plus_seconds(24 * 3600);
    let moments = moments(&world, (ctx.now, first_day), (scale.customers, seed))?;
    let series = lingke_customers::number::SERIES;
    let numbers = take_block(&ctx.node.db, series, i64::try_from(scale.customers)?).await?;
    let coming = Coming { seed, today, moments, numbers };
    world.customers = coming.known(&world);

    let desks = desk::stories(&world, seed);
    let seasonality = &world.content.cases.seasonality;
    let draws = (&mut Chance::of(seed, ARRIVALS, 0), scale.cases);
    let drawn = arrivals::draw(seasonality, (&world.hours, &world.zone), today, draws)?;
    let mut arrivals: Vec<_> = drawn.into_iter().enumerate().filter(|(_, at)| *at < world.now).collect();
    let opened: Vec<Instant> = desks.iter().map(|story| story.opening.at).collect();
    arrivals::make_room(&mut arrivals, &opened, &world.zone);
    let mut cases: Vec<Next> = arrivals.into_iter().map(|(n, at)| Next::Arrival(n, at)).collect();
    cases.extend(desks.into_iter().enumerate().map(|(n, story)| Next::Desk(n, Box::new(story))));
    cases.sort_by_key(Next::at);
    let case_numbers = take_block(&ctx.node.db, open::SERIES, i64::try_from(cases.len())?).await?;
    let request_id = ctx.request_id.to_string();
    Ok((Arc::new(world), History { coming, cases, case_numbers, first_day, request_id }))
}

/// Three quarters move in with the institution; the others come during the year.
fn moments(
    world: &World,
    (moves_in, first_day): (Instant, Instant),
    (count, seed): (usize, u64),
) -> anyhow::Result<Vec<Instant>> {
    let mut chance = Chance::of(seed, CUSTOMERS, usize::MAX);
    let today = world.now.day_in(&world.zone);
    let year_micros = midnight(today, &world.zone)?.micros_since(first_day) as f64;
    let moments = (0..count).map(|_| {
        if chance.is_within(0.75) {
            moves_in.plus_micros(3_600_000_000 + (chance.share() * 20.0 * 3600e6) as i64)
        } else {
            first_day.plus_micros((chance.share() * year_micros) as i64)
        }
    });
    let mut moments: Vec<Instant> = moments.collect();
    moments.sort_unstable();
    Ok(moments)
}

#[derive(Default)]
struct Counted {
    cases: usize,
    open: usize,
    breached: usize,
}

/// Writes the year batch by batch, while another thread lives the next.
async fn write_history(
    ctx: &Ctx,
    world: &Arc<World>,
    history: History,
    progress: Progress<'_>,
) -> anyhow::Result<Counted> {
    let total = history.cases.len();
    let (sender, mut batches) = tokio::sync::mpsc::channel(2);
    let world = world.clone();
    let telling = tokio::task::spawn_blocking(move || {
        history.tell(&world, |batch| sender.blocking_send(batch).is_ok())
    });
    let mut counted = Counted::default();
    while let Some(batch) = batches.recv().await {
        stop_when_told(&ctx.node)?;
        counted.cases += batch.lives.len();
        counted.open += batch.lives.iter().filter(|life| life.case.status.is_open()).count();
        counted.breached += batch.lives.iter().filter(|life| life.case.breached).count();
        write::batch(ctx, batch).await?;
        progress("cases", counted.cases as f64 / total.max(1) as f64);
    }
    telling.await??;
    Ok(counted)
}

fn stop_when_told(node: &Node) -> Answer<()> {
    if node.stopping.is_cancelled() {
        return Err(anyhow!("cancelled before it was whole: throw the database away and begin anew").into());
    }
    Ok(())
}

/// Tells how far the part called `what` is, unless the node is told to stop.
fn told(node: &Node, what: &str, progress: Progress<'_>) -> impl FnMut(f64) -> Answer<()> {
    move |share| {
        stop_when_told(node)?;
        progress(what, share);
        Ok(())
    }
}

async fn seal(node: &Arc<Node>) -> Answer<i64> {
    loop {
        let (some, seq) = sealer::seal_batch(&node.db, node.clock.now()).await?;
        if some == 0 {
            return Ok(seq);
        }
    }
}

/// Lets every subscription take effect of all events.
async fn take_effect(node: &Arc<Node>, cases: usize, progress: Progress<'_>) -> Answer<()> {
    let mut tell = told(node, performance::PERFORMANCE.name, progress);
    performance::fill(node, |filled| tell(filled as f64 / cases.max(1) as f64)).await?;
    drop(tell);
    let head = sealer::head(node.db.read()).await?.seq;
    for subscription in node.subscriptions().filter(|one| one.name != performance::PERFORMANCE.name) {
        let mut tell = told(node, subscription.name, progress);
        while subscriptions::step(node, subscription).await? {
            let position = subscriptions::position(node, subscription.name).await?;
            tell(position as f64 / head as f64)?;
        }
        tell(1.0)?;
    }
    Ok(())
}
