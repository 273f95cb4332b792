//! `lingke`: see [`lingke::commands`].

use std::process::ExitCode;

fn main() -> ExitCode {
    lingke::commands::main()
}
