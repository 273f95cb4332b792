//! The columns a register can have: those of every case, and the fields that the institution added. Pure.

use std::collections::HashMap;

use jiff::tz::TimeZone;
use lingke_cases::fields::model::{Field, FieldType};
use lingke_cases::shown::CaseRow;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::cells::{self, Cell, Column, chosen, none, word};

/// How a column of a field of the institution's own begins.
const OWN: &str = "field.";

/// A column of a register.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum RegisterColumn {
    /// One that every case has.
    Case(Column),
    /// A field of the institution's own.
    Own(OwnColumn),
}

/// A field of the institution's own by its key: `field.branch`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, examples("field.branch"))]
pub struct OwnColumn(String);

impl OwnColumn {
    /// The field's key.
    pub fn key(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for OwnColumn {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let key = text.strip_prefix(OWN).filter(|key| (1..=40).contains(&key.len()));
        key.map(|key| Self(key.to_owned())).ok_or("a column of the list, or field. and the key of a field")
    }
}

impl From<OwnColumn> for String {
    fn from(column: OwnColumn) -> Self {
        format!("{OWN}{}", column.0)
    }
}

/// The institution's own fields by their keys.
pub type OwnFields = HashMap<String, Field>;

/// The heading of a column.
pub fn heading(column: &RegisterColumn, fields: &OwnFields, locale: &str) -> String {
    match column {
        RegisterColumn::Case(column) => cells::heading(*column, locale),
        RegisterColumn::Own(own) => fields.get(own.key()).map_or_else(
            || own.key().to_owned(),
            |field| {
                let name = chosen(locale == "en-US", &field.name_en, &field.name);
                match (field.kind, &field.currency) {
                    (FieldType::Amount, Some(currency)) => format!("{name} ({currency})"),
                    _ => name,
                }
            },
        ),
    }
}

/// What a case shows in a column.
pub fn cell(
    row: &CaseRow,
    column: &RegisterColumn,
    fields: &OwnFields,
    (locale, zone): (&str, &TimeZone),
) -> Cell {
    match column {
        RegisterColumn::Case(column) => cells::cell(row, *column, locale, zone),
        RegisterColumn::Own(own) => match (fields.get(own.key()), row.fields.get(own.key())) {
            (Some(field), Some(value)) => of_value(field, value, locale),
            _ => none(),
        },
    }
}

/// A value as people read it: the names of choices, amounts in their currency's own unit.
fn of_value(field: &Field, value: &Value, locale: &str) -> Cell {
    let named = |code: &str| {
        let choice = field.choices.iter().find(|choice| choice.code == code);
        choice.map_or_else(|| code.to_owned(), |one| chosen(locale == "en-US", &one.name_en, &one.name))
    };
    let text = value.as_str().unwrap_or_default();
    match (field.kind, value) {
        (_, Value::Null) => none(),
        (FieldType::Text, _) => Cell::Text(text.to_owned()),
        (FieldType::Date, _) => text.parse().map_or_else(|_| Cell::Text(text.to_owned()), Cell::Day),
        (FieldType::Choice, _) => Cell::Text(named(text)),
        (FieldType::Choices, _) => {
            let codes = value.as_array().into_iter().flatten().filter_map(Value::as_str);
            Cell::Text(codes.map(named).collect::<Vec<_>>().join(&word(locale, "/list_comma")))
        }
        (FieldType::YesNo, _) => {
            Cell::Text(word(locale, if *value == Value::Bool(true) { "/yes" } else { "/no" }))
        }
        (FieldType::Number, _) => Cell::Decimal(match (value.as_i64(), value.as_f64()) {
            (None, Some(number)) => number.to_string(),
            _ => value.to_string(),
        }),
        (FieldType::Amount, _) => value.as_i64().map_or_else(none, |minor| {
            Cell::Decimal(in_major(minor, decimals_of(field.currency.as_deref().unwrap_or("CNY"))))
        }),
    }
}

/// An amount of the smallest unit in the unit that people write: 123456 is 1234.56.
fn in_major(minor: i64, decimals: usize) -> String {
    let sign = if minor < 0 { "-" } else { "" };
    let digits = format!("{:0>width$}", minor.unsigned_abs(), width = decimals + 1);
    let (whole, part) = digits.split_at(digits.len() - decimals);
    if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
}

/// How many decimals a currency has, by ISO 4217.
fn decimals_of(currency: &str) -> usize {
    match currency {
        "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF" | "UGX" | "VND"
        | "VUV" | "XAF" | "XOF" | "XPF" => 0,
        "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use lingke_cases::fields::model::{Choice, FieldId, Required};
    use lingke_kernel::time::Instant;
    use serde_json::json;

    use super::*;

    fn field(kind: FieldType) -> Field {
        let choice = |code: &str, name: &str, name_en: &str| Choice {
            code: code.to_owned(),
            name: name.to_owned(),
            name_en: name_en.to_owned(),
            retired: false,
        };
        Field {
            id: FieldId::new(Instant::from_micros(1)),
            key: "it".to_owned(),
            kind,
            name: "字段".to_owned(),
            name_en: String::new(),
            help: String::new(),
            help_en: String::new(),
            kinds: Vec::new(),
            required: Required::Never,
            choices: vec![choice("atm", "自助设备", "ATM"), choice("counter", "柜面", "")],
            currency: Some("JPY".to_owned()),
            position: 0,
            active: true,
            version: 1,
            created_at: Instant::from_micros(1),
        }
    }

    #[test]
    fn a_column_reads_back_what_it_wrote_and_nothing_else_is_one() {
        let read: Vec<RegisterColumn> = serde_json::from_str(r#"["number","field.branch"]"#).unwrap();
        assert_eq!(read[0], RegisterColumn::Case(Column::Number));
        assert_eq!(read[1], RegisterColumn::Own(OwnColumn("branch".to_owned())));
        assert_eq!(serde_json::to_string(&read).unwrap(), r#"["number","field.branch"]"#);
        for wrong in [r#""branch""#, r#""field.""#, "7"] {
            assert!(serde_json::from_str::<RegisterColumn>(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn values_are_written_as_people_read_them() {
        let shown = |kind, value: Value, locale| of_value(&field(kind), &value, locale);
        let text = |words: &str| Cell::Text(words.to_owned());
        assert_eq!(shown(FieldType::Choice, json!("atm"), "en-US"), text("ATM"));
        assert_eq!(shown(FieldType::Choice, json!("counter"), "en-US"), text("柜面"), "no English name");
        assert_eq!(shown(FieldType::Choice, json!("gone"), "zh-CN"), text("gone"));
        assert_eq!(shown(FieldType::Choices, json!(["atm", "counter"]), "zh-CN"), text("自助设备、柜面"));
        assert_eq!(shown(FieldType::YesNo, json!(false), "zh-CN"), text("否"));
        assert_eq!(shown(FieldType::Number, json!(-1.5), "zh-CN"), Cell::Decimal("-1.5".to_owned()));
        // JSON writes it 1e-6.
        assert_eq!(shown(FieldType::Number, json!(0.000_001), "zh-CN"), Cell::Decimal("0.000001".to_owned()));
        assert_eq!(shown(FieldType::Number, json!(7), "zh-CN"), Cell::Decimal("7".to_owned()));
        assert_eq!(shown(FieldType::Amount, json!(1200), "zh-CN"), Cell::Decimal("1200".to_owned()));
        let day = jiff::civil::date(2026, 3, 1);
        assert_eq!(shown(FieldType::Date, json!("2026-03-01"), "zh-CN"), Cell::Day(day));
        assert_eq!(shown(FieldType::Text, Value::Null, "zh-CN"), none());
    }

    #[test]
    fn no_digit_of_an_amount_is_lost() {
        for (minor, decimals, written) in [
            (123_456, 2, "1234.56"),
            (-5, 2, "-0.05"),
            (0, 2, "0.00"),
            (7, 3, "0.007"),
            (900_000_000_000_001, 2, "9000000000000.01"),
        ] {
            assert_eq!(in_major(minor, decimals), written);
        }
    }
}
