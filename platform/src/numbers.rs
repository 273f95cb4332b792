//! Numbers people read out: dense enough to be short, taken in blocks so that no two commands wait for one counter.

use std::collections::HashMap;
use std::ops::Range;

use tokio::sync::Mutex;

use crate::db::{Db, sql};
use crate::failure::Answer;

/// How many numbers a node takes at a time; what a stopped node had left is never used.
const BLOCK: i64 = 50;

/// The blocks this node holds.
#[derive(Default)]
pub struct Numbers(Mutex<HashMap<String, Range<i64>>>);

impl Numbers {
    /// The next number of the series `name`, from 1. Unique over all nodes; gaps are normal.
    pub async fn next(&self, db: &Db, name: &str) -> Answer<i64> {
        let mut held = self.0.lock().await;
        if let Some(number) = held.get_mut(name).and_then(Range::next) {
            return Ok(number);
        }
        let mut block = take_block(db, name, BLOCK).await?;
        let number = block.next().expect("a block is not empty");
        held.insert(name.to_owned(), block);
        Ok(number)
    }
}

/// Takes `count` numbers of the series `name` in a transaction of its own.
pub async fn take_block(db: &Db, name: &str, count: i64) -> Answer<Range<i64>> {
    let text = "INSERT INTO number_blocks (name, next) VALUES ($1, 1 + CAST($2 AS BIGINT)) \
                ON CONFLICT (name) DO UPDATE SET next = number_blocks.next + CAST($2 AS BIGINT) RETURNING next";
    let tx = db.begin().await?;
    let next = sql(text).bind(name).bind(count).value::<i64>(&*tx).await?.expect("RETURNING gives the row");
    tx.commit().await?;
    Ok(next - count..next)
}
