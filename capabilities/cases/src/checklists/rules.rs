//! What may happen to a checklist. Pure.

use std::collections::BTreeSet;

use lingke_kernel::time::Instant;
use lingke_platform::failure::{Failure, Refusal};
use lingke_platform::viewer::StaffId;

use super::model::{ITEMS_MAX, Item, ItemId, Template};
use crate::model::CaseKind;

/// Whether a checklist is for this kind of work.
pub fn is_for(template: &Template, kind: CaseKind) -> bool {
    template.active && (template.kinds.is_empty() || template.kinds.contains(&kind))
}

/// Puts a checklist below what is there already.
pub fn put(items: &[Item], template: &Template, kind: CaseKind) -> Result<i32, Refusal> {
    if !is_for(template, kind) {
        return Err(Refusal::conflict("checklist_not_for_this_kind"));
    }
    if items.iter().any(|item| item.template_id == Some(template.id)) {
        return Err(Refusal::conflict("checklist_there_already"));
    }
    room(items, template.items.len())
}

/// Whether so many more items fit; the place of the first.
pub fn room(items: &[Item], more: usize) -> Result<i32, Refusal> {
    if items.len() + more > ITEMS_MAX {
        return Err(Refusal::conflict("checklist_full").with("items_max", ITEMS_MAX));
    }
    Ok(items.iter().map(|item| item.position).max().unwrap_or(0) + 1)
}

/// Ticks an item or takes the tick back; says whether that changes anything, so that a retry does it once.
pub fn tick(item: &mut Item, done: bool, me: Option<StaffId>, now: Instant) -> bool {
    if item.done_at.is_some() == done {
        return false;
    }
    (item.done_by, item.done_at) = if done { (me, Some(now)) } else { (None, None) };
    true
}

/// Takes an item off. What a checklist requires stays.
pub fn remove(item: &Item) -> Result<(), Refusal> {
    if item.required && item.template_id.is_some() {
        return Err(Refusal::conflict("checklist_item_required"));
    }
    Ok(())
}

/// The same items in another order.
pub fn reorder(items: &[Item], ids: &[ItemId]) -> Result<(), Failure> {
    let there: BTreeSet<_> = items.iter().map(|item| item.id).collect();
    let named: BTreeSet<_> = ids.iter().copied().collect();
    if there == named && ids.len() == items.len() {
        return Ok(());
    }
    Err(Failure::invalid("ids", "not_the_same_items", "every item of the checklist, each once"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checklists::model::TemplateId;
    use crate::model::CaseId;

    const NOW: Instant = Instant::from_micros(1_000_000_000);

    fn item(position: i32) -> Item {
        Item {
            id: ItemId::new(NOW),
            case_id: CaseId::new(NOW),
            template_id: None,
            position,
            text: "核对身份".to_owned(),
            text_en: "Check the identity".to_owned(),
            required: true,
            done_by: None,
            done_at: None,
            added_by: "stf".to_owned(),
            version: 1,
            created_at: NOW,
        }
    }

    fn template(kinds: &[CaseKind]) -> Template {
        Template {
            id: TemplateId::new(NOW),
            name: "投诉受理".to_owned(),
            name_en: "Taking a complaint in".to_owned(),
            kinds: kinds.to_vec(),
            at_opening: true,
            active: true,
            items: Vec::new(),
            version: 1,
            created_at: NOW,
        }
    }

    #[test]
    fn a_checklist_is_for_its_kinds_and_one_without_kinds_for_all() {
        assert!(is_for(&template(&[]), CaseKind::Technical));
        assert!(is_for(&template(&[CaseKind::Complaint]), CaseKind::Complaint));
        assert!(!is_for(&template(&[CaseKind::Complaint]), CaseKind::Technical));
        assert!(!is_for(&Template { active: false, ..template(&[]) }, CaseKind::Technical));
    }

    #[test]
    fn a_tick_counts_once_and_can_be_taken_back() {
        let (me, mut one) = (Some(StaffId::new(NOW)), item(1));
        assert!(tick(&mut one, true, me, NOW) && !tick(&mut one, true, me, NOW.plus_seconds(5)));
        assert_eq!((one.done_by, one.done_at), (me, Some(NOW)));
        assert!(tick(&mut one, false, me, NOW) && one.done_at.is_none());
    }

    #[test]
    fn the_same_checklist_is_put_once_and_a_full_one_takes_no_more() {
        let one = template(&[]);
        let there = Item { template_id: Some(one.id), ..item(1) };
        assert!(put(&[there], &one, CaseKind::Complaint).is_err());
        assert_eq!(put(&[item(7)], &one, CaseKind::Complaint).unwrap(), 8);
        let full: Vec<Item> = (0..200).map(item).collect();
        assert!(room(&full, 1).is_err());
    }

    #[test]
    fn an_order_names_every_item_once() {
        let (a, b) = (item(1), item(2));
        assert!(reorder(&[a.clone(), b.clone()], &[b.id, a.id]).is_ok());
        assert!(reorder(&[a.clone(), b.clone()], &[b.id]).is_err());
        assert!(reorder(&[a.clone(), b.clone()], &[b.id, b.id]).is_err());
        assert!(reorder(&[a.clone(), b], &[a.id, ItemId::new(NOW)]).is_err());
    }

    #[test]
    fn what_a_checklist_requires_is_not_taken_off() {
        assert!(remove(&item(1)).is_ok());
        assert!(remove(&Item { template_id: Some(TemplateId::new(NOW)), ..item(1) }).is_err());
    }
}
