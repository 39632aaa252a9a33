//! `demarche recode`: codes the stored articles anew.

use std::io::Write;

use jiff::Timestamp;
use ledger::{AmendmentKind, RunEnd, View};
use miette::Result;

use crate::cli::context::Context;
use crate::cli::read::code_all;
use crate::cli::{Outcome, fault, table};

/// Articles coded at a time.
const BATCH: usize = 64;

/// Flags of `demarche recode`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Also those that this version coded already
    #[arg(long)]
    all: bool,
}

/// Codes every stored article that another version of codebook or weights coded. Old codings stay beneath the new.
pub(crate) fn run(context: &Context, arguments: &Arguments, out: &mut dyn Write) -> Result<Outcome> {
    let mut ledger = context.ledger_to_write()?;
    let engine = context.engine()?;
    let pool = context.pool()?;
    let version = engine.version();
    // No version is called "", so that it outdates all.
    let keys = ledger.outdated(if arguments.all { "" } else { &version }).map_err(fault::ledger)?;
    if keys.is_empty() {
        writeln!(out, "Nothing to code anew: every article was coded by {version}.").map_err(fault::output)?;
        return Ok(Outcome::Fine);
    }
    let run = ledger.begin(Timestamp::now(), "recode", &[], &version).map_err(fault::ledger)?;
    context.voice.start("coding", Some(keys.len() as u64));
    for batch in keys.chunks(BATCH) {
        let articles = batch
            .iter()
            .map(|key| ledger.load(*key))
            .collect::<std::result::Result<Vec<_>, _>>()
            .map_err(fault::ledger)?;
        let coded: Vec<_> =
            batch.iter().copied().zip(code_all(&engine, &pool, articles).into_iter().map(|(_, coded)| coded)).collect();
        ledger.recode(run, Timestamp::now(), &version, &coded).map_err(fault::ledger)?;
        context.voice.advance(batch.len(), "");
    }
    let collation = engine.into_collation();
    let record = ledger.record(&View::default(), &|coded| collation.collate(coded)).map_err(fault::ledger)?;
    let amendments = ledger.amend(run, Timestamp::now(), &record).map_err(fault::ledger)?;
    let end = RunEnd { counts: [("articles".to_owned(), keys.len() as u64)].into(), problems: Vec::new() };
    ledger.end(run, Timestamp::now(), &end).map_err(fault::ledger)?;
    context.voice.finish();
    let count = |kind: AmendmentKind| amendments.iter().filter(|amendment| amendment.kind == kind).count();
    let (new, changed, gone) = (count(AmendmentKind::New), count(AmendmentKind::Changed), count(AmendmentKind::Gone));
    let coded = table::counted(keys.len(), "article");
    writeln!(out, "Coded {coded} anew by {version}: events {new} new, {changed} changed, {gone} gone.")
        .map_err(fault::output)?;
    Ok(Outcome::Fine)
}
