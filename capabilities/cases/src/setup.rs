//! What an administrator set up for cases, kept for a moment on each node: opening a case asks for it every time.
//!
//! A change is seen on its own node at once and on others within two seconds.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use lingke_kernel::time::Instant;
use lingke_platform::failure::Answer;
use lingke_platform::node::Node;
use sea_orm::ConnectionTrait;

use crate::checklists::model::Template;
use crate::checklists::store as templates;
use crate::fields::model::Field;
use crate::fields::store as fields;

/// How long a node keeps what it read.
const KEPT_US: i64 = 2_000_000;
/// Nodes of one process at most; beyond that it begins anew.
const NODES_MAX: usize = 256;

/// The active fields and checklists, in their order.
#[derive(Debug, Default)]
pub struct Setup {
    /// The institution's own fields.
    pub fields: Vec<Field>,
    /// The checklists.
    pub templates: Vec<Template>,
}

type Kept = HashMap<String, (Instant, Arc<Setup>)>;
static KEPT: LazyLock<Mutex<Kept>> = LazyLock::new(Mutex::default);

fn kept() -> std::sync::MutexGuard<'static, Kept> {
    KEPT.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The setup as of about now.
pub async fn of(node: &Node, conn: &impl ConnectionTrait, now: Instant) -> Answer<Arc<Setup>> {
    if let Some((at, setup)) = kept().get(&node.id)
        && now.micros_since(*at).abs() < KEPT_US
    {
        return Ok(setup.clone());
    }
    let fields = fields::all(conn, false).await?;
    let templates = templates::all(conn, false).await?;
    let setup = Arc::new(Setup { fields, templates });
    let mut kept = kept();
    if kept.len() >= NODES_MAX {
        kept.clear();
    }
    kept.insert(node.id.clone(), (now, setup.clone()));
    Ok(setup)
}

/// After a change: this node reads anew.
pub fn forget(node: &Node) {
    kept().remove(&node.id);
}
