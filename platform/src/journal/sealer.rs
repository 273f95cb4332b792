//! Gives committed events their place and hash. One sealer at a time: it holds the head's row while it works.

use std::sync::Arc;
use std::time::Duration;

use lingke_kernel::time::Instant;
use sea_orm::FromQueryResult;
use serde_json::{Value, json};

use super::chain::{LINK_COLUMNS, Link};
use crate::db::dialect::{DatabaseKind, announce_sealed, for_update, given, skip_locked};
use crate::db::{Db, sql};
use crate::failure::Answer;
use crate::node::Node;

/// Events sealed in one transaction at most.
const BATCH: usize = 1000;

/// The end of the chain.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, serde::Serialize, utoipa::ToSchema)]
pub struct Head {
    /// The place of the last sealed event; 0 before the first.
    pub seq: i64,
    /// Its hash.
    pub hash: String,
    /// When it was sealed.
    pub sealed_at: Instant,
}

/// The head now.
pub async fn head(conn: &impl sea_orm::ConnectionTrait) -> Answer<Head> {
    let head = sql("SELECT seq, hash, sealed_at FROM journal_head WHERE id = 1").one::<Head>(conn).await?;
    Ok(head.ok_or_else(|| anyhow::anyhow!("the journal has no head row"))?)
}

/// The head, held for this transaction after whoever holds it.
pub(crate) async fn hold(tx: &sea_orm::DatabaseTransaction, kind: DatabaseKind) -> Answer<Head> {
    let text = format!("SELECT seq, hash, sealed_at FROM journal_head WHERE id = 1{}", for_update(kind));
    let head = sql(text).one::<Head>(tx).await?;
    Ok(head.ok_or_else(|| anyhow::anyhow!("the journal has no head row"))?)
}

/// Seals up to a batch of waiting events. Answers how many, and the head after; 0 when another node is sealing.
pub async fn seal_batch(db: &Db, now: Instant) -> Answer<(usize, i64)> {
    let tx = db.begin().await?;
    let text =
        format!("SELECT seq, hash, sealed_at FROM journal_head WHERE id = 1{}", skip_locked(db.kind()));
    let Some(head) = sql(text).one::<Head>(&*tx).await? else {
        return Ok((0, 0));
    };
    let text =
        format!("SELECT {LINK_COLUMNS} FROM journal WHERE seq IS NULL ORDER BY at, n, id LIMIT {BATCH}");
    let waiting = sql(text).all::<Link>(&*tx).await?;
    if waiting.is_empty() {
        return Ok((0, head.seq));
    }
    let (mut seq, mut hash) = (head.seq, head.hash);
    let mut sealed = Vec::with_capacity(waiting.len());
    for link in &waiting {
        seq += 1;
        hash = link.hash_after(&hash, seq, now.micros());
        sealed.push(json!([link.id, seq, hash]));
    }
    let text = format!(
        "UPDATE journal SET seq = CAST(given.value->>1 AS BIGINT), hash = given.value->>2, sealed_at = $2 FROM {} \
         WHERE journal.id = (given.value->>0)",
        given(db.kind(), "$1")
    );
    sql(text).bind(Value::from(sealed).to_string()).bind(now).run(&*tx).await?;
    let text = "UPDATE journal_head SET seq = $1, hash = $2, sealed_at = $3 WHERE id = 1";
    sql(text).bind(seq).bind(hash).bind(now).run(&*tx).await?;
    tx.commit().await?;
    Ok((waiting.len(), seq))
}

/// Seals until the node stops: at once after a commit here, and every quarter second for what other nodes left.
pub(crate) async fn run(node: Arc<Node>) {
    loop {
        let began = std::time::Instant::now();
        match seal_batch(&node.db, node.clock.now()).await {
            Ok((0, _)) => {
                let wake = node.wake.journal.notified();
                tokio::select! {
                    () = node.stopping.cancelled() => return,
                    () = wake => {}
                    () = tokio::time::sleep(Duration::from_millis(250)) => {}
                }
            }
            Ok((sealed, seq)) => {
                metrics::counter!("lingke_journal_sealed_total").increment(sealed as u64);
                node.sealed_up_to(seq);
                if let Err(error) = announce_sealed(&node.db, seq).await {
                    tracing::warn!(%error, "other nodes were not told of sealed events; they will look by themselves");
                }
                if sealed < BATCH && node.rest_after(began).await.is_break() {
                    return;
                }
            }
            Err(error) => {
                tracing::warn!(%error, "sealing failed; it is tried again");
                if node.rest(Duration::from_secs(1)).await.is_break() {
                    return;
                }
            }
        }
    }
}
