//! Sends deliveries: each is one outbox row, signed as it goes out.
//!
//! An endpoint that failed is left alone for a while, longer each time; what waits for it costs nothing meanwhile. One
//! that let nothing through for three days is switched off, and whoever looks after the system is told.

use std::sync::Arc;

use axum::http::{HeaderMap, HeaderValue};
use lingke_kernel::time::Instant;
use lingke_platform::ctx::{Ctx, Tx};
use lingke_platform::failure::{Answer, Failure};
use lingke_platform::journal::Sealed;
use lingke_platform::node::Node;
use lingke_platform::outbound::Answered;
use lingke_platform::outbox::{Outcome, Row, Sender};
use serde_json::json;
use zeroize::Zeroizing;

use crate::commands::place;
use crate::events;
use crate::model::{Attempt, Delivery, DeliveryId, EndpointRow};
use crate::signing::signature;
use crate::store::{deliveries, endpoints};

/// How rows of the kind `webhook` leave the outbox.
pub static WEBHOOK: Sender = Sender {
    kind: "webhook",
    // Five seconds to a day: three days and some hours in all.
    retry_after_seconds: &[5, 60, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400],
    at_once: 8,
    send: |node, row| Box::pin(send(node, row)),
};

/// The type of the message that a test sends.
pub const TESTED: &str = "webhook_tested";
/// An endpoint that let nothing through for so long is switched off, in seconds.
const FAILS_SECONDS: i64 = 3 * 86_400;
/// After a failure an endpoint is left alone for so long, doubled with each, at most [`REST_MAX_SECONDS`].
const REST_SECONDS: i64 = 5;
const REST_MAX_SECONDS: i64 = 600;
/// 410: whoever answers so wants nothing more.
const GONE: u16 = 410;

/// The body of a message about an event: ids and codes, as the journal has them.
pub fn body_of(event: &Sealed) -> Answer<String> {
    let data = json!({
        "id": event.id,
        "seq": event.seq,
        "version": event.version,
        "actor": { "kind": event.actor_kind, "id": event.actor_id },
        "subject": { "kind": event.subject_kind, "id": event.subject_id },
        "unit_id": event.unit_id,
        "staff_id": event.staff_id,
        "particulars": event.particulars()?,
    });
    Ok(json!({ "type": event.kind, "timestamp": event.at, "data": data }).to_string())
}

/// The body of a test.
pub fn test_body(now: Instant) -> String {
    json!({ "type": TESTED, "timestamp": now, "data": {} }).to_string()
}

async fn send(node: &Arc<Node>, row: &Row) -> Outcome {
    match try_send(node, row).await {
        Ok(outcome) => outcome,
        Err(failure) => {
            tracing::warn!(outbox_id = %row.id, %failure, "a webhook could not be sent; it is tried again");
            Outcome::Failed("the server could not send it".to_owned())
        }
    }
}

async fn try_send(node: &Arc<Node>, row: &Row) -> Answer<Outcome> {
    let ctx = Ctx::system(node, "webhooks");
    let id: DeliveryId = row.idempotency_key.parse().map_err(|_| anyhow_of("the row names no delivery"))?;
    let delivery = match deliveries::find(ctx.read(), id).await {
        Err(Failure::NotFound) => return Ok(Outcome::Never("its delivery is forgotten".to_owned())),
        found => found?,
    };
    let endpoint = match endpoints::find(ctx.read(), delivery.endpoint_id).await {
        Ok(endpoint) if endpoint.active => endpoint,
        Ok(_) | Err(Failure::NotFound) => return give_up(&ctx, id).await,
        Err(failure) => return Err(failure),
    };
    if let Some(until) = endpoint.rest_until.filter(|until| *until > ctx.now) {
        return Ok(Outcome::Later(until.micros_since(ctx.now) / 1_000_000 + 1));
    }
    let last = usize::try_from(row.attempts).unwrap_or(usize::MAX) >= WEBHOOK.retry_after_seconds.len();
    let answered = post(&ctx, &endpoint, id, &row.payload).await?;
    let got_through = note(&ctx, &endpoint, id, &answered, last).await?;
    Ok(if got_through { Outcome::Sent } else { Outcome::Failed(told(&answered)) })
}

fn anyhow_of(text: &'static str) -> Failure {
    Failure::Fault(std::io::Error::other(text).into())
}

async fn give_up(ctx: &Ctx, id: DeliveryId) -> Answer<Outcome> {
    let tx = ctx.begin().await?;
    deliveries::give_up(&tx, id, "endpoint_off").await?;
    tx.commit().await?;
    Ok(Outcome::Never("the endpoint is switched off".to_owned()))
}

/// Sends a test at once and tells what came of it.
pub async fn test(ctx: &Ctx, endpoint: &EndpointRow) -> Answer<Delivery> {
    let id = DeliveryId::new(ctx.now);
    let delivery = Delivery {
        id,
        endpoint_id: endpoint.id,
        event_type: TESTED.to_owned(),
        event_id: None,
        event_seq: None,
        state: "pending".to_owned(),
        attempts: 0,
        last_status: None,
        last_duration_ms: None,
        last_error: None,
        created_at: ctx.now,
        ended_at: None,
    };
    let tx = ctx.begin().await?;
    deliveries::insert(&tx, &delivery).await?;
    tx.commit().await?;
    let answered = post(ctx, endpoint, id, &test_body(ctx.now)).await?;
    let attempt = attempt_of(&answered, ctx.node.clock.now());
    let state = if is_through(&answered) { "sent" } else { "failed" };
    let tx = ctx.begin().await?;
    deliveries::attempted(&tx, id, &attempt, state).await?;
    tx.commit().await?;
    deliveries::find(ctx.read(), id).await
}

/// Signs and posts. The secret before a rotation signs too while it may.
async fn post(ctx: &Ctx, endpoint: &EndpointRow, id: DeliveryId, body: &str) -> Answer<Answered> {
    let timestamp = ctx.now.micros() / 1_000_000;
    let mut signatures = Vec::new();
    let previous =
        endpoint.previous_secret.as_ref().filter(|_| endpoint.previous_until.is_some_and(|at| at > ctx.now));
    for sealed in [Some(&endpoint.secret), previous].into_iter().flatten() {
        let secret = opened(ctx, endpoint, sealed)?;
        signatures.extend(signature(&secret, &id.to_string(), timestamp, body));
    }
    let mut headers = HeaderMap::new();
    for (name, value) in [
        ("webhook-id", id.to_string()),
        ("webhook-timestamp", timestamp.to_string()),
        ("webhook-signature", signatures.join(" ")),
    ] {
        headers.insert(
            name,
            HeaderValue::from_str(&value).map_err(|_| anyhow_of("a header cannot be written"))?,
        );
    }
    // What is let through may have changed since the endpoint was added.
    let Ok(url) = ctx.node.outbound.check(&endpoint.url) else {
        return Ok(Answered::refused());
    };
    Ok(ctx.node.outbound.post(&url, headers, body.as_bytes().to_vec()).await)
}

fn opened(ctx: &Ctx, endpoint: &EndpointRow, sealed: &str) -> Answer<Zeroizing<String>> {
    let key = ctx.keys().key_of(&endpoint.id.to_string(), &endpoint.wrapped_key)?;
    let clear = key.open(&place(endpoint.id), sealed)?;
    let text = String::from_utf8(clear.to_vec()).map_err(|_| anyhow_of("a secret is no text"))?;
    Ok(Zeroizing::new(text))
}

fn is_through(answered: &Answered) -> bool {
    answered.status.is_ok_and(|status| (200..300).contains(&status))
}

fn told(answered: &Answered) -> String {
    match answered.status {
        Ok(status) => format!("answered {status}"),
        Err(why) => why.code().to_owned(),
    }
}

fn attempt_of(answered: &Answered, at: Instant) -> Attempt {
    Attempt {
        n: 0,
        at,
        status: answered.status.ok().map(i32::from),
        duration_ms: i64::try_from(answered.took.as_millis()).unwrap_or(i64::MAX),
        error: answered.status.err().map(|why| why.code().to_owned()),
    }
}

/// Writes down the attempt and how the endpoint stands after it. Answers whether it got through.
async fn note(
    ctx: &Ctx,
    sent_to: &EndpointRow,
    id: DeliveryId,
    answered: &Answered,
    last: bool,
) -> Answer<bool> {
    let through = is_through(answered);
    let ctx = Ctx { now: ctx.node.clock.now(), ..ctx.clone() };
    let attempt = attempt_of(answered, ctx.now);
    let mut tx = ctx.begin().await?;
    let state = if through {
        "sent"
    } else if last {
        "failed"
    } else {
        "pending"
    };
    deliveries::attempted(&tx, id, &attempt, state).await?;
    match endpoints::load(&tx, sent_to.id).await {
        Ok(endpoint) => stand(&mut tx, endpoint, answered).await?,
        Err(Failure::NotFound) => {}
        Err(failure) => return Err(failure),
    }
    tx.commit().await?;
    let outcome = if through { "sent" } else { "failed" };
    metrics_of(outcome, answered);
    Ok(through)
}

fn metrics_of(outcome: &'static str, answered: &Answered) {
    metrics::counter!("lingke_webhook_attempts_total", "outcome" => outcome).increment(1);
    tracing::debug!(outcome, took_ms = answered.took.as_millis() as u64, "a webhook was tried");
}

async fn stand(tx: &mut Tx, mut endpoint: EndpointRow, answered: &Answered) -> Answer<()> {
    let now = tx.now();
    if is_through(answered) {
        (endpoint.failures, endpoint.failing_since, endpoint.rest_until) = (0, None, None);
        endpoint.last_success_at = Some(now);
        return endpoints::update(tx, &endpoint).await;
    }
    let since = *endpoint.failing_since.get_or_insert(now);
    let rest = REST_SECONDS << endpoint.failures.clamp(0, 10);
    endpoint.failures = endpoint.failures.saturating_add(1);
    endpoint.rest_until = Some(now.plus_seconds(rest.min(REST_MAX_SECONDS)));
    let because = match answered.status {
        Ok(GONE) => Some("gone"),
        _ if now.micros_since(since) > FAILS_SECONDS * 1_000_000 => Some("failing"),
        _ => None,
    };
    if let Some(because) = because.filter(|_| endpoint.active) {
        (endpoint.active, endpoint.off_because) = (false, Some(because.to_owned()));
        endpoint.version += 1;
        tx.record(events::of(&events::STOPPED, &endpoint));
    }
    endpoints::update(tx, &endpoint).await
}
