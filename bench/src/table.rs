//! The one table that is printed.

use std::fmt;

/// What must be reached.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Bar {
    /// No more than this.
    AtMost(f64),
    /// No less than this.
    AtLeast(f64),
}

impl Bar {
    fn is_reached(self, value: f64) -> bool {
        match self {
            Self::AtMost(bar) => value <= bar,
            Self::AtLeast(bar) => value >= bar,
        }
    }
}

/// One figure.
#[derive(Debug)]
pub(crate) struct Row {
    /// Which database.
    pub(crate) database: &'static str,
    /// How many cases it holds; none where that does not matter.
    pub(crate) cases: Option<usize>,
    /// What was measured.
    pub(crate) what: String,
    /// The figure; none where it could not be had.
    pub(crate) value: Option<f64>,
    /// Of what.
    pub(crate) unit: &'static str,
    /// What must be reached, if anything.
    pub(crate) bar: Option<Bar>,
    /// What else is to be said.
    pub(crate) note: String,
}

/// All figures. Each is also told on standard error as soon as it is known.
#[derive(Debug, Default)]
pub(crate) struct Table(Vec<Row>);

impl Table {
    /// One more.
    pub(crate) fn add(&mut self, row: Row) {
        eprintln!("{row}");
        self.0.push(row);
    }

    /// A figure measured before.
    pub(crate) fn value(&self, database: &str, cases: Option<usize>, what: &str) -> Option<f64> {
        let row =
            self.0.iter().find(|row| row.database == database && row.cases == cases && row.what == what);
        row?.value
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cases = self.cases.map(thousands).unwrap_or_default();
        let value = self.value.map_or_else(|| "-".to_owned(), |value| figure(value, self.unit));
        let bar = match self.bar {
            None => String::new(),
            Some(Bar::AtMost(bar)) => format!("≤ {}", figure(bar, self.unit)),
            Some(Bar::AtLeast(bar)) => format!("≥ {}", figure(bar, self.unit)),
        };
        let verdict = match (self.bar, self.value) {
            (Some(bar), Some(value)) if bar.is_reached(value) => "PASS",
            (Some(_), Some(_)) => "MISS",
            (Some(_), None) => "not measured",
            (None, _) => "",
        };
        let Self { database, what, note, .. } = self;
        write!(f, "| {database} | {cases} | {what} | {value} | {bar} | {verdict} | {note} |")
    }
}

fn figure(value: f64, unit: &str) -> String {
    let digits = match value.abs() {
        100.0.. => 0,
        10.0.. => 1,
        _ => 2,
    };
    format!("{value:.digits$} {unit}").trim_end().to_owned()
}

fn thousands(cases: usize) -> String {
    match cases {
        1_000_000.. if cases.is_multiple_of(1_000_000) => format!("{} M", cases / 1_000_000),
        1000.. if cases.is_multiple_of(1000) => format!("{} k", cases / 1000),
        _ => cases.to_string(),
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "| database | cases | what | measured | bar | | |")?;
        writeln!(f, "| --- | ---: | --- | ---: | ---: | --- | --- |")?;
        self.0.iter().try_for_each(|row| writeln!(f, "{row}"))
    }
}
