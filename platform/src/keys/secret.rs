//! A key and what it does: it seals texts and other keys (AES-256-GCM) and computes blind indexes (HMAC-SHA256).

use aes_gcm::Aes256Gcm;
use aes_gcm::aead::{Aead, KeyInit, Payload};
use anyhow::anyhow;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::failure::Answer;

/// What every sealed text begins with; a later cipher gets a mark of its own.
pub const MARK: &str = "v1.";
/// Bytes of a key.
const KEY_BYTES: usize = 32;
/// Bytes of the random number that each sealing uses once.
const NONCE_BYTES: usize = 12;

/// A key of 32 bytes. It neither prints nor serialises, and its memory is overwritten when it is dropped.
pub struct Secret(Zeroizing<[u8; KEY_BYTES]>);

impl Secret {
    /// A new one.
    pub(super) fn random() -> Self {
        let mut bytes = Zeroizing::new([0; KEY_BYTES]);
        rand::fill(&mut bytes[..]);
        Self(bytes)
    }

    /// The key that 64 hexadecimal digits write; none when they do not.
    pub(super) fn from_hex(text: &str) -> Option<Self> {
        let mut bytes = Zeroizing::new([0; KEY_BYTES]);
        hex::decode_to_slice(text.trim(), &mut bytes[..]).ok()?;
        Some(Self(bytes))
    }

    /// The 64 hexadecimal digits that write it: for the file of a master key, nothing else.
    pub(super) fn to_hex(&self) -> Zeroizing<String> {
        Zeroizing::new(hex::encode(&self.0[..]))
    }

    /// Seals `clear` for the place called `place`: `v1.` and the base64url of nonce, ciphertext and tag.
    pub fn seal(&self, place: &str, clear: &[u8]) -> Answer<String> {
        let mut nonce = [0; NONCE_BYTES];
        rand::fill(&mut nonce);
        Ok(format!("{MARK}{}", URL_SAFE_NO_PAD.encode(self.sealed(nonce, place.as_bytes(), clear)?)))
    }

    /// What [`Secret::seal`] was given.
    ///
    /// # Errors
    /// When it was sealed by another key or for another place, or was changed since.
    pub fn open(&self, place: &str, sealed: &str) -> Answer<Zeroizing<Vec<u8>>> {
        let opened = sealed.strip_prefix(MARK).and_then(|text| URL_SAFE_NO_PAD.decode(text).ok());
        let opened = opened.and_then(|bytes| self.opened(place.as_bytes(), &bytes));
        let why = "a sealed value does not open: it was changed or moved, or its key is another";
        Ok(opened.ok_or_else(|| anyhow!(why))?)
    }

    /// Another key, sealed.
    pub(super) fn wrap(&self, place: &str, key: &Self) -> Answer<String> {
        self.seal(place, &key.0[..])
    }

    /// The key that was wrapped.
    pub(super) fn unwrapped(&self, place: &str, wrapped: &str) -> Answer<Self> {
        let opened = self.open(place, wrapped)?;
        let bytes = <[u8; KEY_BYTES]>::try_from(opened.as_slice());
        Ok(Self(Zeroizing::new(bytes.map_err(|_| anyhow!("a wrapped key has not the length of a key"))?)))
    }

    /// HMAC-SHA256 over the parts, one after the other.
    pub(super) fn hmac(&self, parts: &[&[u8]]) -> [u8; 32] {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0[..]).expect("any length is a key of HMAC");
        parts.iter().for_each(|part| mac.update(part));
        mac.finalize().into_bytes().into()
    }

    fn cipher(&self) -> Aes256Gcm {
        Aes256Gcm::new((&*self.0).into())
    }

    fn sealed(&self, nonce: [u8; NONCE_BYTES], place: &[u8], clear: &[u8]) -> Answer<Vec<u8>> {
        let sealed = self.cipher().encrypt((&nonce).into(), Payload { msg: clear, aad: place });
        let sealed = sealed.map_err(|_| anyhow!("a value is too long to be sealed"))?;
        Ok([&nonce[..], &sealed].concat())
    }

    fn opened(&self, place: &[u8], bytes: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE_BYTES>()?;
        let clear = self.cipher().decrypt(nonce.into(), Payload { msg: sealed, aad: place });
        clear.ok().map(Zeroizing::new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(text: &str) -> Vec<u8> {
        hex::decode(text).unwrap()
    }

    /// McGrew and Viega, "The Galois/Counter Mode of Operation (GCM)", appendix B, test case 16.
    #[test]
    fn sealing_is_aes_256_gcm_as_published() {
        let key =
            Secret::from_hex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308").unwrap();
        let nonce = bytes("cafebabefacedbaddecaf888");
        let clear = bytes(
            "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72\
             1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
        );
        let place = bytes("feedfacedeadbeeffeedfacedeadbeefabaddad2");
        let sealed = key.sealed(nonce.clone().try_into().unwrap(), &place, &clear).unwrap();
        let ciphertext = "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa\
                          8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662";
        let tag = "76fc6ece0f4e1768cddf8853bb2d551b";
        assert_eq!(sealed, [nonce, bytes(ciphertext), bytes(tag)].concat());
        assert_eq!(*key.opened(&place, &sealed).unwrap(), clear);
    }

    /// RFC 4231, test cases 1 and 2. HMAC fills a short key up with zeros, as these 32 bytes are.
    #[test]
    fn an_index_is_hmac_sha256_as_published() {
        let of = |key: &[u8], data: &[u8]| {
            let mut whole = [0; 32];
            whole[..key.len()].copy_from_slice(key);
            hex::encode(Secret(Zeroizing::new(whole)).hmac(&[data]))
        };
        let first = "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7";
        assert_eq!(of(&[0x0b; 20], b"Hi There"), first);
        let second = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        assert_eq!(of(b"Jefe", b"what do ya want for nothing?"), second);
    }

    #[test]
    fn a_value_opens_in_its_place_under_its_key_and_unchanged_only() {
        let (key, other) = (Secret::random(), Secret::random());
        let sealed = key.seal("cpt_1.value", "13800138000".as_bytes()).unwrap();
        assert_eq!(key.open("cpt_1.value", &sealed).unwrap().as_slice(), b"13800138000");
        assert!(sealed.starts_with("v1.") && !sealed.contains("138"));
        assert_ne!(sealed, key.seal("cpt_1.value", "13800138000".as_bytes()).unwrap());
        assert!(key.open("cpt_2.value", &sealed).is_err(), "moved to another row");
        assert!(key.open("cpt_1.number", &sealed).is_err(), "moved to another column");
        assert!(other.open("cpt_1.value", &sealed).is_err(), "under another key");
        for wrong in ["", "v1.", "v1.AAAA", "13800138000", "v2.AAAA", "v1.!!!!"] {
            assert!(key.open("cpt_1.value", wrong).is_err(), "{wrong}");
        }
        for at in MARK.len()..sealed.len() {
            let mut changed = sealed.clone().into_bytes();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            assert!(key.open("cpt_1.value", &changed).is_err(), "changed at {at}");
        }
    }

    #[test]
    fn a_key_is_wrapped_and_written_and_comes_back_the_same() {
        let (outer, inner) = (Secret::random(), Secret::random());
        let wrapped = outer.wrap("data", &inner).unwrap();
        assert!(outer.unwrapped("data", &wrapped).unwrap().to_hex() == inner.to_hex());
        assert!(outer.unwrapped("index", &wrapped).is_err());
        let short = outer.seal("data", b"short").unwrap();
        assert!(outer.unwrapped("data", &short).is_err());
        let hex = inner.to_hex();
        assert!(Secret::from_hex(&format!(" {}\n", hex.as_str())).unwrap().to_hex() == hex);
        assert!(Secret::from_hex(&hex[2..]).is_none() && Secret::from_hex("no key").is_none());
    }
}
