//! How texts come into the index: an event says what changed, its present text is read and put in.

use std::collections::{HashMap, HashSet};

use lingke_cases::model::{AttachmentId, CaseId, EntryId};
use lingke_cases::store::texts;
use lingke_customers::model::CustomerId;
use lingke_organisation::store::{staff, units};
use lingke_platform::ctx::Tx;
use lingke_platform::failure::Answer;
use lingke_platform::journal::Sealed;
use lingke_platform::search::names::{self, Found, Named};
use lingke_platform::search::{self, Document};
use lingke_platform::subscriptions::Subscription;
use lingke_platform::viewer::{StaffId, UnitId};

/// Everything that can be found. It hears every event: whatever names an entry or a file in its particulars is put in,
/// so that no new verb can be forgotten here.
pub static SEARCH: Subscription = Subscription {
    name: search::SUBSCRIPTION,
    types: &[],
    handle: |tx, events| Box::pin(index(tx, events)),
    clear: Some(|tx| Box::pin(clear(tx))),
};

async fn clear(tx: &mut Tx) -> Answer<()> {
    search::clear(tx.conn()).await?;
    names::clear(tx.conn()).await
}

/// Something whose text may have changed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Changed {
    Case(CaseId),
    Entry(EntryId),
    Attachment(AttachmentId),
    Customer(CustomerId),
    Staff(StaffId),
    Unit(UnitId),
}

impl Changed {
    fn id(&self) -> String {
        match self {
            Self::Case(id) => id.to_string(),
            Self::Entry(id) => id.to_string(),
            Self::Attachment(id) => id.to_string(),
            Self::Customer(id) => id.to_string(),
            Self::Staff(id) => id.to_string(),
            Self::Unit(id) => id.to_string(),
        }
    }
}

/// What an event says of texts.
fn changed(event: &Sealed) -> Answer<Vec<Changed>> {
    let mut all = Vec::new();
    let id = &event.subject_id;
    match event.kind.as_str() {
        "case_opened" | "case_imported" => all.extend(id.parse().map(Changed::Case)),
        "case_edited" => {
            let fields = &event.particulars()?["fields"];
            let told = |name| fields.as_array().is_none_or(|all| all.iter().any(|field| field == name));
            let text = told("subject") || told("description");
            all.extend(id.parse().ok().filter(|_| text).map(Changed::Case));
        }
        "case_erased" => erased(event, &mut all)?,
        "customer_added" | "customer_changed" | "customer_erased" => {
            all.extend(id.parse().map(Changed::Customer))
        }
        "staff_added" | "staff_changed" => all.extend(id.parse().map(Changed::Staff)),
        "org_unit_added" | "org_unit_changed" | "institution_set_up" => {
            all.extend(id.parse().map(Changed::Unit))
        }
        _ => {}
    }
    let named = ["\"entry_id\"", "\"attachment_id\""].iter().any(|name| event.payload.contains(name));
    if event.subject_kind == "case" && named {
        let particulars = event.particulars()?;
        let id = |name: &str| particulars[name].as_str().unwrap_or_default().to_owned();
        all.extend(id("entry_id").parse().map(Changed::Entry));
        all.extend(id("attachment_id").parse().map(Changed::Attachment));
    }
    Ok(all)
}

/// The case and all of it that the event names.
fn erased(event: &Sealed, all: &mut Vec<Changed>) -> Answer<()> {
    let particulars = event.particulars()?;
    let ids = |name: &str| {
        let ids = particulars[name].as_array().cloned().unwrap_or_default();
        ids.into_iter().filter_map(|id| id.as_str().map(str::to_owned)).collect::<Vec<_>>()
    };
    all.extend(event.subject_id.parse().map(Changed::Case));
    all.extend(ids("entry_ids").iter().filter_map(|id| id.parse().ok()).map(Changed::Entry));
    all.extend(ids("attachment_ids").iter().filter_map(|id| id.parse().ok()).map(Changed::Attachment));
    Ok(())
}

async fn index(tx: &mut Tx, events: &[Sealed]) -> Answer<()> {
    let (mut seen, mut all) = (HashSet::new(), Vec::new());
    for event in events {
        all.extend(changed(event)?.into_iter().filter(|one| seen.insert(one.clone())));
    }
    if all.is_empty() {
        return Ok(());
    }
    let mut documents = documents(tx, &all).await?;
    // In the order of the events, so that a rebuild gives each text the place it had.
    let ids = all.iter().filter(|one| !matches!(one, Changed::Staff(_) | Changed::Unit(_))).map(Changed::id);
    let (mut there, mut gone) = (Vec::new(), Vec::new());
    for id in ids {
        match documents.remove(&id) {
            Some(document) => there.push(document),
            None => gone.push(id),
        }
    }
    search::put(tx.conn(), &there).await?;
    if !gone.is_empty() {
        search::remove(tx.conn(), &gone).await?;
    }
    names::put(tx.conn(), &named(tx, &all).await?).await
}

/// The present texts, by the id of what they are of.
async fn documents(tx: &Tx, all: &[Changed]) -> Answer<HashMap<String, Document>> {
    let conn = tx.conn();
    let mut documents = HashMap::new();
    let mut put = |kind: &'static str, subject_id: String, owner_id: String, fields: Vec<String>| {
        documents.insert(subject_id.clone(), Document { kind, subject_id, owner_id, fields });
    };
    let ids: Vec<CaseId> = only(all, |one| if let Changed::Case(id) = one { Some(*id) } else { None });
    for case in texts::of_cases(conn, &ids).await? {
        let id = case.id.to_string();
        put("case", id.clone(), id, vec![case.number, case.subject, case.description]);
    }
    let ids: Vec<EntryId> = only(all, |one| if let Changed::Entry(id) = one { Some(*id) } else { None });
    for entry in texts::of_entries(conn, &ids).await? {
        put("entry", entry.id.to_string(), entry.case_id.to_string(), vec![entry.text]);
    }
    let ids: Vec<AttachmentId> =
        only(all, |one| if let Changed::Attachment(id) = one { Some(*id) } else { None });
    for file in texts::of_attachments(conn, &ids).await? {
        put("attachment", file.id.to_string(), file.case_id.to_string(), vec![file.name]);
    }
    let ids: Vec<CustomerId> =
        only(all, |one| if let Changed::Customer(id) = one { Some(*id) } else { None });
    if !ids.is_empty() {
        for customer in lingke_customers::store::rows(conn, &ids).await? {
            let id = customer.id.to_string();
            put("customer", id.clone(), id, vec![customer.number, customer.name, customer.note]);
        }
    }
    Ok(documents)
}

fn only<T>(all: &[Changed], pick: impl Fn(&Changed) -> Option<T>) -> Vec<T> {
    all.iter().filter_map(pick).collect()
}

/// What people, units and customers are called now.
async fn named(tx: &Tx, all: &[Changed]) -> Answer<Vec<Named>> {
    let mut named = Vec::new();
    let ids: Vec<StaffId> = only(all, |one| if let Changed::Staff(id) = one { Some(*id) } else { None });
    if !ids.is_empty() {
        let people = staff::by_ids(tx.conn(), &ids).await?.into_iter();
        named.extend(people.map(|person| Named {
            kind: "staff",
            subject_id: person.id.to_string(),
            names: vec![person.name, person.login],
            found: Found::FromAnyWord,
        }));
    }
    let ids: Vec<UnitId> = only(all, |one| if let Changed::Unit(id) = one { Some(*id) } else { None });
    if !ids.is_empty() {
        let units = units::by_ids(tx.conn(), &ids).await?.into_iter();
        named.extend(units.map(|unit| Named {
            kind: "org_unit",
            subject_id: unit.id.to_string(),
            names: vec![unit.name, unit.name_en, unit.code],
            found: Found::FromAnyWord,
        }));
    }
    let ids: Vec<CustomerId> =
        only(all, |one| if let Changed::Customer(id) = one { Some(*id) } else { None });
    if !ids.is_empty() {
        let customers = lingke_customers::store::rows(tx.conn(), &ids).await?.into_iter();
        named.extend(customers.map(|customer| Named {
            kind: "customer",
            subject_id: customer.id.to_string(),
            names: vec![customer.name, customer.registered_name],
            found: Found::BySound,
        }));
    }
    Ok(named)
}

#[cfg(test)]
mod tests {
    use lingke_kernel::time::Instant;
    use lingke_platform::journal::EventId;
    use serde_json::{Value, json};

    use super::*;

    fn told(kind: &str, subject: (&str, &str), payload: Value) -> Vec<Changed> {
        let event = Sealed {
            seq: 1,
            id: EventId::new(Instant::from_micros(0)),
            at: Instant::from_micros(0),
            kind: kind.to_owned(),
            version: 1,
            actor_kind: "staff".to_owned(),
            actor_id: String::new(),
            subject_kind: subject.0.to_owned(),
            subject_id: subject.1.to_owned(),
            unit_id: None,
            staff_id: None,
            payload: payload.to_string(),
        };
        changed(&event).unwrap()
    }

    const CASE: (&str, &str) = ("case", "cas_01a20cb31d1e7f03a30c02dc6017d722");

    #[test]
    fn a_new_case_and_new_words_in_it_are_put_in() {
        let id = CASE.1.parse().unwrap();
        assert_eq!(told("case_opened", CASE, json!({})), [Changed::Case(id)]);
        assert_eq!(
            told("case_edited", CASE, json!({ "fields": ["priority", "subject"] })),
            [Changed::Case(id)]
        );
        assert!(told("case_edited", CASE, json!({ "fields": ["priority"] })).is_empty());
        assert!(told("clock_started", CASE, json!({ "clock_id": "clk_1" })).is_empty());
    }

    #[test]
    fn whatever_verb_brings_an_entry_or_a_file_it_is_put_in() {
        let (entry, file) = ("ent_01a20cb31d1e7f03a30c02dc6017d722", "att_01a20cb31d1e7f03a30c02dc6017d722");
        for kind in ["case_noted", "case_resolved", "case_of_next_year"] {
            let ids =
                told(kind, CASE, json!({ "entry_id": entry })).iter().map(Changed::id).collect::<Vec<_>>();
            assert_eq!(ids, [entry], "{kind}");
        }
        let added = told("attachment_added", CASE, json!({ "attachment_id": file }));
        assert_eq!(added.iter().map(Changed::id).collect::<Vec<_>>(), [file]);
    }

    #[test]
    fn a_contact_point_puts_nothing_in() {
        let customer = ("customer", "cus_01a20cb31d1e7f03a30c02dc6017d722");
        assert!(told("contact_point_added", customer, json!({ "kind": "phone" })).is_empty());
        assert_eq!(told("customer_added", customer, json!({})).len(), 1);
    }
}
