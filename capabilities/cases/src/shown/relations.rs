//! The cases one belongs together with, as far as the viewer sees them, and who follows it.

use lingke_organisation::model::{StaffName, UnitName};
use lingke_platform::ctx::Ctx;
use lingke_platform::failure::{Answer, Failure};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::model::{Case, CaseId, CaseKind, LinkKind, Status};
use crate::store::beside::Beside;
use crate::store::{cases, relations};

/// Another case by name.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct CaseName {
    /// Its id.
    pub id: CaseId,
    /// What people read out.
    pub number: String,
    /// One line.
    pub subject: String,
    /// What kind of work.
    pub kind: CaseKind,
    /// Where it stands.
    pub status: Status,
}

/// A link as one of its cases shows it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct LinkShown {
    /// How the two belong together.
    pub kind: LinkKind,
    /// The other.
    pub case: CaseName,
}

/// What a case belongs together with. What the viewer may not see is only counted.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
pub struct Relations {
    /// The case it is a part of.
    pub parent: Option<CaseName>,
    /// Its parts, oldest first, at most 100.
    pub children: Vec<CaseName>,
    /// The case in which its work goes on.
    pub merged_into: Option<CaseName>,
    /// The cases it took in.
    pub merged: Vec<CaseName>,
    /// Linked cases.
    pub links: Vec<LinkShown>,
    /// How many more there are out of sight.
    pub hidden: usize,
}

/// From where a case was transferred.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct TransferredFrom {
    /// The unit.
    pub unit: Option<UnitName>,
    /// Who worked on it there.
    pub staff: Option<StaffName>,
}

fn name(case: Case) -> CaseName {
    CaseName { id: case.id, number: case.number, subject: case.subject, kind: case.kind, status: case.status }
}

/// Everything `case` belongs together with.
pub(super) async fn of(ctx: &Ctx, case: &Case, beside: Beside) -> Answer<Relations> {
    let mut found = Relations::default();
    let some = async |id: Option<CaseId>, hidden: &mut usize| match id {
        Some(id) => seen(ctx, id, hidden).await,
        None => Ok(None),
    };
    found.parent = some(case.parent_id, &mut found.hidden).await?;
    found.merged_into = some(case.merged_into_id, &mut found.hidden).await?;
    if beside.children {
        found.children = all_seen(ctx, relations::children(ctx.read(), case.id).await?, &mut found.hidden);
    }
    // What a case took in is a part of it: who sees the one sees that the other is there.
    if beside.merged {
        found.merged = relations::merged(ctx.read(), case.id).await?.into_iter().map(name).collect();
    }
    let links = if beside.links { relations::links(ctx.read(), case.id).await? } else { Vec::new() };
    for link in links {
        if let Some(case) = seen(ctx, link.other_id, &mut found.hidden).await? {
            found.links.push(LinkShown { kind: link.kind, case });
        }
    }
    Ok(found)
}

async fn seen(ctx: &Ctx, id: CaseId, hidden: &mut usize) -> Answer<Option<CaseName>> {
    match cases::find(ctx.read(), &ctx.viewer, id).await {
        Ok(case) => Ok(Some(name(case))),
        Err(Failure::NotFound) => {
            *hidden += 1;
            Ok(None)
        }
        Err(failure) => Err(failure),
    }
}

fn all_seen(ctx: &Ctx, cases: Vec<Case>, hidden: &mut usize) -> Vec<CaseName> {
    let all = cases.len();
    let seen: Vec<_> =
        cases.into_iter().filter(|case| cases::in_sight(&ctx.viewer, case)).map(name).collect();
    *hidden += all - seen.len();
    seen
}

/// Who follows a case, by name.
pub(super) async fn followers(ctx: &Ctx, id: CaseId) -> Answer<Vec<StaffName>> {
    let ids = relations::followers(ctx.read(), id).await?;
    let names = lingke_organisation::store::staff::names(ctx.read(), &ids).await?;
    Ok(ids.iter().filter_map(|id| names.get(id).cloned()).collect())
}
