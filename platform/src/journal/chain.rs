//! The chain itself: what is hashed, and how. Pure.

use sea_orm::FromQueryResult;
use sha2::{Digest, Sha256};

/// The hash before the first event.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// Every column of one journal row, as the database holds it.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Link {
    /// Its place; none while unsealed.
    pub seq: Option<i64>,
    /// Its id, as text.
    pub id: String,
    /// Microseconds.
    pub at: i64,
    /// Its place within its transaction.
    pub n: i32,
    /// What happened.
    #[sea_orm(from_alias = "type")]
    pub kind: String,
    /// The version of the payload.
    pub version: i32,
    /// `staff` or `system`.
    pub actor_kind: String,
    /// Who.
    pub actor_id: String,
    /// The kind of thing.
    pub subject_kind: String,
    /// The thing.
    pub subject_id: String,
    /// Its unit.
    pub unit_id: Option<String>,
    /// Who worked on it.
    pub staff_id: Option<String>,
    /// The request.
    pub request_id: String,
    /// The particulars, byte for byte.
    pub payload: String,
    /// When it was sealed, microseconds.
    pub sealed_at: Option<i64>,
    /// The stored hash.
    pub hash: Option<String>,
}

/// The columns of [`Link`].
pub const LINK_COLUMNS: &str = "seq, id, at, n, type, version, actor_kind, actor_id, subject_kind, subject_id, unit_id, \
                                staff_id, request_id, payload, sealed_at, hash";

impl Link {
    /// SHA-256 over the hash before, the place and every other column, hexadecimal.
    ///
    /// Each field is preceded by its length, so that no two rows are written alike.
    pub fn hash_after(&self, previous: &str, seq: i64, sealed_at: i64) -> String {
        let mut hash = Sha256::new();
        hash.update(b"lingke-journal-1");
        let numbers = [seq, sealed_at, self.at, i64::from(self.n), i64::from(self.version)];
        numbers.iter().for_each(|number| hash.update(number.to_be_bytes()));
        let texts = [
            Some(previous),
            Some(&self.id),
            Some(&self.kind),
            Some(&self.actor_kind),
            Some(&self.actor_id),
            Some(&self.subject_kind),
            Some(&self.subject_id),
            self.unit_id.as_deref(),
            self.staff_id.as_deref(),
            Some(&self.request_id),
            Some(&self.payload),
        ];
        for text in texts {
            let length = text.map_or(u64::MAX, |text| text.len() as u64);
            hash.update(length.to_be_bytes());
            hash.update(text.unwrap_or_default());
        }
        hex::encode(hash.finalize())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link() -> Link {
        Link {
            seq: None,
            id: "evt_1".into(),
            at: 1,
            n: 0,
            kind: "case_opened".into(),
            version: 1,
            actor_kind: "staff".into(),
            actor_id: "stf_1".into(),
            subject_kind: "case".into(),
            subject_id: "cas_1".into(),
            unit_id: None,
            staff_id: Some(String::new()),
            request_id: "r".into(),
            payload: "{}".into(),
            sealed_at: None,
            hash: None,
        }
    }

    #[test]
    fn a_missing_text_and_an_empty_one_hash_differently() {
        let (mut some, mut none) = (link(), link());
        some.unit_id = Some(String::new());
        none.unit_id = None;
        assert_ne!(some.hash_after(GENESIS, 1, 2), none.hash_after(GENESIS, 1, 2));
    }

    #[test]
    fn text_moved_from_one_column_to_the_next_hashes_differently() {
        let (mut left, mut right) = (link(), link());
        (left.actor_id, left.subject_kind) = ("ab".into(), "c".into());
        (right.actor_id, right.subject_kind) = ("a".into(), "bc".into());
        assert_ne!(left.hash_after(GENESIS, 1, 2), right.hash_after(GENESIS, 1, 2));
    }
}
