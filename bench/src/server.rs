//! A running server, gone when dropped, and those who ask it.

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use reqwest::{Client, Method, StatusCode};
use serde_json::Value;

use crate::databases::Place;

/// A running server.
#[derive(Debug)]
pub(crate) struct Server {
    child: Child,
    /// `http://127.0.0.1:port`.
    pub(crate) address: String,
    /// From the start of the process to the line that says it is ready.
    pub(crate) started_in: Duration,
}

impl Server {
    pub(crate) fn start(place: &Place) -> anyhow::Result<Self> {
        let began = Instant::now();
        let mut command = place.command();
        command.args(["serve", "--listen", "127.0.0.1:0"]).stdout(Stdio::piped());
        let mut child = command.spawn().context("the server did not start")?;
        let out = child.stdout.take().context("no standard output")?;
        let mut lines = BufReader::new(out).lines().map_while(Result::ok);
        let Some(address) = lines.find_map(|line| address_in(&line)) else {
            bail!("the server ended before it was ready");
        };
        Ok(Self { child, address, started_in: began.elapsed() })
    }

    /// Memory it holds now and held at most, in megabytes.
    pub(crate) fn memory(&self) -> anyhow::Result<(f64, f64)> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let megabytes = |name: &str| -> Option<f64> {
            let line = status.lines().find(|line| line.starts_with(name))?;
            Some(line.split_whitespace().nth(1)?.parse::<f64>().ok()? / 1024.0)
        };
        megabytes("VmRSS:").zip(megabytes("VmHWM:")).context("the memory of the server cannot be read")
    }
}

fn address_in(line: &str) -> Option<String> {
    let at = line.find("http://")?;
    Some(line[at..].split_whitespace().next()?.trim_end_matches('/').to_owned())
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Someone who asks.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    client: Client,
    api: String,
    pub(crate) token: String,
}

impl Caller {
    /// A program with the rights of a demo sign-in.
    pub(crate) fn new(place: &Place, server: &Server, login: &str) -> anyhow::Result<Self> {
        let output =
            place.command().args(["token", "create", "--login", login, "--name", "bench"]).output()?;
        ensure!(output.status.success(), "no token: {}", String::from_utf8_lossy(&output.stderr));
        let text = String::from_utf8(output.stdout)?;
        let token = text.lines().last().context("no token was printed")?.to_owned();
        Ok(Self { client: Client::new(), api: format!("{}/api/v1", server.address), token })
    }

    /// What is at `path`; an error unless it answers 200.
    pub(crate) async fn get(&self, path: &str) -> anyhow::Result<Value> {
        let (status, text) = self.ask(Method::GET, path, None).await?;
        ensure!(status == StatusCode::OK, "GET {path}: {status} {text}");
        Ok(serde_json::from_str(&text)?)
    }

    /// The same without looking at what it says. False when there is no such thing in this build.
    pub(crate) async fn answers(&self, path: &str) -> anyhow::Result<bool> {
        let (status, text) = self.ask(Method::GET, path, None).await?;
        ensure!(matches!(status, StatusCode::OK | StatusCode::NOT_FOUND), "GET {path}: {status} {text}");
        Ok(status == StatusCode::OK)
    }

    /// Makes something; an error unless it was made.
    pub(crate) async fn post(&self, path: &str, body: &Value) -> anyhow::Result<Value> {
        let (status, text) = self.ask(Method::POST, path, Some(body)).await?;
        let made = matches!(status, StatusCode::CREATED | StatusCode::OK | StatusCode::ACCEPTED);
        ensure!(made, "POST {path}: {status} {text}");
        Ok(serde_json::from_str(&text)?)
    }

    async fn ask(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> anyhow::Result<(StatusCode, String)> {
        let mut request = self.client.request(method, format!("{}{path}", self.api)).bearer_auth(&self.token);
        if let Some(body) = body {
            request = request.json(body);
        }
        let answer = request.send().await?;
        Ok((answer.status(), answer.text().await?))
    }
}
