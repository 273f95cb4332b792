//! The rows behind a figure: which cases each figure of the dashboard counts, said once for the list.
//!
//! A figure counts a case where it stands now: by the unit, kind, channel, priority and assignee it has now. So a list
//! with the same filters shows what was counted, and a case that moves takes its figures along.

use lingke_kernel::time::{Day, Instant};
use lingke_platform::db::query::Sql;
use lingke_platform::failure::{Answer, Failure};
use lingke_platform::viewer::{Sight, Viewer};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::days::bounds;

/// A figure whose rows a list can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Figure {
    /// Opened in the period.
    Arrived,
    /// Resolved in the period, and not reopened since.
    Resolved,
    /// Closed in the period, and not reopened since.
    Closed,
    /// Open now.
    Open,
    /// Open now, and opened in the period.
    Aged,
    /// Open now, and the next clock is due in the period.
    Due,
    /// Open now, and a clock ran out.
    Breached,
    /// Open now, and we wait for the customer.
    WaitingCustomer,
    /// Open now, and nobody works on it.
    Unassigned,
    /// The first answer was given in the period.
    FirstResponse,
    /// A first-response clock ended in the period, in time.
    FirstResponseMet,
    /// A first-response clock ran out in the period.
    FirstResponseBreached,
    /// A first-response clock fell due in the period and was met.
    FirstResponseDueMet,
    /// A resolution clock ended in the period, in time.
    ResolutionMet,
    /// A resolution clock ran out in the period.
    ResolutionBreached,
    /// A resolution clock fell due in the period and was met.
    ResolutionDueMet,
    /// Any other clock ended in the period, in time.
    FurtherMet,
    /// Any other clock ran out in the period.
    FurtherBreached,
    /// Any other clock fell due in the period and was met.
    FurtherDueMet,
    /// A clock, whichever, ended in the period, in time.
    Met,
    /// A clock, whichever, ran out in the period.
    RanOut,
    /// A clock, whichever, fell due in the period and was met.
    DueMet,
    /// Open at the end of the period's last day.
    OpenAtEnd,
}

/// A figure and the moments of its period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Behind {
    figure: Figure,
    from: Instant,
    to: Instant,
}

const OPEN: &str = "status IN ('new', 'assigned', 'waiting_customer')";

impl Behind {
    /// The rows of `figure` from the day `from` to the day `to`, both included, in the institution's zone.
    pub fn new(
        figure: Figure,
        from: Option<Day>,
        to: Option<Day>,
        zone: &jiff::tz::TimeZone,
    ) -> Answer<Self> {
        let missing = |field: &str| Failure::invalid(field, "missing", "this figure is of a period");
        let (from, to) = match (figure.is_of_now(), from, to) {
            (true, ..) => (Instant::default(), Instant::default()),
            (false, None, _) => return Err(missing("figure_from")),
            (false, _, None) => return Err(missing("figure_to")),
            (false, Some(from), Some(to)) => (bounds(from, zone)?.0, bounds(to, zone)?.1),
        };
        Ok(Self { figure, from, to })
    }

    /// Narrows a list of cases to these rows: those of units in sight, as figures count them.
    pub fn narrow(&self, statement: Sql, viewer: &Viewer) -> Sql {
        let statement = match &viewer.sight {
            Sight::All => statement,
            Sight::Units(units) => statement.and_in("unit_id", units.iter().copied()),
            Sight::Own => statement.push(" AND 1 = 0"),
        };
        match self.figure {
            Figure::Arrived => self.between(statement, "created_at"),
            Figure::Resolved => self.between(statement, "resolved_at"),
            Figure::Closed => self.between(statement, "closed_at"),
            Figure::Open => statement.push(&format!(" AND {OPEN}")),
            Figure::Aged => self.between(statement.push(&format!(" AND {OPEN}")), "created_at"),
            Figure::Due => self.between(statement.push(&format!(" AND {OPEN}")), "next_due_at"),
            Figure::Breached => statement.push(&format!(" AND breached AND {OPEN}")),
            Figure::WaitingCustomer => {
                statement.push(&format!(" AND {OPEN} AND status = 'waiting_customer'"))
            }
            Figure::OpenAtEnd => {
                let mut statement = statement.and("created_at <", Some(self.to));
                let end = statement.list([self.to]);
                statement.push(&format!(" AND (resolved_at IS NULL OR resolved_at >= {end})"))
            }
            Figure::Unassigned => statement.push(&format!(" AND assignee_id IS NULL AND {OPEN}")),
            clocks => self.with_a_clock(statement, clocks),
        }
    }

    fn between(&self, statement: Sql, column: &str) -> Sql {
        statement.and(&format!("{column} >="), Some(self.from)).and(&format!("{column} <"), Some(self.to))
    }

    /// No clock runs before its case was opened: that bounds the walk through the list from above.
    fn with_a_clock(&self, statement: Sql, figure: Figure) -> Sql {
        let mut statement = statement.and("created_at <", Some(self.to));
        let marks = statement.list([self.from, self.to]);
        let (from, to) = marks.split_once(", ").expect("two values were bound");
        let moment = match figure.moment() {
            Moment::Ended => format!("k.stopped_at >= {from} AND k.stopped_at < {to}"),
            Moment::RanOut => format!("k.breached_at >= {from} AND k.breached_at < {to}"),
            // Ended while it stood still, a clock has no due moment and counts when it ended.
            Moment::Due => {
                format!(
                    "coalesce(k.due_at, k.stopped_at) >= {from} AND coalesce(k.due_at, k.stopped_at) < {to}"
                )
            }
        };
        statement.push(&format!(
            " AND EXISTS (SELECT 1 FROM case_clocks k WHERE k.case_id = cases.id AND {} AND {} AND {moment})",
            figure.clock_kind(),
            figure.clock_state()
        ))
    }
}

enum Moment {
    Ended,
    RanOut,
    Due,
}

impl Figure {
    /// Whether it is of this moment and not of a period.
    pub fn is_of_now(self) -> bool {
        use Figure::{Breached, Open, Unassigned, WaitingCustomer};
        matches!(self, Open | Breached | WaitingCustomer | Unassigned)
    }

    fn moment(self) -> Moment {
        use Figure::{
            DueMet, FirstResponseBreached, FirstResponseDueMet, FurtherBreached, FurtherDueMet, RanOut,
            ResolutionBreached, ResolutionDueMet,
        };
        match self {
            FirstResponseBreached | ResolutionBreached | FurtherBreached | RanOut => Moment::RanOut,
            FirstResponseDueMet | ResolutionDueMet | FurtherDueMet | DueMet => Moment::Due,
            _ => Moment::Ended,
        }
    }

    fn clock_kind(self) -> &'static str {
        use Figure::{DueMet, FurtherBreached, FurtherDueMet, FurtherMet, Met, RanOut};
        use Figure::{ResolutionBreached, ResolutionDueMet, ResolutionMet};
        match self {
            ResolutionMet | ResolutionBreached | ResolutionDueMet => "k.kind = 'resolution'",
            Met | RanOut | DueMet => "1 = 1",
            FurtherMet | FurtherBreached | FurtherDueMet => "k.kind NOT IN ('first_response', 'resolution')",
            _ => "k.kind = 'first_response'",
        }
    }

    fn clock_state(self) -> &'static str {
        match self.moment() {
            Moment::RanOut => "k.state = 'breached'",
            Moment::Ended if self == Self::FirstResponse => "k.state IN ('met', 'breached')",
            _ => "k.state = 'met'",
        }
    }
}
