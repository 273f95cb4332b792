//! The levels of published versions, as clocks name them.

use lingke_platform::ctx::Tx;
use lingke_platform::db::sql;
use lingke_platform::failure::Answer;
use sea_orm::{ConnectionTrait, FromQueryResult};

use crate::levels::model::{LEVELS_MAX, Level, ServiceLevel};
use crate::model::{LevelVersionId, ServiceLevelId};

#[derive(FromQueryResult)]
struct Row {
    id: ServiceLevelId,
    version_id: LevelVersionId,
    position: i32,
    definition: String,
}

/// The levels of a version, in order.
pub async fn of_version(conn: &impl ConnectionTrait, id: LevelVersionId) -> Answer<Vec<ServiceLevel>> {
    let text = format!(
        "SELECT id, version_id, position, definition FROM service_levels WHERE version_id = $1 \
         ORDER BY position LIMIT {LEVELS_MAX}"
    );
    let rows = sql(text).bind(id).all::<Row>(conn).await?;
    let level = |row: Row| {
        let Row { id, version_id, position, definition } = row;
        Ok(ServiceLevel { id, version_id, position, level: serde_json::from_str::<Level>(&definition)? })
    };
    rows.into_iter().map(level).collect()
}

/// The version that a level belongs to.
pub async fn version_of(conn: &impl ConnectionTrait, id: ServiceLevelId) -> Answer<Option<LevelVersionId>> {
    sql("SELECT version_id FROM service_levels WHERE id = $1").bind(id).value(conn).await
}

/// Writes the levels of a version that is published now.
pub async fn insert(tx: &Tx, levels: &[ServiceLevel]) -> Answer<()> {
    for row in levels {
        let text = "INSERT INTO service_levels (id, version_id, position, name, definition) \
                    VALUES ($1, $2, $3, $4, $5)";
        sql(text)
            .bind(row.id)
            .bind(row.version_id)
            .bind(row.position)
            .bind(row.level.name.as_str())
            .bind(serde_json::to_string(&row.level)?)
            .run(tx.conn())
            .await?;
    }
    Ok(())
}
