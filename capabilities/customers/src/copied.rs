//! All that is kept of a customer in the clear, for their own copy only. Who calls this has journaled why before.

use lingke_kernel::time::Instant;
use lingke_platform::ctx::Ctx;
use lingke_platform::failure::Answer;
use lingke_platform::http::page::{LIMIT_MAX, PageRequest};
use serde::Serialize;

use crate::care::model::{CareNeed, CareRow};
use crate::consents::model::{ConsentChannel, ConsentPurpose, ConsentRow};
use crate::holdings::model::{HoldingRow, RevealedHolding};
use crate::model::{
    ContactPoint, ContactRow, CustomerClass, CustomerId, CustomerKind, IdentityDocument, IdentityRow,
};
use crate::needs::model::{NeedKind, NeedRow};
use crate::relations::model::{RelationRow, RevealedPerson};
use crate::{consents, needs, store};

/// A customer with everything in the clear.
#[derive(Serialize)]
pub struct Copied {
    number: String,
    name: String,
    registered_name: Option<String>,
    kind: CustomerKind,
    class: CustomerClass,
    note: Option<String>,
    contact_points: Vec<ContactPoint>,
    identity_documents: Vec<IdentityDocument>,
    care_needs: Vec<CareNeed>,
    relations: Vec<RevealedPerson>,
    holdings: Vec<RevealedHolding>,
    needs: Vec<CopiedNeed>,
    consents: Vec<CopiedConsent>,
    created_at: Instant,
}

/// What was learnt of them.
#[derive(Serialize)]
struct CopiedNeed {
    kind: NeedKind,
    words: String,
    next_step: String,
    outcome: String,
    recorded_at: Instant,
}

/// What they agreed to.
#[derive(Serialize)]
struct CopiedConsent {
    purpose: ConsentPurpose,
    text_version: String,
    channel: ConsentChannel,
    given_on: String,
    withdrawn_on: Option<String>,
}

/// All of a customer; of needs and consents the newest two hundred.
pub async fn copied(ctx: &Ctx, id: CustomerId) -> Answer<Copied> {
    let record = store::find(ctx.read(), ctx.keys(), id).await?;
    let page = PageRequest::new(Some(LIMIT_MAX), None)?;
    let needs = needs::store::of_customer(ctx.read(), ctx.keys(), id, &page).await?;
    let consents = consents::store::of_customer(ctx.read(), id, &page).await?;
    let row = record.row;
    let given = |text: String| Some(text).filter(|text| !text.is_empty());
    Ok(Copied {
        number: row.number,
        name: row.name,
        registered_name: given(row.registered_name),
        kind: row.kind,
        class: row.class,
        note: given(row.note),
        contact_points: record.contact_points.iter().map(ContactRow::clear).collect(),
        identity_documents: record.identity_documents.iter().map(IdentityRow::clear).collect(),
        care_needs: record.care_needs.iter().map(CareRow::clear).collect(),
        relations: record.relations.iter().filter_map(RelationRow::clear).collect(),
        holdings: record.holdings.iter().map(HoldingRow::clear).collect(),
        needs: needs.items.into_iter().map(need).collect(),
        consents: consents.items.into_iter().map(consent).collect(),
        created_at: row.created_at,
    })
}

fn need(row: NeedRow) -> CopiedNeed {
    CopiedNeed {
        kind: row.kind,
        words: row.sealed.words,
        next_step: row.sealed.next_step,
        outcome: row.sealed.outcome,
        recorded_at: row.recorded_at,
    }
}

fn consent(row: ConsentRow) -> CopiedConsent {
    CopiedConsent {
        purpose: row.purpose,
        text_version: row.text_version,
        channel: row.channel,
        given_on: row.given_on,
        withdrawn_on: row.withdrawn_on,
    }
}
