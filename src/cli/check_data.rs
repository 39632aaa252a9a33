//! `demarche check-data`: the example and the counter-example of every entry.

use std::io::Write;
use std::path::PathBuf;

use demarche::engine::Engine;
use miette::Result;

use crate::cli::context::Context;
use crate::cli::{Outcome, fault, phrases};

/// Flags of `demarche check-data`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Folder of data, laid over the one in the program [default: --data, else only that of the program]
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
}

/// Runs them all; every one that does not hold is named.
pub(crate) fn run(context: &Context, arguments: &Arguments, out: &mut dyn Write) -> Result<Outcome> {
    let resources = context.resources(arguments.folder.as_deref().or(context.data.as_deref()))?;
    let engine = Engine::load(resources.as_ref()).map_err(fault::data)?;
    let failures = engine.check_data(resources.as_ref()).map_err(fault::data)?;
    for failure in &failures {
        context.voice.error(failure);
    }
    if failures.is_empty() {
        writeln!(out, "Every entry codes its example and leaves its counter-example alone.").map_err(fault::output)?;
        return Ok(Outcome::Fine);
    }
    let verb = if failures.len() == 1 { "does" } else { "do" };
    writeln!(out, "{} {verb} not hold.", phrases::counted(failures.len(), "example")).map_err(fault::output)?;
    Ok(Outcome::SomeBad)
}
