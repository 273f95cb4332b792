//! Live counts of what is open, and the days of the institution.

use lingke_kernel::time::{Day, Instant};
use lingke_platform::db::query::Sql;
use lingke_platform::db::sql;
use lingke_platform::failure::Answer;
use lingke_platform::viewer::Viewer;
use sea_orm::ConnectionTrait;

use super::list::in_sight;

/// Live counts are cut here: beyond it the exact number helps nobody and would cost more to count.
pub const COUNT_MAX: i64 = 10_000;

/// The open cases, to be narrowed by conditions and counted by [`count`].
pub fn open() -> Sql {
    sql("SELECT count(*) FROM (SELECT 1 AS one FROM cases \
         WHERE status IN ('new', 'assigned', 'waiting_customer')")
}

/// How many of `open` are in sight, at most [`COUNT_MAX`].
pub async fn count(conn: &impl ConnectionTrait, viewer: &Viewer, open: Sql) -> Answer<i64> {
    let statement = in_sight(open, viewer).push(&format!(" LIMIT {COUNT_MAX}) AS counted"));
    Ok(statement.value(conn).await?.unwrap_or_default())
}

/// The first and the last moment of `day` in the institution's zone.
pub fn bounds(day: Day, zone: &jiff::tz::TimeZone) -> Answer<(Instant, Instant)> {
    let midnight = |day: Day| zone.to_timestamp(day.at(0, 0, 0, 0));
    let start = midnight(day).map_err(anyhow::Error::from)?;
    let end = day.tomorrow().and_then(midnight).map_err(anyhow::Error::from)?;
    Ok((start.into(), end.into()))
}
