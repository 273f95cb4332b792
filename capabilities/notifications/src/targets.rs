//! What a notification leads to: the thing it is about. Pure; said once, for the console and for mails.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::model::Notification;

/// A sort of thing that has a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = NotificationThing)]
pub enum Thing {
    /// A case.
    Case,
    /// What a department was asked.
    Task,
    /// A register that was written to a file.
    Export,
    /// What came of a bulk action.
    BulkJob,
    /// What came of an import.
    Import,
    /// A week of looks at personal data.
    RevealDigest,
    /// A customer.
    Customer,
    /// What was learnt of a customer and is to be followed up.
    CustomerNeed,
    /// A backup, on the page of operations.
    Backup,
    /// A webhook endpoint.
    WebhookEndpoint,
}

/// The thing, by its id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = NotificationTarget)]
pub struct Target {
    /// What it is.
    pub thing: Thing,
    /// Its id.
    pub id: String,
}

impl Target {
    fn new(thing: Thing, id: &str) -> Self {
        Self { thing, id: id.to_owned() }
    }

    /// Its address in the console.
    pub fn path(&self) -> String {
        let id = &self.id;
        match self.thing {
            Thing::Case => format!("/cases/{id}"),
            Thing::Task => format!("/tasks/{id}"),
            Thing::Export => format!("/workbench?tab=exports&job={id}"),
            Thing::BulkJob => format!("/workbench?tab=bulk&job={id}"),
            Thing::Import => format!("/imports/{id}"),
            Thing::RevealDigest => format!("/privacy/digests/{id}"),
            Thing::Customer => format!("/customers/{id}"),
            Thing::CustomerNeed => format!("/customers/{id}?tab=needs"),
            Thing::Backup => "/operations".to_owned(),
            Thing::WebhookEndpoint => format!("/webhooks?endpoint={id}"),
        }
    }
}

/// What a notification is about: the nearest thing first, then the case around it. What may be seen of them is for
/// the caller to say.
pub fn of(row: &Notification) -> Vec<Target> {
    let particulars: Value = serde_json::from_str(&row.particulars).unwrap_or_default();
    let named = |name: &str, thing: Thing| particulars[name].as_str().map(|id| Target::new(thing, id));
    let near = match row.kind.as_str() {
        "export_finished" => named("subject_id", Thing::Export),
        "bulk_finished" => named("subject_id", Thing::BulkJob),
        "import_finished" => named("subject_id", Thing::Import),
        "reveal_digest" => named("subject_id", Thing::RevealDigest),
        "erasure_asked" | "erasure_moved" => named("subject_id", Thing::Customer),
        "need_due" => named("subject_id", Thing::CustomerNeed),
        "backup_failed" => named("subject_id", Thing::Backup),
        "webhook_stopped" => named("subject_id", Thing::WebhookEndpoint),
        kind if kind.starts_with("task_") => named("task_id", Thing::Task),
        _ => None,
    };
    let case = row.case_id.map(|id| Target::new(Thing::Case, &id.to_string()));
    // A clock of a task names it too: who answers for the task may not see the case.
    let far = named("task_id", Thing::Task).filter(|far| near.as_ref() != Some(far));
    near.into_iter().chain(case).chain(far).collect()
}

#[cfg(test)]
mod tests {
    use lingke_cases::model::CaseId;
    use serde_json::json;

    use super::*;

    fn paths(kind: &str, of_case: bool, particulars: &Value) -> Vec<String> {
        let row = Notification {
            kind: kind.to_owned(),
            case_id: of_case.then(|| format!("cas_{:032x}", 1).parse::<CaseId>().unwrap()),
            particulars: particulars.to_string(),
            ..Notification::sample()
        };
        of(&row).iter().map(|target| target.path().replace(&format!("{:032x}", 1), "1")).collect()
    }

    #[test]
    fn each_kind_leads_to_the_thing_it_is_about_and_then_to_its_case() {
        let task = json!({ "subject_id": "cas_1", "task_id": "tsk_1" });
        assert_eq!(paths("task_asked", true, &task), ["/tasks/tsk_1", "/cases/cas_1"]);
        assert_eq!(paths("breached", true, &task), ["/cases/cas_1", "/tasks/tsk_1"]);
        assert_eq!(paths("customer_wrote", true, &json!({ "subject_id": "cas_1" })), ["/cases/cas_1"]);
        let of = |id: &str| json!({ "subject_id": id });
        assert_eq!(paths("export_finished", false, &of("exp_1")), ["/workbench?tab=exports&job=exp_1"]);
        assert_eq!(paths("bulk_finished", false, &of("blk_1")), ["/workbench?tab=bulk&job=blk_1"]);
        assert_eq!(paths("import_finished", false, &of("imp_1")), ["/imports/imp_1"]);
        assert_eq!(paths("need_due", false, &of("cus_1")), ["/customers/cus_1?tab=needs"]);
        assert_eq!(paths("backup_failed", false, &of("bck_1")), ["/operations"]);
        assert!(paths("mail_failed", false, &of("out_1")).is_empty());
    }
}
