//! `/api/changes`: what stands otherwise than before a moment; as a list, as an Atom feed, and as it happens.

use std::convert::Infallible;
use std::fmt::Write;
use std::sync::Arc;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use jiff::ToSpan;
use ledger::{Change, Until};
use serde::Deserialize;
use tokio::sync::broadcast::error::RecvError;
use utoipa::IntoParams;

use super::list::{List, page};
use super::{Nothing, shapes, told};
use crate::ask::Ask;
use crate::desk::Desk;
use crate::fields::{Id, Limit, When};
use crate::problem::Problem;
use crate::snapshot::Snapshot;

/// Days before the last article from which on a feed tells changes, where nothing else is asked for.
const DAYS: i32 = 7;

/// Most entries of a feed.
const ENTRIES: usize = 200;

/// Since when, and as of when.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Asked {
    /// From when on, by the articles' own dates.
    #[param(inline)]
    since: When,
    /// What was known then, by the articles' own dates.
    #[param(inline)]
    as_of: Option<When>,
    /// Most rows of one answer.
    #[param(inline)]
    limit: Option<Limit>,
    /// Where to go on: `next` of the last answer.
    #[param(inline)]
    cursor: Option<Id>,
}

/// Since when.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct AskedFeed {
    /// From when on, by the articles' own dates; a week before the last article where it is not given.
    #[param(inline)]
    since: Option<When>,
    /// What was known then, by the articles' own dates.
    #[param(inline)]
    as_of: Option<When>,
}

/// Changes with the view that they were found in.
pub(crate) struct Listed {
    pub view: Arc<Snapshot>,
    pub changes: Vec<Change>,
}

/// What stands otherwise than before a moment.
pub(crate) async fn changes_since(desk: &Arc<Desk>, since: Until, as_of: Option<Until>) -> Result<Listed, Problem> {
    let before = desk.before(since).await?;
    let view = desk.view(as_of).await?;
    let changes = ledger::changes(&before.record, &view.record);
    Ok(Listed { view, changes })
}

/// Changes of standing since a moment: an entry an event that stands otherwise than before it.
#[utoipa::path(
    get, path = "/api/changes", tag = "changes", params(Asked),
    responses((status = 200, description = "A page of changes", body = List<shapes::Change>, content_type = "application/json"))
)]
pub(crate) async fn changes(State(desk): State<Arc<Desk>>, ask: Ask) -> Response {
    told(list(&desk, &ask).await)
}

async fn list(desk: &Arc<Desk>, ask: &Ask) -> Result<Response, Problem> {
    let asked: Asked = ask.query()?;
    let listed = changes_since(desk, asked.since.0, asked.as_of.map(|when| when.0)).await?;
    let cursor = asked.cursor.as_ref().map(|cursor| cursor.0.as_str());
    let limit = asked.limit.map_or(50, |limit| limit.0);
    let page = page(listed.changes.iter(), cursor, limit, |change| change.event.clone())?;
    ask.json(&List::of(desk, &listed.view, page, |change| change))
}

/// The same as an Atom feed, the latest first.
#[utoipa::path(
    get, path = "/api/changes.atom", tag = "changes", params(AskedFeed),
    responses((status = 200, description = "An Atom feed", body = String, content_type = "application/atom+xml"))
)]
pub(crate) async fn atom(State(desk): State<Arc<Desk>>, ask: Ask) -> Response {
    told(feed(&desk, &ask).await)
}

async fn feed(desk: &Arc<Desk>, ask: &Ask) -> Result<Response, Problem> {
    let asked: AskedFeed = ask.query()?;
    ask.must_take("application/atom+xml")?;
    let since = asked.since.map_or_else(|| lately(&desk.now()), |when| when.0);
    let listed = changes_since(desk, since, asked.as_of.map(|when| when.0)).await?;
    let mut entries: Vec<(String, &Change)> = listed.changes.iter().map(|change| (updated(change), change)).collect();
    entries.sort_by(|one, other| other.0.cmp(&one.0).then(one.1.event.cmp(&other.1.event)));
    entries.truncate(ENTRIES);
    let newest = entries.first().map_or_else(|| "1970-01-01T00:00:00Z".to_owned(), |(at, _)| at.clone());
    let mut feed =
        String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n");
    let _ = write!(
        feed,
        "<id>urn:demarche:changes</id>\n<title>Changes of standing</title>\n<updated>{newest}</updated>\n<author><name>Demarche</name></author>\n"
    );
    for (at, change) in entries {
        let title = format!("{} → {}: {}", change.was(), change.is(), change.summary);
        let words = change.steps.iter().rev().find_map(|step| step.evidence.first()).map(|piece| piece.quote.as_str());
        let _ = write!(
            feed,
            "<entry>\n<id>urn:demarche:change:{}:{}:{}</id>\n<title>{}</title>\n<updated>{at}</updated>\n<link rel=\"alternate\" href=\"/events/{}\"/>\n<summary>{}</summary>\n</entry>\n",
            change.event,
            change.new.map_or("none", |new| new.standing.as_str()),
            change.new.map_or("none", |new| new.assertion.as_str()),
            xml(&title),
            change.event,
            xml(words.unwrap_or_default()),
        );
    }
    feed.push_str("</feed>\n");
    Ok(ask.body("application/atom+xml", feed.into_bytes()))
}

/// A week before the last article.
pub(crate) fn lately(view: &Snapshot) -> Until {
    let last = view.last_day().and_then(|day| day.parse::<jiff::civil::Date>().ok()).unwrap_or(jiff::civil::Date::MIN);
    Until::Day(last.checked_sub(DAYS.days()).unwrap_or(jiff::civil::Date::MIN))
}

/// When the last new step of a change was said, as Atom writes a time.
fn updated(change: &Change) -> String {
    let last = change.steps.iter().filter_map(|step| step.at.as_deref()?.get(..10)).max();
    format!("{}T00:00:00Z", last.unwrap_or("1970-01-01"))
}

/// Words between tags: escaped, and without what XML may not hold.
fn xml(words: &str) -> String {
    let mut escaped = String::with_capacity(words.len());
    for letter in words.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' | '\n' | '\r' => escaped.push(letter),
            letter if letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}') => {}
            letter => escaped.push(letter),
        }
    }
    escaped
}

/// Changes as they come into the ledger: server-sent events named `change`, each with a change as JSON.
#[utoipa::path(
    get, path = "/api/changes/stream", tag = "changes",
    responses((status = 200, description = "Server-sent events", body = String, content_type = "text/event-stream"))
)]
pub(crate) async fn stream(State(desk): State<Arc<Desk>>, ask: Ask) -> Response {
    if let Err(problem) = ask.query::<Nothing>().and_then(|_| ask.must_take("text/event-stream")) {
        return told(Err(problem));
    }
    let news = desk.news.subscribe();
    let closing = desk.closing.subscribe();
    let changes =
        stream::unfold((news, closing, Vec::<Change>::new()), |(mut news, mut closing, mut waiting)| async move {
            loop {
                if let Some(change) = waiting.pop() {
                    let event =
                        Event::default().event("change").data(serde_json::to_string(&change).unwrap_or_default());
                    return Some((Ok::<_, Infallible>(event), (news, closing, waiting)));
                }
                tokio::select! {
                    _ = closing.wait_for(|closing| *closing) => return None,
                    batch = news.recv() => match batch {
                        Ok(batch) => waiting = batch.iter().rev().cloned().collect(),
                        // What was missed can be had from the list.
                        Err(RecvError::Lagged(_)) => {}
                        Err(RecvError::Closed) => return None,
                    },
                }
            }
        });
    Sse::new(changes).keep_alive(KeepAlive::default()).into_response()
}
