//! How the institution lets people sign in.

use std::sync::Arc;

use axum::Json;
use lingke_platform::ctx::Ctx;
use lingke_platform::failure::Answer;
use lingke_platform::http::etag::{Expected, Versioned};
use lingke_platform::http::extract::{Body, Check, Errors, PublicCtx};
use lingke_platform::node::Node;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::commands::rules;
use crate::model::{PasswordChecked, PasswordTried, SignInRules, SignInRulesChange};
use crate::password_rules::LENGTH_MAX;
use crate::store::rules::RulesRow;
use crate::{EDIT_SIGN_IN, VIEW, store};

/// The routes, below `/api/v1`.
pub fn routes() -> OpenApiRouter<Arc<Node>> {
    OpenApiRouter::new().routes(routes!(show_rules, change_rules)).routes(routes!(check_password))
}

impl Check for SignInRulesChange {
    fn check(&self, _: &mut Errors) {}
}
impl Check for PasswordTried {
    fn check(&self, errors: &mut Errors) {
        errors.length("password", &self.password, 0, LENGTH_MAX);
        errors.length_if("login", self.login.as_deref(), 0, 100);
        errors.length_if("name", self.name.as_deref(), 0, 100);
    }
}

fn shown(ctx: &Ctx, row: &RulesRow) -> Versioned<SignInRules> {
    let passwords = row.passwords();
    let body = SignInRules {
        password_profile: passwords.profile,
        password_length_min: passwords.length_min,
        second_factor_roles: row.second_factor_roles(),
        version: row.version,
        may_edit: ctx.viewer.may(EDIT_SIGN_IN),
    };
    Versioned { version: row.version, body }
}

/// How people sign in here. Needs `organisation.view`.
#[utoipa::path(get, path = "/sign-in-rules", tag = "organisation", responses((status = 200, body = SignInRules)))]
async fn show_rules(ctx: Ctx) -> Answer<Versioned<SignInRules>> {
    ctx.require(VIEW)?;
    let row = store::rules::current(ctx.read()).await?;
    Ok(shown(&ctx, &row))
}

/// Changes how people sign in. Needs `organisation.edit_sign_in`.
#[utoipa::path(patch, path = "/sign-in-rules", tag = "organisation", request_body = SignInRulesChange,
    responses((status = 200, body = SignInRules)))]
async fn change_rules(
    ctx: Ctx,
    expected: Expected,
    Body(change): Body<SignInRulesChange>,
) -> Answer<Versioned<SignInRules>> {
    let mut tx = ctx.begin().await?;
    let row = rules::change(&mut tx, expected, change).await?;
    tx.commit().await?;
    Ok(shown(&ctx, &row))
}

/// Says which rules a password meets that somebody thinks of. Nothing of it is kept. Anyone may ask.
#[utoipa::path(post, path = "/password-checks", tag = "organisation", request_body = PasswordTried,
    responses((status = 200, body = PasswordChecked)))]
async fn check_password(
    PublicCtx(ctx): PublicCtx,
    Body(tried): Body<PasswordTried>,
) -> Answer<Json<PasswordChecked>> {
    let passwords = store::rules::current(ctx.read()).await?.passwords();
    let oneself = [tried.login.as_deref().unwrap_or_default(), tried.name.as_deref().unwrap_or_default()];
    Ok(Json(PasswordChecked { rules: passwords.look_at(&tried.password, &oneself) }))
}
