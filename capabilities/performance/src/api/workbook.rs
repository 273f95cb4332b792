//! The dashboard as a workbook: the figures with how they are counted, the days, and the members side by side.
//!
//! Every text is written as a text: a name that begins with `=`, `+`, `-` or `@` is never a formula.

use std::sync::Arc;

use axum::http::header;
use axum::response::{IntoResponse, Response};
use lingke_organisation::model::Locale;
use lingke_platform::ctx::Ctx;
use lingke_platform::failure::{Answer, Failure};
use lingke_platform::http::extract::Query;
use lingke_platform::node::Node;
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};
use serde_json::Value;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::dashboard::{DashboardQuery, read};
use super::shown::{Dashboard, Kept, Member, PeriodFigures, TimeFigures};
use crate::store::read::Dimension;

/// The routes, below `/api/v1`.
pub fn routes() -> OpenApiRouter<Arc<Node>> {
    OpenApiRouter::new().routes(routes!(workbook))
}

const CHINESE: [&str; 2] = [
    include_str!("../../../../locales/zh-CN/performance.json"),
    include_str!("../../../../locales/zh-CN/common.json"),
];
const ENGLISH: [&str; 2] = [
    include_str!("../../../../locales/en-US/performance.json"),
    include_str!("../../../../locales/en-US/common.json"),
];

/// The media type of a workbook.
const MEDIA_TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The words of a language: the dashboard's own and those of all screens.
struct Words {
    own: Value,
    common: Value,
    english: bool,
}

impl Words {
    fn of(locale: Option<Locale>) -> Answer<Self> {
        let english = locale == Some(Locale::EnUs);
        let [own, common] = if english { ENGLISH } else { CHINESE };
        Ok(Self { own: serde_json::from_str(own)?, common: serde_json::from_str(common)?, english })
    }

    /// `figure.arrived`; the key itself where there is none.
    fn say<'a>(&'a self, key: &'a str) -> &'a str {
        let found = key.split('.').try_fold(&self.own, |inside, name| inside.get(name));
        found.and_then(Value::as_str).unwrap_or(key)
    }

    fn member<'a>(&'a self, by: Dimension, member: &'a Member) -> &'a str {
        let words = match by {
            Dimension::Kind => "case_kind",
            Dimension::Channel => "channel",
            Dimension::Priority => "priority",
            Dimension::Unit | Dimension::Staff => {
                let english = member.name_en.as_deref().filter(|_| self.english);
                return english.or(member.name.as_deref()).unwrap_or(&member.key);
            }
        };
        self.common[words][&member.key].as_str().unwrap_or(&member.key)
    }
}

/// The dashboard as a workbook (xlsx), in the language of `locale`. Needs `performance.view`.
#[utoipa::path(get, path = "/dashboard/workbook", tag = "performance", params(DashboardQuery),
    responses((status = 200, body = Vec<u8>, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))]
async fn workbook(ctx: Ctx, Query(query): Query<DashboardQuery>) -> Answer<Response> {
    let asked = query.asked(&ctx).await?;
    let dashboard = read(&ctx, &asked).await?;
    let words = Words::of(query.locale)?;
    let written = write(&dashboard, asked.by, &words).map_err(anyhow::Error::from).map_err(Failure::from)?;
    let name = format!("attachment; filename=\"lingke-{}-{}.xlsx\"", query.from, query.to);
    Ok(([(header::CONTENT_TYPE, MEDIA_TYPE.to_owned()), (header::CONTENT_DISPOSITION, name)], written)
        .into_response())
}

fn write(shown: &Dashboard, by: Dimension, words: &Words) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let bold = Format::new().set_bold();
    overview(book.add_worksheet(), shown, words, &bold)?;
    days(book.add_worksheet(), shown, words, &bold)?;
    members(book.add_worksheet(), shown, by, words, &bold)?;
    book.save_to_buffer()
}

/// A figure of the overview: its key, its value, and its value before.
type Line = (String, Option<f64>, Option<f64>, &'static str);

fn overview(sheet: &mut Worksheet, shown: &Dashboard, words: &Words, bold: &Format) -> Result<(), XlsxError> {
    sheet.set_name(words.say("workbook.overview"))?;
    sheet.set_column_width(0, 44)?.set_column_width(3, 100)?;
    let days = |period: &super::shown::DashboardPeriod| format!("{} – {}", period.from, period.to);
    for (row, (key, value)) in [
        ("workbook.period", days(&shown.period)),
        ("workbook.compared", shown.compared.as_ref().map(days).unwrap_or_default()),
        ("workbook.at", shown.at.to_string()),
    ]
    .iter()
    .enumerate()
    {
        let row = row as u32;
        sheet.write_string_with_format(row, 0, words.say(key), bold)?.write_string(row, 1, value)?;
    }
    for (column, key) in
        ["workbook.figure", "workbook.value", "workbook.before", "workbook.formula"].iter().enumerate()
    {
        sheet.write_string_with_format(4, column as u16, words.say(key), bold)?;
    }
    for (row, (name, value, before, formula)) in (5..).zip(lines(shown, words)) {
        sheet.write_string(row, 0, &name)?;
        number(sheet, row, 1, value)?;
        number(sheet, row, 2, before)?;
        sheet.write_string(row, 3, words.say(formula))?;
    }
    Ok(())
}

fn number(sheet: &mut Worksheet, row: u32, column: u16, value: Option<f64>) -> Result<(), XlsxError> {
    if let Some(value) = value {
        sheet.write_number(row, column, value)?;
    }
    Ok(())
}

fn lines(shown: &Dashboard, words: &Words) -> Vec<Line> {
    let now = &shown.now;
    let of_now = [
        ("figure.open", now.open, "formula.open"),
        ("figure.due_today", now.due_today, "formula.due_today"),
        ("figure.open_breached", now.breached, "formula.open_breached"),
        ("figure.waiting_customer", now.waiting_customer, "formula.waiting_customer"),
        ("figure.unassigned", now.unassigned, "formula.unassigned"),
    ];
    let mut lines: Vec<Line> = of_now
        .into_iter()
        .map(|(key, value, formula)| (words.say(key).to_owned(), Some(value as f64), None, formula))
        .collect();
    let before = shown.before.as_ref();
    let mut line = |name: String, of: &dyn Fn(&PeriodFigures) -> Option<f64>, formula: &'static str| {
        lines.push((name, of(&shown.figures), before.and_then(of), formula));
    };
    let own = |key: &str| words.say(key).to_owned();
    line(own("figure.arrived"), &|f| Some(f.arrived as f64), "formula.arrived");
    line(own("figure.resolved"), &|f| Some(f.resolved as f64), "formula.resolved");
    line(own("figure.closed"), &|f| Some(f.closed as f64), "formula.closed");
    line(own("figure.breached"), &|f| Some(f.breached as f64), "formula.breached");
    type OfTimes = fn(&PeriodFigures) -> &TimeFigures;
    let times: [(&str, OfTimes, &'static str); 2] = [
        ("figure.first_response", |f| &f.first_response, "formula.first_response"),
        ("figure.resolution", |f| &f.resolution, "formula.resolution"),
    ];
    for (key, of, formula) in times {
        let name = |what: &str| format!("{} · {}", words.say(key), words.say(what));
        line(name("workbook.median"), &|f| of(f).median_seconds.map(|s| s as f64), formula);
        line(name("workbook.p90"), &|f| of(f).p90_seconds.map(|s| s as f64), formula);
    }
    for (n, one) in shown.figures.attainment.iter().enumerate() {
        let key = serde_json::to_value(one.clock).ok();
        let key = format!("figure.kept.{}", key.as_ref().and_then(Value::as_str).unwrap_or_default());
        for (cohort, formula) in [("ended", "formula.ended"), ("due", "formula.due")] {
            let kept = |f: &PeriodFigures| {
                if cohort == "ended" { f.attainment[n].ended } else { f.attainment[n].due }
            };
            let name = |what: &str| {
                format!(
                    "{} · {} · {}",
                    words.say(&key),
                    words.say(&format!("cohort.{cohort}")),
                    words.say(what)
                )
            };
            line(name("workbook.met"), &|f| Some(kept(f).met as f64), formula);
            line(name("workbook.late"), &|f| Some(kept(f).breached as f64), formula);
            line(name("workbook.share"), &|f| share(&kept(f)), formula);
        }
    }
    lines
}

/// The share in time; none when nothing was decided.
fn share(kept: &Kept) -> Option<f64> {
    let all = kept.met + kept.breached;
    (all > 0).then(|| kept.met as f64 / all as f64)
}

fn days(sheet: &mut Worksheet, shown: &Dashboard, words: &Words, bold: &Format) -> Result<(), XlsxError> {
    sheet.set_name(words.say("workbook.days"))?.set_column_width(0, 12)?;
    let heads = [
        "workbook.day",
        "series.arrived",
        "series.resolved",
        "figure.closed",
        "series.breached",
        "series.open",
    ];
    for (column, key) in heads.iter().enumerate() {
        sheet.write_string_with_format(0, column as u16, words.say(key), bold)?;
    }
    for (row, day) in (1..).zip(&shown.days) {
        sheet.write_string(row, 0, day.on.to_string())?;
        let counts = [day.arrived, day.resolved, day.closed, day.breached, day.open];
        for (column, count) in (1..).zip(counts) {
            sheet.write_number(row, column, count as f64)?;
        }
    }
    Ok(())
}

fn members(
    sheet: &mut Worksheet,
    shown: &Dashboard,
    by: Dimension,
    words: &Words,
    bold: &Format,
) -> Result<(), XlsxError> {
    sheet.set_name(words.say("by_title"))?.set_column_width(0, 28)?;
    let heads = [
        "column.member",
        "column.open",
        "column.open_breached",
        "column.arrived",
        "column.resolved",
        "column.breached",
        "column.first_response",
        "column.resolution",
    ];
    for (column, key) in heads.iter().enumerate() {
        sheet.write_string_with_format(0, column as u16, words.say(key), bold)?;
    }
    for (row, member) in (1..).zip(&shown.by) {
        let figures = &member.figures;
        sheet.write_string(row, 0, words.member(by, member))?;
        let counts = [member.open, member.open_breached, figures.arrived, figures.resolved, figures.breached]
            .map(Some);
        let times = [figures.first_response.median_seconds, figures.resolution.median_seconds];
        for (column, value) in (1..).zip(counts.into_iter().chain(times)) {
            number(sheet, row, column, value.map(|value| value as f64))?;
        }
    }
    Ok(())
}
