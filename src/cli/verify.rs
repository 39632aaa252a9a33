//! `demarche verify`: every text against its hash, every quote against its text, and the file itself.

use std::io::Write;

use miette::Result;

use crate::cli::context::Context;
use crate::cli::{Outcome, fault, phrases};

/// Most faults that are printed; the rest is counted.
const SHOWN: usize = 50;

/// Flags of `demarche verify`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Print every fault
    #[arg(long)]
    all: bool,
}

/// Prints what was looked at and what does not hold.
pub(crate) fn run(context: &Context, arguments: &Arguments, out: &mut dyn Write) -> Result<Outcome> {
    let verdict = context.ledger()?.verify(&acquire::content_hash).map_err(fault::ledger)?;
    let forgotten = match verdict.forgotten {
        0 => String::new(),
        count => format!(", {} forgotten", phrases::counted(count, "text")),
    };
    let looked = format!(
        "{}{forgotten}, {}, {}",
        phrases::counted(verdict.articles, "article"),
        phrases::counted(verdict.codings, "coding"),
        phrases::counted(verdict.pieces, "quote")
    );
    if verdict.faults.is_empty() {
        writeln!(out, "Sound: {looked}.").map_err(fault::output)?;
        return Ok(Outcome::Fine);
    }
    let shown = if arguments.all { usize::MAX } else { SHOWN };
    for fault in verdict.faults.iter().take(shown) {
        writeln!(out, "{fault}").map_err(fault::output)?;
    }
    if verdict.faults.len() > shown {
        writeln!(out, "… and {} more (--all)", verdict.faults.len() - shown).map_err(fault::output)?;
    }
    writeln!(
        out,
        "Not sound: {} in {looked}. `demarche doctor` says what is left; where only quotes are wrong, `demarche recode --all` \
         codes anew.",
        phrases::counted(verdict.faults.len(), "fault")
    )
    .map_err(fault::output)?;
    Ok(Outcome::SomeBad)
}
