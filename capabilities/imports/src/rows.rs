//! Records of a CSV file (RFC 4180), however broken the file is.
//!
//! A quotation mark that is never closed would swallow the rest of the file into one field, so records are put
//! together line by line and bounded. What follows a broken record is read again from its second line: good rows
//! that it swallowed come out whole. A mark that is closed in the middle of a field shows such a record, which is
//! why this is not the `csv` crate's lenient reading; the tests hold the two against each other on whole files.

use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, Read};

use crate::model::Objection;

/// The longest record, in bytes: several times the longest narrative that is published.
pub const RECORD_BYTES_MAX: usize = 256 * 1024;

/// One record of the right number of fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The line it begins on; the first line of the file is 1.
    pub line: u64,
    /// Its fields, as the file holds them.
    pub fields: Vec<Vec<u8>>,
}

/// A record that cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// The line it begins on.
    pub line: u64,
    /// Why.
    pub why: Objection,
}

/// A file, record by record.
pub struct Rows<R> {
    input: BufReader<R>,
    /// Lines to be read again, after a broken record.
    again: VecDeque<Line>,
    next_line: u64,
    bytes_done: u64,
    /// How many fields a record must have; 0 until the header was read.
    width: usize,
    /// Up to this line, records that do not fit belong to a broken record that was told already.
    told_up_to: u64,
}

struct Line {
    number: u64,
    bytes: Vec<u8>,
    /// A line longer than a record may be: its rest was passed over.
    cut: bool,
}

impl<R: Read> Rows<R> {
    /// Begins at the start of `input`.
    pub fn new(input: R) -> Self {
        let input = BufReader::with_capacity(256 * 1024, input);
        Self { input, again: VecDeque::new(), next_line: 1, bytes_done: 0, width: 0, told_up_to: 0 }
    }

    /// How many bytes were read.
    pub fn bytes_done(&self) -> u64 {
        self.bytes_done
    }

    /// The first record, which names the columns; every later one must have as many fields. None when there is none.
    pub fn header(&mut self) -> io::Result<Option<Record>> {
        let header = self.next().transpose()?.and_then(Result::ok);
        self.width = header.as_ref().map_or(0, |header| header.fields.len());
        Ok(header)
    }

    fn read_line(&mut self) -> io::Result<Option<Line>> {
        if let Some(line) = self.again.pop_front() {
            return Ok(Some(line));
        }
        let mut bytes = Vec::new();
        let limit = RECORD_BYTES_MAX as u64 + 1;
        let mut read = (&mut self.input).take(limit).read_until(b'\n', &mut bytes)? as u64;
        if read == 0 {
            return Ok(None);
        }
        let cut = read == limit && bytes.last() != Some(&b'\n');
        if cut {
            read += self.pass_over_line()?;
        }
        if self.bytes_done == 0 && bytes.starts_with(b"\xef\xbb\xbf") {
            bytes.drain(..3);
        }
        self.bytes_done += read;
        let number = self.next_line;
        self.next_line += 1;
        Ok(Some(Line { number, bytes: without_end(bytes), cut }))
    }

    fn pass_over_line(&mut self) -> io::Result<u64> {
        let mut passed = 0;
        loop {
            let buffer = self.input.fill_buf()?;
            if buffer.is_empty() {
                return Ok(passed);
            }
            let end = buffer.iter().position(|byte| *byte == b'\n');
            let length = end.map_or(buffer.len(), |at| at + 1);
            self.input.consume(length);
            passed += length as u64;
            if end.is_some() {
                return Ok(passed);
            }
        }
    }

    /// Puts one record together from as many lines as it has.
    fn next_record(&mut self) -> io::Result<Option<Result<Record, Broken>>> {
        let mut record = Assembly::default();
        let (mut lines, mut held): (Vec<Line>, usize) = (Vec::new(), 0);
        loop {
            let Some(line) = self.read_line()? else {
                if lines.is_empty() {
                    return Ok(None);
                }
                return Ok(self.break_off(lines, Objection::QuoteOpen));
            };
            if lines.is_empty() && line.bytes.is_empty() {
                continue;
            }
            held += line.bytes.len() + 1;
            let too_long = line.cut || held > RECORD_BYTES_MAX;
            let state = if too_long { State::Quoted } else { record.add(&line.bytes) };
            lines.push(line);
            if too_long {
                return Ok(self.break_off(lines, Objection::RowTooLong));
            }
            if state == State::Broken {
                return Ok(self.break_off(lines, Objection::QuoteInside));
            }
            // Without this, a line that closes and opens a mark could make each record reach far into the next.
            if state == State::Quoted && self.width > 0 && record.fields.len() >= self.width {
                return Ok(self.misfit(lines, record.fields.len() + 1));
            }
            if state != State::Quoted {
                return Ok(self.whole(lines, record.fields));
            }
        }
    }

    fn whole(&mut self, lines: Vec<Line>, fields: Vec<Vec<u8>>) -> Option<Result<Record, Broken>> {
        if self.width == 0 || fields.len() == self.width {
            self.told_up_to = 0;
            return Some(Ok(Record { line: lines[0].number, fields }));
        }
        self.misfit(lines, fields.len())
    }

    fn misfit(&mut self, lines: Vec<Line>, count: usize) -> Option<Result<Record, Broken>> {
        self.break_off(lines, Objection::WrongWidth { found: count, wanted: self.width })
    }

    /// Gives a record up. Its later lines are read again; none when an earlier broken record told of it.
    fn break_off(&mut self, lines: Vec<Line>, why: Objection) -> Option<Result<Record, Broken>> {
        let (first, last) = (lines[0].number, lines[lines.len() - 1].number);
        let told = first <= self.told_up_to;
        self.told_up_to = self.told_up_to.max(last);
        for line in lines.into_iter().skip(1).rev() {
            self.again.push_front(line);
        }
        (!told).then_some(Err(Broken { line: first, why }))
    }
}

impl<R: Read> Iterator for Rows<R> {
    type Item = io::Result<Result<Record, Broken>>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let ended = |rows: &mut Self| {
                rows.again.is_empty() && matches!(rows.input.fill_buf(), Ok(buffer) if buffer.is_empty())
            };
            match self.next_record() {
                Ok(Some(item)) => return Some(Ok(item)),
                Ok(None) if ended(self) => return None,
                Ok(None) => {} // a part of a broken record that was told already
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

fn without_end(mut bytes: Vec<u8>) -> Vec<u8> {
    if bytes.last() == Some(&b'\n') {
        bytes.pop();
        if bytes.last() == Some(&b'\r') {
            bytes.pop();
        }
    }
    bytes
}

#[derive(Clone, Copy, PartialEq, Eq, Default)]
enum State {
    #[default]
    Start,
    Plain,
    Quoted,
    /// A mark inside a quoted field: the first of two, or the end.
    Closing,
    /// Text after the end of a quoted field.
    Broken,
}

/// A record while its lines are added.
#[derive(Default)]
struct Assembly {
    fields: Vec<Vec<u8>>,
    field: Vec<u8>,
    state: State,
}

impl Assembly {
    /// Adds one line, without its end. Answers `Quoted` while the record goes on.
    fn add(&mut self, line: &[u8]) -> State {
        if self.state == State::Quoted {
            self.field.push(b'\n');
        }
        for byte in line {
            self.state = match (self.state, byte) {
                (State::Start, b'"') => State::Quoted,
                (State::Quoted, b'"') => State::Closing,
                (State::Closing, b'"') => self.keep(b'"', State::Quoted),
                (State::Quoted, byte) => self.keep(*byte, State::Quoted),
                (State::Start | State::Plain | State::Closing, b',') => {
                    self.fields.push(std::mem::take(&mut self.field));
                    State::Start
                }
                (State::Start | State::Plain, byte) => self.keep(*byte, State::Plain),
                (State::Closing | State::Broken, _) => return State::Broken,
            };
        }
        if self.state != State::Quoted {
            self.fields.push(std::mem::take(&mut self.field));
        }
        self.state
    }

    fn keep(&mut self, byte: u8, state: State) -> State {
        self.field.push(byte);
        state
    }
}

#[cfg(test)]
mod tests;
