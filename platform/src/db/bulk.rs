//! Filling an empty database with very much at once, as a large demo does.
//!
//! An index is built in one go over rows that are there far quicker than it follows millions of rows one after the
//! other, and a database that is thrown away when its filling is interrupted need not be durable meanwhile.

use anyhow::ensure;
use sea_orm::FromQueryResult;

use super::{Db, dialect, sql};
use crate::failure::Answer;

/// Stands among the number series while a database is being filled.
const UNFINISHED: &str = "unfinished";

/// Refuses a database whose filling was interrupted: it is of no use.
pub async fn refuse_unfinished(db: &Db) -> anyhow::Result<()> {
    let mark = sql("SELECT 1 FROM number_blocks WHERE name = $1").bind(UNFINISHED);
    ensure!(
        mark.value::<i32>(db.read()).await?.is_none(),
        "the filling of this database was interrupted before it was whole: throw the database away and begin anew"
    );
    Ok(())
}

/// An index that is set aside.
#[derive(Debug, Clone, FromQueryResult)]
pub(super) struct Index {
    name: String,
    /// Builds it again: `CREATE INDEX …`
    statement: String,
}

/// A database that is being filled.
#[must_use = "the indexes that were set aside must be built again"]
pub struct Filling {
    aside: Vec<Index>,
}

impl Filling {
    /// Marks the database as unfinished and sets aside all indexes but those that say what may be in a table.
    pub async fn begin(db: &Db) -> Answer<Self> {
        let aside = dialect::indexes_not_unique(db).await?;
        dialect::hurry(db).await?;
        let tx = db.begin().await?;
        sql("INSERT INTO number_blocks (name, next) VALUES ($1, 0)").bind(UNFINISHED).run(&*tx).await?;
        for index in &aside {
            sql(format!("DROP INDEX {}", index.name)).run(&*tx).await?;
        }
        tx.commit().await?;
        Ok(Self { aside })
    }

    /// Builds those again that are `wanted`, and lets the database count what its plans rest on. `progress` is told the
    /// share that is built, and may refuse to go on.
    pub async fn build(
        &mut self,
        db: &Db,
        wanted: fn(&str) -> bool,
        mut progress: impl FnMut(f64) -> Answer<()>,
    ) -> Answer<()> {
        let (now, later): (Vec<_>, Vec<_>) = self.aside.drain(..).partition(|index| wanted(&index.name));
        self.aside = later;
        for (n, index) in now.iter().enumerate() {
            progress(n as f64 / now.len() as f64)?;
            dialect::build_index(db, &index.statement).await?;
        }
        dialect::count_again(db).await?;
        progress(1.0)
    }

    /// Builds the others too, and takes the mark away: from now on all is durable.
    pub async fn finish(mut self, db: &Db, progress: impl FnMut(f64) -> Answer<()>) -> Answer<()> {
        self.build(db, |_| true, progress).await?;
        dialect::hurry_no_more(db).await?;
        sql("DELETE FROM number_blocks WHERE name = $1").bind(UNFINISHED).run(db.write()).await?;
        dialect::take_log_over(db).await
    }
}
