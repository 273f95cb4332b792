//! How the figures follow the cases: whatever happened to a case, what it adds is computed anew from how it stands,
//! and what it added before is taken out. So no kind of event can be forgotten, and none counts twice.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use lingke_cases::model::CaseId;
use lingke_cases::store::summary;
use lingke_cases::subscriptions::institution_zone;
use lingke_platform::ctx::{Ctx, Tx};
use lingke_platform::failure::Answer;
use lingke_platform::journal::{Sealed, sealer};
use lingke_platform::node::Node;
use lingke_platform::subscriptions::Subscription;

use crate::added::Added;
use crate::facts::Facts;
use crate::store::write;

/// The figures of the dashboard and the history of its forecast.
pub static PERFORMANCE: Subscription = Subscription {
    name: "performance",
    types: &[],
    handle: |tx, events| Box::pin(follow(tx, events)),
    clear: Some(|tx| Box::pin(async move { write::clear(tx).await })),
};

/// What happens to a case without any figure changing.
const WITHOUT_FIGURES: [&str; 3] = ["case_noted", "attachment_added", "clock_warned"];

async fn follow(tx: &mut Tx, events: &[Sealed]) -> Answer<()> {
    let told = events.iter().filter(|event| event.subject_kind == "case");
    let told = told.filter(|event| !WITHOUT_FIGURES.contains(&event.kind.as_str()));
    let ids: BTreeSet<CaseId> = told.filter_map(|event| event.subject_id.parse().ok()).collect();
    recount(tx, &ids.into_iter().collect::<Vec<_>>()).await
}

/// Brings the figures up to date with how these cases stand.
pub async fn recount(tx: &Tx, ids: &[CaseId]) -> Answer<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let zone = institution_zone(tx.conn()).await?;
    let before = write::counted(tx, ids).await?;
    let mut clocks = HashMap::<CaseId, Vec<_>>::new();
    let all = summary::clocks(tx.conn(), ids).await?;
    for clock in &all {
        clocks.entry(clock.case_id).or_default().push(clock);
    }
    let (mut added, mut changed) = (Added::default(), Vec::new());
    for case in summary::cases(tx.conn(), ids).await? {
        let facts = Facts::of(&case, clocks.get(&case.id).map_or(&[], Vec::as_slice), &zone);
        let known = before.get(&case.id);
        if known == Some(&facts) {
            continue;
        }
        if let Some(known) = known {
            added.add(known, -1);
        }
        added.add(&facts, 1);
        changed.push((case.id, facts));
    }
    write::add(tx, &added.into_rows()).await?;
    write::note(tx, &changed).await
}

/// Cases of one transaction of [`fill`].
const FILL_MAX: usize = 8000;

/// Brings the figures up to date with all cases at once, without reading what happened to them: for bulk.
///
/// It comes to the same as reading the whole journal: what a case adds follows from how it stands. `progress` is told
/// how many cases are in, and may refuse to go on.
pub async fn fill(node: &Arc<Node>, mut progress: impl FnMut(usize) -> Answer<()>) -> Answer<()> {
    let head = sealer::head(node.db.read()).await?.seq;
    let (mut after, mut filled) = (None, 0);
    loop {
        let tx = Ctx::system(node, PERFORMANCE.name).begin().await?;
        let ids = summary::ids_after(tx.conn(), after, FILL_MAX).await?;
        recount(&tx, &ids).await?;
        if let Some(last) = ids.last() {
            after = Some(*last);
            tx.commit().await?;
            filled += ids.len();
            progress(filled)?;
            continue;
        }
        write::pass_over(&tx, PERFORMANCE.name, head).await?;
        return tx.commit().await;
    }
}
