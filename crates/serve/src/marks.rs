//! Where the rows of an article's text stand in it, by layer.

use std::collections::BTreeSet;

use ledger::Whole;
use terms::{Actor, Evidence, Party, Span, phrases};

use crate::people;
use crate::snapshot::Snapshot;

/// What words are evidence of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Layer {
    /// A step in an event's history.
    Event,
    /// A claim.
    Claim,
    /// A side of an event, named.
    Actor,
    /// A place.
    Place,
}

impl Layer {
    pub(crate) const ALL: [Self; 4] = [Self::Event, Self::Claim, Self::Actor, Self::Place];

    /// "event".
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Event => "event",
            Self::Claim => "claim",
            Self::Actor => "actor",
            Self::Place => "place",
        }
    }
}

/// Words of a text with what they are evidence of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Mark {
    pub span: Span,
    pub layer: Layer,
    /// One line: what is said there.
    pub words: String,
    /// Id of the event, claim or actor.
    pub id: String,
}

/// Every mark of an article, in the order of the text; a row is marked once where several of its steps rest on the same words.
pub(crate) fn marks(view: &Snapshot, whole: &Whole) -> Vec<Mark> {
    let mut marks = BTreeSet::new();
    let length = whole.article.text.len();
    let mut mark = |layer: Layer, span: Span, words: String, id: String| {
        if !span.is_empty() && span.end <= length {
            marks.insert(Mark { span, layer, words, id });
        }
    };
    let Some(coded) = whole.coded.as_ref().filter(|_| !whole.forgotten) else { return Vec::new() };
    for report in &coded.reports {
        let Some(event) = view.event(&report.id) else { continue };
        let by = report.by.as_ref().map_or("the article".to_owned(), phrases::in_full);
        let words = format!("{}: {}, {by}, {}", event.summary, phrases::word(report.status), report.assertion);
        for piece in in_text(&report.evidence) {
            mark(Layer::Event, piece.span(), words.clone(), event.id.clone());
        }
        for party in report.actor.iter().chain(&report.recipient) {
            mark(Layer::Actor, named(party), phrases::in_full(&party.actor), person(&party.actor));
        }
        for place in &report.locations {
            mark(Layer::Place, Span::new(place.start, place.end), place.name.clone(), String::new());
        }
    }
    let claims = view.article(&whole.article.id).and_then(|row| row.story.as_deref());
    for claim in claims.into_iter().flat_map(|story| view.claims_of_story(story)) {
        let words = format!("{} {}: {}", phrases::in_full(&claim.speaker), claim.stance, claim.content);
        for piece in in_text(&claim.evidence).filter(|piece| piece.article == whole.article.id) {
            mark(Layer::Claim, piece.span(), words.clone(), claim.id.clone());
        }
    }
    marks.into_iter().collect()
}

fn in_text(pieces: &[Evidence]) -> impl Iterator<Item = &Evidence> {
    pieces.iter().filter(|piece| piece.field.is_text())
}

fn named(party: &Party) -> Span {
    Span::new(party.start, party.end)
}

fn person(actor: &Actor) -> String {
    people::id(actor).unwrap_or_default().to_owned()
}
