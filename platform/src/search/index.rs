//! The index: FTS5 on SQLite, a `tsvector` with positions on PostgreSQL.

use std::collections::HashMap;

use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult};
use serde_json::{Value, json};

use super::grams::grams;
use super::query::{Phrase, Query};
use crate::db::dialect::{Reader, all_by_values, listed};
use crate::db::query::Sql;
use crate::db::sql;
use crate::failure::Answer;

/// How many matches are looked at for one answer, the newest first: the bound of the work that a common word makes.
pub const LOOKED_AT_MAX: usize = 5000;
/// How often PostgreSQL keeps the places of one word in one text; on SQLite what comes after is left out too.
const PLACES_MAX: u32 = 255;
/// How many places PostgreSQL knows in one text.
const WORDS_MAX: usize = 16_000;
/// Begins the word that names a document's kind, so that one kind is sought by itself. No query can name it.
const KIND: char = '\u{E001}';
/// Stands for words that are left out, so that nothing becomes a neighbour by it. No query can name it.
const GAP: &str = "\u{E000}";

/// A text to be found.
#[derive(Debug, Clone)]
pub struct Document {
    /// What it is: `case`, `entry`.
    pub kind: &'static str,
    /// Its id.
    pub subject_id: String,
    /// What it belongs to, by which sight is decided: a note's case. A case is its own.
    pub owner_id: String,
    /// Its texts; no phrase reaches from one into the next.
    pub fields: Vec<String>,
}

/// A match.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Match {
    /// Its place in the index: what was put in later has a higher one.
    pub id: i64,
    /// What it is.
    pub kind: String,
    /// Its id.
    pub subject_id: String,
    /// What it belongs to.
    pub owner_id: String,
}

/// The words of a document in order, its kind first, with what is left out as gaps.
fn words(document: &Document) -> Vec<String> {
    let mut seen: HashMap<String, u32> = HashMap::new();
    let mut words = vec![format!("{KIND}{}", document.kind)];
    for field in &document.fields {
        words.push(GAP.to_owned());
        for gram in grams(field) {
            let times = seen.entry(gram.word.clone()).or_default();
            *times += 1;
            words.push(if *times > PLACES_MAX { GAP.to_owned() } else { gram.word });
        }
    }
    words.truncate(WORDS_MAX);
    words
}

/// What the database is given to index. Words are letters and digits only, so nothing in them needs a quotation mark.
fn indexed(backend: DbBackend, words: &[String]) -> String {
    if backend != DbBackend::Postgres {
        return words.join(" ");
    }
    let mut places: HashMap<&str, String> = HashMap::new();
    for (n, word) in words.iter().enumerate().filter(|(_, word)| *word != GAP) {
        let place = (n + 1).to_string();
        let all = places.entry(word).or_default();
        if !all.is_empty() {
            all.push(',');
        }
        all.push_str(&place);
    }
    let mut text = String::new();
    for (word, places) in places {
        text.push_str(&format!("'{word}':{places} "));
    }
    text
}

/// Puts documents in, or in place of what was there under their ids: all in a few statements, however many.
pub async fn put(conn: &impl ConnectionTrait, documents: &[Document]) -> Answer<()> {
    let mut last: HashMap<&str, usize> = HashMap::new();
    for (n, document) in documents.iter().enumerate() {
        last.insert(&document.subject_id, n);
    }
    let known = places_of(conn, last.keys().copied()).await?;
    let mut next = sql("SELECT max(id) FROM search_documents").value::<Option<i64>>(conn).await?.flatten();
    let backend = conn.get_database_backend();
    let (mut rows, mut again) = (Vec::new(), Vec::new());
    for (n, document) in documents.iter().enumerate() {
        if last[document.subject_id.as_str()] != n {
            continue; // it comes once more
        }
        let id = match known.get(&document.subject_id) {
            Some(id) => {
                again.push(*id);
                *id
            }
            None => *next.insert(next.unwrap_or_default() + 1),
        };
        let words = indexed(backend, &words(document));
        rows.push(json!([id, document.kind, document.subject_id, document.owner_id, words]));
    }
    if rows.is_empty() {
        return Ok(());
    }
    write(conn, backend, rows, again).await
}

async fn places_of<'a>(
    conn: &impl ConnectionTrait,
    subject_ids: impl Iterator<Item = &'a str>,
) -> Answer<HashMap<String, i64>> {
    #[derive(FromQueryResult)]
    struct Known {
        id: i64,
        subject_id: String,
    }
    let ids = Value::from_iter(subject_ids).to_string();
    let wanted = listed(conn.get_database_backend(), "$1");
    let text =
        format!("SELECT id, subject_id FROM search_documents WHERE subject_id IN ({wanted}) LIMIT 100000");
    let known = sql(text).bind(ids).all::<Known>(conn).await?;
    Ok(known.into_iter().map(|row| (row.subject_id, row.id)).collect())
}

async fn write(
    conn: &impl ConnectionTrait,
    backend: DbBackend,
    rows: Vec<Value>,
    again: Vec<i64>,
) -> Answer<()> {
    let rows = Value::from(rows).to_string();
    if backend == DbBackend::Postgres {
        let text = "INSERT INTO search_documents (id, kind, subject_id, owner_id, words) \
                    SELECT (row->>0)::bigint, row->>1, row->>2, row->>3, (row->>4)::tsvector \
                    FROM jsonb_array_elements($1::jsonb) AS rows(row) \
                    ON CONFLICT (subject_id) DO UPDATE SET owner_id = excluded.owner_id, words = excluded.words";
        sql(text).bind(rows).run(conn).await?;
        return Ok(());
    }
    if !again.is_empty() {
        let text = "DELETE FROM search_index WHERE rowid IN (SELECT value FROM json_each($1))";
        sql(text).bind(Value::from(again).to_string()).run(conn).await?;
    }
    let text = "INSERT INTO search_documents (id, kind, subject_id, owner_id) \
                SELECT value->>0, value->>1, value->>2, value->>3 FROM json_each($1) WHERE 1 = 1 \
                ON CONFLICT (subject_id) DO UPDATE SET owner_id = excluded.owner_id";
    sql(text).bind(rows.as_str()).run(conn).await?;
    let text = "INSERT INTO search_index (rowid, words) SELECT value->>0, value->>4 FROM json_each($1)";
    sql(text).bind(rows).run(conn).await?;
    Ok(())
}

/// Takes documents out.
pub async fn remove(conn: &impl ConnectionTrait, subject_ids: &[String]) -> Answer<()> {
    let known = places_of(conn, subject_ids.iter().map(String::as_str)).await?;
    if known.is_empty() {
        return Ok(());
    }
    let backend = conn.get_database_backend();
    let ids = Value::from_iter(known.into_values()).to_string();
    if backend != DbBackend::Postgres {
        let text = "DELETE FROM search_index WHERE rowid IN (SELECT value FROM json_each($1))";
        sql(text).bind(ids.as_str()).run(conn).await?;
    }
    let among = match backend {
        DbBackend::Postgres => "SELECT value::bigint FROM jsonb_array_elements_text($1::jsonb)",
        _ => "SELECT value FROM json_each($1)",
    };
    sql(format!("DELETE FROM search_documents WHERE id IN ({among})")).bind(ids).run(conn).await?;
    Ok(())
}

/// Takes everything out.
pub async fn clear(conn: &impl ConnectionTrait) -> Answer<()> {
    if conn.get_database_backend() == DbBackend::Postgres {
        sql("TRUNCATE search_documents").run(conn).await?;
        return Ok(());
    }
    sql("INSERT INTO search_index (search_index) VALUES ('delete-all')").run(conn).await?;
    sql("DELETE FROM search_documents").run(conn).await?;
    Ok(())
}

/// The query as the database writes one; for one kind only, that kind's word is sought with it.
fn written(backend: DbBackend, query: &Query, kinds: &[&str]) -> String {
    let one = |phrase: &Phrase| match backend {
        DbBackend::Postgres => {
            let words: Vec<String> = phrase.words.iter().map(|word| format!("'{word}'")).collect();
            format!("({}{})", words.join(" <-> "), if phrase.open { ":*" } else { "" })
        }
        _ => format!("\"{}\"{}", phrase.words.join(" "), if phrase.open { " *" } else { "" }),
    };
    let kind = match kinds {
        [kind] => Some(Phrase { words: vec![format!("{KIND}{kind}")], open: false }),
        _ => None,
    };
    let all: Vec<String> = query.phrases.iter().chain(&kind).map(one).collect();
    all.join(if backend == DbBackend::Postgres { " & " } else { " AND " })
}

/// The newest [`LOOKED_AT_MAX`] matches, below the place `before` where it is given.
fn looked_at(backend: DbBackend, query: &Query, kinds: &[&str], before: Option<i64>) -> Sql {
    let (text, place) = match backend {
        DbBackend::Postgres => {
            ("SELECT id, kind, subject_id, owner_id FROM search_documents WHERE words @@ $1::tsquery", "id")
        }
        _ => ("SELECT rowid AS place FROM search_index WHERE search_index MATCH $1", "rowid"),
    };
    let statement = sql(text).bind(written(backend, query, kinds)).and(&format!("{place} <"), before);
    statement.push(&format!(" ORDER BY {place} DESC LIMIT {LOOKED_AT_MAX}"))
}

/// Begins a statement over the documents of these kinds that `query` matches, to which the caller adds ` AND …`
/// conditions on `found.owner_id`. [`newest`] runs it. The query must not be empty.
pub fn matching(backend: DbBackend, query: &Query, kinds: &[&str], before: Option<i64>) -> Sql {
    let columns = "SELECT found.id, found.kind, found.subject_id, found.owner_id FROM (";
    let rest = match backend {
        DbBackend::Postgres => ") found WHERE 1 = 1",
        // CROSS JOIN keeps the order: the matches one after the other, and no more of them than are wanted.
        _ => ") place CROSS JOIN search_documents found WHERE found.id = place.place",
    };
    looked_at(backend, query, kinds, before)
        .around(columns, rest)
        .and_in("found.kind", kinds.iter().map(|kind| (*kind).to_owned()))
}

/// Runs what [`matching`] began: the newest `limit` matches that fit.
pub async fn newest(conn: &impl Reader, statement: Sql, limit: usize) -> Answer<Vec<Match>> {
    let order = match conn.get_database_backend() {
        DbBackend::Postgres => " ORDER BY found.id DESC",
        _ => "",
    };
    all_by_values(conn, statement.push(&format!("{order} LIMIT {limit}"))).await
}

#[derive(FromQueryResult)]
struct Counted {
    matches: i64,
}

/// Whether all matches below the place `before` were looked at. If not, older ones were left out.
pub async fn exhausted(
    conn: &impl Reader,
    query: &Query,
    kinds: &[&str],
    before: Option<i64>,
) -> Answer<bool> {
    let matches = looked_at(conn.get_database_backend(), query, kinds, before);
    let counted = matches.around("SELECT count(*) AS matches FROM (", ") looked_at");
    let counted = all_by_values::<Counted>(conn, counted).await?;
    let matches = counted.first().map_or(0, |counted| counted.matches);
    Ok(usize::try_from(matches).unwrap_or(usize::MAX) < LOOKED_AT_MAX)
}
