//! Finds an event by its id, by any of its reports' ids, or by the beginning of one.

use miette::{Result, miette};
use terms::{EventRow, Record};

/// Most candidates named when an id fits several events.
const NAMED: usize = 8;

/// The event that an id means. A whole id is found before a beginning; a story's or a claim's id is told as such.
pub(crate) fn event<'a>(record: &'a Record, id: &str) -> Result<&'a EventRow> {
    let whole = |event: &&EventRow| event.id == id || event.reports.iter().any(|report| report == id);
    if let Some(event) = record.events.iter().find(whole) {
        return Ok(event);
    }
    let begins = |event: &&EventRow| {
        !id.is_empty() && (event.id.starts_with(id) || event.reports.iter().any(|report| report.starts_with(id)))
    };
    let fitting: Vec<&EventRow> = record.events.iter().filter(begins).collect();
    match fitting[..] {
        [only] => Ok(only),
        [] => Err(none(record, id)),
        _ => {
            let named: Vec<String> =
                fitting.iter().take(NAMED).map(|event| format!("{} ({})", event.id, event.summary)).collect();
            Err(miette!(
                help = "give more of the id",
                "{id:?} may be any of {} events: {}",
                fitting.len(),
                named.join("; ")
            ))
        }
    }
}

fn none(record: &Record, id: &str) -> miette::Report {
    if let Some(story) = record.stories.iter().find(|story| story.id == id) {
        return miette!(help = format!("`demarche ledger --story {id}` shows it"), "{id} is a story: {}", story.title);
    }
    if let Some(event) = record.claims.iter().find(|claim| claim.id == id).and_then(|claim| claim.event.as_deref()) {
        return miette!(help = format!("`demarche show {event}` shows it"), "{id} is a claim about the event {event}");
    }
    miette!(
        help = "`demarche ledger` lists the events with their ids",
        "no event has an id, or a report, that starts with {id:?}"
    )
}

/// Digits of an id that tell it from all others, at least `least`.
pub(crate) fn short_length<'a>(ids: impl Iterator<Item = &'a str>, least: usize) -> usize {
    let mut ids: Vec<&str> = ids.collect();
    ids.sort_unstable();
    ids.dedup();
    let shared = |pair: &[&str]| pair[0].bytes().zip(pair[1].bytes()).take_while(|(one, two)| one == two).count();
    ids.windows(2).map(|pair| shared(pair) + 1).max().unwrap_or(0).max(least)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_id_is_long_enough_to_tell_all_apart() {
        assert_eq!(short_length(["abcd12", "abcd13", "ffff"].into_iter(), 4), 6);
        assert_eq!(short_length(["abcd12"].into_iter(), 4), 4);
    }
}
