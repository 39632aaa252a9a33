//! `demarche recode`: codes the stored articles anew.

use std::io::Write;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use ledger::{AmendmentKind, RunEnd, View};
use miette::Result;

use crate::cli::context::Context;
use crate::cli::flow::{Fed, Step, flow, taken_back};
use crate::cli::{Outcome, fault, phrases};

/// Articles written at a time.
const BATCH: usize = 64;

/// Flags of `demarche recode`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Also those that this version coded already
    #[arg(long)]
    all: bool,
    /// Longest time that one article may take, 0 for any
    #[arg(long, value_name = "SECONDS", default_value_t = 120)]
    max_time: u64,
}

impl Arguments {
    fn patience(&self) -> Option<Duration> {
        (self.max_time > 0).then(|| Duration::from_secs(self.max_time))
    }
}

/// Codes every stored article that another version of codebook or weights coded. Old codings stay beneath the new.
pub(crate) fn run(context: &Context, arguments: &Arguments, out: &mut dyn Write) -> Result<Outcome> {
    let mut ledger = context.ledger_to_write()?;
    let engine = Arc::new(context.engine()?);
    let version = engine.version();
    // No version is called "", so that it outdates all.
    let keys = ledger.outdated(if arguments.all { "" } else { &version }).map_err(fault::ledger)?;
    if keys.is_empty() {
        writeln!(out, "Nothing to code anew: every article was coded by {version}.").map_err(fault::output)?;
        return Ok(Outcome::Fine);
    }
    let run = ledger.begin(Timestamp::now(), "recode", &[], &version).map_err(fault::ledger)?;
    context.voice.start("coding", Some(keys.len() as u64));
    let stored = context.ledger()?;
    let feed = keys.clone().into_iter().map(move |key| match stored.load(key) {
        Ok(article) => Fed::Work(key, article),
        Err(error) => Fed::Pass(error),
    });
    let coder = engine.clone();
    let mut batch = Vec::new();
    let mut problems = Vec::new();
    for step in flow(feed, context.pace(arguments.patience()), move |article| coder.code(&coder.annotate(article))) {
        match step {
            Step::Passed(error) => return Err(fault::ledger(error)),
            Step::Failed(_, article, failure) => {
                let problem = format!("article {} {failure}; its former coding stands", article.id);
                context.voice.error(&problem);
                problems.push(problem);
            }
            Step::Done(key, _, coded) => batch.push((key, coded)),
        }
        if batch.len() == BATCH {
            ledger.recode(run, Timestamp::now(), &version, &batch).map_err(fault::ledger)?;
            batch.clear();
        }
        context.voice.advance(1, "");
    }
    ledger.recode(run, Timestamp::now(), &version, &batch).map_err(fault::ledger)?;
    let collation = match taken_back(engine) {
        Some(engine) => engine.into_collation(),
        None => context.collation()?,
    };
    let record = ledger
        .record(&View::default(), &|coded, corrections| collation.collate_corrected(coded, corrections))
        .map_err(fault::ledger)?;
    let amendments = ledger.amend(run, Timestamp::now(), &record).map_err(fault::ledger)?;
    let outcome = if problems.is_empty() { Outcome::Fine } else { Outcome::SomeBad };
    let counts = [("articles".to_owned(), keys.len() as u64), ("failed".to_owned(), problems.len() as u64)].into();
    let end = RunEnd { counts, problems };
    ledger.end(run, Timestamp::now(), &end).map_err(fault::ledger)?;
    context.voice.finish();
    let count = |kind: AmendmentKind| amendments.iter().filter(|amendment| amendment.kind == kind).count();
    let (new, changed, gone) = (count(AmendmentKind::New), count(AmendmentKind::Changed), count(AmendmentKind::Gone));
    let coded = phrases::counted(keys.len(), "article");
    writeln!(out, "Coded {coded} anew by {version}: events {new} new, {changed} changed, {gone} gone.")
        .map_err(fault::output)?;
    Ok(outcome)
}
