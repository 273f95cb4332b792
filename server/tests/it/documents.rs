//! What is made from the code and committed is what the code makes.

use lingke::commands::generate;

fn committed(name: &str) -> String {
    let path = format!("{}/../docs/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_default()
}

#[track_caller]
fn compare(name: &str, made: &str) {
    let committed = committed(name);
    let line = committed.lines().zip(made.lines()).position(|(left, right)| left != right);
    assert!(committed == made, "docs/{name} is not what the code makes (line {line:?}): run `make generate`");
}

#[test]
fn openapi_json_is_what_the_code_makes() {
    compare("openapi.json", lingke::openapi::text());
}

#[test]
fn permissions_md_is_what_the_code_makes() {
    compare("permissions.md", &generate::permissions());
}

#[tokio::test]
async fn schema_sql_is_what_the_migrations_make() {
    compare("schema.sql", &generate::schema().await.unwrap());
}
