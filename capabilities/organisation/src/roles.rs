//! The eight built-in roles: what each may do and how far each sees. Pure.

use lingke_platform::viewer::Scope;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A named set of permissions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 客户服务经理
    ServiceManager,
    /// 客户服务专员
    ServiceAgent,
    /// 投诉处理专员
    ComplaintSpecialist,
    /// 技术支持专员
    TechnicalSupport,
    /// 质量监督
    QualitySupervisor,
    /// 协同部门经办
    DepartmentHandler,
    /// 系统管理员
    Administrator,
    /// 审计员
    Auditor,
}

/// All roles, in the order people expect.
pub const ALL: [Role; 8] = [
    Role::ServiceManager,
    Role::ServiceAgent,
    Role::ComplaintSpecialist,
    Role::TechnicalSupport,
    Role::QualitySupervisor,
    Role::DepartmentHandler,
    Role::Administrator,
    Role::Auditor,
];

const WORKS_ON_CASES: &[&str] = &[
    "search.view",
    "organisation.view",
    "calendars.view",
    "products.view",
    "customers.view",
    "customers.edit",
    "customers.reveal",
    "verification.view",
    "verification.verify",
    "cases.view",
    "cases.open",
    "cases.work",
    "cases.escalate",
    "workbench.use",
    "workbench.bulk",
    "cases.ask",
    "cases.answer",
];
const LOOKS: &[&str] = &[
    "search.view",
    "organisation.view",
    "calendars.view",
    "products.view",
    "customers.view",
    "verification.view",
    "cases.view",
    "cases.levels_view",
    "performance.view",
];
const MANAGES: &[&str] = &[
    "verification.unlock",
    "privacy.view",
    "privacy.review",
    "privacy.copy",
    "privacy.ask",
    "privacy.approve",
    "cases.assign",
    "cases.levels_view",
    "performance.view",
    "performance.view_staff",
    "products.edit",
    "imports.run",
    "customers.configure",
    "customers.approve_change",
    "operations.view",
    "workbench.share",
    "workbench.export",
    "workbench.recur",
];
const ADMINISTERS: &[&str] = &[
    "organisation.edit_units",
    "organisation.edit_staff",
    "organisation.edit_sign_in",
    "calendars.edit",
    "products.edit",
    "operations.manage",
    "verification.view",
    "verification.configure",
    "privacy.view",
    "privacy.configure",
    "webhooks.view",
    "webhooks.manage",
    "cases.configure",
    "cases.levels_view",
    "cases.levels",
    "customers.configure",
];

impl Role {
    /// As the database and the API write it.
    pub fn code(self) -> &'static str {
        match self {
            Self::ServiceManager => "service_manager",
            Self::ServiceAgent => "service_agent",
            Self::ComplaintSpecialist => "complaint_specialist",
            Self::TechnicalSupport => "technical_support",
            Self::QualitySupervisor => "quality_supervisor",
            Self::DepartmentHandler => "department_handler",
            Self::Administrator => "administrator",
            Self::Auditor => "auditor",
        }
    }

    /// The role of a code.
    pub fn of(code: &str) -> Option<Self> {
        ALL.into_iter().find(|role| role.code() == code)
    }

    /// What it may do.
    pub fn permissions(self) -> Vec<&'static str> {
        let (base, more): (&[&str], &[&str]) = match self {
            Self::ServiceManager => (WORKS_ON_CASES, MANAGES),
            Self::ServiceAgent | Self::TechnicalSupport => (WORKS_ON_CASES, &[]),
            Self::ComplaintSpecialist => (
                WORKS_ON_CASES,
                &[
                    "privacy.view",
                    "privacy.copy",
                    "privacy.ask",
                    "cases.assign",
                    "performance.view",
                    "imports.run",
                    "customers.approve_change",
                    "workbench.share",
                    "workbench.export",
                ],
            ),
            Self::QualitySupervisor => (LOOKS, &["workbench.use", "workbench.export"]),
            Self::DepartmentHandler => {
                let looks: &[&str] = &["search.view", "organisation.view", "calendars.view", "products.view"];
                (looks, &["cases.view", "cases.work", "cases.answer", "workbench.use"])
            }
            Self::Administrator => (
                &["search.view", "organisation.view", "calendars.view", "products.view", "operations.view"],
                ADMINISTERS,
            ),
            Self::Auditor => (LOOKS, &["privacy.view", "journal.view", "operations.view", "webhooks.view"]),
        };
        base.iter().chain(more).copied().collect()
    }

    /// How far it sees, unless the person's own scope says otherwise.
    pub fn scope(self) -> Scope {
        match self {
            Self::ServiceManager => Scope::UnitAndBelow,
            Self::ServiceAgent | Self::TechnicalSupport | Self::DepartmentHandler => Scope::OwnUnit,
            Self::ComplaintSpecialist | Self::QualitySupervisor | Self::Administrator | Self::Auditor => {
                Scope::All
            }
        }
    }
}

/// How far someone sees: their own setting, else the widest of their roles.
pub fn scope_of(own: Option<Scope>, roles: &[Role]) -> Scope {
    own.unwrap_or_else(|| roles.iter().map(|role| role.scope()).max().unwrap_or(Scope::Own))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_reads_back_as_its_role() {
        assert!(ALL.into_iter().all(|role| Role::of(role.code()) == Some(role)));
    }

    #[test]
    fn who_reads_the_journal_can_change_nothing() {
        let auditor = Role::Auditor.permissions();
        assert!(auditor.contains(&"journal.view"));
        assert!(auditor.iter().all(|permission| permission.ends_with("view")));
    }

    #[test]
    fn who_administers_accounts_sees_no_case() {
        let permissions = Role::Administrator.permissions();
        let of_cases: Vec<_> =
            permissions.iter().filter(|permission| permission.starts_with("cases.")).collect();
        assert_eq!(of_cases, [&"cases.configure", &"cases.levels_view", &"cases.levels"]);
    }

    #[test]
    fn the_widest_role_decides_unless_the_person_has_a_scope_of_their_own() {
        let roles = [Role::ServiceAgent, Role::ServiceManager];
        assert_eq!(scope_of(None, &roles), Scope::UnitAndBelow);
        assert_eq!(scope_of(Some(Scope::Own), &roles), Scope::Own);
        assert_eq!(scope_of(None, &[]), Scope::Own);
    }
}
