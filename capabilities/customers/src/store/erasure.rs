//! Erasure 删除: what is kept of a customer becomes unreadable for good, and the number stays.
//!
//! With the row of the data key goes every value that was sealed under it, in old copies of the database too. What lay
//! in the clear is overwritten. Whether it may be done is for `privacy` above to say: this asks nobody.

use lingke_platform::ctx::Tx;
use lingke_platform::db::sql;
use lingke_platform::failure::Answer;

use crate::model::CustomerId;

/// What stands where the name was.
pub const ERASED: &str = "（已删除）";

/// Tables whose rows of a customer go, and the column that names the customer.
const GO: [&str; 9] = [
    "contact_points",
    "identity_documents",
    "care_needs",
    "customer_relations",
    "holdings",
    "customer_needs",
    "customer_field_changes",
    "customer_change_requests",
    "customer_keys",
];

/// Erases all that this capability keeps of a customer who is [loaded](crate::store::load). Twice is as once.
pub async fn erase(tx: &Tx, id: CustomerId) -> Answer<()> {
    for table in GO {
        sql(format!("DELETE FROM {table} WHERE customer_id = $1")).bind(id).run(tx.conn()).await?;
    }
    sql("UPDATE customer_reveals SET reason = '', salt = '' WHERE customer_id = $1")
        .bind(id)
        .run(tx.conn())
        .await?;
    // Consents stay: they are the proof of what we were allowed to do, and hold no words.
    let text = "UPDATE customers SET name = $1, name_lower = $1, note = '', registered_name = '', \
                wish_channel = NULL, wish_days = NULL, wish_from = NULL, wish_until = NULL, wish_language = NULL, \
                next_review_on = NULL, erased_at = COALESCE(erased_at, $2), \
                version = version + 1, updated_at = $2 WHERE id = $3";
    sql(text).bind(ERASED).bind(tx.now()).bind(id).run(tx.conn()).await?;
    Ok(())
}
