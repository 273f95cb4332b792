//! The verbs of custom fields: saying which there are, and filling them.

use std::collections::{BTreeSet, HashMap};

use lingke_platform::ctx::Tx;
use lingke_platform::failure::{Answer, Failure, FieldError, Refusal};
use lingke_platform::http::etag::Expected;
use lingke_platform::journal::{Event, EventKind};
use serde_json::json;

use super::model::{
    Choice, FIELDS_EVER_MAX, FIELDS_MAX, Field, FieldChange, FieldId, FieldType, NewField, Required, Stored,
    Values,
};
use super::{rules, store};
use crate::model::{Case, CaseId, CaseKind};
use crate::setup::{self, Setup};
use crate::store::cases;
use crate::{CONFIGURE, WORK, events};

fn trimmed(text: Option<String>) -> String {
    text.map(|text| text.trim().to_owned()).unwrap_or_default()
}

/// The English words; the Chinese where there are none.
fn english(text: Option<String>, chinese: &str) -> String {
    let text = trimmed(text);
    if text.is_empty() { chinese.to_owned() } else { text }
}

fn named(choices: Vec<Choice>) -> Vec<Choice> {
    let one = |choice: Choice| {
        let name = choice.name.trim().to_owned();
        Choice { name_en: english(Some(choice.name_en), &name), name, ..choice }
    };
    choices.into_iter().map(one).collect()
}

/// Adds a field, at the end.
pub async fn add(tx: &mut Tx, new: NewField) -> Answer<Field> {
    tx.viewer().require(CONFIGURE)?;
    let there = store::all(tx.conn(), true).await?;
    let in_use = there.iter().filter(|field| field.active).count();
    if in_use >= FIELDS_MAX || there.len() >= FIELDS_EVER_MAX {
        return Err(Refusal::conflict("too_many_fields").with("fields_max", FIELDS_MAX).into());
    }
    let name = new.name.trim().to_owned();
    let help = trimmed(new.help);
    let is_amount = new.kind == FieldType::Amount;
    let field = Field {
        id: FieldId::new(tx.now()),
        key: new.key,
        kind: new.kind,
        name_en: english(new.name_en, &name),
        name,
        help_en: english(new.help_en, &help),
        help,
        kinds: new.kinds,
        required: new.required.unwrap_or(Required::Never),
        choices: named(new.choices),
        currency: is_amount.then(|| new.currency.unwrap_or_else(|| "CNY".to_owned())),
        position: there.iter().map(|field| field.position).max().unwrap_or(0) + 1,
        active: true,
        version: 1,
        created_at: tx.now(),
    };
    store::insert(tx, &field).await?;
    tx.record(told(&events::FIELD_ADDED, &field));
    Ok(field)
}

/// Changes a field, if nobody changed it since `expected`. A choice that was offered stays known.
pub async fn change(tx: &mut Tx, id: FieldId, expected: Expected, change: FieldChange) -> Answer<Field> {
    tx.viewer().require(CONFIGURE)?;
    let mut field = store::load(tx, id).await?;
    expected.check(field.version)?;
    if let Some(choices) = change.choices {
        check_choices(&field, &choices)?;
        field.choices = named(choices);
    }
    if change.active == Some(true) && !field.active {
        let in_use = store::all(tx.conn(), false).await?.len();
        if in_use >= FIELDS_MAX {
            return Err(Refusal::conflict("too_many_fields").with("fields_max", FIELDS_MAX).into());
        }
    }
    field.name = change.name.map_or(field.name, |name| name.trim().to_owned());
    field.name_en = change.name_en.map_or(field.name_en, |name| name.trim().to_owned());
    field.help = change.help.map_or(field.help, |help| help.trim().to_owned());
    field.help_en = change.help_en.map_or(field.help_en, |help| help.trim().to_owned());
    field.kinds = change.kinds.unwrap_or(field.kinds);
    field.required = change.required.unwrap_or(field.required);
    field.active = change.active.unwrap_or(field.active);
    field.version += 1;
    store::update(tx, &field).await?;
    tx.record(told(&events::FIELD_CHANGED, &field));
    Ok(field)
}

fn check_choices(field: &Field, choices: &[Choice]) -> Answer<()> {
    if !matches!(field.kind, FieldType::Choice | FieldType::Choices) {
        return Err(Failure::invalid("choices", "not_a_choice", "only a field of choices has choices"));
    }
    let kept: BTreeSet<_> = choices.iter().map(|choice| &choice.code).collect();
    match field.choices.iter().find(|choice| !kept.contains(&choice.code)) {
        None => Ok(()),
        Some(gone) => {
            let message = format!("{} may be retired, not taken away", gone.code);
            Err(Failure::invalid("choices", "choice_gone", message))
        }
    }
}

/// Puts the fields in use in another order.
pub async fn reorder(tx: &mut Tx, ids: &[FieldId]) -> Answer<Vec<Field>> {
    tx.viewer().require(CONFIGURE)?;
    let there = store::all(tx.conn(), false).await?;
    let named: BTreeSet<_> = ids.iter().copied().collect();
    if named.len() != ids.len() || !there.iter().map(|field| field.id).collect::<BTreeSet<_>>().eq(&named) {
        return Err(Failure::invalid("ids", "not_the_same_items", "every field in use, each once"));
    }
    let mut ordered = Vec::with_capacity(ids.len());
    for (position, id) in (1..).zip(ids) {
        let mut field = store::load(tx, *id).await?;
        if field.position != position {
            field.position = position;
            field.version += 1;
            store::update(tx, &field).await?;
            tx.record(told(&events::FIELD_CHANGED, &field));
        }
        ordered.push(field);
    }
    Ok(ordered)
}

fn told(kind: &'static EventKind, field: &Field) -> Event {
    Event {
        kind,
        subject_kind: "case_field",
        subject_id: field.id.to_string(),
        unit_id: None,
        staff_id: None,
        payload: json!(field),
    }
}

/// Values that were read, ready to be written.
pub(crate) type Filled = Vec<(FieldId, Vec<Stored>)>;

/// What is wrong with values of a case of this kind at this moment, and the values themselves.
pub(crate) fn read(
    setup: &Setup,
    kind: CaseKind,
    when: Required,
    values: &Values,
) -> Result<Filled, Vec<FieldError>> {
    let read = rules::read_all(&setup.fields, kind, values, |_| Vec::new())?;
    let filled: HashMap<FieldId, bool> =
        read.iter().map(|(field, parts)| (field.id, !parts.is_empty())).collect();
    let missing = rules::missing(&setup.fields, kind, when, |field| filled.get(&field.id) == Some(&true));
    if missing.is_empty() {
        return Ok(read.into_iter().map(|(field, parts)| (field.id, parts)).collect());
    }
    Err(rules::missing_errors(&missing))
}

/// Writes what a new case is opened with.
pub(crate) async fn fill_at_opening(tx: &mut Tx, case: &Case, filled: Filled) -> Answer<()> {
    let filled: Filled = filled.into_iter().filter(|(_, parts)| !parts.is_empty()).collect();
    if filled.is_empty() {
        return Ok(());
    }
    store::replace(tx, case, &filled, true).await?;
    let ids: Vec<_> = filled.iter().map(|(id, _)| id).collect();
    tx.record(events::of(&events::FIELDS_FILLED, case, json!({ "field_ids": ids })));
    Ok(())
}

/// Fills fields of a case, if nobody changed it since `expected`; absent ones stay, null empties one.
pub async fn fill(tx: &mut Tx, case_id: CaseId, expected: Expected, values: &Values) -> Answer<Case> {
    tx.viewer().require(WORK)?;
    let mut case = cases::load(tx, case_id).await?;
    expected.check(case.version)?;
    let setup = setup::of(tx.node(), tx.conn(), tx.now()).await?;
    let before = store::held(tx.conn(), &[case_id]).await?.remove(&case_id).unwrap_or_default();
    let held = |field: &Field| before.get(&field.id).cloned().unwrap_or_default();
    let read = rules::read_all(&setup.fields, case.kind, values, held).map_err(Failure::Invalid)?;
    let changed: Filled = read
        .into_iter()
        .filter(|(field, parts)| held(field) != *parts)
        .map(|(field, parts)| (field.id, parts))
        .collect();
    if changed.is_empty() {
        return Err(Refusal::conflict("nothing_changed").into());
    }
    store::replace(tx, &case, &changed, false).await?;
    let ids: Vec<_> = changed.iter().map(|(id, _)| id).collect();
    tx.record(events::of(&events::FIELDS_FILLED, &case, json!({ "field_ids": ids })));
    case.updated_at = tx.now();
    cases::update(tx, &mut case).await?;
    Ok(case)
}

/// Refuses to resolve a case while a field that must be filled is not.
pub(crate) async fn may_resolve(tx: &Tx, case: &Case) -> Answer<()> {
    let setup = setup::of(tx.node(), tx.conn(), tx.now()).await?;
    let wanted = rules::missing(&setup.fields, case.kind, Required::Resolving, |_| false);
    if wanted.is_empty() {
        return Ok(());
    }
    let held = store::held(tx.conn(), &[case.id]).await?.remove(&case.id).unwrap_or_default();
    let missing: Vec<_> = wanted.iter().filter(|field| !held.contains_key(&field.id)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let keys: Vec<_> = missing.iter().map(|field| field.key.as_str()).collect();
    Err(Refusal::conflict("fields_missing").with("fields", missing.len()).with("keys", keys).into())
}
