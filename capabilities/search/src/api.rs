//! The route.

use std::sync::Arc;

use axum::Json;
use lingke_platform::ctx::Ctx;
use lingke_platform::failure::{Answer, Failure};
use lingke_platform::http::extract::Query;
use lingke_platform::http::page::PageRequest;
use lingke_platform::node::Node;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::model::{SearchKind, SearchResults};
use crate::{VIEW, find};

/// The routes, below `/api/v1`.
pub fn routes() -> OpenApiRouter<Arc<Node>> {
    OpenApiRouter::new().routes(routes!(search))
}

/// Hits of each kind unless asked otherwise.
const HITS: u32 = 5;
/// Characters of what is sought at most.
const TYPED_MAX: usize = 100;

/// What is sought.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct SearchQuery {
    /// Words that must all be there, or a phrase in quotation marks; at most 100 characters.
    q: String,
    /// `case`, `entry`, `attachment`, `customer`, `staff`, `org_unit`, with commas between; all when absent.
    kinds: Option<String>,
    /// Hits of each kind, 1 to 200; 5 when absent.
    limit: Option<u32>,
    /// The `next` of a group, with its kind alone.
    cursor: Option<String>,
}

fn kinds(codes: Option<&str>) -> Answer<Vec<SearchKind>> {
    let Some(codes) = codes else { return Ok(SearchKind::ALL.to_vec()) };
    let unknown = || {
        let codes = SearchKind::ALL.map(SearchKind::code).join(", ");
        Failure::invalid("kinds", "unknown", format!("some of {codes}, with commas between"))
    };
    let mut kinds = Vec::new();
    for code in codes.split(',').filter(|code| !code.is_empty()) {
        let kind = SearchKind::of(code).ok_or_else(unknown)?;
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    Ok(kinds)
}

/// What holds some words, by kind, of all that the viewer may see. Needs `search.view`.
#[utoipa::path(get, path = "/search", tag = "search", params(SearchQuery),
    responses((status = 200, body = SearchResults)))]
async fn search(ctx: Ctx, Query(query): Query<SearchQuery>) -> Answer<Json<SearchResults>> {
    ctx.require(VIEW)?;
    let SearchQuery { q, kinds: codes, limit, cursor } = query;
    if q.chars().count() > TYPED_MAX {
        return Err(Failure::invalid("q", "too_long", format!("at most {TYPED_MAX} characters")));
    }
    let kinds = kinds(codes.as_deref())?;
    if cursor.is_some() && kinds.len() != 1 {
        return Err(Failure::invalid(
            "cursor",
            "not_a_cursor",
            "a cursor belongs to one kind: name it in `kinds`",
        ));
    }
    let page = PageRequest::new(Some(limit.unwrap_or(HITS)), cursor)?;
    Ok(Json(find::all(&ctx, q.trim(), &kinds, &page).await?))
}
