//! The only file with queries about tasks.

use std::collections::HashMap;

use lingke_kernel::time::Instant;
use lingke_platform::ctx::Tx;
use lingke_platform::db::dialect::{for_update, skip_locked};
use lingke_platform::db::query::Sql;
use lingke_platform::db::sql;
use lingke_platform::failure::{Answer, Failure};
use lingke_platform::http::page::{Page, PageRequest};
use lingke_platform::viewer::{Sight, UnitId, Viewer};
use sea_orm::{ConnectionTrait, FromQueryResult, Value};

use super::model::{Standing, TASKS_MAX, Task, TaskId};
use crate::model::{AttachmentId, CaseId, EntryId, EntryKind};

const COLUMNS: &str = "id, case_id, n, subject, status, required, shows_matter, shows_customer, unit_id, staff_id, \
    asked_by, round, urge_count, urged_at, calendar_version_id, target_seconds, round_started_at, due_at, warn_at, \
    warned_at, overdue_at, was_overdue, next_fire_at, accepted_at, answered_at, ended_at, version, created_at, updated_at";

const WITH_DEPARTMENT: &str = " AND status IN ('asked', 'accepted')";
const OPEN: &str = " AND status NOT IN ('done', 'withdrawn')";

/// One task, whoever looks.
pub async fn find(conn: &impl ConnectionTrait, id: TaskId) -> Answer<Task> {
    let text = format!("SELECT {COLUMNS} FROM case_tasks WHERE id = $1");
    sql(text).bind(id).one(conn).await?.ok_or(Failure::NotFound)
}

/// One task, to be changed in this transaction.
pub async fn load(tx: &Tx, id: TaskId) -> Answer<Task> {
    let text = format!("SELECT {COLUMNS} FROM case_tasks WHERE id = $1{}", for_update(tx.kind()));
    sql(text).bind(id).one(tx.conn()).await?.ok_or(Failure::NotFound)
}

/// The tasks of a case, in the order they were asked.
pub async fn of_case(conn: &impl ConnectionTrait, case_id: CaseId) -> Answer<Vec<Task>> {
    let text = format!("SELECT {COLUMNS} FROM case_tasks WHERE case_id = $1 ORDER BY n LIMIT {TASKS_MAX}");
    sql(text).bind(case_id).all(conn).await
}

/// The tasks of a case that are neither done nor withdrawn, to be changed in this transaction.
pub async fn load_open(tx: &Tx, case_id: CaseId) -> Answer<Vec<Task>> {
    let text = format!(
        "SELECT {COLUMNS} FROM case_tasks WHERE case_id = $1{OPEN} ORDER BY n LIMIT {TASKS_MAX}{}",
        for_update(tx.kind())
    );
    sql(text).bind(case_id).all(tx.conn()).await
}

/// How many tasks of a case a department has.
pub async fn with_department(conn: &impl ConnectionTrait, case_id: CaseId) -> Answer<i64> {
    let text = format!("SELECT count(*) FROM case_tasks WHERE case_id = $1{WITH_DEPARTMENT}");
    Ok(sql(text).bind(case_id).value(conn).await?.unwrap_or_default())
}

/// The number of the last task of a case; 0 when it has none.
pub async fn last_n(conn: &impl ConnectionTrait, case_id: CaseId) -> Answer<i32> {
    let text = "SELECT max(n) FROM case_tasks WHERE case_id = $1";
    Ok(sql(text).bind(case_id).value::<Option<i32>>(conn).await?.flatten().unwrap_or(0))
}

/// What a list of tasks asks for.
#[derive(Debug, Clone, Copy)]
pub struct Filter {
    /// Whose turn it is.
    pub standing: Standing,
    /// Only those that the viewer has themselves.
    pub mine: bool,
    /// Also those of all units in sight, not only of the viewer's own.
    pub in_sight: bool,
}

/// Tasks put to the viewer or to their unit.
pub async fn list(
    conn: &impl ConnectionTrait,
    viewer: &Viewer,
    filter: Filter,
    page: &PageRequest,
) -> Answer<Page<Task>> {
    let statement = theirs(sql(format!("SELECT {COLUMNS} FROM case_tasks WHERE 1 = 1")), viewer, filter);
    let (column, comparison, direction, condition) = match filter.standing {
        Standing::ToDo => ("due_at", ">", "ASC", WITH_DEPARTMENT),
        Standing::WithAsker => ("updated_at", "<", "DESC", " AND status IN ('answered', 'returned')"),
        Standing::Ended => ("updated_at", "<", "DESC", " AND status IN ('done', 'withdrawn')"),
    };
    let mut statement = statement.push(condition);
    if let Some((at, id)) = page.after::<(i64, TaskId)>()? {
        let marks = statement.list([Value::from(at), id.into()]);
        statement = statement.push(&format!(" AND ({column}, id) {comparison} ({marks})"));
    }
    let order = format!("{column} {direction}, id {direction}");
    let rows = statement.push(&page.order_and_limit(&order)).all::<Task>(conn).await?;
    let key = |task: &Task| if filter.standing == Standing::ToDo { task.due_at } else { task.updated_at };
    Ok(page.cut(rows, |task| (key(task).micros(), task.id)))
}

fn theirs(mut statement: Sql, viewer: &Viewer, filter: Filter) -> Sql {
    let me = viewer.staff_id();
    if filter.mine {
        return match me {
            Some(me) => statement.and("staff_id =", Some(me)),
            None => statement.push(" AND 1 = 0"),
        };
    }
    let mut units: Vec<UnitId> = viewer.unit_id.into_iter().collect();
    match &viewer.sight {
        Sight::All if filter.in_sight => return statement,
        Sight::Units(seen) if filter.in_sight => units.extend(seen),
        _ => {}
    }
    let marks = statement.list(units);
    let mut either = Vec::new();
    if !marks.is_empty() {
        either.push(format!("unit_id IN ({marks})"));
    }
    if let Some(me) = me {
        either.push(format!("staff_id = {}", statement.list([me])));
    }
    let condition = if either.is_empty() { "1 = 0".to_owned() } else { either.join(" OR ") };
    statement.push(&format!(" AND ({condition})"))
}

/// How many tasks wait for the viewer's department, how many for the viewer, how many of them are late.
#[derive(Debug, Clone, Copy, FromQueryResult)]
pub struct Counts {
    /// All that wait.
    pub to_do: i64,
    /// Those the viewer has.
    pub mine: i64,
    /// Those past their due time.
    pub overdue: i64,
}

/// The counts at `now`.
pub async fn counts(conn: &impl ConnectionTrait, viewer: &Viewer, now: Instant) -> Answer<Counts> {
    let mut statement = sql("").bind(now);
    let me = statement.list([viewer.staff_id()]);
    let text = format!(
        "SELECT count(*) AS to_do, count(CASE WHEN staff_id = {me} THEN 1 END) AS mine, \
         count(CASE WHEN due_at < $1 THEN 1 END) AS overdue FROM case_tasks WHERE 1 = 1{WITH_DEPARTMENT}"
    );
    let filter = Filter { standing: Standing::ToDo, mine: false, in_sight: false };
    let counts = theirs(statement.push(&text), viewer, filter).one(conn).await?;
    Ok(counts.unwrap_or(Counts { to_do: 0, mine: 0, overdue: 0 }))
}

/// What a list of cases shows of their tasks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standings {
    /// Neither done nor withdrawn.
    pub open: i64,
    /// The department that the case waits for: the one due first.
    pub waits_for: Option<UnitId>,
    /// By when it should answer.
    pub due_at: Option<Instant>,
}

/// The standings of some cases that have open tasks, in one query.
pub async fn standings(conn: &impl ConnectionTrait, cases: &[CaseId]) -> Answer<HashMap<CaseId, Standings>> {
    #[derive(FromQueryResult)]
    struct Row {
        case_id: CaseId,
        unit_id: UnitId,
        waits: bool,
        due_at: Instant,
    }
    if cases.is_empty() {
        return Ok(HashMap::new());
    }
    let text = format!(
        "SELECT case_id, unit_id, status IN ('asked', 'accepted') AS waits, due_at FROM case_tasks WHERE 1 = 1{OPEN}"
    );
    let statement = sql(text).and_in("case_id", cases.iter().copied());
    let rows = statement.push(" ORDER BY due_at, id LIMIT 20000").all::<Row>(conn).await?;
    let mut all: HashMap<CaseId, Standings> = HashMap::new();
    for row in rows {
        let one = all.entry(row.case_id).or_insert(Standings { open: 0, waits_for: None, due_at: None });
        one.open += 1;
        if row.waits && one.waits_for.is_none() {
            (one.waits_for, one.due_at) = (Some(row.unit_id), Some(row.due_at));
        }
    }
    Ok(all)
}

/// Tasks whose time has come, those longest due first, locked for this transaction.
pub async fn claim_due(tx: &Tx, now: Instant, limit: usize) -> Answer<Vec<Task>> {
    let text = format!(
        "SELECT {COLUMNS} FROM case_tasks WHERE next_fire_at IS NOT NULL AND next_fire_at <= $1 \
         ORDER BY next_fire_at, id LIMIT {limit}{}",
        skip_locked(tx.kind())
    );
    sql(text).bind(now).all(tx.conn()).await
}

/// Whether any task's time has come.
pub async fn any_due(conn: &impl ConnectionTrait, now: Instant) -> Answer<bool> {
    let text = "SELECT id FROM case_tasks WHERE next_fire_at IS NOT NULL AND next_fire_at <= $1 LIMIT 1";
    Ok(sql(text).bind(now).value::<TaskId>(conn).await?.is_some())
}

/// Writes a new task.
pub async fn insert(tx: &Tx, task: &Task) -> Answer<()> {
    let mut statement = sql("");
    let marks = statement.list(values(task));
    statement.push(&format!("INSERT INTO case_tasks ({COLUMNS}) VALUES ({marks})")).run(tx.conn()).await?;
    Ok(())
}

fn values(task: &Task) -> [Value; 29] {
    [
        task.id.into(),
        task.case_id.into(),
        task.n.into(),
        task.subject.as_str().into(),
        task.status.into(),
        task.required.into(),
        task.shows_matter.into(),
        task.shows_customer.into(),
        task.unit_id.into(),
        task.staff_id.into(),
        task.asked_by.into(),
        task.round.into(),
        task.urge_count.into(),
        task.urged_at.into(),
        task.calendar_version_id.into(),
        task.target_seconds.into(),
        task.round_started_at.into(),
        task.due_at.into(),
        task.warn_at.into(),
        task.warned_at.into(),
        task.overdue_at.into(),
        task.was_overdue.into(),
        task.next_fire_at.into(),
        task.accepted_at.into(),
        task.answered_at.into(),
        task.ended_at.into(),
        task.version.into(),
        task.created_at.into(),
        task.updated_at.into(),
    ]
}

/// Writes a changed task.
pub async fn update(tx: &Tx, task: &Task) -> Answer<()> {
    let text = "UPDATE case_tasks SET status = $1, staff_id = $2, round = $3, urge_count = $4, urged_at = $5, \
                calendar_version_id = $6, target_seconds = $7, round_started_at = $8, due_at = $9, warn_at = $10, \
                warned_at = $11, overdue_at = $12, was_overdue = $13, next_fire_at = $14, accepted_at = $15, \
                answered_at = $16, ended_at = $17, version = $18, updated_at = $19 WHERE id = $20";
    sql(text)
        .bind(task.status)
        .bind(task.staff_id)
        .bind(task.round)
        .bind(task.urge_count)
        .bind(task.urged_at)
        .bind(task.calendar_version_id)
        .bind(task.target_seconds)
        .bind(task.round_started_at)
        .bind(task.due_at)
        .bind(task.warn_at)
        .bind(task.warned_at)
        .bind(task.overdue_at)
        .bind(task.was_overdue)
        .bind(task.next_fire_at)
        .bind(task.accepted_at)
        .bind(task.answered_at)
        .bind(task.ended_at)
        .bind(task.version)
        .bind(task.updated_at)
        .bind(task.id)
        .run(tx.conn())
        .await?;
    Ok(())
}

/// Links words of the case to the task they belong to.
pub async fn link_entry(tx: &Tx, task: TaskId, entry: EntryId, verb: &str) -> Answer<()> {
    let text = "INSERT INTO case_task_entries (task_id, entry_id, verb) VALUES ($1, $2, $3)";
    sql(text).bind(task).bind(entry).bind(verb).run(tx.conn()).await?;
    Ok(())
}

/// Lets the department see files of the case. Those of another case are left out.
pub async fn link_files(tx: &Tx, task: &Task, files: &[AttachmentId]) -> Answer<u64> {
    if files.is_empty() {
        return Ok(0);
    }
    let text = "INSERT INTO case_task_files (task_id, attachment_id) \
                SELECT $1, id FROM case_attachments WHERE case_id = $2";
    let statement = sql(text).bind(task.id).bind(task.case_id).and_in("id", files.iter().copied());
    statement.push(" ON CONFLICT DO NOTHING").run(tx.conn()).await
}

/// Whether a file is among those of a task.
pub async fn has_file(conn: &impl ConnectionTrait, task: TaskId, file: AttachmentId) -> Answer<bool> {
    let text = "SELECT attachment_id FROM case_task_files WHERE task_id = $1 AND attachment_id = $2";
    Ok(sql(text).bind(task).bind(file).value::<AttachmentId>(conn).await?.is_some())
}

/// Which files belong to which of some tasks.
pub async fn files_of(conn: &impl ConnectionTrait, tasks: &[TaskId]) -> Answer<Vec<(TaskId, AttachmentId)>> {
    #[derive(FromQueryResult)]
    struct Row {
        task_id: TaskId,
        attachment_id: AttachmentId,
    }
    if tasks.is_empty() {
        return Ok(Vec::new());
    }
    let text = "SELECT task_id, attachment_id FROM case_task_files WHERE 1 = 1";
    let statement = sql(text).and_in("task_id", tasks.iter().copied());
    let rows = statement.push(" ORDER BY attachment_id LIMIT 20000").all::<Row>(conn).await?;
    Ok(rows.into_iter().map(|row| (row.task_id, row.attachment_id)).collect())
}

/// Something written about a task.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Written {
    /// The task.
    pub task_id: TaskId,
    /// The words among the case's.
    pub id: EntryId,
    /// What was done with them: the event's type.
    pub verb: String,
    /// What they are.
    pub kind: EntryKind,
    /// The words.
    pub text: String,
    /// Who wrote them.
    pub author_id: String,
    /// When.
    pub created_at: Instant,
}

/// What was written about some tasks, oldest first.
pub async fn written(conn: &impl ConnectionTrait, tasks: &[TaskId]) -> Answer<Vec<Written>> {
    if tasks.is_empty() {
        return Ok(Vec::new());
    }
    let text = "SELECT l.task_id, e.id, l.verb, e.kind, e.text, e.author_id, e.created_at FROM case_task_entries l \
                JOIN case_entries e ON e.id = l.entry_id WHERE 1 = 1";
    let statement = sql(text).and_in("l.task_id", tasks.iter().copied());
    statement.push(" ORDER BY e.created_at, e.id LIMIT 5000").all(conn).await
}
