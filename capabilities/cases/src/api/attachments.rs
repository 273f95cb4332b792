//! Files: uploaded as a stream, kept by content, downloaded as a stream.

use std::sync::Arc;

use axum::Json;
use axum::body::Body;
use axum::extract::multipart::{MultipartError, MultipartRejection};
use axum::extract::{DefaultBodyLimit, Multipart, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use lingke_platform::ctx::Ctx;
use lingke_platform::failure::{Answer, Failure, Refusal};
use lingke_platform::files;
use lingke_platform::http::extract::{PathId, PathIds};
use lingke_platform::node::Node;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::commands::attach;
use crate::model::{AttachmentId, CaseId};
use crate::shown::{AttachmentShown, attachment};
use crate::store::attachments::{self, Attachment};
use crate::store::cases;
use crate::{VIEW, WORK};

/// The routes, below `/api/v1`. The size is bounded while spooling, by the configuration.
pub fn routes() -> OpenApiRouter<Arc<Node>> {
    OpenApiRouter::new().routes(routes!(upload)).layer(DefaultBodyLimit::disable()).routes(routes!(download))
}

/// One file, in the field `file`.
#[derive(ToSchema)]
#[allow(dead_code)] // describes the form; the handler reads the stream
pub(crate) struct Upload {
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// Attaches a file to a case: documents, pictures, sound, films, plain text. Needs `cases.work`.
#[utoipa::path(post, path = "/cases/{id}/attachments", tag = "cases", params(("id" = CaseId, Path)),
    request_body(content = Upload, content_type = "multipart/form-data"),
    responses((status = 201, body = AttachmentShown)))]
async fn upload(
    State(node): State<Arc<Node>>,
    ctx: Ctx,
    PathId(id): PathId<CaseId>,
    form: Result<Multipart, MultipartRejection>,
) -> Answer<(StatusCode, Json<AttachmentShown>)> {
    ctx.require(WORK)?;
    cases::find(ctx.read(), &ctx.viewer, id).await?;
    let (name, mut spooled) = spooled(&node, form).await?;
    let mut tx = ctx.begin().await?;
    let added = attach::attach(&mut tx, id, &name, &mut spooled).await?;
    tx.commit().await?;
    let people = lingke_organisation::store::staff::names(ctx.read(), &[added.added_by]).await?;
    Ok((StatusCode::CREATED, Json(attachment(added, &people))))
}

/// The one file of a form with its name, spooled.
pub(crate) async fn spooled(
    node: &Node,
    form: Result<Multipart, MultipartRejection>,
) -> Answer<(String, files::Spooled)> {
    let broken = |why: String| {
        let refusal = Refusal::with_status(StatusCode::BAD_REQUEST, "broken_upload");
        Failure::from(refusal.with("why", why))
    };
    let mut form = form.map_err(|rejection| broken(rejection.body_text()))?;
    let field = form.next_field().await.map_err(|error: MultipartError| broken(error.body_text()))?;
    let field = field.filter(|field| field.name() == Some("file"));
    let field =
        field.ok_or_else(|| Failure::invalid("file", "missing", "a form with one file in the field file"))?;
    let name = field.file_name().unwrap_or("file").to_owned();
    let spooled = files::spool(&node.config.data_dir, field, node.config.attachment_bytes_max).await?;
    Ok((name, spooled))
}

/// A file's content. Always offered for saving, never shown by the browser itself. Needs `cases.view`.
#[utoipa::path(get, path = "/cases/{id}/attachments/{attachment_id}", tag = "cases",
    params(("id" = CaseId, Path), ("attachment_id" = AttachmentId, Path)),
    responses((status = 200, content_type = "application/octet-stream", body = String)))]
async fn download(
    State(node): State<Arc<Node>>,
    ctx: Ctx,
    PathIds(id, attachment_id): PathIds<CaseId, AttachmentId>,
) -> Answer<Response> {
    ctx.require(VIEW)?;
    cases::find(ctx.read(), &ctx.viewer, id).await?;
    let file = attachments::find(ctx.read(), id, attachment_id).await?;
    Ok(as_download(&node, file))
}

/// A file's content as a stream, to be saved.
pub(crate) fn as_download(node: &Node, file: Attachment) -> Response {
    let disposition = format!("attachment; filename*=UTF-8''{}", percent_encoded(&file.name));
    let mut response = Body::from_stream(files::read(node.db.clone(), file.sha256)).into_response();
    let headers = response.headers_mut();
    let value = |text: &str| HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static(""));
    headers.insert(header::CONTENT_TYPE, value(&file.media_type));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(file.size));
    headers.insert(header::CONTENT_DISPOSITION, value(&disposition));
    response
}

/// RFC 5987: everything but letters, digits and a few marks as %XX.
fn percent_encoded(name: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    name.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}
