//! What the demo institution is made of: the files of `data/demo/`, compiled into the program.
//!
//! The comments in those files say how each part is meant.

use std::collections::BTreeMap;

use anyhow::Context;
use lingke_cases::model::{CaseKind, Channel};
use lingke_organisation::model::UnitKind;
use lingke_organisation::roles::Role;
use lingke_platform::viewer::Scope;
use serde::Deserialize;
use serde::de::DeserializeOwned;

macro_rules! file {
    ($name:literal) => {
        read($name, include_str!(concat!("../../../data/demo/", $name)))
    };
}

/// All of it.
pub(crate) struct Content {
    pub(crate) house: House,
    pub(crate) staff: Vec<Person>,
    pub(crate) products: Vec<Product>,
    pub(crate) customers: Customers,
    pub(crate) cases: Cases,
}

/// The institution and its tree, parents before children.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct House {
    pub(crate) institution: Named,
    pub(crate) units: Vec<Unit>,
}

/// The institution.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Named {
    pub(crate) name: String,
    pub(crate) name_en: String,
    pub(crate) time_zone: String,
}

/// A unit; `parent` is a code, empty for the root.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Unit {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) name_en: String,
    pub(crate) kind: UnitKind,
    pub(crate) parent: String,
}

/// Someone who works there.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Person {
    pub(crate) login: String,
    pub(crate) name: String,
    pub(crate) unit: String,
    pub(crate) roles: Vec<Role>,
    pub(crate) scope: Option<Scope>,
    pub(crate) email: String,
}

/// A product.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Product {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) name_en: String,
    pub(crate) category: String,
}

/// Parts that customers are put together from.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Customers {
    pub(crate) mix: Mix,
    pub(crate) surnames: Surnames,
    pub(crate) given_names: BTreeMap<String, Vec<String>>,
    pub(crate) organisations: Organisations,
    pub(crate) notes: Notes,
    pub(crate) addresses: Addresses,
    pub(crate) emails: Emails,
}

/// Shares among customers.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Mix {
    pub(crate) organisation_share: f64,
    pub(crate) female_share: f64,
    pub(crate) age_bands: Vec<AgeBand>,
}

/// Ages, both included.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AgeBand {
    pub(crate) from: i16,
    pub(crate) to: i16,
    pub(crate) weight: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Surnames {
    pub(crate) weighted: Vec<Surname>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Surname {
    pub(crate) name: String,
    pub(crate) weight: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Organisations {
    pub(crate) names: Vec<String>,
    pub(crate) contact_titles: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Notes {
    pub(crate) phrases: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Addresses {
    pub(crate) places: Vec<Place>,
    pub(crate) streets: Vec<String>,
    pub(crate) estates: Vec<String>,
    pub(crate) address_styles: Vec<String>,
}

/// A city with its districts and sub-branches.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Place {
    pub(crate) province: String,
    pub(crate) city: String,
    pub(crate) weight: f64,
    pub(crate) districts: Vec<String>,
    pub(crate) branches: Vec<String>,
}

#[derive(Deserialize)]
pub(crate) struct Emails {
    pub(crate) domains: Vec<String>,
}

/// What customers ask and complain about, and when.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Cases {
    pub(crate) seasonality: Seasonality,
    pub(crate) placeholders: Placeholders,
    pub(crate) generic: Generic,
    pub(crate) templates: Vec<Template>,
}

/// Relative arrivals by month, weekday from Monday, and hour.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Seasonality {
    pub(crate) months: Vec<f64>,
    pub(crate) weekdays: Vec<f64>,
    pub(crate) hours: Vec<f64>,
}

#[derive(Deserialize)]
pub(crate) struct Placeholders {
    pub(crate) values: BTreeMap<String, Vec<String>>,
}

/// What can be said in any case.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Generic {
    pub(crate) replies: Vec<String>,
    pub(crate) customer_messages: Vec<String>,
    pub(crate) notes: Vec<String>,
    pub(crate) resolutions: Vec<String>,
}

/// One kind of matter.
#[derive(Deserialize)]
pub(crate) struct Template {
    pub(crate) kind: CaseKind,
    pub(crate) product: Vec<String>,
    /// `organisation` where only organisations have it.
    pub(crate) customer: Option<String>,
    pub(crate) channels: Vec<ChannelWeight>,
    pub(crate) weight: f64,
    pub(crate) amount: [f64; 2],
    pub(crate) priority: Priorities,
    pub(crate) subjects: Vec<String>,
    pub(crate) descriptions: Vec<String>,
    pub(crate) replies: Vec<String>,
    pub(crate) customer_messages: Vec<String>,
    pub(crate) notes: Vec<String>,
    pub(crate) resolutions: Vec<String>,
    pub(crate) reopen_reasons: Vec<String>,
    pub(crate) wait_reasons: Vec<String>,
    pub(crate) fits: Vec<Fit>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChannelWeight {
    pub(crate) channel: Channel,
    pub(crate) weight: f64,
}

/// Relative frequencies.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Priorities {
    pub(crate) low: f64,
    pub(crate) normal: f64,
    pub(crate) high: f64,
    pub(crate) urgent: f64,
}

/// What belongs with the description at the same place, by index.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fit {
    pub(crate) subjects: Vec<usize>,
    pub(crate) replies: Vec<usize>,
    pub(crate) customer_messages: Vec<usize>,
    pub(crate) notes: Vec<usize>,
    pub(crate) resolutions: Vec<usize>,
    #[serde(default)]
    pub(crate) product: Vec<String>,
}

#[derive(Deserialize)]
struct Staff {
    staff: Vec<Person>,
}

#[derive(Deserialize)]
struct Products {
    products: Vec<Product>,
}

impl Content {
    /// Reads it.
    ///
    /// # Errors
    /// When a file is broken, which a test finds before a program does.
    pub(crate) fn read() -> anyhow::Result<Self> {
        let Staff { staff } = file!("staff.toml")?;
        let Products { products } = file!("products.toml")?;
        Ok(Self {
            house: file!("institution.toml")?,
            staff,
            products,
            customers: file!("customers.toml")?,
            cases: file!("cases.toml")?,
        })
    }
}

fn read<T: DeserializeOwned>(name: &str, text: &str) -> anyhow::Result<T> {
    toml::from_str(text).with_context(|| format!("data/demo/{name}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_template_names_only_what_is_there() {
        let content = Content::read().unwrap();
        let known = |code: &String| content.products.iter().any(|product| product.code == *code);
        for template in &content.cases.templates {
            assert_eq!(template.fits.len(), template.descriptions.len());
            assert!(template.product.iter().all(known) && !template.product.is_empty());
            for fit in &template.fits {
                let within = |places: &[usize], texts: &[String]| places.iter().all(|at| *at < texts.len());
                assert!(within(&fit.subjects, &template.subjects) && !fit.subjects.is_empty());
                assert!(within(&fit.replies, &template.replies));
                assert!(within(&fit.customer_messages, &template.customer_messages));
                assert!(within(&fit.notes, &template.notes));
                assert!(within(&fit.resolutions, &template.resolutions));
                assert!(fit.product.iter().all(known));
            }
        }
    }

    #[test]
    fn each_person_works_in_a_unit_and_each_unit_hangs_below_another() {
        let house = Content::read().unwrap();
        let units: Vec<_> = house.house.units.iter().map(|unit| unit.code.as_str()).collect();
        assert!(house.staff.iter().all(|person| units.contains(&person.unit.as_str())));
        let roots = house.house.units.iter().filter(|unit| unit.parent.is_empty()).count();
        assert_eq!(roots, 1);
        for (n, unit) in house.house.units.iter().enumerate().skip(1) {
            assert!(units[..n].contains(&unit.parent.as_str()), "{} before its parent", unit.code);
        }
    }
}
