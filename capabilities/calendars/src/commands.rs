//! The verbs.

use lingke_platform::ctx::Ctx;
use lingke_platform::failure::Answer;

use crate::builtin::{self, BuiltIn};
use crate::model::{CalendarVersion, CalendarVersionId};
use crate::{events, store};

/// Brings in the versions that come with the program and are not yet stored. Called when a node starts and before
/// demo data are made; a second call, and another node at the same moment, change nothing.
pub async fn sync(ctx: &Ctx) -> Answer<()> {
    let mut missing = Vec::new();
    for one in builtin::ALL {
        let row = row_of(one, ctx)?;
        if !store::has(ctx.read(), &row.name, &row.version).await? {
            missing.push(row);
        }
    }
    if missing.is_empty() {
        return Ok(());
    }
    let mut tx = ctx.begin().await?;
    for row in missing {
        if store::insert_if_missing(&tx, &row).await? {
            tx.record(events::version_added(&row));
        }
    }
    tx.commit().await
}

fn row_of(one: &BuiltIn, ctx: &Ctx) -> Answer<CalendarVersion> {
    let facts = one.facts()?;
    Ok(CalendarVersion {
        id: CalendarVersionId::new(ctx.now),
        name: one.name.to_owned(),
        version: facts.version,
        title: one.title.to_owned(),
        title_en: one.title_en.to_owned(),
        spec: serde_json::to_string(&facts.spec)?,
        created_at: ctx.now,
    })
}
