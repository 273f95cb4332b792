//! Pages of queues, the dashboard and the search: the same question again and again on one connection.

use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, ensure};
use jiff::ToSpan;
use jiff::civil::{Date, date};

use crate::load::Measured;
use crate::scenarios::Stand;
use crate::server::Caller;
use crate::table::{Bar, Table};

impl Stand<'_> {
    pub(crate) async fn pages(&self, table: &mut Table) -> anyhow::Result<()> {
        for (name, path) in [
            ("done consultations", "/cases?kind=consultation&status=closed&limit=20"),
            ("normal priority", "/cases?priority=normal&limit=20"),
        ] {
            let first = self.read(&self.manager, path).await?;
            self.add_p99(table, &format!("first page of a queue, {name}, p99"), &first, None);
            let hundredth = self.hundredth(path).await?;
            let measured = self.read(&self.manager, &hundredth).await?;
            self.add_p99(table, &format!("100th page of a queue, {name}, p99"), &measured, None);
        }
        let due = self.read(&self.manager, "/cases?status=open&sort=due&limit=50").await?;
        self.add_p99(table, "first page of what is open, by due time, p99", &due, None);
        let own = self.read(&self.agent, "/cases?status=closed&limit=50").await?;
        self.add_p99(table, "first page of an agent's own done work, p99", &own, None);
        Ok(())
    }

    /// Where the 100th page is.
    async fn hundredth(&self, path: &str) -> anyhow::Result<String> {
        let mut at = path.to_owned();
        for n in 2..=100 {
            let page = self.manager.get(&at).await?;
            let next = page["next"].as_str().with_context(|| format!("{path} has no page {n}"))?;
            at = format!("{path}&cursor={next}");
        }
        Ok(at)
    }

    fn add_p99(&self, table: &mut Table, what: &str, measured: &Measured, bar: Option<Bar>) {
        let note = format!("p50 {:.2} ms", measured.within_ms(0.5));
        self.add_against_few(table, self.row(what, Some(measured.within_ms(0.99)), "ms", bar, note));
    }

    /// The same again and again on one connection, after some that are not counted.
    async fn read(&self, caller: &Caller, path: &str) -> anyhow::Result<Measured> {
        for _ in 0..20 {
            caller.get(path).await?;
        }
        self.bench.effort.over(1).run(async |_, _| caller.answers(path).await.map(drop)).await
    }

    pub(crate) async fn dashboard(&self, table: &mut Table) -> anyhow::Result<()> {
        let (from, to) = year()?;
        let path = format!("/dashboard?from={from}&to={to}");
        if !self.manager.answers(&path).await? {
            table.add(self.row(
                "dashboard of a year, p99",
                None,
                "ms",
                Some(Bar::AtMost(50.0)),
                "no such route".into(),
            ));
            return Ok(());
        }
        let measured = self.read(&self.manager, &path).await?;
        self.add_p99(table, "dashboard of a year, p99", &measured, Some(Bar::AtMost(50.0)));
        Ok(())
    }

    pub(crate) async fn search(&self, table: &mut Table) -> anyhow::Result<()> {
        let bar = Some(Bar::AtMost(50.0));
        if !self.manager.answers("/search?q=1").await? {
            table.add(self.row("selective search, p99", None, "ms", bar, "no such route".into()));
            return Ok(());
        }
        // Names of customers, each of which few cases hold.
        let page = self.manager.get("/customers?limit=100").await?;
        let names = page["items"].as_array().context("no customers")?;
        let names: Vec<String> =
            names.iter().filter_map(|one| Some(one["name"].as_str()?.to_owned())).collect();
        ensure!(!names.is_empty(), "no customers");
        let ask = async |_, n: usize| {
            let query = [("q", names[n % names.len()].as_str())];
            let query = reqwest::Url::parse_with_params("http://x/search", query)?;
            self.manager.answers(&format!("/search?{}", query.query().unwrap_or_default())).await.map(drop)
        };
        let measured = self.bench.effort.over(1).run(ask).await?;
        let note = format!("p50 {:.2} ms", measured.within_ms(0.5));
        table.add(self.row("selective search, p99", Some(measured.within_ms(0.99)), "ms", bar, note));
        Ok(())
    }
}

/// The first and the last day of the year that ends today.
fn year() -> anyhow::Result<(Date, Date)> {
    let days = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs() / 86_400;
    let today = date(1970, 1, 1).checked_add(i64::try_from(days)?.days())?;
    Ok((today.checked_sub(364.days())?, today))
}
