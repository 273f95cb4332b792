//! Links by which somebody sets a password: the first one when they are invited, another when theirs is lost.
//!
//! The token is in the link and nowhere else: behind the `#`, so that no browser sends it on to a server or a log; the
//! database knows its hash, and a mail that carries it lies sealed in the outbox.

use axum::http::StatusCode;
use lingke_platform::ctx::{Ctx, Tx};
use lingke_platform::failure::{Answer, Failure, Refusal};
use lingke_platform::outbox::Outgoing;
use lingke_platform::viewer::{Actor, StaffId, Viewer};
use serde_json::json;

use super::passwords;
use super::sign_in::{Reached, end_sessions, go_on, random_token};
use crate::authenticate::token_sha256;
use crate::letters;
use crate::model::{
    LinkKind, LinkRow, LinkTold, Locale, Origin, PasswordLink, Proved, StaffRow, code_of, from_code,
};
use crate::{EDIT_STAFF, events, password, store};

/// How long a link holds.
const LINK_SECONDS: i64 = 72 * 3600;

/// Makes a link for someone, and mails it where their address and the console's own are known. Those before it end.
///
/// # Errors
/// 409 `not_active`.
pub async fn make(tx: &mut Tx, id: StaffId) -> Answer<PasswordLink> {
    tx.viewer().require(EDIT_STAFF)?;
    let row = store::staff::load(tx, id).await?;
    if !row.active {
        return Err(Refusal::conflict("not_active").into());
    }
    let kind = if row.password_hash.is_empty() { LinkKind::Invitation } else { LinkKind::Reset };
    let token = random_token();
    let expires_at = tx.now().plus_seconds(LINK_SECONDS);
    let link = LinkRow { staff_id: id, kind: code_of(&kind), expires_at };
    store::links::insert(tx, &token_sha256(&token), &link).await?;
    let mailed = mail(tx, &row, kind, &token).await?;
    let payload = json!({ "kind": kind, "expires_at": expires_at, "mailed": mailed });
    tx.record(events::about_staff(&events::PASSWORD_LINK_MADE, id, payload));
    Ok(PasswordLink { kind, path: path(&token), expires_at, mailed })
}

fn path(token: &str) -> String {
    format!("/set-password#{token}")
}

async fn mail(tx: &mut Tx, row: &StaffRow, kind: LinkKind, token: &str) -> Answer<bool> {
    let config = &tx.node().config;
    let known = (row.email.clone(), config.public_url.clone(), config.smtp_url.is_some());
    let (Some(recipient), Some(console), true) = known else { return Ok(false) };
    let url = format!("{}{}", console.trim_end_matches('/'), path(token));
    let institution = store::units::institution(tx.conn()).await?.ok_or(Failure::NotFound)?;
    let locale = from_code(&row.locale).unwrap_or(Locale::ZhCn);
    let letter = letters::of_link(locale, kind, row, &institution);
    let sealed = tx.keys().seal_for(&row.id.to_string(), "outbox", url.as_bytes())?;
    tx.send(Outgoing {
        kind: "mail",
        idempotency_key: format!("password-link-{}", &token_sha256(token)[..32]),
        recipient,
        recipient_id: Some(row.id.to_string()),
        subject_id: Some(row.id.to_string()),
        payload: json!({ "subject": letter.subject, "text": letter.text, "sealed": sealed }),
    })
    .await?;
    Ok(true)
}

fn over() -> Failure {
    Refusal::with_status(StatusCode::GONE, "link_over").into()
}

/// Whose link this is, while it holds.
///
/// # Errors
/// 410 `link_over` when it ran out, was used, or never was.
pub async fn tell(ctx: &Ctx, token: &str) -> Answer<LinkTold> {
    let link = store::links::find(ctx.read(), &token_sha256(token), ctx.now).await?.ok_or_else(over)?;
    let row = store::staff::find(ctx.read(), link.staff_id).await?;
    if !row.active {
        return Err(over());
    }
    let kind = from_code(&link.kind).unwrap_or(LinkKind::Reset);
    Ok(LinkTold { kind, login: row.login, name: row.name, expires_at: link.expires_at })
}

/// Sets the password behind a link, which ends it and all sessions, and goes on with the sign-in.
///
/// # Errors
/// 410 `link_over`; 422 on `new_password`.
pub async fn follow(ctx: &Ctx, origin: &Origin, token: &str, given: String) -> Answer<Reached> {
    let token = token_sha256(token);
    let link = store::links::find(ctx.read(), &token, ctx.now).await?.ok_or_else(over)?;
    let row = store::staff::find(ctx.read(), link.staff_id).await?;
    passwords::vet(ctx.read(), "new_password", &given, &row).await?;
    let hash = password::hash(given).await?;
    let mut tx = ctx.begin().await?;
    let link = store::links::load(&tx, &token).await?.ok_or_else(over)?;
    let mut row = store::staff::load(&tx, link.staff_id).await?;
    if !row.active {
        return Err(over());
    }
    tx.act_as(Viewer { actor: Actor::Staff(row.id), ..Viewer::system("sign_in") });
    store::links::end_all(&tx, row.id).await?;
    passwords::set(&tx, &mut row, hash).await?;
    row.must_change = false;
    row.sign_in_failures = 0;
    row.locked_until = None;
    store::staff::update(&tx, &row).await?;
    let payload = json!({ "by_reset": false, "by_link": link.kind });
    tx.record(events::about_staff(&events::PASSWORD_CHANGED, row.id, payload));
    end_sessions(&mut tx, row.id).await?;
    let reached = go_on(&mut tx, row, Proved::Password, origin).await?;
    tx.commit().await?;
    Ok(reached)
}
