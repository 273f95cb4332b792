//! The only page that knows every capability.

use std::sync::Arc;

use lingke_platform::capability::Capability;
use lingke_platform::config::Config;
use lingke_platform::ctx::Ctx;
use lingke_platform::node::{Node, Wiring};

/// All capabilities, from the lowest floor up.
pub static CAPABILITIES: &[&Capability] = &[
    &lingke_organisation::CAPABILITY,
    &lingke_calendars::CAPABILITY,
    &lingke_customers::CAPABILITY,
    &lingke_products::CAPABILITY,
    &lingke_cases::CAPABILITY,
    &lingke_verification::CAPABILITY,
    &lingke_imports::CAPABILITY,
    &lingke_workbench::CAPABILITY,
    &lingke_performance::CAPABILITY,
    &lingke_notifications::CAPABILITY,
    &lingke_privacy::CAPABILITY,
    &lingke_audit::CAPABILITY,
    &lingke_search::CAPABILITY,
    &lingke_webhooks::CAPABILITY,
];

/// What a node is made of.
pub static WIRING: Wiring = Wiring {
    capabilities: CAPABILITIES,
    authenticate: lingke_organisation::authenticate::authenticate,
    senders: &[&lingke_webhooks::sending::WEBHOOK],
};

/// Opens a node and what every database must hold: the built-in calendars and, at first, the default service levels;
/// and nothing personal in the clear.
pub async fn open(config: Config) -> anyhow::Result<Arc<Node>> {
    let node = Node::open(config, WIRING).await?;
    prepare(&node).await?;
    Ok(node)
}

/// Writes the built-in calendars where they are missing, and the default service levels where there are none; seals what
/// an earlier version left in the clear.
pub async fn prepare(node: &Arc<Node>) -> anyhow::Result<()> {
    lingke_customers::commands::seal_what_is_in_the_clear(&Ctx::system(node, "customers")).await?;
    lingke_calendars::sync(&Ctx::system(node, "calendars")).await?;
    lingke_cases::seed::service_levels(node).await?;
    Ok(())
}

/// Every permission and the capability it belongs to, the platform's own first.
pub fn permissions() -> Vec<(&'static str, &'static str)> {
    use lingke_platform::operations::{MANAGE, VIEW};
    let own = [("operations", VIEW), ("operations", MANAGE)];
    let named = CAPABILITIES.iter().flat_map(|one| one.permissions.iter().map(|name| (one.name, *name)));
    own.into_iter().chain(named).collect()
}
