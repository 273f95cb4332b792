//! The ways a customer is found by what somebody typed.

use lingke_platform::db::dialect::{Reader, listed};
use lingke_platform::db::query::Sql;
use lingke_platform::failure::Answer;
use lingke_platform::keys::Keys;
use lingke_platform::search::names::sounding;
use lingke_platform::search::{Query, matching, newest};

use crate::protection::{holding_tail_of, holdings_of, identity_of, lookups_of, tail_of};

/// How many customers each way of searching may find.
const FOUND_MAX: usize = 1000;
/// Among how many of the newest customers a name is sought letter by letter: those the index may not know yet.
const SUBSTRING_AMONG: usize = 500;

/// Only customers that are found by `sought`. Each way of searching walks its own index and stops at its own limit.
pub(super) async fn only(conn: &impl Reader, statement: Sql, keys: &Keys, sought: &str) -> Answer<Sql> {
    let statement = by_each_way(statement, keys, sought).bind(indexed(conn, sought).await?);
    let listed = listed(conn.get_database_backend(), &statement.last_mark());
    Ok(statement.push(&format!(" UNION {listed})")))
}

/// The subquery is left open for one more.
fn by_each_way(mut statement: Sql, keys: &Keys, sought: &str) -> Sql {
    let name = sought.to_lowercase();
    let number = statement.list([sought.to_uppercase()]);
    let lookups = statement.list(lookups_of(keys, sought));
    let from = statement.list([name.as_str()]);
    // U+10FFFF is the last character there is: this ends all names that begin so.
    let to = statement.list([format!("{name}\u{10FFFF}")]);
    let part =
        statement.list([format!("%{}%", name.replace('\\', r"\\").replace('%', r"\%").replace('_', r"\_"))]);
    let mut ways = vec![
        format!("SELECT id FROM customers WHERE number = {number}"),
        looked_up("contact_points", "lookup", &lookups),
        format!(
            "SELECT id FROM (SELECT id FROM customers WHERE name_lower >= {from} AND name_lower < {to} \
             ORDER BY name_lower, id LIMIT {FOUND_MAX}) begun"
        ),
        format!(
            "SELECT id FROM (SELECT id, name_lower FROM customers ORDER BY created_at DESC, id DESC \
             LIMIT {SUBSTRING_AMONG}) recent WHERE name_lower LIKE {part} ESCAPE '\\'"
        ),
    ];
    if let Some(tail) = tail_of(keys, sought) {
        let mark = statement.list([tail]);
        ways.push(looked_up("contact_points", "lookup_tail", &mark));
    }
    if let Some(number) = identity_of(keys, sought) {
        let mark = statement.list([number]);
        ways.push(looked_up("identity_documents", "lookup", &mark));
    }
    if let Some(tail) = holding_tail_of(keys, sought) {
        let mark = statement.list([tail]);
        ways.push(looked_up("holdings", "lookup_tail", &mark));
    }
    let numbers = statement.list(holdings_of(keys, sought));
    if !numbers.is_empty() {
        ways.push(looked_up("holdings", "lookup", &numbers));
    }
    ways.extend(sounding(&mut statement, "customer", sought, FOUND_MAX));
    statement.push(&format!(" AND id IN ({}", ways.join(" UNION ")))
}

fn looked_up(table: &str, column: &str, marks: &str) -> String {
    format!(
        "SELECT customer_id FROM (SELECT customer_id FROM {table} WHERE {column} IN ({marks}) \
         ORDER BY {column}, customer_id LIMIT {FOUND_MAX}) found_by_{table}_{column}"
    )
}

/// The customers the index knows by these words, as a JSON list.
async fn indexed(conn: &impl Reader, sought: &str) -> Answer<String> {
    let query = Query::of(sought);
    let found = if query.is_empty() {
        Vec::new()
    } else {
        newest(conn, matching(conn.get_database_backend(), &query, &["customer"], None), FOUND_MAX).await?
    };
    let ids: Vec<String> = found.into_iter().map(|found| found.owner_id).collect();
    Ok(serde_json::to_string(&ids)?)
}
