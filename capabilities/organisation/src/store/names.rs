//! What people and units are called: asked for with nearly everything that is shown, so in one statement.

use std::collections::HashMap;

use lingke_platform::db::query::Sql;
use lingke_platform::db::sql;
use lingke_platform::failure::{Answer, Failure};
use lingke_platform::viewer::{StaffId, UnitId};
use sea_orm::{ConnectionTrait, FromQueryResult, Value};

use crate::model::{StaffName, UnitName};

/// Names looked up at once at most.
const NAMES_MAX: usize = 6000;

/// The names of some people and some units.
#[derive(Debug, Default)]
pub struct Names {
    /// Of people.
    pub staff: HashMap<StaffId, StaffName>,
    /// Of units.
    pub units: HashMap<UnitId, UnitName>,
}

#[derive(FromQueryResult)]
struct Row {
    of_unit: bool,
    id: String,
    name: String,
    name_en: String,
}

/// The names of these people and units.
pub async fn of(conn: &impl ConnectionTrait, staff: &[StaffId], units: &[UnitId]) -> Answer<Names> {
    let mut names = Names::default();
    if staff.is_empty() && units.is_empty() {
        return Ok(names);
    }
    let statement = among(sql(""), "SELECT FALSE AS of_unit, id, name, '' AS name_en FROM staff", staff);
    let then = if staff.is_empty() || units.is_empty() { "" } else { " UNION ALL " };
    let of_units = "SELECT TRUE AS of_unit, id, name, name_en FROM org_units";
    let statement = among(statement.push(then), of_units, units);
    for Row { of_unit, id, name, name_en } in
        statement.push(&format!(" LIMIT {NAMES_MAX}")).all::<Row>(conn).await?
    {
        let unreadable = || Failure::from(anyhow::anyhow!("an id of the organisation cannot be read"));
        if of_unit {
            let id = id.parse().map_err(|_| unreadable())?;
            names.units.insert(id, UnitName { id, name, name_en });
        } else {
            let id = id.parse().map_err(|_| unreadable())?;
            names.staff.insert(id, StaffName { id, name });
        }
    }
    Ok(names)
}

fn among<Id: Copy + Into<Value>>(mut statement: Sql, select: &str, ids: &[Id]) -> Sql {
    if ids.is_empty() {
        return statement;
    }
    let marks = statement.list(ids.iter().copied());
    statement.push(&format!("{select} WHERE id IN ({marks})"))
}
