//! Writing rows into a file that spreadsheets open: xlsx row by row at constant memory, or CSV as Excel reads it.

use std::fs::File;
use std::io::{BufWriter, Seek, SeekFrom, Write};

use anyhow::Context;
use jiff::civil::{Date, DateTime};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

use crate::cells::{Cell, harmless};

/// Rows on one sheet at most; Excel takes 1,048,576.
const SHEET_ROWS_MAX: u32 = 1_000_000;

/// A file being written.
pub enum Sheet {
    /// An Excel workbook.
    Xlsx(Box<Book>),
    /// Comma-separated values, UTF-8 with its mark.
    Csv(Box<csv::Writer<BufWriter<File>>>),
}

/// A workbook being written.
pub struct Book {
    workbook: Workbook,
    headings: Vec<String>,
    bold: Format,
    moment: Format,
    day: Format,
    sheets: usize,
    row: u32,
}

impl Sheet {
    /// Begins a file of this format.
    ///
    /// # Errors
    /// When there is no room for it.
    pub fn begin(format: &str, headings: Vec<String>) -> anyhow::Result<Self> {
        if format == "csv" {
            let mut file = BufWriter::new(tempfile::tempfile()?);
            // Without it Excel takes UTF-8 for the system's own code page.
            file.write_all("\u{feff}".as_bytes())?;
            let mut writer = csv::Writer::from_writer(file);
            // An administrator names the columns of own fields.
            writer.write_record(headings.iter().map(|heading| harmless(heading)))?;
            return Ok(Self::Csv(Box::new(writer)));
        }
        let book = Book {
            workbook: Workbook::new(),
            headings,
            bold: Format::new().set_bold(),
            moment: Format::new().set_num_format("yyyy-mm-dd hh:mm"),
            day: Format::new().set_num_format("yyyy-mm-dd"),
            sheets: 0,
            row: SHEET_ROWS_MAX,
        };
        Ok(Self::Xlsx(Box::new(book)))
    }

    /// Writes one row.
    ///
    /// # Errors
    /// When there is no room for it.
    pub fn row(&mut self, cells: &[Cell]) -> anyhow::Result<()> {
        match self {
            Self::Csv(writer) => Ok(writer.write_record(cells.iter().map(text))?),
            Self::Xlsx(book) => book.row(cells),
        }
    }

    /// Ends the file: the file at its beginning, and its size.
    ///
    /// # Errors
    /// When there is no room for it.
    pub fn end(self) -> anyhow::Result<(File, u64)> {
        let mut file = match self {
            Self::Csv(writer) => {
                let inner = writer.into_inner().map_err(|error| anyhow::anyhow!("{error}"))?;
                inner.into_inner().map_err(|error| anyhow::anyhow!("{error}"))?
            }
            Self::Xlsx(mut book) => {
                book.needs_a_sheet()?;
                let mut file = tempfile::tempfile()?;
                book.workbook.save_to_writer(BufWriter::new(file.try_clone()?))?;
                file.flush()?;
                file
            }
        };
        let size = file.seek(SeekFrom::End(0))?;
        file.seek(SeekFrom::Start(0))?;
        Ok((file, size))
    }
}

impl Book {
    /// An empty register still has its headings.
    fn needs_a_sheet(&mut self) -> anyhow::Result<()> {
        if self.sheets == 0 { self.next_sheet() } else { Ok(()) }
    }

    fn next_sheet(&mut self) -> anyhow::Result<()> {
        let sheet = self.workbook.add_worksheet_with_constant_memory()?;
        sheet.set_freeze_panes(1, 0)?;
        for (n, heading) in self.headings.iter().enumerate() {
            let column = u16::try_from(n).context("few columns")?;
            sheet.set_column_width(column, 18)?;
            sheet.write_string_with_format(0, column, heading, &self.bold)?;
        }
        self.sheets += 1;
        self.row = 1;
        Ok(())
    }

    fn row(&mut self, cells: &[Cell]) -> anyhow::Result<()> {
        if self.row >= SHEET_ROWS_MAX {
            self.next_sheet()?;
        }
        let sheet = self.workbook.worksheet_from_index(self.sheets - 1)?;
        for (n, cell) in cells.iter().enumerate() {
            let column = u16::try_from(n).context("few columns")?;
            match cell {
                // A string is never a formula in a workbook; it is written as it is.
                Cell::Text(text) if text.is_empty() => continue,
                Cell::Text(text) => sheet.write_string(self.row, column, text)?,
                Cell::Number(number) => sheet.write_number(self.row, column, *number)?,
                Cell::Decimal(written) => match exact(written) {
                    Some(number) => sheet.write_number(self.row, column, number)?,
                    None => sheet.write_string(self.row, column, written)?,
                },
                Cell::Day(day) => {
                    sheet.write_datetime_with_format(self.row, column, excel_day(*day)?, &self.day)?
                }
                Cell::Moment(at) => {
                    sheet.write_datetime_with_format(self.row, column, excel(*at)?, &self.moment)?
                }
            };
        }
        self.row += 1;
        Ok(())
    }
}

/// A number that a spreadsheet holds with all its digits: fifteen of them at most.
fn exact(written: &str) -> Option<f64> {
    let digits = written.bytes().filter(u8::is_ascii_digit).count();
    if digits <= 15 { written.parse().ok() } else { None }
}

fn excel_day(day: Date) -> anyhow::Result<ExcelDateTime> {
    excel(day.at(0, 0, 0, 0))
}

fn excel(at: DateTime) -> anyhow::Result<ExcelDateTime> {
    let part = |n: i8| u8::try_from(n).context("a civil part is not negative");
    let year = u16::try_from(at.year()).context("a year after Christ")?;
    let day = ExcelDateTime::from_ymd(year, part(at.month())?, part(at.day())?)?;
    Ok(day.and_hms(u16::from(part(at.hour())?), part(at.minute())?, part(at.second())?)?)
}

fn text(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => harmless(text),
        Cell::Number(number) => number.to_string(),
        Cell::Decimal(written) => written.clone(),
        Cell::Day(day) => day.to_string(),
        Cell::Moment(at) => at.strftime("%Y-%m-%d %H:%M:%S").to_string(),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    fn written(format: &str, rows: &[Vec<Cell>]) -> Vec<u8> {
        let mut sheet = Sheet::begin(format, vec!["主题".to_owned(), "n".to_owned()]).unwrap();
        rows.iter().for_each(|row| sheet.row(row).unwrap());
        let (mut file, size) = sheet.end().unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        assert_eq!(bytes.len() as u64, size);
        bytes
    }

    #[test]
    fn a_csv_begins_with_its_mark_and_holds_no_formula() {
        let rows = [vec![Cell::Text("=1+1,\"x\"".to_owned()), Cell::Number(3)]];
        let text = String::from_utf8(written("csv", &rows)).unwrap();
        assert_eq!(text, "\u{feff}主题,n\n\"'=1+1,\"\"x\"\"\",3\n");
    }

    #[test]
    fn a_number_of_more_digits_than_a_spreadsheet_holds_stays_as_it_is_written() {
        assert_eq!(exact("-1234.56"), Some(-1234.56));
        assert_eq!(exact("9000000000000.01"), Some(9_000_000_000_000.01));
        assert_eq!(exact("1000000000000000"), None);
    }

    #[test]
    fn an_xlsx_is_a_workbook_also_when_it_is_empty() {
        let moment = jiff::civil::date(2026, 9, 14).at(9, 0, 0, 0);
        for rows in [vec![], vec![vec![Cell::Text("卡".to_owned()), Cell::Moment(moment)]]] {
            assert_eq!(&written("xlsx", &rows)[..4], b"PK\x03\x04");
        }
    }
}
