//! Finds an event by its id, by any of its reports' ids, or by the beginning of one.

use ledger::Ledger;
use miette::{Result, miette};
use serde::Deserialize;
use terms::{Correction, CorrectionRow, EventRow, Evidence, Judgement, Record};

use crate::cli::fault;
use crate::cli::voice::Voice;

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

/// The event that an id means, also one that it bore before the articles were coded anew: the one that rests on the same words.
pub(crate) fn event_or_former<'a>(
    ledger: &Ledger,
    record: &'a Record,
    id: &str,
    voice: &Voice,
) -> Result<&'a EventRow> {
    let known = event(record, id);
    if known.is_ok() || id.is_empty() || record.claims.iter().any(|claim| claim.id == id) {
        return known;
    }
    if let Some(said) = rejected(record, id) {
        return Err(said);
    }
    let former = ledger.former(id).map_err(fault::ledger)?;
    let states = former.values().filter_map(|state| EventRow::deserialize(state).ok());
    let mut heirs: Vec<&EventRow> = states.filter_map(|state| heir(record, &state)).collect();
    heirs.dedup_by_key(|event| &event.id);
    match heirs[..] {
        [only] => {
            voice.note(format!("{id} is now {}", only.id));
            Ok(only)
        }
        _ => known,
    }
}

/// The event of a record that shares most words with a former one, of equals the first.
fn heir<'a>(record: &'a Record, former: &EventRow) -> Option<&'a EventRow> {
    let pieces =
        |event: &EventRow| -> Vec<Evidence> { event.history.iter().flat_map(|step| &step.evidence).cloned().collect() };
    let old = pieces(former);
    let shared = |event: &EventRow| {
        let new = pieces(event);
        let touches = |piece: &&Evidence| {
            new.iter().any(|other| other.article == piece.article && other.start < piece.end && piece.start < other.end)
        };
        old.iter().filter(touches).count()
    };
    record
        .events
        .iter()
        .filter(|event| event.event == former.event)
        .map(|event| (shared(event), event))
        .filter(|(shared, _)| *shared > 0)
        .rev()
        .max_by_key(|(shared, _)| *shared)
        .map(|(_, event)| event)
}

/// What somebody says of an id that an event bore until it was said to be none.
fn rejected(record: &Record, id: &str) -> Option<miette::Report> {
    let names = |row: &&CorrectionRow| match &row.correction.judgement {
        Judgement::Reject { event } => {
            event.id.starts_with(id) || row.found.iter().any(|report| report.starts_with(id))
        }
        _ => false,
    };
    let Correction { id: correction, judgement, author, reason, .. } =
        &record.corrections.iter().filter(|row| row.is_in_force()).find(names)?.correction;
    Some(miette!(
        help = format!("`demarche correct --undo {correction}` takes that back"),
        "{id} is no event, says {author}: {reason} ({})",
        judgement.about()
    ))
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
