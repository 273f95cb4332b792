//! One numbered story of the schema for both databases.
//!
//! Each step is a plain SQL file. What differs is marked in the file itself:
//! `{ID}` and `{BYTES}` stand for a type, and the lines between `--#sqlite`,
//! `--#postgres` and `--#all` belong to one database or to both.
//! A step that has landed is never edited; a change is a new step.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

/// The steps, in order.
pub struct Migrator;

struct Step {
    name: &'static str,
    text: &'static str,
}

macro_rules! steps {
    ($($name:literal),* $(,)?) => {
        vec![$(Box::new(Step { name: $name, text: include_str!(concat!("../", $name, ".sql")) }) as Box<dyn MigrationTrait>),*]
    };
}

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        steps![
            "0001_platform",
            "0002_organisation",
            "0003_calendars",
            "0004_customers",
            "0005_products",
            "0006_cases",
            "0007_imports",
            "0008_search",
            "0009_work_lists",
            "0010_workbench",
            "0011_case_relations",
            "0012_case_tasks",
            "0013_service_levels",
            "0014_notifications",
            "0015_case_walks",
            "0016_performance",
            "0017_resting_cases",
            "0018_calendar_editing",
            "0019_lean_walks",
            "0020_sealed_walks",
            "0021_word_frequencies",
            "0022_protected_values",
            "0023_customers_in_full",
            "0024_accounts",
            "0025_backups",
            "0026_reveals",
            "0027_verification",
            "0028_privacy",
            "0029_webhooks",
        ]
    }
}

impl MigrationName for Step {
    fn name(&self) -> &str {
        self.name
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let text = for_database(self.text, manager.get_database_backend());
        manager.get_connection().execute_unprepared(&text).await.map(|_| ())
    }
}

/// The text of one step as `backend` wants it.
pub fn for_database(text: &str, backend: DbBackend) -> String {
    let (ours, id, bytes) = match backend {
        DbBackend::Postgres => ("--#postgres", "TEXT COLLATE \"C\"", "BYTEA"),
        _ => ("--#sqlite", "TEXT", "BLOB"),
    };
    let mut kept = String::with_capacity(text.len());
    let mut keeping = true;
    for line in text.lines() {
        match line.trim() {
            "--#all" => keeping = true,
            mark @ ("--#sqlite" | "--#postgres") => keeping = mark == ours,
            _ if keeping => {
                kept.push_str(line);
                kept.push('\n');
            }
            _ => {}
        }
    }
    kept.replace("{ID}", id).replace("{BYTES}", bytes)
}
