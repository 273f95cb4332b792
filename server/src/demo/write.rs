//! Writes what was lived: many rows with each statement, and a batch of the year in each transaction.

use lingke_cases::store::cases::{self, Source};
use lingke_cases::store::{clocks, entries};
use lingke_platform::ctx::Ctx;
use lingke_platform::db::insert_rows;
use lingke_platform::failure::Answer;
use lingke_platform::journal::past;

use super::history::Batch;
use super::life::Firing;

/// Writes a batch: its customers, its cases with all that belongs to them, and what the journal is told meanwhile.
pub(crate) async fn batch(ctx: &Ctx, batch: Batch) -> Answer<()> {
    let Batch { customers, lives, events } = batch;
    let tx = ctx.begin().await?;
    lingke_customers::store::insert_bulk(tx.conn(), tx.keys(), &customers).await?;
    let (mut rows, mut times, mut texts, mut fired) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for life in lives {
        rows.push((life.case, Source::default()));
        times.extend(life.clocks);
        texts.extend(life.entries);
        fired.extend(life.firings);
    }
    cases::insert(tx.conn(), &rows).await?;
    clocks::insert(tx.conn(), &times).await?;
    entries::insert(tx.conn(), &texts).await?;
    insert_rows(
        tx.conn(),
        "clock_firings (clock_id, what, percent, fired_at)",
        fired.into_iter().map(values),
        "",
    )
    .await?;
    past::append(&tx, events, ctx.node.clock.now()).await?;
    tx.commit().await
}

fn values(firing: Firing) -> [sea_orm::Value; 4] {
    [firing.clock_id.into(), firing.what.into(), firing.percent.into(), firing.at.into()]
}
