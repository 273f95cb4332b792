//! Naming colleagues with @ in a note: only who may read the case is named, since a name brings it to their bell.

use std::sync::Arc;

use lingke_organisation::authenticate::viewer_of_staff;
use lingke_organisation::model::{StaffRow, UnitName};
use lingke_organisation::store::{staff, units};
use lingke_platform::ctx::Ctx;
use lingke_platform::failure::Answer;
use lingke_platform::http::page::PageRequest;
use lingke_platform::node::Node;
use lingke_platform::viewer::{StaffId, UnitId};
use serde::Serialize;
use utoipa::ToSchema;

use crate::VIEW;
use crate::model::{Case, CaseId};
use crate::store::cases;

/// Colleagues offered at once.
const OFFERED_MAX: usize = 8;
/// People looked at for them: of the case's own unit first, then of all.
const LOOKED_AT: [u32; 2] = [20, 40];

/// Somebody who may be named in a note about a case.
#[derive(Debug, Serialize, ToSchema)]
pub struct Colleague {
    /// The person.
    id: StaffId,
    /// Their name.
    name: String,
    /// Where they work.
    unit: Option<UnitName>,
}

/// Whether somebody may be named in a note: they work here, and may read the case.
pub async fn may_be_mentioned(node: &Arc<Node>, case: &Case, id: StaffId) -> bool {
    let viewer = viewer_of_staff(node, id).await;
    viewer.is_ok_and(|viewer| viewer.may(VIEW) && cases::in_sight(&viewer, case))
}

/// Who can be named in a note about a case, by a part of their name or how it sounds; a few at most.
pub async fn colleagues(ctx: &Ctx, id: CaseId, q: Option<String>) -> Answer<Vec<Colleague>> {
    let case = cases::find(ctx.read(), &ctx.viewer, id).await?;
    let mut offered: Vec<StaffRow> = Vec::with_capacity(OFFERED_MAX);
    for (unit_id, limit) in [Some(case.unit_id), None].into_iter().zip(LOOKED_AT) {
        for person in called(ctx, &q, unit_id, limit).await? {
            let known =
                ctx.viewer.staff_id() == Some(person.id) || offered.iter().any(|one| one.id == person.id);
            if known || !may_be_mentioned(&ctx.node, &case, person.id).await {
                continue;
            }
            offered.push(person);
            if offered.len() == OFFERED_MAX {
                return named(ctx, offered).await;
            }
        }
    }
    named(ctx, offered).await
}

async fn called(ctx: &Ctx, q: &Option<String>, unit_id: Option<UnitId>, limit: u32) -> Answer<Vec<StaffRow>> {
    let filter = staff::Filter { q: q.clone(), unit_id, role: None, active: Some(true) };
    Ok(staff::list(ctx.read(), &filter, &PageRequest::new(Some(limit), None)?).await?.items)
}

async fn named(ctx: &Ctx, people: Vec<StaffRow>) -> Answer<Vec<Colleague>> {
    let ids: Vec<UnitId> = people.iter().map(|person| person.unit_id).collect();
    let units = units::names(ctx.read(), &ids).await?;
    let named = |person: StaffRow| Colleague {
        id: person.id,
        unit: units.get(&person.unit_id).cloned(),
        name: person.name,
    };
    Ok(people.into_iter().map(named).collect())
}
