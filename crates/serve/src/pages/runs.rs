//! The runs that wrote: what they read, what they left out and why.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use jiff::Unit;
use ledger::Run;
use serde::Deserialize;

use super::{Frame, shown, told};
use crate::ask::Ask;
use crate::desk::Desk;
use crate::problem::Problem;

/// Runs of a page, the last first; problems of one.
const RUNS: usize = 50;
const PROBLEMS: usize = 200;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {}

/// A run.
struct Row {
    number: i64,
    command: String,
    inputs: String,
    began: String,
    took: String,
    version: String,
    counts: Vec<(String, u64)>,
    problems: Vec<String>,
    more: usize,
}

#[derive(Template)]
#[template(path = "runs.html")]
struct Runs {
    frame: Frame,
    rows: Vec<Row>,
    more: usize,
}

pub(super) async fn runs(State(desk): State<Arc<Desk>>, ask: Ask) -> Response {
    told(answer(&desk, &ask))
}

fn answer(desk: &Arc<Desk>, ask: &Ask) -> Result<Response, Problem> {
    let Asked {} = ask.form()?;
    let runs = desk.runs()?;
    let more = runs.len().saturating_sub(RUNS);
    let rows = runs.iter().rev().take(RUNS).map(row).collect();
    let frame = Frame { is_timed: false, ..Frame::of(ask, &desk.now(), "Runs") };
    shown(ask, &Runs { frame, rows, more })
}

fn row(run: &Run) -> Row {
    let began = run.began.round(Unit::Second).unwrap_or(run.began);
    let problems = run.end.as_ref().map_or(&[][..], |end| &end.problems);
    Row {
        number: run.id.0,
        command: run.command.clone(),
        inputs: run.inputs.join(" "),
        began: began.to_string(),
        took: run.ended.map_or("cut short or still going on".to_owned(), |ended| {
            format!("{:.1} s", (ended - run.began).total(Unit::Second).unwrap_or_default())
        }),
        version: run.version.clone(),
        counts: run
            .end
            .iter()
            .flat_map(|end| &end.counts)
            .filter(|(name, count)| **count > 0 || *name == "articles")
            .map(|(name, count)| (name.replace('_', " "), *count))
            .collect(),
        problems: problems.iter().take(PROBLEMS).cloned().collect(),
        more: problems.len().saturating_sub(PROBLEMS),
    }
}
