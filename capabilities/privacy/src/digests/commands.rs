//! The verbs.

use std::collections::HashMap;

use jiff::ToSpan;
use jiff::civil::Weekday;
use jiff::tz::TimeZone;
use lingke_cases::subscriptions::institution_zone;
use lingke_customers::model::CustomerId;
use lingke_customers::reveals::model::{RevealId, RevealRow};
use lingke_customers::reveals::store::between;
use lingke_kernel::personal::kept;
use lingke_kernel::time::Instant;
use lingke_organisation::model::StaffName;
use lingke_organisation::store::{names, staff, units};
use lingke_platform::ctx::{Ctx, Tx};
use lingke_platform::failure::{Answer, Refusal};
use lingke_platform::viewer::StaffId;
use sea_orm::ConnectionTrait;

use super::marks::{Figures, Marking};
use super::model::{Digest, DigestId, DigestRow, Looker, LookerShown, Mark, RevealShown, Review};
use super::store;
use crate::{REVIEW, events};

/// Reveals read at once.
const READ_AT_ONCE: usize = 1000;
/// Weeks looked back for one without a digest: those an institution was switched off in are made up for.
const WEEKS_BACK: i64 = 8;

/// Makes the digests of past weeks that have none; answers how many.
pub async fn make_due(ctx: &Ctx) -> Answer<u64> {
    let Some(since) = units::institution_since(ctx.read()).await? else { return Ok(0) };
    let zone = institution_zone(ctx.read()).await?;
    let mut made = 0;
    for (from, to) in past_weeks(ctx.now, &zone) {
        if to > since && !store::is_made(ctx.read(), from).await? && make(ctx, (from, to), &zone).await? {
            made += 1;
        }
    }
    Ok(made)
}

/// The last whole weeks before `now`, Monday to Monday in `zone`, oldest first.
fn past_weeks(now: Instant, zone: &TimeZone) -> Vec<(Instant, Instant)> {
    let today = now.day_in(zone);
    let monday = today.checked_sub(i64::from(today.weekday().since(Weekday::Monday)).days()).unwrap_or(today);
    let begin = |weeks: i64| {
        let day = monday.checked_sub(weeks.weeks()).unwrap_or(monday);
        zone.to_timestamp(day.at(0, 0, 0, 0)).map_or(now, Instant::from)
    };
    (1..=WEEKS_BACK).rev().map(|weeks| (begin(weeks), begin(weeks - 1))).collect()
}

async fn make(ctx: &Ctx, week: (Instant, Instant), zone: &TimeZone) -> Answer<bool> {
    let row = put_together(ctx, week, zone).await?;
    let mut tx = ctx.begin().await?;
    if !store::insert(&tx, &row).await? {
        return Ok(false);
    }
    // A week in which nobody looked is proof, not news.
    let told = if row.reveals == 0 { Vec::new() } else { staff::who_holds(tx.conn(), REVIEW).await? };
    tx.record(events::digest_made(&row, &told));
    tx.commit().await?;
    Ok(true)
}

/// The week that runs, as far as it has come. It is no digest yet: nobody looks it over.
pub async fn this_week(ctx: &Ctx) -> Answer<DigestRow> {
    let zone = institution_zone(ctx.read()).await?;
    let from = past_weeks(ctx.now, &zone).last().map_or(ctx.now, |(_, to)| *to);
    put_together(ctx, (from, ctx.now.plus_micros(1)), &zone).await
}

async fn put_together(ctx: &Ctx, (from, to): (Instant, Instant), zone: &TimeZone) -> Answer<DigestRow> {
    let (mut marking, mut figures) = (Marking::default(), Figures::default());
    let mut after = None;
    loop {
        let some = between(ctx.read(), (from, to), after, READ_AT_ONCE).await?;
        for reveal in &some {
            let marks = marking.next(reveal, zone);
            figures.add(reveal, &marks);
        }
        match some.last() {
            Some(last) if some.len() == READ_AT_ONCE => after = Some((last.created_at, last.id)),
            _ => break,
        }
    }
    let (customers, people) = figures.customers_and_people();
    Ok(DigestRow {
        id: DigestId::new(ctx.now),
        from_at: from,
        to_at: to,
        reveals: figures.reveals,
        people,
        customers,
        flagged: figures.flagged,
        lookers: serde_json::to_string(&figures.lookers())?,
        made_at: ctx.now,
        reviewed_at: None,
        reviewed_by: None,
        opinion: None,
    })
}

/// Says that the viewer looked a digest over, and what they found; once.
///
/// # Errors
/// `digest_reviewed` when somebody has.
pub async fn review(tx: &mut Tx, id: DigestId, review: &Review) -> Answer<DigestRow> {
    tx.viewer().require(REVIEW)?;
    let mut row = store::load(tx, id).await?;
    if row.reviewed_at.is_some() {
        return Err(Refusal::conflict("digest_reviewed").into());
    }
    row.reviewed_at = Some(tx.now());
    row.reviewed_by = Some(tx.viewer().actor.id());
    row.opinion = Some(kept(review.opinion.trim()));
    store::update(tx, &row).await?;
    tx.record(events::digest_reviewed(&row));
    Ok(row)
}

/// As answers show them.
pub async fn shown(ctx: &Ctx, rows: Vec<DigestRow>) -> Answer<Vec<Digest>> {
    let mut opened = Vec::with_capacity(rows.len());
    for row in rows {
        let lookers: Vec<Looker> = serde_json::from_str(&row.lookers)?;
        opened.push((row, lookers));
    }
    let mut actors = Vec::new();
    for (row, lookers) in &opened {
        actors.extend(row.reviewed_by.clone());
        actors.extend(lookers.iter().map(|looker| looker.actor_id.clone()));
    }
    let names = names_of(ctx.read(), actors).await?;
    let may_review = ctx.viewer.may(REVIEW);
    let one = |(row, lookers): (DigestRow, Vec<Looker>)| Digest {
        id: row.id,
        from: row.from_at,
        to: row.to_at,
        reveals: row.reveals,
        people: row.people,
        customers: row.customers,
        flagged: row.flagged,
        lookers: lookers.into_iter().map(|looker| looker_shown(looker, &names)).collect(),
        made_at: row.made_at,
        may_review: may_review && row.reviewed_at.is_none(),
        reviewed_at: row.reviewed_at,
        reviewed_by: row.reviewed_by.and_then(|id| names.get(&id).cloned()),
        opinion: row.opinion,
    };
    Ok(opened.into_iter().map(one).collect())
}

fn looker_shown(looker: Looker, names: &HashMap<String, StaffName>) -> LookerShown {
    LookerShown {
        by: names.get(&looker.actor_id).cloned(),
        reveals: looker.reveals,
        customers: looker.customers,
        flagged: looker.flagged,
    }
}

/// The names of people by the ids that rows have of them.
pub async fn names_of(
    conn: &impl ConnectionTrait,
    actors: Vec<String>,
) -> Answer<HashMap<String, StaffName>> {
    let mut ids: Vec<StaffId> = actors.iter().filter_map(|id| id.parse().ok()).collect();
    ids.sort_unstable();
    ids.dedup();
    let names = names::of(conn, &ids, &[]).await?.staff;
    Ok(names.into_iter().map(|(id, name)| (id.to_string(), name)).collect())
}

/// The reveals of a digest after the one named, with their marks.
pub async fn reveals(
    ctx: &Ctx,
    digest: &DigestRow,
    after: Option<(Instant, RevealId)>,
    count: usize,
) -> Answer<Vec<RevealShown>> {
    let zone = institution_zone(ctx.read()).await?;
    let mut marking = Marking::default();
    if let Some((at, id)) = after {
        // What marks need of the hour before the page.
        let hour = (at.plus_seconds(-3600), at.plus_micros(1));
        for reveal in between(ctx.read(), hour, None, READ_AT_ONCE).await? {
            if (reveal.created_at, reveal.id) <= (at, id) {
                marking.next(&reveal, &zone);
            }
        }
    }
    let rows = between(ctx.read(), (digest.from_at, digest.to_at), after, count).await?;
    let customers =
        lingke_customers::store::names(ctx.read(), rows.iter().map(|row| row.customer_id)).await?;
    let names = names_of(ctx.read(), rows.iter().map(|row| row.actor_id.clone()).collect()).await?;
    let marked: Vec<_> = rows.into_iter().map(|row| (marking.next(&row, &zone), row)).collect();
    Ok(marked.into_iter().map(|(marks, row)| reveal_shown(row, marks, &customers, &names)).collect())
}

fn reveal_shown(
    row: RevealRow,
    marks: Vec<Mark>,
    customers: &HashMap<CustomerId, String>,
    names: &HashMap<String, StaffName>,
) -> RevealShown {
    RevealShown {
        id: row.id,
        at: row.created_at,
        by: names.get(&row.actor_id).cloned(),
        customer_name: customers.get(&row.customer_id).cloned().unwrap_or_default(),
        customer_id: row.customer_id,
        reason: row.reason,
        case_id: row.case_id.and_then(|id| id.parse().ok()),
        marks,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_run_from_monday_to_monday_in_the_institutions_zone() {
        let zone = TimeZone::get("Asia/Shanghai").unwrap();
        // Sunday evening in UTC is Monday morning in Shanghai: the week before has just ended.
        let now = Instant::from("2026-11-22T17:00:00Z".parse::<jiff::Timestamp>().unwrap());
        let weeks = past_weeks(now, &zone);
        let (from, to) = weeks[weeks.len() - 1];
        assert_eq!(
            (from.to_string(), to.to_string()),
            ("2026-11-15T16:00:00Z".into(), "2026-11-22T16:00:00Z".into())
        );
        assert_eq!(weeks.len(), 8);
        assert!(weeks.windows(2).all(|pair| pair[0].1 == pair[1].0));
    }
}
