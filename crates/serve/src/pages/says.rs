//! Who says what: propositions below each other, speakers beside each other.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use terms::matrix::{Proposition, StoryMatrix};
use terms::{Stance, phrases};

use super::rows::{Quoted, Who};
use super::story::Moment;
use super::tabs::Tabs;
use super::{Frame, shown, told};
use crate::api::matrix_of;
use crate::ask::Ask;
use crate::desk::Desk;
use crate::problem::Problem;
use crate::snapshot::Snapshot;

/// Most speakers beside each other; the others follow in a table below.
const BESIDE: usize = 6;

/// How a speaker stands to a proposition.
struct Cell {
    speaker: String,
    shape: char,
    words: String,
    class: &'static str,
    quote: Option<Quoted>,
}

/// A proposition with a cell for each speaker; `None` where one is silent.
struct Row {
    id: String,
    what: String,
    href: Option<String>,
    disputed: bool,
    /// Outlets that tell it in their own voice.
    told: Vec<Quoted>,
    cells: Vec<Option<Cell>>,
}

/// Some speakers with the propositions that they speak of.
struct Table {
    speakers: Vec<Who>,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "says.html")]
struct Says {
    frame: Frame,
    tabs: Tabs,
    tables: Vec<Table>,
}

pub(super) async fn says(State(desk): State<Arc<Desk>>, ask: Ask) -> Response {
    told(answer(&desk, &ask).await)
}

async fn answer(desk: &Arc<Desk>, ask: &Ask) -> Result<Response, Problem> {
    let asked: Moment = ask.form()?;
    let view = desk.view(asked.as_of.map(|when| when.0)).await?;
    let id = ask.path.get(1).map_or("", String::as_str);
    let story = desk.story(&view, id)?;
    let matrix = matrix_of(&view, story);
    let tables = (0..matrix.speakers.len()).step_by(BESIDE).map(|from| table(&view, &matrix, from)).collect();
    let title = format!("Who says what: {}", story.title);
    shown(ask, &Says { frame: Frame::of(ask, &view, title), tabs: Tabs::of(story, "says"), tables })
}

fn table(view: &Snapshot, matrix: &StoryMatrix<'_>, from: usize) -> Table {
    let speakers = &matrix.speakers[from..(from + BESIDE).min(matrix.speakers.len())];
    let rows = matrix.propositions.iter().filter_map(|proposition| {
        let cells: Vec<Option<Cell>> = speakers.iter().map(|speaker| cell(view, proposition, &speaker.name)).collect();
        cells.iter().any(Option::is_some).then(|| Row {
            id: format!("p-{}", proposition.id),
            what: proposition.content.to_owned(),
            href: proposition.event.map(|id| format!("/events/{id}")),
            disputed: proposition.is_disputed(),
            told: proposition.event.map(|id| told_by(view, id)).unwrap_or_default(),
            cells,
        })
    });
    Table { rows: rows.collect(), speakers: speakers.iter().map(|speaker| Who::of(speaker, "")).collect() }
}

fn cell(view: &Snapshot, proposition: &Proposition<'_>, speaker: &str) -> Option<Cell> {
    let cell = proposition.cells.iter().find(|cell| cell.speaker == speaker)?;
    let (shape, class) = match cell.stances.last().copied().unwrap_or(Stance::Asserts) {
        Stance::Asserts => ('✓', "done"),
        Stance::Supports => ('+', "done"),
        Stance::Denies => ('✗', "no"),
        Stance::Doubts => ('?', "turned"),
        Stance::Demands => ('◇', "open"),
    };
    let claim = cell.claims.last().and_then(|id| view.claim(id));
    let quote = claim.and_then(|claim| claim.evidence.first().or(claim.headlines.first()));
    Some(Cell {
        speaker: phrases::in_full(view.claim(cell.claims.first()?).map(|claim| &claim.speaker)?),
        shape,
        words: cell.words(", then "),
        class,
        quote: quote.map(|piece| Quoted::of(view, piece)),
    })
}

/// The articles that tell an event themselves, an entry an article.
fn told_by(view: &Snapshot, event: &str) -> Vec<Quoted> {
    let mut seen: Vec<&str> = Vec::new();
    let steps = view.event(event).into_iter().flat_map(|event| &event.history).filter(|step| step.by.is_none());
    steps
        .filter_map(|step| step.evidence.first())
        .filter(|piece| {
            let is_new = !seen.contains(&piece.article.as_str());
            seen.push(&piece.article);
            is_new
        })
        .map(|piece| Quoted::of(view, piece))
        .collect()
}
