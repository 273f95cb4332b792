//! Where the demo's stories happen: the units, the people, the products, the service levels and the hours.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::tz::TimeZone;
use lingke_cases::levels::current::{self, Calendars};
use lingke_cases::levels::model::{ServiceLevel, Work};
use lingke_cases::model::{CaseKind, ClockKind, Priority};
use lingke_kernel::calendar::Calendar;
use lingke_kernel::duration::Duration;
use lingke_kernel::time::Instant;
use lingke_organisation::commands::{accounts, setup, units};
use lingke_organisation::model::{Institution, NewStaff, NewUnit};
use lingke_organisation::roles::Role;
use lingke_organisation::{password, store};
use lingke_platform::ctx::{Ctx, Tx};
use lingke_platform::failure::Answer;
use lingke_platform::viewer::{StaffId, UnitId};
use lingke_products::model::{NewProduct, ProductId};

use super::PASSWORD;
use super::chance::Chance;
use super::content::Content;
use super::people::Known;

/// Someone who works on cases.
#[derive(Debug, Clone)]
pub(crate) struct Colleague {
    pub(crate) id: StaffId,
    pub(crate) login: String,
    pub(crate) name: String,
    pub(crate) unit: String,
    pub(crate) role: Role,
}

/// A service level with the calendars its clocks follow.
#[derive(Clone)]
pub(crate) struct Level {
    pub(crate) level: ServiceLevel,
    pub(crate) calendars: Arc<Calendars>,
}

impl Level {
    /// Working seconds allowed; none when the level does not limit this.
    pub(crate) fn target(&self, kind: ClockKind) -> Option<i64> {
        self.level.level.rule(kind).map(|rule| rule.target_seconds)
    }
    /// The share at which a clock first warns.
    pub(crate) fn warn_percent(&self, kind: ClockKind) -> Option<i32> {
        self.level.level.rule(kind)?.warn_percents.first().copied()
    }
}

/// Everything stories refer to.
pub(crate) struct World {
    pub(crate) content: Content,
    /// Nothing happens after it.
    pub(crate) now: Instant,
    pub(crate) zone: TimeZone,
    /// Office hours, also in years whose holidays are not known yet.
    pub(crate) hours: Calendar,
    pub(crate) units: HashMap<String, UnitId>,
    pub(crate) staff: Vec<Colleague>,
    pub(crate) managers: HashMap<UnitId, Option<StaffId>>,
    pub(crate) products: HashMap<String, ProductId>,
    pub(crate) levels: HashMap<(CaseKind, Priority), Level>,
    /// Oldest first.
    pub(crate) customers: Vec<Known>,
}

impl World {
    /// Sets the institution up at the moment of `ctx`: the tree, the people, the catalogue.
    pub(crate) async fn settle(ctx: &Ctx, content: Content, now: Instant) -> Answer<Self> {
        let hash = password::hash(PASSWORD.to_owned()).await?;
        let mut tx = ctx.begin().await?;
        let units = tree(&mut tx, &content).await?;
        let staff = people(&mut tx, &content, &units, &hash).await?;
        let products = catalogue(&mut tx, &content).await?;
        let mut managers = HashMap::new();
        for unit_id in units.values() {
            let manager = store::staff::manager_of(tx.conn(), *unit_id).await?;
            managers.insert(*unit_id, manager.map(|manager| manager.id));
        }
        let levels = levels(&tx).await?;
        let (_, calendar) = lingke_calendars::store::current(tx.conn(), "cn").await?;
        tx.commit().await?;
        let zone = TimeZone::get(&content.house.institution.time_zone).map_err(anyhow::Error::from)?;
        let (hours, customers) = (calendar.provisional(), Vec::new());
        Ok(Self { content, now, zone, hours, units, staff, managers, products, levels, customers })
    }

    /// The unit of a code of the content.
    pub(crate) fn unit(&self, code: &str) -> UnitId {
        self.units[code]
    }

    /// The person of a login of the content.
    pub(crate) fn person(&self, login: &str) -> &Colleague {
        let found = self.staff.iter().find(|one| one.login == login);
        found.expect("stories name people of the content, which tests check")
    }

    /// Someone of a unit with a role; none where nobody has it.
    pub(crate) fn someone(&self, chance: &mut Chance, unit: &str, role: Role) -> Option<&Colleague> {
        let fits = |one: &&Colleague| one.unit == unit && one.role == role;
        let count = self.staff.iter().filter(fits).count();
        self.staff.iter().filter(fits).nth(chance.below(count))
    }

    /// The moment when `seconds` of office hours after `from` have passed.
    pub(crate) fn after(&self, from: Instant, seconds: f64) -> Instant {
        let duration = Duration::from_micros((seconds.max(0.0) * 1e6) as i64).unwrap_or_default();
        self.hours.add(from, duration).unwrap_or(from)
    }

    /// The moment after which `seconds` of office hours pass until `to`: half a year back at most.
    pub(crate) fn before(&self, to: Instant, seconds: i64) -> Instant {
        let (mut early, mut late) = (to.plus_seconds(-183 * 86_400), to);
        let passed = |from| self.hours.between(from, to).map_or(0, |passed| passed.micros());
        while late.micros_since(early) > 1000 {
            let middle = early.plus_micros(late.micros_since(early) / 2);
            if passed(middle) >= seconds * 1_000_000 { early = middle } else { late = middle }
        }
        early
    }
}

async fn tree(tx: &mut Tx, content: &Content) -> Answer<HashMap<String, UnitId>> {
    let named = &content.house.institution;
    let institution = Institution {
        name: named.name.clone(),
        name_en: named.name_en.clone(),
        time_zone: named.time_zone.clone(),
        demo: true,
    };
    let mut made = HashMap::new();
    for unit in &content.house.units {
        let id = match made.get(&unit.parent) {
            None => setup::set_up(tx, institution.clone(), &unit.code).await?.id,
            Some(parent_id) => {
                let new = NewUnit {
                    parent_id: *parent_id,
                    code: unit.code.clone(),
                    name: unit.name.clone(),
                    name_en: Some(unit.name_en.clone()),
                    kind: unit.kind,
                };
                units::add(tx, new).await?.id
            }
        };
        made.insert(unit.code.clone(), id);
    }
    Ok(made)
}

async fn people(
    tx: &mut Tx,
    content: &Content,
    units: &HashMap<String, UnitId>,
    hash: &str,
) -> Answer<Vec<Colleague>> {
    let mut staff = Vec::with_capacity(content.staff.len());
    for person in &content.staff {
        let new = NewStaff {
            login: person.login.clone(),
            name: person.name.clone(),
            unit_id: units[&person.unit],
            roles: person.roles.clone(),
            scope: person.scope,
            email: Some(person.email.clone()),
            initial_password: None,
            invite: false,
        };
        let row = accounts::insert(tx, new, hash.to_owned(), false).await?;
        let (login, name, unit) = (row.login, row.name, person.unit.clone());
        staff.push(Colleague { id: row.id, login, name, unit, role: person.roles[0] });
    }
    Ok(staff)
}

async fn catalogue(tx: &mut Tx, content: &Content) -> Answer<HashMap<String, ProductId>> {
    let mut products = HashMap::new();
    for product in &content.products {
        let new = NewProduct {
            code: product.code.clone(),
            name: product.name.clone(),
            name_en: Some(product.name_en.clone()),
            category: product.category.clone(),
        };
        let made = lingke_products::commands::add(tx, new).await?;
        products.insert(product.code.clone(), made.id);
    }
    Ok(products)
}

/// The level of every kind and priority, as commands choose it for an ordinary customer of a unit no level names.
async fn levels(tx: &Tx) -> Answer<HashMap<(CaseKind, Priority), Level>> {
    let mut levels = HashMap::new();
    let Some(now) = current::current(tx.conn()).await? else { return Ok(levels) };
    for kind in CaseKind::ALL {
        for priority in Priority::ALL {
            let nowhere = UnitId::from_uuid(Default::default());
            let work = Work { kind: *kind, priority: *priority, class: None, unit_id: nowhere };
            let Some(level) = now.set.choose(&work, &[]) else { continue };
            let level = Level { level: level.clone(), calendars: now.calendars.clone() };
            levels.insert((*kind, *priority), level);
        }
    }
    Ok(levels)
}
