//! Reports to the user: what went wrong, where, and what to do next.

use std::io::{self, IsTerminal};
use std::panic;

use ledger::LedgerError;
use miette::{GraphicalTheme, MietteHandlerOpts, Report, miette};
use terms::DataError;

use crate::cli::paint::Color;

/// Makes reports plain where standard error is no terminal or colour is not wanted.
pub(crate) fn dress(color: Color) {
    let colored = color.is_wanted(io::stderr().is_terminal());
    let theme = if colored { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    // The only way to fail is to have set one before, and then that one serves.
    let _ = miette::set_hook(Box::new(move |_| {
        Box::new(MietteHandlerOpts::new().color(colored).graphical_theme(theme.clone()).force_graphical(true).build())
    }));
}

/// Keeps silent of panics in libraries that readers call, which are caught and told as bad input.
pub(crate) fn quieten() {
    let loud = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        if !acquire::is_guarded() {
            loud(panic);
        }
    }));
}

/// A report of the ledger.
pub(crate) fn ledger(error: LedgerError) -> Report {
    match error.remedy() {
        "" => miette!("{error}"),
        remedy => miette!(help = remedy, "{error}"),
    }
}

/// A report of a data file that cannot be used.
pub(crate) fn data(error: DataError) -> Report {
    let place = error.line.map(|line| format!(", line {line}")).unwrap_or_default();
    let message = format!("data/{}{place}: {}", error.file, error.problem);
    if error.remedy.is_empty() {
        miette!(help = "`demarche check-data` tries the data", "{message}")
    } else {
        miette!(help = error.remedy, "{message}")
    }
}

/// A report of output that cannot be written.
pub(crate) fn output(error: io::Error) -> Report {
    Report::new(Output(error))
}

/// Standard output cannot be written.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
#[error("standard output: {0}")]
struct Output(io::Error);

/// Whether a report says that nobody reads the output any more.
pub(crate) fn is_broken_pipe(report: &Report) -> bool {
    report.downcast_ref::<Output>().is_some_and(|Output(error)| error.kind() == io::ErrorKind::BrokenPipe)
}
