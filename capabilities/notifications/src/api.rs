//! The routes. Each serves what is the asker's own; who is signed in needs no permission for that.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Json;
use axum::http::StatusCode;
use lingke_cases::model::{CaseId, CaseKind};
use lingke_kernel::time::Instant;
use lingke_organisation::model::StaffName;
use lingke_platform::ctx::Ctx;
use lingke_platform::failure::{Answer, Failure};
use lingke_platform::http::etag::{Expected, Versioned};
use lingke_platform::http::extract::{Body, Check, Errors, PathId, Query};
use lingke_platform::http::page::{Page, PageRequest};
use lingke_platform::node::Node;
use lingke_platform::viewer::StaffId;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::commands;
use crate::model::{Kind, Notification, NotificationId, Reason};
use crate::preferences::Preferences;
use crate::store::{notifications, preferences};
use crate::subscriptions::read_codes;
use crate::targets::{self, Target, Thing};

/// The routes, below `/api/v1`.
pub fn routes() -> OpenApiRouter<Arc<Node>> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(count))
        .routes(routes!(read, unread))
        .routes(routes!(read_all))
        .routes(routes!(muted))
        .routes(routes!(mute, unmute))
        .routes(routes!(show_preferences, choose))
        .routes(routes!(send_test_mail))
}

/// The case a notification is about, while the asker may see it.
#[derive(Serialize, ToSchema)]
struct NotificationCase {
    /// Its id.
    id: CaseId,
    /// What people read out.
    number: String,
    /// What kind of work.
    kind: CaseKind,
    /// One line.
    subject: String,
}

/// What somebody was told, with what it stands for.
#[derive(Serialize, ToSchema)]
#[schema(as = Notification)]
struct Shown {
    /// Its id.
    id: NotificationId,
    /// What happened.
    kind: Kind,
    /// Why the person is told.
    reason: Reason,
    /// The case; null when it is about none, or about one that is no longer in sight.
    case: Option<NotificationCase>,
    /// Whether it is about a case.
    about_case: bool,
    /// What it leads to; null when the asker may see none of it.
    opens: Option<Target>,
    /// Who did it; null when it was the system.
    actor: Option<StaffName>,
    /// How many it stands for: unread ones about the same are folded into the newest.
    count: i32,
    /// Ids, codes and moments: `clock`, `due_at`, `task_id`, ….
    #[schema(value_type = std::collections::BTreeMap<String, Value>)]
    particulars: Value,
    /// When it happened, the newest of those it stands for.
    at: Instant,
    /// When it was read.
    read_at: Option<Instant>,
    /// When it went into a mail.
    mailed_at: Option<Instant>,
}

/// How many are unread.
#[derive(Serialize, ToSchema)]
struct NotificationCounts {
    /// Unread ones, folded.
    unread: i64,
    /// Whether there are more than are counted.
    more: bool,
}

/// Which notifications.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct NotificationQuery {
    /// Only unread ones, or only read ones.
    unread: Option<bool>,
    /// Only about this case.
    case_id: Option<CaseId>,
    limit: Option<u32>,
    cursor: Option<String>,
}

/// Up to which all are read.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ReadUpTo {
    /// The newest one on the screen.
    up_to: NotificationId,
    /// Only those about this case.
    case_id: Option<CaseId>,
}

impl Check for ReadUpTo {
    fn check(&self, _: &mut Errors) {}
}

/// How many were read.
#[derive(Serialize, ToSchema)]
struct ReadCount {
    /// Folded ones included.
    read: u64,
}

/// A case somebody does not want to hear of.
#[derive(Serialize, ToSchema)]
struct MutedCase {
    /// The case.
    id: CaseId,
    /// What people read out; null when it is no longer in sight.
    number: Option<String>,
    /// One line; null when it is no longer in sight.
    subject: Option<String>,
}

/// Which muted cases.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct MutedQuery {
    limit: Option<u32>,
    cursor: Option<String>,
}

/// What somebody wants to be told, and whether mail reaches them.
#[derive(Serialize, ToSchema)]
struct PreferencesShown {
    /// What they want.
    preferences: Preferences,
    /// What they would get if they chose nothing.
    defaults: Preferences,
    /// Where mail goes; null where no address is known.
    address: Option<String>,
    /// Whether a mail server is set.
    mail_configured: bool,
    /// Raised at each change; 0 until the first.
    version: i64,
}

/// Where the test mail goes.
#[derive(Serialize, ToSchema)]
struct TestMail {
    /// The asker's own address.
    address: String,
}

fn me(ctx: &Ctx) -> Answer<StaffId> {
    ctx.viewer.require_unlimited()?;
    ctx.viewer.staff_id().ok_or(Failure::NotSignedIn)
}

/// My notifications, newest first. Everybody may read their own.
#[utoipa::path(get, path = "/notifications", tag = "notifications", params(NotificationQuery),
    responses((status = 200, body = Page<Shown>)))]
async fn list(ctx: Ctx, Query(query): Query<NotificationQuery>) -> Answer<Json<Page<Shown>>> {
    let page = PageRequest::new(query.limit, query.cursor)?;
    let found = notifications::list(ctx.read(), me(&ctx)?, query.unread, query.case_id, &page).await?;
    Ok(Json(shown(&ctx, found).await?))
}

async fn shown(ctx: &Ctx, page: Page<Notification>) -> Answer<Page<Shown>> {
    let case_ids: Vec<CaseId> = page.items.iter().filter_map(|row| row.case_id).collect();
    let cases = lingke_cases::store::cases::some(ctx.read(), &ctx.viewer, &case_ids).await?;
    let cases: HashMap<CaseId, _> = cases.into_iter().map(|case| (case.id, case)).collect();
    let actors: Vec<StaffId> = page.items.iter().filter_map(|row| row.actor_id.parse().ok()).collect();
    let names = lingke_organisation::store::staff::names(ctx.read(), &actors).await?;
    let cases_seen = |target: &Target| target.id.parse().is_ok_and(|id: CaseId| cases.contains_key(&id));
    let items = page.items.iter().filter_map(|row| {
        let (kind, reason) = read_codes(row)?;
        let case = row.case_id.and_then(|id| cases.get(&id)).map(|case| NotificationCase {
            id: case.id,
            number: case.number.clone(),
            kind: case.kind,
            subject: case.subject.clone(),
        });
        let actor = row.actor_id.parse().ok().and_then(|id: StaffId| names.get(&id).cloned());
        Some(Shown {
            id: row.id,
            kind,
            reason,
            case,
            about_case: row.case_id.is_some(),
            opens: targets::of(row).into_iter().find(|target| match target.thing {
                Thing::Case => cases_seen(target),
                Thing::Task => ctx.viewer.may(lingke_cases::ANSWER),
                Thing::Customer | Thing::CustomerNeed => ctx.viewer.may(lingke_customers::VIEW),
                Thing::RevealDigest => ctx.viewer.may("privacy.view"),
                Thing::Export | Thing::BulkJob | Thing::Import | Thing::Backup | Thing::WebhookEndpoint => {
                    true
                }
            }),
            actor,
            count: row.folded,
            particulars: serde_json::from_str(&row.particulars).unwrap_or_default(),
            at: row.at,
            read_at: row.read_at,
            mailed_at: row.mailed_at,
        })
    });
    Ok(Page { items: items.collect(), next: page.next })
}

/// How many of mine are unread. Everybody may count their own.
#[utoipa::path(get, path = "/notification-counts", tag = "notifications",
    responses((status = 200, body = NotificationCounts)))]
async fn count(ctx: Ctx) -> Answer<Json<NotificationCounts>> {
    let unread = notifications::unread(ctx.read(), me(&ctx)?).await?;
    Ok(Json(NotificationCounts { unread, more: unread >= notifications::UNREAD_COUNTED_MAX }))
}

/// Marks one of mine read, with what is folded below it.
#[utoipa::path(post, path = "/notifications/{id}/reads", tag = "notifications",
    params(("id" = NotificationId, Path)), responses((status = 204)))]
async fn read(ctx: Ctx, PathId(id): PathId<NotificationId>) -> Answer<StatusCode> {
    let mut tx = ctx.begin().await?;
    commands::read(&mut tx, id).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Marks one of mine unread.
#[utoipa::path(delete, path = "/notifications/{id}/reads", tag = "notifications",
    params(("id" = NotificationId, Path)), responses((status = 204)))]
async fn unread(ctx: Ctx, PathId(id): PathId<NotificationId>) -> Answer<StatusCode> {
    let mut tx = ctx.begin().await?;
    commands::unread(&mut tx, id).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Marks all of mine read up to one, that one included; what came later stays unread.
#[utoipa::path(post, path = "/notification-reads", tag = "notifications", request_body = ReadUpTo,
    responses((status = 200, body = ReadCount)))]
async fn read_all(ctx: Ctx, Body(body): Body<ReadUpTo>) -> Answer<Json<ReadCount>> {
    let mut tx = ctx.begin().await?;
    let read = commands::read_all(&mut tx, body.up_to, body.case_id).await?;
    tx.commit().await?;
    Ok(Json(ReadCount { read }))
}

/// The cases I muted.
#[utoipa::path(get, path = "/notification-mutes", tag = "notifications", params(MutedQuery),
    responses((status = 200, body = Page<MutedCase>)))]
async fn muted(ctx: Ctx, Query(query): Query<MutedQuery>) -> Answer<Json<Page<MutedCase>>> {
    let page = PageRequest::new(query.limit, query.cursor)?;
    let ids = preferences::muted(ctx.read(), me(&ctx)?, &page).await?;
    let cases = lingke_cases::store::cases::some(ctx.read(), &ctx.viewer, &ids.items).await?;
    let cases: HashMap<CaseId, _> = cases.into_iter().map(|case| (case.id, case)).collect();
    Ok(Json(ids.map(|id| MutedCase {
        id,
        number: cases.get(&id).map(|case| case.number.clone()),
        subject: cases.get(&id).map(|case| case.subject.clone()),
    })))
}

/// Mutes a case for me: I hear of it only where I am asked or mentioned by name.
#[utoipa::path(put, path = "/notification-mutes/{id}", tag = "notifications", params(("id" = CaseId, Path)),
    responses((status = 204)))]
async fn mute(ctx: Ctx, PathId(id): PathId<CaseId>) -> Answer<StatusCode> {
    let mut tx = ctx.begin().await?;
    commands::mute(&mut tx, id).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lets me hear of a case again.
#[utoipa::path(delete, path = "/notification-mutes/{id}", tag = "notifications", params(("id" = CaseId, Path)),
    responses((status = 204)))]
async fn unmute(ctx: Ctx, PathId(id): PathId<CaseId>) -> Answer<StatusCode> {
    let mut tx = ctx.begin().await?;
    commands::unmute(&mut tx, id).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What I want to be told, where and when.
#[utoipa::path(get, path = "/me/notification-preferences", tag = "notifications",
    responses((status = 200, body = PreferencesShown)))]
async fn show_preferences(ctx: Ctx) -> Answer<Versioned<PreferencesShown>> {
    let staff_id = me(&ctx)?;
    let (chosen, version) = preferences::find(ctx.read(), staff_id).await?;
    preferences_shown(&ctx, staff_id, chosen, version).await
}

async fn preferences_shown(
    ctx: &Ctx,
    staff_id: StaffId,
    chosen: Preferences,
    version: i64,
) -> Answer<Versioned<PreferencesShown>> {
    let staff = lingke_organisation::store::staff::find(ctx.read(), staff_id).await?;
    let body = PreferencesShown {
        preferences: chosen.completed(),
        defaults: Preferences::default(),
        address: staff.email,
        mail_configured: ctx.node.config.smtp_url.is_some(),
        version,
    };
    Ok(Versioned { body, version })
}

/// Chooses what I want to be told, where and when.
#[utoipa::path(put, path = "/me/notification-preferences", tag = "notifications", request_body = Preferences,
    responses((status = 200, body = PreferencesShown)))]
async fn choose(
    ctx: Ctx,
    expected: Expected,
    Body(chosen): Body<Preferences>,
) -> Answer<Versioned<PreferencesShown>> {
    let mut tx = ctx.begin().await?;
    let version = commands::choose(&mut tx, expected, &chosen).await?;
    tx.commit().await?;
    preferences_shown(&ctx, me(&ctx)?, chosen, version).await
}

/// Sends me a mail, to see that it arrives; at most one a minute.
#[utoipa::path(post, path = "/me/test-mails", tag = "notifications",
    responses((status = 202, body = TestMail)))]
async fn send_test_mail(ctx: Ctx) -> Answer<(StatusCode, Json<TestMail>)> {
    let mut tx = ctx.begin().await?;
    let address = commands::send_test_mail(&mut tx).await?;
    tx.commit().await?;
    Ok((StatusCode::ACCEPTED, Json(TestMail { address })))
}
