//! Passwords: hashed with argon2id, checked at the same cost whether or not the login exists.

use std::sync::OnceLock;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use lingke_platform::failure::Answer;
use rand::RngExt;

/// The argon2id hash of a password, in PHC form with its own salt. Takes tens of milliseconds: kept off the async threads.
pub async fn hash(password: String) -> Answer<String> {
    let hashed = tokio::task::spawn_blocking(move || hash_now(&password)).await;
    hashed.map_err(anyhow::Error::from)?
}

fn hash_now(password: &str) -> Answer<String> {
    let hash = Argon2::default().hash_password(password.as_bytes());
    Ok(hash.map_err(|error| anyhow::anyhow!("a password could not be hashed: {error}"))?.to_string())
}

/// Whether `password` is the one behind `hash`; with no hash, or an empty one, the same work for a sure no.
pub async fn matches(password: String, hash: Option<String>) -> Answer<bool> {
    let hash = hash.filter(|hash| !hash.is_empty());
    let checked = tokio::task::spawn_blocking(move || {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| nobody().to_owned());
        let parsed = PasswordHash::new(&hash).ok();
        let right =
            parsed.is_some_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok());
        right && known
    });
    Ok(checked.await.map_err(anyhow::Error::from)?)
}

fn nobody() -> &'static str {
    static HASH: OnceLock<String> = OnceLock::new();
    HASH.get_or_init(|| hash_now("nobody has this password").unwrap_or_default())
}

/// A password for a first sign-in: 16 characters without look-alikes, small and capital letters and digits among them.
pub fn initial() -> String {
    const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789";
    let mut random = rand::rng();
    loop {
        let made: String =
            (0..16).map(|_| char::from(LETTERS[random.random_range(0..LETTERS.len())])).collect();
        let has = |kind: fn(&u8) -> bool| made.as_bytes().iter().any(kind);
        if has(u8::is_ascii_lowercase) && has(u8::is_ascii_uppercase) && has(u8::is_ascii_digit) {
            return made;
        }
    }
}
