//! Stories told from outside, each on SQLite and PostgreSQL. Begin with [`house`].
#![allow(clippy::unwrap_used, reason = "a test may unwrap, and so may what helps it")]

mod house;

mod audit;
mod backups;
mod bad_input;
mod binary;
mod calendar_editing;
mod calendars;
mod cases;
mod chain;
mod crash;
mod customers;
mod demo;
mod documents;
mod etags;
mod examples;
mod idempotency;
mod imports;
mod notifications;
mod organisation;
mod outages;
mod outbox;
mod performance;
mod privacy;
mod products;
mod protection;
mod routes;
mod search;
mod shield;
mod subscriptions;
mod timers;
mod verification;
mod webhooks;
mod workbench;
mod writing;
