//! What is made from the code and committed: `docs/permissions.md` and `docs/schema.sql`.

use std::collections::BTreeMap;
use std::fmt::Write;

use lingke_organisation::roles;
use lingke_platform::config::Config;
use lingke_platform::db::{Db, sql};
use sea_orm::FromQueryResult;

use crate::{openapi, wiring};

/// Each permission, who has it, and the operations that need it.
pub fn permissions() -> String {
    let mut text = String::from(
        "# Permissions\n\nMade from the code by `make generate`; a test keeps it true. One row per permission: the \
         roles that have it, and the operations that need it.\n",
    );
    let needed = operations_by_permission();
    let mut capability = "";
    for (owner, permission) in wiring::permissions() {
        if owner != capability {
            let _ =
                write!(text, "\n## {owner}\n\n| permission | roles | operations |\n| --- | --- | --- |\n");
            capability = owner;
        }
        let holders = roles::ALL.iter().filter(|role| role.permissions().contains(&permission));
        let holders: Vec<String> = holders.map(|role| format!("`{}`", role.code())).collect();
        let operations = needed.get(permission).map(|all| all.join("<br>")).unwrap_or_default();
        let _ = writeln!(text, "| `{permission}` | {} | {operations} |", holders.join(", "));
    }
    text
}

/// The operations by the permission their description names: ``Needs `cases.view`.``
fn operations_by_permission() -> BTreeMap<String, Vec<String>> {
    let mut needed: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (path, item) in &mut openapi::document().paths.paths {
        for (method, operation) in openapi::operations_of(item) {
            let said = [operation.summary.as_deref(), operation.description.as_deref()];
            if let Some(permission) = said.into_iter().flatten().find_map(openapi::permission_named) {
                needed.entry(permission.to_owned()).or_default().push(format!("`{method} {path}`"));
            }
        }
    }
    needed
}

#[derive(FromQueryResult)]
struct Made {
    sql: String,
}

/// The schema of a new SQLite database: each table with its indexes and triggers, tables by name.
pub async fn schema() -> anyhow::Result<String> {
    let dir = tempfile::tempdir()?;
    let config = Config { data_dir: dir.path().to_owned(), database_url: None, ..Config::default() };
    let db = Db::open(&config).await?;
    let made = sql("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND tbl_name NOT LIKE 'sqlite_%' \
         AND tbl_name NOT LIKE 'seaql_%' \
         ORDER BY tbl_name, CASE type WHEN 'table' THEN 0 WHEN 'index' THEN 1 ELSE 2 END, name LIMIT 10000");
    let made = made.all::<Made>(db.read()).await?;
    db.close().await;
    let mut text = String::from(
        "-- Made from the migrations by `make generate`; a test keeps it true. PostgreSQL differs in types only.\n",
    );
    for Made { sql } in made {
        let gap = if sql.starts_with("CREATE TABLE") { "\n" } else { "" };
        let _ = writeln!(text, "{gap}{sql};");
    }
    Ok(text)
}
