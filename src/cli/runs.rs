//! `demarche runs`: every call that wrote, with inputs, counts, what was left out and why, and versions.

use std::collections::BTreeMap;
use std::io::{self, Write};

use clap::ValueEnum;
use jiff::{Timestamp, Unit};
use ledger::Run;
use miette::{Result, miette};
use serde::Serialize;

use crate::cli::context::Context;
use crate::cli::paint::Style;
use crate::cli::{Outcome, fault};

/// Problems printed of a run in a list of runs; of one that is asked for, all are.
const SHOWN: usize = 5;

/// Flags of `demarche runs`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Number of one run, to print all of it; -1 is the last one
    #[arg(value_name = "RUN", allow_negative_numbers = true)]
    run: Option<i64>,
    /// How to print
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Text)]
    format: Format,
}

/// How to print runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For reading
    Text,
    /// One list
    Json,
    /// A line a run
    Jsonl,
}

/// A run as JSON.
#[derive(Serialize)]
struct Row<'a> {
    run: i64,
    command: &'a str,
    inputs: &'a [String],
    version: &'a str,
    began: Timestamp,
    /// Null where it was cut short or is still going on.
    ended: Option<Timestamp>,
    counts: BTreeMap<&'a str, u64>,
    problems: &'a [String],
}

/// Prints the runs, the first one first.
pub(crate) fn run(context: &Context, arguments: &Arguments, out: &mut dyn Write) -> Result<Outcome> {
    let mut runs = context.ledger()?.runs().map_err(fault::ledger)?;
    if let Some(number) = arguments.run {
        let wanted = if number < 0 { runs.len() as i64 + number + 1 } else { number };
        runs.retain(|run| run.id.0 == wanted);
        if runs.is_empty() {
            return Err(miette!(help = "`demarche runs` lists them", "there is no run {number}"));
        }
    }
    let rows = runs.iter().map(row);
    let printed = match arguments.format {
        Format::Text => runs.iter().try_for_each(|run| text(context, run, arguments.run.is_some(), out)),
        Format::Json => serde_json::to_writer_pretty(&mut *out, &rows.collect::<Vec<_>>())
            .map_err(io::Error::from)
            .and_then(|()| writeln!(out)),
        Format::Jsonl => rows.into_iter().try_for_each(|row| {
            serde_json::to_writer(&mut *out, &row)?;
            writeln!(out)
        }),
    };
    printed.map_err(fault::output)?;
    Ok(Outcome::Fine)
}

fn row(run: &Run) -> Row<'_> {
    let end = run.end.as_ref();
    Row {
        run: run.id.0,
        command: &run.command,
        inputs: &run.inputs,
        version: &run.version,
        began: run.began,
        ended: run.ended,
        counts: end.into_iter().flat_map(|end| &end.counts).map(|(name, count)| (name.as_str(), *count)).collect(),
        problems: end.map_or(&[], |end| &end.problems),
    }
}

fn text(context: &Context, run: &Run, whole: bool, out: &mut dyn Write) -> io::Result<()> {
    let title = format!("{}  {} {}", run.id.0, run.command, run.inputs.join(" "));
    writeln!(out, "{}", context.paint.on(Style::Bold, title.trim_end()))?;
    let began = run.began.round(Unit::Second).unwrap_or(run.began);
    match run.ended {
        Some(ended) => {
            writeln!(out, "  {began}, {:.1} s", (ended - run.began).total(Unit::Second).unwrap_or_default())?
        }
        None => writeln!(out, "  {began}, cut short or still going on: give it again to go on where it ended")?,
    }
    if !run.version.is_empty() {
        writeln!(out, "  {}", run.version)?;
    }
    let Some(end) = &run.end else { return Ok(()) };
    let counts: Vec<String> = end
        .counts
        .iter()
        .filter(|(name, count)| whole || **count > 0 || *name == "articles")
        .map(|(name, count)| format!("{} {count}", name.replace('_', " ")))
        .collect();
    if !counts.is_empty() {
        writeln!(out, "  {}", counts.join(" · "))?;
    }
    let shown = if whole { usize::MAX } else { SHOWN };
    for problem in end.problems.iter().take(shown) {
        writeln!(out, "  - {problem}")?;
    }
    if end.problems.len() > shown {
        writeln!(out, "  … and {} more; `demarche runs {}` prints all", end.problems.len() - shown, run.id.0)?;
    }
    Ok(())
}
