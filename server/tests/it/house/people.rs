//! Who lives in the house: one person per role, and the units they belong to.

use std::collections::BTreeMap;
use std::sync::Arc;

use lingke_organisation::commands::{accounts, setup, units};
use lingke_organisation::model::{Institution, NewStaff, NewUnit, UnitKind};
use lingke_organisation::password;
use lingke_organisation::roles::Role;
use lingke_platform::ctx::{Ctx, Tx};
use lingke_platform::node::Node;
use lingke_platform::viewer::UnitId;

/// Everybody's password.
pub(crate) const PASSWORD: &str = "a quiet house";

/// Login, role, and where in the tree.
pub(crate) const PEOPLE: [(&str, Role, Place); 10] = [
    ("admin", Role::Administrator, Place::Head),
    ("manager", Role::ServiceManager, Place::Centre),
    ("agent", Role::ServiceAgent, Place::Centre),
    ("colleague", Role::ServiceAgent, Place::Centre),
    ("branch_agent", Role::ServiceAgent, Place::Branch),
    ("complaints", Role::ComplaintSpecialist, Place::Centre),
    ("support", Role::TechnicalSupport, Place::Centre),
    ("quality", Role::QualitySupervisor, Place::Head),
    ("department", Role::DepartmentHandler, Place::Cards),
    ("auditor", Role::Auditor, Place::Head),
];

/// The units: a service centre, a department and a branch below the head office.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Head,
    Centre,
    Cards,
    Branch,
}

/// Sets the institution up and moves everybody in. Answers a token for each login.
pub(crate) async fn settle(node: &Arc<Node>) -> BTreeMap<&'static str, String> {
    let hash = password::hash(PASSWORD.to_owned()).await.unwrap();
    let mut tx = Ctx::system(node, "setup").begin().await.unwrap();
    let institution = Institution {
        name: "静水银行".to_owned(),
        name_en: "Stillwater Bank".to_owned(),
        time_zone: "Asia/Shanghai".to_owned(),
        demo: false,
    };
    let head = setup::set_up(&mut tx, institution, "HO").await.unwrap().id;
    let centre = add_unit(&mut tx, head, "CSC", "客户服务中心", UnitKind::Department).await;
    let cards = add_unit(&mut tx, head, "CARD", "信用卡部", UnitKind::Department).await;
    let branch = add_unit(&mut tx, head, "BR1", "河东支行", UnitKind::Branch).await;
    for (login, role, place) in PEOPLE {
        let unit_id = match place {
            Place::Head => head,
            Place::Centre => centre,
            Place::Cards => cards,
            Place::Branch => branch,
        };
        let new = NewStaff {
            login: login.to_owned(),
            name: format!("{login} of the house"),
            unit_id,
            roles: vec![role],
            scope: None,
            email: None,
            initial_password: None,
            invite: false,
        };
        accounts::insert(&mut tx, new, hash.clone(), false).await.unwrap();
    }
    tx.commit().await.unwrap();
    let mut tokens = BTreeMap::new();
    for (login, _, _) in PEOPLE {
        tokens.insert(login, setup::create_token(node, login, "tests").await.unwrap());
    }
    tokens
}

async fn add_unit(tx: &mut Tx, parent_id: UnitId, code: &str, name: &str, kind: UnitKind) -> UnitId {
    let new = NewUnit { parent_id, code: code.to_owned(), name: name.to_owned(), name_en: None, kind };
    units::add(tx, new).await.unwrap().id
}
