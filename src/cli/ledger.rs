//! `demarche ledger`: events with standing, claims, stories.

use std::collections::BTreeMap;
use std::io::{self, Write};

use clap::ValueEnum;
use miette::Result;
use serde::Serialize;
use terms::{CorrectionRow, Record};

use crate::cli::context::Context;
use crate::cli::filter::FilterArguments;
use crate::cli::paint::Style;
use crate::cli::table::{self, Table};
use crate::cli::view::ViewArguments;
use crate::cli::{Outcome, export, fault};

/// Flags of `demarche ledger`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    view: ViewArguments,
    #[command(flatten)]
    filter: FilterArguments,
    /// How to print
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Table)]
    format: Format,
}

/// How to print the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For reading: a row an event, by story
    Table,
    /// One object: articles, stories, events, claims, and corrections where there are any
    Json,
    /// A line an article, story, event, claim or correction; "kind" tells which
    Jsonl,
    /// A row an event
    Csv,
    /// The same as a Parquet file
    Parquet,
}

/// Prints the record.
pub(crate) fn run(context: &Context, arguments: &Arguments, out: &mut dyn Write) -> Result<Outcome> {
    let ledger = context.ledger()?;
    let collation = context.collation()?;
    let record = arguments.view.record(&ledger, collation.as_ref(), &context.voice)?;
    let record = arguments.filter.apply(record)?;
    match arguments.format {
        Format::Table => table(context, &record, out),
        Format::Json => json(&record, out),
        Format::Jsonl => lines(&record, out),
        Format::Csv => return export::table(context, &record, "csv", "events", out),
        Format::Parquet => return export::table(context, &record, "parquet", "events", out),
    }
    .map_err(fault::output)?;
    Ok(Outcome::Fine)
}

fn table(context: &Context, record: &Record, out: &mut dyn Write) -> io::Result<()> {
    let marks = BTreeMap::new();
    Table { paint: context.paint, width: context.width, marks: &marks }.print(out, record, |_| true)?;
    writeln!(out, "{}", context.paint.on(Style::Dim, &table::holdings(record)))
}

fn json(record: &Record, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, record)?;
    writeln!(out)
}

/// A row of the record as a line of its own.
#[derive(Serialize)]
struct Line<'a, T> {
    kind: &'a str,
    #[serde(flatten)]
    row: &'a T,
}

/// A correction as a line of its own.
#[derive(Serialize)]
struct CorrectionLine<'a> {
    kind: &'a str,
    correction: &'a CorrectionRow,
}

fn lines(record: &Record, out: &mut dyn Write) -> io::Result<()> {
    fn each<T: Serialize>(out: &mut dyn Write, kind: &str, rows: &[T]) -> io::Result<()> {
        for row in rows {
            serde_json::to_writer(&mut *out, &Line { kind, row })?;
            writeln!(out)?;
        }
        Ok(())
    }
    each(out, "article", &record.articles)?;
    each(out, "story", &record.stories)?;
    each(out, "event", &record.events)?;
    each(out, "claim", &record.claims)?;
    let in_force: Vec<_> = record.corrections.iter().filter(|row| row.is_in_force()).collect();
    // Its own kind tells what it does.
    in_force.into_iter().try_for_each(|correction| {
        serde_json::to_writer(&mut *out, &CorrectionLine { kind: "correction", correction })?;
        writeln!(out)
    })
}
