//! The beginning of a file, for a person to say which column is what.

use crate::layout::{Field, Layout, Mapping};
use crate::model::{Column, Preview};
use crate::rows::Rows;
use lingke_platform::failure::{Answer, Failure};

/// Bytes of the beginning that are looked at.
pub const HEAD_BYTES: usize = 256 * 1024;
/// Rows shown.
const SAMPLE_ROWS: usize = 20;
/// Characters shown of a cell.
const CELL_MAX: usize = 200;

/// Looks at `head`, the beginning of a file of `size` bytes.
///
/// # Errors
/// When it begins with no line of column names.
pub fn of(head: &[u8], size: u64) -> Answer<Preview> {
    let mut rows = Rows::new(head);
    let header = rows.header()?.ok_or_else(|| Failure::invalid("file", "not_csv", "the file has no line"))?;
    let layout = Layout::of_header(&header.fields)?;
    let (mut sample, mut counted) = (Vec::new(), 0_u64);
    for record in rows.flatten() {
        counted += 1;
        if let Ok(record) = record
            && sample.len() < SAMPLE_ROWS
        {
            sample.push(record.fields.iter().map(|bytes| cell(bytes)).collect());
        }
    }
    let seen = head.len().max(1) as u64;
    let rows_estimate = if seen >= size {
        counted
    } else {
        u64::try_from(u128::from(size) * u128::from(counted) / u128::from(seen)).unwrap_or(u64::MAX)
    };
    Ok(Preview { columns: columns(&layout), sample, rows_estimate })
}

/// The columns of a preview with what a person said of them.
pub fn mapped(preview: &Preview, mapping: &Mapping) -> Answer<Layout> {
    let fields = preview.columns.iter().map(|column| column.maps_to.as_deref().and_then(Field::of));
    let columns = preview.columns.iter().map(|column| column.name.clone());
    Layout { columns: columns.collect(), fields: fields.collect() }.mapped(mapping)
}

/// As the API shows a layout.
pub fn columns(layout: &Layout) -> Vec<Column> {
    let pairs = layout.columns.iter().zip(&layout.fields);
    let column = |(name, field): (&String, &Option<Field>)| Column {
        name: name.clone(),
        maps_to: field.map(|field| field.code().to_owned()),
    };
    pairs.map(column).collect()
}

fn cell(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    match text.char_indices().nth(CELL_MAX) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_beginning_shows_columns_rows_and_about_how_many_there_are() {
        let text = b"Date received,product,origin\n2015-01-01,a,x\n2015-01-02,b,y\n";
        let preview = of(text, text.len() as u64 * 10).unwrap();
        let maps: Vec<_> = preview.columns.iter().map(|column| column.maps_to.as_deref()).collect();
        assert_eq!(maps, [Some("date_received"), Some("product"), None]);
        assert_eq!(preview.sample[1], ["2015-01-02", "b", "y"]);
        assert_eq!(preview.rows_estimate, 20);
        assert_eq!(of(text, text.len() as u64).unwrap().rows_estimate, 2);
    }

    #[test]
    fn a_picture_and_an_empty_file_are_refused() {
        assert!(of(b"\x89PNG\r\n\x1a\n\0\0\0", 11).is_err());
        assert!(of(b"", 0).is_err());
    }
}
