//! What views, saved replies and macros have in common: each kind's routes are thin calls of these.

use lingke_platform::ctx::Ctx;
use lingke_platform::failure::Answer;
use lingke_platform::http::etag::{Expected, Versioned};
use lingke_platform::http::extract::{Check, Errors};
use lingke_platform::http::once::{Created, IdempotencyKey, fingerprint};
use lingke_platform::http::page::List;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::USE;
use crate::commands::kept as commands;
use crate::model::{Content, Kept, KeptChange, KeptId, KeptMay, KeptRow, NAME_MAX, NewKept};
use crate::store::kept as store;

fn check_name(errors: &mut Errors, name: &str) {
    errors.length("name", name, 1, NAME_MAX);
    if name.chars().any(char::is_control) {
        errors.add("name", "control_character", "no line breaks and control characters");
    }
}

impl<C: Content> Check for NewKept<C> {
    fn check(&self, errors: &mut Errors) {
        check_name(errors, &self.name);
        self.content.check(errors);
    }
}

impl<C: Content> Check for KeptChange<C> {
    fn check(&self, errors: &mut Errors) {
        if let Some(name) = &self.name {
            check_name(errors, name);
        }
        if let Some(content) = &self.content {
            content.check(errors);
        }
    }
}

/// Rows with the names of whose they are.
async fn shown<C: Content>(ctx: &Ctx, rows: Vec<KeptRow>) -> Answer<Vec<Kept<C>>> {
    let owners: Vec<_> = rows.iter().map(|row| row.owner_id).collect();
    let units: Vec<_> = rows.iter().filter_map(|row| row.unit_id).collect();
    let called = lingke_organisation::store::names::of(ctx.read(), &owners, &units).await?;
    let one = |row: KeptRow| {
        let edit = commands::may_edit(&ctx.viewer, &row);
        Ok(Kept {
            id: row.id,
            content: serde_json::from_str(&row.content)?,
            owner: called.staff.get(&row.owner_id).cloned(),
            unit: row.unit_id.and_then(|id| called.units.get(&id).cloned()),
            mine: ctx.viewer.staff_id() == Some(row.owner_id),
            may: KeptMay { edit, share: edit && ctx.viewer.may(crate::SHARE) },
            name: row.name,
            initials: row.initials,
            version: row.version,
            updated_at: row.updated_at,
        })
    };
    rows.into_iter().map(one).collect()
}

async fn shown_one<C: Content>(ctx: &Ctx, row: KeptRow) -> Answer<Kept<C>> {
    let mut shown = shown(ctx, vec![row]).await?;
    Ok(shown.remove(0))
}

/// All of a kind that the viewer may use, by name.
pub(super) async fn list<C: Content>(ctx: &Ctx) -> Answer<List<Kept<C>>> {
    ctx.require(USE)?;
    let rows = store::list(ctx.read(), &ctx.viewer, C::KIND).await?;
    Ok(List { items: shown(ctx, rows).await? })
}

/// Keeps one.
pub(super) async fn add<C>(ctx: &Ctx, key: &IdempotencyKey, new: NewKept<C>) -> Answer<Created<Kept<C>>>
where
    C: Content,
    Kept<C>: Serialize + DeserializeOwned,
{
    let body = fingerprint(&new)?;
    let once = ctx.once(key.once(&body), async |tx| {
        let row = commands::keep(tx, new).await?;
        let shown: Kept<C> = Kept {
            id: row.id,
            content: serde_json::from_str(&row.content)?,
            owner: None,
            unit: None,
            mine: true,
            may: KeptMay { edit: true, share: tx.viewer().may(crate::SHARE) },
            name: row.name,
            initials: row.initials,
            version: row.version,
            updated_at: row.updated_at,
        };
        let location = at(&shown);
        Ok((shown, location))
    });
    Ok(Created { once: once.await?, location: at, version: |kept| kept.version })
}

fn at<C: Content>(kept: &Kept<C>) -> String {
    format!("/api/v1/{}/{}", C::KIND.replace('_', "-").replace("reply", "replie") + "s", kept.id)
}

/// Changes one.
pub(super) async fn change<C: Content>(
    ctx: &Ctx,
    id: KeptId,
    expected: Expected,
    change: KeptChange<C>,
) -> Answer<Versioned<Kept<C>>> {
    let mut tx = ctx.begin().await?;
    let row = commands::change(&mut tx, id, expected, change).await?;
    tx.commit().await?;
    let body = shown_one::<C>(ctx, row).await?;
    Ok(Versioned { version: body.version, body })
}

/// Deletes one.
pub(super) async fn delete<C: Content>(ctx: &Ctx, id: KeptId) -> Answer<()> {
    let mut tx = ctx.begin().await?;
    commands::delete(&mut tx, C::KIND, id).await?;
    tx.commit().await
}

/// Undoes a deletion.
pub(super) async fn restore<C: Content>(ctx: &Ctx, id: KeptId) -> Answer<Versioned<Kept<C>>> {
    let mut tx = ctx.begin().await?;
    let row = commands::restore(&mut tx, C::KIND, id).await?;
    tx.commit().await?;
    let body = shown_one::<C>(ctx, row).await?;
    Ok(Versioned { version: body.version, body })
}
