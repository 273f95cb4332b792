//! The only file with queries about products.

use lingke_platform::ctx::Tx;
use lingke_platform::db::dialect::for_update;
use lingke_platform::db::sql;
use lingke_platform::failure::{Answer, Failure};
use lingke_platform::http::page::{Page, PageRequest};
use sea_orm::ConnectionTrait;

use crate::model::{Product, ProductId};

const COLUMNS: &str = "id, code, name, name_en, category, active, version, created_at";

/// One product.
pub async fn find(conn: &impl ConnectionTrait, id: ProductId) -> Answer<Product> {
    let text = format!("SELECT {COLUMNS} FROM products WHERE id = $1");
    sql(text).bind(id).one(conn).await?.ok_or(Failure::NotFound)
}

/// One product, to be changed in this transaction.
pub async fn load(tx: &Tx, id: ProductId) -> Answer<Product> {
    let text = format!("SELECT {COLUMNS} FROM products WHERE id = $1{}", for_update(tx.kind()));
    sql(text).bind(id).one(tx.conn()).await?.ok_or(Failure::NotFound)
}

/// Products by code.
pub async fn list(
    conn: &impl ConnectionTrait,
    active: Option<bool>,
    page: &PageRequest,
) -> Answer<Page<Product>> {
    let text = format!("SELECT {COLUMNS} FROM products WHERE 1 = 1");
    let statement = sql(text).and("active =", active).and("code >", page.after::<String>()?);
    let rows = statement.push(&page.order_and_limit("code")).all::<Product>(conn).await?;
    Ok(page.cut(rows, |product| product.code.clone()))
}

/// Writes a new product.
pub async fn insert(tx: &Tx, product: &Product) -> Answer<()> {
    let text = "INSERT INTO products (id, code, name, name_en, category, active, version, created_at, updated_at) \
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)";
    sql(text)
        .bind(product.id)
        .bind(product.code.as_str())
        .bind(product.name.as_str())
        .bind(product.name_en.as_str())
        .bind(product.category.as_str())
        .bind(product.active)
        .bind(product.version)
        .bind(product.created_at)
        .run(tx.conn())
        .await
        .map_err(|failure| {
            failure.on_unique(|| Failure::invalid("code", "taken", "another product has this code"))
        })?;
    Ok(())
}

/// Writes a changed product.
pub async fn update(tx: &Tx, product: &Product) -> Answer<()> {
    let text = "UPDATE products SET name = $1, name_en = $2, category = $3, active = $4, version = $5, updated_at = $6 \
                WHERE id = $7";
    sql(text)
        .bind(product.name.as_str())
        .bind(product.name_en.as_str())
        .bind(product.category.as_str())
        .bind(product.active)
        .bind(product.version)
        .bind(tx.now())
        .bind(product.id)
        .run(tx.conn())
        .await?;
    Ok(())
}

/// Some products by id.
pub async fn by_ids(conn: &impl ConnectionTrait, ids: &[ProductId]) -> Answer<Vec<Product>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let statement =
        sql(format!("SELECT {COLUMNS} FROM products WHERE 1 = 1")).and_in("id", ids.iter().copied());
    statement.push(" LIMIT 1000").all(conn).await
}
