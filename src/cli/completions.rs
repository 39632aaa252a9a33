//! `demarche completions`: completions for a shell, from the table of flags.

use std::io::Write;

use clap::CommandFactory;
use clap_complete::Shell;
use miette::Result;

use crate::cli::{CommandLine, Outcome, fault};

/// Flags of `demarche completions`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Which shell
    #[arg(value_enum, value_name = "SHELL")]
    shell: Shell,
}

/// Prints them.
pub(crate) fn run(arguments: &Arguments, out: &mut dyn Write) -> Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut CommandLine::command(), "demarche", &mut script);
    out.write_all(&script).map_err(fault::output)?;
    Ok(Outcome::Fine)
}
