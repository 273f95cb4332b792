//! The levels the institution has set, what a new one begins with, and what they may be.

use std::collections::HashSet;

use lingke_platform::failure::Answer;
use lingke_platform::http::extract::{Check as CheckBody, Errors};
use lingke_platform::settings;

use sea_orm::ConnectionTrait;

use crate::model::{Channel, Check, Level, Settings};

/// What they are set as.
pub const NAME: &str = "verification";

const LEVELS_MAX: usize = 6;
/// Nothing holds longer than a day, in minutes.
const MINUTES_MAX: i64 = 1440;

/// What is set, and its version, which is 0 as long as nobody has set anything.
pub async fn current(conn: &impl ConnectionTrait) -> Answer<(Settings, i64)> {
    Ok(settings::find(conn, NAME).await?.unwrap_or_else(|| (default(), 0)))
}

/// Three levels: some answers, the identity number among them, and the original seen at the counter.
pub fn default() -> Settings {
    use Channel::{Chat, Counter, Phone};
    use Check::{BirthDate, CalledBack, DocumentSeen, Email, IdentityNumber, IdentityTail, Name, PhoneTail};
    let level = |code: &str, name: &str, name_en: &str| Level {
        code: code.to_owned(),
        name: name.to_owned(),
        name_en: name_en.to_owned(),
        checks: vec![Name, Check::Phone, PhoneTail, Email, IdentityTail, BirthDate, CalledBack],
        musts: Vec::new(),
        matches_min: 2,
        channels: vec![Phone, Chat, Counter],
        valid_minutes: 30,
    };
    let enhanced = vec![Name, Check::Phone, Email, IdentityNumber, BirthDate, CalledBack];
    Settings {
        levels: vec![
            level("basic", "基本核身", "Basic"),
            Level {
                checks: enhanced,
                musts: vec![IdentityNumber],
                matches_min: 3,
                ..level("enhanced", "加强核身", "Enhanced")
            },
            Level {
                checks: vec![Name, IdentityNumber, IdentityTail, DocumentSeen],
                musts: vec![DocumentSeen],
                channels: vec![Counter],
                valid_minutes: 120,
                ..level("in_person", "当面核身", "In person")
            },
        ],
        failures_max: 3,
        failure_minutes: 60,
        lock_minutes: 30,
    }
}

impl CheckBody for Settings {
    fn check(&self, errors: &mut Errors) {
        if self.levels.is_empty() || self.levels.len() > LEVELS_MAX {
            errors.add("levels", "bad_length", format!("1 to {LEVELS_MAX} levels"));
            return;
        }
        let mut codes = HashSet::new();
        for (n, level) in self.levels.iter().enumerate() {
            if !codes.insert(level.code.as_str()) {
                errors.add(format!("levels[{n}].code"), "duplicate", "each level has a code of its own");
            }
            check_level(errors, &format!("levels[{n}]"), level);
        }
        between(errors, "failures_max", self.failures_max, 1, 10);
        between(errors, "failure_minutes", self.failure_minutes, 1, MINUTES_MAX);
        between(errors, "lock_minutes", self.lock_minutes, 1, MINUTES_MAX);
    }
}

fn check_level(errors: &mut Errors, at: &str, level: &Level) {
    let plain = level.code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    if level.code.is_empty() || level.code.len() > 40 || !plain {
        errors.add(format!("{at}.code"), "wrong_form", "1 to 40 lower-case letters and _");
    }
    errors.length(&format!("{at}.name"), &level.name, 1, 40);
    errors.length(&format!("{at}.name_en"), &level.name_en, 1, 60);
    if level.channels.is_empty() || level.channels.len() > 3 {
        errors.add(format!("{at}.channels"), "bad_length", "at least one channel, each once");
    }
    let different: HashSet<_> = level.checks.iter().collect();
    if level.checks.is_empty() || different.len() != level.checks.len() {
        errors.add(format!("{at}.checks"), "bad_length", "at least one, each once");
    }
    if level.musts.iter().any(|must| !level.checks.contains(must)) || level.musts.len() > level.checks.len() {
        errors.add(format!("{at}.musts"), "not_in_level", "only what the level asks");
    }
    let most = i64::try_from(level.checks.len()).unwrap_or(i64::MAX);
    let wanted = i64::try_from(level.matches_min).unwrap_or(i64::MAX);
    between(errors, &format!("{at}.matches_min"), wanted, 1, most.max(1));
    between(errors, &format!("{at}.valid_minutes"), level.valid_minutes, 1, MINUTES_MAX);
}

fn between(errors: &mut Errors, field: &str, value: i64, min: i64, max: i64) {
    if !(min..=max).contains(&value) {
        errors.add(field, "out_of_range", format!("{min} to {max}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepted(settings: &Settings) -> bool {
        let mut errors = Errors::default();
        settings.check(&mut errors);
        errors.done().is_ok()
    }

    #[test]
    fn what_a_new_institution_begins_with_is_accepted() {
        assert!(accepted(&default()));
    }

    #[test]
    fn nonsense_is_not() {
        let with = |change: &dyn Fn(&mut Settings)| {
            let mut settings = default();
            change(&mut settings);
            accepted(&settings)
        };
        assert!(!with(&|it| it.levels.clear()));
        assert!(!with(&|it| it.levels[1].code = "basic".to_owned()));
        assert!(!with(&|it| it.levels[0].matches_min = 8));
        assert!(!with(&|it| it.levels[0].matches_min = 0));
        assert!(!with(&|it| it.levels[0].musts = vec![Check::DocumentSeen]));
        assert!(!with(&|it| it.levels[0].checks = vec![Check::Name, Check::Name]));
        assert!(!with(&|it| it.levels[0].channels.clear()));
        assert!(!with(&|it| it.failures_max = 0));
        assert!(!with(&|it| it.lock_minutes = 1441));
    }
}
