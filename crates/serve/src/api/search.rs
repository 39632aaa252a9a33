//! `/api/search`: words in texts, quotes, actors and codes.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::list::{List, Page};
use super::told;
use crate::ask::Ask;
use crate::desk::Desk;
use crate::fields::{Limit, Offset, When, Words};
use crate::problem::Problem;
use crate::search::{Hit, Kind, excerpt};
use crate::snapshot::Snapshot;

/// What to look for.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Asked {
    /// Words that must all be there; those in quote marks must stand together.
    #[param(inline)]
    q: Words,
    /// Only hits of one kind.
    #[param(inline)]
    kind: Option<Kind>,
    /// What was known then, by the articles' own dates.
    #[param(inline)]
    as_of: Option<When>,
    /// Most hits of one answer.
    #[param(inline)]
    limit: Option<Limit>,
    /// Where to go on: `next` of the last answer.
    #[param(inline)]
    cursor: Option<Offset>,
}

/// Where the words were found.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Found {
    pub kind: Kind,
    /// Id of the article, claim, event or actor.
    pub id: String,
    /// Title, words or line of it.
    pub title: String,
    /// Of an article, the words around the first that was found.
    #[schema(required)]
    pub excerpt: Option<String>,
    /// Of an article, where that word stands in its text, in Unicode scalar values.
    #[schema(required)]
    pub start: Option<u32>,
    #[schema(required)]
    pub end: Option<u32>,
    /// Id of the story.
    #[schema(required)]
    pub story: Option<String>,
}

/// Search over texts, quotes, actors and codes, the closest first.
#[utoipa::path(
    get, path = "/api/search", tag = "record", params(Asked),
    responses(
        (status = 200, description = "A page of hits; at most 1000 are counted", body = List<Found>, content_type = "application/json"),
        (status = 503, description = "The index is being built", body = crate::problem::Document, content_type = "application/problem+json")
    )
)]
pub(crate) async fn search(State(desk): State<Arc<Desk>>, ask: Ask) -> Response {
    told(answer(&desk, &ask).await)
}

async fn answer(desk: &Arc<Desk>, ask: &Ask) -> Result<Response, Problem> {
    let asked: Asked = ask.query()?;
    let view = desk.view(asked.as_of.map(|when| when.0)).await?;
    let (limit, from) = (asked.limit.map_or(50, |limit| limit.0), asked.cursor.map_or(0, |cursor| cursor.0));
    let page = find(desk, &view, &asked.q.0, asked.kind, from, limit)?;
    ask.json(&List::of(desk, &view, page, |row| row))
}

/// A page of hits.
pub(crate) fn find(
    desk: &Desk,
    view: &Snapshot,
    query: &str,
    kind: Option<Kind>,
    from: usize,
    limit: usize,
) -> Result<Page<Found>, Problem> {
    let index = desk.index().ok_or_else(Problem::building)?;
    let hits = index.find(query, kind, |hit| is_in(view, hit)).map_err(|_| Problem::fault())?;
    let total = hits.len();
    let rows = hits.into_iter().skip(from).take(limit).filter_map(|hit| found(desk, view, query, hit)).collect();
    let next = (from + limit < total).then(|| (from + limit).to_string());
    Ok(Page { rows, total, next })
}

fn is_in(view: &Snapshot, hit: &Hit) -> bool {
    match hit.kind {
        Kind::Article => view.article(&hit.id).is_some(),
        Kind::Claim => view.claim(&hit.id).is_some(),
        Kind::Event => view.event(&hit.id).is_some(),
        Kind::Actor => view.people.get(&hit.id).is_some(),
    }
}

fn found(desk: &Desk, view: &Snapshot, query: &str, hit: Hit) -> Option<Found> {
    let plain = |title: String, story: Option<String>, id: String| Found {
        kind: hit.kind,
        id,
        title,
        excerpt: None,
        start: None,
        end: None,
        story,
    };
    Some(match hit.kind {
        Kind::Event => {
            let event = view.event(&hit.id)?;
            plain(event.summary.clone(), event.story.clone(), event.id.clone())
        }
        Kind::Claim => {
            let claim = view.claim(&hit.id)?;
            let title = format!("{} {}: {}", claim.speaker.name, claim.stance, claim.content);
            plain(title, claim.story.clone(), claim.id.clone())
        }
        Kind::Actor => {
            let person = view.people.get(&hit.id)?;
            let names: Vec<&str> = person.actors.iter().take(3).map(|actor| actor.name.as_str()).collect();
            plain(names.join(", "), None, hit.id)
        }
        Kind::Article => {
            let row = view.article(&hit.id)?;
            let text = desk.text(view, &hit.id);
            let words = text.as_deref().and_then(|text| excerpt(text, query));
            let title = row.title.clone().unwrap_or_else(|| crate::pages::source(row).to_owned());
            let (excerpt, start, end) =
                words.map_or((None, None, None), |(words, start, end)| (Some(words), Some(start), Some(end)));
            Found { excerpt, start, end, ..plain(title, row.story.clone(), row.id.clone()) }
        }
    })
}
