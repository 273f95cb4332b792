//! The OpenAPI document, made from the code: the same bytes each time.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use lingke_platform::http::credentials::COOKIE;
use lingke_platform::http::problem::Problem;
use lingke_platform::node::Node;
use lingke_platform::operations;
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::security::{
    ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme,
};
use utoipa::openapi::{
    ComponentsBuilder, ContentBuilder, InfoBuilder, License, OpenApi, OpenApiBuilder, Ref, RefOr,
    ResponseBuilder,
};
use utoipa::{PartialSchema, ToSchema};
use utoipa_axum::router::OpenApiRouter;

use crate::wiring::CAPABILITIES;

/// Where all routes of capabilities are.
pub const PREFIX: &str = "/api/v1";

/// The routes of all capabilities and of the platform's operations, below [`PREFIX`].
pub fn api() -> OpenApiRouter<Arc<Node>> {
    let own = operations::routes();
    let all = CAPABILITIES.iter().fold(own, |router, capability| router.merge((capability.routes)()));
    OpenApiRouter::with_openapi(frame()).nest(PREFIX, all)
}

/// The whole document.
pub fn document() -> OpenApi {
    let (_, mut document) = api().split_for_parts();
    let public: BTreeSet<String> =
        CAPABILITIES.iter().flat_map(|one| one.public).map(|op| with_prefix(op)).collect();
    for (path, item) in &mut document.paths.paths {
        for (method, operation) in operations_of(item) {
            complete(operation, path, public.contains(&format!("{method} {path}")));
        }
    }
    document
}

/// The document's text, made once.
pub fn text() -> &'static str {
    static TEXT: OnceLock<String> = OnceLock::new();
    TEXT.get_or_init(|| {
        let text = document().to_pretty_json().expect("the document is plain data and can be written");
        format!("{text}\n")
    })
}

/// `POST /sessions` as the document names it.
fn with_prefix(operation: &str) -> String {
    operation.replacen(" /", &format!(" {PREFIX}/"), 1)
}

fn frame() -> OpenApi {
    let info = InfoBuilder::new()
        .title("Lingke 聆客")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(
            "Customer service and complaint handling. Sign in with `POST /api/v1/sessions` (cookie, and \
             `X-CSRF-Token` on changes) or send a token as `Authorization: Bearer`. Changes carry `If-Match`, \
             creations may carry `Idempotency-Key`.",
        ))
        .license(Some(License::new("Apache-2.0")))
        .build();
    let cookie = SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new(COOKIE)));
    let bearer = SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build());
    let mut schemas = Vec::new();
    Problem::schemas(&mut schemas);
    let components = ComponentsBuilder::new()
        .schema(Problem::name(), Problem::schema())
        .schemas_from_iter(schemas)
        .security_scheme("cookie", cookie)
        .security_scheme("bearer", bearer)
        .build();
    let none = Vec::<String>::new;
    let either = [SecurityRequirement::new("cookie", none()), SecurityRequirement::new("bearer", none())];
    OpenApiBuilder::new().info(info).components(Some(components)).security(Some(either)).build()
}

/// The permission that a description names: ``Needs `cases.view`.``
pub fn permission_named(description: &str) -> Option<&str> {
    let (_, after) = description.split_once("Needs `")?;
    after.split_once('`').map(|(permission, _)| permission)
}

/// The operations of one path, each with its method in capitals.
pub fn operations_of(item: &mut PathItem) -> impl Iterator<Item = (&'static str, &mut Operation)> {
    let all = [
        ("GET", item.get.as_mut()),
        ("PUT", item.put.as_mut()),
        ("POST", item.post.as_mut()),
        ("PATCH", item.patch.as_mut()),
        ("DELETE", item.delete.as_mut()),
    ];
    all.into_iter().filter_map(|(method, operation)| operation.map(|operation| (method, operation)))
}

/// Gives an operation a name of its own, its failures, and no lock where it is public.
fn complete(operation: &mut Operation, path: &str, public: bool) {
    if let Some(id) = &mut operation.operation_id {
        *id = format!("{}_{id}", nouns(path));
    }
    if public {
        operation.security = Some(Vec::new());
    }
    operation.responses.responses.entry("default".to_owned()).or_insert_with(|| {
        let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
        let described = ResponseBuilder::new().description("What went wrong");
        RefOr::T(described.content("application/problem+json", content).build())
    });
}

/// The things a path names: `org_units` for `/api/v1/org-units/{id}`.
fn nouns(path: &str) -> String {
    let below = path.strip_prefix(PREFIX).unwrap_or(path);
    let words = below.split('/').filter(|word| !word.is_empty() && !word.starts_with('{'));
    words.collect::<Vec<_>>().join("_").replace(['-', '.'], "_")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn every_operation_has_a_name_of_its_own() {
        let mut document = document();
        let mut seen = BTreeMap::new();
        for (path, item) in &mut document.paths.paths {
            for (method, operation) in operations_of(item) {
                let id = operation.operation_id.clone().unwrap();
                let other = seen.insert(id.clone(), format!("{method} {path}"));
                assert_eq!(other, None, "{id} is also {method} {path}");
            }
        }
    }

    #[test]
    fn no_two_capabilities_mean_different_things_by_one_schema_name() {
        let mut seen: BTreeMap<String, (String, &str)> = BTreeMap::new();
        for capability in CAPABILITIES {
            let components = (capability.routes)().into_openapi().components.unwrap_or_default();
            for (name, schema) in components.schemas {
                let text = serde_json::to_string(&schema).unwrap();
                let (other, owner) =
                    seen.entry(name.clone()).or_insert_with(|| (text.clone(), capability.name));
                assert_eq!(*other, text, "{name} of {owner} and of {} differ", capability.name);
            }
        }
    }

    /// A dangling reference breaks every generator of clients.
    #[test]
    fn every_reference_leads_to_a_schema() {
        let document = document();
        let schemas = document.components.clone().unwrap_or_default().schemas;
        let text = document.to_json().unwrap();
        for found in text.split("\"#/components/schemas/").skip(1) {
            let name = found.split('"').next().unwrap_or_default();
            assert!(schemas.contains_key(name), "{name} is named and not described");
        }
    }

    #[test]
    fn every_public_operation_exists() {
        let mut document = document();
        let mut all = BTreeSet::new();
        for (path, item) in &mut document.paths.paths {
            all.extend(operations_of(item).map(|(method, _)| format!("{method} {path}")));
        }
        let public = CAPABILITIES.iter().flat_map(|one| one.public).map(|op| with_prefix(op));
        public.for_each(|op| assert!(all.contains(&op), "{op} is not an operation"));
    }
}
