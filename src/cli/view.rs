//! Flags that say from which moment to look.

use std::cell::Cell;
use std::time::{Duration, Instant};

use ledger::{Ledger, Until, View};
use miette::Result;
use terms::{Coded, Collate, Correction, Record};

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
    pub(crate) fn record(self, ledger: &Ledger, collation: &dyn Collate, voice: &Voice) -> Result<Record> {
        let collating = Timed::new(collation);
        let mut record = ledger
            .record(&self.view(), &|coded, corrections| collating.collate(coded, corrections))
            .map_err(fault::ledger)?;
        if let Some(until) = self.as_of {
            collation.look_on(&mut record, until.day());
        }
        collating.tell(voice);
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

/// Collates, and tells how long that took.
pub(crate) struct Timed<'a> {
    collation: &'a dyn Collate,
    articles: Cell<usize>,
    took: Cell<Duration>,
}

impl<'a> Timed<'a> {
    pub(crate) fn new(collation: &'a dyn Collate) -> Self {
        Self { collation, articles: Cell::new(0), took: Cell::default() }
    }

    pub(crate) fn collate(&self, coded: &[Coded], corrections: &[Correction]) -> Record {
        let start = Instant::now();
        let record = self.collation.collate_corrected(coded, corrections);
        self.articles.set(self.articles.get() + coded.len());
        self.took.set(self.took.get() + start.elapsed());
        record
    }

    /// "collated 5000 articles in 0.812 s", for those who want to know.
    pub(crate) fn tell(&self, voice: &Voice) {
        voice.detail(format!("collated {} articles in {:.3} s", self.articles.get(), self.took.get().as_secs_f64()));
    }
}
