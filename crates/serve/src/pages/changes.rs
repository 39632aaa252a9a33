//! What stands otherwise than before a moment.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;

use super::rows::{Chip, Quoted, by};
use super::{Frame, shown, told};
use crate::api::changes_since;
use crate::ask::Ask;
use crate::desk::Desk;
use crate::fields::When;
use crate::problem::Problem;

/// Most changes of a page.
const CHANGES: usize = 200;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    since: Option<When>,
    as_of: Option<When>,
}

/// A change.
struct Row {
    old: Option<String>,
    chip: Chip,
    new: String,
    what: String,
    href: String,
    at: String,
    by: String,
    quote: Option<Quoted>,
}

#[derive(Template)]
#[template(path = "changes.html")]
struct Changes {
    frame: Frame,
    since: String,
    rows: Vec<Row>,
    left_out: usize,
}

pub(super) async fn changes(State(desk): State<Arc<Desk>>, ask: Ask) -> Response {
    told(answer(&desk, &ask).await)
}

async fn answer(desk: &Arc<Desk>, ask: &Ask) -> Result<Response, Problem> {
    let asked: Asked = ask.form()?;
    let as_of = asked.as_of.map(|when| when.0);
    let since = asked.since.map_or_else(|| crate::api::lately(&desk.now()), |when| when.0);
    let listed = changes_since(desk, since, as_of).await?;
    let view = &listed.view;
    let rows = listed.changes.iter().take(CHANGES).map(|change| {
        let last = change.steps.iter().rev().find(|step| step.decides).or(change.steps.last());
        Row {
            old: change.old.map(|_| change.was()),
            chip: change.new.map_or_else(Chip::no_event, |new| Chip::of(new.standing)),
            new: change.is(),
            what: change.summary.clone(),
            href: format!("/events/{}", change.event),
            at: last.and_then(|step| step.at.clone()).unwrap_or_else(|| "undated".to_owned()),
            by: last.map(by).unwrap_or_default(),
            quote: last.and_then(|step| step.evidence.first()).map(|piece| Quoted::of(view, piece)),
        }
    });
    let rows = rows.collect();
    let left_out = listed.changes.len().saturating_sub(CHANGES);
    let frame = Frame::of(ask, view, format!("Changes since {since}"));
    shown(ask, &Changes { frame, since: since.to_string(), rows, left_out })
}
