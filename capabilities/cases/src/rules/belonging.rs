//! Which cases belong together: parts of another, merged into another, linked.

use lingke_platform::failure::Refusal;

use super::{CaseEvent, must_be_open, must_not_be_merged};
use crate::model::{Case, CaseId};

/// What keeps a case from being resolved or closed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct KeepsOpen {
    /// Parts of it on which work remains.
    pub open_children: i64,
}

impl KeepsOpen {
    /// A parent does not end over open children.
    pub fn check(self) -> Result<(), Refusal> {
        if self.open_children == 0 {
            return Ok(());
        }
        Err(Refusal::conflict("children_open").with("count", self.open_children))
    }
}

/// Makes `case` a part of `parent`, or of none. Two levels, no more: a part has no parts.
pub fn place(case: &Case, parent: Option<&Case>, has_children: bool) -> Result<CaseEvent, Refusal> {
    must_not_be_merged(case)?;
    let Some(parent) = parent else {
        return match case.parent_id {
            Some(_) => Ok(CaseEvent::Placed { parent_id: None }),
            None => Err(Refusal::conflict("nothing_changed")),
        };
    };
    if parent.id == case.id {
        return Err(Refusal::impossible("same_case"));
    }
    if case.parent_id == Some(parent.id) {
        return Err(Refusal::conflict("nothing_changed"));
    }
    if parent.parent_id.is_some() {
        return Err(Refusal::conflict("parent_is_a_child"));
    }
    if has_children {
        return Err(Refusal::conflict("child_has_children"));
    }
    // Otherwise an ended parent would stand over an open child.
    must_be_open(parent)?;
    Ok(CaseEvent::Placed { parent_id: Some(parent.id) })
}

/// Lets the work of `case` go on in `into`. A case that took others in is not merged itself: its merges come first.
pub fn merge(case: &Case, into: &Case, holds_merged: bool, has_children: bool) -> Result<CaseEvent, Refusal> {
    if case.id == into.id {
        return Err(Refusal::impossible("same_case"));
    }
    must_not_be_merged(case)?;
    must_be_open(into)?;
    if holds_merged {
        return Err(Refusal::conflict("holds_merged"));
    }
    if has_children {
        return Err(Refusal::conflict("child_has_children"));
    }
    if case.customer_id.is_some() && into.customer_id.is_some() && case.customer_id != into.customer_id {
        // One customer's words must never be answered to another.
        return Err(Refusal::conflict("other_customer"));
    }
    Ok(CaseEvent::Merged { into: into.id })
}

/// Undoes a merge.
pub fn unmerge(case: &Case) -> Result<CaseEvent, Refusal> {
    match case.merged_into_id {
        Some(from) => Ok(CaseEvent::Unmerged { from }),
        None => Err(Refusal::conflict("not_merged")),
    }
}

/// The pair under which a link is kept: the smaller id first, so that each pair is there once.
pub fn link(one: CaseId, other: CaseId) -> Result<(CaseId, CaseId), Refusal> {
    if one == other {
        return Err(Refusal::impossible("same_case"));
    }
    Ok(if one.to_string() < other.to_string() { (one, other) } else { (other, one) })
}
