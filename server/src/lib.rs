//! The program: one binary, every node the same.
//!
//! Begin with [`wiring`], the only page that knows every capability; [`edge`] makes one router of them and
//! [`openapi`] the document; [`commands`] are what can be typed.

pub mod commands;
pub mod console;
pub mod demo;
pub mod edge;
pub mod openapi;
pub mod wiring;
