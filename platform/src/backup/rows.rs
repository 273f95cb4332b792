//! A row in a form that knows neither database: a JSON list of numbers and texts on a line of its own.

use anyhow::{Context, bail};
use sea_orm::{QueryResult, Value};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::db::dialect::whole::Declared;
use crate::failure::Answer;

/// A column in a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Column {
    pub(super) name: String,
    kind: Kind,
}

/// What stands in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    /// A whole number of 64 bits.
    Integer,
    /// 0 or 1.
    Boolean,
    /// A number with a fraction, as a text, so that it comes back to the last bit.
    Real,
    Text,
    /// Hexadecimal.
    Bytes,
}

impl Column {
    /// The same column as a database declares it.
    ///
    /// # Errors
    /// When its type is none that a backup can hold.
    pub(super) fn of(table: &str, declared: Declared) -> anyhow::Result<Self> {
        let kind = match declared.declared.to_ascii_lowercase().as_str() {
            "bigint" | "integer" | "smallint" => Kind::Integer,
            "boolean" => Kind::Boolean,
            "real" | "double precision" | "double" => Kind::Real,
            "text" | "varchar" | "character varying" => Kind::Text,
            "blob" | "bytea" => Kind::Bytes,
            other => bail!("a backup cannot hold {table}.{} of the type {other}", declared.name),
        };
        Ok(Self { name: declared.name, kind })
    }

    /// As a `SELECT` names it, so that both databases answer the same type.
    pub(super) fn selected(&self) -> String {
        let name = format!("\"{}\"", self.name);
        match self.kind {
            Kind::Integer => format!("CAST({name} AS BIGINT)"),
            Kind::Boolean => {
                format!("CAST(CASE WHEN {name} IS NULL THEN NULL WHEN {name} THEN 1 ELSE 0 END AS BIGINT)")
            }
            Kind::Real | Kind::Text | Kind::Bytes => name,
        }
    }

    fn read(&self, row: &QueryResult, n: usize) -> Answer<Json> {
        Ok(match self.kind {
            Kind::Integer | Kind::Boolean => row.try_get_by_index::<Option<i64>>(n)?.into(),
            Kind::Real => row.try_get_by_index::<Option<f64>>(n)?.map(|number| number.to_string()).into(),
            Kind::Text => row.try_get_by_index::<Option<String>>(n)?.into(),
            Kind::Bytes => row.try_get_by_index::<Option<Vec<u8>>>(n)?.map(hex::encode).into(),
        })
    }

    fn value(&self, json: Json) -> anyhow::Result<Value> {
        let wrong = || format!("{} does not hold what its kind says", self.name);
        let text = |json: Json| match json {
            Json::Null => Ok(None),
            Json::String(text) => Ok(Some(text)),
            _ => bail!(wrong()),
        };
        let number = |json: &Json| match json {
            Json::Null => Ok(None),
            number => number.as_i64().map(Some).with_context(wrong),
        };
        Ok(match self.kind {
            Kind::Integer => number(&json)?.into(),
            Kind::Boolean => number(&json)?.map(|number| number != 0).into(),
            Kind::Real => text(json)?.map(|text| text.parse::<f64>()).transpose().with_context(wrong)?.into(),
            Kind::Text => text(json)?.into(),
            Kind::Bytes => text(json)?.map(hex::decode).transpose().with_context(wrong)?.into(),
        })
    }
}

/// Writes a row as a line.
pub(super) fn write(columns: &[Column], row: &QueryResult, into: &mut Vec<u8>) -> Answer<()> {
    let values = columns.iter().enumerate().map(|(n, column)| column.read(row, n));
    serde_json::to_writer(&mut *into, &values.collect::<Answer<Vec<_>>>()?)?;
    into.push(b'\n');
    Ok(())
}

/// Reads a row from its line.
pub(super) fn read(columns: &[Column], line: &[u8]) -> anyhow::Result<Vec<Value>> {
    let values: Vec<Json> = serde_json::from_slice(line)?;
    anyhow::ensure!(values.len() == columns.len(), "a row has {} values", values.len());
    columns.iter().zip(values).map(|(column, value)| column.value(value)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(name: &str, declared: &str) -> Column {
        Column::of("t", Declared { name: name.into(), declared: declared.into() }).unwrap()
    }

    #[test]
    fn values_come_back_as_what_they_were() {
        let columns = [
            column("a", "BIGINT"),
            column("b", "boolean"),
            column("c", "double precision"),
            column("d", "TEXT"),
            column("e", "bytea"),
            column("f", "INTEGER"),
        ];
        let line = br#"[9007199254740993,1,"0.1","\u738b\n","00ff",null]"#;
        let values = read(&columns, line).unwrap();
        assert_eq!(values[0], 9_007_199_254_740_993_i64.into());
        assert_eq!(values[1], true.into());
        assert_eq!(values[2], 0.1_f64.into());
        assert_eq!(values[3], "王\n".into());
        assert_eq!(values[4], vec![0_u8, 255].into());
        assert_eq!(values[5], Option::<i64>::None.into());
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let columns = [column("a", "BIGINT")];
        for line in [&b"[]"[..], b"[1,2]", b"[\"1\"]", b"[1.5]", b"{}", b"[1"] {
            assert!(read(&columns, line).is_err(), "{}", String::from_utf8_lossy(line));
        }
        let declared = Declared { name: "words".into(), declared: "tsvector".into() };
        assert!(Column::of("t", declared).is_err());
    }
}
