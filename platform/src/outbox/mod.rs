//! Effects outside the database: asked for in the transaction that needs them, carried out after it.
//!
//! A row is claimed, sent and marked. A node killed in between leaves a claim that runs out, and the row is sent
//! again with the same idempotency key: at least once, and the receiver can tell. After the last retry it waits
//! among the dead letters, where a person sees why and sends it again.

mod mail;

pub use mail::SEALED_MARK;

use std::sync::Arc;
use std::time::Duration;

use futures::future::BoxFuture;
use lingke_kernel::id_kind;
use lingke_kernel::time::Instant;
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde_json::Value;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::ctx::Ctx;
use crate::db::dialect::skip_locked;
use crate::db::sql;
use crate::failure::{Answer, Failure};
use crate::http::page::{Page, PageRequest};
use crate::journal::{Event, EventKind};
use crate::node::Node;

id_kind!(
    /// One effect.
    Outgo, "out", OutboxId
);

/// A claim older than this is taken over, in seconds.
const CLAIM_SECONDS: i64 = 120;
const BATCH: usize = 20;

/// How rows of one kind are sent. Mail is the platform's own; `server/src/wiring.rs` names the others.
pub struct Sender {
    /// The kind of its rows.
    pub kind: &'static str,
    /// Seconds to wait after each failed attempt; after the last, the row is dead.
    pub retry_after_seconds: &'static [i64],
    /// How many are sent at the same time.
    pub at_once: usize,
    /// Sends one row.
    pub send: for<'a> fn(&'a Arc<Node>, &'a Row) -> BoxFuture<'a, Outcome>,
}

/// What came of an attempt.
#[derive(Debug)]
pub enum Outcome {
    /// It is out.
    Sent,
    /// It failed, and why: it is tried again, until it was tried often enough.
    Failed(String),
    /// Nothing was tried: so many seconds later.
    Later(i64),
    /// It can never be sent, and why.
    Never(String),
}

/// When mail is tried again: over nine hours.
const MAIL_RETRY_AFTER_SECONDS: &[i64] = &[10, 60, 300, 1_800, 7_200, 21_600];
/// The kind of mail.
const MAIL: &str = "mail";

/// An effect asked for.
#[derive(Debug)]
pub struct Outgoing {
    /// How it is sent: `mail`, or the kind of a [`Sender`].
    pub kind: &'static str,
    /// Sent once per key, whatever happens.
    pub idempotency_key: String,
    /// To whom.
    pub recipient: String,
    /// The member of staff or the customer behind that address, so that a failure can name them.
    pub recipient_id: Option<String>,
    /// What it is about, for the operations page.
    pub subject_id: Option<String>,
    /// The content, as its kind reads it.
    pub payload: Value,
}

/// One row, as the sender and the operations page see it.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Row {
    /// Its id.
    pub id: OutboxId,
    /// How it is sent.
    pub kind: String,
    /// Its key.
    pub idempotency_key: String,
    /// To whom.
    pub recipient: String,
    /// The member of staff or the customer behind that address, where known.
    pub recipient_id: Option<String>,
    /// Who asked for it: a member of staff or a part of the system.
    pub asked_by: Option<String>,
    /// What it is about.
    pub subject_id: Option<String>,
    /// The content.
    pub payload: String,
    /// `pending`, `sending`, `sent`, `dead`.
    pub state: String,
    /// Attempts so far.
    pub attempts: i32,
    /// When it is tried next.
    pub next_attempt_at: Instant,
    /// Why the last attempt failed.
    pub last_error: Option<String>,
    /// When it was asked for.
    pub created_at: Instant,
    /// When it was sent.
    pub sent_at: Option<Instant>,
}

const COLUMNS: &str = "id, kind, idempotency_key, recipient, recipient_id, asked_by, subject_id, payload, state, \
                       attempts, next_attempt_at, last_error, created_at, sent_at";

/// A message that could not be sent, whatever was tried. Whoever asked for it wants to know.
pub static GIVEN_UP: EventKind =
    EventKind { name: "mail_given_up", version: 1, permission: crate::operations::VIEW };

pub(crate) async fn put(
    conn: &impl ConnectionTrait,
    outgoing: Outgoing,
    asked_by: String,
    now: Instant,
) -> Answer<()> {
    let text = "INSERT INTO outbox (id, kind, idempotency_key, recipient, recipient_id, asked_by, subject_id, payload, \
                state, next_attempt_at, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'pending', $9, $9) \
                ON CONFLICT (idempotency_key) DO NOTHING";
    sql(text)
        .bind(OutboxId::new(now))
        .bind(outgoing.kind)
        .bind(outgoing.idempotency_key)
        .bind(outgoing.recipient)
        .bind(outgoing.recipient_id)
        .bind(asked_by)
        .bind(outgoing.subject_id)
        .bind(outgoing.payload.to_string())
        .bind(now)
        .run(conn)
        .await?;
    Ok(())
}

/// Sends what is due until the node stops: mail, or what `sender` sends.
pub(crate) async fn run(node: Arc<Node>, sender: Option<&'static Sender>) {
    loop {
        // Heard from here on: what is asked for while rows are sent is looked for at once.
        let asked = node.wake.outbox.notified();
        tokio::pin!(asked);
        asked.as_mut().enable();
        let sent = match sender {
            None => send_mail(&node).await,
            Some(sender) => send_by(&node, sender).await,
        };
        match sent {
            Ok(sent) if sent > 0 && !node.stopping.is_cancelled() => continue,
            Ok(_) => {}
            Err(failure) => tracing::warn!(%failure, "the outbox could not be read; it is tried again"),
        }
        tokio::select! {
            () = node.stopping.cancelled() => return,
            () = asked => {}
            () = tokio::time::sleep(Duration::from_secs(2)) => {}
        }
    }
}

/// Without a mail server nothing is tried and nothing is lost.
async fn send_mail(node: &Arc<Node>) -> Answer<usize> {
    let Some(mailer) = mail::Mailer::of(&node.config)? else { return Ok(0) };
    let rows = claim(node, MAIL, MAIL_RETRY_AFTER_SECONDS).await?;
    for row in &rows {
        let sent = mailer.send(row, &node.keys).await;
        let outcome = sent.map_or_else(|error| Outcome::Failed(format!("{error:#}")), |()| Outcome::Sent);
        mark(node, row, outcome, MAIL_RETRY_AFTER_SECONDS).await?;
    }
    Ok(rows.len())
}

/// Several at a time: one that is slow to answer holds nobody up.
async fn send_by(node: &Arc<Node>, sender: &'static Sender) -> Answer<usize> {
    let rows = claim(node, sender.kind, sender.retry_after_seconds).await?;
    let claimed = rows.len();
    let places = Arc::new(Semaphore::new(sender.at_once));
    let mut sending = JoinSet::new();
    for row in rows {
        let (node, places) = (node.clone(), places.clone());
        sending.spawn(async move {
            let _place = places.acquire().await;
            let outcome = (sender.send)(&node, &row).await;
            mark(&node, &row, outcome, sender.retry_after_seconds).await
        });
    }
    while let Some(marked) = sending.join_next().await {
        marked.map_err(|error| anyhow::anyhow!(error).context("a sending was broken off"))??;
    }
    Ok(claimed)
}

/// Takes a batch of due rows of one kind for this node.
async fn claim(node: &Node, kind: &str, retry_after_seconds: &[i64]) -> Answer<Vec<Row>> {
    let now = node.clock.now();
    // No row rests longer: what lies further ahead was planned before the wall clock jumped back.
    let rests_at_most = retry_after_seconds.iter().max().copied().unwrap_or_default() + CLAIM_SECONDS;
    let tx = node.db.begin().await?;
    let text = format!(
        "SELECT {COLUMNS} FROM outbox WHERE kind = $1 AND state IN ('pending', 'sending') \
         AND (next_attempt_at <= $2 OR next_attempt_at > $3) ORDER BY next_attempt_at, id LIMIT {BATCH}{}",
        skip_locked(node.db.kind())
    );
    let rows = sql(text).bind(kind).bind(now).bind(now.plus_seconds(rests_at_most)).all::<Row>(&*tx).await?;
    if rows.is_empty() {
        return Ok(rows);
    }
    let text =
        "UPDATE outbox SET state = 'sending', attempts = attempts + 1, next_attempt_at = $1 WHERE 1 = 1";
    let statement =
        sql(text).bind(now.plus_seconds(CLAIM_SECONDS)).and_in("id", rows.iter().map(|row| row.id));
    statement.run(&*tx).await?;
    tx.commit().await?;
    Ok(rows)
}

async fn mark(node: &Arc<Node>, row: &Row, outcome: Outcome, retry_after_seconds: &[i64]) -> Answer<()> {
    let now = node.clock.now();
    let why = match outcome {
        Outcome::Sent => {
            let text = "UPDATE outbox SET state = 'sent', sent_at = $1, last_error = NULL WHERE id = $2";
            sql(text).bind(now).bind(row.id).run(node.db.write()).await?;
            metrics::counter!("lingke_outbox_sent_total").increment(1);
            return Ok(());
        }
        Outcome::Later(seconds) => {
            let text =
                "UPDATE outbox SET state = 'pending', attempts = $1, next_attempt_at = $2 WHERE id = $3";
            let at = now.plus_seconds(seconds);
            sql(text).bind(row.attempts).bind(at).bind(row.id).run(node.db.write()).await?;
            return Ok(());
        }
        Outcome::Never(why) => return give_up(node, row, why).await,
        Outcome::Failed(why) => why,
    };
    let Some(seconds) = retry_after_seconds.get(usize::try_from(row.attempts).unwrap_or(usize::MAX)) else {
        return give_up(node, row, why).await;
    };
    tracing::warn!(outbox_id = %row.id, "an outgoing message failed; it is tried again");
    let text = "UPDATE outbox SET state = 'pending', next_attempt_at = $1, last_error = $2 WHERE id = $3";
    sql(text).bind(now.plus_seconds(*seconds)).bind(why).bind(row.id).run(node.db.write()).await?;
    Ok(())
}

/// Lays a row among the dead letters. Of a mail it tells the journal, so that nobody believes it arrived; other senders
/// keep their own books.
async fn give_up(node: &Arc<Node>, row: &Row, why: String) -> Answer<()> {
    tracing::warn!(outbox_id = %row.id, "an outgoing message is given up");
    let mut tx = Ctx::system(node, "outbox").begin().await?;
    let text = "UPDATE outbox SET state = 'dead', next_attempt_at = $1, last_error = $2 \
                WHERE id = $3 AND state = 'sending'";
    let given_up = sql(text).bind(tx.now()).bind(why).bind(row.id).run(tx.conn()).await?;
    if given_up == 0 {
        return Ok(()); // another node took the claim over
    }
    if row.kind != MAIL {
        return tx.commit().await;
    }
    tx.record(Event {
        kind: &GIVEN_UP,
        subject_kind: "outbox",
        subject_id: row.id.to_string(),
        unit_id: None,
        staff_id: None,
        payload: serde_json::json!({
            "sent_by": row.kind, "about": row.subject_id, "asked_by": row.asked_by, "recipient_id": row.recipient_id,
        }),
    });
    tx.commit().await
}

/// How many rows are in each state.
#[derive(Debug, Default, serde::Serialize, utoipa::ToSchema)]
pub struct Counts {
    /// Waiting for their time.
    pub pending: i64,
    /// Claimed by a node.
    pub sending: i64,
    /// Out.
    pub sent: i64,
    /// Given up; a person decides.
    pub dead: i64,
}

/// Counts by state; `sent` counts the last day only, so that the figure stays cheap.
pub async fn counts(conn: &impl ConnectionTrait, now: Instant) -> Answer<Counts> {
    #[derive(FromQueryResult)]
    struct Count {
        state: String,
        n: i64,
    }
    let text = "SELECT state, count(*) AS n FROM outbox WHERE state <> 'sent' OR created_at > $1 GROUP BY state LIMIT 10";
    let mut counts = Counts::default();
    for Count { state, n } in sql(text).bind(now.plus_seconds(-86_400)).all::<Count>(conn).await? {
        match state.as_str() {
            "pending" => counts.pending = n,
            "sending" => counts.sending = n,
            "sent" => counts.sent = n,
            _ => counts.dead = n,
        }
    }
    Ok(counts)
}

/// Rows in one state, newest first.
pub async fn list(conn: &impl ConnectionTrait, state: &str, page: &PageRequest) -> Answer<Page<Row>> {
    let mut statement = sql(format!("SELECT {COLUMNS} FROM outbox WHERE state = $1")).bind(state);
    if let Some((at, id)) = page.after::<(Instant, OutboxId)>()? {
        let marks = statement.list([sea_orm::Value::from(at), id.into()]);
        statement = statement.push(&format!(" AND (created_at, id) < ({marks})"));
    }
    let rows = statement.push(&page.order_and_limit("created_at DESC, id DESC")).all::<Row>(conn).await?;
    Ok(page.cut(rows, |row| (row.created_at, row.id)))
}

/// Takes address and words out of what was ever sent to someone; what still waits is given up.
pub async fn forget_recipient(conn: &impl ConnectionTrait, recipient_id: &str) -> Answer<u64> {
    let text = "UPDATE outbox SET recipient = '', payload = '{}', last_error = NULL, \
                state = CASE WHEN state = 'sent' THEN 'sent' ELSE 'dead' END WHERE recipient_id = $1";
    sql(text).bind(recipient_id).run(conn).await
}

/// Puts a dead row back, to be tried at once.
pub async fn resend(conn: &impl ConnectionTrait, id: OutboxId, now: Instant) -> Answer<()> {
    let text = "UPDATE outbox SET state = 'pending', attempts = 0, next_attempt_at = $1 WHERE id = $2 AND state = 'dead'";
    match sql(text).bind(now).bind(id).run(conn).await? {
        0 => Err(Failure::NotFound),
        _ => Ok(()),
    }
}

/// Puts the row with this key back, whether it was sent or is dead, to be sent at once.
pub async fn again(conn: &impl ConnectionTrait, idempotency_key: &str, now: Instant) -> Answer<()> {
    let text = "UPDATE outbox SET state = 'pending', attempts = 0, next_attempt_at = $1, sent_at = NULL \
                WHERE idempotency_key = $2 AND state IN ('sent', 'dead')";
    sql(text).bind(now).bind(idempotency_key).run(conn).await?;
    Ok(())
}

/// Forgets the rows with these keys.
pub async fn forget(conn: &impl ConnectionTrait, keys: impl IntoIterator<Item = String>) -> Answer<()> {
    sql("DELETE FROM outbox WHERE 1 = 1").and_in("idempotency_key", keys).run(conn).await?;
    Ok(())
}
