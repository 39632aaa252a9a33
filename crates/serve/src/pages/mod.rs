//! The pages: the same rows as HTML, whole without scripts; every address holds the state of its page.

mod actor;
mod changes;
mod differences;
mod event;
mod frame;
mod rows;
mod runs;
mod says;
mod search;
mod sign_in;
mod source;
mod stories;
mod story;
mod tabs;
mod timeline;

use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::response::Response;
use axum::routing::get;

use crate::ask::{self, Ask};
use crate::assets;
use crate::desk::Desk;
use crate::problem::Problem;

pub(crate) use frame::Frame;
pub(crate) use rows::source;

/// Media type of pages.
const HTML: &str = "text/html; charset=utf-8";

/// The routes of the pages.
pub(crate) fn routes() -> Router<Arc<Desk>> {
    Router::new()
        .route("/", get(stories::stories))
        .route("/stories/{id}", get(story::story))
        .route("/stories/{id}/timeline", get(timeline::timeline))
        .route("/stories/{id}/says", get(says::says))
        .route("/stories/{id}/differences", get(differences::page))
        .route("/events/{id}", get(event::event))
        .route("/articles/{id}", get(source::source))
        .route("/actors/{id}", get(actor::actor))
        .route("/search", get(search::search))
        .route("/changes", get(changes::changes))
        .route("/runs", get(runs::runs))
        .route("/style.css", get(style))
        .route("/keys.js", get(script))
        .route("/sign-in", get(sign_in::form).post(sign_in::sign_in))
}

/// A page, or the problem as a page.
fn told(result: Result<Response, Problem>) -> Response {
    result.unwrap_or_else(|problem| failed(&problem))
}

/// A page as an answer.
fn shown(ask: &Ask, page: &impl Template) -> Result<Response, Problem> {
    let html = page.render().map_err(|_| Problem::fault())?;
    Ok(ask.body(HTML, html.into_bytes()))
}

/// The page of a problem.
#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage<'a> {
    frame: Frame,
    problem: &'a Problem,
}

/// A problem as a page.
pub(crate) fn failed(problem: &Problem) -> Response {
    let page = ProblemPage { frame: Frame::bare(problem.title), problem };
    let html = page.render().unwrap_or_else(|_| problem.title.to_owned());
    let mut response = Response::new(Body::from(html));
    *response.status_mut() = problem.status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(HTML));
    if problem.status == StatusCode::UNAUTHORIZED {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response
}

/// A problem as whoever asks at an address expects it: as JSON below `/api/`, else as a page.
pub(crate) fn failed_at(uri: &Uri, problem: &Problem) -> Response {
    if uri.path().starts_with("/api/") { ask::failed(problem) } else { failed(problem) }
}

/// What is told of an address that nothing is at.
pub(crate) async fn nowhere(uri: Uri) -> Response {
    failed_at(&uri, &Problem::nowhere())
}

/// What is told of a method that an address does not know.
pub(crate) async fn method(uri: Uri) -> Response {
    failed_at(&uri, &Problem::method())
}

async fn style(State(_): State<Arc<Desk>>, ask: Ask) -> Response {
    told(assets::answer(&ask, "style.css", "text/css; charset=utf-8"))
}

async fn script(State(_): State<Arc<Desk>>, ask: Ask) -> Response {
    told(assets::answer(&ask, "keys.js", "text/javascript; charset=utf-8"))
}
