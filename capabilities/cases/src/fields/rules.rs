//! What a field takes. Pure.

use std::collections::BTreeSet;

use lingke_kernel::calendar::parse_date;
use lingke_kernel::personal::kept;
use lingke_platform::failure::FieldError;
use serde_json::{Value, json};

use super::model::{
    CHOSEN_MAX, Choice, Condition, Field, FieldFilter, FieldType, Required, Stored, TEXT_MAX, VALUES_MAX,
    Values,
};
use crate::model::CaseKind;

/// A number is kept in millionths.
const MILLIONTHS: i64 = 1_000_000;
/// The largest number, either way.
const NUMBER_MAX: i64 = 1_000_000_000;
/// The largest amount in its smallest unit, either way: exact in every program that reads JSON.
const AMOUNT_MAX: i64 = 1_000_000_000_000_000;
/// Characters of a text that filters compare.
const LOOKUP_CHARS: usize = 100;

/// Why a value cannot be taken: a stable code and a sentence for who reads the answer raw.
pub type Wrong = (&'static str, String);

fn wrong(code: &'static str, message: impl Into<String>) -> Wrong {
    (code, message.into())
}

/// Whether a field is of this kind of work.
pub fn is_of(field: &Field, kind: CaseKind) -> bool {
    field.active && (field.kinds.is_empty() || field.kinds.contains(&kind))
}

/// Reads a value as the field stores it; nothing where it is empty. A choice that is retired stays where it stood.
pub fn read(field: &Field, value: &Value, before: &[Stored]) -> Result<Vec<Stored>, Wrong> {
    match value {
        Value::Null => return Ok(Vec::new()),
        Value::String(text) if text.trim().is_empty() => return Ok(Vec::new()),
        _ => {}
    }
    match field.kind {
        FieldType::Text => Ok(vec![words(&read_text(value)?)]),
        FieldType::Date => Ok(vec![words(&read_date(value)?)]),
        FieldType::Number => Ok(vec![number(read_number(value)?)]),
        FieldType::Amount => Ok(vec![number(read_amount(value)?)]),
        FieldType::YesNo => {
            let yes = value.as_bool().ok_or_else(|| wrong("wrong_type", "true or false"))?;
            Ok(vec![number(i64::from(yes))])
        }
        FieldType::Choice => Ok(vec![words(&read_choice(field, value, before)?)]),
        FieldType::Choices => read_choices(field, value, before),
    }
}

fn words(text: &str) -> Stored {
    Stored { part: 0, text: Some(text.to_owned()), number: None, lookup: Some(lookup(text)) }
}

fn number(number: i64) -> Stored {
    Stored { part: 0, text: None, number: Some(number), lookup: None }
}

/// What filters compare of a text.
pub fn lookup(text: &str) -> String {
    text.to_lowercase().chars().take(LOOKUP_CHARS).collect()
}

fn read_text(value: &Value) -> Result<String, Wrong> {
    let text = value.as_str().ok_or_else(|| wrong("wrong_type", "a text"))?.trim();
    if text.chars().count() > TEXT_MAX {
        return Err(wrong("too_long", format!("at most {TEXT_MAX} characters")));
    }
    if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
        return Err(wrong("control_character", "no control characters"));
    }
    Ok(kept(text))
}

fn read_date(value: &Value) -> Result<String, Wrong> {
    let text = value.as_str().unwrap_or_default().trim();
    let day = parse_date(text).filter(|day| text.len() == 10 && (1900..=2200).contains(&day.year()));
    day.map(|day| day.to_string()).ok_or_else(|| wrong("wrong_form", "a date such as 2026-03-01"))
}

/// A number as it was written, so that no decimal is lost on the way.
fn read_number(value: &Value) -> Result<i64, Wrong> {
    let written = match value {
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.trim().to_owned(),
        _ => return Err(wrong("wrong_type", "a number")),
    };
    let (negative, digits) = match written.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, written.as_str()),
    };
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let form = || wrong("wrong_form", "a number with at most six decimals");
    if whole.is_empty() || !all_digits(whole) || !all_digits(decimals) || decimals.len() > 6 {
        return Err(form());
    }
    let too_large = || wrong("out_of_range", format!("between -{NUMBER_MAX} and {NUMBER_MAX}"));
    let whole: i64 = whole.parse().map_err(|_| too_large())?;
    let millionths: i64 = format!("{decimals:0<6}").parse().map_err(|_| form())?;
    if whole > NUMBER_MAX || (whole == NUMBER_MAX && millionths > 0) {
        return Err(too_large());
    }
    let number = whole * MILLIONTHS + millionths;
    Ok(if negative { -number } else { number })
}

fn read_amount(value: &Value) -> Result<i64, Wrong> {
    let amount = match value {
        Value::String(text) => text.trim().parse().ok(),
        other => other.as_i64(),
    };
    let amount =
        amount.ok_or_else(|| wrong("wrong_type", "a whole number of the currency's smallest unit"))?;
    if (-AMOUNT_MAX..=AMOUNT_MAX).contains(&amount) {
        return Ok(amount);
    }
    Err(wrong("out_of_range", format!("between -{AMOUNT_MAX} and {AMOUNT_MAX}")))
}

fn read_choice(field: &Field, value: &Value, before: &[Stored]) -> Result<String, Wrong> {
    let code = value.as_str().ok_or_else(|| wrong("wrong_type", "the code of a choice"))?.trim();
    let there = before.iter().any(|stored| stored.text.as_deref() == Some(code));
    let offered = field.choices.iter().any(|choice| choice.code == code && (!choice.retired || there));
    if offered { Ok(code.to_owned()) } else { Err(wrong("unknown_value", format!("{code} is not offered"))) }
}

fn read_choices(field: &Field, value: &Value, before: &[Stored]) -> Result<Vec<Stored>, Wrong> {
    let codes = value.as_array().ok_or_else(|| wrong("wrong_type", "an array of codes"))?;
    if codes.len() > CHOSEN_MAX {
        return Err(wrong("too_many", format!("at most {CHOSEN_MAX}")));
    }
    let read: Result<BTreeSet<String>, Wrong> =
        codes.iter().map(|code| read_choice(field, code, before)).collect();
    let stored = (0..).zip(read?).map(|(part, code)| Stored { part, ..words(&code) });
    Ok(stored.collect())
}

/// A stored value as the API shows it.
pub fn shown(kind: FieldType, parts: &[Stored]) -> Value {
    let Some(first) = parts.first() else { return Value::Null };
    match kind {
        FieldType::Text | FieldType::Date | FieldType::Choice => json!(first.text),
        FieldType::Choices => parts.iter().filter_map(|part| part.text.clone()).collect(),
        FieldType::Amount => json!(first.number),
        FieldType::YesNo => json!(first.number == Some(1)),
        FieldType::Number => {
            let millionths = first.number.unwrap_or_default();
            if millionths % MILLIONTHS == 0 {
                json!(millionths / MILLIONTHS)
            } else {
                json!(millionths as f64 / MILLIONTHS as f64)
            }
        }
    }
}

/// Reads many values, each by its own field; all that is wrong is said at once.
pub fn read_all<'a>(
    fields: &'a [Field],
    kind: CaseKind,
    values: &Values,
    before: impl Fn(&Field) -> Vec<Stored>,
) -> Result<Vec<(&'a Field, Vec<Stored>)>, Vec<FieldError>> {
    let (mut read_ones, mut errors) = (Vec::new(), Vec::new());
    if values.len() > VALUES_MAX {
        return Err(vec![at("fields", wrong("too_many", format!("at most {VALUES_MAX}")))]);
    }
    for (key, value) in values {
        let place = format!("fields.{key}");
        let Some(field) = fields.iter().find(|field| field.key == *key && is_of(field, kind)) else {
            errors.push(at(&place, wrong("unknown_field", "no such field of this kind of work")));
            continue;
        };
        match read(field, value, &before(field)) {
            Ok(stored) => read_ones.push((field, stored)),
            Err(why) => errors.push(at(&place, why)),
        }
    }
    if errors.is_empty() { Ok(read_ones) } else { Err(errors) }
}

fn at(place: &str, (code, message): Wrong) -> FieldError {
    FieldError { field: place.to_owned(), code: code.into(), message }
}

/// The fields that must be filled now and are not, by `is_filled`.
pub fn missing(
    fields: &[Field],
    kind: CaseKind,
    when: Required,
    is_filled: impl Fn(&Field) -> bool,
) -> Vec<&Field> {
    let wanted = |field: &&Field| match (field.required, when) {
        (Required::Never, _) | (_, Required::Never) => false,
        (Required::Opening, _) => true,
        (Required::Resolving, when) => when == Required::Resolving,
    };
    fields
        .iter()
        .filter(|field| is_of(field, kind))
        .filter(wanted)
        .filter(|field| !is_filled(field))
        .collect()
}

/// The same as what is wrong with a request.
pub fn missing_errors(missing: &[&Field]) -> Vec<FieldError> {
    let one = |field: &&Field| at(&format!("fields.{}", field.key), wrong("missing", "must be filled"));
    missing.iter().map(one).collect()
}

/// Reads what a filter asks: a value, or `from..to` of a date, a number or an amount, where either may be absent.
pub fn filter(field: &Field, value: &Value) -> Result<FieldFilter, Wrong> {
    let plain = |value: &Value| -> Result<Stored, Wrong> {
        let value = match (field.kind, value.as_str()) {
            (FieldType::YesNo, Some(text)) => json!(text == "true"),
            _ => value.clone(),
        };
        // A retired choice can still be looked for.
        let any = Field { kind: single(field.kind), choices: offered_all(&field.choices), ..field.clone() };
        read(&any, &value, &[])?.pop().ok_or_else(|| wrong("missing", "a value"))
    };
    let ranged = matches!(field.kind, FieldType::Date | FieldType::Number | FieldType::Amount);
    let ends = value.as_str().filter(|_| ranged).and_then(|text| text.split_once(".."));
    let condition = match ends {
        Some((from, to)) => {
            let end = |text: &str| -> Result<Option<Stored>, Wrong> {
                if text.trim().is_empty() { Ok(None) } else { plain(&json!(text)).map(Some) }
            };
            let (from, to) = (end(from)?, end(to)?);
            if field.kind == FieldType::Date {
                Condition::Texts(from.and_then(|one| one.lookup), to.and_then(|one| one.lookup))
            } else {
                Condition::Numbers(from.and_then(|one| one.number), to.and_then(|one| one.number))
            }
        }
        None => match plain(value)? {
            Stored { lookup: Some(lookup), .. } => Condition::Text(lookup),
            Stored { number, .. } => Condition::Number(number.unwrap_or_default()),
        },
    };
    Ok(FieldFilter { field_id: field.id, condition })
}

fn single(kind: FieldType) -> FieldType {
    if kind == FieldType::Choices { FieldType::Choice } else { kind }
}

fn offered_all(choices: &[Choice]) -> Vec<Choice> {
    choices.iter().map(|choice| Choice { retired: false, ..choice.clone() }).collect()
}

#[cfg(test)]
mod tests;
