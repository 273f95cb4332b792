//! The journal: the append-only record of everything that happened, and the spine of everything that follows.
//!
//! A command records its events unsealed in its own transaction ([`write`]). The [`sealer`] gives them a dense
//! `seq` and a hash over the one before; sealed rows never change, which triggers keep and [`verify`] proves.
//! No personal data stands in an event: it names people by id, and free text by its salted digest.

pub mod chain;
pub mod past;
pub mod read;
pub mod sealer;
pub mod verify;

use lingke_kernel::id_kind;
use lingke_kernel::time::Instant;
use sea_orm::{DatabaseTransaction, FromQueryResult};
use serde::Serialize;
use serde_json::Value;

use crate::ctx::Ctx;
use crate::db::insert_rows;
use crate::failure::Answer;
use crate::viewer::{StaffId, UnitId};

id_kind!(
    /// One thing that happened.
    EventMark, "evt", EventId
);

/// A kind of event: its name in the past tense, the version of its payload, and who may see it.
#[derive(Debug)]
pub struct EventKind {
    /// `case_opened`.
    pub name: &'static str,
    /// Raised when the payload's shape changes; old shapes are upcast when read.
    pub version: i32,
    /// The permission a viewer needs to see such an event in the live stream.
    pub permission: &'static str,
}

/// What happened, about what, and whose it is.
#[derive(Debug)]
pub struct Event {
    /// What happened.
    pub kind: &'static EventKind,
    /// The kind of thing it happened to: `case`.
    pub subject_kind: &'static str,
    /// The thing's id.
    pub subject_id: String,
    /// The unit the thing belongs to; a viewer who sees the unit sees the event.
    pub unit_id: Option<UnitId>,
    /// Who works on the thing; they see it too.
    pub staff_id: Option<StaffId>,
    /// The particulars: ids, codes, numbers, digests. Never personal data.
    pub payload: Value,
}

/// An event of the present transaction, not yet written.
#[derive(Debug)]
pub struct Unsealed {
    id: EventId,
    /// When it happened.
    pub at: Instant,
    n: i32,
    actor_kind: &'static str,
    actor_id: String,
    request_id: String,
    event: Event,
}

impl Unsealed {
    pub(crate) fn new(event: Event, ctx: &Ctx, n: usize) -> Self {
        Self {
            id: EventId::new(ctx.now),
            at: ctx.now,
            n: i32::try_from(n).unwrap_or(i32::MAX),
            actor_kind: ctx.viewer.actor.kind(),
            actor_id: ctx.viewer.actor.id(),
            request_id: ctx.request_id.to_string(),
            event,
        }
    }
}

/// A sealed event, as subscriptions and the live stream get it.
#[derive(Debug, Clone, FromQueryResult, Serialize)]
pub struct Sealed {
    /// Its place in the chain, from 1 without gaps.
    pub seq: i64,
    /// Its id.
    pub id: EventId,
    /// When it happened.
    pub at: Instant,
    /// What happened.
    #[sea_orm(from_alias = "type")]
    #[serde(rename = "type")]
    pub kind: String,
    /// The version of its payload.
    pub version: i32,
    /// `staff` or `system`.
    pub actor_kind: String,
    /// The member of staff, or the part of the system.
    pub actor_id: String,
    /// The kind of thing it happened to.
    pub subject_kind: String,
    /// The thing's id.
    pub subject_id: String,
    /// The unit the thing belonged to.
    pub unit_id: Option<UnitId>,
    /// Who worked on it.
    pub staff_id: Option<StaffId>,
    /// The particulars, as JSON text.
    pub payload: String,
}

/// The columns of [`Sealed`].
pub const SEALED_COLUMNS: &str = "seq, id, at, type, version, actor_kind, actor_id, subject_kind, subject_id, unit_id, \
                                  staff_id, payload";

impl Sealed {
    /// The particulars.
    pub fn particulars(&self) -> Answer<Value> {
        Ok(serde_json::from_str(&self.payload)?)
    }
}

/// Writes the events of one transaction, unsealed.
pub(crate) async fn write(tx: &DatabaseTransaction, events: Vec<Unsealed>) -> Answer<()> {
    insert_rows(tx, &format!("journal ({COLUMNS})"), events.into_iter().map(values), "").await?;
    Ok(())
}

/// The columns that a command writes; the sealer adds the others.
const COLUMNS: &str = "id, at, n, type, version, actor_kind, actor_id, subject_kind, subject_id, unit_id, staff_id, \
                       request_id, payload";

fn values(unsealed: Unsealed) -> [sea_orm::Value; 13] {
    let Unsealed { id, at, n, actor_kind, actor_id, request_id, event } = unsealed;
    [
        id.into(),
        at.into(),
        n.into(),
        event.kind.name.into(),
        event.kind.version.into(),
        actor_kind.into(),
        actor_id.into(),
        event.subject_kind.into(),
        event.subject_id.into(),
        event.unit_id.into(),
        event.staff_id.into(),
        request_id.into(),
        event.payload.to_string().into(),
    ]
}
