//! Changing a case's particulars.

use lingke_kernel::personal::{kept, masked};
use lingke_platform::ctx::Tx;
use lingke_platform::failure::Answer;
use lingke_platform::http::etag::Expected;

use super::follow;
use super::open::{check_product, unknown};
use crate::model::{Case, CaseChange, CaseId, Tags};
use crate::store::{cases, relations};
use crate::{WORK, rules};

/// Changes a case, if nobody changed it since `expected`. Clocks follow kind and priority.
pub async fn edit(tx: &mut Tx, id: CaseId, expected: Expected, change: CaseChange) -> Answer<Case> {
    tx.viewer().require(WORK)?;
    let mut case = cases::load(tx, id).await?;
    expected.check(case.version)?;
    if let Some(id) = change.customer_id
        && !lingke_customers::store::exists(tx.conn(), id).await?
    {
        return Err(unknown("customer_id"));
    }
    if let Some(id) = change.product_id.filter(|id| case.product_id != Some(*id)) {
        check_product(tx, id).await?;
    }
    let event = rules::edit(&case, &change)?;
    case.subject = change.subject.map_or(case.subject, |subject| kept(&subject));
    case.description = change.description.map_or(case.description, |text| masked(&text).text);
    case.kind = change.kind.unwrap_or(case.kind);
    case.priority = change.priority.unwrap_or(case.priority);
    case.customer_id = change.customer_id.or(case.customer_id);
    case.product_id = change.product_id.or(case.product_id);
    if let Some(words) = change.tags {
        case.tags = Tags::of(words);
        relations::write_tags(tx, id, &case.tags).await?;
    }
    follow(tx, &mut case, &[event], None).await?;
    Ok(case)
}
