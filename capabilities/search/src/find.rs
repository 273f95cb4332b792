//! Finding: each kind of thing by its own way, in the viewer's sight.

use std::collections::HashMap;

use futures::stream::{self, StreamExt, TryStreamExt};
use lingke_cases::found::{Matched, SNIPPET_CHARS, Texts, WHOLE_CHARS, in_case};
use lingke_cases::model::CaseId;
use lingke_cases::store::list::Filter;
use lingke_cases::store::sought::{self, Place};
use lingke_cases::store::texts::{self, CaseText};
use lingke_customers::model::CustomerRecord;
use lingke_organisation::model::{StaffRow, UnitName};
use lingke_organisation::store::{staff, units};
use lingke_platform::ctx::Ctx;
use lingke_platform::failure::Answer;
use lingke_platform::http::page::PageRequest;
use lingke_platform::search::{Match, Query, Segment};
use lingke_platform::viewer::UnitId;

use crate::model::{SearchGroup, SearchHit, SearchKind, SearchResults};

/// Units of one answer at most: whoever means one types more of its name.
const UNITS_MAX: usize = 50;

/// Kinds that are sought at the same time: one search leaves connections to the others.
const KINDS_AT_ONCE: usize = 2;

/// What is sought: as typed, and as the index reads it.
struct Wanted<'a> {
    typed: &'a str,
    query: Query,
    page: &'a PageRequest,
}

/// What the viewer may see of these kinds and finds by what was typed.
pub async fn all(ctx: &Ctx, typed: &str, kinds: &[SearchKind], page: &PageRequest) -> Answer<SearchResults> {
    let wanted = Wanted { typed, query: Query::of(typed), page };
    if typed.is_empty() {
        return Ok(SearchResults { groups: Vec::new() });
    }
    let kinds = kinds.iter().copied().filter(|kind| ctx.viewer.may(kind.permission()));
    let groups = stream::iter(kinds.map(|kind| of_kind(ctx, kind, &wanted))).buffered(KINDS_AT_ONCE);
    let groups: Vec<SearchGroup> = groups.try_collect().await?;
    Ok(SearchResults { groups: groups.into_iter().filter(|group| !group.hits.is_empty()).collect() })
}

async fn of_kind(ctx: &Ctx, kind: SearchKind, wanted: &Wanted<'_>) -> Answer<SearchGroup> {
    match kind {
        SearchKind::Case | SearchKind::Entry | SearchKind::Attachment => texts_of(ctx, kind, wanted).await,
        SearchKind::Customer => customers(ctx, wanted).await,
        SearchKind::Staff => people(ctx, wanted).await,
        SearchKind::OrgUnit => org_units(ctx, wanted).await,
    }
}

async fn texts_of(ctx: &Ctx, kind: SearchKind, wanted: &Wanted<'_>) -> Answer<SearchGroup> {
    let before = wanted.page.after::<i64>()?;
    let kinds = [kind.code()];
    let mut only_newest = false;
    let mut matches = Vec::new();
    if !wanted.query.is_empty() {
        let place = Place { kinds: &kinds, before, limit: wanted.page.limit() + 1 };
        (matches, only_newest) =
            sought::texts(ctx.read(), &ctx.viewer, &Filter::default(), &wanted.query, place).await?;
        only_newest &= matches.len() <= wanted.page.limit();
    }
    let page = wanted.page.cut(matches, |found| found.id);
    let mut ids: Vec<CaseId> = page.items.iter().filter_map(|found| found.owner_id.parse().ok()).collect();
    let by_number = match (kind, before) {
        (SearchKind::Case, None) => sought::by_number(ctx.read(), &ctx.viewer, wanted.typed).await?,
        _ => None,
    };
    let by_number = by_number.filter(|id| !ids.contains(id));
    ids.extend(by_number);
    let cases: HashMap<CaseId, CaseText> =
        texts::of_cases(ctx.read(), &ids).await?.into_iter().map(|case| (case.id, case)).collect();
    let texts = Texts::of(ctx.read(), &page.items.iter().collect::<Vec<_>>()).await?;
    let first = by_number.and_then(|id| cases.get(&id)).map(|case| case_hit(&wanted.query, case));
    let hits = page.items.iter().filter_map(|found| {
        let case = cases.get(&found.owner_id.parse().ok()?)?;
        match kind {
            SearchKind::Case => Some(case_hit(&wanted.query, case)),
            _ => text_hit(&wanted.query, kind, case, found, &texts),
        }
    });
    Ok(SearchGroup { kind, hits: first.into_iter().chain(hits).collect(), next: page.next, only_newest })
}

fn case_hit(query: &Query, case: &CaseText) -> SearchHit {
    let found = in_case(query, &case.number, &case.subject, &case.description, SNIPPET_CHARS);
    SearchHit {
        kind: SearchKind::Case,
        id: case.id.to_string(),
        title: found.subject,
        number: Some(case.number.clone()),
        case_id: Some(case.id),
        status: Some(case.status),
        matched: Some(found.matched),
        snippet: found.snippet,
        unit: None,
        at: Some(case.created_at),
    }
}

/// An entry or a file with its case; none when it is no longer there.
fn text_hit(
    query: &Query,
    kind: SearchKind,
    case: &CaseText,
    found: &Match,
    texts: &Texts,
) -> Option<SearchHit> {
    let (matched, text, at) = if kind == SearchKind::Entry {
        let entry = texts.entries.get(&found.subject_id)?;
        (Matched::from(entry.kind), &entry.text, entry.created_at)
    } else {
        let file = texts.attachments.get(&found.subject_id)?;
        (Matched::Attachment, &file.name, file.added_at)
    };
    Some(SearchHit {
        kind,
        id: found.subject_id.clone(),
        title: plain(&case.subject),
        matched: Some(matched),
        snippet: Some(query.highlight(text, SNIPPET_CHARS).segments),
        at: Some(at),
        ..case_hit(query, case)
    })
}

fn plain(text: &str) -> Vec<Segment> {
    vec![Segment { text: text.to_owned(), hit: false }]
}

async fn customers(ctx: &Ctx, wanted: &Wanted<'_>) -> Answer<SearchGroup> {
    let page = lingke_customers::store::list(ctx.read(), ctx.keys(), Some(wanted.typed), wanted.page).await?;
    let hit = |record: &CustomerRecord| {
        let shown = record.shown_to(&ctx.viewer);
        let name = wanted.query.highlight(&shown.name, WHOLE_CHARS);
        let note = shown.note.filter(|_| name.found < wanted.query.len());
        let note =
            note.map(|note| wanted.query.highlight(&note, SNIPPET_CHARS)).filter(|note| note.found > 0);
        let contact = shown.contact_points.first().map(|point| plain(&point.value));
        SearchHit {
            kind: SearchKind::Customer,
            id: shown.id.to_string(),
            title: name.segments,
            number: Some(shown.number),
            case_id: None,
            status: None,
            matched: None,
            snippet: note.map(|note| note.segments).or(contact),
            unit: None,
            at: Some(shown.created_at),
        }
    };
    let hits = page.items.iter().map(hit).collect();
    Ok(SearchGroup { kind: SearchKind::Customer, hits, next: page.next, only_newest: false })
}

async fn people(ctx: &Ctx, wanted: &Wanted<'_>) -> Answer<SearchGroup> {
    let filter = staff::Filter { q: Some(wanted.typed.to_owned()), active: Some(true), ..Default::default() };
    let page = staff::list(ctx.read(), &filter, wanted.page).await?;
    let unit_ids: Vec<UnitId> = page.items.iter().map(|person| person.unit_id).collect();
    let units = units::names(ctx.read(), &unit_ids).await?;
    let hit = |person: StaffRow| SearchHit {
        kind: SearchKind::Staff,
        id: person.id.to_string(),
        title: wanted.query.highlight(&person.name, WHOLE_CHARS).segments,
        number: Some(person.login),
        case_id: None,
        status: None,
        matched: None,
        snippet: None,
        unit: units.get(&person.unit_id).cloned(),
        at: None,
    };
    let hits = page.items.into_iter().map(hit).collect();
    Ok(SearchGroup { kind: SearchKind::Staff, hits, next: page.next, only_newest: false })
}

async fn org_units(ctx: &Ctx, wanted: &Wanted<'_>) -> Answer<SearchGroup> {
    let limit = wanted.page.limit().min(UNITS_MAX);
    let found = units::called(ctx.read(), wanted.typed, limit).await?;
    let above: Vec<UnitId> = found.iter().filter_map(|unit| unit.parent_id).collect();
    let above: HashMap<UnitId, UnitName> = units::names(ctx.read(), &above).await?;
    let hits = found.into_iter().map(|unit| SearchHit {
        kind: SearchKind::OrgUnit,
        id: unit.id.to_string(),
        title: wanted.query.highlight(&unit.name, WHOLE_CHARS).segments,
        number: Some(unit.code),
        case_id: None,
        status: None,
        matched: None,
        snippet: Some(wanted.query.highlight(&unit.name_en, WHOLE_CHARS).segments),
        unit: unit.parent_id.and_then(|id| above.get(&id).cloned()),
        at: None,
    });
    Ok(SearchGroup { kind: SearchKind::OrgUnit, hits: hits.collect(), next: None, only_newest: false })
}
