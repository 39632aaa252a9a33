//! `demarche salvage`: what can be read of a damaged ledger, copied into a new one.

use std::io::Write;
use std::path::PathBuf;

use ledger::{Ledger, Remains, salvage};
use miette::Result;

use crate::cli::context::Context;
use crate::cli::{Outcome, doctor, fault};

/// Flags of `demarche salvage`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Ledger to write, which must not be there yet
    #[arg(value_name = "OUT")]
    to: PathBuf,
}

/// Copies out what is left; the damaged file stays as it is.
pub(crate) fn run(context: &Context, arguments: &Arguments, out: &mut dyn Write) -> Result<Outcome> {
    let remains = salvage(&context.db, &arguments.to, &acquire::content_hash).map_err(fault::ledger)?;
    let saved = Ledger::open_read_only(&arguments.to).map_err(fault::ledger)?;
    let mut inputs: Vec<String> = saved
        .runs()
        .map_err(fault::ledger)?
        .into_iter()
        .filter(|run| run.command == "read")
        .flat_map(|run| run.inputs)
        .collect();
    inputs.sort();
    inputs.dedup();
    let whole = remains.iter().all(Remains::is_whole);
    let mut told = || {
        writeln!(out, "Copied what is left of {} to {}:\n", context.db.display(), arguments.to.display())?;
        doctor::remains(&remains, out)?;
        if whole {
            return writeln!(out, "\nNothing is missing.");
        }
        let db = arguments.to.display();
        writeln!(out, "\nWhat is missing comes back when its sources are read again:")?;
        writeln!(
            out,
            "  demarche --db {db} read {}",
            if inputs.is_empty() { "PATH…".into() } else { inputs.join(" ") }
        )?;
        writeln!(out, "Articles that were forgotten and whose mark is lost would come back too: forget them again.")
    };
    told().map_err(fault::output)?;
    Ok(if whole { Outcome::Fine } else { Outcome::SomeBad })
}
