//! Passwords: hashed with argon2id, checked at the same cost whether or not the login exists.

use std::sync::OnceLock;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use lingke_platform::failure::{Answer, Failure};
use rand::RngExt;

/// Shortest password taken, in characters.
pub const LENGTH_MIN: usize = 10;
/// Longest, so that hashing is bounded.
pub const LENGTH_MAX: usize = 200;

/// The argon2id hash of a password, in PHC form with its own salt. Takes tens of milliseconds: kept off the async threads.
pub async fn hash(password: String) -> Answer<String> {
    let hashed = tokio::task::spawn_blocking(move || hash_now(&password)).await;
    hashed.map_err(anyhow::Error::from)?
}

fn hash_now(password: &str) -> Answer<String> {
    let hash = Argon2::default().hash_password(password.as_bytes());
    Ok(hash.map_err(|error| anyhow::anyhow!("a password could not be hashed: {error}"))?.to_string())
}

/// Whether `password` is the one behind `hash`; with no hash, the same work for a sure no.
pub async fn matches(password: String, hash: Option<String>) -> Answer<bool> {
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

/// A password for a first sign-in: 16 characters without look-alikes.
pub fn initial() -> String {
    const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789";
    let mut random = rand::rng();
    (0..16).map(|_| char::from(LETTERS[random.random_range(0..LETTERS.len())])).collect()
}

/// Refuses a password that is too short, too long, or the login itself.
pub fn check(field: &str, password: &str, login: &str) -> Answer<()> {
    let length = password.chars().count();
    if length < LENGTH_MIN {
        return Err(Failure::invalid(field, "too_short", format!("at least {LENGTH_MIN} characters")));
    }
    if length > LENGTH_MAX {
        return Err(Failure::invalid(field, "too_long", format!("at most {LENGTH_MAX} characters")));
    }
    if password.eq_ignore_ascii_case(login) {
        return Err(Failure::invalid(field, "same_as_login", "the password must not be the login"));
    }
    Ok(())
}
