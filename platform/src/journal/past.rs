//! History that is over when it is written: a demo's year. It is sealed as it is written, in the order it happened.
//!
//! Commands write unsealed and the sealer follows, which writes each row twice; millions of rows that nobody waits
//! for need not be. The sealer's own lock is held, so that the chain has one writer as always.

use lingke_kernel::time::Instant;

use super::chain::{LINK_COLUMNS, Link};
use super::{Event, EventId, sealer};
use crate::ctx::Tx;
use crate::db::{dialect, insert_rows, sql};
use crate::failure::Answer;
use crate::viewer::Actor;

/// What `actor` did at `at`, on behalf of the request `request_id`.
pub fn event(event: Event, at: Instant, actor: Actor, request_id: &str) -> Link {
    Link {
        seq: None,
        id: EventId::new(at).to_string(),
        at: at.micros(),
        n: 0,
        kind: event.kind.name.to_owned(),
        version: event.kind.version,
        actor_kind: actor.kind().to_owned(),
        actor_id: actor.id(),
        subject_kind: event.subject_kind.to_owned(),
        subject_id: event.subject_id,
        unit_id: event.unit_id.map(|id| id.to_string()),
        staff_id: event.staff_id.map(|id| id.to_string()),
        request_id: request_id.to_owned(),
        payload: event.payload.to_string(),
        sealed_at: None,
        hash: None,
    }
}

/// Appends events to the chain, sealed at `now`. Answers the journal's last number.
pub async fn append(tx: &Tx, events: Vec<Link>, now: Instant) -> Answer<i64> {
    let mut head = sealer::hold(tx.conn(), tx.kind()).await?;
    if events.is_empty() {
        return Ok(head.seq);
    }
    let rows = events.into_iter().map(|link| {
        head.seq += 1;
        head.hash = link.hash_after(&head.hash, head.seq, now.micros());
        values(link, head.seq, now.micros(), &head.hash)
    });
    let rows: Vec<_> = rows.collect();
    let guard = dialect::let_sealed_rows_in(tx.conn(), tx.kind()).await?;
    insert_rows(tx.conn(), &format!("journal ({LINK_COLUMNS})"), rows, "").await?;
    dialect::keep_sealed_rows_out(tx.conn(), tx.kind(), guard).await?;
    let text = "UPDATE journal_head SET seq = $1, hash = $2, sealed_at = $3 WHERE id = 1";
    sql(text).bind(head.seq).bind(head.hash).bind(now).run(tx.conn()).await?;
    Ok(head.seq)
}

fn values(link: Link, seq: i64, sealed_at: i64, hash: &str) -> [sea_orm::Value; 16] {
    [
        seq.into(),
        link.id.into(),
        link.at.into(),
        link.n.into(),
        link.kind.into(),
        link.version.into(),
        link.actor_kind.into(),
        link.actor_id.into(),
        link.subject_kind.into(),
        link.subject_id.into(),
        link.unit_id.into(),
        link.staff_id.into(),
        link.request_id.into(),
        link.payload.into(),
        sealed_at.into(),
        hash.into(),
    ]
}
