//! Times of objects: those of the articles, since nothing here reads a clock.

use terms::EventRow;

use crate::day::moment;
use crate::source::{Source, published};

/// The time of what has none of its own.
pub(super) const ALWAYS: &str = "1970-01-01T00:00:00.000Z";

/// A time of the record as STIX writes it; `None` where it is not known.
pub(super) fn written(told: &str) -> Option<String> {
    moment(told).map(|at| at.strftime("%Y-%m-%dT%H:%M:%S.000Z").to_string())
}

/// When an article was published.
pub(super) fn of_article(source: &Source<'_>, article: &str) -> String {
    source.article(article).and_then(published).and_then(written).unwrap_or_else(|| ALWAYS.to_owned())
}

/// When events were first and last told of.
pub(super) fn of_events(source: &Source<'_>, events: &[&EventRow]) -> (String, String) {
    let steps = events.iter().flat_map(|event| &event.history);
    let told: Vec<String> = steps.map(|step| of_article(source, &step.article)).collect();
    let first = told.iter().min().cloned().unwrap_or_else(|| ALWAYS.to_owned());
    let last = told.iter().max().cloned().unwrap_or_else(|| first.clone());
    (first, last)
}
