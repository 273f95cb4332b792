//! Codes of authenticators (TOTP, RFC 6238) and recovery codes. Pure.

use lingke_kernel::time::Instant;
use lingke_platform::failure::Answer;
use rand::RngExt;
use totp_rs::{Algorithm, Builder, Totp};

use crate::model::AuthenticatorOffered;

/// Seconds one code is shown.
const STEP_SECONDS: u64 = 30;
/// Steps before and after that are taken as well: clocks differ, and people type slowly.
const STEPS_AROUND: u16 = 1;
/// Bytes of a secret, as RFC 4226 wants them.
const SECRET_BYTES: usize = 20;
/// Recovery codes made at once.
pub const RECOVERY_CODES: usize = 10;
/// Without look-alikes: some are read from paper.
const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";

/// A new secret.
pub fn new_secret() -> [u8; SECRET_BYTES] {
    rand::random()
}

fn totp(secret: &[u8]) -> Builder {
    let builder = Builder::new().with_algorithm(Algorithm::SHA1).with_digits(6).with_skew(STEPS_AROUND);
    builder.with_step_duration(STEP_SECONDS).with_secret(secret.to_vec())
}

fn seconds(now: Instant) -> u64 {
    u64::try_from(now.micros() / 1_000_000).unwrap_or_default()
}

/// The step of which `code` is, when it is one that holds now and later than `last_step`: no code is taken twice.
pub fn step_of(secret: &[u8], code: &str, last_step: i64, now: Instant) -> Answer<Option<i64>> {
    let totp = totp(secret).build().map_err(anyhow::Error::from)?;
    let step = totp.check(code, seconds(now)).and_then(|step| i64::try_from(step).ok());
    Ok(step.filter(|step| *step > last_step))
}

/// What an authenticator is set up with: in words, as a link and as a picture.
pub fn offer(secret: &[u8], institution: &str, login: &str) -> Answer<AuthenticatorOffered> {
    let totp: Totp = totp(secret)
        .with_issuer(Some(institution.replace(':', " ")))
        .with_account_name(login)
        .build()
        .map_err(anyhow::Error::from)?;
    let uri = totp.to_url().map_err(anyhow::Error::from)?;
    let code = fast_qr::QRBuilder::new(uri.as_str()).build();
    let code = code.map_err(|error| anyhow::anyhow!("a link does not fit into a picture: {error:?}"))?;
    let qr_svg = fast_qr::convert::svg::SvgBuilder::default().to_str(&code);
    Ok(AuthenticatorOffered { secret: totp.secret().to_base32(), uri, qr_svg })
}

/// New recovery codes, `abcde-fghjk`.
pub fn new_recovery_codes() -> Vec<String> {
    let mut random = rand::rng();
    let mut half =
        || -> String { (0..5).map(|_| char::from(LETTERS[random.random_range(0..LETTERS.len())])).collect() };
    (0..RECOVERY_CODES).map(|_| format!("{}-{}", half(), half())).collect()
}

/// A code however it was typed: without blanks and dashes, in small letters.
pub fn plain(typed: &str) -> String {
    typed.chars().filter(|c| !c.is_whitespace() && *c != '-').flat_map(char::to_lowercase).collect()
}

/// Whether a plain code is one of an authenticator; else it may be a recovery code.
pub fn is_of_authenticator(plain: &str) -> bool {
    plain.len() == 6 && plain.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &[u8] = b"12345678901234567890";

    fn at(seconds: i64) -> Instant {
        Instant::from_micros(seconds * 1_000_000)
    }

    /// RFC 6238, appendix B, SHA1; the last six of the eight digits.
    #[test]
    fn codes_are_as_published() {
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(step_of(SECRET, code, -1, at(seconds)).unwrap(), Some(seconds / 30), "{code}");
        }
    }

    #[test]
    fn a_code_holds_one_step_before_and_after_its_own_and_no_longer() {
        let code = "050471"; // of the 30 s from 1,111,111,110 on
        let holds = |seconds| step_of(SECRET, code, -1, at(seconds)).unwrap().is_some();
        assert!(!holds(1_111_111_079) && holds(1_111_111_080));
        assert!(holds(1_111_111_169) && !holds(1_111_111_170));
    }

    #[test]
    fn a_code_is_not_taken_of_a_step_that_was_taken_before() {
        let now = at(1_111_111_111);
        let step = step_of(SECRET, "050471", -1, now).unwrap().unwrap();
        assert_eq!(step_of(SECRET, "050471", step, now).unwrap(), None);
        assert_eq!(step_of(SECRET, "050471", step - 1, now).unwrap(), Some(step));
        assert_eq!(step_of(SECRET, "05047", -1, now).unwrap(), None);
        assert_eq!(step_of(SECRET, "+50471", -1, now).unwrap(), None);
    }

    #[test]
    fn what_is_offered_names_institution_and_login() {
        let offered = offer(SECRET, "静水:银行", "li.na").unwrap();
        assert_eq!(offered.secret, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert!(offered.uri.starts_with("otpauth://totp/%E9%9D%99%E6%B0%B4%20"), "{}", offered.uri);
        assert!(offered.uri.contains(":li.na?secret=GEZDGNBV"), "{}", offered.uri);
        assert!(offered.qr_svg.starts_with("<svg") && offered.qr_svg.contains("path"));
    }

    #[test]
    fn recovery_codes_differ_and_are_read_however_they_are_typed() {
        let codes = new_recovery_codes();
        let unlike: std::collections::BTreeSet<_> = codes.iter().collect();
        assert_eq!((codes.len(), unlike.len()), (10, 10));
        let code = &codes[0];
        assert_eq!(plain(&format!(" {} ", code.to_uppercase())), code.replace('-', ""));
        assert!(!is_of_authenticator(&plain(code)) && is_of_authenticator(&plain("123 456")));
    }
}
