//! `demarche doctor`: what is left of a ledger, and what to do.

use std::io::{self, Write};

use ledger::{Checkup, Loss, Remains, Run, examine};
use miette::Result;

use crate::cli::context::Context;
use crate::cli::{Outcome, fault, phrases};

/// Flags of `demarche doctor`.
#[derive(clap::Args)]
pub(crate) struct Arguments {}

/// Prints the state of the ledger file and the next step; writes nothing.
pub(crate) fn run(context: &Context, _: &Arguments, out: &mut dyn Write) -> Result<Outcome> {
    let checkup = examine(&context.db, &acquire::content_hash).map_err(fault::ledger)?;
    let runs = context.ledger().and_then(|ledger| ledger.runs().map_err(fault::ledger)).unwrap_or_default();
    print(context, &checkup, &runs, out).map_err(fault::output)?;
    Ok(if checkup.is_sound() { Outcome::Fine } else { Outcome::SomeBad })
}

fn print(context: &Context, checkup: &Checkup, runs: &[Run], out: &mut dyn Write) -> io::Result<()> {
    let log = checkup.log_bytes.map(|bytes| format!(", and {bytes} in its log")).unwrap_or_default();
    writeln!(out, "{}: {} bytes{log}\n", context.db.display(), checkup.bytes)?;
    for fault in &checkup.faults {
        writeln!(out, "  {fault}")?;
    }
    if !checkup.faults.is_empty() {
        writeln!(out)?;
    }
    remains(&checkup.remains, out)?;
    writeln!(out)?;
    if !checkup.is_sound() {
        writeln!(
            out,
            "Damaged. Next: `demarche salvage OUT` copies out what is left; the file itself is left as it is."
        )?;
        return writeln!(out, "A backup, if there is one, holds what this file has lost.");
    }
    // The last run may be still going on, a former one cannot be.
    let cut: Vec<&Run> = runs.iter().filter(|run| run.end.is_none()).collect();
    if let Some(last) = cut.last() {
        writeln!(
            out,
            "{} cut short or still going on, the last one: `demarche {} {}`. What was committed is kept; give the command \
             again to go on where it ended.",
            phrases::counted(cut.len(), "run"),
            last.command,
            last.inputs.join(" ")
        )?;
    }
    writeln!(out, "Sound. `demarche verify` also looks up every quote.")
}

/// A line a table.
pub(crate) fn remains(remains: &[Remains], out: &mut dyn Write) -> io::Result<()> {
    for Remains { table, kept, spoiled, lost } in remains {
        let mut missing = Vec::new();
        if *spoiled > 0 {
            missing.push(format!("{spoiled} spoiled, or without their article"));
        }
        match lost {
            Loss::None | Loss::Rows(0) => {}
            Loss::Rows(rows) => missing.push(format!("{rows} cannot be read")),
            Loss::Unknown => missing.push("more that cannot be read or counted".to_owned()),
        }
        let missing = if missing.is_empty() { String::new() } else { format!("; {}", missing.join("; ")) };
        writeln!(out, "  {table:<12} {kept:>8} rows{missing}")?;
    }
    Ok(())
}
