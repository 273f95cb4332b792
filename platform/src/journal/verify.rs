//! Recomputes the chain and names the first bad entry.

use std::collections::BTreeMap;
use std::path::Path;

use sea_orm::ConnectionTrait;

use super::chain::{GENESIS, LINK_COLUMNS, Link};
use super::sealer::{Head, head};
use crate::db::{Db, sql};
use crate::failure::Answer;

/// What a verification found.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct Verdict {
    /// How many entries were recomputed and found right.
    pub checked: i64,
    /// The head as the database holds it.
    pub head: Head,
    /// The first bad entry, if any.
    pub bad: Option<Bad>,
}

/// The first place where the chain does not hold.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct Bad {
    /// Its number.
    pub seq: i64,
    /// What is wrong there.
    pub why: String,
}

/// A head noted earlier, outside the database.
pub type Noted = BTreeMap<i64, String>;

const PAGE: i64 = 2000;

/// Recomputes the chain from `from` (1 when none) to its end, against the head row and the heads `noted` outside.
///
/// Beside a running sealer it checks up to the head it finds at the beginning.
pub async fn verify(db: &Db, from: Option<i64>, noted: &Noted) -> Answer<Verdict> {
    verify_on(db.read(), from, noted).await
}

/// The same by a connection or within a transaction.
pub(crate) async fn verify_on(
    conn: &impl ConnectionTrait,
    from: Option<i64>,
    noted: &Noted,
) -> Answer<Verdict> {
    let head = head(conn).await?;
    let first = from.unwrap_or(1).clamp(1, head.seq + 1);
    let mut walk = Walk { next: first, hash: hash_before(conn, first).await?, noted };
    let found = walk_through(conn, first, &head, &mut walk).await?;
    Ok(Verdict { checked: walk.next - first, head, bad: found })
}

async fn walk_through(
    conn: &impl ConnectionTrait,
    first: i64,
    head: &Head,
    walk: &mut Walk<'_>,
) -> Answer<Option<Bad>> {
    let below = sql("SELECT seq FROM journal WHERE seq < 1 ORDER BY seq LIMIT 1").value::<i64>(conn).await?;
    if let Some(seq) = below.filter(|_| first == 1) {
        return Ok(Some(bad(seq, "an entry was inserted before the first")));
    }
    while walk.next <= head.seq {
        let text = format!(
            "SELECT {LINK_COLUMNS} FROM journal WHERE seq >= $1 AND seq <= $2 ORDER BY seq LIMIT {PAGE}"
        );
        let page = sql(text).bind(walk.next).bind(head.seq).all::<Link>(conn).await?;
        if page.is_empty() {
            return Ok(Some(bad(walk.next, "the entry is missing at the end")));
        }
        if let Some(found) = page.iter().find_map(|link| walk.step(link)) {
            return Ok(Some(found));
        }
    }
    Ok(walk.end(head).or(beyond_the_head(conn).await?))
}

/// Looks at the last entry first and at the head after it: the sealer moves both in one transaction, so an entry
/// that lies beyond the head was not sealed.
async fn beyond_the_head(conn: &impl ConnectionTrait) -> Answer<Option<Bad>> {
    let last = sql("SELECT max(seq) FROM journal").value::<Option<i64>>(conn).await?.flatten();
    let head = head(conn).await?;
    let inserted = last.is_some_and(|last| last > head.seq);
    Ok(inserted.then(|| bad(head.seq + 1, "entries follow the head: inserted")))
}

struct Walk<'a> {
    next: i64,
    hash: String,
    noted: &'a Noted,
}

impl Walk<'_> {
    fn step(&mut self, link: &Link) -> Option<Bad> {
        let seq = link.seq.unwrap_or_default();
        if seq != self.next {
            return Some(bad(self.next, "the entry is missing"));
        }
        let expected = link.hash_after(&self.hash, seq, link.sealed_at.unwrap_or_default());
        if link.hash.as_deref() != Some(expected.as_str()) {
            return Some(bad(seq, "the entry or its place in the chain was changed"));
        }
        if self.noted.get(&seq).is_some_and(|noted| *noted != expected) {
            return Some(bad(seq, "the entry differs from the head noted outside the database"));
        }
        self.hash = expected;
        self.next += 1;
        None
    }

    fn end(&self, head: &Head) -> Option<Bad> {
        if head.hash != self.hash {
            return Some(bad(head.seq.max(1), "the last entry differs from the head"));
        }
        let beyond = self.noted.range(self.next..).next();
        beyond
            .map(|_| bad(self.next, "the entry is missing: a head noted outside the database is further on"))
    }
}

fn bad(seq: i64, why: &str) -> Bad {
    Bad { seq, why: why.to_owned() }
}

async fn hash_before(conn: &impl ConnectionTrait, first: i64) -> Answer<String> {
    if first == 1 {
        return Ok(GENESIS.to_owned());
    }
    let stored = sql("SELECT hash FROM journal WHERE seq = $1").bind(first - 1).value::<String>(conn).await?;
    Ok(stored.unwrap_or_default())
}

/// Appends the head to the file beside the database, once per new head.
pub async fn note_head(db: &Db, data_dir: &Path) -> Answer<()> {
    let head = head(db.read()).await?;
    if head.seq == 0 || read_noted(db, data_dir).await?.contains_key(&head.seq) {
        return Ok(());
    }
    std::fs::create_dir_all(data_dir)?;
    let path = heads_file(db, data_dir).await?;
    let mut file = std::fs::OpenOptions::new().create(true).append(true).open(path)?;
    std::io::Write::write_all(
        &mut file,
        format!("{} {} {}\n", head.seq, head.hash, head.sealed_at).as_bytes(),
    )?;
    file.sync_all()?;
    Ok(())
}

/// The heads noted in the file beside the database; empty when there is none.
pub async fn read_noted(db: &Db, data_dir: &Path) -> Answer<Noted> {
    let text = std::fs::read_to_string(heads_file(db, data_dir).await?).unwrap_or_default();
    let lines = text.lines().filter_map(|line| {
        let mut words = line.split(' ');
        Some((words.next()?.parse().ok()?, words.next()?.to_owned()))
    });
    Ok(lines.collect())
}

/// One file per chain, so that two databases may share a data dir.
pub(crate) async fn heads_file(db: &Db, data_dir: &Path) -> Answer<std::path::PathBuf> {
    let chain = sql("SELECT chain FROM journal_head WHERE id = 1").value::<String>(db.read()).await?;
    Ok(data_dir.join(format!("journal-heads-{}.log", chain.unwrap_or_default())))
}

/// Gives a new database's chain its name.
pub(crate) async fn name_chain(db: &Db) -> Answer<()> {
    let name = uuid::Uuid::new_v4().simple().to_string();
    sql("UPDATE journal_head SET chain = $1 WHERE id = 1 AND chain = ''").bind(name).run(db.write()).await?;
    Ok(())
}

/// How many events wait for the sealer.
pub async fn unsealed(conn: &impl ConnectionTrait) -> Answer<i64> {
    let counted = sql("SELECT count(*) FROM journal WHERE seq IS NULL").value::<i64>(conn).await?;
    Ok(counted.unwrap_or_default())
}
