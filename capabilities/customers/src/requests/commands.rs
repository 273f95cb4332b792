//! The verbs of change requests.

use lingke_kernel::personal::kept;
use lingke_organisation::model::from_code;
use lingke_platform::ctx::Tx;
use lingke_platform::failure::{Answer, Failure, Refusal};
use lingke_platform::http::etag::Expected;
use lingke_platform::journal::{Event, EventKind};
use lingke_platform::viewer::StaffId;
use serde_json::json;

use super::model::{
    ChangeRequestId, ChangeStatus, ChangeWhat, CustomerSettings, CustomerSettingsChange, PENDING_MAX,
    RequestRow, Sealed,
};
use super::store;
use crate::model::{CustomerId, CustomerRecord, IdentityDocumentId, IdentityRow};
use crate::protection::Personal;
use crate::{APPROVE_CHANGE, CONFIGURE, EDIT, commands, events, store as customers};

/// Whether a change of what identifies a customer waits for a second person: while the setting says so, and somebody of
/// flesh and blood asks.
pub(crate) async fn second_person(tx: &Tx) -> Answer<Option<StaffId>> {
    let needed = store::settings(tx.conn()).await?.second_person;
    Ok(tx.viewer().staff_id().filter(|_| needed))
}

/// Asks for a change of a customer who is held.
///
/// # Errors
/// `change_pending` when the same waits already; `changes_used_up`.
pub(crate) async fn ask(
    tx: &mut Tx,
    asked_by: StaffId,
    record: &CustomerRecord,
    (what, sealed): (ChangeWhat, Sealed),
) -> Answer<ChangeRequestId> {
    let id = record.row.id;
    let pending = store::pending_of(tx.conn(), tx.keys(), id).await?;
    let same = |row: &RequestRow| {
        row.what == what
            && match what {
                ChangeWhat::Name | ChangeWhat::Kind => true,
                ChangeWhat::AddDocument => row.sealed.new == sealed.new,
                ChangeWhat::RemoveDocument => row.sealed.document_id == sealed.document_id,
            }
    };
    if pending.iter().any(same) {
        return Err(Refusal::conflict("change_pending").into());
    }
    if pending.len() >= PENDING_MAX {
        return Err(Refusal::conflict("changes_used_up").with("pending_max", PENDING_MAX).into());
    }
    let row = RequestRow {
        id: ChangeRequestId::new(tx.now()),
        customer_id: id,
        what,
        sealed,
        status: ChangeStatus::Pending,
        version: 1,
        asked_by,
        asked_at: tx.now(),
        decided_by: None,
        decided_at: None,
    };
    store::insert(tx, &row).await?;
    tx.record(told(&events::CHANGE_ASKED, &row));
    Ok(row.id)
}

fn told(kind: &'static EventKind, row: &RequestRow) -> Event {
    let payload = json!({ "change_request_id": row.id, "what": row.what, "asked_by": row.asked_by });
    events::of(kind, row.customer_id, payload)
}

async fn pending(tx: &Tx, id: ChangeRequestId) -> Answer<(StaffId, RequestRow)> {
    let me = tx.viewer().staff_id().ok_or(Failure::NotAllowed { permission: APPROVE_CHANGE.into() })?;
    let row = store::load(tx, id).await?;
    if row.status != ChangeStatus::Pending {
        return Err(Refusal::conflict("change_decided").into());
    }
    Ok((me, row))
}

async fn decided(tx: &Tx, mut row: RequestRow, status: ChangeStatus, me: StaffId) -> Answer<RequestRow> {
    row.status = status;
    row.version += 1;
    (row.decided_by, row.decided_at) = (Some(me), Some(tx.now()));
    store::update(tx, &row).await?;
    Ok(row)
}

/// Approves a change that somebody else asked for, and makes it.
///
/// # Errors
/// `own_change_request`; `change_decided`; `change_outdated` when what was to be changed is no longer as it was.
pub async fn approve(tx: &mut Tx, id: ChangeRequestId, opinion: Option<String>) -> Answer<CustomerId> {
    tx.viewer().require(APPROVE_CHANGE)?;
    let (me, mut row) = pending(tx, id).await?;
    if row.asked_by == me {
        return Err(Refusal::conflict("own_change_request").into());
    }
    row.sealed.opinion = kept(&opinion.unwrap_or_default());
    let row = decided(tx, row, ChangeStatus::Approved, me).await?;
    tx.record(told(&events::CHANGE_APPROVED, &row));
    make(tx, &row).await?;
    Ok(row.customer_id)
}

/// Makes the change.
async fn make(tx: &mut Tx, request: &RequestRow) -> Answer<()> {
    let mut record = customers::load(tx, request.customer_id).await?;
    let outdated = || Failure::from(Refusal::conflict("change_outdated"));
    let Sealed { old, new, .. } = &request.sealed;
    match request.what {
        ChangeWhat::Name => {
            if record.row.name != *old {
                return Err(outdated());
            }
            let mut row = record.row.clone();
            row.name.clone_from(new);
            commands::save(tx, &record.row, row).await.map(|_| ())
        }
        ChangeWhat::Kind => {
            let mut row = record.row.clone();
            row.kind = from_code(new).ok_or_else(outdated)?;
            commands::save(tx, &record.row, row).await.map(|_| ())
        }
        ChangeWhat::AddDocument => {
            let document = IdentityRow {
                id: IdentityDocumentId::new(tx.now()),
                customer_id: record.row.id,
                kind: request.sealed.document_kind.clone().unwrap_or_default(),
                number: Personal::new(new),
                expires_on: request.sealed.expires_on.clone(),
                created_at: tx.now(),
            };
            commands::put_document(tx, &mut record, document).await
        }
        ChangeWhat::RemoveDocument => {
            let wanted = request.sealed.document_id;
            let found = record.identity_documents.iter().find(|document| Some(document.id) == wanted);
            let document = found.cloned().ok_or_else(outdated)?;
            commands::take_document(tx, &mut record, &document).await
        }
    }
}

/// Refuses a change that somebody else asked for, and says why.
pub async fn refuse(tx: &mut Tx, id: ChangeRequestId, opinion: String) -> Answer<CustomerId> {
    tx.viewer().require(APPROVE_CHANGE)?;
    let (me, mut row) = pending(tx, id).await?;
    if row.asked_by == me {
        return Err(Refusal::conflict("own_change_request").into());
    }
    row.sealed.opinion = kept(&opinion);
    let row = decided(tx, row, ChangeStatus::Refused, me).await?;
    tx.record(told(&events::CHANGE_REFUSED, &row));
    Ok(row.customer_id)
}

/// Takes back what one asked for oneself.
///
/// # Errors
/// `not_own_change_request`; `change_decided`.
pub async fn withdraw(tx: &mut Tx, id: ChangeRequestId) -> Answer<CustomerId> {
    tx.viewer().require(EDIT)?;
    let (me, row) = pending(tx, id).await?;
    if row.asked_by != me {
        return Err(Refusal::conflict("not_own_change_request").into());
    }
    let row = decided(tx, row, ChangeStatus::Withdrawn, me).await?;
    tx.record(told(&events::CHANGE_WITHDRAWN, &row));
    Ok(row.customer_id)
}

/// Changes the settings, if nobody changed them since `expected`. What waits already stays waiting.
pub async fn change_settings(
    tx: &mut Tx,
    expected: Expected,
    change: CustomerSettingsChange,
) -> Answer<CustomerSettings> {
    tx.viewer().require(CONFIGURE)?;
    let mut settings = store::load_settings(tx).await?;
    expected.check(settings.version)?;
    settings.second_person = change.second_person;
    settings.version += 1;
    store::update_settings(tx, &settings).await?;
    tx.record(Event {
        kind: &events::SETTINGS_CHANGED,
        subject_kind: "customer_settings",
        subject_id: "customer_settings".to_owned(),
        unit_id: None,
        staff_id: None,
        payload: json!({ "second_person": settings.second_person, "version": settings.version }),
    });
    Ok(settings)
}
