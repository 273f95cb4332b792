//! Which column of a file is what: guessed from the header, or said by a person.

use std::collections::BTreeMap;

use lingke_platform::failure::{Answer, Failure};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a column of a complaint file can hold, after the publisher's own columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The day the complaint was received.
    DateReceived,
    /// What it is about.
    Product,
    /// The same, closer.
    SubProduct,
    /// What is complained of.
    Issue,
    /// The same, closer.
    SubIssue,
    /// The complaint in the complainant's words.
    Narrative,
    /// The company's public response.
    PublicResponse,
    /// The company.
    Company,
    /// The state of the complainant.
    State,
    /// Their postal code.
    ZipCode,
    /// Older American, Servicemember.
    Tags,
    /// Whether the complainant agreed to publication.
    Consent,
    /// How it was submitted.
    SubmittedVia,
    /// The day it was sent to the company.
    DateSent,
    /// The company's response to the complainant.
    Response,
    /// Whether that was in time.
    Timely,
    /// Whether the complainant disputed it.
    Disputed,
    /// The publisher's number.
    ComplaintId,
    /// The publisher's mark for an event.
    EventTag,
}

use Field as F;

/// Every field, its code and the columns that hold it: lower-cased, with blanks for all other marks.
const KNOWN: &[(Field, &str, &[&str])] = &[
    (F::DateReceived, "date_received", &["date received", "received"]),
    (F::Product, "product", &["product"]),
    (F::SubProduct, "sub_product", &["sub product", "subproduct"]),
    (F::Issue, "issue", &["issue"]),
    (F::SubIssue, "sub_issue", &["sub issue", "subissue"]),
    (
        F::Narrative,
        "narrative",
        &["consumer complaint narrative", "consumer narrative", "narrative", "complaint what happened"],
    ),
    (F::PublicResponse, "public_response", &["company public response", "public response"]),
    (F::Company, "company", &["company"]),
    (F::State, "state", &["state"]),
    (F::ZipCode, "zip_code", &["zip code", "zip"]),
    (F::Tags, "tags", &["tags", "tag"]),
    (F::Consent, "consent", &["consumer consent provided", "consent status", "consent"]),
    (F::SubmittedVia, "submitted_via", &["submitted via"]),
    (F::DateSent, "date_sent", &["date sent to company", "date sent"]),
    (F::Response, "response", &["company response to consumer", "company response", "response"]),
    (F::Timely, "timely", &["timely response", "timely"]),
    (F::Disputed, "disputed", &["consumer disputed", "disputed"]),
    (F::ComplaintId, "complaint_id", &["complaint id", "public id", "id"]),
    (F::EventTag, "event_tag", &["event tag"]),
];

/// Fields without which a row is no complaint.
const REQUIRED: [Field; 3] = [F::DateReceived, F::Product, F::Issue];

impl Field {
    /// All of them, in the publisher's order.
    pub fn all() -> impl Iterator<Item = Field> {
        KNOWN.iter().map(|(field, _, _)| *field)
    }
    /// As the API and the stored attributes write it.
    pub fn code(self) -> &'static str {
        KNOWN.iter().find(|(field, _, _)| *field == self).map_or("", |(_, code, _)| code)
    }
    /// The field of a code.
    pub fn of(code: &str) -> Option<Self> {
        KNOWN.iter().find(|(_, own, _)| *own == code).map(|(field, _, _)| *field)
    }
    /// Whether a row must have it.
    pub fn required(self) -> bool {
        REQUIRED.contains(&self)
    }
    /// What the column called `name` most likely holds.
    pub fn guess(name: &str) -> Option<Self> {
        let name = normal(name);
        let holds = |names: &[&str]| names.contains(&name.as_str());
        KNOWN.iter().find(|(_, _, names)| holds(names)).map(|(field, _, _)| *field)
    }
}

/// `Timely response?` and `timely_response` are one name.
fn normal(name: &str) -> String {
    let plain = |c: char| if c.is_alphanumeric() { c } else { ' ' };
    let name: String = name.chars().map(plain).flat_map(char::to_lowercase).collect();
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A person's mapping: column name to field code; null leaves a column out.
pub type Mapping = BTreeMap<String, Option<String>>;

/// Columns a file may have.
pub const COLUMNS_MAX: usize = 200;
/// The longest name of a column, in characters.
const NAME_MAX: usize = 200;

/// The columns of one file and what each holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// The columns' names, in the file's order.
    pub columns: Vec<String>,
    /// What each holds; none for those left out.
    pub fields: Vec<Option<Field>>,
}

impl Layout {
    /// Guessed from the first line of a file.
    ///
    /// # Errors
    /// `not_csv` when it names no columns: a picture, a letter, a line beyond every measure.
    pub fn of_header(header: &[Vec<u8>]) -> Answer<Self> {
        let is_name = |name: &Vec<u8>| {
            let readable = |name: &str| !name.contains(char::is_control) && name.chars().count() <= NAME_MAX;
            std::str::from_utf8(name).is_ok_and(readable)
        };
        if header.len() > COLUMNS_MAX || !header.iter().all(is_name) {
            return Err(Failure::invalid("file", "not_csv", "the first line names no columns"));
        }
        Ok(Self::guessed(header))
    }

    /// Guessed from the columns' names. The first column of a name wins; a second one is unknown.
    pub fn guessed(header: &[Vec<u8>]) -> Self {
        let columns: Vec<String> =
            header.iter().map(|name| String::from_utf8_lossy(name).trim().to_owned()).collect();
        let mut fields: Vec<Option<Field>> = Vec::with_capacity(columns.len());
        for column in &columns {
            let field = Field::guess(column).filter(|field| !fields.contains(&Some(*field)));
            fields.push(field);
        }
        Self { columns, fields }
    }

    /// The same with what a person said; columns they said nothing of stay as guessed.
    ///
    /// # Errors
    /// When a column or a field is unknown, or a field is given to two columns.
    pub fn mapped(mut self, mapping: &Mapping) -> Answer<Self> {
        for (column, code) in mapping {
            let at = self.columns.iter().position(|name| name == column);
            let path = || format!("mapping.{column}");
            let at = at.ok_or_else(|| Failure::invalid(path(), "unknown", "the file has no such column"))?;
            self.fields[at] = match code {
                None => None,
                Some(code) => Some(
                    Field::of(code)
                        .ok_or_else(|| Failure::invalid(path(), "unknown_value", "no such field"))?,
                ),
            };
        }
        for (n, field) in self.fields.iter().enumerate() {
            if field.is_some() && self.fields[..n].contains(field) {
                let path = format!("mapping.{}", self.columns[n]);
                return Err(Failure::invalid(path, "duplicate", "another column holds this field"));
            }
        }
        Ok(self)
    }

    /// Required fields that no column holds.
    pub fn missing(&self) -> Vec<Field> {
        REQUIRED.into_iter().filter(|field| !self.fields.contains(&Some(*field))).collect()
    }

    /// Columns that hold no known field.
    pub fn unknown_columns(&self) -> Vec<String> {
        let pairs = self.columns.iter().zip(&self.fields);
        pairs.filter(|(_, field)| field.is_none()).map(|(name, _)| name.clone()).collect()
    }

    /// The column that holds `field`.
    pub fn column(&self, field: Field) -> Option<usize> {
        self.fields.iter().position(|own| *own == Some(field))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(names: &str) -> Vec<Vec<u8>> {
        names.split(',').map(|name| name.as_bytes().to_vec()).collect()
    }

    #[test]
    fn both_ways_of_naming_columns_are_known_in_any_order() {
        let public = Layout::guessed(&header("Timely response?,ISSUE,Date received,product"));
        let intake = Layout::guessed(&header("timely_response,issue,date_received,Product"));
        let fields = [F::Timely, F::Issue, F::DateReceived, F::Product].map(Some);
        assert_eq!(public.fields, fields);
        assert_eq!(intake.fields, fields);
        assert_eq!(public.missing(), []);
    }

    #[test]
    fn a_first_line_that_names_no_columns_is_refused() {
        assert!(Layout::of_header(&header("a,b")).is_ok());
        let many = vec![b"x".to_vec(); COLUMNS_MAX + 1];
        for wrong in [header("\u{89}PNG\r"), header(&"x".repeat(NAME_MAX + 1)), vec![vec![0xff]], many] {
            assert!(Layout::of_header(&wrong).is_err());
        }
    }

    #[test]
    fn what_is_not_known_is_told_and_what_is_needed_is_missed() {
        let layout = Layout::guessed(&header("product,origin_repo,Product,issue"));
        assert_eq!(layout.unknown_columns(), ["origin_repo", "Product"]);
        assert_eq!(layout.missing(), [F::DateReceived]);
    }

    #[test]
    fn a_persons_mapping_goes_before_the_guess() {
        let layout = Layout::guessed(&header("when,what,issue,product"));
        let mapping = |pairs: &[(&str, Option<&str>)]| -> Mapping {
            pairs.iter().map(|(name, code)| ((*name).to_owned(), code.map(str::to_owned))).collect()
        };
        let said = mapping(&[("when", Some("date_received")), ("product", None), ("what", Some("product"))]);
        let mapped = layout.clone().mapped(&said).unwrap();
        assert_eq!(mapped.fields, [Some(F::DateReceived), Some(F::Product), Some(F::Issue), None]);
        for wrong in [("nowhere", Some("issue")), ("when", Some("nothing")), ("when", Some("issue"))] {
            assert!(layout.clone().mapped(&mapping(&[wrong])).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn every_field_has_a_code_that_leads_back_to_it() {
        for field in Field::all() {
            assert_eq!(Field::of(field.code()), Some(field));
            assert_eq!(serde_json::to_value(field).unwrap(), field.code());
        }
    }
}
