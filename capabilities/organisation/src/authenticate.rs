//! From credentials to a viewer: who it is, what they may do, what they may see.

use std::borrow::Cow;
use std::sync::Arc;

use futures::FutureExt;
use futures::future::BoxFuture;
use lingke_kernel::time::Instant;
use lingke_platform::failure::{Answer, Failure, Refusal};
use lingke_platform::http::credentials::Credentials;
use lingke_platform::node::Node;
use lingke_platform::viewer::{Actor, Permissions, Scope, SessionId, Sight, StaffId, UnitId, Viewer};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::model::{StaffRow, TokenId, from_code};
use crate::roles::{Role, scope_of};
use crate::store;

/// What stands in the database for a token: tokens are random, so a plain hash is enough.
pub fn token_sha256(token: &str) -> String {
    hex::encode(Sha256::digest(token.as_bytes()))
}

/// The seam the platform calls for every request.
pub fn authenticate(
    node: Arc<Node>,
    credentials: Credentials,
    now: Instant,
) -> BoxFuture<'static, Answer<Viewer>> {
    async move {
        match credentials {
            Credentials::Session { token, csrf_token, changes, shows_presence } => {
                let csrf_token = changes.then_some(csrf_token.unwrap_or_default());
                by_session(&node, &token, csrf_token.as_deref(), shows_presence, now).await
            }
            Credentials::Bearer(token) => by_token(&node, &token, now).await,
        }
    }
    .boxed()
}

async fn by_session(
    node: &Arc<Node>,
    token: &str,
    csrf: Option<&str>,
    shows_presence: bool,
    now: Instant,
) -> Answer<Viewer> {
    let row =
        store::sessions::held(node.db.read(), &token_sha256(token)).await?.ok_or(Failure::NotSignedIn)?;
    let idle_us = node.config.session_idle_minutes * 60_000_000;
    if now >= row.expires_at || now.micros_since(row.seen_at) > idle_us {
        return Err(Failure::NotSignedIn);
    }
    if csrf.is_some_and(|given| !bool::from(given.as_bytes().ct_eq(row.csrf_token.as_bytes()))) {
        return Err(Refusal::with_status(axum::http::StatusCode::FORBIDDEN, "csrf_token_wrong").into());
    }
    // One write a minute is enough to know who is idle.
    if shows_presence && now.micros_since(row.seen_at) > 60_000_000 {
        store::sessions::touch(node, row.id, now).await?;
    }
    let roles = roles_in(row.roles.as_deref());
    viewer(node, (row.staff_id, row.unit_id, row.scope.as_deref()), &roles, Some(row.id)).await
}

async fn by_token(node: &Arc<Node>, token: &str, now: Instant) -> Answer<Viewer> {
    let row =
        store::tokens::holder(node.db.read(), &token_sha256(token)).await?.ok_or(Failure::NotSignedIn)?;
    if row.expires_at.is_some_and(|until| until <= now) {
        return Err(Failure::NotSignedIn);
    }
    if row.used_at.is_none_or(|used_at| now.micros_since(used_at) > 60_000_000) {
        note_use(node, row.id, now);
    }
    let roles = roles_in(row.roles.as_deref());
    let whole = viewer(node, (row.staff_id, row.unit_id, row.scope.as_deref()), &roles, None).await?;
    Ok(match row.scopes {
        Some(scopes) => whole.limited_to(scopes.split(',')),
        None => whole,
    })
}

/// Notes beside the request that a token is used: reading goes on while nothing can be written.
fn note_use(node: &Arc<Node>, id: TokenId, now: Instant) {
    let node = node.clone();
    tokio::spawn(async move {
        let Some(_place) = node.in_flight.enter(format!("token/{id}")) else { return };
        if let Err(failure) = store::tokens::touch(&node, id, now).await {
            tracing::warn!(%failure, "the last use of a token could not be noted");
        }
    });
}

fn roles_in(codes: Option<&str>) -> Vec<Role> {
    codes.unwrap_or_default().split(',').filter_map(Role::of).collect()
}

/// Someone, of a unit, with a scope of their own or none.
async fn viewer(
    node: &Arc<Node>,
    (staff_id, unit_id, own_scope): (StaffId, UnitId, Option<&str>),
    roles: &[Role],
    session_id: Option<SessionId>,
) -> Answer<Viewer> {
    let names = roles.iter().flat_map(|role| role.permissions()).map(Cow::Borrowed).collect();
    let sight = sight(node, unit_id, scope_of(own_scope.and_then(from_code), roles)).await?;
    let actor = Actor::Staff(staff_id);
    let permissions = Permissions::Named(names);
    Ok(Viewer { actor, unit_id: Some(unit_id), permissions, sight, session_id, limited: false })
}

async fn sight(node: &Node, unit_id: UnitId, scope: Scope) -> Answer<Sight> {
    Ok(match scope {
        Scope::Own => Sight::Own,
        Scope::OwnUnit => Sight::Units(vec![unit_id]),
        Scope::UnitAndBelow => store::units::sight_below(node.db.read(), unit_id).await?,
        Scope::All => Sight::All,
    })
}

/// A viewer for someone known by login: programs and demo history act through it.
pub async fn viewer_of_login(node: &Arc<Node>, login: &str) -> Answer<Viewer> {
    let staff = store::staff::by_login(node.db.read(), login).await?.ok_or(Failure::NotFound)?;
    viewer_of(node, &staff).await
}

/// A viewer for somebody who asked for work that is done later, with the rights they have now.
///
/// # Errors
/// `NotSignedIn` when they no longer work here.
pub async fn viewer_of_staff(node: &Arc<Node>, id: StaffId) -> Answer<Viewer> {
    let staff = store::staff::find(node.db.read(), id).await?;
    if !staff.active {
        return Err(Failure::NotSignedIn);
    }
    viewer_of(node, &staff).await
}

async fn viewer_of(node: &Arc<Node>, staff: &StaffRow) -> Answer<Viewer> {
    let roles = store::staff::roles_of(node.db.read(), staff.id).await?;
    viewer(node, (staff.id, staff.unit_id, staff.scope.as_deref()), &roles, None).await
}

/// The permissions of `roles`, sorted.
pub fn permissions_of(roles: &[Role]) -> Vec<String> {
    let mut names: Vec<_> = roles.iter().flat_map(|role| role.permissions()).map(str::to_owned).collect();
    names.sort();
    names.dedup();
    names
}
