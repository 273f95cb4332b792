//! A request that is sent again does not do its work again.

use futures::FutureExt;

use crate::house::ground::run;
use crate::house::person::product;
use crate::house::{Database, House, for_both};

for_both!(
    the_same_key_and_body_answer_the_same_object,
    a_key_is_refused_while_its_first_request_runs,
    a_refused_request_leaves_its_key_free,
    the_same_request_from_all_sides_makes_one_object,
);

async fn the_same_key_and_body_answer_the_same_object(house: House) {
    let manager = house.person("manager");
    let first = manager.post_once("/products", "k1", &product("A")).await.expect(201);
    let again = manager.post_once("/products", "k1", &product("A")).await.expect(200);
    assert_eq!(first.json(), again.json());
    assert_eq!(first.header("location"), again.header("location"));
    let other = manager.post_once("/products", "k1", &product("B")).await.expect(409);
    assert_eq!(other.code(), "idempotency_key_reused");
    // Another person's key is another key.
    house.person("admin").post_once("/products", "k1", &product("C")).await.expect(201);
    let house = house.restarted().await;
    let manager = house.person("manager");
    let after = manager.post_once("/products", "k1", &product("A")).await.expect(200);
    assert_eq!(first.json(), after.json());
    assert_eq!(manager.products().await.len(), 2);
    let too_long = manager.post_once("/products", &"k".repeat(201), &product("D")).await.expect(422);
    assert_eq!(too_long.field().0, "Idempotency-Key");
}

async fn a_key_is_refused_while_its_first_request_runs(house: House) {
    let manager = house.person("manager");
    manager.get("/products").await.expect(200);
    let shell = house.ground.shell().await;
    run(&shell, "BEGIN").await;
    let hold = match house.ground.database {
        Database::Sqlite => "INSERT INTO number_blocks (name, next) VALUES ('held', 1)",
        Database::Postgres => "LOCK TABLE products IN SHARE MODE",
    };
    run(&shell, hold).await;
    let (body, other) = (product("A"), product("B"));
    let [one, two] = [(); 2].map(|()| manager.post_once("/products", "k1", &body).boxed());
    let (refused, waiting) = futures::future::select(one, two).await.factor_first();
    assert_eq!(refused.expect(409).code(), "idempotency_key_in_flight");
    if house.ground.database == Database::Postgres {
        let neighbour = house.another().await;
        let there = neighbour.person("manager").post_once("/products", "k1", &body).await.expect(409);
        assert_eq!(there.code(), "idempotency_key_in_flight");
    }
    run(&shell, "ROLLBACK").await;
    waiting.await.expect(201);
    manager.post_once("/products", "k1", &body).await.expect(200);
    manager.post_once("/products", "k2", &other).await.expect(201);
}

async fn a_refused_request_leaves_its_key_free(house: House) {
    let manager = house.person("manager");
    manager.add_product("A").await.expect(201);
    manager.post_once("/products", "k1", &product("A")).await.expect(422);
    manager.post_once("/products", "k1", &product("B")).await.expect(201);
}

async fn the_same_request_from_all_sides_makes_one_object(house: House) {
    let manager = house.person("manager");
    let body = product("A");
    let all = (0..16).map(|_| manager.post_once("/products", "k1", &body));
    let answered = futures::future::join_all(all).await;
    let made = answered.iter().filter(|one| one.status == 201).count();
    assert_eq!(made, 1);
    assert!(answered.iter().all(|one| matches!(one.status, 200 | 201 | 409)));
    manager.post_once("/products", "k1", &body).await.expect(200);
    assert_eq!(manager.products().await.len(), 1);
}
