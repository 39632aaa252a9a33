//! The API: JSON of the rows that the pages and the command line show, with its OpenAPI description made from this code.

#![expect(unused_qualifications, reason = "the macros of the description name types in full")]

mod actors;
mod articles;
mod changes;
mod claims;
mod differences;
mod events;
mod list;
mod search;
mod shapes;
mod stories;

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use utoipa::OpenApi;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};

pub(crate) use changes::{changes_since, lately};
pub(crate) use claims::of_story as matrix_of;
pub(crate) use differences::{Kind as DifferenceKind, differences};
pub(crate) use events::{Filter, answering};
pub(crate) use list::page;
pub(crate) use search::{Found, find};

use crate::ask::{self, Ask};
use crate::desk::Desk;
use crate::guard;
use crate::problem::Problem;

/// The description of the API.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Demarche",
        description = "Who did what to whom, who says so, and whether it still stands. Every list is paged by `cursor`; every answer has an `ETag`; `as_of` shows what was known then, by the articles' own dates.",
        license(name = "Apache-2.0 OR MIT"),
    ),
    paths(
        stories::stories,
        stories::story,
        events::events,
        events::event,
        claims::claims,
        claims::matrix,
        differences::list,
        articles::article,
        articles::annotations,
        actors::actor,
        search::search,
        changes::changes,
        changes::atom,
        changes::stream,
        openapi
    ),
    tags((name = "record", description = "Rows of the record"), (name = "changes", description = "What stands otherwise"))
)]
struct Description;

/// The OpenAPI 3.1 description of the API, made from its code.
pub fn description() -> utoipa::openapi::OpenApi {
    let mut description = Description::openapi();
    env!("CARGO_PKG_VERSION").clone_into(&mut description.info.version);
    let components = description.components.get_or_insert_default();
    components
        .add_security_scheme("bearer", SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build()));
    components.add_security_scheme("cookie", SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new(guard::COOKIE))));
    list::complete(&mut description);
    description
}

/// The routes of the API.
pub(crate) fn routes() -> Router<Arc<Desk>> {
    Router::new()
        .route("/api/openapi.json", get(openapi))
        .route("/api/stories", get(stories::stories))
        .route("/api/stories/{id}", get(stories::story))
        .route("/api/events", get(events::events))
        .route("/api/events/{id}", get(events::event))
        .route("/api/claims", get(claims::claims))
        .route("/api/matrix", get(claims::matrix))
        .route("/api/differences", get(differences::list))
        .route("/api/articles/{id}", get(articles::article))
        .route("/api/articles/{id}/annotations", get(articles::annotations))
        .route("/api/actors/{id}", get(actors::actor))
        .route("/api/search", get(search::search))
        .route("/api/changes", get(changes::changes))
        .route("/api/changes.atom", get(changes::atom))
        .route("/api/changes/stream", get(changes::stream))
}

/// An answer, or the problem as an answer.
fn told(result: Result<Response, Problem>) -> Response {
    result.unwrap_or_else(|problem| ask::failed(&problem))
}

/// This description.
#[utoipa::path(
    get, path = "/api/openapi.json", tag = "record",
    responses((status = 200, description = "OpenAPI 3.1", content_type = "application/json", body = Object))
)]
pub(crate) async fn openapi(State(_): State<Arc<Desk>>, ask: Ask) -> Response {
    told(ask.query::<Nothing>().and_then(|_| ask.json(&description())))
}

/// No parameter at all.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

/// Statuses that any endpoint may answer with, beside 200.
const PROBLEMS: [(StatusCode, &str); 9] = [
    (StatusCode::BAD_REQUEST, "A parameter is not as described, is unknown, or is given twice"),
    (StatusCode::UNAUTHORIZED, "This server asks for its token"),
    (StatusCode::FORBIDDEN, "The request comes from another site"),
    (StatusCode::NOT_FOUND, "There is no such row, or no such place in the list"),
    (StatusCode::METHOD_NOT_ALLOWED, "Only GET and HEAD are answered here"),
    (StatusCode::NOT_ACCEPTABLE, "The caller takes none of the media types that are offered"),
    (StatusCode::PAYLOAD_TOO_LARGE, "The body of the request is too large"),
    (StatusCode::URI_TOO_LONG, "The address is too long"),
    (StatusCode::INTERNAL_SERVER_ERROR, "The ledger cannot be read"),
];

/// What answers are read as, by endpoint.
#[cfg(test)]
pub(crate) mod read_as {
    use super::list::{List, One};
    use super::{actors, articles, differences, search, shapes, stories};

    pub(crate) type Stories = List<stories::StoryItem>;
    pub(crate) type Story = One<stories::WholeStory<shapes::Article, shapes::Event, shapes::Claim>>;
    pub(crate) type Events = List<shapes::Event>;
    pub(crate) type Event = One<super::events::WholeEvent<shapes::Event, shapes::Claim>>;
    pub(crate) type Claims = List<shapes::Claim>;
    pub(crate) type Matrices = List<shapes::Matrix>;
    pub(crate) type Differences = List<differences::Difference<shapes::Evidence>>;
    pub(crate) type Article = One<articles::WholeArticle<shapes::Article>>;
    pub(crate) type Annotations = articles::Annotations;
    pub(crate) type Person = One<actors::Person<shapes::Actor, shapes::Event, shapes::Claim>>;
    pub(crate) type Hits = List<search::Found>;
    pub(crate) type Changes = List<shapes::Change>;
}
