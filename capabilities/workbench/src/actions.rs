//! What a macro or a bulk action does to a case. Pure; what would come of it is in [`crate::foresight`].
//!
//! Each action is a verb people use. A macro may call another; spelled out, every call becomes the actions behind
//! it, and one that comes back to itself or goes too deep is refused.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::tz::TimeZone;
use lingke_cases::api::cases::check_tags;
use lingke_cases::model::{Priority, Tags};
use lingke_kernel::time::Instant;
use lingke_platform::failure::Refusal;
use lingke_platform::http::extract::Errors;
use lingke_platform::viewer::{StaffId, UnitId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::model::KeptId;
use crate::placeholders;

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
pub enum Action {
    /// Take it for oneself.
    Take {},
    /// Give it to someone, to a queue, or both.
    Assign {
        /// To whom.
        staff_id: Option<StaffId>,
        /// To whose queue.
        unit_id: Option<UnitId>,
        /// Why.
        opinion: Option<String>,
    },
    /// Make it more or less pressing.
    SetPriority {
        /// How pressing.
        priority: Priority,
    },
    /// Write a note between us.
    Note {
        /// The words, with placeholders.
        text: String,
    },
    /// Answer the customer.
    Reply {
        /// The words, with placeholders; those of the saved reply when absent.
        text: Option<String>,
        /// A saved reply.
        saved_reply_id: Option<KeptId>,
        /// Whether to wait for the customer then.
        #[serde(default)]
        then_wait: bool,
    },
    /// Wait for the customer.
    Wait {
        /// Why.
        opinion: Option<String>,
    },
    /// Go on without waiting longer.
    Resume {},
    /// Say how the matter was resolved.
    Resolve {
        /// The outcome, with placeholders.
        text: String,
    },
    /// Close what is resolved.
    Close {},
    /// Begin again.
    Reopen {
        /// Why.
        reason: String,
    },
    /// Tell someone above.
    Escalate {
        /// Why.
        reason: String,
    },
    /// Put words on it that sort it, and take others off. What it has already, and what it has not, is no matter.
    Tag {
        /// These on.
        #[serde(default)]
        add: Vec<String>,
        /// These off.
        #[serde(default)]
        remove: Vec<String>,
    },
    /// Hand the work on to another unit or person, who answers for it from then on.
    Transfer {
        /// To whom.
        staff_id: Option<StaffId>,
        /// To whose queue.
        unit_id: Option<UnitId>,
        /// Why.
        opinion: String,
    },
    /// Send transferred work back to where it came from.
    GiveBack {
        /// Why.
        reason: String,
    },
    /// Ask to hurry.
    Urge {
        /// Why.
        opinion: Option<String>,
    },
    /// Let it rest: until a moment, or some days from when it is done; until the customer answers when neither is said.
    Snooze {
        /// Until then.
        until: Option<Instant>,
        /// So many days, until the morning of the last; 1 to 365.
        days: Option<u16>,
        /// Why.
        opinion: Option<String>,
    },
    /// Go on with what rests.
    Wake {},
    /// Follow it, to be told what happens to it.
    Follow {},
    /// No longer follow it.
    Unfollow {},
    /// What another macro does.
    Macro {
        /// Which.
        macro_id: KeptId,
    },
}

/// Actions of one macro, all that it calls counted.
pub const ACTIONS_MAX: usize = 30;
/// How deep macros may call macros.
const DEPTH_MAX: usize = 5;
const WORDS_MAX: usize = 5_000;
const OPINION_MAX: usize = 2_000;
/// Longest rest that is said in days.
const REST_DAYS_MAX: u16 = 365;
/// The hour at which a day's work begins, as the dialog for one case has it.
const MORNING: i8 = 9;

/// Adds what is wrong with a list of actions by itself.
pub fn check(errors: &mut Errors, field: &str, actions: &[Action]) {
    if actions.is_empty() {
        errors.add(field, "too_short", "at least one action");
    }
    if actions.len() > ACTIONS_MAX {
        errors.add(field, "too_many", format!("at most {ACTIONS_MAX} actions"));
    }
    for (n, action) in actions.iter().enumerate() {
        check_one(errors, &format!("{field}[{n}]"), action);
    }
}

fn check_one(errors: &mut Errors, at: &str, action: &Action) {
    if let Some((name, text, max)) = words_of(action) {
        let field = format!("{at}.{name}");
        errors.length(&field, text, 1, max);
        placeholders::check(errors, &field, text);
    }
    match action {
        Action::Reply { text: None, saved_reply_id: None, .. } => {
            errors.add(format!("{at}.text"), "missing", "words or a saved reply");
        }
        Action::Assign { staff_id: None, unit_id: None, .. }
        | Action::Transfer { staff_id: None, unit_id: None, .. } => {
            errors.add(format!("{at}.staff_id"), "missing", "a person, a unit, or both");
        }
        Action::Tag { add, remove } => {
            check_tags(errors, &format!("{at}.add"), add);
            check_tags(errors, &format!("{at}.remove"), remove);
            if add.is_empty() && remove.is_empty() {
                errors.add(format!("{at}.add"), "missing", "words to put on or to take off");
            }
        }
        Action::Snooze { until: Some(_), days: Some(_), .. } => {
            errors.add(format!("{at}.days"), "one_of_two", "a moment or days, not both");
        }
        Action::Snooze { days: Some(days), .. } if !(1..=REST_DAYS_MAX).contains(days) => {
            errors.add(format!("{at}.days"), "out_of_range", format!("1 to {REST_DAYS_MAX}"));
        }
        _ => {}
    }
}

/// What somebody writes with an action: the field's name, the words, and how long they may be.
fn words_of(action: &Action) -> Option<(&'static str, &str, usize)> {
    match action {
        Action::Note { text } | Action::Resolve { text } | Action::Reply { text: Some(text), .. } => {
            Some(("text", text, WORDS_MAX))
        }
        Action::Reopen { reason } | Action::Escalate { reason } | Action::GiveBack { reason } => {
            Some(("reason", reason, OPINION_MAX))
        }
        Action::Transfer { opinion, .. }
        | Action::Assign { opinion: Some(opinion), .. }
        | Action::Wait { opinion: Some(opinion) }
        | Action::Urge { opinion: Some(opinion) }
        | Action::Snooze { opinion: Some(opinion), .. } => Some(("opinion", opinion, OPINION_MAX)),
        _ => None,
    }
}

/// The people to whom actions give work.
pub fn named(actions: &[Action]) -> impl Iterator<Item = StaffId> + '_ {
    actions.iter().filter_map(|action| match action {
        Action::Assign { staff_id, .. } | Action::Transfer { staff_id, .. } => *staff_id,
        _ => None,
    })
}

/// The words of a case after some were put on and others taken off.
pub fn tagged(tags: &Tags, add: &[String], remove: &[String]) -> Tags {
    let gone = Tags::of(remove.to_vec());
    let words = tags.0.iter().filter(|word| !gone.0.contains(word)).chain(add);
    Tags::of(words.cloned().collect())
}

/// Until when a rest lasts that begins at `now`; none when only an answer ends it.
///
/// # Errors
/// `snooze_out_of_range` at the far end of the calendar.
pub fn rest_until(
    until: Option<Instant>,
    days: Option<u16>,
    (now, zone): (Instant, &TimeZone),
) -> Result<Option<Instant>, Refusal> {
    let Some(days) = days else { return Ok(until) };
    let morning = || {
        let day = now.day_in(zone).checked_add(i64::from(days).days()).ok()?;
        zone.to_timestamp(day.at(MORNING, 0, 0, 0)).ok().map(Instant::from)
    };
    morning().map(Some).ok_or_else(|| Refusal::impossible("snooze_out_of_range"))
}

/// The macros that actions call directly.
pub fn called(actions: &[Action]) -> impl Iterator<Item = KeptId> + '_ {
    actions.iter().filter_map(|action| match action {
        Action::Macro { macro_id } => Some(*macro_id),
        _ => None,
    })
}

/// Actions with every call spelled out.
///
/// # Errors
/// `macro_loops` when a macro comes back to itself, `macro_too_deep`, `macro_too_long`, `macro_gone` when one is not
/// there or not for this person.
pub fn spelled_out(
    actions: &[Action],
    known: &BTreeMap<KeptId, Vec<Action>>,
) -> Result<Vec<Action>, Refusal> {
    let mut all = Vec::new();
    spell(actions, known, &mut Vec::new(), &mut all)?;
    Ok(all)
}

fn spell(
    actions: &[Action],
    known: &BTreeMap<KeptId, Vec<Action>>,
    inside: &mut Vec<KeptId>,
    all: &mut Vec<Action>,
) -> Result<(), Refusal> {
    for action in actions {
        let Action::Macro { macro_id } = action else {
            if all.len() == ACTIONS_MAX {
                return Err(Refusal::impossible("macro_too_long").with("actions_max", ACTIONS_MAX));
            }
            all.push(action.clone());
            continue;
        };
        if inside.contains(macro_id) {
            return Err(Refusal::impossible("macro_loops"));
        }
        if inside.len() == DEPTH_MAX {
            return Err(Refusal::impossible("macro_too_deep").with("depth_max", DEPTH_MAX));
        }
        let called = known.get(macro_id).ok_or_else(|| Refusal::impossible("macro_gone"))?;
        inside.push(*macro_id);
        spell(called, known, inside, all)?;
        inside.pop();
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use lingke_platform::failure::Failure;

    use super::*;

    fn id(n: u8) -> KeptId {
        format!("kpt_{n:032x}").parse().unwrap()
    }
    fn calls(n: u8) -> Action {
        Action::Macro { macro_id: id(n) }
    }

    #[test]
    fn calls_are_spelled_out_in_their_order() {
        let known = BTreeMap::from([
            (id(1), vec![Action::Take {}, calls(2), Action::Close {}]),
            (id(2), vec![Action::Resume {}]),
        ]);
        let all = spelled_out(&[calls(1), calls(2)], &known).unwrap();
        assert_eq!(all, [Action::Take {}, Action::Resume {}, Action::Close {}, Action::Resume {}]);
    }

    #[test]
    fn a_macro_that_comes_back_to_itself_is_stopped() {
        let known = BTreeMap::from([(id(1), vec![calls(2)]), (id(2), vec![Action::Take {}, calls(1)])]);
        assert_eq!(spelled_out(&[calls(1)], &known).unwrap_err().code, "macro_loops");
    }

    #[test]
    fn calls_go_only_so_deep_and_lists_are_only_so_long() {
        let known: BTreeMap<_, _> = (0..9).map(|n| (id(n), vec![calls(n + 1)])).collect();
        assert_eq!(spelled_out(&[calls(0)], &known).unwrap_err().code, "macro_too_deep");
        let many = BTreeMap::from([(id(1), vec![Action::Resume {}; 20])]);
        assert_eq!(spelled_out(&[calls(1), calls(1)], &many).unwrap_err().code, "macro_too_long");
        assert_eq!(spelled_out(&[calls(7)], &many).unwrap_err().code, "macro_gone");
    }

    #[test]
    fn words_come_last_and_each_once_and_what_is_taken_off_may_not_be_there() {
        let tags = |words: &[&str]| Tags::of(words.iter().map(ToString::to_string).collect());
        let after =
            |add: &[&str], remove: &[&str]| tagged(&tags(&["年费", "急"]), &tags(add).0, &tags(remove).0);
        assert_eq!(after(&["卡"], &["急"]), tags(&["年费", "卡"]));
        assert_eq!(after(&["急", " 急 "], &["没有的"]), tags(&["年费", "急"]));
        assert_eq!(after(&["急"], &["急"]), tags(&["年费", "急"]), "on wins over off, at the end");
    }

    #[test]
    fn days_of_rest_end_in_a_morning_of_the_zone() {
        let zone = TimeZone::get("Asia/Shanghai").unwrap();
        // Already the 15th in Shanghai.
        let now = "2026-09-14T17:30:00Z".parse().unwrap();
        let until = |days| rest_until(None, days, (now, &zone)).unwrap();
        assert_eq!(until(Some(1)).unwrap().to_string(), "2026-09-16T01:00:00Z");
        assert_eq!(until(None), None);
        assert_eq!(rest_until(Some(now), None, (now, &zone)).unwrap(), Some(now));
    }

    #[test]
    fn what_an_action_must_have_is_missed_where_it_belongs() {
        let missed = |action: &Action| -> Vec<String> {
            let mut errors = Errors::default();
            check_one(&mut errors, "a", action);
            match errors.done() {
                Err(Failure::Invalid(wrong)) => wrong.into_iter().map(|one| one.field.to_string()).collect(),
                _ => Vec::new(),
            }
        };
        assert_eq!(missed(&Action::Tag { add: vec![], remove: vec![] }), ["a.add"]);
        let long = "长".repeat(41);
        assert_eq!(missed(&Action::Tag { add: vec![], remove: vec![long] }), ["a.remove[0]"]);
        let nobody = Action::Transfer { staff_id: None, unit_id: None, opinion: String::new() };
        assert_eq!(missed(&nobody), ["a.opinion", "a.staff_id"]);
        let both = Action::Snooze { until: Some(Instant::from_micros(1)), days: Some(1), opinion: None };
        assert_eq!(missed(&both), ["a.days"]);
        assert_eq!(missed(&Action::Snooze { until: None, days: Some(366), opinion: None }), ["a.days"]);
        assert!(missed(&Action::Snooze { until: None, days: None, opinion: None }).is_empty());
    }
}
