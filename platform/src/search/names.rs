//! Names of people and units, found as they are written and as they sound: 张三 by `张`, `三`, `zhangsan`, `zs`, `zhangs`.

use std::collections::BTreeSet;

use pinyin::ToPinyinMulti;
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use super::grams::{grams, plain};
use crate::db::dialect::listed;
use crate::db::query::Sql;
use crate::db::sql;
use crate::failure::Answer;

/// Ways to read one name at most: 单 is shan and dan, 曾 zeng and ceng.
const READINGS_MAX: usize = 12;
/// Letters of a name that are sought in; what comes after is too far in.
const LETTERS_MAX: usize = 40;

/// One name's thing and all it is called.
#[derive(Debug, Clone)]
pub struct Named {
    /// `staff`, `org_unit`.
    pub kind: &'static str,
    /// Its id.
    pub subject_id: String,
    /// Its name, in each language; its login or code.
    pub names: Vec<String>,
    /// What it is found by.
    pub found: Found,
}

/// What a name is found by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// In writing and by its sound, from each word on: people and units, of whom there are thousands.
    FromAnyWord,
    /// By its sound from its beginning only: customers, of whom there are millions, and whose names the index of words
    /// has in writing.
    BySound,
}

/// How a text sounds: each way to read it, as syllables. What is no Chinese character is itself.
fn readings(letters: &[char]) -> Vec<Vec<String>> {
    let mut readings = vec![Vec::with_capacity(letters.len())];
    for letter in letters {
        let mut ways: Vec<String> = Vec::new();
        for way in letter.to_pinyin_multi().into_iter().flatten().map(|one| one.plain().replace('ü', "v")) {
            if !ways.contains(&way) {
                ways.push(way);
            }
        }
        if ways.is_empty() {
            ways.push(letter.to_string());
        }
        // The common way comes first and continues every reading; others do while there is room.
        let mut longer: Vec<Vec<String>> = Vec::new();
        for way in ways {
            for reading in &readings {
                if longer.len() < READINGS_MAX {
                    longer.push(reading.iter().cloned().chain([way.clone()]).collect());
                }
            }
        }
        readings = longer;
    }
    readings
}

/// How a name sounds, in full and by initials, each way it can be read: for lists that are sought through where they
/// are shown. Empty when there is nothing Chinese in it.
pub fn sounds(name: &str) -> String {
    let letters: Vec<char> = plain(name).chars().take(LETTERS_MAX).collect();
    if !letters.iter().any(|letter| letter.to_pinyin_multi().is_some()) {
        return String::new();
    }
    let readings = readings(&letters);
    let initials =
        |reading: &Vec<String>| reading.iter().filter_map(|one| one.chars().next()).collect::<String>();
    let all: BTreeSet<String> =
        readings.iter().flat_map(|reading| [reading.concat(), initials(reading)]).collect();
    all.into_iter().collect::<Vec<_>>().join(" ")
}

/// All beginnings a name is found by: from each Chinese character and each Latin word on, written and by its sound.
fn keys(name: &str) -> BTreeSet<String> {
    let starts: BTreeSet<usize> = grams(name).iter().map(|gram| gram.range.start).collect();
    let mut keys = BTreeSet::new();
    for start in starts.into_iter().take(LETTERS_MAX) {
        let rest = plain(&name[start..]);
        keys.insert(rest.chars().take(LETTERS_MAX).collect());
        keys.extend(sounds(&rest).split(' ').filter(|key| !key.is_empty()).map(str::to_owned));
    }
    keys
}

/// Keeps what each is called, in place of what it was called before.
pub async fn put(conn: &impl ConnectionTrait, all: &[Named]) -> Answer<()> {
    if all.is_empty() {
        return Ok(());
    }
    let backend = conn.get_database_backend();
    let ids = Value::from_iter(all.iter().map(|one| one.subject_id.as_str())).to_string();
    let wanted = listed(backend, "$1");
    sql(format!("DELETE FROM search_names WHERE subject_id IN ({wanted})")).bind(ids).run(conn).await?;
    let mut rows = BTreeSet::new();
    for one in all {
        let keys = one.names.iter().flat_map(|name| match one.found {
            Found::FromAnyWord => keys(name),
            Found::BySound => {
                sounds(name).split(' ').filter(|key| !key.is_empty()).map(str::to_owned).collect()
            }
        });
        rows.extend(keys.map(|key| (one.kind, key, one.subject_id.as_str())));
    }
    let rows = json!(rows).to_string();
    let text = match backend {
        sea_orm::DbBackend::Postgres => {
            "INSERT INTO search_names (kind, key, subject_id) SELECT row->>0, row->>1, row->>2 \
             FROM jsonb_array_elements($1::jsonb) AS rows(row) ON CONFLICT DO NOTHING"
        }
        _ => {
            "INSERT INTO search_names (kind, key, subject_id) SELECT value->>0, value->>1, value->>2 \
             FROM json_each($1) WHERE 1 = 1 ON CONFLICT DO NOTHING"
        }
    };
    sql(text).bind(rows).run(conn).await?;
    Ok(())
}

/// Forgets all names.
pub async fn clear(conn: &impl ConnectionTrait) -> Answer<()> {
    sql("DELETE FROM search_names").run(conn).await.map(|_| ())
}

/// A condition on `column`: that it is the id of something of this kind with a name that `typed` begins, in writing
/// or by its sound. To be put in parentheses by the caller.
pub fn called(statement: &mut Sql, column: &str, kind: &str, typed: &str) -> String {
    let from = plain(typed);
    if from.is_empty() {
        return "1 = 0".to_owned();
    }
    // U+10FFFF is the last character there is: this ends all keys that begin so.
    let to = format!("{from}\u{10FFFF}");
    let marks = statement.list([kind.to_owned(), from, to]);
    let marks: Vec<&str> = marks.split(", ").collect();
    format!(
        "{column} IN (SELECT subject_id FROM search_names WHERE kind = {} AND key >= {} AND key < {})",
        marks[0], marks[1], marks[2]
    )
}

/// A subquery of the ids of things of this kind whose names sound as `typed` begins, at most `limit`; none when
/// `typed` is no sound.
pub fn sounding(statement: &mut Sql, kind: &str, typed: &str, limit: usize) -> Option<String> {
    let from: String = plain(typed).chars().filter(|letter| !letter.is_whitespace()).collect();
    if from.is_empty() || !from.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return None;
    }
    let to = format!("{from}\u{10FFFF}");
    let marks = statement.list([kind.to_owned(), from, to]);
    let marks: Vec<&str> = marks.split(", ").collect();
    Some(format!(
        "SELECT subject_id FROM (SELECT subject_id FROM search_names WHERE kind = {} AND key >= {} AND key < {} \
         ORDER BY key, subject_id LIMIT {limit}) sounding",
        marks[0], marks[1], marks[2]
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_by_its_characters_its_sound_and_its_initials() {
        let keys = keys("张三");
        for key in ["张三", "三", "zhangsan", "zs", "san", "s"] {
            assert!(keys.contains(key), "{key}: {keys:?}");
        }
    }

    #[test]
    fn a_character_with_two_sounds_is_found_by_both() {
        let keys = keys("单于华");
        assert!(keys.contains("danyuhua") && keys.contains("shanyuhua") && keys.contains("syh"), "{keys:?}");
        assert!(super::keys("吕布").contains("lvbu"));
    }

    #[test]
    fn a_latin_name_is_found_by_each_of_its_words() {
        let keys = keys("Head Office");
        assert!(keys.contains("headoffice") && keys.contains("office"), "{keys:?}");
        assert_eq!(sounds("Head Office"), "");
        assert_eq!(sounds("总行"), sounds("总 行"));
        assert!(sounds("总行").split(' ').any(|one| one == "zonghang"), "{}", sounds("总行"));
        assert!(sounds("总行").split(' ').any(|one| one == "zh"));
    }

    #[test]
    fn a_name_of_many_sounds_has_a_bounded_number_of_keys() {
        assert!(keys(&"重单曾解行".repeat(20)).len() < 1000);
    }
}
