//! The index itself: on both databases the same hits, and for Chinese those of a scan letter by letter.

use lingke_platform::ctx::Ctx;
use lingke_platform::search::{self, Document, Query};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use crate::house::{House, for_both};

for_both!(chinese_is_found_wherever_it_stands, words_of_all_kinds_are_found_as_highlighting_finds_them);

fn document(n: usize, text: &str) -> Document {
    let id = format!("tst_{n:032x}");
    Document { kind: "test", subject_id: id.clone(), owner_id: id, fields: vec![text.to_owned()] }
}

async fn put(house: &House, texts: &[String]) {
    let tx = Ctx::system(&house.node, "tests").begin().await.unwrap();
    let documents: Vec<Document> = texts.iter().enumerate().map(|(n, text)| document(n, text)).collect();
    // In parts and some of them twice: what is put in again takes the place of what was there.
    let other: Vec<Document> = (0..texts.len()).step_by(3).map(|n| document(n, "别的 other words")).collect();
    search::put(tx.conn(), &other).await.unwrap();
    for part in documents.chunks(97) {
        search::put(tx.conn(), part).await.unwrap();
    }
    search::remove(tx.conn(), &[document(texts.len() + 1, "").subject_id]).await.unwrap();
    tx.commit().await.unwrap();
}

async fn numbers(house: &House, query: &Query) -> Vec<usize> {
    let conn = house.node.db.read();
    let statement =
        search::matching(sea_orm::ConnectionTrait::get_database_backend(conn), query, &["test"], None);
    let found = search::newest(conn, statement, 5000).await.unwrap();
    assert!(found.is_sorted_by(|a, b| a.id > b.id), "the newest first");
    let number = |id: &str| usize::from_str_radix(id.trim_start_matches("tst_"), 16).unwrap();
    let mut numbers: Vec<usize> = found.iter().map(|found| number(&found.subject_id)).collect();
    numbers.sort_unstable();
    numbers
}

fn random_text(rng: &mut StdRng, letters: &[char], length: std::ops::Range<usize>) -> String {
    let length = rng.random_range(length);
    (0..length).map(|_| letters[rng.random_range(0..letters.len())]).collect()
}

async fn chinese_is_found_wherever_it_stands(house: House) {
    let mut rng = StdRng::seed_from_u64(20_261_125);
    let letters: Vec<char> = "盗刷卡费退款行客户的了，".chars().collect();
    let texts: Vec<String> = (0..600).map(|_| random_text(&mut rng, &letters, 0..40)).collect();
    put(&house, &texts).await;
    let sought: Vec<char> = letters.iter().copied().filter(|c| *c != '，').collect();
    for n in 0..200 {
        let typed = random_text(&mut rng, &sought, 1..(2 + n % 4));
        let expected: Vec<usize> = (0..texts.len()).filter(|n| texts[*n].contains(&typed)).collect();
        assert_eq!(numbers(&house, &Query::of(&typed)).await, expected, "{typed}");
    }
    let two = Query::of("盗刷 退款");
    let both = |text: &String| text.contains("盗刷") && text.contains("退款");
    let expected: Vec<usize> = (0..texts.len()).filter(|n| both(&texts[*n])).collect();
    assert_eq!(numbers(&house, &two).await, expected);
}

async fn words_of_all_kinds_are_found_as_highlighting_finds_them(house: House) {
    let mut rng = StdRng::seed_from_u64(7);
    let letters: Vec<char> = "ab Ａ1é卡费 -，\"'\u{0301}ßİ🙂カ".chars().collect();
    let texts: Vec<String> = (0..600).map(|_| random_text(&mut rng, &letters, 0..24)).collect();
    put(&house, &texts).await;
    let mut hits = 0;
    for _ in 0..200 {
        let typed = random_text(&mut rng, &letters, 1..6);
        let query = Query::of(&typed);
        if query.is_empty() {
            continue;
        }
        let whole = |text: &String| query.highlight(text, 1000).found == query.len();
        let expected: Vec<usize> = (0..texts.len()).filter(|n| whole(&texts[*n])).collect();
        hits += expected.len();
        assert_eq!(numbers(&house, &query).await, expected, "{typed:?}");
    }
    assert!(hits > 1000, "{hits}");
}
