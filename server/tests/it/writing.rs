//! Those who write at the same moment do not take each other's work back.

use std::sync::atomic::{AtomicUsize, Ordering};

use lingke_platform::ctx::Ctx;
use lingke_platform::db::sql;

use crate::house::{House, for_all, for_both};

for_both!(a_writer_that_gives_up_takes_back_only_its_own, one_that_was_committed_is_seen_by_the_next_reader,);

async fn a_writer_that_gives_up_takes_back_only_its_own(house: House) {
    let ctx = Ctx::system(&house.node, "tests");
    let given_up = AtomicUsize::new(0);
    for_all(0..60, async |n: i64| {
        let tx = ctx.begin().await.unwrap();
        let text = "INSERT INTO number_blocks (name, next) VALUES ($1, $2)";
        sql(text).bind(format!("w{n}")).bind(n).run(tx.conn()).await.unwrap();
        match n % 4 {
            // Dropped, as when a rule refuses or somebody closes the window.
            0 => drop(tx),
            // A statement of its own fails; what was before it is taken back as well.
            1 => {
                let twice = sql(text).bind(format!("w{n}")).bind(n).run(tx.conn()).await;
                assert!(twice.is_err());
                drop(tx);
            }
            _ => return tx.commit().await.unwrap(),
        }
        given_up.fetch_add(1, Ordering::Relaxed);
    })
    .await;
    assert_eq!(given_up.load(Ordering::Relaxed), 30);
    let text = "SELECT next FROM number_blocks WHERE name LIKE 'w%' ORDER BY next LIMIT 100";
    let kept = sql(text).values::<i64>(house.node.db.read()).await.unwrap();
    assert_eq!(kept, (0..60).filter(|n| n % 4 > 1).collect::<Vec<_>>());
}

async fn one_that_was_committed_is_seen_by_the_next_reader(house: House) {
    let ctx = Ctx::system(&house.node, "tests");
    for_all(0..40, async |n: i64| {
        let tx = ctx.begin().await.unwrap();
        let text = "INSERT INTO number_blocks (name, next) VALUES ($1, $2)";
        sql(text).bind(format!("r{n}")).bind(n).run(tx.conn()).await.unwrap();
        tx.commit().await.unwrap();
        let seen = sql("SELECT next FROM number_blocks WHERE name = $1").bind(format!("r{n}"));
        assert_eq!(seen.value::<i64>(house.node.db.read()).await.unwrap(), Some(n));
    })
    .await;
}
