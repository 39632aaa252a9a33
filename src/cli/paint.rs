//! Colours of words; plain where the output is no terminal.

use clap::ValueEnum;
use terms::{Status, phrases};

/// Whether to colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless NO_COLOR is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl Color {
    /// Whether an output is to be coloured.
    pub(crate) fn is_wanted(self, on_terminal: bool) -> bool {
        let forbidden = || std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Auto => on_terminal && !forbidden(),
        }
    }
}

/// How a word looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Style {
    #[default]
    Plain,
    Bold,
    Dim,
    Red,
    Green,
    Yellow,
    Blue,
    Cyan,
}

/// Colours words, or leaves them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Paint(pub bool);

impl Paint {
    /// A word in a style.
    pub(crate) fn on(self, style: Style, word: &str) -> String {
        let code = match style {
            Style::Plain => return word.to_owned(),
            Style::Bold => 1,
            Style::Dim => 2,
            Style::Red => 31,
            Style::Green => 32,
            Style::Yellow => 33,
            Style::Blue => 34,
            Style::Cyan => 36,
        };
        if self.0 && !word.is_empty() { format!("\x1b[{code}m{word}\x1b[0m") } else { word.to_owned() }
    }
}

/// Shape and colour of a standing; the word itself stands beside them, so that neither is the only sign.
pub(crate) fn mark(standing: Status) -> (char, Style) {
    let style = match standing {
        Status::Done | Status::UnderWay => Style::Green,
        Status::Planned => Style::Cyan,
        Status::Proposed | Status::Demanded => Style::Blue,
        Status::Threatened | Status::Withdrawn | Status::Reversed => Style::Yellow,
        Status::Refused | Status::Failed => Style::Red,
        Status::Hypothetical => Style::Dim,
    };
    (phrases::shape(standing), style)
}
