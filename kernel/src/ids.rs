//! Typed ids: a UUIDv7 inside, a prefix outside (`cas_018f…`).
//!
//! Ids of one kind sort by the time they were made, so keyset pages and
//! indexes stay compact. An id of one kind cannot be passed where another is
//! wanted: the kind is in the type.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

use crate::time::Instant;

/// What an id names. Implemented by empty marker types.
pub trait Kind: 'static + Send + Sync {
    /// Three lower-case letters before the underscore.
    const PREFIX: &'static str;
}

/// The id of one `K`. Written `prefix_` and 32 hexadecimal digits.
pub struct Id<K>(Uuid, PhantomData<fn() -> K>);

/// A text that is not an id of the kind asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an id that begins with {expected_prefix}_")]
pub struct NotAnId {
    /// The prefix ids of this kind begin with.
    pub expected_prefix: &'static str,
}

impl<K: Kind> Id<K> {
    /// A new id made at `now`; later ids sort after earlier ones.
    pub fn new(now: Instant) -> Self {
        let micros = now.micros().max(0).unsigned_abs();
        let (seconds, nanos) = (micros / 1_000_000, (micros % 1_000_000) * 1_000);
        let nanos = u32::try_from(nanos).expect("below a second");
        Self(Uuid::new_v7(uuid::Timestamp::from_unix(uuid::NoContext, seconds, nanos)), PhantomData)
    }

    /// An id from known bits: for fixtures and demo data that must come out the same.
    pub const fn from_uuid(uuid: Uuid) -> Self {
        Self(uuid, PhantomData)
    }

    /// The bits inside.
    pub const fn uuid(&self) -> Uuid {
        self.0
    }
}

impl<K> Clone for Id<K> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<K> Copy for Id<K> {}
impl<K> PartialEq for Id<K> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<K> Eq for Id<K> {}
impl<K> PartialOrd for Id<K> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<K> Ord for Id<K> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.cmp(&other.0)
    }
}
impl<K> Hash for Id<K> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}
impl<K: Kind> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}", K::PREFIX, self.0.simple())
    }
}
impl<K: Kind> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<K: Kind> FromStr for Id<K> {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let refused = NotAnId { expected_prefix: K::PREFIX };
        let digits =
            text.strip_prefix(K::PREFIX).and_then(|rest| rest.strip_prefix('_')).ok_or(refused.clone())?;
        let plain = digits.len() == 32 && digits.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        if !plain {
            return Err(refused);
        }
        Uuid::try_parse(digits).map(Self::from_uuid).map_err(|_| refused)
    }
}

impl<K: Kind> Serialize for Id<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de, K: Kind> Deserialize<'de> for Id<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// Declares a kind of id: `kind!(Case, "cas", CaseId)` makes the marker and the alias.
#[macro_export]
macro_rules! id_kind {
    ($(#[$doc:meta])* $marker:ident, $prefix:literal, $alias:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $marker;
        impl $crate::ids::Kind for $marker {
            const PREFIX: &'static str = $prefix;
        }
        $(#[$doc])*
        pub type $alias = $crate::ids::Id<$marker>;
    };
}

#[cfg(test)]
mod tests {
    #![allow(unreachable_pub, reason = "the macro makes public kinds, as its users need")]
    use super::*;

    id_kind!(
        /// For these tests.
        Sample, "smp", SampleId
    );

    #[test]
    fn an_id_reads_back_what_it_wrote() {
        let id = SampleId::new(Instant::from_micros(1_700_000_000_000_000));
        assert_eq!(id.to_string().parse::<SampleId>(), Ok(id));
        assert!(id.to_string().starts_with("smp_"));
    }

    #[test]
    fn later_ids_sort_after_earlier_ones() {
        let early = SampleId::new(Instant::from_micros(1_700_000_000_000_000));
        let late = SampleId::new(Instant::from_micros(1_700_000_000_002_000));
        assert!(early.to_string() < late.to_string());
    }

    #[test]
    fn another_prefix_upper_case_and_dashes_are_refused() {
        for text in [
            "cas_018f",
            "smp_",
            "smp_018F0000000070008000000000000000",
            "smp_018f0000-0000-7000-8000-000000000000",
        ] {
            assert!(text.parse::<SampleId>().is_err(), "{text}");
        }
    }
}
