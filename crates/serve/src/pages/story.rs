//! A story: where it stands, what changed last, what supports it, what is disputed, what is pending; then every event.

use std::collections::BTreeSet;
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use terms::{EventRow, phrases};

use super::rows::{Line, Move, Quoted, Who};
use super::tabs::Tabs;
use super::{Frame, rows, shown, told};
use crate::api::matrix_of;
use crate::ask::Ask;
use crate::desk::Desk;
use crate::facts::is_disputed;
use crate::fields::When;
use crate::problem::Problem;
use crate::snapshot::Snapshot;

/// Most rows of a card; the rest is counted.
const ROWS: usize = 3;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Moment {
    pub as_of: Option<When>,
}

/// The event that the story turns on.
struct Stands {
    line: Line,
    /// When the word was said that it rests on.
    at: String,
    /// Since when it was spoken of.
    since: String,
    quote: Option<Quoted>,
}

/// What supports where it stands.
struct Support {
    articles: String,
    origins: String,
    speakers: Vec<Who>,
}

/// A move of some event of the story.
struct Moved {
    what: String,
    href: String,
    moved: Move,
}

/// A row of a card.
struct Short {
    shape: char,
    word: &'static str,
    what: String,
    detail: String,
    href: String,
}

/// Rows of a card, and how many more there are.
struct Card {
    rows: Vec<Short>,
    more: usize,
}

/// An article of the story.
struct Source {
    title: String,
    href: String,
    facts: String,
}

#[derive(Template)]
#[template(path = "story.html")]
struct Story {
    frame: Frame,
    tabs: Tabs,
    facts: String,
    stands: Option<Stands>,
    moved: Option<Moved>,
    support: Option<Support>,
    disputed: Card,
    pending: Card,
    differences: usize,
    lines: Vec<Line>,
    sources: Vec<Source>,
}

pub(super) async fn story(State(desk): State<Arc<Desk>>, ask: Ask) -> Response {
    told(answer(&desk, &ask).await)
}

async fn answer(desk: &Arc<Desk>, ask: &Ask) -> Result<Response, Problem> {
    let asked: Moment = ask.form()?;
    let view = desk.view(asked.as_of.map(|when| when.0)).await?;
    let id = ask.path.get(1).map_or("", String::as_str);
    let row = desk.story(&view, id)?;
    let place = view.story_place(&row.id).unwrap_or_default();
    let facts = &view.facts[place];
    let principal = facts.principal.map(|place| &view.record.events[place]);
    let moved = facts.moved.as_ref().map(|(place, _)| &view.record.events[*place]);
    // What moved is told of the event that the story turns on, where that has moved.
    let moved = principal.filter(|event| phrases::last_change(event).is_some()).or(moved);
    let mut lines: Vec<Line> = view.events_of(row).map(|event| Line::of(&view, event)).collect();
    if let Some(at) = principal.and_then(|event| lines.iter().position(|line| line.id == event.id)) {
        lines[..=at].rotate_right(1);
    }
    shown(
        ask,
        &Story {
            frame: Frame::of(ask, &view, &row.title),
            tabs: Tabs::of(row, ""),
            facts: format!("{}, {}", phrases::counted(row.articles.len(), "article"), super::stories::days(facts)),
            stands: principal.map(|event| stands(&view, event)),
            moved: moved.and_then(|event| {
                Line::of(&view, event).moved.map(|moved| Moved {
                    what: event.summary.clone(),
                    href: format!("/events/{}", event.id),
                    moved,
                })
            }),
            support: principal.map(|event| support(&view, event)),
            disputed: disputed(&view, row),
            pending: card(
                view.events_of(row).filter(|event| phrases::is_pending(event.standing)).map(pending).collect(),
            ),
            differences: facts.differences,
            lines,
            sources: row.articles.iter().filter_map(|id| source(&view, id)).collect(),
        },
    )
}

fn stands(view: &Snapshot, event: &EventRow) -> Stands {
    let decides = event.deciding();
    Stands {
        line: Line::of(view, event),
        at: decides.and_then(|step| step.at.clone()).unwrap_or_else(|| "undated".to_owned()),
        since: event.history.iter().filter_map(|step| step.at.clone()).min().unwrap_or_else(|| "undated".to_owned()),
        quote: decides.and_then(|step| step.evidence.first()).map(|piece| Quoted::of(view, piece)),
    }
}

fn support(view: &Snapshot, event: &EventRow) -> Support {
    let articles: BTreeSet<&str> = event.history.iter().map(|step| step.article.as_str()).collect();
    let mut speakers: Vec<Who> = Vec::new();
    let claims = view.claims_of_event(&event.id).filter(|claim| !claim.anonymous).map(|claim| &claim.speaker);
    for actor in event.history.iter().filter_map(|step| step.by.as_ref()).chain(claims) {
        if !speakers.iter().any(|who| who.name == actor.name) {
            speakers.push(Who::of(actor, ""));
        }
    }
    Support {
        articles: phrases::counted(articles.len(), "article"),
        origins: phrases::counted(event.origins, "independent origin"),
        speakers,
    }
}

/// What is disputed: events that somebody denies or doubts, and propositions on which speakers differ.
fn disputed(view: &Snapshot, story: &terms::StoryRow) -> Card {
    let mut rows: Vec<Short> = view
        .events_of(story)
        .filter(|event| is_disputed(event))
        .map(|event| Short {
            shape: '≠',
            word: event.assertion.as_str(),
            what: event.summary.clone(),
            detail: phrases::says_so(event),
            href: format!("/events/{}", event.id),
        })
        .collect();
    let matrix = matrix_of(view, story);
    let only_claims = matrix.propositions.iter().filter(|row| row.event.is_none() && row.is_disputed());
    rows.extend(only_claims.map(|row| {
        Short {
            shape: '≠',
            word: "disputed",
            what: row.content.to_owned(),
            detail: row
                .cells
                .iter()
                .map(|cell| format!("{} {}", cell.speaker, cell.words(", then ")))
                .collect::<Vec<_>>()
                .join("; "),
            href: format!("/stories/{}/says#p-{}", story.id, row.id),
        }
    }));
    card(rows)
}

fn pending(event: &EventRow) -> Short {
    let by = event.deciding().map(rows::by).unwrap_or_default();
    Short {
        shape: phrases::shape(event.standing),
        word: phrases::word(event.standing),
        what: event.summary.clone(),
        detail: by,
        href: format!("/events/{}", event.id),
    }
}

fn card(mut rows: Vec<Short>) -> Card {
    let more = rows.len().saturating_sub(ROWS);
    rows.truncate(ROWS);
    Card { rows, more }
}

fn source(view: &Snapshot, id: &str) -> Option<Source> {
    let row = view.article(id)?;
    let inferred = row.published_inferred.as_ref().map(|day| format!("{day}, inferred"));
    let at = row.published.clone().or(inferred).unwrap_or_else(|| "undated".to_owned());
    let facts: Vec<String> = row.outlet.iter().cloned().chain([at]).collect();
    Some(Source {
        title: row.title.clone().unwrap_or_else(|| rows::source(row).to_owned()),
        href: format!("/articles/{}", super::frame::escaped(id)),
        facts: facts.join(", "),
    })
}
