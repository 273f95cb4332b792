//! What a register shows of a case, column by column, in the words of the console. Pure.

use std::sync::LazyLock;

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use lingke_cases::shown::CaseRow;
use lingke_kernel::time::Instant;
use lingke_organisation::model::StaffName;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// A column of a list, as the console names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = CaseColumn)]
pub enum Column {
    /// When its next clock is due.
    Clock,
    /// One line.
    Subject,
    /// What people read out.
    Number,
    /// What kind of work.
    Kind,
    /// Where it stands.
    Status,
    /// How pressing.
    Priority,
    /// How it reached us.
    Channel,
    /// Whose matter.
    Customer,
    /// Who works on it.
    Assignee,
    /// Whose queue.
    Unit,
    /// About what.
    Product,
    /// Since when the customer waits.
    Waiting,
    /// When it was opened.
    Created,
    /// When it last changed.
    Updated,
    /// Whether a clock ran out.
    Breached,
    /// How often it was escalated.
    Escalation,
    /// Who answers for it.
    Owner,
    /// Whom the customer reached first.
    FirstOwner,
    /// The words that sort it.
    Tags,
    /// How often it was returned.
    Returned,
    /// How often it was urged.
    Urged,
    /// How often it was reopened.
    Reopened,
}

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Words; empty for nothing.
    Text(String),
    /// A number.
    Number(i32),
    /// A number with decimals, written out so that none is lost.
    Decimal(String),
    /// A day.
    Day(Date),
    /// A moment, in the institution's zone.
    Moment(DateTime),
}

impl Column {
    /// As the API and the locales name it.
    pub fn code(self) -> String {
        serde_json::to_value(self)
            .ok()
            .and_then(|value| value.as_str().map(str::to_owned))
            .unwrap_or_default()
    }
}

struct Words {
    chinese: [Value; 2],
    english: [Value; 2],
}

/// The console's own sentences: `common` and `cases`.
static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let read = |text: &str| serde_json::from_str(text).expect("the locales are JSON, which a test keeps");
    Words {
        chinese: [
            read(include_str!("../../../locales/zh-CN/common.json")),
            read(include_str!("../../../locales/zh-CN/cases.json")),
        ],
        english: [
            read(include_str!("../../../locales/en-US/common.json")),
            read(include_str!("../../../locales/en-US/cases.json")),
        ],
    }
});

pub(crate) fn word(locale: &str, path: &str) -> String {
    let files = if locale == "en-US" { &WORDS.english } else { &WORDS.chinese };
    let found = files.iter().find_map(|file| file.pointer(path)?.as_str());
    found.map_or_else(|| path.rsplit('/').next().unwrap_or_default().to_owned(), str::to_owned)
}

/// The heading of a column.
pub fn heading(column: Column, locale: &str) -> String {
    word(locale, &format!("/column/{}", column.code()))
}

/// What a case shows in a column.
pub fn cell(row: &CaseRow, column: Column, locale: &str, zone: &TimeZone) -> Cell {
    let moment = |at: Option<Instant>| at.map_or(none(), |at| Cell::Moment(civil(at, zone)));
    let coded = |group: &str, code: &str| Cell::Text(word(locale, &format!("/{group}/{code}")));
    let person =
        |one: &Option<StaffName>| Cell::Text(one.as_ref().map(|one| one.name.clone()).unwrap_or_default());
    let english = locale == "en-US";
    match column {
        Column::Clock => moment(row.next_due.as_ref().map(|due| due.due_at)),
        Column::Subject => Cell::Text(row.subject.clone()),
        Column::Number => Cell::Text(row.number.clone()),
        Column::Kind => coded("case_kind", row.kind.code()),
        Column::Status => coded("case_status", row.status.code()),
        Column::Priority => coded("priority", row.priority.code()),
        Column::Channel => coded("channel", row.channel.code()),
        Column::Customer => Cell::Text(row.customer.as_ref().map(|one| one.name.clone()).unwrap_or_default()),
        Column::Assignee => person(&row.assignee),
        Column::Owner => person(&row.owner),
        Column::FirstOwner => person(&row.first_owner),
        Column::Unit => Cell::Text(
            row.unit.as_ref().map(|unit| chosen(english, &unit.name_en, &unit.name)).unwrap_or_default(),
        ),
        Column::Product => Cell::Text(
            row.product
                .as_ref()
                .map(|product| chosen(english, &product.name_en, &product.name))
                .unwrap_or_default(),
        ),
        Column::Waiting => moment(row.waiting_since),
        Column::Created => moment(Some(row.created_at)),
        Column::Updated => moment(Some(row.updated_at)),
        Column::Breached => Cell::Text(if row.breached { word(locale, "/yes") } else { String::new() }),
        Column::Escalation => Cell::Number(row.escalation_level),
        Column::Tags => Cell::Text(row.tags.join(&word(locale, "/list_comma"))),
        Column::Returned => Cell::Number(row.return_count),
        Column::Urged => Cell::Number(row.urge_count),
        Column::Reopened => Cell::Number(row.reopen_count),
    }
}

pub(crate) fn none() -> Cell {
    Cell::Text(String::new())
}

pub(crate) fn chosen(english: bool, name_en: &str, name: &str) -> String {
    if english && !name_en.is_empty() { name_en.to_owned() } else { name.to_owned() }
}

fn civil(at: Instant, zone: &TimeZone) -> DateTime {
    zone.to_datetime(at.timestamp())
}

/// A text that a spreadsheet does not take for a formula: what begins like one gets an apostrophe before it.
pub fn harmless(text: &str) -> String {
    let begins_like_one = text
        .trim_start_matches([' ', '\u{3000}'])
        .starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
    if begins_like_one { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_formula_is_made_harmless_and_nothing_else_is_changed() {
        for formula in ["=1+1", "+86", "-2", "@SUM(A1)", "\t=1", " =cmd|' /C calc'!A0", "＝1"] {
            assert_eq!(harmless(formula), format!("'{formula}"));
        }
        for plain in ["王芳", "26-0000-0018", "a=b", ""] {
            assert_eq!(harmless(plain), plain);
        }
    }

    #[test]
    fn every_column_and_code_has_its_words_in_both_languages() {
        let columns: Vec<Column> = serde_json::from_str(
            r#"["clock","subject","number","kind","status","priority","channel","customer","assignee","unit","product",
                "waiting","created","updated","breached","escalation","owner","first_owner","tags","returned","urged",
                "reopened"]"#,
        )
        .unwrap();
        for column in columns {
            assert_ne!(heading(column, "zh-CN"), column.code());
            assert_ne!(heading(column, "en-US"), column.code());
        }
        assert_eq!(word("zh-CN", "/priority/urgent"), "紧急");
        assert_eq!(word("en-US", "/yes"), "Yes");
    }
}
