//! Who is asking, what they may do and which part of the tree they may see.

use std::borrow::Cow;
use std::collections::BTreeSet;

use axum::http::StatusCode;
use lingke_kernel::id_kind;
use serde::{Deserialize, Serialize};

use crate::failure::{Answer, Failure, Refusal};

id_kind!(
    /// A person who works here and can sign in.
    Staff, "stf", StaffId
);
id_kind!(
    /// A node in the tree: head office, branch, department, team.
    OrgUnit, "unt", UnitId
);
id_kind!(
    /// A signed-in browser.
    Session, "ses", SessionId
);

/// Who does it: a person, or the system itself on behalf of a timer or a command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// A signed-in member of staff, or a program with their token.
    Staff(StaffId),
    /// The system: the name says which part.
    System(&'static str),
}

impl Actor {
    /// `staff` or `system`, as the journal writes it.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Staff(_) => "staff",
            Self::System(_) => "system",
        }
    }
    /// The id or the name, as the journal writes it.
    pub fn id(&self) -> String {
        match self {
            Self::Staff(id) => id.to_string(),
            Self::System(name) => (*name).to_owned(),
        }
    }
}

/// How far someone sees. The wider includes the narrower.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// What they work on themselves. 本人
    Own,
    /// Their own unit. 本部门
    OwnUnit,
    /// Their unit and all below it. 本部门及下级
    UnitAndBelow,
    /// The whole institution. 全辖
    All,
}

/// Which rows a viewer may see, ready for a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sight {
    /// Everything.
    All,
    /// Rows of these units, and rows the viewer works on themselves.
    Units(Vec<UnitId>),
    /// Only rows the viewer works on themselves.
    Own,
}

/// Who is asking. Every query takes it.
#[derive(Debug, Clone)]
pub struct Viewer {
    /// Who acts.
    pub actor: Actor,
    /// Their unit; none for the system.
    pub unit_id: Option<UnitId>,
    /// What they may do.
    pub permissions: Permissions,
    /// What they may see.
    pub sight: Sight,
    /// The browser session, where there is one.
    pub session_id: Option<SessionId>,
    /// Whether they may do less than they otherwise would: a program whose token names what it may do.
    pub limited: bool,
}

/// A set of permissions.
#[derive(Debug, Clone)]
pub enum Permissions {
    /// The system's own: everything.
    Every,
    /// Those named.
    Named(BTreeSet<Cow<'static, str>>),
}

impl Permissions {
    /// Whether `permission` is among them.
    pub fn has(&self, permission: &str) -> bool {
        match self {
            Self::Every => true,
            Self::Named(names) => names.contains(permission),
        }
    }
}

impl Viewer {
    /// The system acting for the part called `name`: sees and may do everything.
    pub fn system(name: &'static str) -> Self {
        Self {
            actor: Actor::System(name),
            unit_id: None,
            permissions: Permissions::Every,
            sight: Sight::All,
            session_id: None,
            limited: false,
        }
    }

    /// The same with at most these permissions.
    #[must_use]
    pub fn limited_to<'a>(self, scopes: impl Iterator<Item = &'a str>) -> Self {
        let scopes: BTreeSet<&str> = scopes.collect();
        let permissions = match self.permissions {
            Permissions::Every => scopes.into_iter().map(|scope| Cow::Owned(scope.to_owned())).collect(),
            Permissions::Named(names) => {
                names.into_iter().filter(|name| scopes.contains(name.as_ref())).collect()
            }
        };
        Self { permissions: Permissions::Named(permissions), limited: true, ..self }
    }

    /// Refuses a program whose token names what it may do: what is one's own, and belongs to no permission, is not
    /// among that.
    ///
    /// # Errors
    /// 403 `token_limited`.
    pub fn require_unlimited(&self) -> Answer<()> {
        if self.limited {
            return Err(Refusal::with_status(StatusCode::FORBIDDEN, "token_limited").into());
        }
        Ok(())
    }

    /// Refuses unless the viewer has `permission`.
    pub fn require(&self, permission: &'static str) -> Answer<()> {
        if self.permissions.has(permission) {
            return Ok(());
        }
        Err(Failure::NotAllowed { permission: Cow::Borrowed(permission) })
    }

    /// Whether the viewer has `permission`.
    pub fn may(&self, permission: &str) -> bool {
        self.permissions.has(permission)
    }

    /// The member of staff; none for the system.
    pub fn staff_id(&self) -> Option<StaffId> {
        match self.actor {
            Actor::Staff(id) => Some(id),
            Actor::System(_) => None,
        }
    }

    /// Whether a row of `unit_id`, worked on by any of `staff`, is in sight.
    pub fn sees(&self, unit_id: Option<UnitId>, staff: &[Option<StaffId>]) -> bool {
        let own = self.staff_id().is_some_and(|me| staff.contains(&Some(me)));
        match &self.sight {
            Sight::All => true,
            Sight::Units(units) => own || unit_id.is_some_and(|unit| units.contains(&unit)),
            Sight::Own => own,
        }
    }
}
