//! What every capability stands on. It knows no capability.
//!
//! Begin with [`ctx`]: every request and every timer gets a [`ctx::Ctx`], the
//! only way to a transaction. A command loads rows, decides, saves and
//! [`ctx::Tx::record`]s one event or more; the [`journal`] seals them; what
//! listens is a [`subscriptions`] entry, what comes due a [`timers`] entry, and
//! what leaves the database an [`outbox`] row.

pub mod backup;
pub mod capability;
pub mod config;
pub mod ctx;
pub mod db;
pub mod failure;
pub mod files;
pub mod http;
pub mod journal;
pub mod keys;
pub mod live;
pub mod node;
pub mod numbers;
pub mod operations;
pub mod outbound;
pub mod outbox;
pub mod search;
pub mod settings;
pub mod subscriptions;
pub mod telemetry;
pub mod timers;
pub mod viewer;

pub use lingke_kernel as kernel;
pub use sea_orm;
