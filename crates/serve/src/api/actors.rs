//! `/api/actors/{id}`: what somebody did, had done to it, and said.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::list::One;
use super::{shapes, told};
use crate::ask::Ask;
use crate::desk::Desk;
use crate::fields::{Limit, When};
use crate::problem::Problem;

/// Which moment, and how much.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Asked {
    /// What was known then, by the articles' own dates.
    #[param(inline)]
    as_of: Option<When>,
    /// Most rows of each list.
    #[param(inline)]
    limit: Option<Limit>,
}

/// Somebody, with its rows: the latest of the record's order first.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Person<A, E, C> {
    pub id: String,
    /// How the record names it; of a country, all its actors.
    pub actors: Vec<A>,
    /// Numbers of all rows of the lists below.
    pub counts: Counts,
    /// Events in which it acts.
    pub did: Vec<E>,
    /// Events in which it is acted upon.
    pub had_done_to_it: Vec<E>,
    /// Claims that it makes.
    pub said: Vec<C>,
}

/// Numbers of rows.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Counts {
    pub did: usize,
    pub had_done_to_it: usize,
    pub said: usize,
}

/// One actor: by Wikidata item (Q7747), by name, or, for a country or organisation with all its actors, by code (RUS).
#[utoipa::path(
    get, path = "/api/actors/{id}", tag = "record",
    params(("id" = String, Path, description = "Wikidata item, name or code, percent-encoded", min_length = 1), Asked),
    responses((status = 200, description = "The actor", content_type = "application/json",
        body = One<Person<shapes::Actor, shapes::Event, shapes::Claim>>))
)]
pub(crate) async fn actor(State(desk): State<Arc<Desk>>, ask: Ask) -> Response {
    told(one(&desk, &ask).await)
}

async fn one(desk: &Arc<Desk>, ask: &Ask) -> Result<Response, Problem> {
    let asked: Asked = ask.query()?;
    let view = desk.view(asked.as_of.map(|when| when.0)).await?;
    let person = view.people.get(ask.id()).ok_or_else(|| Problem::unknown("actor", ask.id()))?;
    let limit = asked.limit.map_or(50, |limit| limit.0);
    let events = |places: &[usize]| -> Vec<_> {
        places.iter().rev().take(limit).map(|&place| &view.record.events[place]).collect()
    };
    let item = Person {
        id: ask.id().to_owned(),
        actors: person.actors.iter().collect(),
        counts: Counts { did: person.acts.len(), had_done_to_it: person.suffers.len(), said: person.says.len() },
        did: events(&person.acts),
        had_done_to_it: events(&person.suffers),
        said: person.says.iter().rev().take(limit).map(|&place| &view.record.claims[place]).collect(),
    };
    ask.json(&One::of(desk, &view, item))
}
