//! An event becomes a delivery for each endpoint that wants it, in the transaction that moves the position.

use lingke_platform::ctx::Tx;
use lingke_platform::failure::Answer;
use lingke_platform::journal::Sealed;
use lingke_platform::outbox::Outgoing;
use lingke_platform::subscriptions::Subscription;

use crate::model::{Delivery, DeliveryId, EndpointRow};
use crate::sending::{WEBHOOK, body_of};
use crate::store::{deliveries, endpoints};

/// While nobody wants anything, only these are listened for.
const WAKING: &[&str] = &["webhook_endpoint_added", "webhook_endpoint_changed"];

/// Hears everything as soon as there is an endpoint. What went out cannot be taken back, so it is not rebuilt.
pub static WEBHOOKS: Subscription = Subscription {
    name: "webhooks",
    types: &[],
    handle: |tx, events| Box::pin(pass_on(tx, events)),
    clear: None,
};

async fn pass_on(tx: &mut Tx, events: &[Sealed]) -> Answer<()> {
    let endpoints = endpoints::active(tx.conn()).await?;
    tx.node().listens_only_to(&WEBHOOKS, endpoints.is_empty().then_some(WAKING));
    if endpoints.is_empty() {
        return Ok(());
    }
    for event in events {
        let wanted =
            endpoints.iter().filter(|endpoint| event.seq > endpoint.from_seq && endpoint.wants(&event.kind));
        for endpoint in wanted {
            deliver(tx, endpoint, event).await?;
        }
    }
    Ok(())
}

async fn deliver(tx: &mut Tx, endpoint: &EndpointRow, event: &Sealed) -> Answer<()> {
    let delivery = Delivery {
        id: DeliveryId::new(tx.now()),
        endpoint_id: endpoint.id,
        event_type: event.kind.clone(),
        event_id: Some(event.id.to_string()),
        event_seq: Some(event.seq),
        state: "pending".to_owned(),
        attempts: 0,
        last_status: None,
        last_duration_ms: None,
        last_error: None,
        created_at: tx.now(),
        ended_at: None,
    };
    if !deliveries::insert(tx, &delivery).await? {
        return Ok(());
    }
    tx.send(Outgoing {
        kind: WEBHOOK.kind,
        idempotency_key: delivery.id.to_string(),
        recipient: endpoint.name.clone(),
        recipient_id: None,
        subject_id: Some(event.subject_id.clone()),
        payload: serde_json::from_str(&body_of(event)?)?,
    })
    .await
}
