//! A case's history from the journal, with the words that were written.

use std::collections::HashSet;
use std::sync::Arc;

use axum::Json;
use lingke_kernel::time::Instant;
use lingke_organisation::model::StaffName;
use lingke_platform::ctx::Ctx;
use lingke_platform::failure::Answer;
use lingke_platform::http::extract::{PathId, Query};
use lingke_platform::http::page::{Page, PageRequest};
use lingke_platform::journal::EventId;
use lingke_platform::journal::read::{Entry, history};
use lingke_platform::node::Node;
use lingke_platform::viewer::StaffId;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::VIEW;
use crate::model::{CaseId, EntryId, EntryKind};
use crate::store::{cases, entries, relations};

/// The routes, below `/api/v1`.
pub fn routes() -> OpenApiRouter<Arc<Node>> {
    OpenApiRouter::new().routes(routes!(events))
}

/// Which page.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct TimelineQuery {
    limit: Option<u32>,
    cursor: Option<String>,
}

/// One thing that happened to a case.
#[derive(Serialize, ToSchema)]
struct TimelineEntry {
    id: EventId,
    /// Its place in the journal; null for a moment after it happened.
    seq: Option<i64>,
    at: Instant,
    /// What happened: `case_replied`, `clock_breached`, ….
    #[serde(rename = "type")]
    kind: String,
    /// Who did it; null for the system.
    actor: Option<StaffName>,
    /// The part of the system that did it, where it was not a person.
    system: Option<String>,
    /// The case it happened to: this one, or one that was merged into it.
    case_id: Option<CaseId>,
    /// What was written, where something was.
    text: Option<String>,
    /// What it is that was written.
    text_kind: Option<EntryKind>,
    /// People whom the particulars name by id.
    people: Vec<StaffName>,
    /// The particulars.
    #[schema(value_type = Object)]
    details: Value,
    /// Its hash, once sealed.
    hash: Option<String>,
}

/// What happened to a case and to those it took in, oldest first. Needs `cases.view`.
#[utoipa::path(get, path = "/cases/{id}/events", tag = "cases", params(("id" = CaseId, Path), TimelineQuery),
    responses((status = 200, body = Page<TimelineEntry>)))]
async fn events(
    ctx: Ctx,
    PathId(id): PathId<CaseId>,
    Query(query): Query<TimelineQuery>,
) -> Answer<Json<Page<TimelineEntry>>> {
    ctx.require(VIEW)?;
    cases::find(ctx.read(), &ctx.viewer, id).await?;
    let ids = relations::with_merged(ctx.read(), id).await?;
    let subjects: Vec<String> = ids.iter().map(CaseId::to_string).collect();
    let page = PageRequest::new(query.limit, query.cursor)?;
    let page = history(ctx.read(), &subjects, &page).await?;
    let items = shown(&ctx, &ids, page.items).await?;
    Ok(Json(Page { items, next: page.next }))
}

async fn shown(ctx: &Ctx, ids: &[CaseId], history: Vec<Entry>) -> Answer<Vec<TimelineEntry>> {
    let history: Vec<(Entry, Value)> = history
        .into_iter()
        .map(|entry| {
            let details = serde_json::from_str(&entry.payload).unwrap_or(Value::Null);
            (entry, details)
        })
        .collect();
    let written: Vec<EntryId> = history.iter().filter_map(|(_, details)| entry_id(details)).collect();
    let mut written = entries::by_ids(ctx.read(), ids, &written).await?;
    let named = |(entry, details): &(Entry, Value)| {
        entry.actor_id.parse::<StaffId>().ok().into_iter().chain(people_in(details)).collect::<Vec<_>>()
    };
    let people: HashSet<StaffId> = history.iter().flat_map(named).collect();
    let people: Vec<StaffId> = people.into_iter().collect();
    let people = lingke_organisation::store::staff::names(ctx.read(), &people).await?;
    let items = history.into_iter().map(|(entry, details)| {
        let actor_id = entry.actor_id.parse::<StaffId>().ok();
        let words = entry_id(&details).and_then(|id| written.remove(&id));
        let named = people_in(&details).into_iter();
        TimelineEntry {
            id: entry.id,
            seq: entry.seq,
            at: entry.at,
            kind: entry.kind,
            actor: actor_id.and_then(|id| people.get(&id).cloned()),
            case_id: entry.subject_id.parse().ok(),
            system: actor_id.is_none().then_some(entry.actor_id),
            text_kind: words.as_ref().map(|words| words.kind),
            text: words.map(|words| words.text),
            people: named.filter_map(|id| people.get(&id).cloned()).collect(),
            details,
            hash: entry.hash,
        }
    });
    Ok(items.collect())
}

/// The particulars that name people.
const PEOPLE: [&str; 4] = ["staff_id", "to", "from_staff_id", "follower_id"];

/// Those people, and whom a note mentions.
fn people_in(details: &Value) -> Vec<StaffId> {
    let mentioned = details["mentions"].as_array().into_iter().flatten();
    let named = PEOPLE.into_iter().map(|field| &details[field]).chain(mentioned);
    named.filter_map(|id| id.as_str()?.parse().ok()).collect()
}

fn entry_id(details: &Value) -> Option<EntryId> {
    details["entry_id"].as_str()?.parse().ok()
}
