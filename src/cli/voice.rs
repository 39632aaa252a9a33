//! What is said to the user beside the results: on standard error, with a progress bar where that is a terminal.

use std::fmt::Display;
use std::io::{self, IsTerminal};
use std::time::Duration;

use acquire::Problem;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::cli::Global;
use crate::cli::harmless::harmless;
use crate::cli::paint::{Paint, Style};

/// Speaks to the user.
pub(crate) struct Voice {
    quiet: bool,
    loud: bool,
    paint: Paint,
    bar: ProgressBar,
}

impl Voice {
    /// As loud as the flags say.
    pub(crate) fn new(global: &Global) -> Self {
        let on_terminal = io::stderr().is_terminal();
        Self {
            quiet: global.quiet,
            loud: global.verbose > 0,
            paint: Paint(global.color.is_wanted(on_terminal)),
            bar: ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden()),
        }
    }

    /// Shows that work goes on; nothing is shown where standard error is no terminal.
    pub(crate) fn start(&self, doing: &'static str, total: Option<u64>) {
        let template = if total.is_some() {
            "{spinner} {prefix} [{bar:24}] {pos}/{len} articles, {per_sec}, {eta} left"
        } else {
            "{spinner} {prefix} {pos} articles, {per_sec} {msg:.dim}"
        };
        self.show(doing, total, template);
    }

    /// The same for work that is measured in bytes of input.
    pub(crate) fn start_bytes(&self, doing: &'static str, total: Option<u64>) {
        let template = if total.is_some() { "{spinner} {prefix} [{bar:24}] {msg}" } else { "{spinner} {prefix} {msg}" };
        self.show(doing, total, template);
    }

    fn show(&self, doing: &'static str, total: Option<u64>, template: &str) {
        if self.quiet || !io::stderr().is_terminal() {
            return;
        }
        self.bar.set_draw_target(ProgressDrawTarget::stderr());
        self.bar.set_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_spinner()));
        self.bar.set_prefix(doing);
        if let Some(total) = total {
            self.bar.set_length(total);
        }
        self.bar.enable_steady_tick(Duration::from_millis(120));
    }

    /// Whether progress is shown.
    pub(crate) fn is_shown(&self) -> bool {
        !self.bar.is_hidden()
    }

    /// So much is done.
    pub(crate) fn reach(&self, position: u64, message: String) {
        self.bar.set_position(position);
        self.bar.set_message(message);
    }

    /// So many more are done.
    pub(crate) fn advance(&self, count: usize, at: &str) {
        self.bar.inc(count as u64);
        self.bar.set_message(at.to_owned());
    }

    /// Takes the progress bar away.
    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }

    fn say(&self, style: Style, kind: &str, what: &dyn Display) {
        let what = harmless(&what.to_string());
        self.bar.suspend(|| eprintln!("{}: {what}", self.paint.on(style, kind)));
    }

    /// A bad input, or something to know of a good one; warnings are not said when quiet.
    pub(crate) fn problem(&self, problem: &Problem) {
        if problem.is_error() {
            self.say(Style::Red, "error", problem);
        } else {
            self.warning(problem);
        }
    }

    /// Something was lost.
    pub(crate) fn error(&self, what: impl Display) {
        self.say(Style::Red, "error", &what);
    }

    /// Something to know.
    pub(crate) fn warning(&self, what: impl Display) {
        if !self.quiet {
            self.say(Style::Yellow, "warning", &what);
        }
    }

    /// How the work went.
    pub(crate) fn note(&self, what: impl Display) {
        if !self.quiet {
            let what = harmless(&what.to_string());
            self.bar.suspend(|| eprintln!("{what}"));
        }
    }

    /// What is done, for those who want to know.
    pub(crate) fn detail(&self, what: impl Display) {
        if self.loud {
            let what = harmless(&what.to_string());
            self.bar.suspend(|| eprintln!("{}", self.paint.on(Style::Dim, &what)));
        }
    }
}
