//! What differs when the whole database is read out or put back, row by row.

use sea_orm::{
    AccessMode, ConnectionTrait, DatabaseTransaction, DbBackend, FromQueryResult, IsolationLevel,
    QueryResult, Statement, TransactionTrait, Value,
};

use super::DatabaseKind;
use crate::db::{Db, sql};
use crate::failure::Answer;

/// A column as the schema declares it.
#[derive(Debug, Clone, FromQueryResult)]
pub(crate) struct Declared {
    /// Its name.
    pub(crate) name: String,
    /// Its type, in the database's own words.
    pub(crate) declared: String,
}

/// Begins to read at one moment: what others write meanwhile is not seen, and they do not wait.
pub(crate) async fn one_moment(db: &Db) -> Answer<DatabaseTransaction> {
    // SQLite's readers see one moment anyway; it begins with the first statement.
    Ok(match db.kind() {
        DatabaseKind::Sqlite => db.read().begin().await?,
        DatabaseKind::Postgres => {
            let (level, mode) = (Some(IsolationLevel::RepeatableRead), Some(AccessMode::ReadOnly));
            db.read().begin_with_config(level, mode).await?
        }
    })
}

/// The tables of the schema, without the ones an index keeps for itself.
pub(crate) async fn tables(conn: &impl ConnectionTrait) -> Answer<Vec<String>> {
    let text = match conn.get_database_backend() {
        DbBackend::Postgres => {
            "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1 LIMIT 10000"
        }
        _ => {
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite~_%' \
             ESCAPE '~' ORDER BY name LIMIT 10000"
        }
    };
    sql(text).values(conn).await
}

/// The columns of a table, in their order.
pub(crate) async fn columns(conn: &impl ConnectionTrait, table: &str) -> Answer<Vec<Declared>> {
    let text = match conn.get_database_backend() {
        DbBackend::Postgres => {
            "SELECT CAST(attname AS TEXT) AS name, format_type(atttypid, NULL) AS declared FROM pg_attribute \
             WHERE attrelid = to_regclass(quote_ident($1)) AND attnum > 0 AND NOT attisdropped ORDER BY attnum LIMIT 1000"
        }
        _ => "SELECT name, type AS declared FROM pragma_table_info($1) ORDER BY cid LIMIT 1000",
    };
    sql(text).bind(table).all(conn).await
}

/// Walks through all rows of a table, some at a time.
pub(crate) struct RowWalk<'a> {
    tx: &'a DatabaseTransaction,
    /// `"a", "b" FROM "t"`, as a `SELECT` goes on.
    selected: String,
    place: Place,
}

enum Place {
    /// PostgreSQL keeps the place, under this name.
    Cursor(String),
    /// In the order of these columns, after the row with these values in them; none at the beginning.
    After(Vec<String>, Vec<Value>),
    End,
}

impl<'a> RowWalk<'a> {
    /// Begins to walk; what is `selected` of `table` is what each row has.
    pub(crate) async fn begin(tx: &'a DatabaseTransaction, table: &str, selected: &str) -> Answer<Self> {
        if tx.get_database_backend() == DbBackend::Postgres {
            // One name for each table: the driver remembers what a statement answers by its text.
            let cursor = format!("\"all_of_{table}\"");
            let text = format!("DECLARE {cursor} NO SCROLL CURSOR FOR SELECT {selected} FROM \"{table}\"");
            sql(text).run(tx).await?;
            return Ok(Self { tx, selected: String::new(), place: Place::Cursor(cursor) });
        }
        let order = order_of(tx, table).await?;
        let keys: Vec<String> =
            order.iter().enumerate().map(|(n, key)| format!("{key} AS key_{n}")).collect();
        let selected = format!("{selected}, {} FROM \"{table}\"", keys.join(", "));
        Ok(Self { tx, selected, place: Place::After(order, Vec::new()) })
    }

    /// The next rows, at most `count`; none at the end.
    pub(crate) async fn next(&mut self, count: usize) -> Answer<Vec<QueryResult>> {
        match std::mem::replace(&mut self.place, Place::End) {
            Place::End => Ok(Vec::new()),
            Place::Cursor(name) => self.fetch(name, count).await,
            Place::After(order, last) => self.select(order, last, count).await,
        }
    }

    async fn fetch(&mut self, cursor: String, count: usize) -> Answer<Vec<QueryResult>> {
        let statement = Statement::from_string(DbBackend::Postgres, format!("FETCH {count} FROM {cursor}"));
        let rows = self.tx.query_all_raw(statement).await?;
        if rows.is_empty() {
            sql(format!("CLOSE {cursor}")).run(self.tx).await?;
        } else {
            self.place = Place::Cursor(cursor);
        }
        Ok(rows)
    }

    async fn select(
        &mut self,
        order: Vec<String>,
        last: Vec<Value>,
        count: usize,
    ) -> Answer<Vec<QueryResult>> {
        let keys = order.join(", ");
        let marks: Vec<String> = (1..=last.len()).map(|n| format!("${n}")).collect();
        let after =
            if last.is_empty() { String::new() } else { format!(" WHERE ({keys}) > ({})", marks.join(", ")) };
        let text = format!("SELECT {}{after} ORDER BY {keys} LIMIT {count}", self.selected);
        let rows =
            self.tx.query_all_raw(Statement::from_sql_and_values(DbBackend::Sqlite, text, last)).await?;
        if let Some(last) = rows.last() {
            let keys = (0..order.len()).map(|n| key_of(last, n)).collect::<Answer<_>>()?;
            self.place = Place::After(order, keys);
        }
        Ok(rows)
    }
}

/// The columns by which SQLite keeps a table's rows in order.
async fn order_of(tx: &DatabaseTransaction, table: &str) -> Answer<Vec<String>> {
    let text = "SELECT wr FROM pragma_table_list WHERE schema = 'main' AND name = $1";
    if sql(text).bind(table).value::<i32>(tx).await? == Some(0) {
        return Ok(vec!["rowid".to_owned()]);
    }
    let text = "SELECT '\"' || name || '\"' FROM pragma_table_info($1) WHERE pk > 0 ORDER BY pk LIMIT 100";
    sql(text).bind(table).values(tx).await
}

fn key_of(row: &QueryResult, n: usize) -> Answer<Value> {
    let name = format!("key_{n}");
    if let Ok(number) = row.try_get::<i64>("", &name) {
        return Ok(number.into());
    }
    if let Ok(truth) = row.try_get::<bool>("", &name) {
        return Ok(truth.into());
    }
    Ok(row.try_get::<String>("", &name)?.into())
}

/// What keeps watch over a table, while rows are put back: triggers, references, and indexes that are built quicker
/// afterwards. Holds the statements that set them up again.
#[must_use = "what was set aside must be put back"]
pub(crate) struct Aside(Vec<String>);

/// Two texts: how something is taken away, and how it comes back.
#[derive(FromQueryResult)]
struct Both {
    away: String,
    back: String,
}

const SQLITE_ASIDE: [&str; 2] = [
    "SELECT 'DROP TRIGGER \"' || name || '\"' AS away, sql AS back FROM sqlite_master WHERE type = 'trigger' \
     ORDER BY name LIMIT 10000",
    "SELECT 'DROP INDEX \"' || name || '\"' AS away, sql AS back FROM sqlite_master WHERE type = 'index' \
     AND sql LIKE 'CREATE INDEX %' ORDER BY name LIMIT 10000",
];
/// In the order of taking away; putting back goes the other way, so that references find their indexes.
const POSTGRES_ASIDE: [&str; 3] = [
    "SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS away, \
     format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS back \
     FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace ORDER BY 1 LIMIT 10000",
    "SELECT DISTINCT format('ALTER TABLE %s DISABLE TRIGGER USER', tgrelid::regclass) AS away, \
     format('ALTER TABLE %s ENABLE TRIGGER USER', tgrelid::regclass) AS back FROM pg_trigger JOIN pg_class \
     ON pg_class.oid = tgrelid WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace \
     ORDER BY 1 LIMIT 10000",
    "SELECT format('DROP INDEX %I', indexname) AS away, indexdef AS back FROM pg_indexes \
     WHERE schemaname = current_schema() AND indexdef LIKE 'CREATE INDEX %' ORDER BY indexname LIMIT 10000",
];

/// Sets aside what keeps watch. On SQLite references must be off already: see [`mind_references`].
pub(crate) async fn set_aside(tx: &DatabaseTransaction, kind: DatabaseKind) -> Answer<Aside> {
    let queries: &[&str] = match kind {
        DatabaseKind::Sqlite => &SQLITE_ASIDE,
        DatabaseKind::Postgres => &POSTGRES_ASIDE,
    };
    let mut aside = Vec::new();
    for query in queries {
        for Both { away, back } in sql(*query).all::<Both>(tx).await? {
            tx.execute_unprepared(&away).await?;
            aside.push(back);
        }
    }
    Ok(Aside(aside))
}

/// Puts it back; `progress` is told how much of it stands again.
pub(crate) async fn put_back(
    tx: &DatabaseTransaction,
    Aside(aside): Aside,
    mut progress: impl FnMut(u64, u64),
) -> Answer<()> {
    let all = aside.len() as u64;
    for (n, statement) in aside.into_iter().rev().enumerate() {
        tx.execute_unprepared(&statement).await?;
        progress(n as u64 + 1, all);
    }
    Ok(())
}

/// Whether SQLite looks after references; it can be told before a transaction only. PostgreSQL is asked table by table.
pub(crate) async fn mind_references(db: &Db, whether: bool) -> Answer<()> {
    if db.kind() == DatabaseKind::Sqlite {
        let text = if whether { "PRAGMA foreign_keys = ON" } else { "PRAGMA foreign_keys = OFF" };
        sql(text).run(db.write()).await?;
    }
    Ok(())
}

/// The table of a reference that leads nowhere, if any. PostgreSQL looked when its references were put back.
pub(crate) async fn broken_reference(tx: &DatabaseTransaction, kind: DatabaseKind) -> Answer<Option<String>> {
    match kind {
        DatabaseKind::Sqlite => sql("SELECT \"table\" FROM pragma_foreign_key_check LIMIT 1").value(tx).await,
        DatabaseKind::Postgres => Ok(None),
    }
}

const SQLITE_EVERYTHING: &str = "SELECT 'DROP TABLE \"' || name || '\"' FROM pragma_table_list WHERE schema = 'main' \
    AND type IN ('virtual', 'table') AND name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY type DESC, name LIMIT 10000";
const POSTGRES_EVERYTHING: &str = "SELECT what FROM (\
    SELECT 1 AS step, format('DROP TABLE %I CASCADE', tablename) AS what FROM pg_tables \
    WHERE schemaname = current_schema() \
    UNION ALL SELECT 2, format('DROP FUNCTION %s', pg_proc.oid::regprocedure) FROM pg_proc \
    WHERE pronamespace = current_schema()::regnamespace AND NOT EXISTS \
    (SELECT 1 FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')) AS everything ORDER BY step, what LIMIT 10000";

/// Drops all there is in the schema.
pub(crate) async fn drop_everything(tx: &DatabaseTransaction, kind: DatabaseKind) -> Answer<()> {
    let text = match kind {
        DatabaseKind::Sqlite => SQLITE_EVERYTHING,
        DatabaseKind::Postgres => POSTGRES_EVERYTHING,
    };
    for statement in sql(text).values::<String>(tx).await? {
        tx.execute_unprepared(&statement).await?;
    }
    Ok(())
}
