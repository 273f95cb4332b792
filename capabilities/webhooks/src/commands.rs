//! The verbs.

use lingke_platform::ctx::Tx;
use lingke_platform::failure::{Answer, Failure, Refusal};
use lingke_platform::http::etag::Expected;
use lingke_platform::journal::sealer;
use lingke_platform::outbox;
use serde_json::json;
use zeroize::Zeroizing;

use lingke_kernel::time::Instant;

use crate::model::{DeliveryId, EndpointChange, EndpointId, EndpointRow, NewEndpoint};
use crate::store::{deliveries, endpoints};
use crate::{MANAGE, events, signing};

/// The secret before a rotation signs too for so long, in seconds: a day.
pub const PREVIOUS_SECONDS: i64 = 86_400;
/// Sent again by one request at most.
pub const RESENT_MAX: usize = 1000;

/// Adds an endpoint; answers it and its secret, which is never shown again.
pub async fn add(tx: &mut Tx, new: NewEndpoint) -> Answer<(EndpointRow, Zeroizing<String>)> {
    tx.viewer().require(MANAGE)?;
    check_url(tx, &new.url)?;
    check_kinds(tx, &new.kinds)?;
    if endpoints::count(tx.conn()).await? >= endpoints::ENDPOINTS_MAX {
        return Err(Refusal::conflict("webhook_endpoints_full")
            .with("count_max", endpoints::ENDPOINTS_MAX)
            .into());
    }
    let id = EndpointId::new(tx.now());
    let (key, wrapped_key) = tx.keys().new_key(&id.to_string())?;
    let secret = signing::new_secret();
    let row = EndpointRow {
        id,
        name: new.name.trim().to_owned(),
        url: new.url,
        kinds: serde_json::to_string(&new.kinds)?,
        active: true,
        off_because: None,
        wrapped_key,
        secret: key.seal(&place(id), secret.as_bytes())?,
        previous_secret: None,
        previous_until: None,
        from_seq: sealer::head(tx.conn()).await?.seq,
        failures: 0,
        failing_since: None,
        rest_until: None,
        last_success_at: None,
        version: 1,
        created_at: tx.now(),
    };
    endpoints::insert(tx, &row).await?;
    tx.record(events::of(&events::ADDED, &row));
    Ok((row, secret))
}

/// Where an endpoint's secret stands, for its sealing.
pub(crate) fn place(id: EndpointId) -> String {
    format!("{id}.secret")
}

fn check_url(tx: &Tx, url: &str) -> Answer<()> {
    let refused =
        |code| Failure::invalid("url", code, "an address that may be reached: https, and nothing inside");
    tx.node().outbound.check(url).map(|_| ()).map_err(refused)
}

fn check_kinds(tx: &Tx, kinds: &[String]) -> Answer<()> {
    let unknown = kinds.iter().find(|kind| !tx.node().event_kinds.contains_key(kind.as_str()));
    match unknown {
        Some(_) => Err(Failure::invalid("kinds", "unknown_value", "a type of events that the journal knows")),
        None => Ok(()),
    }
}

/// Changes an endpoint, if nobody changed it since `expected`. One that is switched on again begins with what happens
/// from then on.
pub async fn change(
    tx: &mut Tx,
    id: EndpointId,
    expected: Expected,
    change: EndpointChange,
) -> Answer<EndpointRow> {
    tx.viewer().require(MANAGE)?;
    let mut row = endpoints::load(tx, id).await?;
    expected.check(row.version)?;
    if let Some(url) = change.url {
        check_url(tx, &url)?;
        row.url = url;
        (row.failures, row.failing_since, row.rest_until) = (0, None, None);
    }
    if let Some(kinds) = change.kinds {
        check_kinds(tx, &kinds)?;
        row.kinds = serde_json::to_string(&kinds)?;
    }
    row.name = change.name.map_or(row.name, |name| name.trim().to_owned());
    match change.active {
        Some(true) if !row.active => {
            (row.active, row.off_because) = (true, None);
            row.from_seq = sealer::head(tx.conn()).await?.seq;
            (row.failures, row.failing_since, row.rest_until) = (0, None, None);
        }
        Some(false) if row.active => (row.active, row.off_because) = (false, Some("person".to_owned())),
        _ => {}
    }
    row.version += 1;
    endpoints::update(tx, &row).await?;
    tx.record(events::of(&events::CHANGED, &row));
    Ok(row)
}

/// Removes an endpoint. What was on its way to it is given up.
pub async fn remove(tx: &mut Tx, id: EndpointId, expected: Expected) -> Answer<()> {
    tx.viewer().require(MANAGE)?;
    let row = endpoints::load(tx, id).await?;
    expected.check(row.version)?;
    endpoints::remove(tx, id, tx.now()).await?;
    tx.record(events::of(&events::REMOVED, &row));
    Ok(())
}

/// Gives an endpoint a new secret; the one before signs too for a day, so that nothing is refused meanwhile.
pub async fn rotate(tx: &mut Tx, id: EndpointId) -> Answer<(EndpointRow, Zeroizing<String>)> {
    tx.viewer().require(MANAGE)?;
    let mut row = endpoints::load(tx, id).await?;
    let key = tx.keys().key_of(&id.to_string(), &row.wrapped_key)?;
    let secret = signing::new_secret();
    let before = std::mem::replace(&mut row.secret, key.seal(&place(id), secret.as_bytes())?);
    row.previous_secret = Some(before);
    row.previous_until = Some(tx.now().plus_seconds(PREVIOUS_SECONDS));
    row.version += 1;
    endpoints::update(tx, &row).await?;
    tx.record(events::about(&events::SECRET_ROTATED, &row, json!({ "version": row.version })));
    Ok((row, secret))
}

/// Sends a delivery again, whether it got through or not.
pub async fn resend(tx: &mut Tx, id: DeliveryId) -> Answer<()> {
    tx.viewer().require(MANAGE)?;
    let delivery = deliveries::find(tx.conn(), id).await?;
    let endpoint = endpoint_that_is_on(tx, delivery.endpoint_id).await?;
    if delivery.event_id.is_none() {
        return Err(Refusal::conflict("webhook_test_not_resent").into());
    }
    if delivery.state == "pending" {
        return Err(Refusal::conflict("webhook_on_its_way").into());
    }
    put_back(tx, &[id]).await?;
    tx.record(events::about(&events::RESENT, &endpoint, json!({ "delivery_id": id, "count": 1 })));
    Ok(())
}

/// Sends again all that failed since then; answers how many. What is beyond a bound waits for the next time.
pub async fn resend_failed(tx: &mut Tx, endpoint_id: EndpointId, since: Instant) -> Answer<usize> {
    tx.viewer().require(MANAGE)?;
    let endpoint = endpoint_that_is_on(tx, endpoint_id).await?;
    let failed = deliveries::failed_since(tx, endpoint_id, since, RESENT_MAX).await?;
    put_back(tx, &failed).await?;
    if !failed.is_empty() {
        tx.record(events::about(
            &events::RESENT,
            &endpoint,
            json!({ "since": since, "count": failed.len() }),
        ));
    }
    Ok(failed.len())
}

async fn endpoint_that_is_on(tx: &Tx, id: EndpointId) -> Answer<EndpointRow> {
    let endpoint = endpoints::load(tx, id).await?;
    if endpoint.active { Ok(endpoint) } else { Err(Refusal::conflict("webhook_endpoint_off").into()) }
}

async fn put_back(tx: &mut Tx, ids: &[DeliveryId]) -> Answer<()> {
    for id in ids {
        deliveries::again(tx, *id).await?;
        outbox::again(tx.conn(), &id.to_string(), tx.now()).await?;
    }
    tx.wake_outbox();
    Ok(())
}
