//! The beginning: an institution, its root and its first administrator; and tokens for programs.

use std::sync::Arc;

use lingke_platform::ctx::{Ctx, Tx};
use lingke_platform::failure::{Answer, Failure};
use lingke_platform::node::Node;
use lingke_platform::viewer::UnitId;
use serde_json::json;

use super::accounts;
use super::sign_in::random_token;
use crate::authenticate::token_sha256;
use crate::model::{Institution, NewStaff, OrgUnit, TokenId};
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
    let token = format!("lkt_{}", random_token());
    let id = TokenId::new(tx.now());
    store::sessions::insert_token(&tx, id, &token_sha256(&token), staff.id, name).await?;
    tx.record(events::about_staff(&events::TOKEN_CREATED, staff.id, json!({ "token_id": id })));
    tx.commit().await?;
    Ok(token)
}
