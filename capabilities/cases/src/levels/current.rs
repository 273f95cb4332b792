//! The levels that new work follows, kept in memory on each node.
//!
//! Versions never change, so what is kept is never wrong; only which one is current may change. One statement that two
//! indexes answer says that, so a version published on another node counts for the very next case here.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};

use lingke_calendars::model::CalendarVersionId;
use lingke_customers::model::CustomerClass;
use lingke_kernel::calendar::Calendar;
use lingke_platform::failure::{Answer, Failure};
use sea_orm::ConnectionTrait;

use super::model::{Level, ServiceLevel, Work};
use super::{Place, first_match, units_of};
use crate::model::{Case, LevelVersionId, ServiceLevelId};
use crate::store::{level_versions, service_levels};

/// How many of each kind a node keeps; beyond that it begins anew.
const KEPT_MAX: usize = 1_000;

/// Calendars by name, in their present versions.
pub type Calendars = HashMap<String, (CalendarVersionId, Arc<Calendar>)>;

/// The levels of one published version.
#[derive(Debug)]
pub struct LevelSet {
    /// The version.
    pub version_id: LevelVersionId,
    /// Its levels in order.
    pub levels: Vec<ServiceLevel>,
    looks_at_units: bool,
    looks_at_classes: bool,
}

/// What new work follows: levels and calendars.
#[derive(Debug, Clone)]
pub struct Current {
    /// The levels.
    pub set: Arc<LevelSet>,
    /// The calendars they name.
    pub calendars: Arc<Calendars>,
}

#[derive(Default)]
struct Kept {
    /// The calendars with how many versions there were then.
    calendars: HashMap<LevelVersionId, (i64, Arc<Calendars>)>,
    sets: HashMap<LevelVersionId, Arc<LevelSet>>,
    levels: HashMap<ServiceLevelId, Arc<LevelSet>>,
}

static KEPT: LazyLock<Mutex<Kept>> = LazyLock::new(Mutex::default);

fn kept() -> MutexGuard<'static, Kept> {
    KEPT.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What work that begins now follows; none before the first version is there.
pub async fn current(conn: &impl ConnectionTrait) -> Answer<Option<Current>> {
    let Some(mark) = level_versions::current(conn).await? else { return Ok(None) };
    let calendars = match kept().calendars.get(&mark.id) {
        Some((versions, calendars)) if *versions == mark.calendars => Some(calendars.clone()),
        _ => None,
    };
    let calendars = match calendars {
        Some(calendars) => calendars,
        None => read_calendars(conn, mark.id, mark.calendars).await?,
    };
    Ok(Some(Current { set: set(conn, mark.id).await?, calendars }))
}

async fn read_calendars(
    conn: &impl ConnectionTrait,
    id: LevelVersionId,
    versions: i64,
) -> Answer<Arc<Calendars>> {
    let mut calendars = HashMap::new();
    for listed in lingke_calendars::store::list(conn).await? {
        let calendar = lingke_calendars::store::version(conn, listed.id).await?;
        calendars.insert(listed.name, (listed.id, calendar));
    }
    let calendars = Arc::new(calendars);
    let mut kept = kept();
    if kept.calendars.len() >= KEPT_MAX {
        kept.calendars.clear();
    }
    kept.calendars.insert(id, (versions, calendars.clone()));
    Ok(calendars)
}

/// The levels of a published version.
pub async fn set(conn: &impl ConnectionTrait, id: LevelVersionId) -> Answer<Arc<LevelSet>> {
    if let Some(set) = kept().sets.get(&id) {
        return Ok(set.clone());
    }
    let levels = service_levels::of_version(conn, id).await?;
    let set = Arc::new(LevelSet {
        version_id: id,
        looks_at_units: levels.iter().any(|one| !one.level.unit_ids.is_empty()),
        looks_at_classes: levels.iter().any(|one| !one.level.classes.is_empty()),
        levels,
    });
    let mut kept = kept();
    if kept.sets.len() >= KEPT_MAX {
        kept.sets.clear();
        kept.levels.clear();
    }
    kept.sets.insert(id, set.clone());
    for level in &set.levels {
        kept.levels.insert(level.id, set.clone());
    }
    Ok(set)
}

/// The version that a level belongs to.
pub async fn set_of(conn: &impl ConnectionTrait, id: ServiceLevelId) -> Answer<Arc<LevelSet>> {
    if let Some(set) = kept().levels.get(&id) {
        return Ok(set.clone());
    }
    let version_id = service_levels::version_of(conn, id).await?.ok_or(Failure::NotFound)?;
    set(conn, version_id).await
}

/// One level by its id.
pub async fn level(conn: &impl ConnectionTrait, id: ServiceLevelId) -> Answer<ServiceLevel> {
    let set = set_of(conn, id).await?;
    set.levels.iter().find(|level| level.id == id).cloned().ok_or(Failure::NotFound)
}

impl LevelSet {
    /// The level that covers a case as it stands, and what the case is. Asks the database only for what levels look at.
    pub async fn covering(
        &self,
        conn: &impl ConnectionTrait,
        case: &Case,
    ) -> Answer<(Option<&ServiceLevel>, Work)> {
        let class = match case.customer_id.filter(|_| self.looks_at_classes) {
            Some(id) => lingke_customers::store::class_of(conn, id).await?,
            None => None,
        };
        let units = if self.looks_at_units {
            units_of(&lingke_organisation::store::units::find(conn, case.unit_id).await?.path)
        } else {
            Vec::new()
        };
        let work = Work { kind: case.kind, priority: case.priority, class, unit_id: case.unit_id };
        Ok((self.choose(&work, &units), work))
    }

    /// The level that covers this work.
    pub fn choose(&self, work: &Work, units: &[lingke_platform::viewer::UnitId]) -> Option<&ServiceLevel> {
        let class = work.class.unwrap_or(CustomerClass::Ordinary);
        let place = Place { kind: work.kind, priority: work.priority, class, units };
        let levels = self.levels.iter().map(|level| &level.level);
        first_match(levels, &place).and_then(|at| self.levels.get(at))
    }
}

impl Level {
    /// Whether a share of one of its clocks is a warning.
    pub fn warns_at(&self, kind: crate::model::ClockKind, percent: i32) -> bool {
        self.rule(kind).is_none_or(|rule| rule.warn_percents.contains(&percent))
    }
}
