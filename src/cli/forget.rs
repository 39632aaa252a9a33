//! `demarche forget`: takes an article's text out of the ledger.

use std::io::Write;

use jiff::Timestamp;
use ledger::{RunEnd, View};
use miette::Result;

use crate::cli::context::Context;
use crate::cli::{Outcome, fault};

/// Flags of `demarche forget`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Id of the article, or the beginning of one
    #[arg(value_name = "ARTICLE")]
    article: String,
}

/// Takes the text out; its hash and a mark stay, and so do the events, without quotes from it.
pub(crate) fn run(context: &Context, arguments: &Arguments, out: &mut dyn Write) -> Result<Outcome> {
    let mut ledger = context.ledger_to_write()?;
    let stored = ledger.article(&arguments.article).map_err(fault::ledger)?;
    if stored.forgotten {
        context.voice.note(format!("article {} was forgotten before", stored.public_id));
        return Ok(Outcome::Fine);
    }
    let collation = context.collation()?;
    let run = ledger
        .begin(
            Timestamp::now(),
            "forget",
            std::slice::from_ref(&stored.public_id),
            stored.version.as_deref().unwrap_or(""),
        )
        .map_err(fault::ledger)?;
    ledger.forget(run, Timestamp::now(), &stored.public_id).map_err(fault::ledger)?;
    let record = ledger
        .record(&View::default(), &|coded, corrections| collation.collate_corrected(coded, corrections))
        .map_err(fault::ledger)?;
    ledger.amend(run, Timestamp::now(), &record).map_err(fault::ledger)?;
    ledger.end(run, Timestamp::now(), &RunEnd::default()).map_err(fault::ledger)?;
    writeln!(out, "Forgot the text of article {}; its hash {} stays.", stored.public_id, stored.article.content_hash)
        .map_err(fault::output)?;
    Ok(Outcome::Fine)
}
