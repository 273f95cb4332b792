//! The queries of history.

use lingke_kernel::id_kind;
use lingke_kernel::time::Instant;
use lingke_platform::ctx::Tx;
use lingke_platform::db::{insert_rows, sql};
use lingke_platform::failure::Answer;
use lingke_platform::http::page::{Page, PageRequest};
use lingke_platform::keys::Keys;
use sea_orm::{ConnectionTrait, FromQueryResult, Value};

use super::Changed;
use crate::model::CustomerId;
use crate::protection::{Personal, seal};
use crate::store::keys::{Opener, of_all};

id_kind!(
    /// One change of one field.
    FieldChangeMark, "cfc", FieldChangeId
);

/// A change, opened.
pub(crate) struct ChangeRow {
    pub(crate) id: FieldChangeId,
    pub(crate) field: String,
    pub(crate) old: Option<Personal>,
    pub(crate) new: Option<Personal>,
    pub(crate) actor_id: String,
    pub(crate) changed_at: Instant,
}

fn place(id: FieldChangeId, which: &str) -> String {
    format!("{id}.{which}")
}

/// The changes of a customer, the newest first.
pub(crate) async fn of_customer(
    conn: &impl ConnectionTrait,
    keys: &Keys,
    id: CustomerId,
    page: &PageRequest,
) -> Answer<Page<ChangeRow>> {
    #[derive(FromQueryResult)]
    struct Stored {
        id: FieldChangeId,
        field: String,
        old_value: Option<String>,
        new_value: Option<String>,
        actor_id: String,
        changed_at: Instant,
        wrapped: Option<String>,
    }
    let text = "SELECT c.id, c.field, c.old_value, c.new_value, c.actor_id, c.changed_at, k.wrapped \
                FROM customer_field_changes c LEFT JOIN customer_keys k ON k.customer_id = c.customer_id \
                WHERE c.customer_id = $1";
    let mut statement = sql(text).bind(id);
    if let Some((at, last)) = page.after::<(Instant, FieldChangeId)>()? {
        let marks = statement.list([Value::from(at), last.into()]);
        statement = statement.push(&format!(" AND (c.changed_at, c.id) < ({marks})"));
    }
    let statement = statement.push(&page.order_and_limit("c.changed_at DESC, c.id DESC"));
    let mut opener = Opener::new(keys);
    let mut rows = Vec::new();
    for row in statement.all::<Stored>(conn).await? {
        let mut open = |which: &str, sealed: Option<&str>| {
            let opened =
                sealed.map(|sealed| opener.open((id, row.wrapped.as_deref()), place(row.id, which), sealed));
            opened.transpose()
        };
        let (old, new) = (open("old", row.old_value.as_deref())?, open("new", row.new_value.as_deref())?);
        let Stored { id, field, actor_id, changed_at, .. } = row;
        rows.push(ChangeRow { id, field, old, new, actor_id, changed_at });
    }
    Ok(page.cut(rows, |row| (row.changed_at, row.id)))
}

/// Writes changes of a customer who is held.
pub(super) async fn insert(tx: &Tx, customer_id: CustomerId, changes: &[Changed]) -> Answer<()> {
    let own = of_all(tx, &[customer_id]).await?;
    let key = &own[&customer_id];
    let mut rows: Vec<Vec<Value>> = Vec::with_capacity(changes.len());
    for changed in changes {
        let id = FieldChangeId::new(tx.now());
        let sealed = |which: &str, value: &Option<Personal>| {
            value.as_ref().map(|value| seal(key, place(id, which), value)).transpose()
        };
        rows.push(vec![
            id.into(),
            customer_id.into(),
            changed.field.into(),
            sealed("old", &changed.old)?.into(),
            sealed("new", &changed.new)?.into(),
            tx.viewer().actor.id().into(),
            tx.now().into(),
        ]);
    }
    let into = "customer_field_changes (id, customer_id, field, old_value, new_value, actor_id, changed_at)";
    insert_rows(tx.conn(), into, rows, "").await?;
    Ok(())
}
