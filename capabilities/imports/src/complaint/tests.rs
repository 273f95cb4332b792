use super::*;

fn around() -> Surroundings {
    Surroundings {
        zone: TimeZone::get("Asia/Shanghai").unwrap(),
        now: "2026-03-02T08:00:00Z".parse().unwrap(),
        products: HashMap::new(),
    }
}

fn row(header: &str, row: &str) -> Result<Complaint, String> {
    let fields = |text: &str| text.split('|').map(|field| field.as_bytes().to_vec()).collect::<Vec<_>>();
    let record = Record { line: 2, fields: fields(row) };
    read(&record, &Layout::guessed(&fields(header)), &around()).map_err(|why| why.to_string())
}

#[test]
fn days_are_read_in_each_form_the_publisher_has_used() {
    for (text, expected) in [
        ("2012-01-13", Some(date(2012, 1, 13))),
        ("2019-09-24T12:00:00-05:00", Some(date(2019, 9, 24))),
        ("9/24/19", Some(date(2019, 9, 24))),
        ("7/29/2013", Some(date(2013, 7, 29))),
        ("07/09/2013", Some(date(2013, 7, 9))),
        ("13/01/2012", None),
        ("2012-02-30", None),
        ("2/30/12", None),
        ("12-01-13", None),
        ("1/1/123", None),
        ("+9/1/19", None),
        ("yesterday", None),
        ("", None),
    ] {
        assert_eq!(day(text), expected, "{text}");
    }
}

#[test]
fn each_channel_has_its_place() {
    for (text, expected) in [
        ("Web", Channel::WebForm),
        ("Phone", Channel::Phone),
        ("Referral", Channel::Regulator),
        ("Postal mail", Channel::Letter),
        ("Fax", Channel::Letter),
        ("Email", Channel::Email),
        ("", Channel::Regulator),
        ("Pigeon", Channel::Regulator),
    ] {
        assert_eq!(channel(text), expected, "{text}");
    }
}

#[test]
fn a_closed_complaint_keeps_its_days_and_everything_else() {
    let header = "Date received|Product|Issue|Date sent to company|Company response|Complaint ID|State|Tags";
    let read = row(header, "2015-01-01|Mortgage|Late fee|2015-01-05|Closed with explanation|77|NM|").unwrap();
    assert_eq!(read.key, "77");
    assert_eq!(read.subject, "Late fee — Mortgage");
    assert_eq!(read.received_at.to_string(), "2015-01-01T01:00:00Z");
    assert_eq!(read.closed_at.unwrap().to_string(), "2015-01-05T01:00:00Z");
    let attributes: Value = serde_json::from_str(&read.attributes).unwrap();
    assert_eq!((&attributes["state"], &attributes["tags"]), (&Value::from("NM"), &Value::Null));
}

#[test]
fn untimely_is_over_and_in_progress_is_not() {
    let over = |response: &str| {
        row("Date received|Product|Issue|Company response", &format!("1/2/15|a|b|{response}"))
            .unwrap()
            .closed_at
            .is_some()
    };
    assert!(over("Closed") && over("Untimely response"));
    assert!(!over("In progress") && !over(""));
}

#[test]
fn a_complaint_was_not_closed_before_it_was_received() {
    let header = "Date received|Product|Issue|Company response|Date sent to company";
    for sent in ["2014-12-01", "soon", ""] {
        let read = row(header, &format!("2015-01-01|a|b|Closed|{sent}")).unwrap();
        assert_eq!(read.closed_at, Some(read.received_at), "{sent}");
    }
}

#[test]
fn what_a_row_must_have_and_a_day_that_cannot_be_are_told() {
    let told = |text: &str| row("Date received|Product|Issue", text).unwrap_err();
    assert_eq!(told("2015-01-01||b"), "product is empty");
    assert_eq!(told("2015-01-01|a| "), "issue is empty");
    assert_eq!(told("|a|b"), "date_received is empty");
    assert_eq!(told("01.02.2015|a|b"), "date_received is not a day: 01.02.2015");
    assert_eq!(told("1015-01-01|a|b"), "date_received cannot be right: 1015-01-01");
    assert_eq!(told("2026-03-04|a|b"), "date_received cannot be right: 2026-03-04");
    assert_eq!(told("2015-01-01|a|b\0"), "Issue holds control characters");
    let bytes = Record { line: 2, fields: vec![b"2015-01-01".to_vec(), b"\xff\xfe".to_vec(), b"b".to_vec()] };
    let header: Vec<Vec<u8>> = ["Date received", "Product", "Issue"].map(|n| n.as_bytes().to_vec()).into();
    assert_eq!(
        read(&bytes, &Layout::guessed(&header), &around()).unwrap_err().to_string(),
        "Product is not UTF-8"
    );
}

#[test]
fn a_day_that_begins_elsewhere_is_never_after_now() {
    let read = row("Date received|Product|Issue", "2026-03-03|a|b").unwrap();
    assert_eq!(read.received_at, around().now);
}

#[test]
fn a_row_without_a_number_is_known_by_its_content_whatever_the_order() {
    let key = |header, text| row(header, text).unwrap().key;
    let one = key("Date received|Product|Issue", "2015-01-01|a|b");
    assert!(one.starts_with("sha256:"));
    assert_eq!(one, key("product|issue|date_received", "a|b|2015-01-01"));
    assert_ne!(one, key("Date received|Product|Issue", "2015-01-01|ab|b"));
    assert_ne!(one, key("Date received|Product|Issue", "2015-01-01|b|a"));
}

#[test]
fn a_narrative_beyond_the_limit_is_cut_between_characters() {
    let long = "投".repeat(DESCRIPTION_MAX + 5);
    let read = row("Date received|Product|Issue|Narrative", &format!("2015-01-01|a|b|{long}")).unwrap();
    assert_eq!(read.description.chars().count(), DESCRIPTION_MAX);
    assert_eq!(read.cut_from, Some(DESCRIPTION_MAX + 5));
}

#[test]
fn a_field_beyond_every_measure_is_told_and_one_that_is_left_out_may_be_long() {
    let long = "投".repeat(FIELD_MAX + 1);
    let told = row("Date received|Product|Issue|Company", &format!("2015-01-01|a|b|{long}")).unwrap_err();
    assert_eq!(told, "company is too long: at most 1000 characters");
    assert!(row("Date received|Product|Issue|Origin", &format!("2015-01-01|a|b|{long}")).is_ok());
}
