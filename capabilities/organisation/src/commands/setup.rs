//! The beginning: an institution, its root and its first administrator; and tokens for programs.

use std::sync::Arc;

use lingke_platform::ctx::{Ctx, Tx};
use lingke_platform::failure::{Answer, Failure};
use lingke_platform::node::Node;
use lingke_platform::viewer::UnitId;

use super::{accounts, tokens};
use crate::model::{Institution, NewStaff, OrgUnit, TokenId, TokenRow};
use crate::roles::Role;
use crate::{events, password, store};

/// Sets the institution up with the root of its tree. Refused when there is one.
pub async fn set_up(tx: &mut Tx, institution: Institution, root_code: &str) -> Answer<OrgUnit> {
    if store::units::institution(tx.conn()).await?.is_some() {
        return Err(Failure::Fault(anyhow::anyhow!("this database already has an institution")));
    }
    store::units::insert_institution(tx, &institution).await?;
    let id = UnitId::new(tx.now());
    let root = OrgUnit {
        id,
        parent_id: None,
        path: format!("/{id}/"),
        code: root_code.to_owned(),
        name: institution.name.clone(),
        name_en: institution.name_en.clone(),
        kind: "head_office".to_owned(),
        version: 1,
    };
    store::units::insert(tx, &root).await?;
    tx.record(events::of_unit(&events::INSTITUTION_SET_UP, &root));
    Ok(root)
}

/// Makes an administrator, and the institution where there is none. Answers the initial password.
pub async fn create_administrator(
    node: &Arc<Node>,
    login: &str,
    name: &str,
    institution: Option<Institution>,
) -> Answer<String> {
    let initial = password::initial();
    let hash = password::hash(initial.clone()).await?;
    let mut tx = Ctx::system(node, "setup").begin().await?;
    let root = match store::units::root(tx.conn()).await? {
        Some(root) => root,
        None => {
            let missing =
                || anyhow::anyhow!("a new database needs the institution's name: --institution NAME");
            set_up(&mut tx, institution.ok_or_else(missing)?, "HO").await?
        }
    };
    let new = NewStaff {
        login: login.to_owned(),
        name: name.to_owned(),
        unit_id: root.id,
        roles: vec![Role::Administrator],
        scope: None,
        email: None,
        initial_password: None,
        invite: false,
    };
    accounts::insert(&mut tx, new, hash, true).await?;
    tx.commit().await?;
    Ok(initial)
}

/// Makes a token with the rights of a login. Answers the token, which is stored nowhere.
pub async fn create_token(node: &Arc<Node>, login: &str, name: &str) -> Answer<String> {
    let mut tx = Ctx::system(node, "token").begin().await?;
    let staff = store::staff::by_login(tx.conn(), login).await?;
    let staff = staff.ok_or_else(|| anyhow::anyhow!("there is no login {login}"))?;
    let row = TokenRow {
        id: TokenId::new(tx.now()),
        name: name.to_owned(),
        scopes: None,
        created_at: tx.now(),
        expires_at: None,
        used_at: None,
    };
    let token = tokens::write(&mut tx, staff.id, &row).await?;
    tx.commit().await?;
    Ok(token)
}
