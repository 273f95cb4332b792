//! What a macro or a bulk action does to a case, and what it would do: the second is pure.
//!
//! Each action is a verb people use. A macro may call another; spelled out, every call becomes the actions behind
//! it, and one that comes back to itself or goes too deep is refused.

use std::collections::BTreeMap;

use lingke_cases::model::{Case, CaseChange, Priority};
use lingke_cases::rules;
use lingke_kernel::time::Instant;
use lingke_platform::failure::Refusal;
use lingke_platform::http::extract::Errors;
use lingke_platform::viewer::{StaffId, UnitId, Viewer};
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
    let mut words = |name: &str, text: &str, max: usize| {
        let field = format!("{at}.{name}");
        errors.length(&field, text, 1, max);
        placeholders::check(errors, &field, text);
    };
    match action {
        Action::Note { text } | Action::Resolve { text } => words("text", text, WORDS_MAX),
        Action::Reply { text: Some(text), .. } => words("text", text, WORDS_MAX),
        Action::Reply { text: None, saved_reply_id: None, .. } => {
            errors.add(format!("{at}.text"), "missing", "words or a saved reply");
        }
        Action::Reopen { reason } | Action::Escalate { reason } => words("reason", reason, OPINION_MAX),
        Action::Assign { staff_id: None, unit_id: None, .. } => {
            errors.add(format!("{at}.staff_id"), "missing", "a person, a unit, or both");
        }
        Action::Assign { opinion: Some(opinion), .. } | Action::Wait { opinion: Some(opinion) } => {
            words("opinion", opinion, OPINION_MAX);
        }
        _ => {}
    }
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

/// What stands in the way of doing `actions` to `case`, as far as can be known without doing it.
///
/// # Errors
/// The refusal of the first action that would be refused.
pub fn foresee(mut case: Case, actions: &[Action], viewer: &Viewer, now: Instant) -> Result<(), Refusal> {
    actions.iter().try_for_each(|action| foresee_one(&mut case, action, viewer, now))
}

fn foresee_one(case: &mut Case, action: &Action, viewer: &Viewer, now: Instant) -> Result<(), Refusal> {
    use lingke_cases::{ASSIGN, ESCALATE, WORK};
    let me = viewer.staff_id().ok_or_else(|| Refusal::conflict("not_signed_in"))?;
    let needed: &[&str] = match action {
        Action::Assign { .. } => &[WORK, ASSIGN],
        Action::Escalate { .. } => &[ESCALATE],
        _ => &[WORK],
    };
    if needed.iter().any(|permission| !viewer.may(permission)) {
        return Err(Refusal::conflict("not_allowed"));
    }
    let mut decided = Vec::new();
    match action {
        Action::Take {} => decided.push(rules::take(case, me)?),
        Action::Assign { staff_id, unit_id, .. } => {
            decided.push(rules::assign(case, unit_id.unwrap_or(case.unit_id), *staff_id)?);
        }
        Action::SetPriority { priority } => {
            let change = CaseChange { priority: Some(*priority), ..CaseChange::default() };
            decided.push(rules::edit(case, &change)?);
            case.priority = *priority;
        }
        Action::Note { .. } | Action::Macro { .. } => {}
        Action::Reply { then_wait, .. } => {
            decided.push(rules::reply(case)?);
            if case.assignee_id.is_none() {
                decided.push(rules::take(case, me)?);
            }
            if *then_wait {
                let mut after = case.clone();
                decided.iter().for_each(|event| after.apply(event, now));
                decided.push(rules::wait(&after)?);
            }
        }
        Action::Wait { .. } => decided.push(rules::wait(case)?),
        Action::Resume {} => decided.push(rules::resume(case)?),
        Action::Resolve { .. } => decided.push(rules::resolve(case)?),
        Action::Close {} => decided.push(rules::close(case)?),
        Action::Reopen { .. } => decided.push(rules::reopen(case)?),
        Action::Escalate { .. } => decided.push(rules::escalate(case, None)?),
    }
    decided.iter().for_each(|event| case.apply(event, now));
    Ok(())
}

#[cfg(test)]
mod tests {
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
}
