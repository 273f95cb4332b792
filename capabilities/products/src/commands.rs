//! The verbs.

use lingke_platform::ctx::Tx;
use lingke_platform::failure::Answer;
use lingke_platform::http::etag::Expected;

use crate::model::{NewProduct, Product, ProductChange, ProductId};
use crate::{EDIT, events, store};

/// Adds a product to the catalogue.
pub async fn add(tx: &mut Tx, new: NewProduct) -> Answer<Product> {
    tx.viewer().require(EDIT)?;
    let name = new.name.trim().to_owned();
    let product = Product {
        id: ProductId::new(tx.now()),
        code: new.code,
        name_en: new.name_en.unwrap_or_else(|| name.clone()),
        name,
        category: new.category,
        active: true,
        version: 1,
        created_at: tx.now(),
    };
    store::insert(tx, &product).await?;
    tx.record(events::of(&events::ADDED, &product));
    Ok(product)
}

/// Changes a product, if nobody changed it since `expected`.
pub async fn change(
    tx: &mut Tx,
    id: ProductId,
    expected: Expected,
    change: ProductChange,
) -> Answer<Product> {
    tx.viewer().require(EDIT)?;
    let mut product = store::load(tx, id).await?;
    expected.check(product.version)?;
    product.name = change.name.unwrap_or(product.name);
    product.name_en = change.name_en.unwrap_or(product.name_en);
    product.category = change.category.unwrap_or(product.category);
    product.active = change.active.unwrap_or(product.active);
    product.version += 1;
    store::update(tx, &product).await?;
    tx.record(events::of(&events::CHANGED, &product));
    Ok(product)
}
