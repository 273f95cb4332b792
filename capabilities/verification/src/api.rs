//! The routes.

use std::sync::Arc;

use axum::Json;
use axum::http::StatusCode;
use lingke_customers::model::CustomerId;
use lingke_platform::ctx::Ctx;
use lingke_platform::failure::Answer;
use lingke_platform::http::etag::{Expected, Versioned};
use lingke_platform::http::extract::{Body, Check as CheckBody, Errors, PathId, Query};
use lingke_platform::http::once::{Created, IdempotencyKey};
use lingke_platform::http::page::{Page, PageRequest};
use lingke_platform::node::Node;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::model::{NewVerification, Settings, SettingsShown, Standing, Unlock, Verification};
use crate::{CONFIGURE, VIEW, commands, settings, store};

const SAID_MAX: usize = 200;

/// The routes, below `/api/v1`.
pub fn routes() -> OpenApiRouter<Arc<Node>> {
    OpenApiRouter::new()
        .routes(routes!(list, verify))
        .routes(routes!(standing))
        .routes(routes!(unlock))
        .routes(routes!(levels, configure))
}

/// Which page.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct VerificationQuery {
    limit: Option<u32>,
    cursor: Option<String>,
}

impl CheckBody for NewVerification {
    fn check(&self, errors: &mut Errors) {
        if self.answers.is_empty() || self.answers.len() > 9 {
            errors.add("answers", "bad_length", "1 to 9 answers");
            return;
        }
        for (n, said) in self.answers.iter().enumerate() {
            if self.answers[..n].iter().any(|earlier| earlier.check == said.check) {
                errors.add(format!("answers[{n}].check"), "duplicate", "each is asked once");
            }
            let field = format!("answers[{n}].value");
            match (said.check.claim(), said.value.as_deref()) {
                (Some(_), None) => errors.add(field, "missing", "what the person said"),
                (None, Some(_)) => errors.add(field, "not_asked", "the agent vouches for this"),
                (_, value) => errors.length_if(&field, value, 1, SAID_MAX),
            }
        }
    }
}

impl CheckBody for Unlock {
    fn check(&self, errors: &mut Errors) {
        errors.length("reason", &self.reason, 2, 500);
    }
}

/// Tries to verify a customer, newest first. Needs `verification.view`.
#[utoipa::path(get, path = "/customers/{id}/verifications", tag = "verification",
    params(("id" = CustomerId, Path), VerificationQuery), responses((status = 200, body = Page<Verification>)))]
async fn list(
    ctx: Ctx,
    PathId(id): PathId<CustomerId>,
    Query(query): Query<VerificationQuery>,
) -> Answer<Json<Page<Verification>>> {
    ctx.require(VIEW)?;
    let page = PageRequest::new(query.limit, query.cursor)?;
    let Page { items, next } = store::list(ctx.read(), id, &page).await?;
    Ok(Json(Page { items: commands::shown(ctx.read(), items).await?, next }))
}

/// Compares what a person said with what is on file. 201 whether or not it was enough: `passed` tells. Needs
/// `verification.verify`.
#[utoipa::path(post, path = "/customers/{id}/verifications", tag = "verification",
    params(("id" = CustomerId, Path)), request_body = NewVerification,
    responses((status = 201, body = Verification)))]
async fn verify(
    ctx: Ctx,
    PathId(id): PathId<CustomerId>,
    key: IdempotencyKey,
    Body(new): Body<NewVerification>,
) -> Answer<Created<Verification>> {
    // Keyed, for a plain digest of a few digits tells them to whoever tries all.
    let body = ctx.keys().lookup("verification", &serde_json::to_string(&new)?);
    let once = ctx.once(key.once(&body), async |tx| {
        let made = commands::verify(tx, id, new.clone()).await?;
        let location = at(&made);
        Ok((made, location))
    });
    Ok(Created { once: once.await?, location: at, version: |_| 1 })
}

fn at(made: &Verification) -> String {
    format!("/api/v1/verifications/{}", made.id)
}

/// How a customer stands: what holds, failures, locks, and what can be asked. Needs `verification.view`.
#[utoipa::path(get, path = "/customers/{id}/verification", tag = "verification",
    params(("id" = CustomerId, Path)), responses((status = 200, body = Standing)))]
async fn standing(ctx: Ctx, PathId(id): PathId<CustomerId>) -> Answer<Json<Standing>> {
    Ok(Json(commands::standing(&ctx, id).await?))
}

/// Opens a customer's lock for a reason. Needs `verification.unlock`.
#[utoipa::path(post, path = "/customers/{id}/verification/unlock", tag = "verification",
    params(("id" = CustomerId, Path)), request_body = Unlock, responses((status = 204)))]
async fn unlock(ctx: Ctx, PathId(id): PathId<CustomerId>, Body(unlock): Body<Unlock>) -> Answer<StatusCode> {
    let mut tx = ctx.begin().await?;
    commands::unlock(&mut tx, id, &unlock).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The levels and limits. Needs `verification.view`.
#[utoipa::path(get, path = "/verification-settings", tag = "verification",
    responses((status = 200, body = SettingsShown)))]
async fn levels(ctx: Ctx) -> Answer<Versioned<SettingsShown>> {
    ctx.require(VIEW)?;
    let (settings, version) = settings::current(ctx.read()).await?;
    Ok(settings_shown(&ctx, settings, version))
}

/// Sets the levels and limits. Needs `verification.configure`.
#[utoipa::path(put, path = "/verification-settings", tag = "verification", request_body = Settings,
    responses((status = 200, body = SettingsShown)))]
async fn configure(
    ctx: Ctx,
    expected: Expected,
    Body(settings): Body<Settings>,
) -> Answer<Versioned<SettingsShown>> {
    let mut tx = ctx.begin().await?;
    let version = commands::configure(&mut tx, expected, settings.clone()).await?;
    tx.commit().await?;
    Ok(settings_shown(&ctx, settings, version))
}

fn settings_shown(ctx: &Ctx, settings: Settings, version: i64) -> Versioned<SettingsShown> {
    let may_configure = ctx.viewer.may(CONFIGURE);
    Versioned { version, body: SettingsShown { settings, version, may_configure } }
}
