//! Where the articles of a story differ, slot by slot.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::frame::escaped;
use super::rows::Quoted;
use super::story::Moment;
use super::tabs::Tabs;
use super::{Frame, shown, told};
use crate::api::{DifferenceKind, differences};
use crate::ask::Ask;
use crate::desk::Desk;
use crate::problem::Problem;

/// Most quotes of one value.
const QUOTES: usize = 2;

/// A value and the words that tell it.
struct Value {
    value: String,
    quotes: Vec<Quoted>,
}

/// A difference.
struct Row {
    id: String,
    kind: &'static str,
    field: String,
    what: String,
    href: String,
    values: Vec<Value>,
    note: String,
    /// Address of the two articles beside each other.
    beside: Option<String>,
}

#[derive(Template)]
#[template(path = "differences.html")]
struct Differences {
    frame: Frame,
    tabs: Tabs,
    rows: Vec<Row>,
}

pub(super) async fn page(State(desk): State<Arc<Desk>>, ask: Ask) -> Response {
    told(answer(&desk, &ask).await)
}

async fn answer(desk: &Arc<Desk>, ask: &Ask) -> Result<Response, Problem> {
    let asked: Moment = ask.form()?;
    let view = desk.view(asked.as_of.map(|when| when.0)).await?;
    let id = ask.path.get(1).map_or("", String::as_str);
    let story = desk.story(&view, id)?;
    let rows = differences(&view, story).map(|difference| {
        let mut articles: Vec<&str> =
            difference.values.iter().flat_map(|value| value.articles.iter().map(String::as_str)).collect();
        articles.dedup();
        let beside = match articles[..] {
            [one, other, ..] if one != other => Some(format!("/articles/{}?with={}", escaped(one), escaped(other))),
            _ => None,
        };
        Row {
            id: difference.id,
            kind: match difference.kind {
                DifferenceKind::Number => "number",
                DifferenceKind::Date => "date",
                DifferenceKind::Word => "word",
                DifferenceKind::Scope => "scope",
                DifferenceKind::Stance => "stance",
            },
            field: difference.field,
            what: difference.summary,
            href: format!("/events/{}", difference.event),
            values: difference
                .values
                .into_iter()
                .map(|value| Value {
                    value: value.value,
                    quotes: value.evidence.iter().take(QUOTES).map(|piece| Quoted::of(&view, piece)).collect(),
                })
                .collect(),
            note: difference.note.unwrap_or_else(|| "open".to_owned()),
            beside,
        }
    });
    let rows = rows.collect();
    let title = format!("Differences: {}", story.title);
    shown(ask, &Differences { frame: Frame::of(ask, &view, title), tabs: Tabs::of(story, "differences"), rows })
}
