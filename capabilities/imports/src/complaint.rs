//! What a record says of a complaint. Pure: zone, day and products are passed in.
//!
//! Decisions that the file leaves open:
//! - **Status.** `Closed…` is closed. `Untimely response` is closed too: the publisher ends such a complaint, nobody
//!   works on it again; that it was late stays in the attributes. `In progress`, an empty or missing response and
//!   any other word are open, in the queue.
//! - **When it was closed.** The file has no such day. The day it was sent to the company stands for it, or the day
//!   it was received when that is missing, unreadable or earlier; both stay in the attributes.
//! - **Time of day.** The file has days only: 09:00 in the institution's zone, so that the day stays the day.
//! - **Channel.** As submitted; where the file does not say, `regulator`, from whom we have the file.

use std::collections::HashMap;

use jiff::civil::date;
use jiff::tz::TimeZone;
use lingke_cases::model::Channel;
use lingke_kernel::time::{Day, Instant};
use lingke_products::model::ProductId;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use crate::layout::{Field, Layout};
use crate::model::Objection;
use crate::rows::Record;

/// The longest narrative that a case takes, in characters.
pub const DESCRIPTION_MAX: usize = 20_000;
/// The longest subject, in characters.
pub const SUBJECT_MAX: usize = 200;
/// The longest text of every other field, in characters: several times the longest that is published.
const FIELD_MAX: usize = 1_000;
/// The longest number of a complaint, in characters.
const KEY_MAX: usize = 100;
/// No complaint is older: such a day is a slip.
const FIRST_DAY: Day = date(1990, 1, 1);

/// A row that can become a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// The line it begins on.
    pub line: u64,
    /// What tells it from all other rows: the publisher's number, or the hash of the row.
    pub key: String,
    /// One line.
    pub subject: String,
    /// The narrative, cut where it is too long.
    pub description: String,
    /// How many characters it had, where it was cut.
    pub cut_from: Option<usize>,
    /// How it reached us.
    pub channel: Channel,
    /// The product of that name, where there is one.
    pub product_id: Option<ProductId>,
    /// When it was received.
    pub received_at: Instant,
    /// When it was closed; none while it is open.
    pub closed_at: Option<Instant>,
    /// Every other field that is not empty, as JSON.
    pub attributes: String,
}

/// What reading a complaint needs besides its row.
#[derive(Debug, Clone)]
pub struct Surroundings {
    /// The institution's zone.
    pub zone: TimeZone,
    /// The moment of the import.
    pub now: Instant,
    /// Products by name and code, lower-cased.
    pub products: HashMap<String, ProductId>,
}

/// Reads a record, or says why it is no complaint.
pub fn read(record: &Record, layout: &Layout, around: &Surroundings) -> Result<Complaint, Objection> {
    let texts = texts(record, layout)?;
    let get = |field: Field| layout.column(field).map_or("", |n| texts[n].trim());
    if let Some(field) =
        layout.fields.iter().flatten().find(|field| field.required() && get(**field).is_empty())
    {
        return Err(Objection::Empty { field: field.code().to_owned() });
    }
    let received_on = received_on(get(Field::DateReceived), around)?;
    let key = match get(Field::ComplaintId) {
        "" => hash_of(&texts, layout),
        id if id.chars().count() > KEY_MAX => {
            return Err(Objection::TooLong { field: Field::ComplaintId.code().to_owned(), max: KEY_MAX });
        }
        id => id.to_owned(),
    };
    let closed_on = is_over(get(Field::Response))
        .then(|| day(get(Field::DateSent)).filter(|sent| *sent > received_on).unwrap_or(received_on));
    let (description, cut_from) = cut(get(Field::Narrative), DESCRIPTION_MAX);
    let attributes = layout.fields.iter().flatten().filter(|field| **field != Field::Narrative);
    let attributes = attributes.filter(|field| !get(**field).is_empty());
    let attributes: Map<String, Value> =
        attributes.map(|field| (field.code().to_owned(), get(*field).into())).collect();
    Ok(Complaint {
        line: record.line,
        key,
        subject: subject(get(Field::Issue), get(Field::SubIssue), get(Field::Product)),
        description,
        cut_from,
        channel: channel(get(Field::SubmittedVia)),
        product_id: around.products.get(&get(Field::Product).to_lowercase()).copied(),
        received_at: morning(received_on, around),
        closed_at: closed_on.map(|day| morning(day, around)),
        attributes: Value::Object(attributes).to_string(),
    })
}

fn texts<'a>(record: &'a Record, layout: &Layout) -> Result<Vec<&'a str>, Objection> {
    let columns = layout.columns.iter().zip(&layout.fields);
    let texts = record.fields.iter().zip(columns).map(|(bytes, (column, field))| {
        let text = std::str::from_utf8(bytes).map_err(|_| Objection::NotUtf8 { column: column.clone() })?;
        if text.bytes().any(|byte| byte < b' ' && !b"\n\r\t".contains(&byte)) {
            return Err(Objection::ControlCharacters { column: column.clone() });
        }
        let limited = field.filter(|field| *field != Field::Narrative);
        if let Some(field) = limited.filter(|_| text.len() > FIELD_MAX && text.chars().count() > FIELD_MAX) {
            return Err(Objection::TooLong { field: field.code().to_owned(), max: FIELD_MAX });
        }
        Ok(text)
    });
    texts.collect()
}

fn received_on(text: &str, around: &Surroundings) -> Result<Day, Objection> {
    let field = Field::DateReceived.code().to_owned();
    let shown: String = text.chars().take(40).collect();
    let Some(day) = day(text) else { return Err(Objection::NotADay { field, text: shown }) };
    // Somewhere it may be tomorrow already.
    let last = around.now.day_in(&around.zone).tomorrow().unwrap_or(Day::MAX);
    if day < FIRST_DAY || day > last {
        return Err(Objection::ImpossibleDay { field, text: shown });
    }
    Ok(day)
}

/// Whether work on it has ended.
fn is_over(response: &str) -> bool {
    let response = response.to_lowercase();
    response.starts_with("closed") || response == "untimely response"
}

/// The issue and the closer issue; the product in its place.
fn subject(issue: &str, sub_issue: &str, product: &str) -> String {
    let closer = if sub_issue.is_empty() { product } else { sub_issue };
    let one_line = format!("{issue} — {closer}").split_whitespace().collect::<Vec<_>>().join(" ");
    cut(&one_line, SUBJECT_MAX).0
}

fn cut(text: &str, max: usize) -> (String, Option<usize>) {
    match text.char_indices().nth(max) {
        Some((end, _)) => (text[..end].to_owned(), Some(text.chars().count())),
        None => (text.to_owned(), None),
    }
}

/// The channel of what the publisher calls it.
pub fn channel(submitted_via: &str) -> Channel {
    match submitted_via.to_lowercase().as_str() {
        "web" | "web referral" => Channel::WebForm,
        "phone" => Channel::Phone,
        "postal mail" | "fax" => Channel::Letter,
        "email" => Channel::Email,
        _ => Channel::Regulator,
    }
}

/// `2012-01-13` (also with a time behind it), `9/24/19` or `7/29/2013`: month first, as the publisher writes.
pub fn day(text: &str) -> Option<Day> {
    let text = text.split(['T', ' ']).next()?;
    let number = |text: &str, digits_max: usize| -> Option<i16> {
        let plain = (1..=digits_max).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        if plain { text.parse().ok() } else { None }
    };
    let small = |text: &str| number(text, 2).and_then(|number| i8::try_from(number).ok());
    let (year, month, day) = if let Some((month, rest)) = text.split_once('/') {
        let (day, year) = rest.split_once('/')?;
        let full = match (year.len(), number(year, 4)?) {
            // The publisher's database begins in 2011; two digits can only be of this century.
            (2, short) => 2000 + short,
            (4, full) => full,
            _ => return None,
        };
        (full, month, day)
    } else {
        let mut parts = text.splitn(3, '-');
        let year = parts.next().filter(|year| year.len() == 4).and_then(|year| number(year, 4))?;
        (year, parts.next()?, parts.next()?)
    };
    Day::new(year, small(month)?, small(day)?).ok()
}

/// Nine in the morning of `day`, and never later than now.
fn morning(day: Day, around: &Surroundings) -> Instant {
    let at = around.zone.to_timestamp(day.at(9, 0, 0, 0)).map(Instant::from);
    at.unwrap_or(around.now).min(around.now)
}

/// For a row without a number: the same row has the same hash, whatever the order of the columns. Two rows that are
/// alike in every column are one.
fn hash_of(texts: &[&str], layout: &Layout) -> String {
    let mut cells: Vec<(String, &str)> = (texts.iter().zip(&layout.columns).zip(&layout.fields))
        .map(|((text, column), field)| (field.map_or(column.clone(), |field| field.code().to_owned()), *text))
        .collect();
    cells.sort();
    let mut hash = Sha256::new();
    for (name, text) in cells {
        for part in [name.as_str(), text.trim()] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
    }
    format!("sha256:{}", hex::encode(hash.finalize()))
}

#[cfg(test)]
mod tests;
