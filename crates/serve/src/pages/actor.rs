//! Somebody: what it did, had done to it and said, and with whom it deals.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use terms::{EventRow, phrases};

use super::rows::{Chip, Line, Quoted, Who};
use super::story::Moment;
use super::{Frame, shown, told};
use crate::ask::Ask;
use crate::desk::Desk;
use crate::people::{self, Person};
use crate::problem::Problem;
use crate::snapshot::Snapshot;

/// Most rows of each list, and most sides that it deals with.
const ROWS: usize = 50;
const SIDES: usize = 40;

/// Somebody that it deals with.
struct Other {
    who: Who,
    did: usize,
    suffered: usize,
    last: Option<(Chip, String, String)>,
}

/// Something that it says.
struct Said {
    stance: &'static str,
    content: String,
    said: String,
    quote: Option<Quoted>,
}

#[derive(Template)]
#[template(path = "actor.html")]
struct Page {
    frame: Frame,
    names: Vec<String>,
    did: Vec<Line>,
    did_count: usize,
    suffered: Vec<Line>,
    suffered_count: usize,
    said: Vec<Said>,
    said_count: usize,
    others: Vec<Other>,
}

pub(super) async fn actor(State(desk): State<Arc<Desk>>, ask: Ask) -> Response {
    told(answer(&desk, &ask).await)
}

async fn answer(desk: &Arc<Desk>, ask: &Ask) -> Result<Response, Problem> {
    let asked: Moment = ask.form()?;
    let view = desk.view(asked.as_of.map(|when| when.0)).await?;
    let id = ask.id();
    let person = view.people.get(id).ok_or_else(|| Problem::unknown("actor", id))?;
    let lines = |places: &[usize]| -> Vec<Line> {
        places.iter().rev().take(ROWS).map(|&place| Line::of(&view, &view.record.events[place])).collect()
    };
    let is_code = person.actors.iter().any(|actor| actor.code.as_deref() == Some(id));
    let title = match person.actors.iter().next() {
        Some(actor) if !is_code => actor.name.clone(),
        _ => id.to_owned(),
    };
    shown(
        ask,
        &Page {
            frame: Frame::of(ask, &view, title),
            names: person.actors.iter().map(phrases::in_full).collect(),
            did: lines(&person.acts),
            did_count: person.acts.len(),
            suffered: lines(&person.suffers),
            suffered_count: person.suffers.len(),
            said: person
                .says
                .iter()
                .rev()
                .take(ROWS)
                .map(|&place| &view.record.claims[place])
                .map(|claim| Said {
                    stance: claim.stance.as_str(),
                    content: claim.content.clone(),
                    said: claim.said.clone().unwrap_or_else(|| "undated".to_owned()),
                    quote: claim.evidence.first().or(claim.headlines.first()).map(|piece| Quoted::of(&view, piece)),
                })
                .collect(),
            said_count: person.says.len(),
            others: others(&view, person),
        },
    )
}

/// Those that it deals with, the most frequent first.
fn others(view: &Snapshot, person: &Person) -> Vec<Other> {
    let mut found: BTreeMap<&str, (Who, usize, usize, Option<&EventRow>)> = BTreeMap::new();
    let mut note = |parties: &'_ [usize], acts: bool| {
        for &place in parties {
            let event = &view.record.events[place];
            let sides = if acts { &event.recipient } else { &event.actor };
            for party in sides.iter().filter(|party| !person.actors.contains(&party.actor)) {
                let Some(id) = people::id(&party.actor) else { continue };
                let entry = found.entry(id).or_insert_with(|| (Who::of(&party.actor, &party.text), 0, 0, None));
                *(if acts { &mut entry.1 } else { &mut entry.2 }) += 1;
                entry.3 = Some(event).max_by_moment(entry.3);
            }
        }
    };
    note(&person.acts, true);
    note(&person.suffers, false);
    let mut others: Vec<Other> = found
        .into_values()
        .map(|(who, did, suffered, last)| Other {
            who,
            did,
            suffered,
            last: last.map(|event| {
                (Chip::of(event.standing), phrases::deed(event).to_owned(), format!("/events/{}", event.id))
            }),
        })
        .collect();
    others.sort_by_key(|other| std::cmp::Reverse(other.did + other.suffered));
    others.truncate(SIDES);
    others
}

/// The later of two events.
trait Later<'a> {
    fn max_by_moment(self, other: Option<&'a EventRow>) -> Option<&'a EventRow>;
}

impl<'a> Later<'a> for Option<&'a EventRow> {
    fn max_by_moment(self, other: Option<&'a EventRow>) -> Option<&'a EventRow> {
        self.into_iter().chain(other).max_by_key(|event| event.moment())
    }
}
