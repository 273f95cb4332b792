//! What stands in the way of an erasure, and until when. Pure.

use jiff::ToSpan;
use jiff::tz::TimeZone;
use lingke_cases::erasure::Standing;
use lingke_cases::model::{CaseKind, Status};
use lingke_kernel::time::{Day, Instant};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How long what must be kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RetentionRules)]
pub struct Rules {
    /// Months a complaint's file is kept after it was closed, 0 to 240.
    pub complaint_months: i32,
    /// The rule it rests on, at most 200 characters.
    pub complaint_basis: String,
    /// Months the file of any other case is kept after it was closed, 0 to 240.
    pub other_months: i32,
    /// The rule it rests on, at most 200 characters; empty with 0 months.
    pub other_basis: String,
}

/// Something that stands in the way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "duty", rename_all = "snake_case")]
#[schema(as = RetentionDuty)]
pub enum Duty {
    /// A case is not closed: it is refused until it is.
    OpenCase {
        /// Its number.
        number: String,
        /// What kind.
        kind: CaseKind,
    },
    /// Somebody laid a legal hold: it is refused until the hold is lifted.
    LegalHold {
        /// Since when.
        since: Instant,
    },
    /// The customer still has something with us: it is refused until all is closed.
    Holdings {
        /// How many.
        count: usize,
    },
    /// A file must be kept: it is done on that day.
    Retention {
        /// The case's number.
        number: String,
        /// What kind.
        kind: CaseKind,
        /// The first day on which it need not be kept any more.
        #[schema(value_type = String, format = Date)]
        until: Day,
        /// The rule.
        basis: String,
    },
}

/// How many open cases, and how many files, an answer names.
const NAMED_MAX: usize = 20;

impl Rules {
    /// What a new institution begins with: complaints as Order 2020/3 of the regulator has it, other cases not at all.
    pub fn usual() -> Self {
        Self {
            complaint_months: 36,
            complaint_basis: "《银行业保险业消费投诉处理管理办法》：投诉档案保存不少于三年".to_owned(),
            other_months: 0,
            other_basis: String::new(),
        }
    }

    fn of(&self, kind: CaseKind) -> (i32, &str) {
        match kind {
            CaseKind::Complaint => (self.complaint_months, &self.complaint_basis),
            _ => (self.other_months, &self.other_basis),
        }
    }
}

/// All that stands in the way of erasing a customer `today`: open cases, holdings and holds first, then what must be kept, the
/// longest first. Each list names at most twenty.
pub fn duties(
    rules: &Rules,
    (cases, holdings): (&[Standing], usize),
    holds: &[Instant],
    (today, zone): (Day, &TimeZone),
) -> Vec<Duty> {
    let open = cases.iter().filter(|case| case.status != Status::Closed);
    let open = open.map(|case| Duty::OpenCase { number: case.number.clone(), kind: case.kind });
    let with_us = (holdings > 0).then_some(Duty::Holdings { count: holdings });
    let held = holds.iter().map(|since| Duty::LegalHold { since: *since });
    let mut kept: Vec<_> = cases.iter().filter_map(|case| kept(rules, case, (today, zone))).collect();
    kept.sort_by_key(|duty| std::cmp::Reverse(duty.until()));
    open.take(NAMED_MAX)
        .chain(with_us)
        .chain(held.take(NAMED_MAX))
        .chain(kept.into_iter().take(NAMED_MAX))
        .collect()
}

fn kept(rules: &Rules, case: &Standing, (today, zone): (Day, &TimeZone)) -> Option<Duty> {
    let closed_on = case.closed_at.filter(|_| case.status == Status::Closed)?.day_in(zone);
    let (months, basis) = rules.of(case.kind);
    // A day that is not in the month becomes the month's last.
    let until = closed_on.checked_add(months.months()).ok()?;
    (until > today).then(|| Duty::Retention {
        number: case.number.clone(),
        kind: case.kind,
        until,
        basis: basis.to_owned(),
    })
}

impl Duty {
    /// Whether it refuses an erasure, and does not merely put it off.
    pub fn refuses(&self) -> bool {
        self.until().is_none()
    }

    /// The day until which it puts an erasure off.
    pub fn until(&self) -> Option<Day> {
        match self {
            Self::Retention { until, .. } => Some(*until),
            Self::OpenCase { .. } | Self::LegalHold { .. } | Self::Holdings { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use lingke_cases::model::CaseId;

    use super::*;

    fn at(text: &str) -> Instant {
        Instant::from(text.parse::<jiff::Timestamp>().unwrap())
    }
    fn case(kind: CaseKind, status: Status, closed_at: Option<&str>) -> Standing {
        Standing {
            id: CaseId::new(at("2026-01-01T00:00:00Z")),
            number: "A1".to_owned(),
            kind,
            status,
            closed_at: closed_at.map(at),
        }
    }
    fn on(day: &str, cases: &[Standing], holds: &[Instant]) -> Vec<Duty> {
        let zone = TimeZone::get("Asia/Shanghai").unwrap();
        duties(&Rules::usual(), (cases, 0), holds, (day.parse().unwrap(), &zone))
    }

    #[test]
    fn an_open_case_and_a_hold_refuse() {
        let open = case(CaseKind::Consultation, Status::New, None);
        let reopened = case(CaseKind::Complaint, Status::Assigned, Some("2020-01-01T00:00:00Z"));
        let found = on("2026-11-28", &[open, reopened], &[at("2026-01-01T00:00:00Z")]);
        assert_eq!(found.len(), 3);
        assert!(found.iter().all(Duty::refuses));
    }

    #[test]
    fn a_complaint_is_kept_for_three_years_from_the_day_it_was_closed() {
        // 23:30 UTC on the 9th is the 10th in Shanghai.
        let closed = [case(CaseKind::Complaint, Status::Closed, Some("2026-03-09T23:30:00Z"))];
        let found = on("2029-03-09", &closed, &[]);
        assert_eq!(found[0].until(), Some("2029-03-10".parse().unwrap()));
        assert!(!found[0].refuses());
        assert!(on("2029-03-10", &closed, &[]).is_empty());
    }

    #[test]
    fn another_case_is_kept_only_where_a_rule_says_so() {
        let closed = [case(CaseKind::Consultation, Status::Closed, Some("2026-11-27T00:00:00Z"))];
        assert!(on("2026-11-28", &closed, &[]).is_empty());
    }

    #[test]
    fn the_longest_comes_first() {
        let closed = [
            case(CaseKind::Complaint, Status::Closed, Some("2024-02-29T04:00:00Z")),
            case(CaseKind::Complaint, Status::Closed, Some("2026-05-01T04:00:00Z")),
        ];
        let until: Vec<_> = on("2026-11-28", &closed, &[]).iter().filter_map(Duty::until).collect();
        assert_eq!(until, ["2029-05-01".parse().unwrap(), "2027-02-28".parse().unwrap()]);
    }
}
