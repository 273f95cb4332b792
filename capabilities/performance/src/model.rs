//! The nouns, plain data.

use std::ops::AddAssign;

use lingke_cases::model::{CaseKind, Channel, Priority};
use lingke_kernel::statistics::Sketch;
use lingke_kernel::time::Day;
use lingke_platform::viewer::{StaffId, UnitId};

/// A part of all cases; none of a dimension is all of it. One with a person is divided by nothing but the unit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cut {
    /// What kind of work.
    pub kind: Option<CaseKind>,
    /// How it reached us.
    pub channel: Option<Channel>,
    /// How pressing.
    pub priority: Option<Priority>,
    /// Who works on it.
    pub staff_id: Option<StaffId>,
    /// Whose queue it is in.
    pub unit_id: Option<UnitId>,
}

impl Cut {
    /// As the tables hold it: kind, channel, priority, person, unit.
    pub fn fields(&self) -> [String; 5] {
        let code = |code: Option<&str>| code.unwrap_or_default().to_owned();
        [
            code(self.kind.map(CaseKind::code)),
            code(self.channel.map(Channel::code)),
            code(self.priority.map(Priority::code)),
            self.staff_id.map(|id| id.to_string()).unwrap_or_default(),
            self.unit_id.map(|id| id.to_string()).unwrap_or_default(),
        ]
    }

    /// All cuts that a case of this cell belongs to: every choice of kind, channel and priority, or the person alone;
    /// each for its unit and for all units.
    pub fn all(&self) -> Vec<Self> {
        let mut cuts = Vec::with_capacity(18);
        for unit_id in [None, self.unit_id] {
            for choice in 0..8_u8 {
                cuts.push(Self {
                    kind: self.kind.filter(|_| choice & 1 > 0),
                    channel: self.channel.filter(|_| choice & 2 > 0),
                    priority: self.priority.filter(|_| choice & 4 > 0),
                    staff_id: None,
                    unit_id,
                });
            }
            if self.staff_id.is_some() {
                cuts.push(Self { staff_id: self.staff_id, unit_id, ..Self::default() });
            }
        }
        cuts
    }
}

/// What rows are summed over: a day or a whole month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Period {
    /// One day.
    Day(Day),
    /// A month: the year and the number of the month.
    Month(i16, i8),
}

impl std::fmt::Display for Period {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Day(day) => write!(f, "{day}"),
            Self::Month(year, month) => write!(f, "{year:04}-{month:02}"),
        }
    }
}

/// Which clocks a figure is about.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    serde::Serialize,
    serde::Deserialize,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[schema(as = ClockGroup)]
pub enum Group {
    /// Until the first human answer.
    FirstResponse,
    /// Until the matter is resolved.
    Resolution,
    /// All others.
    Further,
}

impl Group {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::FirstResponse, Self::Resolution, Self::Further];

    /// The group of a kind of clock, by its code.
    pub fn of(kind: &str) -> Self {
        match kind {
            "first_response" => Self::FirstResponse,
            "resolution" => Self::Resolution,
            _ => Self::Further,
        }
    }
}

/// How many things a row of counts counts.
pub const COUNTS: usize = 15;

/// The columns of a row of counts, in order.
pub const COLUMNS: [&str; COUNTS] = [
    "arrived",
    "resolved",
    "closed",
    "first_response_met",
    "first_response_breached",
    "first_response_due_met",
    "first_response_due_breached",
    "resolution_met",
    "resolution_breached",
    "resolution_due_met",
    "resolution_due_breached",
    "further_met",
    "further_breached",
    "further_due_met",
    "further_due_breached",
];

/// What is counted of one cut and period.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts(pub [i64; COUNTS]);

/// The place of one count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    /// Opened.
    Arrived,
    /// Resolved.
    Resolved,
    /// Closed.
    Closed,
    /// A clock that was decided: met or breached.
    Ended(Group, bool),
    /// A clock that fell due: met or breached.
    Due(Group, bool),
}

impl Count {
    fn place(self) -> usize {
        match self {
            Self::Arrived => 0,
            Self::Resolved => 1,
            Self::Closed => 2,
            Self::Ended(group, met) => 3 + 4 * group as usize + usize::from(!met),
            Self::Due(group, met) => 5 + 4 * group as usize + usize::from(!met),
        }
    }
}

impl Counts {
    /// One count.
    pub fn of(&self, count: Count) -> i64 {
        self.0[count.place()]
    }
    /// Changes one count.
    pub fn add(&mut self, count: Count, by: i64) {
        self.0[count.place()] += by;
    }
    /// Whether it says nothing.
    pub fn is_zero(&self) -> bool {
        self.0 == [0; COUNTS]
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        for (mine, theirs) in self.0.iter_mut().zip(other.0) {
            *mine += theirs;
        }
    }
}

/// What was measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Time {
    /// Working time until the first answer.
    FirstResponse,
    /// Working time until it was resolved.
    Resolution,
    /// The same by the clock on the wall.
    FirstResponseElapsed,
    /// The same by the clock on the wall.
    ResolutionElapsed,
}

/// A sketch for each [`Time`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Times(pub [Sketch; 4]);

impl Times {
    /// As a row holds it.
    pub fn written(&self) -> String {
        self.0.iter().map(Sketch::written).collect::<Vec<_>>().join(".")
    }

    /// Adds the first `kept` sketches of what [`Times::written`] wrote; what cannot be read adds nothing.
    pub fn merge_written(&mut self, text: &str, kept: usize) {
        for (sketch, text) in self.0.iter_mut().zip(text.split('.')).take(kept) {
            let _ = sketch.merge_written(text);
        }
    }

    /// One of them.
    pub fn of(&self, time: Time) -> &Sketch {
        &self.0[time as usize]
    }
}

/// What is counted of open cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// All.
    All,
    /// By the day they were opened.
    Age,
    /// By the day the next clock is due.
    Due,
    /// Those with a clock that ran out.
    Breached,
    /// Those that wait for the customer.
    WaitingCustomer,
    /// Those nobody works on.
    Unassigned,
}

impl What {
    /// As the table holds it.
    pub fn code(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Age => "age",
            Self::Due => "due",
            Self::Breached => "breached",
            Self::WaitingCustomer => "waiting_customer",
            Self::Unassigned => "unassigned",
        }
    }
}
