//! The only file with queries about checklists.

use std::collections::HashMap;

use lingke_kernel::time::Instant;
use lingke_platform::ctx::Tx;
use lingke_platform::db::dialect::for_update;
use lingke_platform::db::sql;
use lingke_platform::failure::{Answer, Failure};
use sea_orm::{ConnectionTrait, FromQueryResult, Value};

use super::model::{ITEMS_MAX, Item, ItemId, Progress, TEMPLATES_MAX, Template, TemplateId};
use crate::model::CaseId;

const TEMPLATE_COLUMNS: &str = "id, name, name_en, kinds, at_opening, active, items, version, created_at";
const COLUMNS: &str = "id, case_id, template_id, position, text, text_en, required, done_by, done_at, added_by, version, \
                       created_at";

#[derive(FromQueryResult)]
struct TemplateRow {
    id: TemplateId,
    name: String,
    name_en: String,
    kinds: String,
    at_opening: bool,
    active: bool,
    items: String,
    version: i64,
    created_at: Instant,
}

impl TemplateRow {
    fn read(self) -> Answer<Template> {
        Ok(Template {
            id: self.id,
            name: self.name,
            name_en: self.name_en,
            kinds: serde_json::from_str(&self.kinds)?,
            at_opening: self.at_opening,
            active: self.active,
            items: serde_json::from_str(&self.items)?,
            version: self.version,
            created_at: self.created_at,
        })
    }
}

/// The checklists in the order they were written, with those no longer used where asked for.
pub async fn all(conn: &impl ConnectionTrait, with_retired: bool) -> Answer<Vec<Template>> {
    let which = if with_retired { "" } else { " WHERE active" };
    let text = format!(
        "SELECT {TEMPLATE_COLUMNS} FROM checklist_templates{which} ORDER BY created_at, id LIMIT {TEMPLATES_MAX}"
    );
    let rows = sql(text).all::<TemplateRow>(conn).await?;
    rows.into_iter().map(TemplateRow::read).collect()
}

/// How many there are.
pub async fn count_templates(conn: &impl ConnectionTrait) -> Answer<i64> {
    Ok(sql("SELECT count(*) FROM checklist_templates").value(conn).await?.unwrap_or_default())
}

/// One checklist, to be changed in this transaction.
pub async fn load_template(tx: &Tx, id: TemplateId) -> Answer<Template> {
    let text =
        format!("SELECT {TEMPLATE_COLUMNS} FROM checklist_templates WHERE id = $1{}", for_update(tx.kind()));
    sql(text).bind(id).one::<TemplateRow>(tx.conn()).await?.ok_or(Failure::NotFound)?.read()
}

/// Writes a new checklist.
pub async fn insert_template(tx: &Tx, template: &Template) -> Answer<()> {
    let text = "INSERT INTO checklist_templates (id, name, name_en, kinds, at_opening, active, items, version, \
                created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)";
    sql(text)
        .bind(template.id)
        .bind(template.name.as_str())
        .bind(template.name_en.as_str())
        .bind(serde_json::to_string(&template.kinds)?)
        .bind(template.at_opening)
        .bind(template.active)
        .bind(serde_json::to_string(&template.items)?)
        .bind(template.version)
        .bind(template.created_at)
        .run(tx.conn())
        .await?;
    Ok(())
}

/// Writes a changed checklist.
pub async fn update_template(tx: &Tx, template: &Template) -> Answer<()> {
    let text = "UPDATE checklist_templates SET name = $1, name_en = $2, kinds = $3, at_opening = $4, active = $5, \
                items = $6, version = $7, updated_at = $8 WHERE id = $9";
    sql(text)
        .bind(template.name.as_str())
        .bind(template.name_en.as_str())
        .bind(serde_json::to_string(&template.kinds)?)
        .bind(template.at_opening)
        .bind(template.active)
        .bind(serde_json::to_string(&template.items)?)
        .bind(template.version)
        .bind(tx.now())
        .bind(template.id)
        .run(tx.conn())
        .await?;
    Ok(())
}

/// The items of a case, in order.
pub async fn of_case(conn: &impl ConnectionTrait, case_id: CaseId) -> Answer<Vec<Item>> {
    let text = format!(
        "SELECT {COLUMNS} FROM case_checklist_items WHERE case_id = $1 ORDER BY position, id LIMIT {ITEMS_MAX}"
    );
    sql(text).bind(case_id).all(conn).await
}

/// One item of a case. The case is held by the caller.
pub async fn find(conn: &impl ConnectionTrait, case_id: CaseId, id: ItemId) -> Answer<Item> {
    let text = format!("SELECT {COLUMNS} FROM case_checklist_items WHERE case_id = $1 AND id = $2");
    sql(text).bind(case_id).bind(id).one(conn).await?.ok_or(Failure::NotFound)
}

/// How many required items of a case are not ticked.
pub async fn required_open(conn: &impl ConnectionTrait, case_id: CaseId) -> Answer<i64> {
    let text =
        "SELECT count(*) FROM case_checklist_items WHERE case_id = $1 AND required AND done_at IS NULL";
    Ok(sql(text).bind(case_id).value(conn).await?.unwrap_or_default())
}

/// How far the checklists of some cases are; those without one are left out.
pub async fn progress(conn: &impl ConnectionTrait, cases: &[CaseId]) -> Answer<HashMap<CaseId, Progress>> {
    #[derive(FromQueryResult)]
    struct Row {
        case_id: CaseId,
        done: i64,
        total: i64,
    }
    if cases.is_empty() {
        return Ok(HashMap::new());
    }
    let text =
        "SELECT case_id, count(done_at) AS done, count(*) AS total FROM case_checklist_items WHERE 1 = 1";
    let statement = sql(text).and_in("case_id", cases.iter().copied());
    let rows = statement.push(" GROUP BY case_id LIMIT 1000").all::<Row>(conn).await?;
    Ok(rows.into_iter().map(|row| (row.case_id, Progress { done: row.done, total: row.total })).collect())
}

/// Writes new items, in one statement.
pub async fn insert(tx: &Tx, items: &[Item]) -> Answer<()> {
    if items.is_empty() {
        return Ok(());
    }
    let mut statement = sql("");
    let mut rows = Vec::with_capacity(items.len());
    for item in items {
        let values: [Value; 12] = [
            item.id.into(),
            item.case_id.into(),
            item.template_id.into(),
            item.position.into(),
            item.text.as_str().into(),
            item.text_en.as_str().into(),
            item.required.into(),
            item.done_by.into(),
            item.done_at.into(),
            item.added_by.as_str().into(),
            item.version.into(),
            item.created_at.into(),
        ];
        rows.push(format!("({})", statement.list(values)));
    }
    let text = format!("INSERT INTO case_checklist_items ({COLUMNS}) VALUES {}", rows.join(", "));
    statement.push(&text).run(tx.conn()).await?;
    Ok(())
}

/// Writes whether an item is ticked.
pub async fn update_tick(tx: &Tx, item: &Item) -> Answer<()> {
    let text =
        "UPDATE case_checklist_items SET done_by = $1, done_at = $2, version = version + 1 WHERE id = $3";
    sql(text).bind(item.done_by).bind(item.done_at).bind(item.id).run(tx.conn()).await?;
    Ok(())
}

/// Writes an item's place.
pub async fn update_position(tx: &Tx, case_id: CaseId, id: ItemId, position: i32) -> Answer<()> {
    let text = "UPDATE case_checklist_items SET position = $1 WHERE id = $2 AND case_id = $3";
    sql(text).bind(position).bind(id).bind(case_id).run(tx.conn()).await?;
    Ok(())
}

/// Takes an item off.
pub async fn delete(tx: &Tx, id: ItemId) -> Answer<()> {
    sql("DELETE FROM case_checklist_items WHERE id = $1").bind(id).run(tx.conn()).await?;
    Ok(())
}
