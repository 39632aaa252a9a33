//! TimelineJS: a slide an event that is dated, with its standing first; stories are groups.
//!
//! TimelineJS takes texts for HTML, so what articles say is escaped, and links are not made of it.

use std::io::{self, Write};

use serde::Serialize;
use terms::{EventRow, HistoryStep};

use crate::day::{Days, days};
use crate::source::Source;

#[derive(Serialize)]
struct Slide {
    unique_id: String,
    start_date: Date,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_date: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    display_date: Option<String>,
    text: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<String>,
    autolink: bool,
}

#[derive(Serialize)]
struct Date {
    year: i16,
    month: i8,
    day: i8,
}

#[derive(Serialize)]
struct Text {
    headline: String,
    text: String,
}

#[derive(Serialize)]
struct Title {
    text: Text,
    autolink: bool,
}

impl From<jiff::civil::Date> for Date {
    fn from(date: jiff::civil::Date) -> Self {
        Self { year: date.year(), month: date.month(), day: date.day() }
    }
}

pub(crate) fn write(source: &Source<'_>, out: &mut dyn Write) -> io::Result<()> {
    let marks = source.marks();
    let told =
        format!("{}; {} {}; mapping {}", source.program, marks.ontology, marks.ontology_version, marks.mapping_version);
    let title = match &source.record.stories[..] {
        [only] => &only.title,
        _ => "Who did what to whom, and whether it still stands",
    };
    let title = Title { text: Text { headline: escaped(title), text: escaped(&told) }, autolink: false };
    write!(out, r#"{{"scale":"human","title":"#)?;
    serde_json::to_writer(&mut *out, &title)?;
    write!(out, r#","events":["#)?;
    let mut behind = "\n";
    for event in &source.record.events {
        let Some((told, when)) = event.moment().and_then(|told| Some((told, days(told)?))) else { continue };
        out.write_all(behind.as_bytes())?;
        serde_json::to_writer(&mut *out, &slide(source, event, told, when))?;
        behind = ",\n";
    }
    writeln!(out, "\n]}}")
}

fn slide(source: &Source<'_>, event: &EventRow, told: &str, Days { first, last }: Days) -> Slide {
    Slide {
        unique_id: event.id.clone(),
        start_date: first.into(),
        end_date: last.map(Date::from),
        display_date: last.map(|_| told.to_owned()),
        text: Text { headline: escaped(&format!("{}: {}", event.standing, event.summary)), text: body(event) },
        group: source.story(event.story.as_deref()).map(|story| escaped(&story.title)),
        autolink: false,
    }
}

/// What PLOVER counts, then every step in the order of saying.
fn body(event: &EventRow) -> String {
    let counted = match &event.plover {
        Some(plover) => format!("PLOVER: {} {}", plover.event, plover.mode.join(", ")),
        None => "PLOVER counts nothing".to_owned(),
    };
    let steps: String = event.history.iter().map(step).collect();
    format!("<p>{}; {} independent.</p><ul>{steps}</ul>", escaped(counted.trim_end()), origins(event.origins))
}

fn origins(count: usize) -> String {
    if count == 1 { "1 origin,".to_owned() } else { format!("{count} origins,") }
}

fn step(step: &HistoryStep) -> String {
    let by = step.by.as_ref().map_or("the article", |by| by.name.as_str());
    let at = step.at.as_deref().unwrap_or("undated");
    let quotes = step.evidence.iter().map(|piece| piece.quote.as_str()).filter(|quote| !quote.is_empty());
    let quotes: String = quotes.map(|quote| format!(" “{}”", escaped(quote))).collect();
    format!("<li>{}: {} ({}, {}){quotes}</li>", escaped(at), step.status, escaped(by), step.assertion)
}

fn escaped(words: &str) -> String {
    quick_xml::escape::escape(words).into_owned()
}
