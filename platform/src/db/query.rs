//! Plain SQL with `$1` placeholders, one text for both databases.
//!
//! ```ignore
//! let open: Option<i64> = sql("SELECT count(*) FROM cases WHERE status = $1").bind("new").value(conn).await?;
//! ```

use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, Statement, TryGetable, Value};

use super::dialect::{self, DatabaseKind};
use crate::failure::Answer;

/// A statement and the values of its placeholders, in order.
#[must_use = "a statement does nothing until it is run"]
pub struct Sql {
    text: String,
    values: Vec<Value>,
}

/// Begins a statement.
pub fn sql(text: impl Into<String>) -> Sql {
    Sql { text: text.into(), values: Vec::new() }
}

impl Sql {
    /// The value of the next placeholder.
    pub fn bind(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        self
    }

    /// More text, after the value of a condition that is only sometimes there.
    pub fn push(mut self, text: &str) -> Self {
        self.text.push_str(text);
        self
    }

    /// The same statement inside another's text; its placeholders keep their numbers.
    pub fn around(mut self, before: &str, after: &str) -> Self {
        self.text = format!("{before}{}{after}", self.text);
        self
    }

    /// Adds ` AND column <operator> $n` with its value, when there is one.
    pub fn and<V: Into<Value>>(mut self, comparison: &str, value: Option<V>) -> Self {
        if let Some(value) = value {
            self.values.push(value.into());
            self.text.push_str(&format!(" AND {comparison} ${}", self.values.len()));
        }
        self
    }

    /// Adds ` AND column IN ($n, …)`; an empty list matches nothing.
    pub fn and_in<V: Into<Value>>(mut self, column: &str, values: impl IntoIterator<Item = V>) -> Self {
        let marks = self.list(values);
        let condition =
            if marks.is_empty() { " AND 1 = 0".to_owned() } else { format!(" AND {column} IN ({marks})") };
        self.text.push_str(&condition);
        self
    }

    /// Binds all `values` and answers their placeholders, for a condition written by the caller.
    pub fn list<V: Into<Value>>(&mut self, values: impl IntoIterator<Item = V>) -> String {
        let mut marks = Vec::new();
        for value in values {
            self.values.push(value.into());
            marks.push(format!("${}", self.values.len()));
        }
        marks.join(", ")
    }

    /// The placeholder of the value bound last.
    pub fn last_mark(&self) -> String {
        format!("${}", self.values.len())
    }

    /// The placeholder the next bound value will have.
    pub fn next_mark(&self) -> String {
        format!("${}", self.values.len() + 1)
    }

    /// The same values in a text that is made of this one.
    pub fn within(self, text: impl FnOnce(&str) -> String) -> Self {
        Self { text: text(&self.text), values: self.values }
    }

    fn statement(self, conn: &impl ConnectionTrait) -> Statement {
        Statement::from_sql_and_values(conn.get_database_backend(), self.text, self.values)
    }

    /// Runs it; answers how many rows it changed.
    pub async fn run(self, conn: &impl ConnectionTrait) -> Answer<u64> {
        Ok(conn.execute_raw(self.statement(conn)).await?.rows_affected())
    }

    /// The first row, if any.
    pub async fn one<T: FromQueryResult>(self, conn: &impl ConnectionTrait) -> Answer<Option<T>> {
        let row = conn.query_one_raw(self.statement(conn)).await?;
        Ok(row.map(|row| T::from_query_result(&row, "")).transpose()?)
    }

    /// All rows. The statement must have a limit.
    pub async fn all<T: FromQueryResult>(self, conn: &impl ConnectionTrait) -> Answer<Vec<T>> {
        let rows = conn.query_all_raw(self.statement(conn)).await?;
        Ok(rows.iter().map(|row| T::from_query_result(row, "")).collect::<Result<_, _>>()?)
    }

    /// The first column of the first row, if any.
    pub async fn value<T: TryGetable>(self, conn: &impl ConnectionTrait) -> Answer<Option<T>> {
        let row = conn.query_one_raw(self.statement(conn)).await?;
        Ok(row.map(|row| row.try_get_by_index::<T>(0)).transpose()?)
    }

    /// The first column of all rows. The statement must have a limit.
    pub async fn values<T: TryGetable>(self, conn: &impl ConnectionTrait) -> Answer<Vec<T>> {
        let rows = conn.query_all_raw(self.statement(conn)).await?;
        Ok(rows.iter().map(|row| row.try_get_by_index::<T>(0)).collect::<Result<_, _>>()?)
    }
}

/// Writes many rows `into` a table, `cases (id, number)`, in few statements; answers how many there are now more.
/// Each row has as many values as columns are named; `tail` is what follows them, ` ON CONFLICT DO NOTHING`.
pub async fn insert_rows<R>(
    conn: &impl ConnectionTrait,
    into: &str,
    rows: impl IntoIterator<Item = R>,
    tail: &str,
) -> Answer<u64>
where
    R: IntoIterator<Item = Value>,
{
    let backend = conn.get_database_backend();
    let kind = if backend == DbBackend::Sqlite { DatabaseKind::Sqlite } else { DatabaseKind::Postgres };
    let rows: Vec<R> = rows.into_iter().collect();
    let lengths = dialect::statement_lengths(kind, rows.len());
    let (mut rows, mut written) = (rows.into_iter(), 0);
    for length in lengths {
        let mut values = Vec::new();
        let mut text = format!("INSERT INTO {into} VALUES ");
        for (n, row) in rows.by_ref().take(length).enumerate() {
            text.push_str(if n == 0 { "(" } else { "), (" });
            push_marks(&mut text, kind, row, &mut values);
        }
        text.push(')');
        text.push_str(tail);
        let statement = Statement::from_sql_and_values(backend, text, values);
        written += conn.execute_raw(statement).await?.rows_affected();
    }
    Ok(written)
}

/// SQLite's driver seeks each numbered placeholder by its name among all before it; one without a name it only counts.
fn push_marks(
    text: &mut String,
    kind: DatabaseKind,
    row: impl IntoIterator<Item = Value>,
    values: &mut Vec<Value>,
) {
    for (n, value) in row.into_iter().enumerate() {
        text.push_str(if n == 0 { "" } else { ", " });
        values.push(value);
        match kind {
            DatabaseKind::Sqlite => text.push('?'),
            DatabaseKind::Postgres => text.push_str(&format!("${}", values.len())),
        }
    }
}
