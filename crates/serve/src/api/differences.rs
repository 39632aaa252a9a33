//! `/api/differences`: where articles differ, slot by slot, and where speakers contradict each other.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use terms::{Disagreement, EventRow, Evidence, Stance, StoryRow, phrases};
use utoipa::{IntoParams, ToSchema};

use super::list::{List, page};
use super::{shapes, told};
use crate::ask::Ask;
use crate::desk::Desk;
use crate::fields::{Id, Limit, When, Words};
use crate::problem::Problem;
use crate::snapshot::Snapshot;

/// Which differences.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Asked {
    /// What was known then, by the articles' own dates.
    #[param(inline)]
    as_of: Option<When>,
    /// Only differences of one story.
    #[param(inline)]
    story: Option<Id>,
    /// Only differences of one event.
    #[param(inline)]
    event: Option<Id>,
    /// Only one kind.
    #[param(inline)]
    kind: Option<Kind>,
    /// Most rows of one answer.
    #[param(inline)]
    limit: Option<Limit>,
    /// Where to go on: `next` of the last answer.
    #[param(inline)]
    cursor: Option<Words>,
}

/// What differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = DifferenceKind)]
pub(crate) enum Kind {
    /// A number.
    Number,
    /// A day.
    Date,
    /// A word for the same.
    Word,
    /// How much is claimed: the lead says more than the article.
    Scope,
    /// One speaker says it, another denies or doubts it.
    Stance,
}

/// A value, with who tells it and in which words.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DifferenceValue)]
pub(crate) struct Value<E> {
    /// The value as told; of a stance, the speaker and the stance.
    pub value: String,
    /// Articles that tell it.
    pub articles: Vec<String>,
    /// Words that tell it.
    pub evidence: Vec<E>,
}

/// A field on which the reports of one event differ.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Difference<E> {
    /// Event, kind and number of the difference.
    pub id: String,
    pub event: String,
    #[schema(required)]
    pub story: Option<String>,
    pub summary: String,
    pub kind: Kind,
    /// Field of the event.
    pub field: String,
    pub values: Vec<Value<E>>,
    /// How it can be resolved from the rows; null where it is open.
    #[schema(required)]
    pub note: Option<String>,
}

/// Where articles differ on an event, and who contradicts whom.
#[utoipa::path(
    get, path = "/api/differences", tag = "record", params(Asked),
    responses((status = 200, description = "A page of differences", content_type = "application/json",
        body = List<Difference<shapes::Evidence>>))
)]
pub(crate) async fn list(State(desk): State<Arc<Desk>>, ask: Ask) -> Response {
    told(answer(&desk, &ask).await)
}

async fn answer(desk: &Arc<Desk>, ask: &Ask) -> Result<Response, Problem> {
    let asked: Asked = ask.query()?;
    let view = desk.view(asked.as_of.map(|when| when.0)).await?;
    let event = match &asked.event {
        None => None,
        Some(id) => Some(&desk.event(&view, &id.0)?.id),
    };
    let rows = view
        .record
        .events
        .iter()
        .filter(|row| event.is_none_or(|id| row.id == *id))
        .filter(|row| asked.story.as_ref().is_none_or(|story| row.story.as_ref() == Some(&story.0)))
        .flat_map(|row| of_event(&view, row))
        .filter(|row| asked.kind.is_none_or(|kind| row.kind == kind));
    let cursor = asked.cursor.as_ref().map(|cursor| cursor.0.as_str());
    let page = page(rows, cursor, asked.limit.map_or(50, |limit| limit.0), |row| row.id.clone())?;
    ask.json(&List::of(desk, &view, page, |row| row))
}

/// The differences of a story.
pub(crate) fn differences<'a>(
    view: &'a Snapshot,
    story: &'a StoryRow,
) -> impl Iterator<Item = Difference<&'a Evidence>> {
    view.events_of(story).flat_map(|event| of_event(view, event))
}

fn of_event<'a>(view: &'a Snapshot, event: &'a EventRow) -> Vec<Difference<&'a Evidence>> {
    let mut found: Vec<Difference<&Evidence>> = Vec::new();
    let mut push = |kind: Kind, field: &str, values: Vec<Value<&'a Evidence>>, note: Option<String>| {
        found.push(Difference {
            id: format!("{}-{}", event.id, found.len()),
            event: event.id.clone(),
            story: event.story.clone(),
            summary: event.summary.clone(),
            kind,
            field: field.to_owned(),
            values,
            note,
        });
    };
    for disagreement in &event.disagreements {
        let kind = match disagreement.field.as_str() {
            "date" => Kind::Date,
            "quantities" => Kind::Number,
            _ => Kind::Word,
        };
        push(kind, &disagreement.field, values(event, disagreement), note(event, disagreement));
    }
    if event.overstated {
        push(Kind::Scope, "standing", steps(event), Some("the lead claims more than the body bears out".to_owned()));
    }
    let stances = stances(view, event);
    if !stances.is_empty() {
        push(Kind::Stance, "assertion", stances, None);
    }
    found
}

/// Each value with the words of the articles that tell it: those that hold the value itself come first.
fn values<'a>(event: &'a EventRow, disagreement: &Disagreement) -> Vec<Value<&'a Evidence>> {
    let of = |value: &terms::DisagreementValue| {
        let mut pieces: Vec<&Evidence> = event
            .history
            .iter()
            .filter(|step| value.articles.contains(&step.article))
            .flat_map(|step| &step.evidence)
            .collect();
        pieces.sort();
        pieces.dedup();
        let number = value.value.split(' ').find(|word| word.bytes().any(|byte| byte.is_ascii_digit()));
        let told = number.unwrap_or(&value.value);
        let (with, without): (Vec<&Evidence>, Vec<&Evidence>) =
            pieces.into_iter().partition(|piece| piece.quote.to_lowercase().contains(&told.to_lowercase()));
        Value {
            value: value.value.clone(),
            articles: value.articles.clone(),
            evidence: if with.is_empty() { without } else { with },
        }
    };
    disagreement.values.iter().map(of).collect()
}

/// What the event itself says of a field on which its reports differ.
fn note(event: &EventRow, disagreement: &Disagreement) -> Option<String> {
    match disagreement.field.as_str() {
        "date" => event.date.as_ref().map(|date| format!("the record goes by {date}")),
        "quantities" => {
            let numbers: Vec<String> = event.quantities.iter().map(phrases::quantity).collect();
            (!numbers.is_empty()).then(|| format!("the record keeps {}", numbers.join(", ")))
        }
        _ => None,
    }
}

fn steps(event: &EventRow) -> Vec<Value<&Evidence>> {
    let told = |step: &terms::HistoryStep| phrases::word(step.status).to_owned();
    let mut values: Vec<Value<&Evidence>> = Vec::new();
    for step in &event.history {
        let at = values.iter().position(|value| value.value == told(step)).unwrap_or_else(|| {
            values.push(Value { value: told(step), articles: Vec::new(), evidence: Vec::new() });
            values.len() - 1
        });
        if !values[at].articles.contains(&step.article) {
            values[at].articles.push(step.article.clone());
        }
        values[at].evidence.extend(&step.evidence);
    }
    values
}

/// Who says it and who denies or doubts it, where both are there.
fn stances<'a>(view: &'a Snapshot, event: &EventRow) -> Vec<Value<&'a Evidence>> {
    let against = |stance: Stance| matches!(stance, Stance::Denies | Stance::Doubts);
    let claims: Vec<_> = view.claims_of_event(&event.id).collect();
    if !claims.iter().any(|claim| against(claim.stance)) || claims.iter().all(|claim| against(claim.stance)) {
        return Vec::new();
    }
    let mut values: Vec<Value<&Evidence>> = Vec::new();
    for claim in claims {
        let told = format!("{} {}", phrases::in_full(&claim.speaker), claim.stance);
        let at = values.iter().position(|value| value.value == told).unwrap_or_else(|| {
            values.push(Value { value: told, articles: Vec::new(), evidence: Vec::new() });
            values.len() - 1
        });
        for piece in claim.evidence.iter().chain(&claim.headlines) {
            if !values[at].articles.contains(&piece.article) {
                values[at].articles.push(piece.article.clone());
            }
            values[at].evidence.push(piece);
        }
    }
    values
}
