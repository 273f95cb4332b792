//! What is measured, in the order of the table.

use std::time::{Duration, Instant};

use anyhow::Context;
use clap::ValueEnum;
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};
use tokio::time::sleep;

use crate::databases::{Databases, Kind, Place};
use crate::load::Effort;
use crate::server::{Caller, Server};
use crate::table::{Bar, Row, Table};
use crate::{browser, firing, live, peer, raw};

/// What can be measured by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Scenario {
    /// Start on an existing database, and memory while nothing happens.
    Start,
    /// First and 100th page of filtered queues.
    Pages,
    /// The dashboard over a year.
    Dashboard,
    /// A selective search.
    Search,
    /// Cases opened by API.
    Create,
    /// 1,000 clocks that come due together.
    Firing,
    /// A register written to a file beside other work.
    Export,
    /// The case list and the first load of the console, in a browser.
    Browser,
    /// A change that reaches many open live streams.
    Live,
    /// Another program doing the same work.
    Peer,
}

/// What is to be measured, and how.
#[derive(Debug)]
pub(crate) struct Bench {
    pub(crate) databases: Databases,
    pub(crate) kinds: Vec<Kind>,
    pub(crate) cases: Vec<usize>,
    pub(crate) only: Vec<Scenario>,
    pub(crate) effort: Effort,
    pub(crate) streams: usize,
}

const RAW: &str = "single-row durable commits, raw, per second";
const CREATED: &str = "cases opened by API, per second";

impl Bench {
    fn has(&self, scenario: Scenario) -> bool {
        self.only.is_empty() || self.only.contains(&scenario)
    }

    /// Measures everything; what is known already stays in `table` when something fails.
    pub(crate) async fn run(&self, table: &mut Table) -> anyhow::Result<()> {
        for kind in &self.kinds {
            for cases in &self.cases {
                let place = self.databases.filled(*kind, *cases).await?;
                if self.has(Scenario::Create) && table.value(kind.name(), None, RAW).is_none() {
                    let rate = raw::commits(&place, self.effort).await?.rate;
                    let connections = if *kind == Kind::Sqlite { 1 } else { self.effort.connections };
                    let note = format!("{connections} connections");
                    let row = Row {
                        database: kind.name(),
                        cases: None,
                        what: RAW.into(),
                        value: Some(rate),
                        unit: "",
                        bar: None,
                        note,
                    };
                    table.add(row);
                }
                Stand::open(self, place, *cases)?.measure(table).await?;
            }
        }
        if self.has(Scenario::Peer) {
            self.peer(table).await?;
        }
        Ok(())
    }

    async fn peer(&self, table: &mut Table) -> anyhow::Result<()> {
        let peer = peer::measure(self.effort).await;
        let (value, note) = match peer {
            Ok(measured) => (Some(measured.rate), format!("p99 {:.0} ms", measured.within_ms(0.99))),
            Err(error) => (None, format!("skipped: {error:#}")),
        };
        let what = "tickets opened by API, per second".to_owned();
        table.add(Row { database: peer::NAME, cases: None, what, value, unit: "", bar: None, note });
        let Some(peer) = value else { return Ok(()) };
        for kind in &self.kinds {
            for cases in &self.cases {
                let ours = table.value(kind.name(), Some(*cases), CREATED);
                let Some(ours) = ours else { continue };
                table.add(Row {
                    database: kind.name(),
                    cases: Some(*cases),
                    what: "cases opened, times the peer's".into(),
                    value: Some(ours / peer),
                    unit: "×",
                    bar: Some(Bar::AtLeast(20.0)),
                    note: String::new(),
                });
            }
        }
        Ok(())
    }
}

/// One server on one database.
pub(crate) struct Stand<'a> {
    pub(crate) bench: &'a Bench,
    pub(crate) place: Place,
    pub(crate) server: Server,
    cases: usize,
    pub(crate) agent: Caller,
    pub(crate) manager: Caller,
}

impl<'a> Stand<'a> {
    fn open(bench: &'a Bench, place: Place, cases: usize) -> anyhow::Result<Self> {
        let server = Server::start(&place)?;
        let agent = Caller::new(&place, &server, "agent")?;
        let manager = Caller::new(&place, &server, "manager")?;
        Ok(Self { bench, place, server, cases, agent, manager })
    }

    fn is_smallest(&self) -> bool {
        self.bench.cases.first() == Some(&self.cases)
    }

    pub(crate) fn row(
        &self,
        what: &str,
        value: Option<f64>,
        unit: &'static str,
        bar: Option<Bar>,
        note: String,
    ) -> Row {
        let database = self.place.kind.name();
        Row { database, cases: Some(self.cases), what: what.to_owned(), value, unit, bar, note }
    }

    /// Adds a figure, and how many times that with the fewest cases it is, which must not be above 1.5.
    pub(crate) fn add_against_few(&self, table: &mut Table, row: Row) {
        let (value, what) = (row.value, format!("{}, times that with the fewest cases", row.what));
        let few = self.bench.cases.first().copied();
        let before = table.value(row.database, few, &row.what);
        table.add(row);
        if let (Some(value), Some(before), false) = (value, before, self.is_smallest()) {
            table.add(self.row(&what, Some(value / before), "×", Some(Bar::AtMost(1.5)), String::new()));
        }
    }

    async fn measure(self, table: &mut Table) -> anyhow::Result<()> {
        let has = |scenario| self.bench.has(scenario);
        // What came due since the database was last used is fired first.
        self.settled(Duration::from_secs(120)).await?;
        if has(Scenario::Start) {
            self.start(table).await?;
        }
        if has(Scenario::Pages) {
            self.pages(table).await?;
        }
        if has(Scenario::Dashboard) {
            self.dashboard(table).await?;
        }
        if has(Scenario::Search) {
            self.search(table).await?;
        }
        if has(Scenario::Create) {
            self.create(table).await?;
        }
        if has(Scenario::Firing) {
            self.firing(table).await?;
        }
        if has(Scenario::Export) {
            self.export(table).await?;
        }
        self.memory_under_load(table)?;
        if has(Scenario::Browser) {
            self.browser(table)?;
        }
        if has(Scenario::Live) {
            self.live(table).await?;
        }
        Ok(())
    }

    async fn start(&self, table: &mut Table) -> anyhow::Result<()> {
        let started = self.server.started_in.as_secs_f64() * 1000.0;
        let bar = Some(Bar::AtMost(1000.0));
        table.add(self.row("start on the existing database", Some(started), "ms", bar, String::new()));
        sleep(Duration::from_secs(5)).await;
        let (now, _) = self.server.memory()?;
        let bar = Some(Bar::AtMost(80.0));
        table.add(self.row("memory, idle", Some(now), "MB", bar, String::new()));
        Ok(())
    }

    fn memory_under_load(&self, table: &mut Table) -> anyhow::Result<()> {
        let (_, most) = self.server.memory()?;
        let bar = Some(Bar::AtMost(300.0));
        table.add(self.row(
            "memory, most under load",
            Some(most),
            "MB",
            bar,
            "before the live streams".into(),
        ));
        Ok(())
    }

    async fn create(&self, table: &mut Table) -> anyhow::Result<()> {
        let ask = async |connection, n| {
            self.agent.post("/cases", &case(&format!("{connection}-{n}"))).await.map(drop)
        };
        let measured = self.bench.effort.run(ask).await?;
        let ended = Instant::now();
        self.settled(Duration::from_secs(120)).await?;
        let note = format!(
            "p99 {:.1} ms; all that follows done {:.1} s later",
            measured.within_ms(0.99),
            ended.elapsed().as_secs_f64()
        );
        table.add(self.row(CREATED, Some(measured.rate), "", None, note));
        let database = self.place.kind.name();
        let raw = table.value(database, None, RAW).context("the raw rate was not measured")?;
        let bar = if self.place.kind == Kind::Sqlite { 25.0 } else { 10.0 };
        let share = measured.rate / raw * 100.0;
        table.add(self.row(
            "cases opened, of the raw rate",
            Some(share),
            "%",
            Some(Bar::AtLeast(bar)),
            String::new(),
        ));
        Ok(())
    }

    async fn firing(&self, table: &mut Table) -> anyhow::Result<()> {
        let fired = firing::fire(self, self.bench.effort).await?;
        let note = format!("among {} armed", fired.armed);
        let worked = fired.worked.as_secs_f64() * 1000.0;
        self.add_against_few(table, self.row("firing 1,000 clocks", Some(worked), "ms", None, note));
        let late = fired.late.as_secs_f64();
        let bar = Some(Bar::AtMost(2.0));
        table.add(self.row(
            "the last of 1,000 clocks fired after its time",
            Some(late),
            "s",
            bar,
            String::new(),
        ));
        Ok(())
    }

    /// Others' reading and writing, alone and beside an export of all cases in sight.
    async fn export(&self, table: &mut Table) -> anyhow::Result<()> {
        if !self.manager.answers("/exports").await? {
            table.add(self.row(
                "others' work beside an export",
                None,
                "×",
                Some(Bar::AtMost(1.5)),
                "no such route".into(),
            ));
            return Ok(());
        }
        let work = async || {
            let ask = async |_, n: usize| {
                if n.is_multiple_of(4) {
                    self.agent.post("/cases", &case(&format!("export-{n}"))).await?;
                }
                self.manager.answers("/cases?priority=normal&limit=20").await.map(drop)
            };
            self.bench.effort.over(2).run(ask).await
        };
        let alone = work().await?;
        let register = json!({ "format": "csv", "locale": "zh-CN", "query": {},
            "columns": ["number", "kind", "subject", "status", "priority", "channel", "created"] });
        let export = self.manager.post("/exports", &register).await?;
        let id = export["id"].as_str().context("an export without id")?.to_owned();
        let beside = work().await?;
        let then = self.manager.get(&format!("/exports/{id}")).await?;
        let note = format!(
            "p99 {:.1} ms alone, {:.1} ms beside; the export is {} at {} rows",
            alone.within_ms(0.99),
            beside.within_ms(0.99),
            then["state"].as_str().unwrap_or_default(),
            then["rows"]
        );
        if then["state"] == "running" {
            self.manager.post(&format!("/exports/{id}/cancellations"), &json!({})).await?;
        }
        let times = beside.within_ms(0.5) / alone.within_ms(0.5);
        table.add(self.row(
            "others' work beside an export, p50, times that alone",
            Some(times),
            "×",
            Some(Bar::AtMost(1.5)),
            note,
        ));
        Ok(())
    }

    fn browser(&self, table: &mut Table) -> anyhow::Result<()> {
        match browser::look(&self.server.address) {
            Ok(seen) => {
                let bar = Some(Bar::AtMost(500.0));
                let note = "median of 10 clicks".to_owned();
                table.add(self.row(
                    "case list in a browser, from click to rows",
                    Some(seen.rows_ms),
                    "ms",
                    bar,
                    note,
                ));
                let bar = Some(Bar::AtMost(400.0));
                table.add(self.row(
                    "first load of the console, compressed JavaScript",
                    Some(seen.script_kb),
                    "kB",
                    bar,
                    String::new(),
                ));
            }
            Err(error) => {
                let note = format!("skipped: {error:#}");
                table.add(self.row(
                    "case list in a browser, from click to rows",
                    None,
                    "ms",
                    Some(Bar::AtMost(500.0)),
                    note,
                ));
            }
        }
        Ok(())
    }

    async fn live(&self, table: &mut Table) -> anyhow::Result<()> {
        let told = live::changes(&self.server.address, &self.agent, self.bench.streams).await?;
        let what = format!("a change reaches {} live streams, p99", self.bench.streams);
        let note = format!(
            "{} of {} arrived; p50 {:.0} ms; {:.0} MB",
            told.arrived,
            told.expected,
            told.times.within_ms(0.5),
            self.server.memory()?.0
        );
        table.add(self.row(&what, Some(told.times.within_ms(0.99)), "ms", Some(Bar::AtMost(1000.0)), note));
        Ok(())
    }

    /// Waits until all that was told is sealed and has taken effect, and nothing is due.
    async fn settled(&self, longest: Duration) -> anyhow::Result<()> {
        let db = self.place.connect().await?;
        let began = Instant::now();
        while began.elapsed() < longest {
            let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?.as_micros();
            let text = format!(
                "SELECT (SELECT count(*) FROM (SELECT 1 AS one FROM journal WHERE seq IS NULL LIMIT 1) waiting) \
                 + (SELECT count(*) FROM subscriptions WHERE position < (SELECT seq FROM journal_head)) \
                 + (SELECT count(*) FROM case_clocks WHERE next_fire_at <= {now}) AS waiting"
            );
            let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), text)).await?;
            let waiting: i64 = row.context("no row")?.try_get("", "waiting")?;
            if waiting == 0 {
                return Ok(db.close().await?);
            }
            sleep(Duration::from_millis(200)).await;
        }
        Ok(db.close().await?)
    }
}

/// What an agent opens after a call.
pub(crate) fn case(n: &str) -> Value {
    json!({ "kind": "consultation", "channel": "phone", "subject": format!("账单日咨询 {n}"),
            "description": "客户询问信用卡账单日与还款日的区别，并希望调整账单日。" })
}
