//! Beginning the same for many cases, what would come of it, and stopping it.

use std::collections::BTreeMap;

use lingke_cases::api::cases::CaseQuery;
use lingke_cases::model::{Case, CaseId};
use lingke_cases::store::list;
use lingke_platform::ctx::{Ctx, Tx};
use lingke_platform::failure::{Answer, Failure, Refusal};
use lingke_platform::http::page::{LIMIT_MAX, PageRequest};
use serde_json::json;

use super::kept::macros;
use crate::actions::{self, Action};
use crate::foresight::{self, Outlook};
use crate::model::{BulkJobId, JobRunId};
use crate::store::bulk::{self, JobRow};
use crate::{BULK, events};

/// Cases of one bulk action at most.
pub const CASES_MAX: usize = 10_000;
/// Cases whose number is given as an example of a refusal.
const EXAMPLES: usize = 3;

/// Which cases.
#[derive(Debug)]
pub enum Selection {
    /// Those named.
    Ids(Vec<CaseId>),
    /// All that pass a list's filter, the newest first.
    Query(Box<CaseQuery>),
}

/// The cases of a selection that are in sight, at most [`CASES_MAX`], and whether there would be more.
pub async fn selected(ctx: &Ctx, selection: &Selection) -> Answer<(Vec<Case>, bool)> {
    match selection {
        Selection::Ids(ids) => Ok((list::by_ids(ctx.read(), &ctx.viewer, ids).await?, false)),
        Selection::Query(query) => {
            let filter = query.filter(ctx).await?;
            let order = query.sort.unwrap_or_default();
            let (mut all, mut cursor) = (Vec::new(), None);
            loop {
                let page = PageRequest::new(Some(LIMIT_MAX), cursor)?;
                let page = list::list(ctx.read(), &ctx.viewer, &filter, order, &page).await?;
                all.extend(page.items);
                cursor = page.next;
                if cursor.is_none() || all.len() >= CASES_MAX {
                    all.truncate(CASES_MAX);
                    return Ok((all, cursor.is_some()));
                }
            }
        }
    }
}

/// Why some cases would be refused.
#[derive(Debug, Default)]
pub struct Refused {
    /// How many.
    pub count: u64,
    /// The numbers of some of them.
    pub examples: Vec<String>,
}

/// What would come of it.
#[derive(Debug)]
pub struct Foreseen {
    /// What is done to each, macros spelled out.
    pub actions: Vec<Action>,
    /// How many cases.
    pub count: u64,
    /// Whether more pass the filter than one action takes.
    pub more: bool,
    /// By the refusal's code.
    pub refused: BTreeMap<&'static str, Refused>,
}

/// Actions with their macros spelled out, as the viewer may use them.
pub async fn spelled_out(ctx: &Ctx, actions: &[Action]) -> Answer<Vec<Action>> {
    let known = match actions::called(actions).next() {
        Some(_) => macros(ctx.read(), &ctx.viewer).await?,
        None => BTreeMap::new(),
    };
    Ok(actions::spelled_out(actions, &known)?)
}

/// Looks ahead without doing anything. Whether a case is refused is decided again when its turn comes.
pub async fn foresee(ctx: &Ctx, selection: &Selection, actions: &[Action]) -> Answer<Foreseen> {
    let actions = spelled_out(ctx, actions).await?;
    let (cases, more) = selected(ctx, selection).await?;
    let count = cases.len() as u64;
    let outlook = outlook(ctx, &actions).await?;
    let mut refused = BTreeMap::<&'static str, Refused>::new();
    for case in cases {
        let number = case.number.clone();
        if let Err(refusal) = foresight::foresee(case, &actions, &outlook) {
            let group = refused.entry(refusal.code).or_default();
            group.count += 1;
            if group.examples.len() < EXAMPLES {
                group.examples.push(number);
            }
        }
    }
    Ok(Foreseen { actions, count, more, refused })
}

async fn outlook<'a>(ctx: &'a Ctx, actions: &[Action]) -> Answer<Outlook<'a>> {
    let mut people: Vec<_> = actions::named(actions).collect();
    people.sort_unstable();
    people.dedup();
    let people = match people.is_empty() {
        true => Vec::new(),
        false => lingke_organisation::store::staff::by_ids(ctx.read(), &people).await?,
    };
    let homes = people.into_iter().filter(|one| one.active).map(|one| (one.id, one.unit_id));
    Ok(Outlook {
        viewer: &ctx.viewer,
        now: ctx.now,
        zone: lingke_cases::subscriptions::institution_zone(ctx.read()).await?,
        homes: homes.collect(),
    })
}

/// Begins the job; its run holds it already.
pub async fn start(tx: &mut Tx, actions: &[Action], cases: &[CaseId]) -> Answer<JobRow> {
    tx.viewer().require(BULK)?;
    let staff_id = tx.viewer().staff_id().ok_or(Failure::NotSignedIn)?;
    if cases.is_empty() {
        return Err(Refusal::conflict("nothing_selected").into());
    }
    let job = JobRow {
        id: BulkJobId::new(tx.now()),
        staff_id,
        actions: serde_json::to_string(actions)?,
        state: "running".to_owned(),
        total: i64::try_from(cases.len()).unwrap_or(i64::MAX),
        done: 0,
        refused: 0,
        run_id: Some(JobRunId::new(tx.now())),
        created_at: tx.now(),
        ended_at: None,
    };
    bulk::insert(tx, &job, cases).await?;
    // What is written to the cases stands in their own events.
    let does: Vec<_> = actions.iter().map(|action| json!(action)["do"].clone()).collect();
    let payload = json!({ "total": job.total, "actions": does });
    tx.record(events::of(&events::BULK_STARTED, "bulk_job", job.id, staff_id, payload));
    Ok(job)
}

/// Stops a job: what is done stays done.
pub async fn cancel(tx: &mut Tx, id: BulkJobId) -> Answer<()> {
    tx.viewer().require(BULK)?;
    let job = bulk::load(tx, id).await?;
    if !bulk::end(tx, id, "cancelled", None).await? {
        return Err(Refusal::conflict("job_ended").into());
    }
    let payload = json!({ "total": job.total, "done": job.done, "refused": job.refused });
    tx.record(events::of(&events::BULK_CANCELLED, "bulk_job", id, job.staff_id, payload));
    Ok(())
}
