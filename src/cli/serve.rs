//! `demarche serve`: the pages and the HTTP API.

use std::net::SocketAddr;
use std::sync::Arc;

use miette::{Report, Result, miette};
use serve::{Desk, Options, ServeError};

use crate::cli::context::Context;
use crate::cli::{Outcome, fault};

/// Fewest characters of a token.
const TOKEN: usize = 16;

/// Flags of `demarche serve`.
#[derive(clap::Args)]
#[command(
    after_help = "Only programs of this machine can reach it unless --listen says otherwise; then a token is asked for, in $DEMARCHE_TOKEN\n\
    (or --token, which others on this machine can see). Browsers sign in with it once, programs send it as a Bearer token.\n\
    The ledger is only read; what `read` and `watch` add meanwhile shows up by itself. Interrupt (Ctrl-C) ends it."
)]
pub(crate) struct Arguments {
    /// Address and port to listen at
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8016")]
    listen: SocketAddr,
    /// What callers must show; at least 16 characters
    #[arg(long, value_name = "TOKEN", env = "DEMARCHE_TOKEN", hide_env_values = true)]
    token: Option<String>,
}

/// Serves until it is told to end.
pub(crate) fn run(context: &Context, arguments: &Arguments) -> Result<Outcome> {
    let token = arguments.token.clone().filter(|token| !token.is_empty());
    let loopback = arguments.listen.ip().is_loopback();
    if token.is_none() && !loopback {
        return Err(miette!(
            help = "set $DEMARCHE_TOKEN to at least 16 characters that nobody guesses, or listen at 127.0.0.1",
            "{} can be reached from other machines, so callers must show a token",
            arguments.listen
        ));
    }
    if token.as_ref().is_some_and(|token| token.chars().count() < TOKEN) {
        return Err(miette!(help = format!("give at least {TOKEN} characters"), "the token can be guessed"));
    }
    let options = Options { db: context.db.clone(), token, loopback, version: env!("CARGO_PKG_VERSION").to_owned() };
    let desk = Arc::new(Desk::open(options, context.collation()?).map_err(fault::ledger)?);
    let ready = |address: SocketAddr| context.voice.note(format!("http://{address}/ shows {}", context.db.display()));
    serve::serve(desk, arguments.listen, ready, |problem| eprintln!("warning: {problem}")).map_err(report)?;
    Ok(Outcome::Fine)
}

fn report(error: ServeError) -> Report {
    match error {
        ServeError::Ledger(error) => fault::ledger(error),
        ServeError::Listen { .. } => miette!(help = "name another address with --listen", "{error}"),
        ServeError::Stopped(_) => miette!("{error}"),
    }
}
