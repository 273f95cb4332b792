//! The verbs and the search on a real database: a small house of named people.

use std::sync::Arc;

use lingke_platform::config::Config;
use lingke_platform::ctx::Ctx;
use lingke_platform::db::sql;
use lingke_platform::failure::{Answer, Failure};
use lingke_platform::http::etag::{Expected, MaybeExpected};
use lingke_platform::http::page::PageRequest;
use lingke_platform::node::{Node, Wiring};
use serde_json::{Value, json};

use crate::model::{Customer, CustomerChange};
use crate::number::{SERIES, customer_number};
use crate::reveals::model::NewReveal;
use crate::{CAPABILITY, commands, contact, reveals, store};

struct House {
    node: Arc<Node>,
    _dir: tempfile::TempDir,
}

static WIRING: Wiring = Wiring {
    capabilities: &[&CAPABILITY],
    authenticate: |_, _, _| Box::pin(async { Err(Failure::NotSignedIn) }),
    senders: &[],
};

impl House {
    async fn open() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let config = Config { data_dir: dir.path().to_owned(), database_url: None, ..Config::default() };
        Self { node: Node::open(config, WIRING).await.unwrap(), _dir: dir }
    }

    fn ctx(&self) -> Ctx {
        Ctx::system(&self.node, "tests")
    }

    async fn add(&self, new: Value) -> Answer<Customer> {
        let ctx = self.ctx();
        let number = customer_number(ctx.next_number(SERIES).await?);
        let mut tx = ctx.begin().await?;
        let customer = commands::add(&mut tx, number, serde_json::from_value(new)?).await?;
        tx.commit().await?;
        Ok(customer)
    }

    async fn found(&self, sought: &str) -> Vec<String> {
        let page = PageRequest::new(None, None).unwrap();
        let page = store::list(self.ctx().read(), &self.node.keys, Some(sought), &page).await.unwrap();
        page.items.into_iter().map(|record| record.row.name).collect()
    }

    async fn payloads(&self) -> String {
        let text = "SELECT type || ' ' || payload FROM journal ORDER BY at, n LIMIT 100";
        sql(text).values::<String>(self.ctx().read()).await.unwrap().join("\n")
    }
}

fn wang() -> Value {
    json!({
        "name": "王芳", "contact_points": [
            { "kind": "phone", "value": "+86 138-0013-8000" },
            { "kind": "email", "value": "Wang.Fang@example.com" },
            { "kind": "email", "value": "fang@example.com", "preferred": true },
        ],
        "identity_documents": [{ "kind": "resident_id_card", "number": "11010519491231002X" }],
    })
}

#[tokio::test]
async fn a_customer_is_found_by_number_name_and_contact_value_however_written() {
    let house = House::open().await;
    let fang = house.add(wang()).await.unwrap();
    house.add(json!({ "name": "王小明" })).await.unwrap();
    house.add(json!({ "name": "Acme_Trading 100%", "kind": "organisation" })).await.unwrap();

    assert_eq!(house.found(&fang.number.to_lowercase()).await, ["王芳"]);
    assert_eq!(house.found("王").await, ["王小明", "王芳"]);
    assert_eq!(house.found(" 小明 ").await, ["王小明"]);
    assert_eq!(house.found("acme_t").await, ["Acme_Trading 100%"]);
    assert_eq!(house.found("0%").await, ["Acme_Trading 100%"]);
    assert!(house.found("acmeXt").await.is_empty() && house.found("芳%").await.is_empty());
    for sought in ["13800138000", "(138) 0013 8000", "wang.fang@EXAMPLE.com"] {
        assert_eq!(house.found(sought).await, ["王芳"], "{sought}");
    }
    assert!(house.found("1380013").await.is_empty(), "a part of a phone number finds nobody");
    assert_eq!(house.found("8000").await, ["王芳"], "the last four digits find who has them");
    assert!(house.found("0013").await.is_empty(), "four others do not");
    assert_eq!(house.found("").await.len(), 3);
}

#[tokio::test]
async fn pages_go_through_all_customers_once() {
    let house = House::open().await;
    for n in 0..7 {
        house.add(json!({ "name": format!("客户{n}") })).await.unwrap();
    }
    let (mut seen, mut cursor) = (Vec::new(), None);
    loop {
        let request = PageRequest::new(Some(3), cursor).unwrap();
        let page = store::list(house.ctx().read(), &house.node.keys, Some("客户"), &request).await.unwrap();
        seen.extend(page.items.into_iter().map(|record| record.row.name));
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(seen, ["客户6", "客户5", "客户4", "客户3", "客户2", "客户1", "客户0"]);
}

#[tokio::test]
async fn values_are_masked_until_revealed_and_the_journal_holds_none() {
    let house = House::open().await;
    let fang = house.add(wang()).await.unwrap();
    let shown = serde_json::to_value(&fang).unwrap();
    assert_eq!(shown["contact_points"][0]["value"], "138****8000");
    assert_eq!(shown["identity_documents"][0]["number"], "1***X");

    let mut tx = house.ctx().begin().await.unwrap();
    let reason = "王芳来电核对 13800138000".to_owned();
    let revealed =
        reveals::commands::reveal(&mut tx, fang.id, NewReveal { reason: reason.clone(), case_id: None })
            .await
            .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(revealed.contact_points[0].value, "13800138000");
    assert_eq!(revealed.identity_documents[0].number, "11010519491231002X");

    let kept = sql("SELECT reason FROM customer_reveals").value::<String>(house.ctx().read()).await.unwrap();
    assert_eq!(kept, Some(reason));
    let payloads = house.payloads().await;
    assert!(
        payloads.contains("customer_revealed")
            && payloads.contains(r#""identity_kinds":["resident_id_card"]"#)
    );
    // Longer than what a digest could hold by chance.
    for value in ["00138000", "fang@", "Fang", "王芳", "11010519491231002X", "来电"] {
        assert!(!payloads.contains(value), "{value} in {payloads}");
    }
}

#[tokio::test]
async fn a_value_that_was_moved_to_another_row_is_not_shown_there() {
    let house = House::open().await;
    let fang = house.add(wang()).await.unwrap();
    let text =
        "UPDATE contact_points SET value = (SELECT value FROM contact_points WHERE id = $1) WHERE id = $2";
    let tx = house.ctx().begin().await.unwrap();
    let (from, to) = (fang.contact_points[1].id, fang.contact_points[2].id);
    sql(text).bind(from).bind(to).run(tx.conn()).await.unwrap();
    tx.commit().await.unwrap();
    let ctx = house.ctx();
    assert!(store::find(ctx.read(), ctx.keys(), fang.id).await.is_err());
}

#[tokio::test]
async fn contact_points_come_and_go_and_one_of_a_kind_is_preferred() {
    let house = House::open().await;
    let fang = house.add(wang()).await.unwrap();
    let email = contact::email_of(house.ctx().read(), &house.node.keys, fang.id).await.unwrap().unwrap();
    assert_eq!(email.in_the_clear(), "fang@example.com");

    let ctx = house.ctx();
    let mut tx = ctx.begin().await.unwrap();
    let new = json!({ "kind": "email", "value": "new@example.com", "preferred": true });
    let new = serde_json::from_value(new).unwrap();
    let changed = commands::add_contact_point(&mut tx, fang.id, MaybeExpected(Some(1)), new).await.unwrap();
    let preferred: Vec<_> =
        changed.contact_points.iter().map(|point| (point.value.as_str(), point.preferred)).collect();
    assert_eq!(preferred[2..], [("f***@example.com", false), ("n***@example.com", true)]);
    let last = changed.contact_points[3].id;
    let gone = commands::remove_contact_point(&mut tx, fang.id, last, MaybeExpected(None)).await.unwrap();
    assert_eq!((gone.contact_points.len(), gone.version), (3, 3));
    tx.commit().await.unwrap();

    let again = json!({ "kind": "phone", "value": "13800138000" });
    let mut tx = ctx.begin().await.unwrap();
    let again = serde_json::from_value(again).unwrap();
    let refused = commands::add_contact_point(&mut tx, fang.id, MaybeExpected(None), again).await;
    assert!(refused.unwrap_err().to_string().contains("contact_point_known"));
}

#[tokio::test]
async fn a_change_to_an_old_version_is_refused_and_names_are_given_out() {
    let house = House::open().await;
    let fang = house.add(wang()).await.unwrap();
    let ctx = house.ctx();
    let change = || CustomerChange {
        name: Some("王芳芳".to_owned()),
        kind: None,
        class: None,
        note: Some("回电请在下午".to_owned()),
        registered_name: None,
        contact_wish: None,
    };
    let mut tx = ctx.begin().await.unwrap();
    let (changed, waits) = commands::change(&mut tx, fang.id, Expected(1), change()).await.unwrap();
    assert!(!waits, "the system needs no second person");
    assert_eq!((changed.name.as_str(), changed.version), ("王芳芳", 2));
    let refused = commands::change(&mut tx, fang.id, Expected(1), change()).await;
    assert!(refused.unwrap_err().to_string().contains("stale"));
    tx.commit().await.unwrap();

    let stranger = crate::model::CustomerId::new(ctx.now);
    let names = store::names(ctx.read(), [fang.id, fang.id, stranger]).await.unwrap();
    assert_eq!(names.into_iter().collect::<Vec<_>>(), [(fang.id, "王芳芳".to_owned())]);
    assert!(store::exists(ctx.read(), fang.id).await.unwrap());
    assert!(!store::exists(ctx.read(), stranger).await.unwrap());
    assert!(house.payloads().await.contains(r#""fields":["name","note"]"#));
}
