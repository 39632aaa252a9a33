//! `/api/stories`: stories with what is told of them before they are opened, and one with its rows.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use terms::{ArticleRow, ClaimRow, EventRow, StoryRow};
use utoipa::{IntoParams, ToSchema};

use super::events::Filter;
use super::list::{List, One, page};
use super::{shapes, told};
use crate::ask::Ask;
use crate::desk::Desk;
use crate::facts::Facts;
use crate::fields::{Code, Day, Id, Limit, When, Words};
use crate::problem::Problem;
use crate::snapshot::Snapshot;

/// Which stories.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Asked {
    /// What was known then, by the articles' own dates.
    #[param(inline)]
    as_of: Option<When>,
    /// Only stories with an event of an actor: a code, a Wikidata item, or part of a name.
    #[param(inline)]
    actor: Option<Words>,
    /// Only stories with an event of a country or organisation.
    #[param(inline)]
    country: Option<Code>,
    /// Only stories with an event of a type.
    #[param(inline, value_type = Option<shapes::EventType>)]
    r#type: Option<terms::EventType>,
    /// Only stories with an event that stands so.
    #[param(inline, value_type = Option<shapes::Status>)]
    status: Option<terms::Status>,
    /// Only stories with an event of that day or later.
    #[param(inline)]
    from: Option<Day>,
    /// Only stories with an event of that day or earlier.
    #[param(inline)]
    to: Option<Day>,
    /// Only stories that an outlet tells: its name, or part of it.
    #[param(inline)]
    outlet: Option<Words>,
    /// Most rows of one answer.
    #[param(inline)]
    limit: Option<Limit>,
    /// Where to go on: `next` of the last answer.
    #[param(inline)]
    cursor: Option<Id>,
}

/// The moment alone.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Moment {
    /// What was known then, by the articles' own dates.
    #[param(inline)]
    pub as_of: Option<When>,
}

/// A story, before it is opened.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Story)]
pub(crate) struct StoryItem {
    pub id: String,
    pub title: String,
    /// Number of its articles.
    pub articles: usize,
    /// Number of its events.
    pub events: usize,
    /// Id of the event that it turns on.
    #[schema(required)]
    pub principal: Option<String>,
    /// First and last day on which something of it was published.
    #[schema(required)]
    pub first_day: Option<String>,
    #[schema(required)]
    pub last_day: Option<String>,
    /// Most independent origins of one of its events.
    pub origins: usize,
    /// Events that somebody denies or doubts.
    pub disputed: usize,
    /// Fields on which articles differ.
    pub differences: usize,
    /// Events still to be decided or to come.
    pub pending: usize,
}

/// A story with its rows.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WholeStory<A, E, C> {
    pub story: StoryItem,
    pub articles: Vec<A>,
    pub events: Vec<E>,
    pub claims: Vec<C>,
}

impl StoryItem {
    fn of(view: &Snapshot, story: &StoryRow, facts: &Facts) -> Self {
        Self {
            id: story.id.clone(),
            title: story.title.clone(),
            articles: story.articles.len(),
            events: story.events.len(),
            principal: facts.principal.map(|place| view.record.events[place].id.clone()),
            first_day: facts.first_day.clone(),
            last_day: facts.last_day.clone(),
            origins: facts.origins,
            disputed: facts.disputed,
            differences: facts.differences,
            pending: facts.pending,
        }
    }
}

/// Stories, those with the latest news first.
#[utoipa::path(
    get, path = "/api/stories", tag = "record", params(Asked),
    responses((status = 200, description = "A page of stories", body = List<StoryItem>, content_type = "application/json"))
)]
pub(crate) async fn stories(State(desk): State<Arc<Desk>>, ask: Ask) -> Response {
    told(list(&desk, &ask).await)
}

async fn list(desk: &Arc<Desk>, ask: &Ask) -> Result<Response, Problem> {
    let asked: Asked = ask.query()?;
    let view = desk.view(asked.as_of.map(|when| when.0)).await?;
    let filter = Filter {
        actor: asked.actor.map(|words| words.0),
        country: asked.country.map(|code| code.0),
        event: asked.r#type,
        status: asked.status,
        from: asked.from.map(|day| day.0),
        to: asked.to.map(|day| day.0),
        outlet: asked.outlet.map(|words| words.0),
        ..Filter::default()
    };
    let places = view.order.iter().copied().filter(|&place| filter.story(&view, &view.record.stories[place]));
    let limit = asked.limit.map_or(50, |limit| limit.0);
    let cursor = asked.cursor.as_ref().map(|cursor| cursor.0.as_str());
    let page = page(places, cursor, limit, |&place| view.record.stories[place].id.clone())?;
    ask.json(&List::of(desk, &view, page, |place| {
        StoryItem::of(&view, &view.record.stories[place], &view.facts[place])
    }))
}

/// One story with its articles, events and claims.
#[utoipa::path(
    get, path = "/api/stories/{id}", tag = "record",
    params(("id" = inline(Id), Path, description = "Id of a story"), Moment),
    responses((status = 200, description = "The story", content_type = "application/json",
        body = One<WholeStory<shapes::Article, shapes::Event, shapes::Claim>>))
)]
pub(crate) async fn story(State(desk): State<Arc<Desk>>, ask: Ask) -> Response {
    told(whole(&desk, &ask).await)
}

async fn whole(desk: &Arc<Desk>, ask: &Ask) -> Result<Response, Problem> {
    let asked: Moment = ask.query()?;
    let view = desk.view(asked.as_of.map(|when| when.0)).await?;
    let story = desk.story(&view, ask.id())?;
    let place = view.story_place(&story.id).unwrap_or_default();
    let articles: Vec<&ArticleRow> = story.articles.iter().filter_map(|id| view.article(id)).collect();
    let events: Vec<&EventRow> = view.events_of(story).collect();
    let claims: Vec<&ClaimRow> = view.claims_of_story(&story.id).collect();
    let story = StoryItem::of(&view, story, &view.facts[place]);
    ask.json(&One::of(desk, &view, WholeStory { story, articles, events, claims }))
}
