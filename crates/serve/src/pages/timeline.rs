//! A story in time: what happened when, and when it was reported; as a picture and as the table that says the same.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use jiff::ToSpan;
use jiff::civil::Date;
use terms::{EventRow, phrases};

use super::rows::{Chip, Line};
use super::story::Moment;
use super::tabs::Tabs;
use super::{Frame, shown, told};
use crate::ask::Ask;
use crate::desk::Desk;
use crate::problem::Problem;
use crate::snapshot::Snapshot;

/// Where the days begin, and how wide all of them are.
const LEFT: i64 = 330;
const WIDTH: i64 = 640;

/// Height of a row, and of what is above the first.
const ROW: i64 = 24;
const TOP: i64 = 30;

/// Most events of the picture; the table has all.
const EVENTS: usize = 40;

/// Most days that are written below the picture.
const TICKS: i64 = 6;

/// A sign at a day.
struct Sign {
    x: i64,
    shape: char,
    class: &'static str,
    title: String,
}

/// A bar of a day, month or year on which it happened.
struct Bar {
    x: i64,
    width: i64,
    title: String,
}

/// An event in the picture.
struct Track {
    y: i64,
    label: String,
    href: String,
    happened: Option<Bar>,
    signs: Vec<Sign>,
    /// From an earlier standing to the one that it has now.
    arrow: Option<(i64, i64)>,
}

/// Actors and whom they act upon, above their events.
struct Lane {
    y: i64,
    name: String,
}

/// A day below the picture.
struct Tick {
    x: i64,
    day: String,
}

/// A row of the table: an event, or a report of it.
struct Row {
    line: Line,
    happened: String,
    pair: String,
    reports: Vec<Reported>,
}

/// When something was said of it.
struct Reported {
    at: String,
    chip: Chip,
    by: String,
}

#[derive(Template)]
#[template(path = "timeline.html")]
struct Timeline {
    frame: Frame,
    tabs: Tabs,
    lanes: Vec<Lane>,
    tracks: Vec<Track>,
    ticks: Vec<Tick>,
    height: i64,
    left_out: usize,
    rows: Vec<Row>,
    /// Days on which something was reported.
    days: Vec<(String, bool)>,
}

pub(super) async fn timeline(State(desk): State<Arc<Desk>>, ask: Ask) -> Response {
    told(answer(&desk, &ask).await)
}

async fn answer(desk: &Arc<Desk>, ask: &Ask) -> Result<Response, Problem> {
    let asked: Moment = ask.form()?;
    let view = desk.view(asked.as_of.map(|when| when.0)).await?;
    let id = ask.path.get(1).map_or("", String::as_str);
    let story = desk.story(&view, id)?;
    let mut events: Vec<&EventRow> = view.events_of(story).collect();
    events.sort_by_key(|event| (event.moment().is_none(), event.moment(), &event.id));
    let frame = Frame::of(ask, &view, format!("Timeline: {}", story.title));
    // The days to choose from are those of now, also in a view of an earlier moment.
    let now = desk.now();
    let mut days: Vec<String> = now
        .story(id)
        .map_or(&story.articles, |story| &story.articles)
        .iter()
        .filter_map(|id| now.article(id))
        .filter_map(|row| row.published.as_deref().or(row.published_inferred.as_deref())?.get(..10))
        .map(str::to_owned)
        .collect();
    days.sort();
    days.dedup();
    let days = days.into_iter().map(|day| (day.clone(), day == frame.as_of)).collect();
    let mut lanes: Vec<(String, Vec<&EventRow>)> = Vec::new();
    for event in events.iter().take(EVENTS) {
        let pair = phrases::who_to_whom(event);
        match lanes.iter_mut().find(|(name, _)| *name == pair) {
            Some((_, lane)) => lane.push(event),
            None => lanes.push((pair, vec![event])),
        }
    }
    let scale = Scale::of(&events);
    let mut picture = Picture { lanes: Vec::new(), tracks: Vec::new(), y: TOP };
    for (name, lane) in lanes {
        picture.lane(name, &lane, scale.as_ref());
    }
    shown(
        ask,
        &Timeline {
            frame,
            tabs: Tabs::of(story, "timeline"),
            lanes: picture.lanes,
            tracks: picture.tracks,
            ticks: scale.as_ref().map(Scale::ticks).unwrap_or_default(),
            height: picture.y + 34,
            left_out: events.len().saturating_sub(EVENTS),
            rows: events.iter().map(|event| row(&view, event)).collect(),
            days,
        },
    )
}

fn row(view: &Snapshot, event: &EventRow) -> Row {
    Row {
        happened: phrases::when(event),
        pair: phrases::who_to_whom(event),
        reports: event
            .history
            .iter()
            .map(|step| Reported {
                at: step.at.clone().unwrap_or_else(|| "undated".to_owned()),
                chip: Chip::of(step.status),
                by: super::rows::by(step),
            })
            .collect(),
        line: Line::of(view, event),
    }
}

/// Days to places in the picture.
struct Scale {
    first: Date,
    days: i64,
}

/// First and last day that a date as records write it may mean.
fn span(date: &str) -> Option<(Date, Date)> {
    if let Some(day) = date.get(..10).and_then(|day| day.parse::<Date>().ok()) {
        return Some((day, day));
    }
    let mut parts = date.split('-');
    let year: i16 = parts.next()?.parse().ok()?;
    match parts.next() {
        Some(month) => {
            let first = Date::new(year, month.parse().ok()?, 1).ok()?;
            Some((first, first.last_of_month()))
        }
        None => Some((Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?)),
    }
}

fn days_from(first: Date, day: Date) -> i64 {
    i64::from((day - first).get_days())
}

impl Scale {
    /// From the first report, and what happened in the month before it, to the last. What lies further back is drawn at the edge.
    fn of(events: &[&EventRow]) -> Option<Self> {
        let told = || {
            let steps = events.iter().flat_map(|event| &event.history);
            steps.filter_map(|step| span(step.at.as_deref()?)).map(|(day, _)| day)
        };
        let happened = || events.iter().filter_map(|event| span(event.date.as_deref()?));
        let anchor = told().min().or_else(|| happened().map(|(day, _)| day).min())?;
        let earliest = anchor.checked_sub(31.days()).unwrap_or(anchor);
        let latest = told().max().unwrap_or(anchor).checked_add(31.days()).unwrap_or(anchor);
        let first = happened().map(|(day, _)| day).filter(|day| *day >= earliest).min().unwrap_or(anchor).min(anchor);
        let last = happened().map(|(_, day)| day).filter(|day| *day <= latest).chain(told()).max().unwrap_or(first);
        Some(Self { first, days: days_from(first, last).max(1) })
    }

    fn x(&self, day: Date) -> i64 {
        LEFT + (days_from(self.first, day) * WIDTH / self.days).clamp(0, WIDTH)
    }

    fn ticks(&self) -> Vec<Tick> {
        let count = self.days.clamp(1, TICKS - 1);
        let day = |at: i64| self.first.checked_add((self.days * at / count).days()).ok();
        let days = (0..=count).filter_map(day);
        days.map(|day| Tick { x: self.x(day), day: day.to_string() }).collect()
    }
}

struct Picture {
    lanes: Vec<Lane>,
    tracks: Vec<Track>,
    y: i64,
}

impl Picture {
    fn lane(&mut self, name: String, events: &[&EventRow], scale: Option<&Scale>) {
        self.lanes.push(Lane { y: self.y, name: cut(&name, 64) });
        self.y += ROW;
        for event in events {
            self.tracks.push(track(event, self.y, scale));
            self.y += ROW;
        }
        self.y += 6;
    }
}

fn track(event: &EventRow, y: i64, scale: Option<&Scale>) -> Track {
    let happened = scale.and_then(|scale| {
        let date = event.date.as_deref()?;
        let (first, last) = span(date)?;
        let (x, end) = (scale.x(first), scale.x(last));
        Some(Bar { x: x - 5, width: (end - x).max(0) + 10, title: format!("happened or due {date}") })
    });
    let mut signs: Vec<Sign> = Vec::new();
    for step in &event.history {
        let Some((scale, (day, _))) = scale.zip(step.at.as_deref().and_then(span)) else { continue };
        let chip = Chip::of(step.status);
        // Signs of one day stand beside each other.
        let mut x = scale.x(day);
        while signs.iter().any(|other| (other.x - x).abs() < 13) {
            x += 13;
        }
        if !signs.iter().any(|other| other.shape == chip.shape && (other.x - x).abs() <= 13) {
            let title = format!("{}: {}, {}", day, chip.word, super::rows::by(step));
            signs.push(Sign { x, shape: chip.shape, class: chip.class, title });
        }
    }
    let arrow = phrases::last_change(event).and_then(|(old, new)| {
        let at = |status| signs.iter().find(|sign| sign.shape == phrases::shape(status)).map(|sign| sign.x);
        Some((at(old.status)?, at(new.status)?))
    });
    Track {
        y,
        label: cut(phrases::deed(event), 44),
        href: format!("/events/{}", event.id),
        happened,
        signs,
        arrow: arrow.filter(|(from, to)| to > from),
    }
}

fn cut(words: &str, most: usize) -> String {
    if words.chars().count() <= most {
        return words.to_owned();
    }
    words.chars().take(most - 1).chain(['…']).collect()
}
