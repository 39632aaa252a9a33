//! The command line, a file a subcommand.
//!
//! Every subcommand has `Arguments` and `run(&Context, &Arguments, out)`; it writes its results to `out`, speaks to
//! the user through [`voice::Voice`], and ends in an [`Outcome`] or in a report that names place and next step.

mod annotate;
mod backup;
mod changes;
mod check_data;
mod claims;
mod columns;
mod completions;
mod context;
mod correct;
mod corrected;
mod doctor;
mod exchanges;
mod explain;
mod export;
mod fault;
mod filter;
mod flow;
mod forget;
mod harmless;
mod intake;
mod ledger;
mod lookup;
mod man;
mod matrix;
mod paint;
mod progress;
mod read;
mod recode;
mod relate;
mod runs;
mod salvage;
mod serve;
mod settings;
mod show;
mod table;
mod tally;
mod verify;
mod view;
mod voice;
mod watch;

use std::io::{self, IsTerminal, Write};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{ArgAction, Parser, Subcommand};

use context::Context;
use harmless::Harmless;
use paint::Color;
use terms::phrases;

/// Reads news articles and keeps a record of international politics: who did what to whom, who says so, and whether it
/// still stands.
#[derive(Parser)]
#[command(name = "demarche", version, max_term_width = 100, arg_required_else_help = true)]
#[command(after_help = "Exit status: 0 fine; 1 something was read but some input was bad; 2 nothing could be done.")]
pub(crate) struct CommandLine {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
}

/// Flags that every subcommand takes.
#[derive(clap::Args)]
#[command(next_help_heading = "Options of every command")]
pub(crate) struct Global {
    /// Ledger file [default: ./demarche.db]
    #[arg(long, global = true, value_name = "FILE", env = "DEMARCHE_DB", hide_env_values = true)]
    pub db: Option<PathBuf>,
    /// Folder of data laid over the one in the program
    #[arg(long, global = true, value_name = "DIR", env = "DEMARCHE_DATA", hide_env_values = true)]
    pub data: Option<PathBuf>,
    /// Do without the relation model: words and grammar decide alone
    #[arg(long, global = true)]
    pub no_model: bool,
    /// Threads to work with [default: one a core]
    #[arg(long, global = true, value_name = "N")]
    pub threads: Option<NonZeroUsize>,
    /// Say only what went wrong
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Say more of what is done
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub verbose: u8,
    /// Whether to colour
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t = Color::Auto)]
    pub color: Color,
}

/// What to do.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Read articles into the ledger and print what is new
    Read(read::Arguments),
    /// Keep the ledger current: ask feeds, pages and folders for what is new, again and again
    Watch(watch::Arguments),
    /// Print the ledger: events with standing, claims, stories
    Ledger(ledger::Arguments),
    /// Print who says what: claims with speaker and stance, or a matrix of them
    Claims(claims::Arguments),
    /// Print one event with its whole history and the words it rests on
    Show(show::Arguments),
    /// Print which entry, parse path and score made an event's reports
    Explain(explain::Arguments),
    /// Print tit for tat: deeds of two sides and how each answers the other
    Exchanges(exchanges::Arguments),
    /// Write the ledger in a format of others: event data, STIX, timelines, graphs, maps, tables
    Export(export::Arguments),
    /// Print changes of standing
    Changes(changes::Arguments),
    /// Code the stored articles anew, after codebook or weights changed
    Recode(recode::Arguments),
    /// Set an event right: fields, no event, merge, split, actors; or take a correction back
    Correct(correct::Arguments),
    /// Take an article's text out of the ledger
    Forget(forget::Arguments),
    /// Print the runs that wrote: inputs, counts, what was left out and why, versions
    Runs(runs::Arguments),
    /// Serve the pages and the HTTP API
    Serve(serve::Arguments),
    /// Check every text against its hash and every quote against its text
    Verify(verify::Arguments),
    /// Write a copy of the ledger, while others may use it
    Backup(backup::Arguments),
    /// Say what is left of a ledger that may be damaged, and what to do
    Doctor(doctor::Arguments),
    /// Copy what can be read of a damaged ledger into a new one
    Salvage(salvage::Arguments),
    /// Run the example and the counter-example of every entry of the data
    CheckData(check_data::Arguments),
    /// Print every layer of articles, a JSON line each, without a ledger
    Annotate(annotate::Arguments),
    /// Tell what one marked side of a text does to the other: JSON lines in, JSON lines out
    Relate(relate::Arguments),
    /// Print completions for a shell
    Completions(completions::Arguments),
    /// Print the manual page
    Man(man::Arguments),
}

/// How a command that was carried out ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Everything was done.
    Fine,
    /// Something was done, but some input was bad.
    SomeBad,
    /// Nothing could be done; what was wrong has been said.
    Nothing,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(match outcome {
            Outcome::Fine => 0,
            Outcome::SomeBad => 1,
            Outcome::Nothing => 2,
        })
    }
}

/// Carries out the command line of this process.
pub(crate) fn run() -> ExitCode {
    let line = CommandLine::parse();
    let color = line.global.color;
    fault::dress(color);
    fault::quieten();
    let done = Context::new(&line.global).and_then(|context| {
        let stdout = io::stdout().lock();
        // Into a file go the words as they are.
        let out: Box<dyn Write> = if stdout.is_terminal() { Box::new(Harmless::new(stdout)) } else { Box::new(stdout) };
        let mut out = io::BufWriter::new(out);
        let outcome = carry_out(&context, &line.command, &mut out)?;
        out.flush().map_err(fault::output)?;
        Ok(outcome)
    });
    match done {
        Ok(outcome) => outcome.into(),
        // Whoever reads the output has enough of it.
        Err(report) if fault::is_broken_pipe(&report) => Outcome::Fine.into(),
        Err(report) => {
            eprintln!("{report:?}");
            Outcome::Nothing.into()
        }
    }
}

fn carry_out(context: &Context, command: &Command, out: &mut dyn Write) -> miette::Result<Outcome> {
    match command {
        Command::Read(arguments) => read::run(context, arguments, out),
        Command::Watch(arguments) => watch::run(context, arguments, out),
        Command::Ledger(arguments) => ledger::run(context, arguments, out),
        Command::Claims(arguments) => claims::run(context, arguments, out),
        Command::Show(arguments) => show::run(context, arguments, out),
        Command::Explain(arguments) => explain::run(context, arguments, out),
        Command::Exchanges(arguments) => exchanges::run(context, arguments, out),
        Command::Export(arguments) => export::run(context, arguments, out),
        Command::Changes(arguments) => changes::run(context, arguments, out),
        Command::Recode(arguments) => recode::run(context, arguments, out),
        Command::Correct(arguments) => correct::run(context, arguments, out),
        Command::Forget(arguments) => forget::run(context, arguments, out),
        Command::Runs(arguments) => runs::run(context, arguments, out),
        Command::Serve(arguments) => serve::run(context, arguments),
        Command::Verify(arguments) => verify::run(context, arguments, out),
        Command::Backup(arguments) => backup::run(context, arguments, out),
        Command::Doctor(arguments) => doctor::run(context, arguments, out),
        Command::Salvage(arguments) => salvage::run(context, arguments, out),
        Command::CheckData(arguments) => check_data::run(context, arguments, out),
        Command::Annotate(arguments) => annotate::run(context, arguments, out),
        Command::Relate(arguments) => relate::run(context, arguments, out),
        Command::Completions(arguments) => completions::run(arguments, out),
        Command::Man(arguments) => man::run(arguments, out),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_table_of_flags_holds_together() {
        CommandLine::command().debug_assert();
    }
}
