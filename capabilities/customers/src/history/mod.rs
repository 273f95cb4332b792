//! History 变更记录: who changed which field of a customer when, with the old value and the new.
//!
//! Invariants: both values are sealed by the customer's key and shown as masked as the field itself; the journal names
//! the field only; a row is never changed or removed. Begin with [`Changed`].

pub mod api;
pub mod store;

use lingke_organisation::model::code_of;
use lingke_platform::ctx::Tx;
use lingke_platform::failure::Answer;

use crate::address;
use crate::model::{ContactKind, ContactRow, CustomerId, CustomerRow, IdentityRow};
use crate::protection::{Personal, mask_contact, mask_holding, mask_identity};
use crate::wish::ContactWish;

/// One field and what became of it.
pub(crate) struct Changed {
    /// `name`, `contact_phone`, `identity_document`.
    pub(crate) field: &'static str,
    /// What it was; none when it was nothing.
    pub(crate) old: Option<Personal>,
    /// What it is; none when it is nothing.
    pub(crate) new: Option<Personal>,
}

impl Changed {
    /// A field with its values as texts; an empty one is none.
    pub(crate) fn new(field: &'static str, old: &str, new: &str) -> Self {
        let value = |text: &str| Some(Personal::new(text)).filter(|_| !text.is_empty());
        Self { field, old: value(old), new: value(new) }
    }

    /// A contact point that came.
    pub(crate) fn contact_came(point: &ContactRow) -> Self {
        Self { field: contact_field(point.kind), old: None, new: Some(line(&point.value)) }
    }

    /// A contact point that went.
    pub(crate) fn contact_went(point: &ContactRow) -> Self {
        Self { field: contact_field(point.kind), old: Some(line(&point.value)), new: None }
    }

    /// An identity document that came.
    pub(crate) fn document_came(document: &IdentityRow) -> Self {
        Self { field: "identity_document", old: None, new: Some(document.number.clone()) }
    }

    /// An identity document that went.
    pub(crate) fn document_went(document: &IdentityRow) -> Self {
        Self { field: "identity_document", old: Some(document.number.clone()), new: None }
    }
}

fn line(value: &Personal) -> Personal {
    Personal::new(&address::line(value))
}

fn contact_field(kind: ContactKind) -> &'static str {
    match kind {
        ContactKind::Phone => "contact_phone",
        ContactKind::Email => "contact_email",
        ContactKind::Address => "contact_address",
        ContactKind::Wechat => "contact_wechat",
    }
}

/// The value of a field as it is shown: as masked as where it stands.
pub(crate) fn shown(field: &str, value: &Personal) -> String {
    match field {
        "contact_phone" => mask_contact(ContactKind::Phone, value),
        "contact_email" => mask_contact(ContactKind::Email, value),
        "contact_address" => mask_contact(ContactKind::Address, value),
        "contact_wechat" => mask_contact(ContactKind::Wechat, value),
        "identity_document" => mask_identity(value),
        "holding" => mask_holding(value),
        _ => value.in_the_clear().to_owned(),
    }
}

/// What differs between two states of a customer.
pub(crate) fn between(before: &CustomerRow, after: &CustomerRow) -> Answer<Vec<Changed>> {
    let wish = |row: &CustomerRow| -> Answer<String> {
        let wish = row.wish();
        Ok(if wish == ContactWish::default() { String::new() } else { serde_json::to_string(&wish)? })
    };
    let day = |day: &Option<String>| day.clone().unwrap_or_default();
    let fields = [
        Changed::new("name", &before.name, &after.name),
        Changed::new("registered_name", &before.registered_name, &after.registered_name),
        Changed::new("kind", &code_of(&before.kind), &code_of(&after.kind)),
        Changed::new("class", &code_of(&before.class), &code_of(&after.class)),
        Changed::new("note", &before.note, &after.note),
        Changed::new("contact_wish", &wish(before)?, &wish(after)?),
        Changed::new("next_review_on", &day(&before.next_review_on), &day(&after.next_review_on)),
    ];
    Ok(fields.into_iter().filter(|changed| changed.old != changed.new).collect())
}

/// Writes changes of a customer who is held.
pub(crate) async fn note(tx: &Tx, id: CustomerId, changes: &[Changed]) -> Answer<()> {
    if changes.is_empty() {
        return Ok(());
    }
    store::insert(tx, id, changes).await
}
