//! `/api/claims` and `/api/matrix`: who says what.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use terms::matrix::StoryMatrix;
use terms::{ClaimRow, Stance, StoryRow};
use utoipa::IntoParams;

use super::list::{List, page};
use super::{shapes, told};
use crate::ask::Ask;
use crate::desk::Desk;
use crate::fields::{Few, Id, Limit, When, Words};
use crate::problem::Problem;
use crate::snapshot::Snapshot;

/// Which claims.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Asked {
    /// What was known then, by the articles' own dates.
    #[param(inline)]
    as_of: Option<When>,
    /// Only claims of a speaker: a code, a Wikidata item, or part of a name.
    #[param(inline)]
    speaker: Option<Words>,
    /// Only one stance.
    #[param(inline, value_type = Option<shapes::Stance>)]
    stance: Option<Stance>,
    /// Only claims about one event.
    #[param(inline)]
    event: Option<Id>,
    /// Only claims of one story.
    #[param(inline)]
    story: Option<Id>,
    /// Most rows of one answer.
    #[param(inline)]
    limit: Option<Limit>,
    /// Where to go on: `next` of the last answer.
    #[param(inline)]
    cursor: Option<Id>,
}

/// Claims, by when they were said, then id.
#[utoipa::path(
    get, path = "/api/claims", tag = "record", params(Asked),
    responses((status = 200, description = "A page of claims", body = List<shapes::Claim>, content_type = "application/json"))
)]
pub(crate) async fn claims(State(desk): State<Arc<Desk>>, ask: Ask) -> Response {
    told(list(&desk, &ask).await)
}

async fn list(desk: &Arc<Desk>, ask: &Ask) -> Result<Response, Problem> {
    let asked: Asked = ask.query()?;
    let view = desk.view(asked.as_of.map(|when| when.0)).await?;
    let event = match &asked.event {
        None => None,
        Some(id) => Some(&desk.event(&view, &id.0)?.id),
    };
    let rows = view.record.claims.iter().filter(|claim| {
        asked.stance.is_none_or(|stance| claim.stance == stance)
            && asked.story.as_ref().is_none_or(|story| claim.story.as_ref() == Some(&story.0))
            && event.is_none_or(|event| claim.event.as_ref() == Some(event))
            && asked.speaker.as_ref().is_none_or(|speaker| claim.speaker.answers_to(&speaker.0))
    });
    let cursor = asked.cursor.as_ref().map(|cursor| cursor.0.as_str());
    let page = page(rows, cursor, asked.limit.map_or(50, |limit| limit.0), |claim| claim.id.clone())?;
    ask.json(&List::of(desk, &view, page, |claim: &ClaimRow| claim))
}

/// Which stories' matrices.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct AskedMatrix {
    /// What was known then, by the articles' own dates.
    #[param(inline)]
    as_of: Option<When>,
    /// Only one story.
    #[param(inline)]
    story: Option<Id>,
    /// Most stories of one answer.
    #[param(inline)]
    limit: Option<Few>,
    /// Where to go on: `next` of the last answer.
    #[param(inline)]
    cursor: Option<Id>,
}

/// Who says what, story by story: propositions by speakers.
#[utoipa::path(
    get, path = "/api/matrix", tag = "record", params(AskedMatrix),
    responses((status = 200, description = "Matrices of some stories", body = List<shapes::Matrix>, content_type = "application/json"))
)]
pub(crate) async fn matrix(State(desk): State<Arc<Desk>>, ask: Ask) -> Response {
    told(matrices(&desk, &ask).await)
}

async fn matrices(desk: &Arc<Desk>, ask: &Ask) -> Result<Response, Problem> {
    let asked: AskedMatrix = ask.query()?;
    let view = desk.view(asked.as_of.map(|when| when.0)).await?;
    let only = match &asked.story {
        None => None,
        Some(id) => Some(desk.story(&view, &id.0)?.id.as_str()),
    };
    let stories = view.record.stories.iter().filter(|story| only.is_none_or(|id| story.id == id));
    let cursor = asked.cursor.as_ref().map(|cursor| cursor.0.as_str());
    let page = page(stories, cursor, asked.limit.map_or(5, |limit| limit.0), |story| story.id.clone())?;
    ask.json(&List::of(desk, &view, page, |story| of_story(&view, story)))
}

/// Who says what in one story.
pub(crate) fn of_story<'a>(view: &'a Snapshot, story: &'a StoryRow) -> StoryMatrix<'a> {
    let claims: Vec<&ClaimRow> = view.claims_of_story(&story.id).collect();
    StoryMatrix::new(&story.title, Some(&story.id), &claims, &|id| view.event(id).filter(|event| event.id == id))
}
