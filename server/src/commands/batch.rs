//! `lingke clock --batch` and `lingke stats --batch`: one JSON object per line in, one per line out, in order.

use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;
use lingke_kernel::batch::{LINE_MAX, answer_clock_line, answer_stats_line};
use lingke_kernel::calendar::named;
use lingke_kernel::time::Instant;

/// How a calculator is asked.
#[derive(Args)]
pub struct Calculator {
    /// Answer the lines of standard input until it ends
    #[arg(long, required = true)]
    batch: bool,
}

/// Answers questions about time, with the built-in calendars.
pub fn clock(_: &Calculator) -> anyhow::Result<ExitCode> {
    answer_lines(|line| answer_clock_line(line, &named, now()))
}

/// Answers questions about figures.
pub fn stats(_: &Calculator) -> anyhow::Result<ExitCode> {
    answer_lines(answer_stats_line)
}

fn now() -> Instant {
    lingke_platform::node::Clock::default().now()
}

/// Answers are written at once when nothing more waits to be read, so that a program may ask and wait.
fn answer_lines(answer: impl Fn(&str) -> String) -> anyhow::Result<ExitCode> {
    let mut input = BufReader::with_capacity(64 * 1024, std::io::stdin().lock());
    let mut output = BufWriter::with_capacity(64 * 1024, std::io::stdout().lock());
    let mut line = Vec::new();
    while read_line(&mut input, &mut line).context("standard input cannot be read")? {
        writeln!(output, "{}", answer(String::from_utf8_lossy(&line).trim()))?;
        if input.buffer().is_empty() {
            output.flush()?;
        }
    }
    output.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// Reads one line without its end; of one that is too long only so much that it is seen to be.
fn read_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> std::io::Result<bool> {
    line.clear();
    if input.by_ref().take(LINE_MAX as u64 + 2).read_until(b'\n', line)? == 0 {
        return Ok(false);
    }
    if line.last() != Some(&b'\n') && line.len() > LINE_MAX {
        let mut rest = Vec::new();
        while input.by_ref().take(64 * 1024).read_until(b'\n', &mut rest)? > 0 && rest.last() != Some(&b'\n')
        {
            rest.clear();
        }
    }
    Ok(true)
}
