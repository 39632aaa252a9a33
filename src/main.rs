//! The `demarche` program: results on standard output, all else on standard error.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
