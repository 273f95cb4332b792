//! The program itself, as people start it.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use lingke_platform::config::Config;

use crate::house::{House, eventually, for_both};

for_both!(serve_says_where_it_is_and_stops_in_time_when_told, a_token_made_beside_a_running_server_works);

/// `lingke` on the database of `config`, with nothing of the surroundings.
pub(crate) fn command(config: &Config, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lingke"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("LINGKE_")) {
        command.env_remove(name);
    }
    command.current_dir(&config.data_dir).arg("--data-dir").arg(&config.data_dir);
    if let Some(url) = &config.database_url {
        command.arg("--database-url").arg(url);
    }
    command.args(words).stdin(Stdio::null());
    command
}

/// Runs a command to its end.
pub(crate) fn run(config: &Config, words: &[&str]) -> Output {
    command(config, words).output().unwrap()
}

/// A running `lingke serve`; killed when dropped.
pub(crate) struct Served {
    pub(crate) child: Child,
    pub(crate) address: std::net::SocketAddr,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Starts `lingke serve` and waits for its one line.
pub(crate) fn serve(config: &Config) -> Served {
    let mut command = command(config, &["serve", "--listen", "127.0.0.1:0"]);
    command.env("LINGKE_LOG", "error").env("LINGKE_TICK_MS", "50").stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.trim().strip_prefix("Lingke is ready at http://").map(str::to_owned);
    let address = address.unwrap_or_else(|| panic!("it said: {line:?}")).parse().unwrap();
    Served { child, address }
}

async fn serve_says_where_it_is_and_stops_in_time_when_told(house: House) {
    let config = house.ground.config();
    let mut served = serve(&config);
    let manager = house.person("manager").at(served.address);
    manager.add_product("A").await.expect(201);
    let live = manager.request(reqwest::Method::GET, "/live").send().await.unwrap();
    let told = Instant::now();
    let id = served.child.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    let ended = eventually("the program ends", async || served.child.try_wait().unwrap()).await;
    assert!(ended.success(), "{ended}");
    assert!(told.elapsed() < Duration::from_secs(10));
    assert!(live.text().await.unwrap().contains("hello"), "the stream ends as a whole");
}

async fn a_token_made_beside_a_running_server_works(house: House) {
    let made = run(&house.ground.config(), &["token", "create", "--login", "manager", "--name", "load-test"]);
    let text = String::from_utf8(made.stdout).unwrap();
    let token = text.lines().last().unwrap();
    let program = crate::house::Person::new(house.address, Some(token));
    program.add_product("A").await.expect(201);
    let again = run(&house.ground.config(), &["token", "create", "--login", "stranger", "--name", "x"]);
    assert_eq!(again.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&again.stderr).contains("there is no login stranger"));
}

#[test]
fn an_administrator_made_in_an_empty_directory_can_begin() {
    let dir = tempfile::tempdir().unwrap();
    let config = Config { data_dir: dir.path().to_owned(), ..Config::default() };
    let words = ["admin", "create", "--login", "root", "--name", "Root"];
    let refused = run(&config, &words);
    assert_eq!(refused.status.code(), Some(1), "a new database needs the institution's name");
    let made = run(&config, &[&words[..], &["--institution", "静水银行"]].concat());
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let password = String::from_utf8(made.stdout).unwrap().lines().last().unwrap().to_owned();
    let served = serve(&config);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let nobody = crate::house::Person::new(served.address, None);
        let body = serde_json::json!({ "login": "root", "password": password });
        let session = nobody.post("/sessions", &body).await.expect(201).json();
        assert_eq!(session["me"]["must_change_password"], true);
    });
}

/// Feeds lines to a command and reads what it answers.
fn answers(words: &[&str], lines: &str) -> Vec<serde_json::Value> {
    use std::io::Write;
    let dir = tempfile::tempdir().unwrap();
    let config = Config { data_dir: dir.path().to_owned(), ..Config::default() };
    let mut command = command(&config, words);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let text = lines.to_owned();
    let writing = std::thread::spawn(move || input.write_all(text.as_bytes()).unwrap());
    let output = child.wait_with_output().unwrap();
    writing.join().unwrap();
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn the_clock_calculator_answers_each_line_in_order() {
    let always = r#"{"op":"add","calendar":"always","from":"2026-02-03T10:00:00","duration":"PT5H"}"#;
    let between =
        r#"{"op":"between","calendar":"always","from":"2026-02-03T10:00:00","to":"2026-02-03T11:00:00"}"#;
    let long = "x".repeat(1_200_000);
    let lines = format!("{always}\nnonsense\n\n{long}\n{between}\n{always}");
    let answered = answers(&["clock", "--batch"], &lines);
    assert_eq!(answered.len(), 6);
    assert!(answered[0]["at"].as_str().unwrap().starts_with("2026-02-03T15:00:00"));
    assert!(answered[1..4].iter().all(|answer| answer["error"].is_string()));
    assert_eq!(answered[4]["seconds"], 3600);
    assert_eq!(answered[5], answered[0]);
}

#[test]
fn the_statistics_calculator_answers_each_line_in_order() {
    let lines = "{\"op\":\"nps\",\"promoters\":50,\"passives\":30,\"detractors\":20}\n{}\n";
    let answered = answers(&["stats", "--batch"], lines);
    assert_eq!(answered[0]["value"], 30.0);
    assert!(answered[1]["error"].is_string());
}
