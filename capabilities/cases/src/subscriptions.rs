//! The institution's days, as whoever computes from the journal counts them.

use jiff::tz::TimeZone;
use lingke_platform::failure::Answer;

/// The zone in which the institution counts its days.
pub async fn institution_zone(conn: &impl sea_orm::ConnectionTrait) -> Answer<TimeZone> {
    let institution = lingke_organisation::store::units::institution(conn).await?;
    let name = institution.map_or("Asia/Shanghai".to_owned(), |institution| institution.time_zone);
    Ok(TimeZone::get(&name).unwrap_or(TimeZone::UTC))
}
