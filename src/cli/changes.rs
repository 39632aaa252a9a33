//! `demarche changes`: events that stand otherwise than before a moment.

use std::io::{self, Write};

use clap::ValueEnum;
use ledger::{Change, Until, changes};
use miette::Result;

use crate::cli::context::Context;
use crate::cli::paint::{Style, mark};
use crate::cli::view::ViewArguments;
use crate::cli::{Outcome, columns, corrected, fault, phrases};

/// Flags of `demarche changes`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// From when on, by the articles' own dates, and by the clock of corrections: a date (from its beginning) or a date-time
    #[arg(long, value_name = "TIME")]
    since: Until,
    #[command(flatten)]
    view: ViewArguments,
    /// How to print
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Table)]
    format: Format,
}

/// How to print changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For reading
    Table,
    /// One list
    Json,
    /// A line a change
    Jsonl,
}

/// Prints what changed.
pub(crate) fn run(context: &Context, arguments: &Arguments, out: &mut dyn Write) -> Result<Outcome> {
    let ledger = context.ledger()?;
    let collation = context.collation()?;
    let (before, now) = ledger
        .before_and_now(arguments.since, &arguments.view.view(), &|coded, corrections| {
            collation.collate_corrected(coded, corrections)
        })
        .map_err(fault::ledger)?;
    let changes = changes(&before, &now);
    let printed = match arguments.format {
        Format::Table => changes.iter().try_for_each(|change| entry(context, change, out)),
        Format::Json => {
            serde_json::to_writer_pretty(&mut *out, &changes).map_err(io::Error::from).and_then(|()| writeln!(out))
        }
        Format::Jsonl => changes.iter().try_for_each(|change| {
            serde_json::to_writer(&mut *out, change)?;
            writeln!(out)
        }),
    };
    printed.map_err(fault::output)?;
    if changes.is_empty() {
        context.voice.note(format!("no standing changed since {}", arguments.since));
    }
    Ok(Outcome::Fine)
}

fn entry(context: &Context, change: &Change, out: &mut dyn Write) -> io::Result<()> {
    let (shape, style) = change.new.map_or(('×', Style::Dim), |new| mark(new.standing));
    let (old, new) = (change.was(), format!("{shape} {}", change.is()));
    let mut told = vec![(Style::Plain, change.summary.clone())];
    told.extend(change.corrected.iter().map(|mark| (Style::Cyan, corrected::mark(mark))));
    for step in &change.steps {
        let by = step.by.as_ref().map_or("the article".to_owned(), phrases::in_full);
        let at = step.at.as_deref().unwrap_or("undated");
        let quote = step.evidence.first().map(|piece| format!(" “{}”", piece.quote)).unwrap_or_default();
        told.push((Style::Dim, format!("{at} {}, {by}:{quote}", step.status)));
    }
    let widths = columns::share(context.width, &[(22, 0), (24, 0), (20, 1)]);
    let cells = [vec![(Style::Dim, format!("{old} →"))], vec![(style, new)], told];
    columns::row(out, context.paint, 0, &widths, &cells)
}
