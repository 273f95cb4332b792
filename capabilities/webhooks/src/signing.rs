//! Secrets and signatures of Standard Webhooks (https://www.standardwebhooks.com), version 1: HMAC-SHA256. Pure.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

/// What a secret begins with.
const PREFIX: &str = "whsec_";
/// Bytes of a new secret.
const BYTES: usize = 32;

/// A new secret, as the receiver is given it.
pub fn new_secret() -> Zeroizing<String> {
    let mut bytes = Zeroizing::new([0; BYTES]);
    rand::fill(&mut bytes[..]);
    Zeroizing::new(format!("{PREFIX}{}", STANDARD.encode(&bytes[..])))
}

/// The signature of one message by one secret, `v1,…`; none when the text is no secret.
pub fn signature(secret: &str, id: &str, timestamp: i64, body: &str) -> Option<String> {
    let key = Zeroizing::new(STANDARD.decode(secret.strip_prefix(PREFIX)?).ok()?);
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).expect("any length is a key of HMAC");
    mac.update(format!("{id}.{timestamp}.{body}").as_bytes());
    Some(format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the Standard Webhooks specification.
    #[test]
    fn a_signature_is_what_the_specification_shows() {
        let body = r#"{"event_type":"ping","data":{"success":true}}"#;
        let signed = signature("whsec_plJ3nmyCDGBKInavdOK15jsl", "msg_loFOjxBNrRLzqYUf", 1_731_705_121, body);
        assert_eq!(signed.as_deref(), Some("v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0="));
    }

    #[test]
    fn new_secrets_differ_and_sign() {
        let (one, other) = (new_secret(), new_secret());
        assert!(one.starts_with("whsec_") && *one != *other);
        assert_ne!(signature(&one, "a", 1, "b"), signature(&other, "a", 1, "b"));
        assert_ne!(signature(&one, "a", 1, "b"), signature(&one, "a", 2, "b"));
        assert_eq!(signature("whsec_!", "a", 1, "b"), None);
        assert_eq!(signature("no secret", "a", 1, "b"), None);
    }
}
