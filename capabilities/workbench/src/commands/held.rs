//! Replies that can still be taken back: held for ten seconds, then sent by a timer, once.
//!
//! A reply moves on in the transaction that sends it, so that it is sent once or not at all. Before it goes out, what
//! the customer or a colleague wrote since the writer last looked stops it, unless the writer knows of it.

use lingke_cases::model::CaseId;
use lingke_cases::store::{cases, entries};
use lingke_cases::{WORK, commands as verbs, rules};
use lingke_kernel::personal::kept;
use lingke_kernel::time::Instant;
use lingke_platform::ctx::{Ctx, Tx};
use lingke_platform::failure::{Answer, Failure, Refusal};
use lingke_platform::http::etag::MaybeExpected;
use lingke_platform::journal::EventKind;
use lingke_platform::viewer::StaffId;
use serde_json::json;

use super::code_of;
use crate::events;
use crate::model::{Draft, DraftBox, HeldReplyId, HeldRow, HeldState};
use crate::store::{drafts, held};

/// How long a reply can be taken back, in seconds.
pub const HOLD_SECONDS: i64 = 10;

/// A reply to hold.
#[derive(Debug)]
pub struct NewHeld {
    /// The words.
    pub text: String,
    /// Whether to wait for the customer then.
    pub then_wait: bool,
    /// Until when the writer had read what was written.
    pub seen_until: Instant,
    /// Whether the writer knows of what is newer.
    pub anyway: bool,
}

fn me(tx: &Tx) -> Answer<StaffId> {
    tx.viewer().require(WORK)?;
    tx.viewer().staff_id().ok_or(Failure::NotSignedIn)
}

/// Takes a reply over from its writer's screen; it goes out in ten seconds.
pub async fn hold(tx: &mut Tx, case_id: CaseId, new: NewHeld) -> Answer<HeldRow> {
    let me = me(tx)?;
    let case = cases::load(tx, case_id).await?;
    rules::reply(&case)?;
    let row = HeldRow {
        id: HeldReplyId::new(tx.now()),
        case_id,
        staff_id: me,
        text: kept(&new.text),
        then_wait: new.then_wait,
        seen_until: new.seen_until,
        anyway: new.anyway,
        state: HeldState::Held.code().to_owned(),
        refusal: None,
        send_at: tx.now().plus_seconds(HOLD_SECONDS),
    };
    check_newer(tx, &row).await?;
    held::dismiss_refused(tx, me, case_id).await?;
    held::insert(tx, &row).await?;
    drafts::erase(tx, me, case_id, DraftBox::Reply).await?;
    record(tx, &events::REPLY_HELD, &row, None);
    Ok(row)
}

/// Stops a reply that does not know of what others wrote meanwhile.
async fn check_newer(tx: &Tx, row: &HeldRow) -> Answer<()> {
    if row.anyway {
        return Ok(());
    }
    let newer = entries::newer(tx.conn(), row.case_id, row.seen_until, &row.staff_id.to_string()).await?;
    let Some(first) = newer.first() else { return Ok(()) };
    let refusal = Refusal::conflict("newer_message")
        .with("count", newer.len())
        .with("entry_id", first.id.to_string())
        .with("entry_kind", first.kind.code());
    Err(refusal.into())
}

/// Gives the words back: into the draft, and to who asks.
pub async fn take_back(tx: &mut Tx, id: HeldReplyId) -> Answer<HeldRow> {
    let me = me(tx)?;
    let mut row = held::load(tx, me, id).await?;
    let was = HeldState::of(&row.state);
    if !matches!(was, HeldState::Held | HeldState::Refused) {
        return Err(Refusal::conflict("reply_gone").into());
    }
    held::end(tx, id, HeldState::TakenBack, None).await?;
    if was == HeldState::Held {
        give_back(tx, &row).await?;
        record(tx, &events::REPLY_TAKEN_BACK, &row, None);
    }
    row.state = HeldState::TakenBack.code().to_owned();
    Ok(row)
}

async fn give_back(tx: &Tx, row: &HeldRow) -> Answer<()> {
    let draft = Draft {
        case_id: row.case_id,
        of: DraftBox::Reply,
        text: row.text.clone(),
        device: String::new(),
        updated_at: tx.now(),
    };
    drafts::put(tx, row.staff_id, &draft).await
}

/// Sends a held reply now, as its writer. What is refused goes back to the draft, and says why.
///
/// # Errors
/// The refusal; `reply_gone` when it was sent or taken back meanwhile.
pub async fn release(ctx: &Ctx, id: HeldReplyId) -> Answer<HeldRow> {
    match try_release(ctx, id).await {
        Err(failure) if code_of(&failure).is_some_and(|code| code != "reply_gone") => {
            refuse(ctx, id, &failure).await?;
            Err(failure)
        }
        other => other,
    }
}

async fn try_release(ctx: &Ctx, id: HeldReplyId) -> Answer<HeldRow> {
    let mut tx = ctx.begin().await?;
    let me = me(&tx)?;
    let mut row = held::load(&tx, me, id).await?;
    if HeldState::of(&row.state) != HeldState::Held || !held::end(&tx, id, HeldState::Sent, None).await? {
        return Err(Refusal::conflict("reply_gone").into());
    }
    cases::load(&tx, row.case_id).await?;
    check_newer(&tx, &row).await?;
    verbs::work::reply(&mut tx, row.case_id, MaybeExpected(None), &row.text, row.then_wait).await?;
    record(&mut tx, &events::REPLY_RELEASED, &row, None);
    tx.commit().await?;
    row.state = HeldState::Sent.code().to_owned();
    row.text.clear();
    Ok(row)
}

/// Notes why a reply could not be sent and gives its words back.
pub async fn refuse(ctx: &Ctx, id: HeldReplyId, failure: &Failure) -> Answer<()> {
    let Some(code) = code_of(failure) else { return Ok(()) };
    let staff_id = ctx.viewer.staff_id().ok_or(Failure::NotSignedIn)?;
    let mut tx = ctx.begin().await?;
    let row = held::load(&tx, staff_id, id).await?;
    if HeldState::of(&row.state) == HeldState::Held {
        held::end(&tx, id, HeldState::Refused, Some(code)).await?;
        give_back(&tx, &row).await?;
        record(&mut tx, &events::REPLY_REFUSED, &row, Some(code));
    }
    tx.commit().await
}

fn record(tx: &mut Tx, kind: &'static EventKind, row: &HeldRow, code: Option<&str>) {
    let payload = json!({ "case_id": row.case_id, "then_wait": row.then_wait, "code": code });
    tx.record(events::of(kind, "held_reply", row.id, row.staff_id, payload));
}
