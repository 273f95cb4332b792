//! The calendars that come with the program: the kernel holds their facts, this page their titles.

use anyhow::Context;
use lingke_kernel::calendar::{CalendarSpec, named_spec};

/// A calendar that comes with the program.
pub struct BuiltIn {
    /// Its name, `cn`.
    pub name: &'static str,
    /// In Chinese.
    pub title: &'static str,
    /// In English.
    pub title_en: &'static str,
}

/// A calendar's facts and which they are.
pub struct Facts {
    /// Which facts these are, `cn 2026-11-24`.
    pub version: String,
    /// The facts.
    pub spec: CalendarSpec,
}

/// All of them.
pub static ALL: &[BuiltIn] = &[
    BuiltIn { name: "cn", title: "中国内地办公时间", title_en: "Office hours in mainland China" },
    BuiltIn {
        name: "cn-trading", title: "沪深交易时间", title_en: "Trading hours in Shanghai and Shenzhen"
    },
    BuiltIn { name: "uk-england", title: "英格兰办公时间", title_en: "Office hours in England" },
    BuiltIn {
        name: "us-federal",
        title: "美国联邦办公时间",
        title_en: "Office hours of the United States government",
    },
    BuiltIn { name: "always", title: "全天候", title_en: "Every hour" },
];

impl BuiltIn {
    /// Its facts.
    ///
    /// # Errors
    /// When the kernel has no calendar of this name, which a test finds before a program does.
    pub fn facts(&self) -> anyhow::Result<Facts> {
        let (spec, version) = named_spec(self.name).context(self.name)?;
        Ok(Facts { version, spec })
    }
}

#[cfg(test)]
mod tests {
    use lingke_kernel::calendar::NAMES;

    use super::*;

    #[test]
    fn every_calendar_of_the_kernel_has_a_title() {
        assert_eq!(ALL.iter().map(|one| one.name).collect::<Vec<_>>(), NAMES);
        assert!(ALL.iter().all(|one| one.facts().is_ok()));
    }
}
