//! `demarche relate`: what one marked side of a text does to the other, a JSON line in, a JSON line out.

use std::io::{self, BufRead, Write};

use code::Related;
use demarche::engine::Engine;
use miette::{Result, miette};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use terms::{Pair, Span};

use crate::cli::context::Context;
use crate::cli::{Outcome, fault};

/// Lines that are worked on at once.
const BATCH: usize = 512;

/// Flags of `demarche relate`.
#[derive(clap::Args)]
pub(crate) struct Arguments {}

#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    id: Value,
    text: String,
    actor: [u32; 2],
    recipient: [u32; 2],
}

#[derive(Serialize)]
struct Answer {
    id: Value,
    #[serde(flatten)]
    related: Related,
}

/// Reads lines from standard input; a line that cannot be used is named on standard error, and the rest is done.
pub(crate) fn run(context: &Context, _: &Arguments, out: &mut dyn Write) -> Result<Outcome> {
    let engine = context.engine()?;
    let pool = context.pool()?;
    if !engine.has_relations() {
        context.voice.warning("no relation model: words and grammar decide alone");
    }
    let (mut good, mut bad) = (0, 0);
    let mut lines = io::stdin().lock().lines().enumerate().peekable();
    while lines.peek().is_some() {
        let batch: Vec<(usize, io::Result<String>)> = lines.by_ref().take(BATCH).collect();
        let answers: Vec<Option<Result<String, String>>> =
            pool.install(|| batch.par_iter().map(|(_, line)| answer(&engine, line)).collect());
        for ((number, _), answer) in batch.iter().zip(answers) {
            match answer {
                None => {}
                Some(Ok(line)) => {
                    writeln!(out, "{line}").map_err(fault::output)?;
                    good += 1;
                }
                Some(Err(problem)) => {
                    context.voice.error(format!("standard input, line {}: {problem}", number + 1));
                    bad += 1;
                }
            }
        }
        if batch.iter().any(|(_, line)| line.as_ref().is_err_and(|error| error.kind() != io::ErrorKind::InvalidData)) {
            return Err(miette!("standard input could not be read to its end"));
        }
    }
    Ok(match (good, bad) {
        (_, 0) => Outcome::Fine,
        (0, _) => Outcome::Nothing,
        _ => Outcome::SomeBad,
    })
}

/// `None` for an empty line. A side may be empty: then the text does not name it.
fn answer(engine: &Engine, line: &io::Result<String>) -> Option<Result<String, String>> {
    let line = match line {
        Ok(line) if line.trim().is_empty() => return None,
        Ok(line) => line,
        Err(error) => return Some(Err(format!("{error}; write it in UTF-8"))),
    };
    Some(read(line).and_then(|(id, text, pair)| {
        let related = engine.relate(&text, pair);
        serde_json::to_string(&Answer { id, related }).map_err(|error| error.to_string())
    }))
}

fn read(line: &str) -> Result<(Value, String, Pair), String> {
    const SHAPE: &str = r#"give {"id": …, "text": "…", "actor": [start, end], "recipient": [start, end]}"#;
    let line: Line = serde_json::from_str(line).map_err(|error| format!("{error}; {SHAPE}"))?;
    let length = line.text.chars().count();
    let span = |name: &str, [start, end]: [u32; 2]| {
        if start <= end && end as usize <= length {
            return Ok(Span::new(start, end));
        }
        Err(format!("{name} [{start}, {end}] is no part of a text of {length} characters; count from 0, end exclusive"))
    };
    let pair = Pair { actor: span("actor", line.actor)?, recipient: span("recipient", line.recipient)? };
    Ok((line.id, line.text, pair))
}
