//! Tasks as the API shows them: to the department no more of the case than was put to it.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use lingke_customers::model::CustomerId;
use lingke_kernel::time::Instant;
use lingke_organisation::model::{StaffName, UnitName};
use lingke_platform::ctx::Ctx;
use lingke_platform::failure::Answer;
use lingke_platform::viewer::{StaffId, UnitId, Viewer};
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::due;
use super::model::{Task, TaskId, TaskStatus};
use super::rules::{self, is_theirs};
use super::store::{self, Written};
use crate::clocks::Level;
use crate::model::{AttachmentId, Case, CaseId, CaseKind, EntryId, EntryKind};
use crate::shown::{AttachmentShown, CustomerName, ProductName, attachment};
use crate::store::{attachments, cases};
use crate::{ANSWER, ASK};

/// A task in a list.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct TaskRow {
    /// Its id.
    pub id: TaskId,
    /// Counts the tasks of one case.
    pub n: i32,
    /// The case it is a piece of.
    pub case_id: CaseId,
    /// What people read out.
    pub case_number: String,
    /// What kind of work the case is.
    pub case_kind: CaseKind,
    /// One line.
    pub subject: String,
    /// Where it stands.
    pub status: TaskStatus,
    /// Whether the case is not resolved over it.
    pub required: bool,
    /// The department asked.
    pub unit: Option<UnitName>,
    /// Who there has it.
    pub handler: Option<StaffName>,
    /// Who asked.
    pub asked_by: Option<StaffName>,
    /// When the answer is due.
    pub due_at: Instant,
    /// Working seconds left; negative once over.
    pub remaining_seconds: i64,
    /// The chip's colour.
    pub level: Level,
    /// Whether any round was overdue.
    pub was_overdue: bool,
    /// How often it was asked.
    pub round: i32,
    /// How often it was urged.
    pub urge_count: i32,
    /// When it was answered.
    pub answered_at: Option<Instant>,
    /// When it was done or withdrawn.
    pub ended_at: Option<Instant>,
    /// Raised at each change.
    pub version: i64,
    /// When it was first asked.
    pub created_at: Instant,
    /// When it last changed.
    pub updated_at: Instant,
}

/// Something written about a task.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct TaskEntry {
    /// Its id.
    pub id: EntryId,
    /// What was done with these words: `task_asked`, `task_answered`, ….
    pub verb: String,
    /// What they are.
    pub kind: EntryKind,
    /// The words.
    pub text: String,
    /// Who wrote them.
    pub author: Option<StaffName>,
    /// When.
    pub at: Instant,
}

/// What the department sees of the case.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Matter {
    /// The case's subject.
    pub subject: String,
    /// The matter in the customer's words.
    pub description: String,
    /// What it is about.
    pub product: Option<ProductName>,
}

/// What the viewer may do with a task now.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[allow(clippy::struct_excessive_bools)] // one answer per verb
pub struct TaskMay {
    /// Take it up.
    pub accept: bool,
    /// Answer it.
    pub answer: bool,
    /// Give it back.
    pub give_back: bool,
    /// Give it to another of the department.
    pub reassign: bool,
    /// Press for an answer.
    pub urge: bool,
    /// Ask anew.
    pub ask_again: bool,
    /// Take the answer.
    pub finish: bool,
    /// Withdraw it.
    pub withdraw: bool,
    /// Add a file.
    pub attach: bool,
    /// Open the case.
    pub see_case: bool,
}

/// A task in full.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct TaskShown {
    /// What a list shows.
    #[serde(flatten)]
    pub row: TaskRow,
    /// What is seen of the case; null where only the task is.
    pub matter: Option<Matter>,
    /// Whose matter it is, where that is seen.
    pub customer: Option<CustomerName>,
    /// What was written, oldest first.
    pub entries: Vec<TaskEntry>,
    /// Its files.
    pub files: Vec<AttachmentShown>,
    /// What the viewer may do now.
    pub may: TaskMay,
}

/// How many tasks wait for the viewer's department.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct TaskCounts {
    /// All that wait.
    pub to_do: i64,
    /// Those the viewer has.
    pub mine: i64,
    /// Those past their due time.
    pub overdue: i64,
}

/// Whether the viewer sees a task: as the department's, or because they see its case.
pub async fn sees(conn: &impl ConnectionTrait, viewer: &Viewer, task: &Task) -> Answer<bool> {
    if is_theirs(viewer, task) {
        return Ok(true);
    }
    let case = cases::find(conn, &Viewer::system("tasks"), task.case_id).await?;
    Ok(cases::in_sight(viewer, &case))
}

fn may(viewer: &Viewer, task: &Task, case_in_sight: bool) -> TaskMay {
    // Who is asked does not count: a verb that may be done by anyone there may be done by the viewer.
    let me = viewer.staff_id();
    let theirs = me.filter(|_| viewer.may(ANSWER) && is_theirs(viewer, task));
    let asks = case_in_sight && viewer.may(ASK);
    let with_asker = matches!(task.status, TaskStatus::Answered | TaskStatus::Returned);
    TaskMay {
        accept: theirs.is_some_and(|me| rules::accept(task, me).is_ok()),
        answer: theirs.is_some_and(|me| rules::answer(task, me).is_ok()),
        give_back: theirs.is_some_and(|me| rules::give_back(task, me).is_ok()),
        reassign: theirs.is_some() && task.status.waits_for_department(),
        urge: asks && rules::urge(task).is_ok(),
        ask_again: asks && with_asker,
        finish: asks && rules::finish(task).is_ok(),
        withdraw: asks && rules::withdraw(task).is_ok(),
        attach: viewer.may(ANSWER) && (theirs.is_some() || case_in_sight) && task.status.is_open(),
        see_case: case_in_sight,
    }
}

struct Names {
    cases: HashMap<CaseId, Case>,
    staff: HashMap<StaffId, StaffName>,
    units: HashMap<UnitId, UnitName>,
}

fn distinct<T: Eq + Hash>(ids: impl Iterator<Item = T>) -> Vec<T> {
    ids.collect::<HashSet<_>>().into_iter().collect()
}

async fn names(ctx: &Ctx, tasks: &[Task], authors: &[StaffId]) -> Answer<Names> {
    let conn = ctx.read();
    let cases = cases::by_ids(conn, &distinct(tasks.iter().map(|task| task.case_id))).await?;
    let people = tasks.iter().flat_map(|task| [task.staff_id, Some(task.asked_by)]).flatten();
    let staff = distinct(people.chain(authors.iter().copied()));
    let units = distinct(tasks.iter().map(|task| task.unit_id));
    let called = lingke_organisation::store::names::of(conn, &staff, &units).await?;
    Ok(Names {
        cases: cases.into_iter().map(|case| (case.id, case)).collect(),
        staff: called.staff,
        units: called.units,
    })
}

async fn row(ctx: &Ctx, task: &Task, names: &Names) -> Answer<TaskRow> {
    let calendar = lingke_calendars::store::version(ctx.read(), task.calendar_version_id).await?;
    // What was answered no longer runs: it stands as it stood then.
    let ended = task.answered_at.or(task.ended_at).filter(|_| !task.status.waits_for_department());
    let (remaining_seconds, level) = due::standing(task, &calendar, ended.unwrap_or(ctx.now))?;
    let case = names.cases.get(&task.case_id);
    Ok(TaskRow {
        id: task.id,
        n: task.n,
        case_id: task.case_id,
        case_number: case.map(|case| case.number.clone()).unwrap_or_default(),
        case_kind: case.map_or(CaseKind::Consultation, |case| case.kind),
        subject: task.subject.clone(),
        status: task.status,
        required: task.required,
        unit: names.units.get(&task.unit_id).cloned(),
        handler: task.staff_id.and_then(|id| names.staff.get(&id).cloned()),
        asked_by: names.staff.get(&task.asked_by).cloned(),
        due_at: task.due_at,
        remaining_seconds,
        level,
        was_overdue: task.was_overdue,
        round: task.round,
        urge_count: task.urge_count,
        answered_at: task.answered_at,
        ended_at: task.ended_at,
        version: task.version,
        created_at: task.created_at,
        updated_at: task.updated_at,
    })
}

/// Tasks as a list shows them.
pub async fn rows(ctx: &Ctx, tasks: &[Task]) -> Answer<Vec<TaskRow>> {
    let names = names(ctx, tasks, &[]).await?;
    let mut rows = Vec::with_capacity(tasks.len());
    for task in tasks {
        rows.push(row(ctx, task, &names).await?);
    }
    Ok(rows)
}

/// Tasks in full, each as the viewer may see it. The caller has made sure that they may.
pub async fn full(ctx: &Ctx, tasks: &[Task]) -> Answer<Vec<TaskShown>> {
    let ids: Vec<TaskId> = tasks.iter().map(|task| task.id).collect();
    let written = store::written(ctx.read(), &ids).await?;
    let linked = store::files_of(ctx.read(), &ids).await?;
    let files = files_by_id(ctx, tasks, &linked).await?;
    let authors: Vec<StaffId> = written.iter().filter_map(|entry| entry.author_id.parse().ok()).collect();
    let names = names(ctx, tasks, &authors).await?;
    let mut shown = Vec::with_capacity(tasks.len());
    for task in tasks {
        let case = names.cases.get(&task.case_id);
        let case_in_sight = case.is_some_and(|case| cases::in_sight(&ctx.viewer, case));
        let (matter, customer) = seen_of_case(ctx, task, case, case_in_sight).await?;
        shown.push(TaskShown {
            row: row(ctx, task, &names).await?,
            matter,
            customer,
            entries: written
                .iter()
                .filter(|one| one.task_id == task.id)
                .map(|one| entry(one, &names))
                .collect(),
            files: (linked.iter().filter(|(id, _)| *id == task.id))
                .filter_map(|(_, file)| files.get(file).cloned())
                .collect(),
            may: may(&ctx.viewer, task, case_in_sight),
        });
    }
    Ok(shown)
}

fn entry(written: &Written, names: &Names) -> TaskEntry {
    TaskEntry {
        id: written.id,
        verb: written.verb.clone(),
        kind: written.kind,
        text: written.text.clone(),
        author: written.author_id.parse().ok().and_then(|id: StaffId| names.staff.get(&id).cloned()),
        at: written.created_at,
    }
}

async fn files_by_id(
    ctx: &Ctx,
    tasks: &[Task],
    linked: &[(TaskId, AttachmentId)],
) -> Answer<HashMap<AttachmentId, AttachmentShown>> {
    let wanted: HashSet<AttachmentId> = linked.iter().map(|(_, file)| *file).collect();
    if wanted.is_empty() {
        return Ok(HashMap::new());
    }
    let mut files = Vec::new();
    for case_id in distinct(tasks.iter().map(|task| task.case_id)) {
        files.extend(attachments::of_case(ctx.read(), case_id).await?);
    }
    let people = distinct(files.iter().map(|file| file.added_by));
    let people = lingke_organisation::store::staff::names(ctx.read(), &people).await?;
    let seen = files.into_iter().filter(|file| wanted.contains(&file.id));
    Ok(seen.map(|file| (file.id, attachment(file, &people))).collect())
}

async fn seen_of_case(
    ctx: &Ctx,
    task: &Task,
    case: Option<&Case>,
    in_sight: bool,
) -> Answer<(Option<Matter>, Option<CustomerName>)> {
    let Some(case) = case else { return Ok((None, None)) };
    let matter = if in_sight || task.shows_matter { Some(matter(ctx, case).await?) } else { None };
    let customer_id: Option<CustomerId> = case.customer_id.filter(|_| in_sight || task.shows_customer);
    let Some(id) = customer_id else { return Ok((matter, None)) };
    let names = lingke_customers::store::names(ctx.read(), vec![id]).await?;
    Ok((matter, names.get(&id).map(|name| CustomerName { id, name: name.clone() })))
}

async fn matter(ctx: &Ctx, case: &Case) -> Answer<Matter> {
    let products = lingke_products::store::by_ids(ctx.read(), case.product_id.as_slice()).await?;
    let product = products.into_iter().next();
    Ok(Matter {
        subject: case.subject.clone(),
        description: case.description.clone(),
        product: product.map(|one| ProductName { id: one.id, name: one.name, name_en: one.name_en }),
    })
}
