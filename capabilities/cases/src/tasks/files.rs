//! Files of a task: they are the case's, and the department sees only those linked to the task.

use lingke_platform::ctx::Tx;
use lingke_platform::failure::{Answer, Failure, Refusal};
use lingke_platform::files::Spooled;

use super::model::{Task, TaskId};
use super::{shown, store};
use crate::ANSWER;
use crate::commands::attach;
use crate::store::attachments::Attachment;
use crate::store::cases;
use lingke_platform::viewer::Viewer;
use sea_orm::ConnectionTrait;

/// A task that the viewer sees, from either side.
pub async fn seen(conn: &impl ConnectionTrait, viewer: &Viewer, id: TaskId) -> Answer<Task> {
    let task = store::find(conn, id).await?;
    if shown::sees(conn, viewer, &task).await? { Ok(task) } else { Err(Failure::NotFound) }
}

/// Adds a spooled file to a task that is not ended, from either side.
pub async fn attach(tx: &mut Tx, id: TaskId, name: &str, spooled: &mut Spooled) -> Answer<Attachment> {
    tx.viewer().require(ANSWER)?;
    let task = seen(tx.conn(), tx.viewer(), id).await?;
    // The case is locked first, as its own verbs do; the department may not see it and still adds to it.
    let case = cases::load_unseen(tx, task.case_id).await?;
    let task = store::load(tx, id).await?;
    if !task.status.is_open() {
        return Err(Refusal::conflict("task_ended").with("status", task.status.code()).into());
    }
    let attachment = attach::add(tx, &case, name, spooled).await?;
    store::link_files(tx, &task, &[attachment.id]).await?;
    Ok(attachment)
}
