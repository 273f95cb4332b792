//! The verbs of care.

use lingke_kernel::personal::kept;
use lingke_platform::ctx::Tx;
use lingke_platform::failure::{Answer, Failure, Refusal};
use lingke_platform::http::etag::Expected;
use lingke_platform::journal::{Event, EventKind};
use serde_json::json;

use super::model::{
    CARE_CODES_MAX, CARE_NEEDS_MAX, CareCode, CareCodeChange, CareNeedId, CareRow, NewCareCode, NewCareNeed,
};
use super::store;
use crate::model::CustomerId;
use crate::protection::Personal;
use crate::{CONFIGURE, EDIT, events, store as customers};

/// Adds to the list of what we should know of.
pub async fn add_code(tx: &mut Tx, new: NewCareCode) -> Answer<CareCode> {
    tx.viewer().require(CONFIGURE)?;
    if store::codes(tx.conn()).await?.len() >= CARE_CODES_MAX {
        return Err(Refusal::conflict("too_many_care_codes").with("codes_max", CARE_CODES_MAX).into());
    }
    let (name, advice) = (new.name.trim().to_owned(), new.advice.trim().to_owned());
    let or = |english: Option<String>, chinese: &str| {
        english
            .map(|text| text.trim().to_owned())
            .filter(|text| !text.is_empty())
            .unwrap_or(chinese.to_owned())
    };
    let code = CareCode {
        code: new.code,
        name_en: or(new.name_en, &name),
        advice_en: or(new.advice_en, &advice),
        name,
        advice,
        active: true,
        version: 1,
    };
    store::insert_code(tx, &code).await?;
    tx.record(of_code(&events::CARE_CODE_ADDED, &code));
    Ok(code)
}

/// Changes an entry of the list, if nobody changed it since `expected`. What is kept of customers gets its new names.
pub async fn change_code(
    tx: &mut Tx,
    code: &str,
    expected: Expected,
    change: CareCodeChange,
) -> Answer<CareCode> {
    tx.viewer().require(CONFIGURE)?;
    let mut entry = store::load_code(tx, code).await?;
    expected.check(entry.version)?;
    let set = |field: &mut String, text: Option<String>| {
        if let Some(text) = text {
            *field = text.trim().to_owned();
        }
    };
    set(&mut entry.name, change.name);
    set(&mut entry.name_en, change.name_en);
    set(&mut entry.advice, change.advice);
    set(&mut entry.advice_en, change.advice_en);
    entry.active = change.active.unwrap_or(entry.active);
    entry.version += 1;
    store::update_code(tx, &entry).await?;
    tx.record(of_code(&events::CARE_CODE_CHANGED, &entry));
    Ok(entry)
}

fn of_code(kind: &'static EventKind, code: &CareCode) -> Event {
    Event {
        kind,
        subject_kind: "care_code",
        subject_id: code.code.clone(),
        unit_id: None,
        staff_id: None,
        payload: json!({ "name": code.name, "active": code.active, "version": code.version }),
    }
}

/// Keeps something we should know of about a customer, who agreed to it.
///
/// # Errors
/// `consent_on` when it is a day to come; `care_need_known` when it is kept already; `care_needs_used_up`.
pub async fn record(tx: &mut Tx, id: CustomerId, new: NewCareNeed) -> Answer<CareNeedId> {
    tx.viewer().require(EDIT)?;
    let recorded_by = tx.viewer().staff_id().ok_or(Failure::NotAllowed { permission: EDIT.into() })?;
    let record = customers::load(tx, id).await?;
    if new.consent_on > customers::today(tx.conn(), tx.now()).await? {
        return Err(Failure::invalid("consent_on", "out_of_range", "today or before"));
    }
    let code = store::load_code(tx, &new.code).await.ok().filter(|code| code.active);
    let code =
        code.ok_or_else(|| Failure::invalid("code", "unknown", "one of the list that may be chosen"))?;
    if record.care_needs.iter().any(|need| need.code.code == code.code) {
        return Err(Refusal::conflict("care_need_known").into());
    }
    if record.care_needs.len() >= CARE_NEEDS_MAX {
        return Err(Refusal::conflict("care_needs_used_up").with("care_needs_max", CARE_NEEDS_MAX).into());
    }
    let need = CareRow {
        id: CareNeedId::new(tx.now()),
        customer_id: id,
        code,
        words: Personal::new(&kept(&new.words.unwrap_or_default())),
        consent_on: new.consent_on.to_string(),
        recorded_by,
        recorded_by_name: None,
        recorded_at: tx.now(),
    };
    store::insert(tx, &need).await?;
    tx.record(events::of(&events::CARE_NEED_RECORDED, id, json!({ "care_need_id": need.id })));
    Ok(need.id)
}

/// Keeps it no longer: code and words are gone, who noted it and when it ended remain.
pub async fn end(tx: &mut Tx, id: CustomerId, need_id: CareNeedId) -> Answer<()> {
    tx.viewer().require(EDIT)?;
    let record = customers::load(tx, id).await?;
    if !record.care_needs.iter().any(|need| need.id == need_id) {
        return Err(Failure::NotFound);
    }
    store::end(tx, need_id).await?;
    tx.record(events::of(&events::CARE_NEED_ENDED, id, json!({ "care_need_id": need_id })));
    Ok(())
}
