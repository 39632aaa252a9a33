//! Flags of every subcommand that reads articles: how much of an input is taken in.

use std::io::stdin;
use std::path::{Path, PathBuf};
use std::time::Duration;

use acquire::{Fields, Input, Limits, Reader};

use crate::cli::context::Context;

/// Limits of what is taken in; what is over one is named and left out, the rest is read.
#[derive(clap::Args)]
#[command(next_help_heading = "Limits")]
pub(crate) struct Intake {
    /// Longest text of one article
    #[arg(long, value_name = "BYTES", default_value_t = Limits::default().text_bytes)]
    max_article: usize,
    /// Longest web page or feed entry
    #[arg(long, value_name = "BYTES", default_value_t = Limits::default().page_bytes)]
    max_page: usize,
    /// Deepest nesting of a page's elements
    #[arg(long, value_name = "LEVELS", default_value_t = Limits::default().depth)]
    max_depth: usize,
    /// Most that one packed file is unpacked to
    #[arg(long, value_name = "BYTES", default_value_t = Limits::default().unpacked_bytes)]
    max_unpacked: u64,
    /// Most bytes out of one byte in, of a packed file
    #[arg(long, value_name = "TIMES", default_value_t = Limits::default().unpacked_ratio)]
    max_ratio: u64,
    /// Longest time that one article may take, 0 for any
    #[arg(long, value_name = "SECONDS", default_value_t = 120)]
    max_time: u64,
}

/// How inputs are read: within which limits, and under which names records give their fields.
pub(crate) struct Manner {
    /// How much is taken in.
    pub limits: Limits,
    /// Names of fields.
    pub fields: Fields,
}

impl Manner {
    /// A reader of inputs.
    pub(crate) fn reader(self, inputs: impl IntoIterator<Item = Input>) -> Reader {
        Reader::new(inputs, self.limits).with_fields(self.fields)
    }

    /// A reader of paths as given on the command line; `-` is standard input.
    pub(crate) fn reader_of(self, paths: &[PathBuf]) -> Reader {
        let input = |path: &PathBuf| {
            if path == Path::new("-") { Input::stream("-", stdin()) } else { Input::from(path.as_path()) }
        };
        self.reader(paths.iter().map(input))
    }
}

impl Intake {
    /// Longest time that one article may take.
    pub(crate) fn patience(&self) -> Option<Duration> {
        (self.max_time > 0).then(|| Duration::from_secs(self.max_time))
    }

    /// The flags, with what the settings files say.
    pub(crate) fn manner(&self, context: &Context) -> Manner {
        let mut limits = Limits::with_text_bytes(self.max_article);
        limits.page_bytes = self.max_page;
        limits.depth = self.max_depth;
        limits.unpacked_bytes = self.max_unpacked;
        limits.unpacked_ratio = self.max_ratio;
        Manner { limits, fields: context.fields.clone() }
    }
}
