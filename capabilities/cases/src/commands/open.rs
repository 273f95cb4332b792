//! Opening a case.

use lingke_kernel::luhn::check_digit;
use lingke_kernel::personal::{kept, masked};
use lingke_kernel::time::Instant;
use lingke_platform::ctx::{Ctx, Tx};
use lingke_platform::failure::{Answer, Failure};
use lingke_platform::viewer::UnitId;
use lingke_products::model::ProductId;

use crate::clocks::run;
use crate::fields::model::Required;
use crate::model::{Case, CaseId, Clock, NewCase, Opening, Priority, Tags};
use crate::store::cases::{self, Source};
use crate::store::relations;
use crate::{OPEN, WORK, checklists, events, fields, rules, setup};

/// The series case numbers come from.
pub const SERIES: &str = "cases";

/// A number people can read out: two digits of the year, seven of the series and a Luhn check digit, `26-0000-0018`.
pub fn number(year: i16, n: i64) -> String {
    let digits = format!("{:02}{:07}", year.rem_euclid(100), n);
    let check = check_digit(&digits);
    let (year, rest) = digits.split_at(2);
    let (first, last) = rest.split_at(rest.len() - 3);
    format!("{year}-{first}-{last}{check}")
}

/// What someone typed as a case number in the form it is stored; none when it is no number or its check digit is wrong.
pub fn normal_number(typed: &str) -> Option<String> {
    let digits: String = typed.chars().filter(|c| !"- \u{2013}".contains(*c)).collect();
    if digits.len() < 10 || digits.len() > 20 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (body, check) = digits.split_at(digits.len() - 1);
    if check_digit(body).to_string() != check {
        return None;
    }
    let (year, rest) = body.split_at(2);
    let (first, last) = rest.split_at(rest.len() - 3);
    Some(format!("{year}-{first}-{last}{check}"))
}

/// The next case number; to be taken before the transaction begins.
pub async fn next_number(ctx: &Ctx) -> Answer<String> {
    let n = ctx.next_number(SERIES).await?;
    Ok(number(year_of(ctx.now), n))
}

/// The calendar year a number carries, in UTC: a label, not a deadline.
pub fn year_of(at: Instant) -> i16 {
    at.day_in(&jiff::tz::TimeZone::UTC).year()
}

/// A case that was just opened.
#[derive(Debug)]
pub struct Opened {
    /// The case.
    pub case: Case,
    /// The clocks it began with, by cycle and kind.
    pub clocks: Vec<Clock>,
}

/// Opens a case, in the opener's own unit unless another is named, and starts its clocks.
pub async fn open(tx: &mut Tx, new: NewCase, number: String) -> Answer<Opened> {
    let now = tx.now();
    open_since(tx, new, number, now).await
}

/// The same, for a customer who has waited since an earlier moment: the clocks begin then.
pub async fn open_since(tx: &mut Tx, new: NewCase, number: String, since: Instant) -> Answer<Opened> {
    tx.viewer().require(OPEN)?;
    let unit_id = unit_for(tx, new.unit_id).await?;
    check_references(tx, &new).await?;
    let setup = setup::of(tx.node(), tx.conn(), tx.now()).await?;
    let values = new.fields.clone().unwrap_or_default();
    let filled =
        fields::commands::read(&setup, new.kind, Required::Opening, &values).map_err(Failure::Invalid)?;
    let mut case = Case::begin(Opening {
        id: CaseId::new(tx.now()),
        number,
        kind: new.kind,
        channel: new.channel,
        priority: new.priority.unwrap_or(Priority::Normal),
        subject: kept(&new.subject),
        description: masked(&new.description.unwrap_or_default()).text,
        unit_id,
        opened_by: tx.viewer().actor.id(),
        at: tx.now(),
    });
    (case.customer_id, case.product_id) = (new.customer_id, new.product_id);
    case.waiting_since = since;
    // 首问: whoever works here and opens it is whom the customer reached.
    case.first_owner_id = tx.viewer().staff_id().filter(|_| tx.viewer().may(WORK));
    case.tags = Tags::of(new.tags.unwrap_or_default());
    if let Some(parent_id) = new.parent_id {
        let parent = cases::load(tx, parent_id).await.map_err(|_| unknown("parent_id"))?;
        case.apply(&rules::place(&case, Some(&parent), false)?, tx.now());
    }
    let planned = run::plan(tx, &case, since).await?;
    run::set_next_due(&mut case, &planned);
    cases::insert(tx.conn(), &[(case.clone(), Source::default())]).await?;
    if !case.tags.0.is_empty() {
        relations::write_tags(tx, case.id, &case.tags).await?;
    }
    tx.record(events::opened(&case));
    run::start(tx, &case, &planned).await?;
    fields::commands::fill_at_opening(tx, &case, filled).await?;
    checklists::commands::put_at_opening(tx, &case, &setup).await?;
    Ok(Opened { case, clocks: planned })
}

async fn unit_for(tx: &Tx, named: Option<UnitId>) -> Answer<UnitId> {
    if let Some(id) = named {
        let found = lingke_organisation::store::units::find(tx.conn(), id).await;
        return found.map(|unit| unit.id).map_err(|_| unknown("unit_id"));
    }
    if let Some(own) = tx.viewer().unit_id {
        return Ok(own);
    }
    let root = lingke_organisation::store::units::root(tx.conn()).await?;
    root.map(|unit| unit.id).ok_or_else(|| unknown("unit_id"))
}

async fn check_references(tx: &Tx, new: &NewCase) -> Answer<()> {
    if let Some(id) = new.customer_id
        && !lingke_customers::store::exists(tx.conn(), id).await?
    {
        return Err(unknown("customer_id"));
    }
    if let Some(id) = new.product_id {
        check_product(tx, id).await?;
    }
    Ok(())
}

/// Only what is still offered can be named anew.
pub(super) async fn check_product(tx: &Tx, id: ProductId) -> Answer<()> {
    let product = lingke_products::store::find(tx.conn(), id).await.map_err(|_| unknown("product_id"))?;
    if product.active {
        return Ok(());
    }
    Err(Failure::invalid("product_id", "no_longer_offered", "this product is no longer offered"))
}

pub(crate) fn unknown(field: &'static str) -> Failure {
    Failure::invalid(field, "unknown", "there is no such thing, or it is not for you")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_reads_back_from_what_people_type() {
        let written = number(2026, 123);
        assert_eq!(written, "26-0000-1230");
        assert_eq!(normal_number("2600001230").as_deref(), Some("26-0000-1230"));
        assert_eq!(normal_number("26 0000 1230").as_deref(), Some("26-0000-1230"));
    }

    #[test]
    fn one_wrong_digit_or_two_swapped_neighbours_are_noticed() {
        assert_eq!(normal_number("26-0000-1320"), None);
        assert_eq!(normal_number("26-0000-1231"), None);
    }

    #[test]
    fn the_ten_millionth_case_of_a_year_still_has_a_number() {
        let written = number(2026, 12_345_678);
        assert_eq!(normal_number(&written).as_deref(), Some(written.as_str()));
    }
}
