//! The institution's rules for signing in.

use lingke_platform::ctx::Tx;
use lingke_platform::db::dialect::for_update;
use lingke_platform::db::sql;
use lingke_platform::failure::{Answer, Failure};
use sea_orm::{ConnectionTrait, FromQueryResult};

use crate::model::from_code;
use crate::password_rules::{PasswordProfile, PasswordRules};
use crate::roles::Role;

/// The rules as the database holds them.
#[derive(Debug, Clone, FromQueryResult)]
pub struct RulesRow {
    /// What passwords must be.
    pub password_profile: String,
    /// The least length of a password.
    pub password_length_min: i32,
    /// The codes of the roles that need a second factor, parted by commas.
    pub second_factor_roles: String,
    /// Raised at each change.
    pub version: i64,
}

impl RulesRow {
    /// What passwords must be.
    pub fn passwords(&self) -> PasswordRules {
        let profile = from_code(&self.password_profile).unwrap_or(PasswordProfile::Mlps3);
        PasswordRules { profile, length_min: self.password_length_min.max(profile.length_min()) }
    }

    /// Whoever has one of these needs a second factor.
    pub fn second_factor_roles(&self) -> Vec<Role> {
        self.second_factor_roles.split(',').filter_map(Role::of).collect()
    }
}

const COLUMNS: &str = "password_profile, password_length_min, second_factor_roles, version";

/// The rules.
pub async fn current(conn: &impl ConnectionTrait) -> Answer<RulesRow> {
    let text = format!("SELECT {COLUMNS} FROM sign_in_rules WHERE id = 1");
    sql(text).one(conn).await?.ok_or(Failure::NotFound)
}

/// The rules, to be changed in this transaction.
pub async fn load(tx: &Tx) -> Answer<RulesRow> {
    let text = format!("SELECT {COLUMNS} FROM sign_in_rules WHERE id = 1{}", for_update(tx.kind()));
    sql(text).one(tx.conn()).await?.ok_or(Failure::NotFound)
}

/// Writes changed rules.
pub async fn update(tx: &Tx, row: &RulesRow) -> Answer<()> {
    let text = "UPDATE sign_in_rules SET second_factor_roles = $1, version = $2, updated_at = $3, \
                password_profile = $4, password_length_min = $5 WHERE id = 1";
    sql(text)
        .bind(row.second_factor_roles.as_str())
        .bind(row.version)
        .bind(tx.now())
        .bind(row.password_profile.as_str())
        .bind(row.password_length_min)
        .run(tx.conn())
        .await?;
    Ok(())
}
