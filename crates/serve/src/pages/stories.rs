//! The first page: stories, those with the latest news first.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use terms::{EventType, Status, phrases};

use super::rows::{Chip, Move};
use super::{Frame, rows, shown, told};
use crate::api::{Filter, page};
use crate::ask::Ask;
use crate::desk::Desk;
use crate::facts::{BARS, Facts};
use crate::fields::{Code, Day, Id, Limit, When, Words};
use crate::problem::Problem;
use crate::snapshot::Snapshot;

/// Stories of one page.
const STORIES: usize = 50;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    as_of: Option<When>,
    actor: Option<Words>,
    country: Option<Code>,
    r#type: Option<EventType>,
    status: Option<Status>,
    from: Option<Day>,
    to: Option<Day>,
    outlet: Option<Words>,
    limit: Option<Limit>,
    cursor: Option<Id>,
}

/// A story before it is opened.
struct Row {
    title: String,
    href: String,
    chip: Option<Chip>,
    /// The event that it turns on, in one line.
    line: String,
    moved: Option<Move>,
    days: String,
    articles: String,
    origins: String,
    disputed: usize,
    pending: usize,
    bars: Vec<Bar>,
}

/// A bar of a sparkline.
struct Bar {
    x: usize,
    y: u32,
    height: u32,
}

/// A choice of a filter.
struct Choice {
    value: &'static str,
    word: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "stories.html")]
struct Stories {
    frame: Frame,
    rows: Vec<Row>,
    total: String,
    is_filtered: bool,
    is_empty: bool,
    next: Option<String>,
    actor: String,
    country: String,
    outlet: String,
    from: String,
    to: String,
    types: Vec<Choice>,
    statuses: Vec<Choice>,
}

pub(super) async fn stories(State(desk): State<Arc<Desk>>, ask: Ask) -> Response {
    told(answer(&desk, &ask).await)
}

async fn answer(desk: &Arc<Desk>, ask: &Ask) -> Result<Response, Problem> {
    let asked: Asked = ask.form()?;
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
    let limit = asked.limit.map_or(STORIES, |limit| limit.0);
    let cursor = asked.cursor.as_ref().map(|cursor| cursor.0.as_str());
    let page = page(places, cursor, limit, |&place| view.record.stories[place].id.clone())?;
    let mut frame = Frame::of(ask, &view, "Stories");
    let next = page.next.map(|next| frame.with("cursor", &next));
    frame.kept.retain(|(name, _)| name != "cursor");
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let day = |value: Option<jiff::civil::Date>| value.map(|day| day.to_string()).unwrap_or_default();
    shown(
        ask,
        &Stories {
            rows: page.rows.iter().map(|&place| row(&view, place)).collect(),
            total: phrases::counted(page.total, "story"),
            is_filtered: !filter.is_empty(),
            is_empty: view.record.stories.is_empty(),
            next,
            actor: text(&filter.actor),
            country: text(&filter.country),
            outlet: text(&filter.outlet),
            from: day(filter.from),
            to: day(filter.to),
            types: choices(EventType::ALL, filter.event, EventType::as_str, |kind| kind.as_str().to_lowercase()),
            statuses: choices(Status::ALL, filter.status, Status::as_str, |status| {
                format!("{} {}", phrases::shape(status), phrases::word(status))
            }),
            frame,
        },
    )
}

fn choices<T: Copy + PartialEq>(
    all: &[T],
    chosen: Option<T>,
    value: impl Fn(T) -> &'static str,
    word: impl Fn(T) -> String,
) -> Vec<Choice> {
    all.iter().map(|&one| Choice { value: value(one), word: word(one), chosen: chosen == Some(one) }).collect()
}

fn row(view: &Snapshot, place: usize) -> Row {
    let (story, facts) = (&view.record.stories[place], &view.facts[place]);
    let principal = facts.principal.map(|place| &view.record.events[place]);
    let moved = facts.moved.as_ref().and_then(|(place, _)| phrases::last_change(&view.record.events[*place]));
    Row {
        title: story.title.clone(),
        href: format!("/stories/{}", story.id),
        chip: principal.map(|event| Chip::of(event.standing)),
        line: principal.map(|event| event.summary.clone()).unwrap_or_default(),
        moved: moved.map(|(old, new)| Move {
            old: phrases::word(old.status),
            old_by: rows::by(old),
            new: phrases::word(new.status),
            new_by: rows::by(new),
            at: new.at.clone().unwrap_or_default(),
        }),
        days: days(facts),
        articles: phrases::counted(story.articles.len(), "article"),
        origins: phrases::counted(facts.origins, "origin"),
        disputed: facts.disputed,
        pending: facts.pending,
        bars: bars(&facts.bars),
    }
}

/// "2016-12-29 to 2016-12-30".
pub(super) fn days(facts: &Facts) -> String {
    match (&facts.first_day, &facts.last_day) {
        (Some(first), Some(last)) if first == last => first.clone(),
        (Some(first), Some(last)) => format!("{first} to {last}"),
        _ => "undated".to_owned(),
    }
}

/// Bars of a picture 60 wide and 16 high.
fn bars(counts: &[u32; BARS]) -> Vec<Bar> {
    let most = counts.iter().copied().max().unwrap_or(0).max(1);
    let height = |count: u32| (count * 16).div_ceil(most);
    counts
        .iter()
        .enumerate()
        .filter(|(_, count)| **count > 0)
        .map(|(at, &count)| Bar { x: at * 5, y: 16 - height(count), height: height(count) })
        .collect()
}
