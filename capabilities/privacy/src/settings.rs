//! The retention the institution has set.

use lingke_platform::ctx::{Ctx, Tx};
use lingke_platform::failure::Answer;
use lingke_platform::http::etag::Expected;
use lingke_platform::http::extract::{Check, Errors};
use lingke_platform::settings;
use sea_orm::ConnectionTrait;
use serde::Serialize;
use utoipa::ToSchema;

use crate::retention::Rules;
use crate::{CONFIGURE, events};

const NAME: &str = "retention";
const MONTHS_MAX: i32 = 240;

/// What is set, with its version.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = RetentionShown)]
pub struct RulesShown {
    /// What is set.
    #[serde(flatten)]
    pub rules: Rules,
    /// Raised at each change; 0 as long as nobody has set anything.
    pub version: i64,
    /// Whether the viewer may change it.
    pub may_configure: bool,
}

impl Check for Rules {
    fn check(&self, errors: &mut Errors) {
        let kinds = [
            ("complaint_months", self.complaint_months, "complaint_basis", &self.complaint_basis),
            ("other_months", self.other_months, "other_basis", &self.other_basis),
        ];
        for (months, count, basis, text) in kinds {
            if !(0..=MONTHS_MAX).contains(&count) {
                errors.add(months, "out_of_range", format!("0 to {MONTHS_MAX}"));
            }
            errors.length(basis, text, usize::from(count > 0) * 2, 200);
        }
    }
}

/// What is set, and its version.
pub async fn current(conn: &impl ConnectionTrait) -> Answer<(Rules, i64)> {
    Ok(settings::find(conn, NAME).await?.unwrap_or_else(|| (Rules::usual(), 0)))
}

/// Sets how long what is kept, if nobody did since `expected`. What is booked is done by the rules of its day.
pub async fn configure(tx: &mut Tx, expected: Expected, after: Rules) -> Answer<i64> {
    tx.viewer().require(CONFIGURE)?;
    let (before, version) = settings::load(tx, NAME).await?.unwrap_or_else(|| (Rules::usual(), 0));
    expected.check(version)?;
    settings::write(tx, NAME, &after, version + 1).await?;
    tx.record(events::configured(&before, &after, version + 1));
    Ok(version + 1)
}

/// As answers show it.
pub fn shown(ctx: &Ctx, rules: Rules, version: i64) -> RulesShown {
    RulesShown { rules, version, may_configure: ctx.viewer.may(CONFIGURE) }
}
