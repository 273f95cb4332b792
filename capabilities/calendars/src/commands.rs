//! The verbs: bring in what comes with the program, make a calendar, change one.

use lingke_kernel::calendar::CalendarSpec;
use lingke_platform::ctx::{Ctx, Tx};
use lingke_platform::failure::{Answer, Failure, Refusal};
use lingke_platform::http::etag::{Expected, stale};

use crate::builtin::{self, BuiltIn};
use crate::draft::CalendarDraft;
use crate::model::{CalendarVersion, CalendarVersionId};
use crate::{EDIT, events, store};

/// How many versions a calendar may have: clocks name them, so none is ever removed.
const VERSIONS_MAX: i64 = 1_000;

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
    for mut row in missing {
        let before = store::find_if_any(tx.conn(), &row.name).await?;
        // A name that a later program brings may be an institution's own by then: theirs stays what it is.
        if before.as_ref().is_some_and(|before| !before.is_built_in()) {
            tracing::warn!(name = row.name, "a calendar of this name is the institution's own");
            continue;
        }
        row.number = before.map_or(0, |before| before.number) + 1;
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
        number: 1,
        created_by: None,
    })
}

/// Makes a calendar of the institution's own. `copied_from` is told to the journal.
///
/// # Errors
/// An invalid `name` when it is taken, an invalid `copied_from` when there is no such calendar;
/// `too_many_calendars`.
pub async fn create(
    tx: &mut Tx,
    name: &str,
    copied_from: Option<&str>,
    draft: &CalendarDraft,
) -> Answer<CalendarVersion> {
    tx.viewer().require(EDIT)?;
    let taken = || Failure::invalid("name", "taken", "there is a calendar of this name");
    let comes_with_the_program = builtin::ALL.iter().any(|one| one.name == name);
    if comes_with_the_program || store::find_if_any(tx.conn(), name).await?.is_some() {
        return Err(taken());
    }
    if let Some(other) = copied_from
        && store::find_if_any(tx.conn(), other).await?.is_none()
    {
        return Err(Failure::invalid("copied_from", "unknown", "there is no such calendar"));
    }
    if store::count(tx.conn()).await? >= store::CALENDARS_MAX {
        let refusal = Refusal::conflict("too_many_calendars");
        return Err(refusal.with("calendars_max", store::CALENDARS_MAX).into());
    }
    let row = version(tx, name, 1, (draft, &draft.facts()))?;
    store::insert(tx, &row).await.map_err(|failure| failure.on_unique(taken))?;
    tx.record(events::created(&row, copied_from));
    Ok(row)
}

/// Gives a calendar of the institution's own a new version, if nobody changed it since `expected`. Clocks that run keep
/// the version they name, so no promised time moves; clocks that begin afterwards follow the new one. A change that
/// changes nothing makes no version.
///
/// # Errors
/// `calendar_is_built_in`; `stale` when someone else was first; `too_many_calendar_versions`.
pub async fn change(
    tx: &mut Tx,
    name: &str,
    expected: Expected,
    draft: &CalendarDraft,
) -> Answer<CalendarVersion> {
    tx.viewer().require(EDIT)?;
    let before = store::find(tx.conn(), name).await?;
    if before.is_built_in() {
        return Err(Refusal::conflict("calendar_is_built_in").into());
    }
    expected.check(before.number)?;
    let (old, new) = (before.facts()?, draft.facts());
    let after = version(tx, name, before.number + 1, (draft, &new))?;
    if old == new && before.title == after.title && before.title_en == after.title_en {
        return Ok(before);
    }
    if after.number > VERSIONS_MAX {
        let refusal = Refusal::conflict("too_many_calendar_versions");
        return Err(refusal.with("versions_max", VERSIONS_MAX).into());
    }
    let late = || stale(after.number).into();
    store::insert(tx, &after).await.map_err(|failure| failure.on_unique(late))?;
    tx.record(events::changed(&before, &after, [&old, &new]));
    Ok(after)
}

fn version(
    tx: &Tx,
    name: &str,
    number: i64,
    (draft, facts): (&CalendarDraft, &CalendarSpec),
) -> Answer<CalendarVersion> {
    Ok(CalendarVersion {
        id: CalendarVersionId::new(tx.now()),
        name: name.to_owned(),
        version: format!("{name} {number}"),
        title: draft.title.trim().to_owned(),
        title_en: draft.title_en.trim().to_owned(),
        spec: serde_json::to_string(facts)?,
        created_at: tx.now(),
        number,
        created_by: Some(tx.viewer().actor.id()),
    })
}
