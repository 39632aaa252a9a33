//! `demarche man`: the manual page, from the table of flags.

use std::io::Write;
use std::path::PathBuf;

use clap::CommandFactory;
use miette::{Result, miette};

use crate::cli::{CommandLine, Outcome, fault};

/// Flags of `demarche man`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Write a page for every subcommand into this folder instead
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// Prints the page, or writes them all.
pub(crate) fn run(arguments: &Arguments, out: &mut dyn Write) -> Result<Outcome> {
    match &arguments.out {
        None => {
            let mut page = Vec::new();
            clap_mangen::Man::new(CommandLine::command()).render(&mut page).map_err(fault::output)?;
            out.write_all(&page).map_err(fault::output)?;
        }
        Some(folder) => std::fs::create_dir_all(folder)
            .and_then(|()| clap_mangen::generate_to(CommandLine::command(), folder))
            .map_err(|error| miette!(help = "name a folder that may be written", "{}: {error}", folder.display()))?,
    }
    Ok(Outcome::Fine)
}
