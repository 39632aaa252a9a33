//! The table of events: 61 columns.

use std::collections::BTreeSet;
use std::io::{self, Write};

use terms::{ArticleRow, Location};

use super::rows::{Of, Pair, Who, each};
use super::tabbed;
use crate::day::Days;
use crate::day::moment;
use crate::source::{Source, published};

/// Columns of the table.
const WIDTH: usize = 61;

/// Sentences of an article that are its lead.
const LEAD: usize = 2;

/// Bodies and movements that are no countries to GDELT.
const NO_COUNTRY: [&str; 7] = ["IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"];

pub(crate) fn write(source: &Source<'_>, out: &mut dyn Write) -> io::Result<()> {
    each(source, |pair| tabbed(out, row(source, &pair)))
}

fn row(source: &Source<'_>, pair: &Pair<'_>) -> Vec<String> {
    let articles = articles(source, pair.of);
    let first = articles.first().copied();
    let mut cells = Vec::with_capacity(WIDTH);
    cells.push(pair.id.to_string());
    cells.extend(date(pair.days));
    cells.extend(side(source, pair.from));
    cells.extend(side(source, pair.to));
    cells.push(u8::from(leads(source, pair.of)).to_string());
    cells.push(pair.code.to_owned());
    cells.push(pair.code.get(..3).unwrap_or(pair.code).to_owned());
    cells.push(pair.code.get(..2).unwrap_or(pair.code).to_owned());
    cells.push(quad(pair.code).to_owned());
    cells.push(pair.scale.to_string());
    cells.push(mentions(source, pair.of).to_string());
    cells.push(outlets(&articles).to_string());
    cells.push(articles.len().to_string());
    cells.push(String::new()); // AvgTone
    let place = match pair.of {
        Of::Event(event) => event.locations.first(),
        Of::Denial(_) => None,
    };
    cells.extend(country(source, pair.from));
    cells.extend(country(source, pair.to));
    cells.extend(geography(source, place));
    cells.push(first.and_then(added).unwrap_or_default());
    cells.push(first.and_then(|article| article.url.clone()).unwrap_or_default());
    cells
}

/// SQLDATE, MonthYear, Year, FractionDate. A month or year is given by its first day.
fn date(days: Option<Days>) -> [String; 4] {
    let Some(Days { first, .. }) = days else { return Default::default() };
    let (year, month, day) = (first.year(), first.month(), first.day());
    // As the codebook has it: months of thirty days.
    let fraction = f64::from(i32::from(month) * 30 + i32::from(day)) / 365.0;
    [
        format!("{year:04}{month:02}{day:02}"),
        format!("{year:04}{month:02}"),
        format!("{year:04}"),
        format!("{:.4}", f64::from(year) + fraction),
    ]
}

/// Code, name, country, known group, ethnic group, two religions, three roles.
fn side(source: &Source<'_>, who: Option<Who<'_>>) -> [String; 10] {
    let Some(Who { name, actor }) = who else { return Default::default() };
    let spelled = actor.code.as_deref().map(|code| source.mapping.cameo_country(code)).unwrap_or_default();
    let role = actor.sector.map(|sector| source.mapping.cameo_role(sector)).unwrap_or_default();
    let is_country = !spelled.is_empty() && !NO_COUNTRY.contains(&spelled);
    let (country, group) = if is_country { (spelled, "") } else { ("", spelled) };
    let mut cells: [String; 10] = Default::default();
    cells[0] = format!("{spelled}{role}");
    cells[1] = name.to_uppercase();
    cells[2] = country.to_owned();
    cells[3] = group.to_owned();
    cells[7] = role.to_owned();
    cells
}

/// The country of a side as a place: GDELT's type 1, without a point.
fn country(source: &Source<'_>, who: Option<Who<'_>>) -> [String; 8] {
    let code = who.and_then(|who| who.actor.code.as_deref());
    let Some(row) = code.and_then(|code| source.mapping.country(code)) else { return no_place() };
    place("1", row.name.clone(), &row.fips, None)
}

/// Where it happened: type 4, a city of the world, or 3, one of the United States.
fn geography(source: &Source<'_>, location: Option<&Location>) -> [String; 8] {
    let Some(location) = location else { return no_place() };
    let country = location.country.as_deref().and_then(|code| source.mapping.country(code));
    let fips = country.map(|row| row.fips.as_str()).unwrap_or_default();
    let name = match country {
        Some(row) if row.name != location.name => format!("{}, {}", location.name, row.name),
        _ => location.name.clone(),
    };
    let kind = match country {
        Some(row) if row.name == location.name => "1",
        _ if location.country.as_deref() == Some("USA") => "3",
        _ => "4",
    };
    place(kind, name, fips, location.latitude.zip(location.longitude))
}

/// Type, name, country, first and second division, degrees north and east, feature.
fn place(kind: &str, name: String, fips: &str, point: Option<(f64, f64)>) -> [String; 8] {
    let (north, east) = point.map(|(north, east)| (north.to_string(), east.to_string())).unwrap_or_default();
    [kind.to_owned(), name, fips.to_owned(), fips.to_owned(), String::new(), north, east, String::new()]
}

fn no_place() -> [String; 8] {
    let mut cells: [String; 8] = Default::default();
    cells[0] = "0".to_owned();
    cells
}

/// GDELT's quad of a CAMEO code, which goes by the root alone.
fn quad(code: &str) -> &'static str {
    match code.get(..2).and_then(|root| root.parse().ok()).unwrap_or(0u8) {
        1..=5 => "1",
        6..=8 => "2",
        9..=13 => "3",
        14..=20 => "4",
        _ => "",
    }
}

/// Articles that tell it, by date, then id.
pub(super) fn articles<'a>(source: &Source<'a>, of: Of<'_>) -> Vec<&'a ArticleRow> {
    let ids: BTreeSet<&str> = match of {
        Of::Event(event) => event.history.iter().map(|step| step.article.as_str()).collect(),
        Of::Denial(claim) => {
            claim.evidence.iter().chain(&claim.headlines).map(|piece| piece.article.as_str()).collect()
        }
    };
    let mut rows: Vec<&ArticleRow> = ids.into_iter().filter_map(|id| source.article(id)).collect();
    rows.sort_by_key(|row| (published(row).is_none(), published(row).and_then(moment), row.id.as_str()));
    rows
}

/// The moment of an article, as GDELT writes it.
pub(super) fn added(article: &ArticleRow) -> Option<String> {
    published(article).and_then(moment).map(|at| at.strftime("%Y%m%d%H%M%S").to_string())
}

fn mentions(source: &Source<'_>, of: Of<'_>) -> usize {
    match of {
        Of::Event(event) => source.reports(event).count().max(1),
        Of::Denial(claim) => claim.evidence.len().max(1),
    }
}

fn leads(source: &Source<'_>, of: Of<'_>) -> bool {
    match of {
        Of::Event(event) => source.reports(event).any(|(report, _)| report.sentence < LEAD),
        Of::Denial(_) => false,
    }
}

/// How many outlets; articles of unknown outlets count as one each.
fn outlets(articles: &[&ArticleRow]) -> usize {
    articles.iter().map(|row| row.outlet.as_deref().unwrap_or(&row.id)).collect::<BTreeSet<_>>().len()
}
