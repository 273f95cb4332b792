//! Calendars on a real database.

use lingke_platform::config::Config;
use lingke_platform::ctx::Ctx;
use lingke_platform::db::sql;
use lingke_platform::failure::Failure;
use lingke_platform::node::{Node, Wiring};

use crate::{CAPABILITY, store, sync};

static WIRING: Wiring = Wiring {
    capabilities: &[&CAPABILITY],
    authenticate: |_, _, _| Box::pin(async { Err(Failure::NotSignedIn) }),
    senders: &[],
};

#[tokio::test]
async fn built_in_versions_come_in_once_and_an_old_one_stays_readable() {
    let dir = tempfile::tempdir().unwrap();
    let config = Config { data_dir: dir.path().to_owned(), database_url: None, ..Config::default() };
    let node = Node::open(config, WIRING).await.unwrap();
    let ctx = Ctx::system(&node, "tests");
    sync(&ctx).await.unwrap();
    let (id, calendar) = store::current(ctx.read(), "cn").await.unwrap();
    assert!(calendar.version().starts_with("cn "));

    sync(&Ctx::system(&node, "tests")).await.unwrap();
    let told = sql("SELECT count(*) FROM journal WHERE type = 'calendar_version_added'");
    assert_eq!(told.value::<i64>(ctx.read()).await.unwrap(), Some(5));
    let names: Vec<_> = store::list(ctx.read()).await.unwrap().into_iter().map(|row| row.name).collect();
    assert_eq!(names, ["always", "cn", "cn-trading", "uk-england", "us-federal"]);

    let mut newer = store::find(ctx.read(), "cn").await.unwrap();
    newer.id = crate::model::CalendarVersionId::new(ctx.now);
    newer.version = "cn 2099-01-01".to_owned();
    // A node whose wall clock is behind: which one is present is counted, not told by the time.
    newer.created_at = ctx.now.plus_seconds(-60);
    newer.number += 1;
    let tx = ctx.begin().await.unwrap();
    assert!(store::insert_if_missing(&tx, &newer).await.unwrap());
    assert!(!store::insert_if_missing(&tx, &newer).await.unwrap());
    tx.commit().await.unwrap();
    let (newest, calendar) = store::current(ctx.read(), "cn").await.unwrap();
    assert_eq!((newest, calendar.version()), (newer.id, "cn 2099-01-01"));
    assert!(store::version(ctx.read(), id).await.unwrap().version() != "cn 2099-01-01");
    assert_eq!(store::list(ctx.read()).await.unwrap().len(), 5);
    assert!(matches!(store::current(ctx.read(), "mars").await, Err(Failure::NotFound)));
}
