//! Backups on the operations page: what was taken and tested, and both when asked.

use std::sync::Arc;

use axum::Json;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::runs;
use super::store::{self, Backup, BackupId};
use crate::config::Config;
use crate::ctx::Ctx;
use crate::failure::Answer;
use crate::http::extract::{PathId, Query};
use crate::http::page::{Page, PageRequest};
use crate::keys::MasterKey;
use crate::node::Node;
use crate::operations::{MANAGE, VIEW};

/// How backups are set up on the node that answers.
#[derive(Serialize, ToSchema)]
pub struct BackupPlan {
    /// Whether a folder for them is set.
    pub configured: bool,
    /// When one is taken each day, `02:30 Asia/Shanghai`.
    pub at: String,
    /// How many are kept.
    pub keep: u32,
    /// After how many days one is restored for a test again; 0 for never.
    pub test_days: u32,
    /// The fingerprint of the master key that they need, which is in none of them.
    pub master_key: Option<String>,
}

impl BackupPlan {
    /// The plan in this configuration.
    pub(crate) fn of(config: &Config) -> Self {
        Self {
            configured: config.backup_dir.is_some(),
            at: config.backup_at.clone(),
            keep: config.backup_keep,
            test_days: config.backup_test_days,
            master_key: MasterKey::find(config).ok().flatten().map(|key| key.fingerprint()),
        }
    }
}

/// Which page of backups.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct BackupQuery {
    limit: Option<u32>,
    cursor: Option<String>,
}

/// The routes, below `/api/v1`.
pub(crate) fn routes() -> OpenApiRouter<Arc<Node>> {
    OpenApiRouter::new().routes(routes!(list_backups, take_backup)).routes(routes!(test_backup))
}

/// Backups that were taken by the clock or when asked, newest first. Needs `operations.view`.
#[utoipa::path(get, path = "/operations/backups", tag = "operations", params(BackupQuery),
    responses((status = 200, body = Page<Backup>)))]
async fn list_backups(ctx: Ctx, Query(query): Query<BackupQuery>) -> Answer<Json<Page<Backup>>> {
    ctx.require(VIEW)?;
    Ok(Json(store::list(ctx.read(), &PageRequest::new(query.limit, query.cursor)?).await?))
}

/// Begins a backup into the folder that is set. Needs `operations.manage`.
#[utoipa::path(post, path = "/operations/backups", tag = "operations", responses((status = 202, body = Backup)))]
async fn take_backup(ctx: Ctx) -> Answer<(StatusCode, Json<Backup>)> {
    ctx.require(MANAGE)?;
    Ok((StatusCode::ACCEPTED, Json(runs::begin(&ctx).await?)))
}

/// Begins to restore a backup into a file that is thrown away, to see that it can be. Needs `operations.manage`.
#[utoipa::path(post, path = "/operations/backups/{id}/tests", tag = "operations", params(("id" = BackupId, Path)),
    responses((status = 202)))]
async fn test_backup(ctx: Ctx, PathId(id): PathId<BackupId>) -> Answer<StatusCode> {
    ctx.require(MANAGE)?;
    runs::begin_test(&ctx, id).await?;
    Ok(StatusCode::ACCEPTED)
}
