//! PLOVER records as JSON lines, under the field names of the manual's chapter on data.
//!
//! A record is what PLOVER counts of an event as it stands. Fields that the manual has no name for come after its own,
//! as it asks of providers: the deed itself, its standing, and which codes the record is written in.

use std::io::{self, Write};

use serde::Serialize;
use terms::{Assertion, EventRow, EventType, Location, Party, Quantity, Sector, Status};

use crate::counted::{Counted, counted};
use crate::source::{Marks, Source, name};

#[derive(Serialize)]
struct Record<'a> {
    id: &'a str,
    has_event: bool,
    date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    enddate: Option<String>,
    source: Vec<Actor<'a>>,
    recipient: Vec<Actor<'a>>,
    event: [EventType; 1],
    #[serde(skip_serializing_if = "Option::is_none")]
    event_loc: Option<Loc<'a>>,
    event_text: Vec<&'a str>,
    quad_code: u8,
    event_scale: f64,
    mode: &'a [String],
    context: &'a [String],
    link: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text_info: Option<TextInfo>,
    cite_info: CiteInfo<'a>,
    coder: &'a str,
    comment: &'a str,
    deed: Deed<'a>,
    standing: Status,
    assertion: Assertion,
    quantities: &'a [Quantity],
    origins: usize,
    #[serde(flatten)]
    marks: Marks<'a>,
}

#[derive(Serialize)]
struct Actor<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sector: Option<Sector>,
    actor_text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    identifier_id: Option<&'a str>,
    identifier_text: &'a str,
}

/// GeoNames' names for a place's fields, and the manual's `cc3`.
#[derive(Serialize)]
struct Loc<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    latitude: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    longitude: Option<f64>,
    #[serde(rename = "country code", skip_serializing_if = "Option::is_none")]
    country: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cc3: Option<&'a str>,
}

#[derive(Serialize)]
struct TextInfo {
    start: u32,
    end: u32,
}

#[derive(Default, Serialize)]
struct CiteInfo<'a> {
    citation: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publication: Option<&'a str>,
    coder: &'a str,
    codebook: String,
    version: &'a str,
}

/// What was spoken of, whatever became of it.
#[derive(Serialize)]
struct Deed<'a> {
    event: EventType,
    mode: &'a [String],
}

pub(crate) fn write(source: &Source<'_>, out: &mut dyn Write) -> io::Result<()> {
    for counted in counted(source) {
        serde_json::to_writer(&mut *out, &record(source, &counted))?;
        writeln!(out)?;
    }
    Ok(())
}

fn record<'a>(source: &Source<'a>, counted: &Counted<'a>) -> Record<'a> {
    let Counted { event, plover, days } = *counted;
    let step = event.deciding();
    let piece = step.and_then(|step| step.evidence.first());
    let actors = |parties: &'a [Party]| parties.iter().map(|party| actor(source, party)).collect();
    Record {
        id: &event.id,
        has_event: true,
        date: days.map(|days| days.first.to_string()),
        enddate: days.and_then(|days| days.last).map(|day| day.to_string()),
        source: actors(&event.actor),
        recipient: actors(&event.recipient),
        event: [plover.event],
        event_loc: event.locations.first().map(|place| location(source, place)),
        event_text: quotes(event),
        quad_code: plover.quad_code,
        event_scale: plover.event_scale,
        mode: &plover.mode,
        context: &event.context,
        link: event.story.as_deref(),
        text_info: piece.map(|piece| TextInfo { start: piece.start, end: piece.end }),
        cite_info: step.map(|step| cite(source, &step.article)).unwrap_or_default(),
        coder: source.program,
        comment: &event.summary,
        deed: Deed { event: event.event, mode: &event.mode },
        standing: event.standing,
        assertion: event.assertion,
        quantities: &event.quantities,
        origins: event.origins,
        marks: source.marks(),
    }
}

fn actor<'a>(source: &Source<'a>, party: &'a Party) -> Actor<'a> {
    Actor {
        code: party.actor.code.as_deref().and_then(|code| source.mapping.plover_code(code)),
        sector: party.actor.sector,
        actor_text: &party.text,
        identifier_id: party.actor.wikidata_id.as_deref(),
        identifier_text: name(party),
    }
}

fn location<'a>(source: &Source<'a>, place: &'a Location) -> Loc<'a> {
    let country = place.country.as_deref().and_then(|code| source.mapping.country(code));
    Loc {
        name: &place.name,
        latitude: place.latitude,
        longitude: place.longitude,
        country: country.map(|country| country.iso2.as_str()),
        cc3: place.country.as_deref(),
    }
}

/// The words that an event rests on; those of forgotten articles are gone.
fn quotes(event: &EventRow) -> Vec<&str> {
    let Some(step) = event.deciding() else { return Vec::new() };
    step.evidence.iter().map(|piece| piece.quote.as_str()).filter(|quote| !quote.is_empty()).collect()
}

fn cite<'a>(source: &Source<'a>, article: &'a str) -> CiteInfo<'a> {
    let row = source.article(article);
    let marks = source.marks();
    CiteInfo {
        citation: article,
        url: row.and_then(|row| row.url.as_deref()),
        title: row.and_then(|row| row.title.as_deref()),
        publication: row.and_then(|row| row.outlet.as_deref()),
        coder: source.program,
        codebook: format!("plover-{}", marks.ontology_version),
        version: marks.mapping_version,
    }
}
