//! People and their roles.

use std::collections::HashMap;

use lingke_kernel::time::Instant;
use lingke_platform::ctx::Tx;
use lingke_platform::db::dialect::for_update;
use lingke_platform::db::sql;
use lingke_platform::failure::{Answer, Failure};
use lingke_platform::http::page::{Page, PageRequest};
use lingke_platform::search::names::called;
use lingke_platform::viewer::{StaffId, UnitId};
use sea_orm::{ConnectionTrait, FromQueryResult};

use crate::model::{StaffName, StaffRow};
use crate::roles::{self, Role};

const COLUMNS: &str = "id, login, name, email, unit_id, scope, locale, presence, presence_at, active, password_hash, \
                       must_change, sign_in_failures, locked_until, password_set_at, version";

/// One person.
pub async fn find(conn: &impl ConnectionTrait, id: StaffId) -> Answer<StaffRow> {
    sql(format!("SELECT {COLUMNS} FROM staff WHERE id = $1"))
        .bind(id)
        .one(conn)
        .await?
        .ok_or(Failure::NotFound)
}

/// One person, to be changed in this transaction.
pub async fn load(tx: &Tx, id: StaffId) -> Answer<StaffRow> {
    let text = format!("SELECT {COLUMNS} FROM staff WHERE id = $1{}", for_update(tx.kind()));
    sql(text).bind(id).one(tx.conn()).await?.ok_or(Failure::NotFound)
}

/// The person with this login, if any.
pub async fn by_login(conn: &impl ConnectionTrait, login: &str) -> Answer<Option<StaffRow>> {
    sql(format!("SELECT {COLUMNS} FROM staff WHERE login = $1")).bind(login).one(conn).await
}

/// Someone's roles.
pub async fn roles_of(conn: &impl ConnectionTrait, id: StaffId) -> Answer<Vec<Role>> {
    let text = "SELECT role FROM staff_roles WHERE staff_id = $1 ORDER BY role LIMIT 20";
    let codes = sql(text).bind(id).values::<String>(conn).await?;
    Ok(codes.iter().filter_map(|code| Role::of(code)).collect())
}

/// The roles of several people.
pub async fn roles_of_all(
    conn: &impl ConnectionTrait,
    ids: &[StaffId],
) -> Answer<HashMap<StaffId, Vec<Role>>> {
    #[derive(FromQueryResult)]
    struct Row {
        staff_id: StaffId,
        role: String,
    }
    let statement =
        sql("SELECT staff_id, role FROM staff_roles WHERE 1 = 1").and_in("staff_id", ids.iter().copied());
    let rows = statement.push(" ORDER BY staff_id, role LIMIT 4000").all::<Row>(conn).await?;
    let mut roles: HashMap<StaffId, Vec<Role>> = HashMap::new();
    for row in rows {
        roles.entry(row.staff_id).or_default().extend(Role::of(&row.role));
    }
    Ok(roles)
}

/// The names of some people.
pub async fn names(conn: &impl ConnectionTrait, ids: &[StaffId]) -> Answer<HashMap<StaffId, StaffName>> {
    Ok(super::names::of(conn, ids, &[]).await?.staff)
}

/// Some people by id.
pub async fn by_ids(conn: &impl ConnectionTrait, ids: &[StaffId]) -> Answer<Vec<StaffRow>> {
    let statement = sql(format!("SELECT {COLUMNS} FROM staff WHERE 1 = 1")).and_in("id", ids.iter().copied());
    statement.push(" LIMIT 1000").all(conn).await
}

/// Which people.
#[derive(Debug, Default)]
pub struct Filter {
    /// Part of a name or login, or how a name sounds: `zhangsan`, `zs`.
    pub q: Option<String>,
    /// Only this unit.
    pub unit_id: Option<UnitId>,
    /// Only with this role.
    pub role: Option<Role>,
    /// Only active, or only inactive, people.
    pub active: Option<bool>,
}

/// People by name.
pub async fn list(
    conn: &impl ConnectionTrait,
    filter: &Filter,
    page: &PageRequest,
) -> Answer<Page<StaffRow>> {
    let text = format!("SELECT {COLUMNS} FROM staff WHERE 1 = 1");
    let mut statement = sql(text).and("unit_id =", filter.unit_id).and("active =", filter.active);
    if let Some(q) = &filter.q {
        let part = format!("%{}%", q.replace(['%', '_', '\\'], ""));
        let marks = statement.list([part.to_lowercase(), part]);
        let (login, name) = marks.split_once(", ").expect("two values were bound");
        let mut either = format!("login LIKE {login} OR name LIKE {name} OR ");
        either.push_str(&called(&mut statement, "id", "staff", q));
        statement = statement.push(&format!(" AND ({either})"));
    }
    if let Some(role) = filter.role {
        let mark = statement.list([role.code()]);
        statement =
            statement.push(&format!(" AND id IN (SELECT staff_id FROM staff_roles WHERE role = {mark})"));
    }
    if let Some((name, id)) = page.after::<(String, StaffId)>()? {
        let marks = statement.list([sea_orm::Value::from(name), id.into()]);
        statement = statement.push(&format!(" AND (name, id) > ({marks})"));
    }
    let rows = statement.push(&page.order_and_limit("name, id")).all::<StaffRow>(conn).await?;
    Ok(page.cut(rows, |row| (row.name.clone(), row.id)))
}

/// The nearest active service manager of a unit or a unit above it: who is told when a clock runs out.
pub async fn manager_of(conn: &impl ConnectionTrait, unit_id: UnitId) -> Answer<Option<StaffName>> {
    let unit = super::units::find(conn, unit_id).await?;
    let mut statement = sql("");
    let above: Vec<&str> = unit.path.split('/').filter(|part| !part.is_empty()).collect();
    let marks = statement.list(above);
    let text = format!(
        "SELECT p.id, p.name FROM staff p JOIN org_units u ON u.id = p.unit_id \
         JOIN staff_roles r ON r.staff_id = p.id AND r.role = 'service_manager' \
         WHERE p.active AND u.id IN ({marks}) ORDER BY length(u.path) DESC, p.id LIMIT 1"
    );
    statement.push(&text).one(conn).await
}

/// Active people who hold a permission, at most a thousand.
pub async fn who_holds(conn: &impl ConnectionTrait, permission: &str) -> Answer<Vec<StaffId>> {
    let roles = roles::ALL.into_iter().filter(|role| role.permissions().contains(&permission));
    let text = "SELECT DISTINCT p.id FROM staff p JOIN staff_roles r ON r.staff_id = p.id WHERE p.active";
    let statement = sql(text).and_in("r.role", roles.map(Role::code));
    statement.push(" ORDER BY p.id LIMIT 1000").values(conn).await
}

/// Writes a new person and their roles.
pub async fn insert(tx: &Tx, row: &StaffRow, roles: &[Role]) -> Answer<()> {
    let text = "INSERT INTO staff (id, login, name, email, unit_id, scope, locale, presence, presence_at, active, \
                password_hash, must_change, version, password_set_at, created_at, updated_at) \
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $9, $9)";
    sql(text)
        .bind(row.id)
        .bind(row.login.as_str())
        .bind(row.name.as_str())
        .bind(row.email.as_deref())
        .bind(row.unit_id)
        .bind(row.scope.as_deref())
        .bind(row.locale.as_str())
        .bind(row.presence.as_str())
        .bind(tx.now())
        .bind(row.active)
        .bind(row.password_hash.as_str())
        .bind(row.must_change)
        .bind(row.version)
        .bind(row.password_set_at)
        .run(tx.conn())
        .await
        .map_err(|failure| {
            failure.on_unique(|| Failure::invalid("login", "taken", "someone has this login"))
        })?;
    write_roles(tx, row.id, roles).await
}

/// Writes all of a changed person.
pub async fn update(tx: &Tx, row: &StaffRow) -> Answer<()> {
    let text = "UPDATE staff SET name = $1, email = $2, unit_id = $3, scope = $4, locale = $5, presence = $6, \
                presence_at = $7, active = $8, password_hash = $9, must_change = $10, sign_in_failures = $11, \
                locked_until = $12, version = $13, updated_at = $14, password_set_at = $15 WHERE id = $16";
    sql(text)
        .bind(row.name.as_str())
        .bind(row.email.as_deref())
        .bind(row.unit_id)
        .bind(row.scope.as_deref())
        .bind(row.locale.as_str())
        .bind(row.presence.as_str())
        .bind(row.presence_at)
        .bind(row.active)
        .bind(row.password_hash.as_str())
        .bind(row.must_change)
        .bind(row.sign_in_failures)
        .bind(row.locked_until)
        .bind(row.version)
        .bind(tx.now())
        .bind(row.password_set_at)
        .bind(row.id)
        .run(tx.conn())
        .await?;
    Ok(())
}

/// Replaces someone's roles.
pub async fn write_roles(tx: &Tx, id: StaffId, roles: &[Role]) -> Answer<()> {
    sql("DELETE FROM staff_roles WHERE staff_id = $1").bind(id).run(tx.conn()).await?;
    for role in roles {
        let text = "INSERT INTO staff_roles (staff_id, role) VALUES ($1, $2) ON CONFLICT DO NOTHING";
        sql(text).bind(id).bind(role.code()).run(tx.conn()).await?;
    }
    Ok(())
}

/// Active people with a role, other than `but`; to keep at least one administrator.
pub async fn others_with_role(tx: &Tx, role: Role, but: StaffId) -> Answer<i64> {
    let text = "SELECT count(*) FROM staff p JOIN staff_roles r ON r.staff_id = p.id \
                WHERE r.role = $1 AND p.active AND p.id <> $2";
    Ok(sql(text).bind(role.code()).bind(but).value(tx.conn()).await?.unwrap_or_default())
}

/// Whether `now` is before the end of a lock.
pub fn is_locked(row: &StaffRow, now: Instant) -> bool {
    row.locked_until.is_some_and(|until| until > now)
}
