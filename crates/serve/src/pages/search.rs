//! Search over texts, quotes, actors and codes.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use terms::phrases;

use super::frame::escaped;
use super::{Frame, shown, told};
use crate::api::{Found, find};
use crate::ask::Ask;
use crate::desk::Desk;
use crate::fields::{Offset, When, Words};
use crate::problem::Problem;
use crate::search::Kind;

/// Hits of one page.
const HITS: usize = 30;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    q: Option<Words>,
    kind: Option<Kind>,
    as_of: Option<When>,
    cursor: Option<Offset>,
}

/// A hit.
struct Row {
    kind: &'static str,
    title: String,
    href: String,
    excerpt: String,
}

#[derive(Template)]
#[template(path = "search.html")]
struct Page {
    frame: Frame,
    q: String,
    kinds: Vec<(&'static str, bool)>,
    is_asked: bool,
    total: String,
    rows: Vec<Row>,
    next: Option<String>,
}

pub(super) async fn search(State(desk): State<Arc<Desk>>, ask: Ask) -> Response {
    told(answer(&desk, &ask).await)
}

async fn answer(desk: &Arc<Desk>, ask: &Ask) -> Result<Response, Problem> {
    let asked: Asked = ask.form()?;
    let view = desk.view(asked.as_of.map(|when| when.0)).await?;
    let q = asked.q.map(|words| words.0).unwrap_or_default();
    let mut frame = Frame::of(ask, &view, if q.is_empty() { "Search".to_owned() } else { format!("Search: {q}") });
    let (rows, total, next) = if q.is_empty() {
        (Vec::new(), 0, None)
    } else {
        let page = find(desk, &view, &q, asked.kind, asked.cursor.map_or(0, |cursor| cursor.0), HITS)?;
        (page.rows, page.total, page.next)
    };
    let next = next.map(|next| frame.with("cursor", &next));
    frame.kept.retain(|(name, _)| name != "cursor");
    let kinds = Kind::ALL.iter().map(|kind| (kind.word(), asked.kind == Some(*kind))).collect();
    let total = phrases::counted(total, "hit");
    let is_asked = !q.is_empty();
    shown(ask, &Page { frame, q, kinds, is_asked, total, rows: rows.into_iter().map(row).collect(), next })
}

fn row(found: Found) -> Row {
    let href = match found.kind {
        Kind::Article => {
            let at = found.start.zip(found.end).map(|(start, end)| format!("?at={start}-{end}#at"));
            format!("/articles/{}{}", escaped(&found.id), at.unwrap_or_default())
        }
        Kind::Claim => format!("/stories/{}/says", found.story.unwrap_or_default()),
        Kind::Event => format!("/events/{}", found.id),
        Kind::Actor => format!("/actors/{}", escaped(&found.id)),
    };
    Row { kind: found.kind.word(), title: found.title, href, excerpt: found.excerpt.unwrap_or_default() }
}
