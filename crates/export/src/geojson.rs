//! GeoJSON (RFC 7946): a point an event and place whose degrees are known.
//!
//! Every event that happened somewhere is here, with its standing; `plover_event` is null where nothing is to be counted.

use std::io::{self, Write};

use serde::Serialize;
use terms::{Assertion, EventRow, EventType, Party, Status};

use crate::source::{Marks, Source, name};

#[derive(Serialize)]
struct Feature<'a> {
    r#type: &'static str,
    id: String,
    geometry: Geometry,
    properties: Properties<'a>,
}

#[derive(Serialize)]
struct Geometry {
    r#type: &'static str,
    coordinates: [f64; 2],
}

#[derive(Serialize)]
struct Properties<'a> {
    event: &'a str,
    story: Option<&'a str>,
    place: &'a str,
    country: Option<&'a str>,
    summary: &'a str,
    date: Option<&'a str>,
    standing: Status,
    assertion: Assertion,
    plover_event: Option<EventType>,
    plover_mode: &'a [String],
    quad_code: Option<u8>,
    event_scale: Option<f64>,
    deed: EventType,
    deed_mode: &'a [String],
    context: &'a [String],
    actor: Vec<&'a str>,
    recipient: Vec<&'a str>,
    origins: usize,
    #[serde(flatten)]
    marks: Marks<'a>,
}

pub(crate) fn write(source: &Source<'_>, out: &mut dyn Write) -> io::Result<()> {
    write!(out, r#"{{"type":"FeatureCollection","features":["#)?;
    let mut behind = "\n";
    for event in &source.record.events {
        for (index, location) in event.locations.iter().enumerate() {
            let Some((north, east)) = location.latitude.zip(location.longitude) else { continue };
            let feature = Feature {
                r#type: "Feature",
                id: format!("{}.{index}", event.id),
                geometry: Geometry { r#type: "Point", coordinates: [east, north] },
                properties: properties(source, event, &location.name, location.country.as_deref()),
            };
            out.write_all(behind.as_bytes())?;
            serde_json::to_writer(&mut *out, &feature)?;
            behind = ",\n";
        }
    }
    writeln!(out, "\n]}}")
}

fn properties<'a>(
    source: &Source<'a>,
    event: &'a EventRow,
    place: &'a str,
    country: Option<&'a str>,
) -> Properties<'a> {
    let names = |parties: &'a [Party]| parties.iter().map(name).collect();
    let plover = event.plover.as_ref();
    Properties {
        event: &event.id,
        story: event.story.as_deref(),
        place,
        country,
        summary: &event.summary,
        date: event.date.as_deref(),
        standing: event.standing,
        assertion: event.assertion,
        plover_event: plover.map(|plover| plover.event),
        plover_mode: plover.map(|plover| plover.mode.as_slice()).unwrap_or_default(),
        quad_code: plover.map(|plover| plover.quad_code),
        event_scale: plover.map(|plover| plover.event_scale),
        deed: event.event,
        deed_mode: &event.mode,
        context: &event.context,
        actor: names(&event.actor),
        recipient: names(&event.recipient),
        origins: event.origins,
        marks: source.marks(),
    }
}
