//! The pure floor: values and rules with no clock, no database and no network.
//!
//! Begin with [`ids`] and [`time`] for the words every other crate uses, then
//! [`calendar`] for working time and [`clock`] for deadlines that explain
//! themselves. Nothing here reads the time: it is passed in.

pub mod batch;
pub mod calendar;
pub mod clock;
pub mod credit_code;
pub mod duration;
pub mod ids;
pub mod luhn;
pub mod personal;
pub mod profile;
pub mod statistics;
pub mod time;
#[cfg(feature = "wire")]
pub mod wire;
