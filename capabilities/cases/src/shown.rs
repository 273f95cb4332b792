//! Cases as the API shows them: names beside ids, clocks with their chips, and what the viewer may do.

mod may;
mod relations;

use std::collections::{HashMap, HashSet};
use std::hash::Hash;
use std::sync::Arc;

use lingke_calendars::model::CalendarVersionId;
use lingke_customers::model::CustomerId;
use lingke_kernel::calendar::Calendar;
use lingke_kernel::time::Instant;
use lingke_organisation::model::{StaffName, UnitName};
use lingke_platform::ctx::Ctx;
use lingke_platform::failure::Answer;
use lingke_platform::viewer::{StaffId, UnitId};
use lingke_products::model::ProductId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::checklists::model::Progress;
use crate::commands::open::Opened;
pub use may::CaseMay;
pub use relations::{CaseName, LinkShown, Relations, TransferredFrom};

use crate::clocks::{Level, level, reading, remaining_seconds};
use crate::fields::model::Values;
use crate::levels::current;
use crate::levels::told::{CustomerWords, customer_words};
use crate::model::{
    AttachmentId, Case, CaseId, CaseKind, Channel, Clock, ClockId, ClockKind, ClockState, Priority, Status,
    near,
};
use crate::store::attachments::Attachment;
use crate::store::beside::{self, Beside};
use crate::store::{attachments, clocks, holds};
use crate::{checklists, fields, setup, tasks};

/// A customer's name with their id.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct CustomerName {
    /// The customer.
    pub id: CustomerId,
    /// Their name.
    pub name: String,
}

/// A product's name with its id.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ProductName {
    /// The product.
    pub id: ProductId,
    /// In Chinese.
    pub name: String,
    /// In English.
    pub name_en: String,
}

/// The clock a case is due by next.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct NextDue {
    /// Which limit.
    pub kind: ClockKind,
    /// When; already past when it ran out.
    pub due_at: Instant,
    /// How it stands.
    pub state: ClockState,
    /// Working seconds until then; negative once it ran out.
    pub remaining_seconds: i64,
    /// The chip's colour.
    pub level: Level,
}

/// A case in a list.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct CaseRow {
    /// Its id.
    pub id: CaseId,
    /// What people read out.
    pub number: String,
    /// What kind of work.
    pub kind: CaseKind,
    /// One line.
    pub subject: String,
    /// How it reached us.
    pub channel: Channel,
    /// How pressing.
    pub priority: Priority,
    /// Where it stands.
    pub status: Status,
    /// Whose matter.
    pub customer: Option<CustomerName>,
    /// About what.
    pub product: Option<ProductName>,
    /// Whose queue.
    pub unit: Option<UnitName>,
    /// Who works on it.
    pub assignee: Option<StaffName>,
    /// Who answers for it being done.
    pub owner: Option<StaffName>,
    /// Whom the customer reached first.
    pub first_owner: Option<StaffName>,
    /// Since when the customer waits for us; null while nobody does.
    pub waiting_since: Option<Instant>,
    /// What is due next; null when no clock runs.
    pub next_due: Option<NextDue>,
    /// Whether a clock of it ran out.
    pub breached: bool,
    /// How often it was escalated.
    pub escalation_level: i32,
    /// How often it was urged.
    pub urge_count: i32,
    /// How often it was returned.
    pub return_count: i32,
    /// How often it was reopened.
    pub reopen_count: i32,
    /// Words that sort it.
    pub tags: Vec<String>,
    /// Its rest; null when it does not rest.
    pub rest: Option<Rest>,
    /// The case it is a part of.
    pub parent_id: Option<CaseId>,
    /// The case in which its work goes on.
    pub merged_into_id: Option<CaseId>,
    /// What other departments were asked; null while nothing of it is open.
    pub tasks: Option<TasksStanding>,
    /// How far its checklist is; null when it has none.
    pub checklist: Option<Progress>,
    /// The institution's own fields that are filled, by key.
    #[schema(value_type = std::collections::BTreeMap<String, serde_json::Value>)]
    pub fields: Values,
    /// Raised at each change.
    pub version: i64,
    /// When it was opened.
    pub created_at: Instant,
    /// When it last changed.
    pub updated_at: Instant,
}

/// Until when a case rests.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Rest {
    /// When it wakes; null when only an answer wakes it.
    pub until: Option<Instant>,
}

/// What other departments were asked of a case.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct TasksStanding {
    /// Tasks neither done nor withdrawn.
    pub open: i64,
    /// The department it waits for: the one due first; null while none has the ball.
    pub waits_for: Option<UnitName>,
    /// By when that one should answer.
    pub due_at: Option<Instant>,
}

/// A clock with its chip.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ClockShown {
    /// Its id.
    pub id: ClockId,
    /// Which limit.
    pub kind: ClockKind,
    /// Which of its kind: a reopened case gets a new one.
    pub cycle: i32,
    /// How it stands.
    pub state: ClockState,
    /// Whether it waits for its end.
    pub running: bool,
    /// When it began.
    pub started_at: Instant,
    /// When it is or was due; null while it stands still.
    pub due_at: Option<Instant>,
    /// When it warns.
    pub warn_at: Option<Instant>,
    /// When it was stopped.
    pub stopped_at: Option<Instant>,
    /// Working seconds allowed.
    pub target_seconds: i64,
    /// Working seconds used.
    pub elapsed_seconds: i64,
    /// Working seconds left; negative when over.
    pub remaining_seconds: i64,
    /// The chip's colour.
    pub level: Level,
    /// The calendar by name.
    pub calendar: String,
    /// The service level's name; null where no level covers the case.
    pub service_level: Option<String>,
    /// The task it runs for.
    pub task_id: Option<String>,
    /// Whether the calendar did not know a year yet.
    pub provisional: bool,
}

/// A file attached to a case.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct AttachmentShown {
    /// Its id.
    pub id: AttachmentId,
    /// Its name.
    pub name: String,
    /// What the content is.
    pub media_type: String,
    /// Bytes.
    pub size: i64,
    /// The content's hash.
    pub sha256: String,
    /// Who attached it.
    pub added_by: Option<StaffName>,
    /// When.
    pub added_at: Instant,
}

/// A case in full.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct CaseShown {
    /// What a list shows.
    #[serde(flatten)]
    pub row: CaseRow,
    /// The matter.
    pub description: String,
    /// Who works on it where it came from, once transferred.
    pub transferred_from: Option<TransferredFrom>,
    /// To whom it was escalated.
    pub escalated_to: Option<StaffName>,
    /// When it was resolved.
    pub resolved_at: Option<Instant>,
    /// When it was closed.
    pub closed_at: Option<Instant>,
    /// What the customer is told of it.
    pub customer_words: CustomerWords,
    /// Its clocks, oldest first.
    pub clocks: Vec<ClockShown>,
    /// Its files, and those of the cases it took in.
    pub attachments: Vec<AttachmentShown>,
    /// The cases it belongs together with.
    pub relations: Relations,
    /// Who follows it.
    pub followers: Vec<StaffName>,
    /// What the viewer may do now.
    pub may: CaseMay,
}

impl ClockShown {
    /// A clock as it stands at `now`.
    pub fn of(
        clock: &Clock,
        calendar: &Calendar,
        (calendar_name, service_level): (&str, Option<&str>),
        now: Instant,
    ) -> Answer<Self> {
        let (read, provisional) = reading(clock, calendar, now)?;
        let elapsed_seconds = clock.elapsed_seconds.unwrap_or(read.elapsed_micros / 1_000_000);
        let late = clock.running && clock.due_at.is_some_and(|due| now > due);
        let (state, level) = chip(clock, late, now);
        Ok(Self {
            id: clock.id,
            kind: clock.kind,
            cycle: clock.cycle,
            state,
            running: clock.running,
            started_at: clock.started_at,
            due_at: clock.breached_at.or(clock.due_at),
            warn_at: clock.warn_at,
            stopped_at: clock.stopped_at,
            target_seconds: clock.target_seconds,
            elapsed_seconds,
            remaining_seconds: clock.target_seconds - elapsed_seconds,
            level,
            calendar: calendar_name.to_owned(),
            service_level: service_level.map(str::to_owned),
            task_id: clock.task_id.clone(),
            provisional,
        })
    }
}

/// What a chip says of a clock. One that is late is breached already, before the timer has noted it.
fn chip(clock: &Clock, late: bool, now: Instant) -> (ClockState, Level) {
    if late { (ClockState::Breached, Level::Red) } else { (clock.state, level(clock, now)) }
}

/// Names of all that some cases mention, each read once.
struct Names {
    staff: HashMap<StaffId, StaffName>,
    units: HashMap<UnitId, UnitName>,
    customers: HashMap<CustomerId, String>,
    products: HashMap<ProductId, ProductName>,
    clocks: HashMap<ClockId, Clock>,
    calendars: HashMap<CalendarVersionId, Arc<Calendar>>,
    tasks: HashMap<CaseId, tasks::store::Standings>,
    checklists: HashMap<CaseId, Progress>,
    fields: HashMap<CaseId, Values>,
}

fn distinct<T: Eq + Hash>(ids: impl Iterator<Item = T>) -> Vec<T> {
    ids.collect::<HashSet<_>>().into_iter().collect()
}

/// `next` are the clocks the cases are due by next; `beside` says what there is to read of them.
async fn names(ctx: &Ctx, cases: &[Case], next: Vec<Clock>, beside: Beside) -> Answer<Names> {
    let conn = ctx.read();
    let people = |case: &Case| {
        let Case { assignee_id, owner_id, escalated_to, first_owner_id, transferred_from_staff_id, .. } =
            case;
        [*assignee_id, *owner_id, *escalated_to, *first_owner_id, *transferred_from_staff_id]
    };
    let staff = distinct(cases.iter().flat_map(people).flatten());
    let ids: Vec<CaseId> = cases.iter().map(|case| case.id).collect();
    let asked_of = if beside.tasks { &ids[..] } else { &[] };
    let tasks = tasks::store::standings(conn, asked_of).await?;
    let asked = tasks.values().filter_map(|standing| standing.waits_for);
    let units = |case: &Case| [Some(case.unit_id), case.transferred_from_unit_id];
    let units = distinct(cases.iter().flat_map(units).flatten().chain(asked));
    let setup = setup::of(&ctx.node, conn, ctx.now).await?;
    let customers = distinct(cases.iter().filter_map(|case| case.customer_id));
    let products = distinct(cases.iter().filter_map(|case| case.product_id));
    let named = |product: lingke_products::model::Product| {
        (product.id, ProductName { id: product.id, name: product.name, name_en: product.name_en })
    };
    let clocks: HashMap<_, _> = next.into_iter().map(|clock| (clock.id, clock)).collect();
    let mut calendars = HashMap::new();
    for id in distinct(clocks.values().map(|clock| clock.calendar_version_id)) {
        calendars.insert(id, lingke_calendars::store::version(conn, id).await?);
    }
    let called = lingke_organisation::store::names::of(conn, &staff, &units).await?;
    Ok(Names {
        staff: called.staff,
        units: called.units,
        customers: lingke_customers::store::names(conn, customers).await?,
        products: lingke_products::store::by_ids(conn, &products).await?.into_iter().map(named).collect(),
        clocks,
        calendars,
        tasks,
        checklists: checklists::store::progress(conn, if beside.items { &ids } else { &[] }).await?,
        fields: fields::values_of(conn, &setup.fields, if beside.fields { &ids } else { &[] }).await?,
    })
}

/// The chip of a list.
fn next_due(case: &Case, names: &Names, now: Instant) -> Answer<Option<NextDue>> {
    let next = case.next_clock_id.and_then(|id| names.clocks.get(&id));
    let Some((clock, due_at)) = next.zip(near(case.next_due_at)) else { return Ok(None) };
    let Some(calendar) = names.calendars.get(&clock.calendar_version_id) else { return Ok(None) };
    let (state, level) = chip(clock, now > due_at, now);
    let remaining_seconds = remaining_seconds(calendar, due_at, now)?;
    Ok(Some(NextDue { kind: clock.kind, due_at, state, remaining_seconds, level }))
}

fn row(case: &Case, names: &Names, now: Instant) -> Answer<CaseRow> {
    let next_due = next_due(case, names, now)?;
    let customer = case
        .customer_id
        .and_then(|id| names.customers.get(&id).map(|name| CustomerName { id, name: name.clone() }));
    let person = |id: Option<StaffId>| id.and_then(|id| names.staff.get(&id).cloned());
    Ok(CaseRow {
        id: case.id,
        number: case.number.clone(),
        kind: case.kind,
        subject: case.subject.clone(),
        channel: case.channel,
        priority: case.priority,
        status: case.status,
        customer,
        product: case.product_id.and_then(|id| names.products.get(&id).cloned()),
        unit: names.units.get(&case.unit_id).cloned(),
        assignee: person(case.assignee_id),
        owner: person(case.owner_id),
        first_owner: person(case.first_owner_id),
        waiting_since: near(case.waiting_since),
        next_due,
        breached: case.breached,
        escalation_level: case.escalation_level,
        urge_count: case.urge_count,
        return_count: case.return_count,
        reopen_count: case.reopen_count,
        tags: case.tags.0.clone(),
        rest: case.snoozed_until.map(|until| Rest { until: near(until) }),
        parent_id: case.parent_id,
        merged_into_id: case.merged_into_id,
        tasks: names.tasks.get(&case.id).map(|standing| TasksStanding {
            open: standing.open,
            waits_for: standing.waits_for.and_then(|id| names.units.get(&id).cloned()),
            due_at: standing.due_at,
        }),
        checklist: names.checklists.get(&case.id).copied(),
        fields: names.fields.get(&case.id).cloned().unwrap_or_default(),
        version: case.version,
        created_at: case.created_at,
        updated_at: case.updated_at,
    })
}

/// Cases as a list shows them.
pub async fn rows(ctx: &Ctx, cases: &[Case]) -> Answer<Vec<CaseRow>> {
    let next = distinct(cases.iter().filter_map(|case| case.next_clock_id));
    let next = clocks::by_ids(ctx.read(), &next).await?;
    let names = names(ctx, cases, next, Beside::PERHAPS).await?;
    cases.iter().map(|case| row(case, &names, ctx.now)).collect()
}

/// A case in full.
pub async fn full(ctx: &Ctx, case: &Case) -> Answer<CaseShown> {
    let beside = beside::of(ctx.read(), case.id).await?;
    let clocks = clocks::of_case(ctx.read(), case.id).await?;
    whole(ctx, case, clocks, beside).await
}

/// The same of a case that was just opened, from what is known of it already.
pub async fn just_opened(ctx: &Ctx, Opened { case, clocks }: Opened) -> Answer<CaseShown> {
    let setup = setup::of(&ctx.node, ctx.read(), ctx.now).await?;
    let (items, fields) = (!setup.templates.is_empty(), !setup.fields.is_empty());
    whole(ctx, &case, clocks, Beside { items, fields, ..Beside::NOTHING }).await
}

async fn whole(ctx: &Ctx, case: &Case, clocks: Vec<Clock>, beside: Beside) -> Answer<CaseShown> {
    let next = clocks.iter().filter(|clock| case.next_clock_id == Some(clock.id)).cloned().collect();
    let names = names(ctx, std::slice::from_ref(case), next, beside).await?;
    let holds = if beside.holds { holds::of_case(ctx.read(), case.id).await? } else { Vec::new() };
    let has_files = beside.attachments || beside.merged;
    let person = |id: Option<StaffId>| id.and_then(|id| names.staff.get(&id).cloned());
    Ok(CaseShown {
        row: row(case, &names, ctx.now)?,
        description: case.description.clone(),
        transferred_from: case.transferred_from_unit_id.map(|id| TransferredFrom {
            unit: names.units.get(&id).cloned(),
            staff: person(case.transferred_from_staff_id),
        }),
        escalated_to: person(case.escalated_to),
        resolved_at: case.resolved_at,
        closed_at: case.closed_at,
        customer_words: customer_words(case, &holds),
        clocks: clocks_shown(ctx, clocks).await?,
        attachments: if has_files { attachments_of(ctx, case.id).await? } else { Vec::new() },
        relations: relations::of(ctx, case, beside).await?,
        followers: if beside.followers { relations::followers(ctx, case.id).await? } else { Vec::new() },
        may: CaseMay::of(&ctx.viewer, case),
    })
}

async fn clocks_shown(ctx: &Ctx, clocks: Vec<Clock>) -> Answer<Vec<ClockShown>> {
    let mut shown = Vec::new();
    for clock in clocks {
        let (name, calendar) =
            lingke_calendars::store::named_version(ctx.read(), clock.calendar_version_id).await?;
        let level = level_name(ctx, &clock).await?;
        shown.push(ClockShown::of(&clock, &calendar, (&name, level.as_deref()), ctx.now)?);
    }
    Ok(shown)
}

/// The name of the level that a clock follows.
pub async fn level_name(ctx: &Ctx, clock: &Clock) -> Answer<Option<String>> {
    let Some(id) = clock.service_level_id else { return Ok(None) };
    Ok(Some(current::level(ctx.read(), id).await?.level.name))
}

async fn attachments_of(ctx: &Ctx, id: CaseId) -> Answer<Vec<AttachmentShown>> {
    let files = attachments::of_case(ctx.read(), id).await?;
    let people = distinct(files.iter().map(|file| file.added_by));
    let people = lingke_organisation::store::staff::names(ctx.read(), &people).await?;
    Ok(files.into_iter().map(|file| attachment(file, &people)).collect())
}

/// An attachment with its author's name.
pub fn attachment(file: Attachment, people: &HashMap<StaffId, StaffName>) -> AttachmentShown {
    AttachmentShown {
        id: file.id,
        name: file.name,
        media_type: file.media_type,
        size: file.size,
        sha256: file.sha256,
        added_by: people.get(&file.added_by).cloned(),
        added_at: file.added_at,
    }
}
