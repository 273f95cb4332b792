//! How a customer wants to be reached: channel, days, hours and language.

use lingke_platform::http::extract::Errors;
use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The channel a customer likes best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "snake_case")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum WishChannel {
    /// 电话
    Phone,
    /// 短信
    Sms,
    /// 电子邮件
    Email,
    /// 微信
    Wechat,
    /// 手机银行
    App,
    /// 信函
    Letter,
    /// 网点
    Counter,
}

/// On which days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "snake_case")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum WishDays {
    /// 每天
    Any,
    /// 工作日
    Workdays,
    /// 周末
    Weekends,
}

/// In which language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "snake_case")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum WishLanguage {
    /// 普通话
    Mandarin,
    /// 粤语
    Cantonese,
    /// 英语
    English,
    /// 藏语
    Tibetan,
    /// 维吾尔语
    Uyghur,
    /// 蒙古语
    Mongolian,
    /// 壮语
    Zhuang,
    /// 朝鲜语
    Korean,
    /// 手语
    SignLanguage,
    /// 其他语言
    Other,
}

/// How a customer wants to be reached; what is absent is all the same to them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactWish {
    /// The channel they like best.
    pub channel: Option<WishChannel>,
    /// On which days.
    pub days: Option<WishDays>,
    /// Not before this time of the day, `09:00`. With `until`.
    pub from: Option<String>,
    /// Not after this time of the day, `12:00`. With `from`, and later.
    pub until: Option<String>,
    /// In which language.
    pub language: Option<WishLanguage>,
}

impl ContactWish {
    /// Adds to `errors` what is wrong with it.
    pub(crate) fn check(&self, errors: &mut Errors, field: &str) {
        for (name, time) in [("from", &self.from), ("until", &self.until)] {
            if time.as_deref().is_some_and(|time| !is_time(time)) {
                errors.add(format!("{field}.{name}"), "wrong_form", "a time of the day such as 09:00");
            }
        }
        let late = match (&self.from, &self.until) {
            (Some(from), Some(until)) => from < until,
            (None, None) => true,
            _ => false,
        };
        if !late {
            errors.add(format!("{field}.until"), "out_of_range", "`from` and a later `until`, or neither");
        }
    }
}

fn is_time(text: &str) -> bool {
    let (hours, minutes) = text.split_once(':').unwrap_or_default();
    let within =
        |part: &str, max: u8| part.len() == 2 && part.parse::<u8>().is_ok_and(|number| number <= max);
    within(hours, 23) && within(minutes, 59)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(from: Option<&str>, until: Option<&str>) -> bool {
        let mut errors = Errors::default();
        let own = |time: Option<&str>| time.map(str::to_owned);
        ContactWish { from: own(from), until: own(until), ..ContactWish::default() }
            .check(&mut errors, "wish");
        errors.done().is_ok()
    }

    #[test]
    fn hours_are_two_times_of_a_day_in_order_or_none() {
        assert!(taken(None, None) && taken(Some("09:00"), Some("12:30")));
        for (from, until) in [
            (Some("09:00"), None),
            (None, Some("09:00")),
            (Some("12:00"), Some("09:00")),
            (Some("9:00"), Some("12:00")),
            (Some("09:00"), Some("24:00")),
            (Some("+9:00"), Some("12:60")),
        ] {
            assert!(!taken(from, until), "{from:?} {until:?}");
        }
    }
}
