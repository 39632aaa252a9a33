//! PLOVER records in the forty columns of POLECAT's files: tabs between, a head, "None" for nothing, "; " in lists.
//!
//! What the ledger does not know stays "None": persons apart from organisations, titles, provinces, GeoNames' ids.

use std::collections::BTreeSet;
use std::io::{self, Write};

use terms::{Location, Party};

use crate::counted::{Counted, counted};
use crate::day;
use crate::gdelt::tabbed;
use crate::source::{Source, name, published};

/// POLECAT's names.
const HEAD: [&str; 40] = [
    "Event ID",
    "Event Date",
    "Event Type",
    "Event Mode",
    "Intensity",
    "Quad Code",
    "Contexts",
    "Actor Name",
    "Actor Country",
    "Actor COW",
    "Primary Actor Sector",
    "Actor Sectors",
    "Actor Title",
    "Actor Name Raw",
    "Wikipedia Actor ID",
    "Recipient Name",
    "Recipient Country",
    "Recipient COW",
    "Primary Recipient Sector",
    "Recipient Sectors",
    "Recipient Title",
    "Recipient Name Raw",
    "Wikipedia Recipient ID",
    "Placename",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
    "GeoNames ID",
    "Raw Placename",
    "Feature Type",
    "Source",
    "Publication Date",
    "Story People",
    "Story Organizations",
    "Story Locations",
    "Language",
    "Version",
];

const NONE: &str = "None";

pub(crate) fn write(source: &Source<'_>, out: &mut dyn Write) -> io::Result<()> {
    tabbed(out, HEAD)?;
    let marks = source.marks();
    let version = format!("{}; PLOVER {}; mapping {}", source.program, marks.ontology_version, marks.mapping_version);
    for counted in counted(source) {
        tabbed(out, row(source, &counted, &version))?;
    }
    Ok(())
}

fn row(source: &Source<'_>, counted: &Counted<'_>, version: &str) -> [String; HEAD.len()] {
    let Counted { event, plover, days } = *counted;
    let article = event.deciding().and_then(|step| source.article(&step.article));
    let place = event.locations.first();
    let point = |part: fn(&Location) -> Option<f64>| known(place.and_then(part).map(|degrees| degrees.to_string()));
    let country = |code: &str| source.mapping.country(code).map_or_else(|| code.to_owned(), |row| row.name.clone());
    let places = source.story(event.story.as_deref()).into_iter().flat_map(|story| &story.events);
    let places = places.filter_map(|id| source.event(id)).flat_map(|event| &event.locations);
    let [name, of, cow, sector, sectors, title, raw, item] = side(source, &event.actor);
    let [to_name, to, to_cow, to_sector, to_sectors, to_title, to_raw, to_item] = side(source, &event.recipient);
    [
        event.id.clone(),
        known(days.map(|days| days.first.to_string())),
        plover.event.to_string(),
        list(plover.mode.iter().cloned()),
        format!("{:.1}", plover.event_scale),
        plover.quad_code.to_string(),
        list(event.context.iter().cloned()),
        name,
        of,
        cow,
        sector,
        sectors,
        title,
        raw,
        item,
        to_name,
        to,
        to_cow,
        to_sector,
        to_sectors,
        to_title,
        to_raw,
        to_item,
        known(place.map(|place| place.name.clone())),
        NONE.to_owned(),
        NONE.to_owned(),
        NONE.to_owned(),
        known(place.and_then(|place| place.country.as_deref()).map(country)),
        point(|place| place.latitude),
        point(|place| place.longitude),
        NONE.to_owned(),
        known(place.map(|place| place.name.clone())),
        NONE.to_owned(),
        known(article.and_then(|row| row.outlet.clone().or_else(|| row.url.clone()))),
        known(article.and_then(published).and_then(day::days).map(|days| days.first.to_string())),
        NONE.to_owned(),
        NONE.to_owned(),
        list(places.map(|place| place.name.clone())),
        "en".to_owned(),
        version.to_owned(),
    ]
}

/// Name, country, Correlates of War number, first sector, all sectors, title, words, Wikidata item of one side.
fn side(source: &Source<'_>, parties: &[Party]) -> [String; 8] {
    let sectors = || parties.iter().filter_map(|party| party.actor.sector).map(|sector| sector.to_string());
    let codes = || parties.iter().filter_map(|party| source.mapping.plover_code(party.actor.code.as_deref()?));
    let cow = |code: &str| source.mapping.country(code).map(|row| row.cow.clone()).filter(|cow| !cow.is_empty());
    [
        list(parties.iter().map(|party| name(party).to_owned())),
        list(codes().map(str::to_owned)),
        list(codes().filter_map(cow)),
        known(sectors().next()),
        list(sectors()),
        NONE.to_owned(),
        list(parties.iter().map(|party| party.text.clone())),
        list(parties.iter().filter_map(|party| party.actor.wikidata_id.clone())),
    ]
}

fn known(value: Option<String>) -> String {
    value.filter(|value| !value.is_empty()).unwrap_or_else(|| NONE.to_owned())
}

/// Each value once, in order.
fn list(values: impl Iterator<Item = String>) -> String {
    let mut seen = BTreeSet::new();
    let all: Vec<String> = values.filter(|value| !value.is_empty() && seen.insert(value.clone())).collect();
    if all.is_empty() { NONE.to_owned() } else { all.join("; ") }
}
