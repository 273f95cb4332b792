//! What new rows become: cases, the clocks of those that are open, an event for each.
//!
//! History gets no clocks: a deadline that nobody ran under would be an invention. A complaint that is open gets
//! those of its service level, and they begin at the import: before it nobody here could work on it.

use std::collections::HashMap;
use std::ops::Range;

use lingke_cases::clocks::run as case_clocks;
use lingke_cases::commands::open::{SERIES, number, year_of};
use lingke_cases::events;
use lingke_cases::model::{Case, CaseId, CaseKind, Clock, ClockId, FAR, Opening, Priority, Status};
use lingke_cases::store;
use lingke_cases::store::cases::Source;
use lingke_kernel::personal::{kept, masked};
use lingke_platform::ctx::{Ctx, Tx};
use lingke_platform::failure::Answer;
use lingke_platform::numbers::take_block;
use lingke_platform::viewer::UnitId;
use serde_json::json;

use crate::complaint::{Complaint, DESCRIPTION_MAX};
use crate::model::{Objection, RowRemark};

/// Where the rows are from.
pub const SOURCE: &str = "cfpb";

/// Cases as they go into the database, in one transaction.
pub struct Batch {
    cases: Vec<(Case, Source)>,
    clocks: Vec<Clock>,
}

/// Numbers for `count` cases, in a transaction of their own.
pub async fn take_numbers(ctx: &Ctx, count: usize) -> Answer<Range<i64>> {
    match i64::try_from(count).unwrap_or(i64::MAX) {
        0 => Ok(0..0),
        count => take_block(&ctx.node.db, SERIES, count).await,
    }
}

impl Batch {
    /// Makes one case of each row, in the queue of `unit_id`.
    pub async fn of(tx: &Tx, rows: &[Complaint], numbers: Range<i64>, unit_id: UnitId) -> Answer<Self> {
        let cases = rows.iter().zip(numbers).map(|(row, n)| (case(tx, row, n, unit_id), source(row)));
        let mut cases: Vec<_> = cases.collect();
        let mut clocks = Vec::new();
        if let Some(first) = cases.iter().position(|(case, _)| case.status.is_open()) {
            // All begin now under the same level and calendar: the figures are the same, only the names differ.
            let planned = case_clocks::plan(tx, &cases[first].0, tx.now()).await?;
            for (case, _) in cases.iter_mut().filter(|(case, _)| case.status.is_open()) {
                let own =
                    |clock: &Clock| Clock { id: ClockId::new(tx.now()), case_id: case.id, ..clock.clone() };
                let own: Vec<Clock> = planned.iter().map(own).collect();
                case_clocks::set_next_due(case, &own);
                clocks.extend(own);
            }
        }
        Ok(Self { cases, clocks })
    }

    /// Writes it all and tells the journal. False when a row is there already: the transaction must be given up.
    pub async fn insert(&self, tx: &mut Tx) -> Answer<bool> {
        if store::cases::insert(tx.conn(), &self.cases).await? < self.cases.len() as u64 {
            return Ok(false);
        }
        store::clocks::insert(tx.conn(), &self.clocks).await?;
        self.record(tx);
        Ok(true)
    }

    /// Each case arrived on the day the file says; its clocks began now.
    fn record(&self, tx: &mut Tx) {
        let mut by_id = HashMap::new();
        for (case, _) in &self.cases {
            let payload = json!({
                "number": case.number, "kind": case.kind, "channel": case.channel,
                "open": case.status.is_open(), "source": SOURCE,
            });
            tx.record_at(events::of(&events::IMPORTED, case, payload), case.created_at);
            by_id.insert(case.id, case);
        }
        for clock in &self.clocks {
            tx.record(events::of_clock(&events::CLOCK_STARTED, by_id[&clock.case_id], clock));
        }
    }
}

fn case(tx: &Tx, complaint: &Complaint, n: i64, unit_id: UnitId) -> Case {
    let now = tx.now();
    let mut case = Case::begin(Opening {
        id: CaseId::new(now),
        number: number(year_of(now), n),
        kind: CaseKind::Complaint,
        channel: complaint.channel,
        priority: Priority::Normal,
        subject: kept(&complaint.subject),
        description: masked(&complaint.description).text,
        unit_id,
        opened_by: tx.viewer().actor.id(),
        at: complaint.received_at,
    });
    case.product_id = complaint.product_id;
    case.updated_at = now;
    if let Some(closed_at) = complaint.closed_at {
        case.status = Status::Closed;
        case.waiting_since = FAR;
        (case.resolved_at, case.closed_at) = (Some(closed_at), Some(closed_at));
    }
    case
}

fn source(complaint: &Complaint) -> Source {
    Source {
        source: Some(SOURCE),
        key: Some(complaint.key.clone()),
        attributes: Some(complaint.attributes.clone()),
    }
}

/// What a report tells of a row that went in changed.
pub fn note_of(complaint: &Complaint) -> Option<RowRemark> {
    let length = complaint.cut_from?;
    Some(RowRemark::new(complaint.line, Objection::NarrativeCut { length, max: DESCRIPTION_MAX }))
}
