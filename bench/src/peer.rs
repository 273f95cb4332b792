//! Another program doing the same work on the same machine: django-helpdesk, opened by its own API.

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, ensure};
use reqwest::{Client, StatusCode};
use serde_json::json;
use tokio::time::sleep;

use crate::load::{Effort, Measured};

/// Its name in the table.
pub(crate) const NAME: &str = "django-helpdesk";

const ADDRESS: &str = "http://127.0.0.1:18917";

/// Installs it where it is not yet, starts it, and opens tickets over as many connections.
pub(crate) async fn measure(effort: Effort) -> anyhow::Result<Measured> {
    let installed = Command::new("scripts/bench-peer.sh").arg("install").stdout(Stdio::null()).output()?;
    let why = String::from_utf8_lossy(&installed.stderr);
    ensure!(installed.status.success(), "{}", why.lines().last().unwrap_or("it could not be installed"));
    let _running = Running::start()?;
    let client = Client::new();
    let open = async |n: String| {
        let ticket = json!({ "queue": 1, "title": format!("账单日咨询 {n}"), "priority": 3,
            "submitter_email": "customer@example.com",
            "description": "客户询问信用卡账单日与还款日的区别，并希望调整账单日。" });
        let url = format!("{ADDRESS}/helpdesk/api/tickets/");
        let answer = client.post(url).basic_auth("bench", Some("bench")).json(&ticket).send().await?;
        let (status, text) = (answer.status(), answer.text().await?);
        ensure!(
            status == StatusCode::CREATED,
            "its API answered {status} {}",
            text.get(..200).unwrap_or(&text)
        );
        anyhow::Ok(())
    };
    let mut tries = 0;
    while let Err(error) = open("first".into()).await {
        tries += 1;
        ensure!(tries < 60, "it did not answer within half a minute: {error:#}");
        sleep(Duration::from_millis(500)).await;
    }
    effort.run(async |connection, n| open(format!("{connection}-{n}")).await).await
}

struct Running(Child);

impl Running {
    fn start() -> anyhow::Result<Self> {
        let mut command = Command::new("scripts/bench-peer.sh");
        let child = command.arg("serve").stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        Ok(Self(child.context("it did not start")?))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Asked to end, it ends its workers too.
        let _ = Command::new("kill").arg(self.0.id().to_string()).status();
        let _ = self.0.wait();
    }
}
