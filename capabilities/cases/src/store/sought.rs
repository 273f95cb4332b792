//! Which cases hold some words: in their own texts, in what was written about them, or in the name of a file.

use std::collections::{HashMap, HashSet};

use lingke_platform::db::dialect::Reader;
use lingke_platform::db::sql;
use lingke_platform::failure::Answer;
use lingke_platform::search::{Match, Query, exhausted, matching, newest};
use lingke_platform::viewer::{Sight, Viewer};
use sea_orm::ConnectionTrait;

use super::list::{Filter, filtered, in_sight};
use crate::model::CaseId;

/// What of a case is in the index.
pub const KINDS: [&str; 3] = ["case", "entry", "attachment"];
/// Cases that a list is made of at most when words are sought; the newest texts decide.
pub const SOUGHT_MAX: usize = 2000;

/// The cases that hold what was sought.
#[derive(Debug, Default)]
pub struct Sought {
    /// The cases, those with the newest text first.
    pub ids: Vec<CaseId>,
    /// The newest text of each that holds the words; none where it was found by its number.
    pub matches: HashMap<CaseId, Match>,
    /// Whether there are more: older texts were not looked at.
    pub only_newest: bool,
}

/// The texts of these kinds, in cases that the viewer may see and that pass the filter, below the place `before`.
pub async fn texts(
    conn: &impl Reader,
    viewer: &Viewer,
    filter: &Filter,
    query: &Query,
    place: Place<'_>,
) -> Answer<(Vec<Match>, bool)> {
    let Place { kinds, before, limit } = place;
    let mut statement = matching(conn.get_database_backend(), query, kinds, before);
    let narrowed = viewer.sight != Sight::All || !filter.is_open_to_all();
    if narrowed {
        let cases = " AND EXISTS (SELECT 1 FROM cases WHERE cases.id = found.owner_id";
        statement = filtered(statement.push(cases), viewer, filter).push(")");
    }
    let matches = newest(conn, statement, limit).await?;
    // Where nothing was kept out, few matches are all there are.
    let few = matches.len() < limit;
    let all = few && ((!narrowed && kinds.len() == 1) || exhausted(conn, query, kinds, before).await?);
    Ok((matches, !all))
}

/// Where [`texts`] looks.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// Which texts.
    pub kinds: &'a [&'a str],
    /// Only texts with a lower place.
    pub before: Option<i64>,
    /// How many at most.
    pub limit: usize,
}

/// The case in sight with this number, as it is read out or typed.
pub async fn by_number(conn: &impl ConnectionTrait, viewer: &Viewer, typed: &str) -> Answer<Option<CaseId>> {
    let Some(number) = crate::commands::open::normal_number(typed) else { return Ok(None) };
    in_sight(sql("SELECT id FROM cases WHERE number = $1").bind(number), viewer).value(conn).await
}

/// The cases in sight that pass the filter and hold what was typed; a number as it is read out finds its case.
pub async fn cases(conn: &impl Reader, viewer: &Viewer, filter: &Filter, typed: &str) -> Answer<Sought> {
    let mut sought = Sought::default();
    sought.ids.extend(by_number(conn, viewer, typed).await?);
    let query = Query::of(typed);
    if query.is_empty() {
        return Ok(sought);
    }
    let place = Place { kinds: &KINDS, before: None, limit: SOUGHT_MAX };
    let (matches, only_newest) = texts(conn, viewer, filter, &query, place).await?;
    let mut seen: HashSet<CaseId> = sought.ids.iter().copied().collect();
    for found in matches {
        let Ok(id) = found.owner_id.parse::<CaseId>() else { continue };
        if seen.insert(id) {
            sought.ids.push(id);
        }
        sought.matches.entry(id).or_insert(found);
    }
    sought.only_newest = only_newest;
    Ok(sought)
}
