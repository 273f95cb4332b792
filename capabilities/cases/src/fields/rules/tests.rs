use lingke_kernel::time::Instant;

use super::*;
use crate::fields::model::FieldId;

const NOW: Instant = Instant::from_micros(1_000_000_000);

fn field(kind: FieldType) -> Field {
    let choice = |code: &str, retired| Choice {
        code: code.to_owned(),
        name: code.to_owned(),
        name_en: code.to_owned(),
        retired,
    };
    Field {
        id: FieldId::new(NOW),
        key: "the_field".to_owned(),
        kind,
        name: "字段".to_owned(),
        name_en: "Field".to_owned(),
        help: String::new(),
        help_en: String::new(),
        kinds: Vec::new(),
        required: Required::Never,
        choices: vec![choice("atm", false), choice("counter", false), choice("fax", true)],
        currency: None,
        position: 1,
        active: true,
        version: 1,
        created_at: NOW,
    }
}

fn back(kind: FieldType, value: &Value) -> Result<Value, &'static str> {
    let field = field(kind);
    read(&field, value, &[]).map(|stored| shown(kind, &stored)).map_err(|(code, _)| code)
}

#[test]
fn each_type_gives_back_what_it_took() {
    let taken = [
        (FieldType::Text, json!("  两行\n文字 "), json!("两行\n文字")),
        (FieldType::Number, json!(12.5), json!(12.5)),
        (FieldType::Number, json!("-0.000001"), json!(-0.000001)),
        (FieldType::Number, json!(1_000_000_000), json!(1_000_000_000)),
        (FieldType::Amount, json!(123_456), json!(123_456)),
        (FieldType::Date, json!("2026-02-28"), json!("2026-02-28")),
        (FieldType::Choice, json!("atm"), json!("atm")),
        (FieldType::Choices, json!(["counter", "atm", "atm"]), json!(["atm", "counter"])),
        (FieldType::YesNo, json!(false), json!(false)),
    ];
    for (kind, value, shown) in taken {
        assert_eq!(back(kind, &value), Ok(shown), "{kind:?} {value}");
    }
}

#[test]
fn what_a_type_does_not_take_is_named_by_a_code() {
    let refused = [
        (FieldType::Text, json!(5), "wrong_type"),
        (FieldType::Text, json!("x".repeat(2_001)), "too_long"),
        (FieldType::Text, json!("\u{1b}[2J"), "control_character"),
        (FieldType::Number, json!(1_000_000_001), "out_of_range"),
        (FieldType::Number, json!(1e300), "wrong_form"),
        (FieldType::Number, json!("0.0000001"), "wrong_form"),
        (FieldType::Number, json!("99999999999999999999999"), "out_of_range"),
        (FieldType::Number, json!("12abc"), "wrong_form"),
        (FieldType::Amount, json!(1.5), "wrong_type"),
        (FieldType::Amount, json!(1_000_000_000_000_001_i64), "out_of_range"),
        (FieldType::Date, json!("2026-02-30"), "wrong_form"),
        (FieldType::Date, json!("26-2-3"), "wrong_form"),
        (FieldType::Choice, json!("moon"), "unknown_value"),
        (FieldType::Choice, json!("fax"), "unknown_value"),
        (FieldType::Choices, json!("atm"), "wrong_type"),
        (FieldType::YesNo, json!("yes"), "wrong_type"),
    ];
    for (kind, value, code) in refused {
        assert_eq!(back(kind, &value), Err(code), "{kind:?} {value}");
    }
}

#[test]
fn nothing_and_blanks_empty_a_field() {
    for kind in FieldType::ALL {
        assert_eq!(back(*kind, &Value::Null), Ok(Value::Null));
        assert_eq!(back(*kind, &json!("  ")), Ok(Value::Null));
    }
}

#[test]
fn a_retired_choice_stays_where_it_stood() {
    let before = [words("fax")];
    assert!(read(&field(FieldType::Choice), &json!("fax"), &before).is_ok());
}

#[test]
fn what_is_required_depends_on_kind_and_moment() {
    let opening = Field { required: Required::Opening, ..field(FieldType::Text) };
    let resolving =
        Field { required: Required::Resolving, key: "later".to_owned(), ..field(FieldType::Text) };
    let other =
        Field { required: Required::Opening, kinds: vec![CaseKind::Complaint], ..field(FieldType::Text) };
    let fields = [opening, resolving, other];
    let count = |kind, when| missing(&fields, kind, when, |_| false).len();
    assert_eq!(count(CaseKind::Technical, Required::Opening), 1);
    assert_eq!(count(CaseKind::Complaint, Required::Opening), 2);
    assert_eq!(count(CaseKind::Technical, Required::Resolving), 2);
    assert_eq!(missing(&fields, CaseKind::Complaint, Required::Resolving, |_| true).len(), 0);
}

#[test]
fn a_filter_takes_a_value_or_a_range() {
    let condition = |kind, value: Value| filter(&field(kind), &value).map(|filter| filter.condition);
    assert_eq!(condition(FieldType::Text, json!("ABC")), Ok(Condition::Text("abc".to_owned())));
    assert_eq!(condition(FieldType::Choices, json!("fax")), Ok(Condition::Text("fax".to_owned())));
    assert_eq!(condition(FieldType::Amount, json!("5..")), Ok(Condition::Numbers(Some(5), None)));
    assert_eq!(condition(FieldType::Number, json!("1.5")), Ok(Condition::Number(1_500_000)));
    assert_eq!(condition(FieldType::YesNo, json!("true")), Ok(Condition::Number(1)));
    let days = Condition::Texts(Some("2026-01-01".to_owned()), Some("2026-01-31".to_owned()));
    assert_eq!(condition(FieldType::Date, json!("2026-01-01..2026-01-31")), Ok(days));
    assert!(condition(FieldType::Date, json!("yesterday..")).is_err());
    assert!(condition(FieldType::Amount, json!("")).is_err());
}

#[test]
fn all_that_is_wrong_is_said_at_once_each_at_its_field() {
    let fields = [field(FieldType::Amount)];
    let values = Values::from([("the_field".to_owned(), json!("x")), ("nothing".to_owned(), json!(1))]);
    let errors = read_all(&fields, CaseKind::Complaint, &values, |_| Vec::new()).unwrap_err();
    let places: Vec<_> = errors.iter().map(|error| (error.field.as_str(), error.code.as_ref())).collect();
    assert_eq!(places, [("fields.nothing", "unknown_field"), ("fields.the_field", "wrong_type")]);
}
