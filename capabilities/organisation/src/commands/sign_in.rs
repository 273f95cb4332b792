//! Signing in, step by step, and out.
//!
//! There is no session before all is proved: until then a challenge, which is known by the hash of its token, says who
//! signs in and what comes next. Wrong codes count as wrong passwords do, and only a session sets the count back.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use lingke_platform::ctx::{Ctx, Tx};
use lingke_platform::failure::{Answer, Failure, Refusal};
use lingke_platform::viewer::{Actor, SessionId, StaffId, Viewer};
use serde_json::json;

use super::{passwords, second_factors};
use crate::authenticate::token_sha256;
use crate::model::{
    AuthenticatorOffered, Challenge, Origin, Proved, SignInStep, StaffRow, Step, code_of, from_code,
};
use crate::rules::{self, Standing};
use crate::store::sessions::SessionRow;
use crate::{events, password, store};

/// How long a sign-in may take from the password to its end.
pub(super) const CHALLENGE_SECONDS: i64 = 5 * 60;

/// A new sign-in: the cookie's value and the session behind it.
pub struct SignedIn {
    /// Goes into the cookie and nowhere else.
    pub token: String,
    /// The session.
    pub session: SessionRow,
    /// Who signed in.
    pub staff_id: StaffId,
}

/// Where a sign-in has come to.
pub enum Reached {
    /// Its end.
    Session(SignedIn),
    /// A step that is still wanted.
    Step(SignInStep),
}

/// 256 random bits as text.
pub fn random_token() -> String {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>())
}

/// Begins with the password, or says the same no for an unknown login, a wrong password and someone who left.
///
/// # Errors
/// 401 `sign_in_refused`; 423 `account_locked` after too many wrong passwords or codes in a row.
pub async fn sign_in(ctx: &Ctx, origin: &Origin, login: &str, given: String) -> Answer<Reached> {
    let known = store::staff::by_login(ctx.read(), login).await?.filter(|row| row.active);
    let right = password::matches(given, known.as_ref().map(|row| row.password_hash.clone())).await?;
    let Some(row) = known else { return Err(refused()) };
    let mut tx = ctx.begin().await?;
    let mut row = store::staff::load(&tx, row.id).await?;
    if let Err(failure) = count(&mut tx, &mut row, right, refused()).await? {
        tx.commit().await?;
        return Err(failure);
    }
    let reached = go_on(&mut tx, row, Proved::Password, origin).await?;
    tx.commit().await?;
    Ok(reached)
}

fn refused() -> Failure {
    Refusal::with_status(axum::http::StatusCode::UNAUTHORIZED, "sign_in_refused").into()
}

fn code_refused() -> Failure {
    Refusal::with_status(axum::http::StatusCode::UNAUTHORIZED, "code_refused").into()
}

/// Goes on with a code of the authenticator, or with a recovery code.
///
/// # Errors
/// 401 `sign_in_over` when the challenge does not hold; 401 `code_refused`; 423 `account_locked`.
pub async fn prove_second_factor(ctx: &Ctx, origin: &Origin, token: &str, code: &str) -> Answer<Reached> {
    let mut tx = ctx.begin().await?;
    let (mut row, _) = challenged(&tx, token, Step::SecondFactor).await?;
    let proved = match is_locked(&tx, &row) {
        true => None,
        false => second_factors::accept(&tx, row.id, code).await?,
    };
    if let Err(failure) = count(&mut tx, &mut row, proved.is_some(), code_refused()).await? {
        tx.commit().await?;
        return Err(failure);
    }
    store::challenges::end(&tx, &token_sha256(token)).await?;
    let reached = go_on(&mut tx, row, proved.unwrap_or(Proved::Password), origin).await?;
    tx.commit().await?;
    Ok(reached)
}

/// Goes on with a new password, in the place of one that is too old; all sessions that were open end.
pub async fn renew_password(ctx: &Ctx, origin: &Origin, token: &str, given: String) -> Answer<Reached> {
    let tx = ctx.begin().await?;
    let (row, _) = challenged(&tx, token, Step::NewPassword).await?;
    drop(tx);
    passwords::vet(ctx.read(), "new_password", &given, &row).await?;
    let hash = password::hash(given).await?;
    let mut tx = ctx.begin().await?;
    let (mut row, proved) = challenged(&tx, token, Step::NewPassword).await?;
    tx.act_as(Viewer { actor: Actor::Staff(row.id), ..Viewer::system("sign_in") });
    passwords::set(&tx, &mut row, hash).await?;
    row.must_change = false;
    store::staff::update(&tx, &row).await?;
    tx.record(events::about_staff(&events::PASSWORD_CHANGED, row.id, json!({ "by_reset": false })));
    end_sessions(&mut tx, row.id).await?;
    store::challenges::end(&tx, &token_sha256(token)).await?;
    let reached = go_on(&mut tx, row, proved, origin).await?;
    tx.commit().await?;
    Ok(reached)
}

/// Offers an authenticator to somebody who must set one up before they are in.
pub async fn offer_authenticator(ctx: &Ctx, token: &str) -> Answer<AuthenticatorOffered> {
    let mut tx = ctx.begin().await?;
    let (row, _) = challenged(&tx, token, Step::SetUp).await?;
    let offered = second_factors::offer(&mut tx, &row).await?;
    tx.commit().await?;
    Ok(offered)
}

/// Confirms it by its first code, which ends the sign-in. Answers the recovery codes beside the session.
pub async fn confirm_authenticator(
    ctx: &Ctx,
    origin: &Origin,
    token: &str,
    code: &str,
) -> Answer<(SignedIn, Vec<String>)> {
    let mut tx = ctx.begin().await?;
    let (row, _) = challenged(&tx, token, Step::SetUp).await?;
    tx.act_as(Viewer { actor: Actor::Staff(row.id), ..Viewer::system("sign_in") });
    let codes = second_factors::confirm(&mut tx, row.id, code).await?;
    store::challenges::end(&tx, &token_sha256(token)).await?;
    let signed_in = open_session(&mut tx, row, Proved::Authenticator, origin).await?;
    tx.commit().await?;
    Ok((signed_in, codes))
}

/// Who a challenge that holds belongs to, and what they have proved.
pub(super) async fn challenged(tx: &Tx, token: &str, step: Step) -> Answer<(StaffRow, Proved)> {
    let over = || Failure::from(Refusal::with_status(axum::http::StatusCode::UNAUTHORIZED, "sign_in_over"));
    let found = store::challenges::load(tx, &token_sha256(token)).await?;
    let found = found.filter(|challenge| from_code(&challenge.step) == Some(step)).ok_or_else(over)?;
    let proved = from_code(&found.proved).unwrap_or(Proved::Password);
    let row = store::staff::load(tx, found.staff_id.ok_or_else(over)?).await?;
    if row.active { Ok((row, proved)) } else { Err(over()) }
}

/// The next step after what is proved, or the session.
pub(super) async fn go_on(tx: &mut Tx, row: StaffRow, proved: Proved, origin: &Origin) -> Answer<Reached> {
    let ours = store::rules::current(tx.conn()).await?;
    let roles = store::staff::roles_of(tx.conn(), row.id).await?;
    let standing = Standing {
        proved,
        has_second_factor: store::second_factors::has(tx.conn(), row.id).await?,
        password_is_old: passwords::is_old(ours.passwords(), row.password_set_at, tx.now()),
        needs_second_factor: rules::needs_second_factor(&roles, &ours.second_factor_roles()),
    };
    match rules::step_before_session(standing) {
        None => Ok(Reached::Session(open_session(tx, row, proved, origin).await?)),
        Some(step) => Ok(Reached::Step(ask(tx, &row, step, proved).await?)),
    }
}

async fn ask(tx: &Tx, row: &StaffRow, step: Step, proved: Proved) -> Answer<SignInStep> {
    let token = random_token();
    let expires_at = tx.now().plus_seconds(CHALLENGE_SECONDS);
    let staff_id = Some(row.id);
    let (step_code, proved) = (code_of(&step), code_of(&proved));
    let challenge = Challenge { staff_id, step: step_code, proved, state: None, expires_at };
    store::challenges::insert(tx, &token_sha256(&token), &challenge).await?;
    let second = step == Step::SecondFactor;
    let code = second && store::second_factors::has_authenticator(tx.conn(), row.id).await?;
    let passkey = second && !store::passkeys::of(tx.conn(), row.id).await?.is_empty();
    Ok(SignInStep { step, code, passkey, challenge: token, expires_at })
}

fn is_locked(tx: &Tx, row: &StaffRow) -> bool {
    store::staff::is_locked(row, tx.now())
}

/// Counts a wrong password or code and locks the account when there were too many. Answers the refusal, `wrong` or that
/// it is locked; the caller commits. A locked account counts nothing, and there the right one does not help either.
pub async fn count(tx: &mut Tx, row: &mut StaffRow, right: bool, wrong: Failure) -> Answer<Answer<()>> {
    let locked = is_locked(tx, row);
    if right && !locked {
        return Ok(Ok(()));
    }
    tx.record(events::about_staff(&events::SIGN_IN_REFUSED, row.id, json!({ "locked": locked })));
    let config = &tx.node().config;
    let (failures_max, lock_seconds) = (config.sign_in_failures_max, config.sign_in_lock_minutes * 60);
    let locked_answer = |until: lingke_kernel::time::Instant| {
        let refusal = Refusal::with_status(axum::http::StatusCode::LOCKED, "account_locked");
        Failure::from(refusal.with("until", until.to_string()))
    };
    if locked {
        return Ok(Err(locked_answer(row.locked_until.unwrap_or(tx.now()))));
    }
    row.sign_in_failures += 1;
    let mut answer = wrong;
    if row.sign_in_failures >= failures_max {
        let until = tx.now().plus_seconds(lock_seconds);
        row.sign_in_failures = 0;
        row.locked_until = Some(until);
        tx.record(events::about_staff(&events::ACCOUNT_LOCKED, row.id, json!({ "until": until })));
        answer = locked_answer(until);
    }
    store::staff::update(tx, row).await?;
    Ok(Err(answer))
}

async fn open_session(tx: &mut Tx, mut row: StaffRow, proved: Proved, origin: &Origin) -> Answer<SignedIn> {
    row.sign_in_failures = 0;
    row.locked_until = None;
    row.presence = "online".to_owned();
    row.presence_at = tx.now();
    store::staff::update(tx, &row).await?;
    let token = random_token();
    let minutes = tx.node().config.session_absolute_minutes;
    let session = SessionRow {
        id: SessionId::new(tx.now()),
        csrf_token: random_token(),
        seen_at: tx.now(),
        expires_at: tx.now().plus_seconds(minutes * 60),
        proved: code_of(&proved),
    };
    store::sessions::insert(tx, &session, &token_sha256(&token), (row.id, origin)).await?;
    tx.act_as(Viewer { actor: Actor::Staff(row.id), ..Viewer::system("sign_in") });
    let payload = json!({ "session_id": session.id, "proved": proved });
    tx.record(events::about_staff(&events::SIGNED_IN, row.id, payload));
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

/// Ends one of someone's sessions.
pub async fn end_session(tx: &mut Tx, staff_id: StaffId, id: SessionId) -> Answer<()> {
    store::sessions::end_of(tx, staff_id, id).await?;
    tx.record(events::about_staff(
        &events::SESSIONS_ENDED,
        staff_id,
        json!({ "session_id": id, "ended": 1 }),
    ));
    Ok(())
}

/// Ends all of someone's sessions but the one of this request.
pub async fn end_others(tx: &mut Tx, staff_id: StaffId) -> Answer<()> {
    let this = tx.viewer().session_id.ok_or(Failure::NotSignedIn)?;
    let ended = store::sessions::end_others(tx, staff_id, this).await?;
    tx.record(events::about_staff(&events::SESSIONS_ENDED, staff_id, json!({ "ended": ended })));
    Ok(())
}

/// Ends all of someone's sessions.
pub async fn end_sessions(tx: &mut Tx, staff_id: StaffId) -> Answer<()> {
    let ended = store::sessions::end_all(tx, staff_id).await?;
    tx.record(events::about_staff(&events::SESSIONS_ENDED, staff_id, json!({ "ended": ended })));
    Ok(())
}
