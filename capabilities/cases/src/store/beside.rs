//! What lies beside a case in other tables, asked in one statement: most cases have little of it, and what is not there
//! need not be read.

use lingke_platform::db::sql;
use lingke_platform::failure::Answer;
use sea_orm::{ConnectionTrait, FromQueryResult};

use crate::model::CaseId;

/// Whether there is any.
#[derive(Debug, Clone, Copy, FromQueryResult)]
#[allow(clippy::struct_excessive_bools)] // one answer per table
pub struct Beside {
    /// What other departments were asked.
    pub tasks: bool,
    /// Items of checklists.
    pub items: bool,
    /// Values of the institution's own fields.
    pub fields: bool,
    /// What holds its clocks.
    pub holds: bool,
    /// Files of its own.
    pub attachments: bool,
    /// Its parts.
    pub children: bool,
    /// Cases it took in.
    pub merged: bool,
    /// Links, from either end.
    pub links: bool,
    /// Who follows it.
    pub followers: bool,
}

impl Beside {
    /// For several cases at once: there may be everything.
    pub const PERHAPS: Self = Self {
        tasks: true,
        items: true,
        fields: true,
        holds: true,
        attachments: true,
        children: true,
        merged: true,
        links: true,
        followers: true,
    };

    /// For a case that was just opened, beside what an administrator has set up for all.
    pub const NOTHING: Self = Self {
        tasks: false,
        items: false,
        fields: false,
        holds: false,
        attachments: false,
        children: false,
        merged: false,
        links: false,
        followers: false,
    };
}

/// What lies beside one case.
pub async fn of(conn: &impl ConnectionTrait, id: CaseId) -> Answer<Beside> {
    let any = |from: &str, name: &str| format!("EXISTS (SELECT 1 FROM {from} = $1) AS {name}");
    let text = [
        any("case_tasks WHERE case_id", "tasks"),
        any("case_checklist_items WHERE case_id", "items"),
        any("case_field_values WHERE case_id", "fields"),
        any("case_holds WHERE case_id", "holds"),
        any("case_attachments WHERE case_id", "attachments"),
        any("cases WHERE parent_id", "children"),
        any("cases WHERE merged_into_id", "merged"),
        "EXISTS (SELECT 1 FROM case_links WHERE case_id = $1 UNION ALL \
         SELECT 1 FROM case_links WHERE other_id = $1) AS links"
            .to_owned(),
        any("case_followers WHERE case_id", "followers"),
    ];
    let found = sql(format!("SELECT {}", text.join(", "))).bind(id).one(conn).await?;
    Ok(found.unwrap_or(Beside::PERHAPS))
}
