//! Writing what changed: each table in a few statements, whose rows are one JSON text.

use std::collections::{BTreeMap, HashMap};

use lingke_cases::model::CaseId;
use lingke_kernel::statistics::Sketch;
use lingke_platform::ctx::Tx;
use lingke_platform::db::dialect::given;
use lingke_platform::db::sql;
use lingke_platform::failure::Answer;
use sea_orm::FromQueryResult;
use serde_json::{Value, json};

use crate::added::{Durations, Queue, Rows};
use crate::facts::Facts;
use crate::model::{COLUMNS, Cut, Group, Period, Times};

/// Rows of one statement.
const ROWS_MAX: usize = 2000;

/// Adds to all tables.
pub async fn add(tx: &Tx, rows: &Rows) -> Answer<()> {
    add_counts(tx, rows).await?;
    add_times(tx, &rows.times).await?;
    add_open(tx, rows).await?;
    add_history(tx, &rows.history).await
}

/// Runs a statement, whose table of rows is called `{given}`, for all rows.
async fn for_rows(tx: &Tx, text: &str, rows: Vec<Value>) -> Answer<()> {
    let text = text.replace("{given}", &given(tx.kind(), "$1"));
    for rows in rows.chunks(ROWS_MAX) {
        sql(text.as_str()).bind(Value::from(rows).to_string()).run(tx.conn()).await?;
    }
    Ok(())
}

/// `given.value->>0, given.value->>1, …`
fn texts(count: usize) -> String {
    (0..count).map(|n| format!("given.value->>{n}")).collect::<Vec<_>>().join(", ")
}

/// The columns of a place in two of the tables.
const PLACE: &str = "kind, channel, priority, staff_id, unit_id, period";

fn place((cut, period): &(Cut, Period)) -> Vec<Value> {
    let mut fields: Vec<Value> = cut.fields().into_iter().map(Value::from).collect();
    fields.push(period.to_string().into());
    fields
}

async fn add_counts(tx: &Tx, rows: &Rows) -> Answer<()> {
    let values = (6..6 + COLUMNS.len()).map(|n| format!("CAST(given.value->>{n} AS BIGINT)"));
    let sums = COLUMNS.iter().map(|name| format!("{name} = performance_periods.{name} + excluded.{name}"));
    let text = format!(
        "INSERT INTO performance_periods ({PLACE}, {}) SELECT {}, {} FROM {{given}} WHERE 1 = 1 \
         ON CONFLICT ({PLACE}) DO UPDATE SET {}",
        COLUMNS.join(", "),
        texts(6),
        values.collect::<Vec<_>>().join(", "),
        sums.collect::<Vec<_>>().join(", ")
    );
    let rows = rows.counts.iter().map(|(key, counts)| {
        let mut row = place(key);
        row.extend(counts.0.map(Value::from));
        Value::from(row)
    });
    for_rows(tx, &text, rows.collect()).await
}

#[derive(FromQueryResult)]
struct Written {
    n: i64,
    times: String,
}

/// What stands in the rows of these keys, by the key's place among them.
async fn written(tx: &Tx, table: &str, columns: &str, keys: &[Vec<Value>]) -> Answer<HashMap<usize, String>> {
    let equal = columns.split(", ").enumerate().map(|(n, column)| match column {
        "hour" => format!("t.hour = CAST(given.value->>{n} AS INTEGER)"),
        _ => format!("t.{column} = given.value->>{n}"),
    });
    let equal = equal.collect::<Vec<_>>().join(" AND ");
    let width = columns.split(", ").count();
    let mut found = HashMap::new();
    for (part, keys) in keys.chunks(ROWS_MAX).enumerate() {
        let text = format!(
            "SELECT CAST(given.value->>{width} AS BIGINT) AS n, t.times AS times FROM {} \
             JOIN {table} t ON {equal} LIMIT {ROWS_MAX}",
            given(tx.kind(), "$1")
        );
        let numbered = keys.iter().enumerate().map(|(n, key)| {
            let mut row = key.clone();
            row.push(json!(part * ROWS_MAX + n));
            Value::from(row)
        });
        let numbered = Value::from(numbered.collect::<Vec<_>>()).to_string();
        let rows: Vec<Written> = sql(text).bind(numbered).all(tx.conn()).await?;
        found.extend(rows.into_iter().filter_map(|row| Some((usize::try_from(row.n).ok()?, row.times))));
    }
    Ok(found)
}

async fn add_times(tx: &Tx, times: &BTreeMap<(Cut, Period), Durations>) -> Answer<()> {
    let keys: Vec<_> = times.keys().map(place).collect();
    let before = written(tx, "performance_times", PLACE, &keys).await?;
    let rows = keys.into_iter().zip(times.values()).enumerate().map(|(n, (mut row, durations))| {
        let mut sum = Times::default();
        if let Some(before) = before.get(&n) {
            sum.merge_written(before, 4);
        }
        for ((time, seconds), times) in durations {
            sum.0[*time as usize].add(*seconds, *times);
        }
        row.push(sum.written().into());
        Value::from(row)
    });
    let text = format!(
        "INSERT INTO performance_times ({PLACE}, times) SELECT {} FROM {{given}} WHERE 1 = 1 \
         ON CONFLICT ({PLACE}) DO UPDATE SET times = excluded.times",
        texts(7)
    );
    for_rows(tx, &text, rows.collect()).await
}

async fn add_open(tx: &Tx, rows: &Rows) -> Answer<()> {
    const KEY: &str = "what, kind, channel, priority, staff_id, unit_id, on_day";
    let text = format!(
        "INSERT INTO performance_open ({KEY}, n) SELECT {}, CAST(given.value->>7 AS BIGINT) FROM {{given}} \
         WHERE 1 = 1 ON CONFLICT ({KEY}) DO UPDATE SET n = performance_open.n + excluded.n",
        texts(7)
    );
    let rows: Vec<Value> = rows
        .open
        .iter()
        .map(|((what, cut, day), n)| {
            let mut row = vec![Value::from(what.code())];
            row.extend(cut.fields().map(Value::from));
            row.push(day.map(|day| day.to_string()).unwrap_or_default().into());
            row.push((*n).into());
            Value::from(row)
        })
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    for_rows(tx, &text, rows).await?;
    sql("DELETE FROM performance_open WHERE n = 0").run(tx.conn()).await?;
    Ok(())
}

/// As the table of the history holds a group of clocks.
pub(super) fn group_code(group: Group) -> &'static str {
    match group {
        Group::FirstResponse => "first_response",
        Group::Resolution => "resolution",
        Group::Further => "further",
    }
}

async fn add_history(tx: &Tx, history: &BTreeMap<Queue, BTreeMap<i64, i64>>) -> Answer<()> {
    const KEY: &str = "clock, kind, priority, unit_id, hour";
    let key = |(group, kind, priority, unit_id, hour): &Queue| -> Vec<Value> {
        let unit_id = unit_id.map(|id| id.to_string()).unwrap_or_default();
        vec![
            group_code(*group).into(),
            kind.code().into(),
            priority.code().into(),
            unit_id.into(),
            (*hour).into(),
        ]
    };
    let keys: Vec<_> = history.keys().map(key).collect();
    let before = written(tx, "performance_history", KEY, &keys).await?;
    let rows = keys.into_iter().zip(history.values()).enumerate().map(|(n, (mut row, durations))| {
        let mut sketch = before.get(&n).and_then(|text| Sketch::read(text)).unwrap_or_default();
        for (seconds, times) in durations {
            sketch.add(*seconds, *times);
        }
        row.push(sketch.written().into());
        Value::from(row)
    });
    let text = format!(
        "INSERT INTO performance_history ({KEY}, times) SELECT {}, CAST(given.value->>4 AS INTEGER), given.value->>5 \
         FROM {{given}} WHERE 1 = 1 ON CONFLICT ({KEY}) DO UPDATE SET times = excluded.times",
        texts(4)
    );
    for_rows(tx, &text, rows.collect()).await
}

#[derive(FromQueryResult)]
struct Counted {
    case_id: CaseId,
    counted: String,
}

/// What these cases have added so far.
pub async fn counted(tx: &Tx, ids: &[CaseId]) -> Answer<HashMap<CaseId, Facts>> {
    let rows: Vec<[String; 1]> = ids.iter().map(|id| [id.to_string()]).collect();
    let text = format!(
        "SELECT c.case_id, c.counted FROM {} JOIN performance_cases c ON c.case_id = given.value->>0 LIMIT {}",
        given(tx.kind(), "$1"),
        ids.len()
    );
    let found: Vec<Counted> = sql(text).bind(json!(rows).to_string()).all(tx.conn()).await?;
    found.into_iter().map(|row| Ok((row.case_id, serde_json::from_str(&row.counted)?))).collect()
}

/// Notes what cases have added.
pub async fn note(tx: &Tx, facts: &[(CaseId, Facts)]) -> Answer<()> {
    let rows = facts.iter().map(|(id, facts)| Ok(json!([id.to_string(), serde_json::to_string(facts)?])));
    let text = "INSERT INTO performance_cases (case_id, counted) SELECT given.value->>0, given.value->>1 FROM {given} \
                WHERE 1 = 1 ON CONFLICT (case_id) DO UPDATE SET counted = excluded.counted";
    for_rows(tx, text, rows.collect::<Answer<_>>()?).await
}

/// Lets a subscription begin after `seq`, where it has not come that far yet.
pub async fn pass_over(tx: &Tx, name: &str, seq: i64) -> Answer<()> {
    let text = "UPDATE subscriptions SET position = $1, moved_at = $2 WHERE name = $3 AND position < $1";
    sql(text).bind(seq).bind(tx.now()).bind(name).run(tx.conn()).await?;
    Ok(())
}

/// Empties all tables.
pub async fn clear(tx: &Tx) -> Answer<()> {
    for table in [
        "performance_cases",
        "performance_periods",
        "performance_times",
        "performance_open",
        "performance_history",
    ] {
        sql(format!("DELETE FROM {table}")).run(tx.conn()).await?;
    }
    Ok(())
}
