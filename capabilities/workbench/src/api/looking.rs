//! Who else is looking at a case.

use std::sync::Arc;

use axum::Json;
use lingke_cases::VIEW;
use lingke_cases::model::CaseId;
use lingke_kernel::time::Instant;
use lingke_organisation::model::StaffName;
use lingke_platform::ctx::Ctx;
use lingke_platform::failure::Answer;
use lingke_platform::http::extract::{Body, Check, Errors, PathId};
use lingke_platform::node::Node;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::commands::looking;
use crate::model::Doing;

/// The routes, below `/api/v1`.
pub fn routes() -> OpenApiRouter<Arc<Node>> {
    OpenApiRouter::new().routes(routes!(sign))
}

/// A sign of life.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SignOfLife {
    /// What one does at the case.
    doing: Doing,
}

impl Check for SignOfLife {
    fn check(&self, _: &mut Errors) {}
}

/// Somebody else at the case.
#[derive(Serialize, ToSchema)]
struct LookerShown {
    /// Who.
    staff: StaffName,
    /// What they do there.
    doing: Doing,
    /// Since when.
    since: Instant,
}

/// Who else is there.
#[derive(Serialize, ToSchema)]
struct Lookers {
    /// The others.
    others: Vec<LookerShown>,
    /// How long a sign holds, in seconds.
    sign_seconds: i64,
}

/// Says what one does at a case and hears who else is there; to be said every fifteen seconds. Needs `cases.view`.
#[utoipa::path(post, path = "/cases/{id}/signs-of-life", tag = "workbench", params(("id" = CaseId, Path)),
    request_body = SignOfLife, responses((status = 200, body = Lookers)))]
async fn sign(ctx: Ctx, PathId(id): PathId<CaseId>, Body(body): Body<SignOfLife>) -> Answer<Json<Lookers>> {
    ctx.require(VIEW)?;
    let found = looking::note(&ctx, id, body.doing).await?;
    let ids: Vec<_> = found.iter().map(|one| one.staff_id).collect();
    let mut names = lingke_organisation::store::staff::names(ctx.read(), &ids).await?;
    let others = found.into_iter().filter_map(|one| {
        let doing = if one.doing == "replying" { Doing::Replying } else { Doing::Looking };
        Some(LookerShown { staff: names.remove(&one.staff_id)?, doing, since: one.since })
    });
    Ok(Json(Lookers { others: others.collect(), sign_seconds: looking::SIGN_SECONDS }))
}
