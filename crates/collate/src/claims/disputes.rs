//! What a denial or doubt that only refers to a claim ("called the allegations baseless") does to the event of that claim:
//! a step in its history, and an assertion that tells of it.

use terms::{Assertion, ClaimRow, EventRow, HistoryStep, Stance};

/// Adds to an event the word of whoever denies or doubts it.
pub fn dispute(event: &mut EventRow, claim: &ClaimRow) {
    let assertion = match claim.stance {
        Stance::Denies => Assertion::Denied,
        Stance::Doubts => Assertion::Doubted,
        Stance::Asserts | Stance::Supports | Stance::Demands => return,
    };
    let Some(article) = claim.evidence.first().map(|piece| piece.article.clone()) else { return };
    let admitted = event.history.iter().any(|step| {
        step.assertion == Assertion::Confirmed
            && step.by.as_ref() == Some(&claim.speaker)
            && after(&step.at, &claim.said)
    });
    event.assertion = match (event.assertion, assertion) {
        (before, _) if admitted => before,
        (Assertion::Denied, Assertion::Denied) => Assertion::Denied,
        (_, Assertion::Denied) => Assertion::Disputed,
        (Assertion::Alleged, Assertion::Doubted) => Assertion::Doubted,
        (before, _) => before,
    };
    let at = claim.said.clone();
    let place = event.history.iter().position(|step| after(&step.at, &at)).unwrap_or(event.history.len());
    event.history.insert(
        place,
        HistoryStep {
            status: event.standing,
            assertion,
            at,
            by: Some(claim.speaker.clone()),
            article,
            evidence: claim.evidence.clone(),
            decides: false,
        },
    );
}

/// Whether a step was said after a moment; unknown moments come last.
fn after(step: &Option<String>, moment: &Option<String>) -> bool {
    match (step, moment) {
        (Some(step), Some(moment)) => step > moment,
        (None, Some(_)) => true,
        _ => false,
    }
}
