//! One event with its history and the words it rests on.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use terms::{EventRow, phrases};

use super::rows::{Chip, Line, Quoted};
use super::story::Moment;
use super::{Frame, shown, told};
use crate::api::answering;
use crate::ask::Ask;
use crate::desk::Desk;
use crate::problem::Problem;

/// A claim about it.
struct Said {
    who: String,
    stance: &'static str,
    content: String,
    quote: Option<Quoted>,
}

/// An event that it answers, or that answers it.
struct Other {
    chip: Chip,
    what: String,
    href: String,
    how: String,
}

#[derive(Template)]
#[template(path = "event.html")]
struct Event {
    frame: Frame,
    story: Option<(String, String)>,
    line: Line,
    facts: Vec<(&'static str, String)>,
    says: Vec<Said>,
    answers: Vec<Other>,
    answered: Vec<Other>,
}

pub(super) async fn event(State(desk): State<Arc<Desk>>, ask: Ask) -> Response {
    told(answer(&desk, &ask).await)
}

async fn answer(desk: &Arc<Desk>, ask: &Ask) -> Result<Response, Problem> {
    let asked: Moment = ask.form()?;
    let view = desk.view(asked.as_of.map(|when| when.0)).await?;
    let row = desk.event(&view, ask.id())?;
    let other = |later: &EventRow, earlier: &EventRow, other: &EventRow| Other {
        chip: Chip::of(other.standing),
        what: other.summary.clone(),
        href: format!("/events/{}", other.id),
        how: phrases::how_answered(later, earlier).unwrap_or_default(),
    };
    let mut facts = vec![("Deed", phrases::kind(row)), ("When", phrases::when(row))];
    if !row.quantities.is_empty() {
        facts.push(("Numbers", row.quantities.iter().map(phrases::quantity).collect::<Vec<_>>().join(", ")));
    }
    if !row.locations.is_empty() {
        facts.push(("Where", row.locations.iter().map(|place| place.name.clone()).collect::<Vec<_>>().join(", ")));
    }
    facts.extend([
        ("PLOVER", phrases::plover(row)),
        ("Origins", format!("{} independent", row.origins)),
        ("Id", row.id.clone()),
    ]);
    let story = row.story.as_deref().and_then(|id| view.story(id));
    shown(
        ask,
        &Event {
            frame: Frame::of(ask, &view, &row.summary),
            story: story.map(|story| (story.title.clone(), format!("/stories/{}", story.id))),
            line: Line::of(&view, row),
            facts,
            says: view
                .claims_of_event(&row.id)
                .map(|claim| Said {
                    who: phrases::in_full(&claim.speaker),
                    stance: claim.stance.as_str(),
                    content: claim.content.clone(),
                    quote: claim.evidence.first().or(claim.headlines.first()).map(|piece| Quoted::of(&view, piece)),
                })
                .collect(),
            answers: row.responds_to.iter().filter_map(|id| view.event(id)).map(|one| other(row, one, one)).collect(),
            answered: answering(&view, row).map(|one| other(one, row, one)).collect(),
        },
    )
}
