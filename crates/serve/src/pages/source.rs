//! An article's text with every piece of evidence in it, alone or beside another.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use ledger::Whole;
use serde::Deserialize;
use terms::{Span, Text, phrases};

use super::frame::escaped;
use super::{Frame, rows, shown, told};
use crate::ask::Ask;
use crate::desk::Desk;
use crate::fields::{Range, When, Words};
use crate::marks::{Layer, Mark, marks};
use crate::problem::Problem;
use crate::snapshot::Snapshot;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    as_of: Option<When>,
    /// Id of the article beside it.
    with: Option<Words>,
    /// Words to point out.
    at: Option<Range>,
    /// The only layer to show.
    layer: Option<LayerName>,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum LayerName {
    Event,
    Claim,
    Actor,
    Place,
}

impl LayerName {
    fn layer(self) -> Layer {
        match self {
            Self::Event => Layer::Event,
            Self::Claim => Layer::Claim,
            Self::Actor => Layer::Actor,
            Self::Place => Layer::Place,
        }
    }
}

/// Words that are marked alike.
struct Piece {
    words: String,
    /// Classes of the layers; empty where nothing is marked.
    class: String,
    /// Where an actor's page is.
    href: Option<String>,
    /// Whether these are the words that were pointed out.
    pointed: bool,
    /// Whether the words that were pointed out begin here.
    first: bool,
    /// Numbers of the notes that end here.
    notes: Vec<usize>,
}

/// An article.
struct Side {
    title: String,
    facts: String,
    url: Option<String>,
    /// Lines, each of pieces.
    lines: Vec<Vec<Piece>>,
    forgotten: bool,
    uncoded: bool,
}

/// What a number stands for; the same number in both articles where both tell it.
struct Note {
    number: usize,
    layer: &'static str,
    words: String,
    href: Option<String>,
    both: bool,
}

#[derive(Template)]
#[template(path = "source.html")]
struct Source {
    frame: Frame,
    story: Option<(String, String)>,
    sides: Vec<Side>,
    notes: Vec<Note>,
    layers: Vec<(&'static str, String, bool)>,
    all: String,
    all_shown: bool,
    others: Vec<(String, String, bool)>,
}

/// Numbers of the rows that are told, in the order of the text.
#[derive(Default)]
struct Numbers {
    of: BTreeMap<(Layer, String, String), usize>,
    notes: Vec<(Layer, Mark, usize)>,
}

pub(super) async fn source(State(desk): State<Arc<Desk>>, ask: Ask) -> Response {
    told(answer(&desk, &ask).await)
}

async fn answer(desk: &Arc<Desk>, ask: &Ask) -> Result<Response, Problem> {
    let asked: Asked = ask.form()?;
    let view = desk.view(asked.as_of.map(|when| when.0)).await?;
    let id = ask.id();
    let whole = |id: &str| desk.whole(&view, id)?.ok_or_else(|| Problem::unknown("article", id));
    let mut wholes = vec![whole(id)?];
    if let Some(other) = &asked.with {
        wholes.push(whole(&other.0)?);
    }
    let only = asked.layer.map(LayerName::layer);
    let mut numbers = Numbers::default();
    let at = asked.at.as_ref().map(|range| range.0);
    let sides: Vec<Side> = wholes
        .iter()
        .enumerate()
        .map(|(place, whole)| side(&view, whole, place, only, at.filter(|_| place == 0), &mut numbers))
        .collect();
    let row = view.article(id);
    let story = row.and_then(|row| row.story.as_deref()).and_then(|id| view.story(id));
    let frame = Frame::of(ask, &view, &sides[0].title);
    let others = story
        .into_iter()
        .flat_map(|story| &story.articles)
        .filter(|other| *other != id)
        .map(|other| {
            let chosen = asked.with.as_ref().is_some_and(|with| with.0 == *other);
            (other.clone(), title(&view, other), chosen)
        })
        .collect();
    let layers = Layer::ALL
        .iter()
        .map(|layer| (layer.word(), frame.with("layer", layer.word()), only == Some(*layer)))
        .collect();
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for (_, _, number) in &numbers.notes {
        *counts.entry(*number).or_default() += 1;
    }
    let mut notes: Vec<Note> = Vec::new();
    for (layer, mark, number) in &numbers.notes {
        if notes.iter().any(|note| note.number == *number) {
            continue;
        }
        let href = match layer {
            Layer::Event => Some(format!("/events/{}", mark.id)),
            _ => story.map(|story| format!("/stories/{}/says", story.id)),
        };
        notes.push(Note {
            number: *number,
            layer: layer.word(),
            words: mark.words.clone(),
            href,
            both: counts.get(number).is_some_and(|count| *count > 1),
        });
    }
    shown(
        ask,
        &Source {
            all: frame.with("layer", ""),
            all_shown: only.is_none(),
            story: story.map(|story| (story.title.clone(), format!("/stories/{}", story.id))),
            frame,
            sides,
            notes,
            layers,
            others,
        },
    )
}

fn title(view: &Snapshot, id: &str) -> String {
    let title = view.article(id).and_then(|row| row.title.clone());
    title.unwrap_or_else(|| view.article(id).map_or(id, rows::source).to_owned())
}

fn side(
    view: &Snapshot,
    whole: &Whole,
    place: usize,
    only: Option<Layer>,
    at: Option<Span>,
    numbers: &mut Numbers,
) -> Side {
    let marks: Vec<Mark> =
        marks(view, whole).into_iter().filter(|mark| only.is_none_or(|only| mark.layer == only)).collect();
    let id = &whole.article.id;
    Side {
        title: title(view, id),
        facts: phrases::article(&view.record, id),
        url: whole.article.url.clone().filter(|url| url.starts_with("https://") || url.starts_with("http://")),
        lines: lines(&whole.article.text, &marks, at, numbers, place),
        forgotten: whole.forgotten,
        uncoded: whole.coded.is_none(),
    }
}

/// The text cut where a mark begins or ends, in lines.
fn lines(text: &Text, marks: &[Mark], at: Option<Span>, numbers: &mut Numbers, place: usize) -> Vec<Vec<Piece>> {
    let mut cuts: Vec<u32> = marks.iter().flat_map(|mark| [mark.span.start, mark.span.end]).collect();
    cuts.extend(at.iter().flat_map(|at| [at.start.min(text.len()), at.end.min(text.len())]));
    cuts.extend([0, text.len()]);
    cuts.sort_unstable();
    cuts.dedup();
    let mut lines: Vec<Vec<Piece>> = vec![Vec::new()];
    let mut seen: Vec<usize> = Vec::new();
    for cut in cuts.windows(2) {
        let span = Span::new(cut[0], cut[1]);
        let over: Vec<&Mark> = marks.iter().filter(|mark| mark.span.holds(span)).collect();
        let mut classes: Vec<&str> = over.iter().map(|mark| mark.layer.word()).collect();
        classes.dedup();
        let mut notes = Vec::new();
        for mark in &over {
            let is_told = matches!(mark.layer, Layer::Event | Layer::Claim);
            if is_told && mark.span.end == span.end {
                let number = numbers.number(mark);
                if !notes.contains(&number) {
                    notes.push(number);
                }
                if !seen.contains(&number) {
                    seen.push(number);
                    numbers.notes.push((mark.layer, (*mark).clone(), number));
                }
            }
        }
        let actor = over.iter().find(|mark| mark.layer == Layer::Actor && !mark.id.is_empty());
        let pointed = at.is_some_and(|at| at.holds(span));
        let words = text.slice(span);
        let parts: Vec<&str> = words.split('\n').collect();
        for (number, part) in parts.iter().enumerate() {
            if number > 0 {
                lines.push(Vec::new());
            }
            let is_last = number + 1 == parts.len();
            if part.is_empty() && (!is_last || notes.is_empty()) {
                continue;
            }
            if let Some(line) = lines.last_mut() {
                line.push(Piece {
                    words: (*part).to_owned(),
                    class: classes.join(" "),
                    href: actor.map(|mark| format!("/actors/{}", escaped(&mark.id))),
                    pointed,
                    first: pointed && place == 0 && at.is_some_and(|at| at.start == span.start) && number == 0,
                    notes: if is_last { std::mem::take(&mut notes) } else { Vec::new() },
                });
            }
        }
    }
    lines.retain(|line| !line.is_empty());
    lines
}

impl Numbers {
    fn number(&mut self, mark: &Mark) -> usize {
        let next = self.of.len() + 1;
        // Of an event, each status that is told has a number of its own.
        *self.of.entry((mark.layer, mark.id.clone(), mark.words.clone())).or_insert(next)
    }
}
