//! The verbs of checklists. The case is held while its checklist changes.

use lingke_platform::ctx::Tx;
use lingke_platform::failure::{Answer, Refusal};
use lingke_platform::http::etag::Expected;
use lingke_platform::journal::{Event, EventKind};
use serde_json::json;

use super::model::{
    Item, ItemId, NewTemplate, TEMPLATES_MAX, Template, TemplateChange, TemplateId, TemplateItem,
};
use super::{rules, store};
use crate::model::{Case, CaseId};
use crate::setup::Setup;
use crate::store::cases;
use crate::{CONFIGURE, WORK, events};

/// Writes a new checklist.
pub async fn add_template(tx: &mut Tx, new: NewTemplate) -> Answer<Template> {
    tx.viewer().require(CONFIGURE)?;
    if store::count_templates(tx.conn()).await? >= i64::try_from(TEMPLATES_MAX).unwrap_or(i64::MAX) {
        return Err(Refusal::conflict("too_many_checklists").with("checklists_max", TEMPLATES_MAX).into());
    }
    let name = new.name.trim().to_owned();
    let template = Template {
        id: TemplateId::new(tx.now()),
        name_en: new.name_en.map_or_else(|| name.clone(), |name| name.trim().to_owned()),
        name,
        kinds: new.kinds,
        at_opening: new.at_opening,
        active: true,
        items: trimmed(new.items),
        version: 1,
        created_at: tx.now(),
    };
    store::insert_template(tx, &template).await?;
    tx.record(told(&events::CHECKLIST_TEMPLATE_ADDED, &template));
    Ok(template)
}

fn trimmed(items: Vec<TemplateItem>) -> Vec<TemplateItem> {
    let trim = |item: TemplateItem| {
        let text = item.text.trim().to_owned();
        let english = item.text_en.trim().to_owned();
        TemplateItem {
            text_en: if english.is_empty() { text.clone() } else { english },
            text,
            required: item.required,
        }
    };
    items.into_iter().map(trim).collect()
}

/// Changes a checklist, if nobody changed it since `expected`. Items on cases keep their words.
pub async fn change_template(
    tx: &mut Tx,
    id: TemplateId,
    expected: Expected,
    change: TemplateChange,
) -> Answer<Template> {
    tx.viewer().require(CONFIGURE)?;
    let mut template = store::load_template(tx, id).await?;
    expected.check(template.version)?;
    template.name = change.name.map_or(template.name, |name| name.trim().to_owned());
    template.name_en = change.name_en.map_or(template.name_en, |name| name.trim().to_owned());
    template.kinds = change.kinds.unwrap_or(template.kinds);
    template.at_opening = change.at_opening.unwrap_or(template.at_opening);
    template.active = change.active.unwrap_or(template.active);
    template.items = change.items.map_or(template.items, trimmed);
    template.version += 1;
    store::update_template(tx, &template).await?;
    tx.record(told(&events::CHECKLIST_TEMPLATE_CHANGED, &template));
    Ok(template)
}

fn told(kind: &'static EventKind, template: &Template) -> Event {
    Event {
        kind,
        subject_kind: "checklist_template",
        subject_id: template.id.to_string(),
        unit_id: None,
        staff_id: None,
        payload: json!(template),
    }
}

async fn held(tx: &Tx, id: CaseId) -> Answer<Case> {
    tx.viewer().require(WORK)?;
    let case = cases::load(tx, id).await?;
    if case.status.is_open() {
        return Ok(case);
    }
    Err(Refusal::conflict("case_not_open").with("status", case.status.code()).into())
}

/// Puts a checklist on a case by hand.
pub async fn put(tx: &mut Tx, case_id: CaseId, template_id: TemplateId) -> Answer<()> {
    let case = held(tx, case_id).await?;
    let template = store::load_template(tx, template_id).await;
    let template = template.map_err(|_| crate::commands::open::unknown("template_id"))?;
    let there = store::of_case(tx.conn(), case_id).await?;
    let first = rules::put(&there, &template, case.kind)?;
    put_items(tx, &case, &template, first).await
}

/// Puts on a new case what belongs on its kind.
pub(crate) async fn put_at_opening(tx: &mut Tx, case: &Case, setup: &Setup) -> Answer<()> {
    let mut first = 1;
    let wanted =
        setup.templates.iter().filter(|template| template.at_opening && rules::is_for(template, case.kind));
    for template in wanted {
        let more = i32::try_from(template.items.len()).unwrap_or(0);
        if first + more > i32::try_from(super::model::ITEMS_MAX).unwrap_or(0) {
            break; // a case is opened whatever checklists there are
        }
        put_items(tx, case, template, first).await?;
        first += more;
    }
    Ok(())
}

async fn put_items(tx: &mut Tx, case: &Case, template: &Template, first: i32) -> Answer<()> {
    let item = |(position, item): (i32, &TemplateItem)| Item {
        id: ItemId::new(tx.now()),
        case_id: case.id,
        template_id: Some(template.id),
        position,
        text: item.text.clone(),
        text_en: item.text_en.clone(),
        required: item.required,
        done_by: None,
        done_at: None,
        added_by: tx.viewer().actor.id(),
        version: 1,
        created_at: tx.now(),
    };
    let items: Vec<Item> = (first..).zip(&template.items).map(item).collect();
    store::insert(tx, &items).await?;
    let payload = json!({ "template_id": template.id, "items": items.len() });
    tx.record(events::of(&events::CHECKLIST_PUT, case, payload));
    Ok(())
}

/// Adds an item by hand, at the end.
pub async fn add_item(tx: &mut Tx, case_id: CaseId, text: &str, required: bool) -> Answer<()> {
    let case = held(tx, case_id).await?;
    let there = store::of_case(tx.conn(), case_id).await?;
    let position = rules::room(&there, 1)?;
    let item = Item {
        id: ItemId::new(tx.now()),
        case_id,
        template_id: None,
        position,
        text: text.trim().to_owned(),
        text_en: text.trim().to_owned(),
        required,
        done_by: None,
        done_at: None,
        added_by: tx.viewer().actor.id(),
        version: 1,
        created_at: tx.now(),
    };
    store::insert(tx, std::slice::from_ref(&item)).await?;
    tx.record(events::of(&events::CHECKLIST_PUT, &case, json!({ "item_id": item.id, "items": 1 })));
    Ok(())
}

/// Ticks an item, or takes the tick back. What is so already stays so.
pub async fn tick(tx: &mut Tx, case_id: CaseId, id: ItemId, done: bool) -> Answer<()> {
    let case = held(tx, case_id).await?;
    let mut item = store::find(tx.conn(), case_id, id).await?;
    if !rules::tick(&mut item, done, tx.viewer().staff_id(), tx.now()) {
        return Ok(());
    }
    store::update_tick(tx, &item).await?;
    let kind = if done { &events::CHECKLIST_ITEM_DONE } else { &events::CHECKLIST_ITEM_UNDONE };
    tx.record(events::of(kind, &case, json!({ "item_id": id, "template_id": item.template_id })));
    Ok(())
}

/// Takes an item off.
pub async fn remove(tx: &mut Tx, case_id: CaseId, id: ItemId) -> Answer<()> {
    let case = held(tx, case_id).await?;
    let item = store::find(tx.conn(), case_id, id).await?;
    rules::remove(&item)?;
    store::delete(tx, id).await?;
    let payload = json!({ "item_id": id, "template_id": item.template_id });
    tx.record(events::of(&events::CHECKLIST_ITEM_REMOVED, &case, payload));
    Ok(())
}

/// Puts the items in another order.
pub async fn reorder(tx: &mut Tx, case_id: CaseId, ids: &[ItemId]) -> Answer<()> {
    let case = held(tx, case_id).await?;
    let there = store::of_case(tx.conn(), case_id).await?;
    rules::reorder(&there, ids)?;
    if there.iter().map(|item| item.id).eq(ids.iter().copied()) {
        return Ok(());
    }
    for (position, id) in (1..).zip(ids) {
        store::update_position(tx, case_id, *id, position).await?;
    }
    tx.record(events::of(&events::CHECKLIST_REORDERED, &case, json!({ "items": ids.len() })));
    Ok(())
}

/// Refuses to resolve a case over required items that are not ticked.
pub(crate) async fn may_resolve(tx: &Tx, case_id: CaseId) -> Answer<()> {
    match store::required_open(tx.conn(), case_id).await? {
        0 => Ok(()),
        n => Err(Refusal::conflict("checklist_open").with("items", n).into()),
    }
}
