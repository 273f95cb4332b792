//! Signing in and out.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use lingke_platform::ctx::{Ctx, Tx};
use lingke_platform::failure::{Answer, Failure, Refusal};
use lingke_platform::viewer::{Actor, SessionId, StaffId, Viewer};
use serde_json::json;

use crate::authenticate::token_sha256;
use crate::model::StaffRow;
use crate::store::sessions::SessionRow;
use crate::{events, password, store};

/// A new sign-in: the cookie's value and the session behind it.
pub struct SignedIn {
    /// Goes into the cookie and nowhere else.
    pub token: String,
    /// The session.
    pub session: SessionRow,
    /// Who signed in.
    pub staff_id: StaffId,
}

/// 256 random bits as text.
pub fn random_token() -> String {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>())
}

/// Signs someone in, or says the same no for an unknown login, a wrong password and someone who left.
///
/// # Errors
/// 401 `sign_in_refused`; 423 `account_locked` after too many wrong passwords in a row.
pub async fn sign_in(ctx: &Ctx, login: &str, given: String) -> Answer<SignedIn> {
    let known = store::staff::by_login(ctx.read(), login).await?.filter(|row| row.active);
    let locked = known.as_ref().is_some_and(|row| store::staff::is_locked(row, ctx.now));
    let right = password::matches(given, known.as_ref().map(|row| row.password_hash.clone())).await?;
    let Some(row) = known else { return Err(refused()) };
    let mut tx = ctx.begin().await?;
    let mut row = store::staff::load(&tx, row.id).await?;
    if locked || !right {
        let failure = note_refusal(&mut tx, &mut row, locked).await?;
        tx.commit().await?;
        return Err(failure);
    }
    row.sign_in_failures = 0;
    row.locked_until = None;
    row.presence = "online".to_owned();
    row.presence_at = tx.now();
    store::staff::update(&tx, &row).await?;
    let signed_in = open_session(&mut tx, &row).await?;
    tx.commit().await?;
    Ok(signed_in)
}

fn refused() -> Failure {
    Refusal::with_status(axum::http::StatusCode::UNAUTHORIZED, "sign_in_refused").into()
}

/// Counts a wrong password and locks the account when there were too many. A locked account counts nothing.
async fn note_refusal(tx: &mut Tx, row: &mut StaffRow, locked: bool) -> Answer<Failure> {
    let config = &tx.node().config;
    let (failures_max, lock_seconds) = (config.sign_in_failures_max, config.sign_in_lock_minutes * 60);
    let locked_answer = |until: lingke_kernel::time::Instant| {
        let refusal = Refusal::with_status(axum::http::StatusCode::LOCKED, "account_locked");
        Failure::from(refusal.with("until", until.to_string()))
    };
    tx.record(events::about_staff(&events::SIGN_IN_REFUSED, row.id, json!({ "locked": locked })));
    if locked {
        return Ok(locked_answer(row.locked_until.unwrap_or(tx.now())));
    }
    row.sign_in_failures += 1;
    let mut answer = refused();
    if row.sign_in_failures >= failures_max {
        let until = tx.now().plus_seconds(lock_seconds);
        row.sign_in_failures = 0;
        row.locked_until = Some(until);
        tx.record(events::about_staff(&events::ACCOUNT_LOCKED, row.id, json!({ "until": until })));
        answer = locked_answer(until);
    }
    store::staff::update(tx, row).await?;
    Ok(answer)
}

async fn open_session(tx: &mut Tx, row: &StaffRow) -> Answer<SignedIn> {
    let token = random_token();
    let minutes = tx.node().config.session_absolute_minutes;
    let session = SessionRow {
        id: SessionId::new(tx.now()),
        csrf_token: random_token(),
        seen_at: tx.now(),
        expires_at: tx.now().plus_seconds(minutes * 60),
    };
    store::sessions::insert(tx, &session, &token_sha256(&token), row.id).await?;
    tx.act_as(Viewer { actor: Actor::Staff(row.id), ..Viewer::system("sign_in") });
    tx.record(events::about_staff(&events::SIGNED_IN, row.id, json!({ "session_id": session.id })));
    Ok(SignedIn { token, session, staff_id: row.id })
}

/// Ends the session of this request.
pub async fn sign_out(tx: &mut Tx) -> Answer<()> {
    let (Some(session_id), Some(staff_id)) = (tx.viewer().session_id, tx.viewer().staff_id()) else {
        return Ok(());
    };
    store::sessions::end(tx, session_id).await?;
    tx.record(events::about_staff(&events::SIGNED_OUT, staff_id, json!({ "session_id": session_id })));
    Ok(())
}

/// Ends all of someone's sessions.
pub async fn end_sessions(tx: &mut Tx, staff_id: StaffId) -> Answer<()> {
    let ended = store::sessions::end_all(tx, staff_id).await?;
    tx.record(events::about_staff(&events::SESSIONS_ENDED, staff_id, json!({ "ended": ended })));
    Ok(())
}
