//! Reading figures: each read walks an index along the days, months or members asked for.

use std::collections::{BTreeMap, HashMap};

use lingke_kernel::statistics::Sketch;
use lingke_kernel::time::Day;
use lingke_platform::db::query::Sql;
use lingke_platform::db::sql;
use lingke_platform::failure::Answer;
use lingke_platform::viewer::UnitId;
use sea_orm::{ConnectionTrait, FromQueryResult, QueryResult};

use super::write::group_code;
use crate::forecast::QueueKey;
use crate::model::{COLUMNS, COUNTS, Counts, Cut, Times, What};
use crate::periods::Range;

/// Whose figures: of all units, or the sum of some.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Units {
    /// All.
    All,
    /// These.
    Of(Vec<UnitId>),
}

impl Units {
    fn ids(&self) -> Vec<String> {
        match self {
            Self::All => vec![String::new()],
            Self::Of(ids) => ids.iter().map(ToString::to_string).collect(),
        }
    }
}

/// A dimension that figures are divided by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = FigureDimension)]
pub enum Dimension {
    /// By unit.
    Unit,
    /// By kind of work.
    Kind,
    /// By channel.
    Channel,
    /// By priority.
    Priority,
    /// By the person who works on it, or did last.
    Staff,
}

impl Dimension {
    fn column(self) -> &'static str {
        match self {
            Self::Unit => "unit_id",
            Self::Kind => "kind",
            Self::Channel => "channel",
            Self::Priority => "priority",
            Self::Staff => "staff_id",
        }
    }

    /// Its members, where they are known beforehand.
    fn members(self, units: &Units) -> Option<Vec<String>> {
        use lingke_cases::model::{CaseKind, Channel, Priority};
        match self {
            Self::Kind => Some(CaseKind::ALL.iter().map(|one| one.code().to_owned()).collect()),
            Self::Channel => Some(Channel::ALL.iter().map(|one| one.code().to_owned()).collect()),
            Self::Priority => Some(Priority::ALL.iter().map(|one| one.code().to_owned()).collect()),
            Self::Unit => Some(units.ids()),
            Self::Staff => None,
        }
    }
}

fn sums() -> String {
    COLUMNS.map(|name| format!("CAST(sum({name}) AS BIGINT) AS {name}")).join(", ")
}

struct Row {
    key: String,
    counts: Counts,
}

impl FromQueryResult for Row {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, sea_orm::DbErr> {
        let mut counts = [0; COUNTS];
        for (place, name) in counts.iter_mut().zip(COLUMNS) {
            *place = row.try_get(prefix, name)?;
        }
        Ok(Self { key: row.try_get(prefix, "key")?, counts: Counts(counts) })
    }
}

#[derive(FromQueryResult)]
struct TimesRow {
    key: String,
    times: String,
}

/// The rows of a cut, but for the dimension `free`, whose members are those named or all but ''.
fn along(statement: Sql, cut: &Cut, units: &Units, free: Option<Dimension>) -> Sql {
    let [kind, channel, priority, staff_id, _] = cut.fields();
    let fixed = [
        (Dimension::Kind, kind),
        (Dimension::Channel, channel),
        (Dimension::Priority, priority),
        (Dimension::Staff, staff_id),
    ];
    let mut statement = statement;
    for (dimension, value) in fixed {
        // The index of persons begins with the period: that of the cuts must not be taken for it.
        let by_person = free == Some(Dimension::Staff) && dimension != Dimension::Staff;
        let column =
            if by_person { format!("{} || ''", dimension.column()) } else { dimension.column().to_owned() };
        statement = match (free == Some(dimension), dimension.members(units)) {
            (true, _) if !value.is_empty() => statement.and(&format!("{column} ="), Some(value)),
            (true, Some(members)) => statement.and_in(&column, members),
            (true, None) => statement.push(&format!(" AND {column} <> ''")),
            (false, _) => statement.and(&format!("{column} ="), Some(value)),
        };
    }
    statement.and_in("unit_id", units.ids())
}

/// The counts of each day of a range, of a cut.
pub async fn days(
    conn: &impl ConnectionTrait,
    cut: &Cut,
    units: &Units,
    range: Range,
) -> Answer<BTreeMap<Day, Counts>> {
    let text = format!("SELECT period AS key, {} FROM performance_periods WHERE length(period) = 10", sums());
    let statement = along(sql(text), cut, units, None)
        .and("period >=", Some(range.from.to_string()))
        .and("period <=", Some(range.to.to_string()));
    let rows: Vec<Row> = statement.push(" GROUP BY period LIMIT 2000").all(conn).await?;
    Ok(rows.into_iter().filter_map(|row| Some((row.key.parse().ok()?, row.counts))).collect())
}

/// The counts of a whole range, of a cut.
pub async fn sum(conn: &impl ConnectionTrait, cut: &Cut, units: &Units, range: Range) -> Answer<Counts> {
    let text = format!("SELECT '' AS key, {} FROM performance_periods WHERE 1 = 1", sums());
    let statement = along(sql(text), cut, units, None);
    let statement = statement.and_in("period", range.periods().iter().map(ToString::to_string));
    let row: Option<Row> = statement.push(" HAVING count(*) > 0").one(conn).await?;
    Ok(row.map(|row| row.counts).unwrap_or_default())
}

/// How long it took, in a range, of a cut.
pub async fn times(conn: &impl ConnectionTrait, cut: &Cut, units: &Units, range: Range) -> Answer<Times> {
    let statement =
        along(sql("SELECT '' AS key, times FROM performance_times WHERE 1 = 1"), cut, units, None);
    let statement = statement.and_in("period", range.periods().iter().map(ToString::to_string));
    let rows: Vec<TimesRow> = statement.push(" LIMIT 1000000").all(conn).await?;
    let mut sum = Times::default();
    rows.iter().for_each(|row| sum.merge_written(&row.times, 4));
    Ok(sum)
}

/// The counts of a range by the members of a dimension, of a cut.
pub async fn counts_by(
    conn: &impl ConnectionTrait,
    cut: &Cut,
    units: &Units,
    by: Dimension,
    range: Range,
) -> Answer<HashMap<String, Counts>> {
    let column = by.column();
    let text = format!("SELECT {column} AS key, {} FROM performance_periods WHERE 1 = 1", sums());
    let statement = along(sql(text), cut, units, Some(by));
    let statement = statement.and_in("period", range.periods().iter().map(ToString::to_string));
    let rows: Vec<Row> = statement.push(&format!(" GROUP BY {column} LIMIT 10000")).all(conn).await?;
    Ok(rows.into_iter().map(|row| (row.key, row.counts)).collect())
}

/// How long it took in a range by the members of a dimension, of a cut: working times only.
pub async fn times_by(
    conn: &impl ConnectionTrait,
    cut: &Cut,
    units: &Units,
    by: Dimension,
    range: Range,
) -> Answer<HashMap<String, Times>> {
    let text = format!("SELECT {} AS key, times FROM performance_times WHERE 1 = 1", by.column());
    let statement = along(sql(text), cut, units, Some(by));
    let statement = statement.and_in("period", range.periods().iter().map(ToString::to_string));
    let rows: Vec<TimesRow> = statement.push(" LIMIT 1000000").all(conn).await?;
    let mut sums = HashMap::<String, Times>::new();
    for row in rows {
        sums.entry(row.key).or_default().merge_written(&row.times, 2);
    }
    Ok(sums)
}

#[derive(FromQueryResult)]
struct OpenRow {
    what: String,
    key: String,
    n: i64,
}

/// How many open cases of a cut are of each sort: all, breached, waiting, unassigned.
pub async fn open(conn: &impl ConnectionTrait, cut: &Cut, units: &Units) -> Answer<HashMap<String, i64>> {
    let now = [What::All, What::Breached, What::WaitingCustomer, What::Unassigned].map(What::code);
    let text = "SELECT what, '' AS key, CAST(sum(n) AS BIGINT) AS n FROM performance_open WHERE on_day = ''";
    let statement = along(sql(text).and_in("what", now), cut, units, None);
    let rows: Vec<OpenRow> = statement.push(" GROUP BY what LIMIT 10").all(conn).await?;
    Ok(rows.into_iter().map(|row| (row.what, row.n)).collect())
}

/// How many open cases of a cut there are by the day they were opened, or by the day their next clock is due.
pub async fn open_by_day(
    conn: &impl ConnectionTrait,
    what: What,
    cut: &Cut,
    units: &Units,
    from: Option<Day>,
) -> Answer<BTreeMap<Day, i64>> {
    let text = "SELECT what, on_day AS key, CAST(sum(n) AS BIGINT) AS n FROM performance_open WHERE 1 = 1";
    let statement = along(sql(text).and("what =", Some(what.code())), cut, units, None)
        .and("on_day >=", from.map(|day| day.to_string()));
    let rows: Vec<OpenRow> = statement.push(" GROUP BY what, on_day LIMIT 100000").all(conn).await?;
    Ok(rows.into_iter().filter_map(|row| Some((row.key.parse().ok()?, row.n))).collect())
}

/// How many open cases, and how many breached, there are of each member of a dimension.
pub async fn open_by(
    conn: &impl ConnectionTrait,
    cut: &Cut,
    units: &Units,
    by: Dimension,
) -> Answer<HashMap<String, [i64; 2]>> {
    let column = by.column();
    let text = format!(
        "SELECT what, {column} AS key, CAST(sum(n) AS BIGINT) AS n FROM performance_open WHERE on_day = ''"
    );
    let what = [What::All, What::Breached].map(What::code);
    let statement = along(sql(text).and_in("what", what), cut, units, Some(by));
    let rows: Vec<OpenRow> =
        statement.push(&format!(" GROUP BY what, {column} LIMIT 20000")).all(conn).await?;
    let mut sums = HashMap::<String, [i64; 2]>::new();
    for row in rows {
        sums.entry(row.key).or_default()[usize::from(row.what == What::Breached.code())] += row.n;
    }
    Ok(sums)
}

#[derive(FromQueryResult)]
struct HistoryRow {
    hour: i32,
    times: String,
}

/// How long the clocks of a queue took, by the hour of the week they began in.
pub async fn history(conn: &impl ConnectionTrait, queue: &QueueKey) -> Answer<Vec<(u8, Sketch)>> {
    let text = "SELECT hour, times FROM performance_history WHERE clock = $1 AND kind = $2 AND priority = $3 \
                AND unit_id = $4 LIMIT 168";
    let unit_id = queue.unit_id.map(|id| id.to_string()).unwrap_or_default();
    let rows: Vec<HistoryRow> = sql(text)
        .bind(group_code(queue.group))
        .bind(queue.kind)
        .bind(queue.priority)
        .bind(unit_id)
        .all(conn)
        .await?;
    let read = |row: HistoryRow| Some((u8::try_from(row.hour).ok()?, Sketch::read(&row.times)?));
    Ok(rows.into_iter().filter_map(read).collect())
}
