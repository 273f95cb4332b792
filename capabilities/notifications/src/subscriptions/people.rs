//! What must be known of people to tell them: whether they work here, what they want, and when they may be mailed.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use jiff::tz::TimeZone;
use lingke_kernel::calendar::Calendar;
use lingke_organisation::roles::Role;
use lingke_organisation::store::{staff, units};
use lingke_platform::ctx::Tx;
use lingke_platform::failure::Answer;
use lingke_platform::http::page::PageRequest;
use lingke_platform::viewer::{StaffId, UnitId};

use crate::delivery::Hours;
use crate::preferences::{Preferences, quiet_calendar};
use crate::store::preferences;

/// People of a unit that are told of a task nobody of them is named for.
const UNIT_PEOPLE_MAX: u32 = 50;
/// The zone of an institution that is not set up yet.
const USUAL_ZONE: &str = "Asia/Shanghai";

/// One person, as far as telling them goes.
#[derive(Debug, Clone)]
pub struct Desk {
    /// Whether they work here.
    pub active: bool,
    /// Their name.
    pub name: String,
    /// The language of their mail.
    pub locale: String,
    /// Where mail reaches them; none where they have no address or no mail server is set.
    pub address: Option<String>,
    /// What they want.
    pub preferences: Preferences,
    zone: TimeZone,
    quiet: Option<Calendar>,
    working: Option<Arc<Calendar>>,
}

impl Desk {
    /// This person, with these preferences.
    pub async fn of(tx: &Tx, staff_id: StaffId, preferences: Preferences) -> Answer<Self> {
        let person = staff::find(tx.conn(), staff_id).await?;
        let institution = units::institution(tx.conn()).await?;
        let zone_name = institution.map_or(USUAL_ZONE.to_owned(), |institution| institution.time_zone);
        let working = match &preferences.calendar {
            // A calendar that is gone keeps nobody's mail back.
            Some(name) => {
                lingke_calendars::store::current(tx.conn(), name).await.ok().map(|(_, found)| found)
            }
            None => None,
        };
        Ok(Self {
            active: person.active,
            name: person.name,
            locale: person.locale,
            address: person.email.filter(|_| tx.node().config.smtp_url.is_some()),
            quiet: quiet_calendar(&preferences.quiet, &zone_name),
            zone: TimeZone::get(&zone_name).unwrap_or(TimeZone::UTC),
            working,
            preferences,
        })
    }

    /// When they may be mailed.
    pub fn hours(&self) -> Hours<'_> {
        Hours {
            zone: &self.zone,
            quiet: self.quiet.as_ref(),
            working: self.working.as_deref(),
            daily_at: &self.preferences.daily_at,
        }
    }
}

/// People and managers looked up once for a batch of events.
#[derive(Default)]
pub struct People {
    desks: HashMap<StaffId, Option<Desk>>,
    managers: HashMap<UnitId, Option<StaffId>>,
    units: HashMap<UnitId, Vec<StaffId>>,
    operators: Option<Vec<StaffId>>,
}

impl People {
    /// This person with the preferences they have now; none when an event names somebody who never was here.
    pub async fn desk(&mut self, tx: &Tx, staff_id: StaffId) -> Answer<Option<&Desk>> {
        let slot = match self.desks.entry(staff_id) {
            Entry::Occupied(known) => return Ok(known.into_mut().as_ref()),
            Entry::Vacant(slot) => slot,
        };
        let known = staff::names(tx.conn(), &[staff_id]).await?.contains_key(&staff_id);
        let desk = if known {
            let (chosen, _) = preferences::find(tx.conn(), staff_id).await?;
            Some(Desk::of(tx, staff_id, chosen).await?)
        } else {
            None
        };
        Ok(slot.insert(desk).as_ref())
    }

    /// Who manages a unit.
    pub async fn manager(&mut self, tx: &Tx, unit_id: UnitId) -> Answer<Option<StaffId>> {
        if let Some(known) = self.managers.get(&unit_id) {
            return Ok(*known);
        }
        let manager = staff::manager_of(tx.conn(), unit_id).await?.map(|manager| manager.id);
        self.managers.insert(unit_id, manager);
        Ok(manager)
    }

    /// The active people directly in a unit.
    pub async fn of_unit(&mut self, tx: &Tx, unit_id: UnitId) -> Answer<Vec<StaffId>> {
        if let Some(known) = self.units.get(&unit_id) {
            return Ok(known.clone());
        }
        let filter = staff::Filter { unit_id: Some(unit_id), active: Some(true), ..Default::default() };
        let page = staff::list(tx.conn(), &filter, &PageRequest::new(Some(UNIT_PEOPLE_MAX), None)?).await?;
        let people: Vec<StaffId> = page.items.into_iter().map(|person| person.id).collect();
        self.units.insert(unit_id, people.clone());
        Ok(people)
    }

    /// The active administrators.
    pub async fn operators(&mut self, tx: &Tx) -> Answer<Vec<StaffId>> {
        if let Some(known) = &self.operators {
            return Ok(known.clone());
        }
        let filter =
            staff::Filter { role: Some(Role::Administrator), active: Some(true), ..Default::default() };
        let page = staff::list(tx.conn(), &filter, &PageRequest::new(Some(UNIT_PEOPLE_MAX), None)?).await?;
        let people: Vec<StaffId> = page.items.into_iter().map(|person| person.id).collect();
        self.operators = Some(people.clone());
        Ok(people)
    }
}
