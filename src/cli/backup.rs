//! `demarche backup`: a copy of the ledger, while others may go on using it.

use std::io::Write;
use std::path::PathBuf;

use miette::Result;

use crate::cli::context::Context;
use crate::cli::{Outcome, fault};

/// Flags of `demarche backup`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// File to write, which must not be there yet
    #[arg(value_name = "FILE")]
    to: PathBuf,
}

/// Writes the copy.
pub(crate) fn run(context: &Context, arguments: &Arguments, out: &mut dyn Write) -> Result<Outcome> {
    context.ledger()?.backup(&arguments.to).map_err(fault::ledger)?;
    writeln!(out, "Copied {} to {}.", context.db.display(), arguments.to.display()).map_err(fault::output)?;
    Ok(Outcome::Fine)
}
