//! The only file with queries about custom fields.

use std::collections::HashMap;

use lingke_kernel::time::Instant;
use lingke_platform::ctx::Tx;
use lingke_platform::db::dialect::for_update;
use lingke_platform::db::query::Sql;
use lingke_platform::db::sql;
use lingke_platform::failure::{Answer, Failure};
use sea_orm::{ConnectionTrait, FromQueryResult, Value};

use super::model::{
    Condition, FIELDS_EVER_MAX, Field, FieldFilter, FieldId, FieldType, Required, Stored, Values,
};
use super::rules;
use crate::model::{Case, CaseId};

const COLUMNS: &str = "id, key, type, name, name_en, help, help_en, kinds, required, choices, currency, position, active, \
                       version, created_at";

#[derive(FromQueryResult)]
struct Row {
    id: FieldId,
    key: String,
    #[sea_orm(from_alias = "type")]
    kind: FieldType,
    name: String,
    name_en: String,
    help: String,
    help_en: String,
    kinds: String,
    required: Required,
    choices: String,
    currency: Option<String>,
    position: i32,
    active: bool,
    version: i64,
    created_at: Instant,
}

impl Row {
    fn read(self) -> Answer<Field> {
        Ok(Field {
            id: self.id,
            key: self.key,
            kind: self.kind,
            name: self.name,
            name_en: self.name_en,
            help: self.help,
            help_en: self.help_en,
            kinds: serde_json::from_str(&self.kinds)?,
            required: self.required,
            choices: serde_json::from_str(&self.choices)?,
            currency: self.currency,
            position: self.position,
            active: self.active,
            version: self.version,
            created_at: self.created_at,
        })
    }
}

/// The fields in their order, with the retired ones where asked for.
pub async fn all(conn: &impl ConnectionTrait, with_retired: bool) -> Answer<Vec<Field>> {
    let which = if with_retired { "" } else { " WHERE active" };
    let text =
        format!("SELECT {COLUMNS} FROM case_fields{which} ORDER BY position, id LIMIT {FIELDS_EVER_MAX}");
    sql(text).all::<Row>(conn).await?.into_iter().map(Row::read).collect()
}

/// One field.
pub async fn find(conn: &impl ConnectionTrait, id: FieldId) -> Answer<Field> {
    let text = format!("SELECT {COLUMNS} FROM case_fields WHERE id = $1");
    sql(text).bind(id).one::<Row>(conn).await?.ok_or(Failure::NotFound)?.read()
}

/// One field, to be changed in this transaction.
pub async fn load(tx: &Tx, id: FieldId) -> Answer<Field> {
    let text = format!("SELECT {COLUMNS} FROM case_fields WHERE id = $1{}", for_update(tx.kind()));
    sql(text).bind(id).one::<Row>(tx.conn()).await?.ok_or(Failure::NotFound)?.read()
}

/// Writes a new field.
pub async fn insert(tx: &Tx, field: &Field) -> Answer<()> {
    let text = "INSERT INTO case_fields (id, key, type, name, name_en, help, help_en, kinds, required, choices, \
                currency, position, active, version, created_at, updated_at) \
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $15)";
    sql(text)
        .bind(field.id)
        .bind(field.key.as_str())
        .bind(field.kind)
        .bind(field.name.as_str())
        .bind(field.name_en.as_str())
        .bind(field.help.as_str())
        .bind(field.help_en.as_str())
        .bind(serde_json::to_string(&field.kinds)?)
        .bind(field.required)
        .bind(serde_json::to_string(&field.choices)?)
        .bind(field.currency.as_deref())
        .bind(field.position)
        .bind(field.active)
        .bind(field.version)
        .bind(field.created_at)
        .run(tx.conn())
        .await
        .map_err(|failure| {
            failure.on_unique(|| Failure::invalid("key", "taken", "another field has this key"))
        })?;
    Ok(())
}

/// Writes a changed field.
pub async fn update(tx: &Tx, field: &Field) -> Answer<()> {
    let text = "UPDATE case_fields SET name = $1, name_en = $2, help = $3, help_en = $4, kinds = $5, required = $6, \
                choices = $7, position = $8, active = $9, version = $10, updated_at = $11 WHERE id = $12";
    sql(text)
        .bind(field.name.as_str())
        .bind(field.name_en.as_str())
        .bind(field.help.as_str())
        .bind(field.help_en.as_str())
        .bind(serde_json::to_string(&field.kinds)?)
        .bind(field.required)
        .bind(serde_json::to_string(&field.choices)?)
        .bind(field.position)
        .bind(field.active)
        .bind(field.version)
        .bind(tx.now())
        .bind(field.id)
        .run(tx.conn())
        .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct ValueRow {
    case_id: CaseId,
    field_id: FieldId,
    part: i32,
    value_text: Option<String>,
    value_number: Option<i64>,
    lookup: Option<String>,
}

/// What some cases hold, by case and field.
pub type Held = HashMap<CaseId, HashMap<FieldId, Vec<Stored>>>;

/// What some cases hold; cases by the thousand belong into several calls.
pub async fn held(conn: &impl ConnectionTrait, cases: &[CaseId]) -> Answer<Held> {
    let mut all = Held::new();
    for some in cases.chunks(500) {
        let text = "SELECT case_id, field_id, part, value_text, value_number, lookup FROM case_field_values WHERE 1 = 1";
        let statement = sql(text).and_in("case_id", some.iter().copied());
        let rows =
            statement.push(" ORDER BY case_id, field_id, part LIMIT 500000").all::<ValueRow>(conn).await?;
        for row in rows {
            let stored =
                Stored { part: row.part, text: row.value_text, number: row.value_number, lookup: row.lookup };
            all.entry(row.case_id).or_default().entry(row.field_id).or_default().push(stored);
        }
    }
    Ok(all)
}

/// The values of some cases by the keys of `fields`, as the API and exports show them.
pub async fn values_of(
    conn: &impl ConnectionTrait,
    fields: &[Field],
    cases: &[CaseId],
) -> Answer<HashMap<CaseId, Values>> {
    if fields.is_empty() {
        return Ok(HashMap::new());
    }
    let held = held(conn, cases).await?;
    let of_case = |stored: HashMap<FieldId, Vec<Stored>>| -> Values {
        let one = |field: &Field| {
            let parts = stored.get(&field.id)?;
            Some((field.key.clone(), rules::shown(field.kind, parts)))
        };
        fields.iter().filter_map(one).collect()
    };
    Ok(held.into_iter().map(|(id, stored)| (id, of_case(stored))).collect())
}

/// Writes what a case holds of some fields, instead of what it held.
pub async fn replace(tx: &Tx, case: &Case, values: &[(FieldId, Vec<Stored>)], is_new: bool) -> Answer<()> {
    if values.is_empty() {
        return Ok(());
    }
    if !is_new {
        let gone = sql("DELETE FROM case_field_values WHERE case_id = $1").bind(case.id);
        gone.and_in("field_id", values.iter().map(|(id, _)| *id)).run(tx.conn()).await?;
    }
    let mut statement = sql("");
    let mut rows = Vec::new();
    for (field_id, parts) in values {
        for stored in parts {
            let values: [Value; 7] = [
                case.id.into(),
                (*field_id).into(),
                stored.part.into(),
                stored.text.as_deref().into(),
                stored.number.into(),
                stored.lookup.as_deref().into(),
                case.created_at.into(),
            ];
            rows.push(format!("({})", statement.list(values)));
        }
    }
    if rows.is_empty() {
        return Ok(());
    }
    let text = format!(
        "INSERT INTO case_field_values (case_id, field_id, part, value_text, value_number, lookup, opened_at) VALUES {}",
        rows.join(", ")
    );
    statement.push(&text).run(tx.conn()).await?;
    Ok(())
}

/// Whether a list can be walked along the index of this filter: one value, which a case holds at most once.
pub fn leads(filter: &FieldFilter) -> bool {
    matches!(filter.condition, Condition::Text(_) | Condition::Number(_))
}

/// Adds what a filter asks of the values called `v`.
pub fn conditions(statement: Sql, filter: &FieldFilter) -> Sql {
    let statement = statement.and("v.field_id =", Some(filter.field_id));
    match &filter.condition {
        Condition::Text(text) => statement.and("v.lookup =", Some(text.as_str())),
        Condition::Number(number) => statement.and("v.value_number =", Some(*number)),
        Condition::Texts(from, to) => statement
            .push(" AND v.lookup IS NOT NULL")
            .and("v.lookup >=", from.as_deref())
            .and("v.lookup <=", to.as_deref()),
        Condition::Numbers(from, to) => statement
            .push(" AND v.value_number IS NOT NULL")
            .and("v.value_number >=", *from)
            .and("v.value_number <=", *to),
    }
}

/// Only cases that hold what the filter asks.
pub fn holding(statement: Sql, filter: &FieldFilter) -> Sql {
    let statement =
        statement.push(" AND EXISTS (SELECT 1 FROM case_field_values v WHERE v.case_id = cases.id");
    conditions(statement, filter).push(")")
}
