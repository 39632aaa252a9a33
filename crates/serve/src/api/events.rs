//! `/api/events`: events with standing and history.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use terms::{ClaimRow, EventRow, EventType, Status, StoryRow, phrases};
use utoipa::{IntoParams, ToSchema};

use super::list::{List, One, page};
use super::stories::Moment;
use super::{shapes, told};
use crate::ask::Ask;
use crate::desk::Desk;
use crate::fields::{Code, Day, Id, Limit, When, Words};
use crate::problem::Problem;
use crate::snapshot::Snapshot;

/// What to leave of a record; all that is given must hold.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filter {
    /// A code, a Wikidata item, or part of a name.
    pub actor: Option<String>,
    /// A code.
    pub country: Option<String>,
    pub event: Option<EventType>,
    pub mode: Option<String>,
    pub status: Option<Status>,
    pub from: Option<Date>,
    pub to: Option<Date>,
    /// Part of an outlet's name.
    pub outlet: Option<String>,
    /// Id of a story.
    pub story: Option<String>,
}

impl Filter {
    /// Whether nothing is left out.
    pub(crate) fn is_empty(&self) -> bool {
        self.actor.is_none()
            && self.country.is_none()
            && self.event.is_none()
            && self.mode.is_none()
            && self.status.is_none()
            && self.from.is_none()
            && self.to.is_none()
            && self.outlet.is_none()
            && self.story.is_none()
    }

    /// Whether an event passes.
    pub(crate) fn event(&self, view: &Snapshot, event: &EventRow) -> bool {
        self.event.is_none_or(|kind| event.event == kind)
            && self.status.is_none_or(|status| event.standing == status)
            && self.mode.as_ref().is_none_or(|mode| event.mode.contains(mode))
            && self.story.as_ref().is_none_or(|story| event.story.as_ref() == Some(story))
            && self
                .country
                .as_deref()
                .is_none_or(|code| event.participants().any(|one| one.code.as_deref() == Some(code)))
            && self.actor.as_deref().is_none_or(|asked| event.involves(asked))
            && self.is_within(event)
            && self.outlet.as_deref().is_none_or(|outlet| {
                event.history.iter().any(|step| is_of(view, &step.article, &outlet.to_lowercase()))
            })
    }

    /// Whether the day of an event, or a day on which something was said of it, lies between the two.
    fn is_within(&self, event: &EventRow) -> bool {
        if self.from.is_none() && self.to.is_none() {
            return true;
        }
        let days = event.date.as_deref().into_iter().chain(event.history.iter().filter_map(|step| step.at.as_deref()));
        days.filter_map(|at| at.get(..10)?.parse::<Date>().ok())
            .any(|day| self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to))
    }

    /// Whether a story has an event that passes; all stories do where nothing is asked for.
    pub(crate) fn story(&self, view: &Snapshot, story: &StoryRow) -> bool {
        self.is_empty() || view.events_of(story).any(|event| self.event(view, event))
    }
}

fn is_of(view: &Snapshot, article: &str, outlet: &str) -> bool {
    let row = view.article(article);
    row.and_then(|row| row.outlet.as_deref()).is_some_and(|name| name.to_lowercase().contains(outlet))
}

/// Which events.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Asked {
    /// What was known then, by the articles' own dates.
    #[param(inline)]
    as_of: Option<When>,
    /// Only events of an actor, on either side or in their history: a code, a Wikidata item, or part of a name.
    #[param(inline)]
    actor: Option<Words>,
    /// Only events of a country or organisation.
    #[param(inline)]
    country: Option<Code>,
    /// Only events of a type.
    #[param(inline, value_type = Option<shapes::EventType>)]
    r#type: Option<EventType>,
    /// Only events of a mode ("expel").
    #[param(inline)]
    mode: Option<Words>,
    /// Only events that stand so.
    #[param(inline, value_type = Option<shapes::Status>)]
    status: Option<Status>,
    /// Only events of that day or later, or of which something was said then.
    #[param(inline)]
    from: Option<Day>,
    /// Only events of that day or earlier, or of which something was said then.
    #[param(inline)]
    to: Option<Day>,
    /// Only events that an outlet tells: its name, or part of it.
    #[param(inline)]
    outlet: Option<Words>,
    /// Only events of one story.
    #[param(inline)]
    story: Option<Id>,
    /// Most rows of one answer.
    #[param(inline)]
    limit: Option<Limit>,
    /// Where to go on: `next` of the last answer.
    #[param(inline)]
    cursor: Option<Id>,
}

/// An event with what is told around it.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WholeEvent<E, C> {
    pub event: E,
    /// Where it stands, in words.
    pub stands: String,
    /// Whose word that rests on.
    pub says_so: String,
    /// Claims about it.
    pub claims: Vec<C>,
    /// Ids of the events that answer it.
    pub answered_by: Vec<String>,
}

/// Events, by story, date, then id.
#[utoipa::path(
    get, path = "/api/events", tag = "record", params(Asked),
    responses((status = 200, description = "A page of events", body = List<shapes::Event>, content_type = "application/json"))
)]
pub(crate) async fn events(State(desk): State<Arc<Desk>>, ask: Ask) -> Response {
    told(list(&desk, &ask).await)
}

async fn list(desk: &Arc<Desk>, ask: &Ask) -> Result<Response, Problem> {
    let asked: Asked = ask.query()?;
    let view = desk.view(asked.as_of.map(|when| when.0)).await?;
    let filter = Filter {
        actor: asked.actor.map(|words| words.0),
        country: asked.country.map(|code| code.0),
        event: asked.r#type,
        mode: asked.mode.map(|words| words.0),
        status: asked.status,
        from: asked.from.map(|day| day.0),
        to: asked.to.map(|day| day.0),
        outlet: asked.outlet.map(|words| words.0),
        story: asked.story.map(|id| id.0),
    };
    let rows = view.record.events.iter().filter(|event| filter.event(&view, event));
    let cursor = asked.cursor.as_ref().map(|cursor| cursor.0.as_str());
    let page = page(rows, cursor, asked.limit.map_or(50, |limit| limit.0), |event| event.id.clone())?;
    ask.json(&List::of(desk, &view, page, |event: &EventRow| event))
}

/// One event with its whole history; the id of any of its reports finds it too.
#[utoipa::path(
    get, path = "/api/events/{id}", tag = "record",
    params(("id" = inline(Id), Path, description = "Id of an event or of one of its reports"), Moment),
    responses((status = 200, description = "The event", content_type = "application/json",
        body = One<WholeEvent<shapes::Event, shapes::Claim>>))
)]
pub(crate) async fn event(State(desk): State<Arc<Desk>>, ask: Ask) -> Response {
    told(one(&desk, &ask).await)
}

async fn one(desk: &Arc<Desk>, ask: &Ask) -> Result<Response, Problem> {
    let asked: Moment = ask.query()?;
    let view = desk.view(asked.as_of.map(|when| when.0)).await?;
    let event = desk.event(&view, ask.id())?;
    let claims: Vec<&ClaimRow> = view.claims_of_event(&event.id).collect();
    let answered_by = answering(&view, event).map(|other| other.id.clone()).collect();
    let stands = phrases::meaning(event.standing, event.assertion).to_owned();
    let says_so = phrases::says_so(event);
    ask.json(&One::of(desk, &view, WholeEvent { event, stands, says_so, claims, answered_by }))
}

/// The events that answer one: all are of its story.
pub(crate) fn answering<'a>(view: &'a Snapshot, event: &'a EventRow) -> impl Iterator<Item = &'a EventRow> {
    let story = event.story.as_deref().and_then(|id| view.story(id));
    story.into_iter().flat_map(|story| view.events_of(story)).filter(|other| other.responds_to.contains(&event.id))
}
