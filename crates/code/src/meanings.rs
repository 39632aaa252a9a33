//! What the words of a report mean, told once when it is coded, so that views need no weights.
//!
//! A meaning costs half a pass through the scorer and most deeds are told again in the same words, so that few are told: of
//! the first report of each kind of deed, as far as it is done or going on and its actor is known, and no more than the length
//! of the article allows.

use std::collections::BTreeSet;

use terms::{Annotated, EventType, Relate, Report, Status};

/// Words of an article for each meaning that is told of it; every article has one.
const WORDS_A_MEANING: usize = 1000;

/// Longest clause whose meaning is told, in scalar values: what it costs grows with its length, and the encoder was trained on
/// clauses of this size.
const LONGEST: usize = 64;

/// Gives meanings to the reports that other articles could tell in other words.
pub(crate) fn tell(annotated: &Annotated, reports: &mut [Report], scorer: &dyn Relate) {
    let most = 1 + annotated.tokens.len() / WORDS_A_MEANING;
    let mut kinds: BTreeSet<(EventType, Vec<String>)> = BTreeSet::new();
    let chosen: Vec<usize> = (0..reports.len())
        .filter(|&index| is_told(&reports[index]))
        .filter(|&index| kinds.insert((reports[index].event, reports[index].mode.clone())))
        .take(most)
        .collect();
    for index in chosen {
        let meaning = reports[index].evidence.first().and_then(|evidence| scorer.meaning(&evidence.quote));
        reports[index].meaning = meaning;
    }
}

/// Whether a report tells a deed of somebody known, done or going on, in a clause that is short enough.
fn is_told(report: &Report) -> bool {
    matches!(report.status, Status::Done | Status::UnderWay)
        && !report.anaphoric
        && !report.presupposed
        && report.evidence.first().is_some_and(|evidence| evidence.span().len() as usize <= LONGEST)
        && report.actor.iter().any(|party| party.actor.code.is_some())
}
