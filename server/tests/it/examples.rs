//! What docs/api.md shows works as it stands there: its commands are run in order, its checks of signatures too.

use std::io::Write;
use std::process::{Command, Stdio};

use lingke_webhooks::signing::signature;

use crate::house::people::PASSWORD;
use crate::house::{House, for_both};

for_both!(every_command_of_the_page_about_the_api_does_what_it_says);

const PAGE: &str = include_str!("../../../docs/api.md");

/// Stops at the first command that fails, and says which. The live stream does not end by itself.
const BEFORE: &str = r#"
set -eEuo pipefail
trap 'echo "failed: line $LINENO: $BASH_COMMAND" >&2' ERR
lingke() { "$LINGKE" --data-dir "$DATA" ${DATABASE:+--database-url "$DATABASE"} "$@"; }
curl() {
  case "$*" in
    */live*) timeout 3 curl --noproxy '*' "$@" || true ;;
    *) command curl --noproxy '*' --fail-with-body "$@" ;;
  esac
}
"#;

/// The commands: what is indented by four and is no answer.
fn commands() -> String {
    let mut commands = String::new();
    let (mut fenced, mut answer) = (false, false);
    for line in PAGE.lines() {
        fenced ^= line.starts_with("```");
        let Some(code) = line.strip_prefix("    ").filter(|_| !fenced) else {
            answer &= line.starts_with(' ');
            continue;
        };
        answer |= code.starts_with("{\"");
        if !answer {
            commands.push_str(code);
            commands.push('\n');
        }
    }
    commands
}

async fn every_command_of_the_page_about_the_api_does_what_it_says(house: House) {
    let commands = commands().replace("127.0.0.1:8080", &house.address.to_string());
    assert!(commands.matches("curl ").count() > 25, "{commands}");
    let commands = commands.replace("lingke-demo", PASSWORD);
    let config = house.ground.config();
    let folder = tempfile::tempdir().unwrap();
    let mut bash = Command::new("bash");
    bash.current_dir(folder.path()).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    bash.env("LINGKE", env!("CARGO_BIN_EXE_lingke")).env("DATA", &config.data_dir);
    bash.env("DATABASE", config.database_url.clone().unwrap_or_default());
    let run = tokio::task::spawn_blocking(move || {
        let mut child = bash.spawn().unwrap();
        let text = format!("{BEFORE}{commands}");
        child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    });
    let output = run.await.unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stdout));
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(printed.contains("HTTP/1.1 201 Created") && printed.contains("HTTP/1.1 200 OK"), "{printed}");
    assert!(printed.contains("whsec_"), "the endpoint was added");
    assert!(printed.contains(r#"{"on":"2026-02-24","unrolled_on":"2026-02-18"}"#), "{printed}");
    assert_eq!(house.count("cases").await, 1, "the same key opens one case");
}

/// The block of the page in this language.
fn block(language: &str) -> &'static str {
    let (_, after) = PAGE.split_once(&format!("```{language}\n")).expect("the page has such a block");
    after.split("```").next().unwrap_or_default()
}

/// Runs a program that prints whether a right and a forged message are ours.
fn judged(program: &str, text: &str) -> String {
    let output =
        Command::new(program).args([if program == "node" { "-e" } else { "-c" }, text]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_lowercase()
}

#[test]
fn the_checks_of_signatures_that_the_page_shows_accept_ours_and_nothing_else() {
    let (secret, body) = ("whsec_plJ3nmyCDGBKInavdOK15jsl", r#"{"type":"case_opened"}"#);
    let signed = signature(secret, "wdl_1", 1_790_000_000, body).unwrap();
    let headers = serde_json::json!({
        "webhook-id": "wdl_1", "webhook-timestamp": "1790000000", "webhook-signature": format!("v1,AAAA {signed}"),
    });
    let python = format!(
        "{}\nh = {headers}\nb = {body:?}.encode()\nprint(is_ours({secret:?}, h, b), is_ours({secret:?}, h, b + b' '))",
        block("python")
    );
    assert_eq!(judged("python3", &python), "true false");
    let js = format!(
        "{}\nconst h = {headers}, b = {body:?};\nprocess.stdout.write(isOurs({secret:?}, h, b) + ' ' + isOurs({secret:?}, h, b + ' '));",
        block("js")
    );
    assert_eq!(judged("node", &js), "true false");
}
