//! Keys that protect personal values, in three layers.
//!
//! The [`MasterKey`] lies outside the database and wraps the two root keys, which lie in it: `data` wraps one data key
//! per owner, which seals what is theirs; `index` makes the blind indexes by which sealed values are found. So another
//! master key re-wraps two rows, and destroying one owner's data key makes all that is theirs unreadable.
//! Invariants: a key is in the clear in memory only; a sealed value opens in the row and column it was sealed for only.
//! Begin with [`Keys`].

mod master;
mod root;
mod secret;

pub use master::MasterKey;
pub use root::{MASTER_KEY_ROTATED, rotate};
pub(crate) use root::{Wrapped, find, make, opened, wrapped};
pub use secret::{MARK, Secret};

use serde::{Deserialize, Serialize};

use crate::failure::Answer;

/// Something sealed under a key of its own.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Sealed {
    /// Whose it is.
    pub owner: String,
    /// The key, wrapped by the root key.
    pub wrapped_key: String,
    /// What it seals.
    pub value: String,
}

/// How many hexadecimal digits of its HMAC a value is found by: 128 bits.
const LOOKUP_DIGITS: usize = 32;

/// What a node holds in memory while it runs: the root keys.
pub struct Keys {
    data: Secret,
    index: Secret,
}

impl Keys {
    /// A new data key for `owner`, and the same wrapped, as the database keeps it.
    pub fn new_key(&self, owner: &str) -> Answer<(Secret, String)> {
        let key = Secret::random();
        let wrapped = self.data.wrap(owner, &key)?;
        Ok((key, wrapped))
    }

    /// The data key of `owner`, of what the database keeps.
    ///
    /// # Errors
    /// When it was wrapped for somebody else or changed since.
    pub fn key_of(&self, owner: &str, wrapped: &str) -> Answer<Secret> {
        self.data.unwrapped(owner, wrapped)
    }

    /// Seals `clear` for `place` under a key made for this once, which lies wrapped beside it.
    pub fn seal_for(&self, owner: &str, place: &str, clear: &[u8]) -> Answer<Sealed> {
        let (key, wrapped_key) = self.new_key(owner)?;
        Ok(Sealed { owner: owner.to_owned(), wrapped_key, value: key.seal(place, clear)? })
    }

    /// What [`Keys::seal_for`] was given.
    ///
    /// # Errors
    /// When it was sealed for another place, or changed since.
    pub fn open_for(&self, place: &str, sealed: &Sealed) -> Answer<zeroize::Zeroizing<Vec<u8>>> {
        self.key_of(&sealed.owner, &sealed.wrapped_key)?.open(place, &sealed.value)
    }

    /// What the value `form` of a `kind` is found by. The same for the same, and says nothing to whoever lacks the key.
    pub fn lookup(&self, kind: &str, form: &str) -> String {
        let mut digits = hex::encode(self.index.hmac(&[kind.as_bytes(), &[0], form.as_bytes()]));
        digits.truncate(LOOKUP_DIGITS);
        digits
    }

    /// What proves that `content` was written by somebody who has the keys: an HMAC for the purpose called `purpose`.
    pub(crate) fn proof(&self, purpose: &str, content: &[u8]) -> String {
        hex::encode(self.index.hmac(&[b"proof", &[0], purpose.as_bytes(), &[0], content]))
    }

    /// Keys of no database: for tests of what is sealed with them.
    pub fn random() -> Self {
        Self { data: Secret::random(), index: Secret::random() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lookup_depends_on_key_kind_and_form() {
        let (keys, others) = (Keys::random(), Keys::random());
        let phone = keys.lookup("phone", "13800138000");
        assert_eq!(phone.len(), 32);
        assert_eq!(phone, keys.lookup("phone", "13800138000"));
        assert_ne!(phone, keys.lookup("wechat", "13800138000"));
        assert_ne!(phone, keys.lookup("phone", "13800138001"));
        assert_ne!(phone, others.lookup("phone", "13800138000"));
        assert_ne!(keys.lookup("ab", "c"), keys.lookup("a", "bc"));
    }

    #[test]
    fn what_is_sealed_for_once_opens_in_its_place_only() {
        let keys = Keys::random();
        let sealed = keys.seal_for("stf_1", "outbox", b"a link").unwrap();
        assert_eq!(keys.open_for("outbox", &sealed).unwrap().as_slice(), b"a link");
        assert!(keys.open_for("elsewhere", &sealed).is_err());
        let moved = Sealed { owner: "stf_2".to_owned(), ..sealed };
        assert!(keys.open_for("outbox", &moved).is_err());
    }

    #[test]
    fn a_data_key_is_its_owners_only() {
        let keys = Keys::random();
        let (key, wrapped) = keys.new_key("cus_1").unwrap();
        let sealed = key.seal("x", b"13800138000").unwrap();
        let again = keys.key_of("cus_1", &wrapped).unwrap();
        assert_eq!(again.open("x", &sealed).unwrap().as_slice(), b"13800138000");
        assert!(keys.key_of("cus_2", &wrapped).is_err());
        assert!(Keys::random().key_of("cus_1", &wrapped).is_err());
    }
}
