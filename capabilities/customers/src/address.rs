//! Addresses in parts: province, city, district, and the detail that is shown to nobody without a reason.

use std::fmt;

use lingke_platform::http::extract::Errors;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::protection::Personal;

/// Between the parts where they are kept: nobody can type it.
const SEPARATOR: char = '\u{1F}';

/// An address in parts.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Address {
    /// 省、自治区、直辖市: 2 to 30 characters.
    pub province: String,
    /// 市、州: of a municipality the same as the province, or empty.
    #[serde(default)]
    pub city: String,
    /// 区、县: at most 30 characters.
    #[serde(default)]
    pub district: String,
    /// Street, number, building, room: 1 to 150 characters. Absent where it is masked.
    pub detail: Option<String>,
}

/// Not even its city gets into a log.
impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl Address {
    /// The value that is kept.
    pub fn packed(&self) -> Personal {
        let detail = self.detail.as_deref().unwrap_or_default();
        let parts = [&self.province, &self.city, &self.district, detail].map(str::trim);
        Personal::new(&parts.join(&SEPARATOR.to_string()))
    }

    /// The parts of a value that is kept; none when it was given whole.
    pub(crate) fn of(value: &Personal) -> Option<Self> {
        let mut parts = value.in_the_clear().split(SEPARATOR).map(str::to_owned);
        let address = Self {
            province: parts.next()?,
            city: parts.next()?,
            district: parts.next()?,
            detail: parts.next(),
        };
        address.detail.is_some().then_some(address)
    }

    /// Without what is nobody's business.
    pub(crate) fn masked(self) -> Self {
        Self { detail: None, ..self }
    }

    /// In one line, as it is written on an envelope.
    pub(crate) fn line(&self) -> String {
        let city = if self.city == self.province { "" } else { self.city.as_str() };
        [&self.province, city, &self.district, self.detail.as_deref().unwrap_or_default()].concat()
    }

    /// Adds to `errors` what is wrong with it.
    pub(crate) fn check(&self, errors: &mut Errors, field: &str) {
        errors.length(&format!("{field}.province"), &self.province, 2, 30);
        errors.length(&format!("{field}.city"), &self.city, 0, 30);
        errors.length(&format!("{field}.district"), &self.district, 0, 30);
        errors.length(&format!("{field}.detail"), self.detail.as_deref().unwrap_or_default(), 1, 150);
        let parts = [&self.province, &self.city, &self.district].map(String::as_str);
        let parts = parts.into_iter().chain(self.detail.as_deref());
        if parts.flat_map(str::chars).any(char::is_control) {
            errors.add(field, "control_character", "no line breaks and control characters");
        }
    }
}

/// The value in one line, whether it was given in parts or whole.
pub(crate) fn line(value: &Personal) -> String {
    Address::of(value).map_or_else(|| value.in_the_clear().to_owned(), |address| address.line())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(parts: [&str; 4]) -> Address {
        let [province, city, district, detail] = parts.map(str::to_owned);
        Address { province, city, district, detail: Some(detail) }
    }

    #[test]
    fn parts_come_back_as_they_were_and_make_one_line() {
        let given = address(["浙江省", "杭州市", "西湖区", "文三路 90 号"]);
        let kept = given.packed();
        assert!(Address::of(&kept) == Some(given));
        assert_eq!(line(&kept), "浙江省杭州市西湖区文三路 90 号");
        assert_eq!(
            line(&address(["北京市", "北京市", "西城区", "金融大街15号"]).packed()),
            "北京市西城区金融大街15号"
        );
        assert_eq!(line(&Personal::new("北京市西城区金融大街15号")), "北京市西城区金融大街15号");
        assert!(Address::of(&Personal::new("北京市西城区金融大街15号")).is_none());
    }
}
