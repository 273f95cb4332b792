//! `lingke demo`: a made-up institution with a year of history, in an empty database.

use std::io::{IsTerminal, Write};
use std::process::ExitCode;
use std::time::Instant;

use clap::ValueEnum;
use lingke_platform::config::Config;

use super::node_at_rest;
use crate::demo::{self, Made, PASSWORD, Scale};

/// How much is made.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Size {
    /// 2,400 cases of 600 customers: seconds
    Small,
    /// 100,000 cases of 30,000 customers: minutes
    Medium,
    /// A million cases of 300,000 customers: many minutes
    Large,
}

/// About so many cases, and customers in proportion.
pub fn scale_of(cases: u64) -> Scale {
    let cases = usize::try_from(cases).unwrap_or(usize::MAX);
    Scale { cases, customers: (cases * 3 / 10).max(1) }
}

impl Size {
    /// What it means.
    pub fn scale(self) -> Scale {
        match self {
            Self::Small => Scale { cases: 2_400, customers: 600 },
            Self::Medium => Scale { cases: 100_000, customers: 30_000 },
            Self::Large => Scale { cases: 1_000_000, customers: 300_000 },
        }
    }
}

/// Fills an empty database and says whom one can sign in as.
pub async fn run(config: Config, scale: Scale, seed: u64) -> anyhow::Result<ExitCode> {
    let node = node_at_rest(config).await?;
    let started = Instant::now();
    let told_to_stop = node.stopping.clone();
    tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            told_to_stop.cancel();
        }
    });
    let made = demo::make(&node, scale, seed, &mut progress()).await;
    node.stop().await;
    let told = summary(&made?, started.elapsed().as_secs_f64());
    std::io::stdout().lock().write_all(told.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

/// Writes on one line of a terminal how far it is; where there is no terminal, each part once it is done.
fn progress() -> impl FnMut(&str, f64) + Send {
    let terminal = std::io::stderr().is_terminal();
    move |what, share| {
        let done = share >= 1.0;
        if terminal {
            eprint!("\r{what}: {:3.0} %{}", share.min(1.0) * 100.0, if done { "\n" } else { "" });
        } else if done {
            eprintln!("{what}: done");
        }
    }
}

fn summary(made: &Made, seconds: f64) -> String {
    let in_time = 100.0 - made.breached as f64 / made.cases.max(1) as f64 * 100.0;
    let mut text = format!(
        "\n演示机构已就绪，用时 {seconds:.1} 秒：机构 {units} 个、员工 {staff} 人、产品 {products} 种、客户 {customers} 位、\
         工单 {cases} 件（在办 {open} 件，按时率 {in_time:.1} %）、日志 {events} 条。\n\
         The demo institution is ready in {seconds:.1} s: {units} units, {staff} staff, {products} products, \
         {customers} customers, {cases} cases ({open} open, {in_time:.1} % in time), {events} journal entries.\n\n\
         演示登录，密码 / Sign in with the password: {PASSWORD}\n\n",
        units = made.units,
        staff = made.staff,
        products = made.products,
        customers = made.customers,
        cases = made.cases,
        open = made.open,
        events = made.events,
    );
    for (login, name, role) in &made.sign_ins {
        let (chinese, english) = role_names(role);
        text.push_str(&format!("  {login:<12}{name}  {chinese} / {english}\n"));
    }
    text
}

fn role_names(role: &str) -> (&'static str, &'static str) {
    match role {
        "service_manager" => ("客户服务经理", "service manager"),
        "service_agent" => ("客户服务专员", "service agent"),
        "complaint_specialist" => ("投诉处理专员", "complaint specialist"),
        "technical_support" => ("技术支持专员", "technical support"),
        "quality_supervisor" => ("服务质量监督", "quality supervisor"),
        "department_handler" => ("协同部门经办", "department handler"),
        "administrator" => ("系统管理员", "administrator"),
        "auditor" => ("审计员", "auditor"),
        _ => ("", ""),
    }
}
