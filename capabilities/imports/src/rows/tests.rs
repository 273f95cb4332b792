use super::*;

fn read(text: &[u8]) -> (Vec<Vec<String>>, Vec<(u64, String)>) {
    let mut rows = Rows::new(text);
    rows.header().unwrap().unwrap();
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    for item in rows {
        match item.unwrap() {
            Ok(record) => {
                good.push(record.fields.iter().map(|f| String::from_utf8_lossy(f).into_owned()).collect())
            }
            Err(broken) => bad.push((broken.line, broken.why.to_string())),
        }
    }
    (good, bad)
}

fn firsts(good: &[Vec<String>]) -> Vec<&str> {
    good.iter().map(|fields| fields[0].as_str()).collect()
}

#[test]
fn quotes_commas_and_line_ends_inside_a_field_are_kept() {
    let (good, bad) = read(b"\xef\xbb\xbfa,b\r\n1,\"x, \"\"y\"\"\r\nz\"\r\n\r\n2,5\" pipe\n3,");
    assert_eq!(bad, []);
    assert_eq!(good, [["1", "x, \"y\"\nz"], ["2", "5\" pipe"], ["3", ""]]);
}

#[test]
fn a_line_number_counts_the_lines_inside_a_field() {
    let mut rows = Rows::new(&b"a,b\n1,\"x\ny\nz\"\n2,w\n"[..]);
    rows.header().unwrap();
    let lines: Vec<u64> = rows.map(|item| item.unwrap().unwrap().line).collect();
    assert_eq!(lines, [2, 5]);
}

#[test]
fn a_row_with_too_few_or_too_many_fields_is_told_and_the_rest_is_read() {
    let (good, bad) = read(b"a,b\n1,x\n2\n3,y,z\n4,w\n");
    assert_eq!(firsts(&good), ["1", "4"]);
    assert_eq!(bad.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [3, 4]);
    assert_eq!(bad[0].1, "1 fields where the header has 2");
}

#[test]
fn a_mark_that_is_not_closed_swallows_no_good_row() {
    let (good, bad) = read(b"a,b\n1,x\n2,\"not closed\n3,\"has, a comma\"\n4,y\n");
    assert_eq!(firsts(&good), ["1", "3", "4"]);
    assert_eq!(bad.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [3]);
}

#[test]
fn a_mark_that_is_not_closed_until_the_end_swallows_no_good_row() {
    let (good, bad) = read(b"a,b\n1,x\n2,\"not closed\n3,z\n4,\"two\nlines\"\n5,y\n");
    assert_eq!(firsts(&good), ["1", "3", "4", "5"]);
    assert_eq!(bad.len(), 1);
    let (good, bad) = read(b"a,b\n1,x\n2,\"not closed\n3,z\n5,y\n");
    assert_eq!(firsts(&good), ["1", "3", "5"]);
    assert_eq!(bad.len(), 1);
}

#[test]
fn one_broken_record_of_many_lines_is_told_once() {
    let (good, bad) = read(b"a,b,c\n1,\"first\nsecond\nthird\"\n2,x,y\n");
    assert_eq!(firsts(&good), ["2"]);
    assert_eq!(bad.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [2]);
}

#[test]
fn a_file_without_an_end_of_lines_does_not_fill_the_memory() {
    let mut text = b"a,b\n1,x\n2,".to_vec();
    text.extend(std::iter::repeat_n(b'y', 3 * RECORD_BYTES_MAX));
    text.extend(b"\n3,z\n");
    let (good, bad) = read(&text);
    assert_eq!(firsts(&good), ["1", "3"]);
    assert_eq!(bad.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [3]);
}

#[test]
fn a_long_tail_after_an_open_mark_is_read_row_by_row() {
    let mut text = b"a,b\n1,\"open\n".to_vec();
    for n in 0..40_000 {
        text.extend(format!("{n},a row of some length\n").bytes());
    }
    let (good, bad) = read(&text);
    assert_eq!((good.len(), bad.len()), (40_000, 1));
}

#[test]
fn marks_that_open_again_on_every_line_are_given_up_after_as_many_fields_as_the_header_has() {
    let mut text = b"a,b\n1,x\n".to_vec();
    for _ in 0..100_000 {
        text.extend(b"a\",\"\n");
    }
    text.extend(b"2,y\n");
    let (good, bad) = read(&text);
    assert_eq!(firsts(&good), ["1", "2"]);
    assert_eq!(bad.first().map(|(line, _)| *line), Some(3));
}

#[test]
fn whole_files_read_as_the_csv_crate_reads_them() {
    let dir = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../server/tests/data/complaints");
    let mut files = 0;
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "csv") {
            continue;
        }
        let text = std::fs::read(path).unwrap();
        let (good, bad) = read(&text);
        assert_eq!(bad, []);
        let mut theirs = csv::Reader::from_reader(&text[..]);
        let theirs: Vec<Vec<String>> = theirs
            .records()
            .map(|record| record.unwrap().iter().map(|field| field.replace("\r\n", "\n")).collect())
            .collect();
        assert_eq!(good, theirs);
        files += 1;
    }
    assert!(files >= 6);
}
