//! The table of mentions: 16 columns, a row each time that an article tells of a row of events.
//!
//! Offsets count Unicode scalar values of the article's text; -1 is what GDELT writes for what the text does not name.

use std::io::{self, Write};

use terms::{Party, Report};

use super::events::{added, articles};
use super::rows::{Of, Pair, Who, each};
use super::tabbed;
use crate::source::{Source, name};

/// Where a mention stands.
struct Place<'a> {
    article: &'a str,
    sentence: Option<usize>,
    from: i64,
    to: i64,
    action: i64,
    confidence: Option<f64>,
}

pub(crate) fn write(source: &Source<'_>, out: &mut dyn Write) -> io::Result<()> {
    each(source, |pair| {
        let first = articles(source, pair.of).first().copied().and_then(added).unwrap_or_default();
        match pair.of {
            Of::Event(event) => source.reports(event).try_for_each(|(report, article)| {
                let (from, to) = (offset(&report.actor, pair.from), offset(&report.recipient, pair.to));
                let place = Place {
                    article,
                    sentence: Some(report.sentence + 1),
                    from,
                    to,
                    action: action(report),
                    confidence: Some(report.confidence),
                };
                tabbed(out, row(source, &pair, &first, &place))
            }),
            Of::Denial(claim) => claim.evidence.iter().chain(&claim.headlines).try_for_each(|piece| {
                let action = if piece.field.is_text() { i64::from(piece.start) } else { -1 };
                let article = piece.article.as_str();
                let place = Place { article, sentence: None, from: -1, to: -1, action, confidence: None };
                tabbed(out, row(source, &pair, &first, &place))
            }),
        }
    })
}

fn row(source: &Source<'_>, pair: &Pair<'_>, first: &str, place: &Place<'_>) -> [String; 16] {
    let article = source.article(place.article);
    let url = article.and_then(|row| row.url.as_deref());
    let outlet = article.and_then(|row| row.outlet.as_deref());
    // In steps of ten, as GDELT gives it.
    let confidence = place.confidence.map(|confidence| ((confidence * 10.0).round() * 10.0).clamp(10.0, 100.0));
    [
        pair.id.to_string(),
        first.to_owned(),
        article.and_then(added).unwrap_or_default(),
        if url.is_some() { "1" } else { "2" }.to_owned(),
        outlet.or_else(|| host(url?)).unwrap_or_default().to_owned(),
        url.unwrap_or(place.article).to_owned(),
        place.sentence.map(|sentence| sentence.to_string()).unwrap_or_default(),
        place.from.to_string(),
        place.to.to_string(),
        place.action.to_string(),
        "1".to_owned(),
        confidence.map(|confidence| confidence.to_string()).unwrap_or_default(),
        String::new(), // MentionDocLen
        String::new(), // MentionDocTone
        String::new(), // MentionDocTranslationInfo
        // Extras: what the codes of the event are codes of.
        format!("CAMEO {}; mapping {}", source.mapping.ontology.cameo, source.mapping.version()),
    ]
}

fn action(report: &Report) -> i64 {
    i64::from(report.trigger.start)
}

/// Where the words of a side stand in a report: of that very actor, else of one of its country.
fn offset(parties: &[Party], who: Option<Who<'_>>) -> i64 {
    let Some(who) = who else { return -1 };
    let country = |party: &&Party| party.actor.code.is_some() && party.actor.code == who.actor.code;
    let named = parties.iter().find(|party| name(party) == who.name);
    named.or_else(|| parties.iter().find(country)).map_or(-1, |party| i64::from(party.start))
}

/// The host of an address.
fn host(url: &str) -> Option<&str> {
    let rest = url.split_once("://")?.1;
    rest.split(['/', '?', '#']).next().filter(|host| !host.is_empty())
}
