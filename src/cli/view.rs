//! Flags that say from which moment to look.

use demarche::engine::Engine;
use ledger::{Ledger, Until, View};
use miette::Result;
use terms::Record;

use crate::cli::fault;
use crate::cli::voice::Voice;

/// Most ids named in a note.
const NAMED: usize = 5;

/// From which moment of which clock to look.
#[derive(clap::Args, Clone, Copy, Debug, Default)]
pub(crate) struct ViewArguments {
    /// What was known then, by the articles' own dates: a date (that whole day) or a date-time
    #[arg(long, value_name = "TIME")]
    pub as_of: Option<Until>,
    /// What this ledger held then, by the clock of reading
    #[arg(long, value_name = "TIME")]
    pub read_as_of: Option<Until>,
}

impl ViewArguments {
    /// The same for the ledger.
    pub(crate) fn view(self) -> View {
        View { as_of: self.as_of, read_as_of: self.read_as_of }
    }

    /// The record from there. Articles that a moment cannot place are named.
    pub(crate) fn record(self, ledger: &Ledger, engine: &Engine, voice: &Voice) -> Result<Record> {
        let record = ledger.record(&self.view(), &|coded| engine.collate(coded)).map_err(fault::ledger)?;
        if self.as_of.is_some() {
            let undated: Vec<&str> = record
                .articles
                .iter()
                .filter(|article| article.published.is_none() && article.published_inferred.is_none())
                .map(|article| article.id.as_str())
                .collect();
            if !undated.is_empty() {
                let more = if undated.len() > NAMED { ", …" } else { "" };
                let named = undated[..undated.len().min(NAMED)].join(", ");
                voice.warning(format!(
                    "without a date, so taken as known from the start: {} ({named}{more})",
                    undated.len()
                ));
            }
        }
        Ok(record)
    }
}
