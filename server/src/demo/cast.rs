//! Who does what: through which unit a matter comes in, who answers it, who passes it on.

use lingke_cases::model::{CaseKind, Channel};
use lingke_organisation::roles::Role;

use super::chance::Chance;
use super::people::Known;
use super::world::{Colleague, World};

/// The people of one story and the queues it goes through, the last being where it is worked on.
pub(crate) struct Cast<'w> {
    pub(crate) opener: &'w Colleague,
    pub(crate) handler: &'w Colleague,
    pub(crate) path: Vec<&'w str>,
}

/// What decides it.
pub(crate) struct Matter<'a> {
    pub(crate) kind: CaseKind,
    pub(crate) channel: Channel,
    /// The product's.
    pub(crate) category: &'a str,
}

impl<'w> Cast<'w> {
    /// Chooses the people of a matter of `customer`.
    pub(crate) fn of(
        world: &'w World,
        chance: &mut Chance,
        matter: &Matter<'_>,
        customer: &'w Known,
    ) -> Self {
        let front = front(world, matter.channel, customer);
        let opener = worker(world, chance, front);
        let mut path = vec![front];
        let home = match matter.kind {
            CaseKind::Complaint => Some("CPD"),
            CaseKind::Technical => Some("CSC-TECH"),
            _ => None,
        };
        // Most are opened in the right queue at once; some are passed on by whoever leads the team.
        if let Some(home) = home.filter(|home| *home != front) {
            if chance.is_within(0.7) { path[0] = home } else { path.push(home) }
        }
        let to_department = match matter.kind {
            CaseKind::Complaint => 0.22,
            CaseKind::Transaction => 0.18,
            CaseKind::Suggestion => 0.35,
            _ => 0.0,
        };
        if chance.is_within(to_department) {
            path.push(department(matter.category));
        }
        let handler = worker(world, chance, path[path.len() - 1]);
        Self { opener, handler, path }
    }
}

/// Where a channel ends.
pub(crate) fn front<'w>(world: &World, channel: Channel, customer: &'w Known) -> &'w str {
    match channel {
        Channel::Phone => "CSC-VOICE",
        Channel::Regulator => "CPD",
        Channel::Counter | Channel::Letter => {
            let staffed = world.staff.iter().any(|one| one.unit == customer.branch);
            if staffed { customer.branch.as_str() } else { "CSC-VOICE" }
        }
        _ => "CSC-ONLINE",
    }
}

/// The department that answers for a category of products.
pub(crate) fn department(category: &str) -> &'static str {
    match category {
        "credit_card" => "CCC",
        "e_banking" | "self_service" => "ITD",
        "payment" | "foreign_exchange" | "debit_card" => "OPD",
        _ => "PFD",
    }
}

/// Someone who works on the cases of a unit.
pub(crate) fn worker<'w>(world: &'w World, chance: &mut Chance, unit: &str) -> &'w Colleague {
    const WORKERS: [Role; 5] = [
        Role::ServiceAgent,
        Role::ComplaintSpecialist,
        Role::TechnicalSupport,
        Role::DepartmentHandler,
        Role::ServiceManager,
    ];
    let found = WORKERS.into_iter().find_map(|role| world.someone(chance, unit, role));
    found.expect("each queue of the content has someone, which tests check")
}

/// Who gives the cases of a unit to others: its lead, else a complaint specialist, who sees everything.
pub(crate) fn lead<'w>(world: &'w World, chance: &mut Chance, unit: &str) -> &'w Colleague {
    match unit {
        "CSC-VOICE" => world.person("chenjiayu"),
        "CSC-ONLINE" => world.person("luoyuchen"),
        "CSC" | "CSC-TECH" => world.person("manager"),
        _ => worker(world, chance, "CPD"),
    }
}
