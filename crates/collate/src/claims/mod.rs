//! Who says what: one claim for each proposition, speaker and stance, from every article that tells it.
//!
//! 1. [`wording`]: content → words by which two tellings of one utterance are known
//! 2. [`merging`]: utterances → claims
//! 3. [`answers`]: which claim denies or doubts which, which speaker has changed stance
//! 4. [`disputes`]: what denials that only refer to a claim do to the standing of its event

mod answers;
pub mod disputes;
mod merging;
mod wording;

use std::collections::{BTreeMap, BTreeSet};

use terms::{ClaimRow, Coded, EventRow};

pub use merging::Known;

/// A claim in the making.
#[derive(Clone, Debug)]
struct Draft {
    row: ClaimRow,
    /// Words of its fullest telling.
    words: wording::Wording,
    /// Whether every telling only refers to what somebody said.
    refers: bool,
    /// Whose claims are one speaker's.
    speaker: String,
    /// The attributions that tell it: index of the article in canonical order, number in the article.
    told: BTreeSet<(usize, usize)>,
    /// The attributions of the same articles that it answers.
    answered: BTreeSet<(usize, usize)>,
}

/// All claims, by when said, then id; with each whether it only refers to what somebody else said.
pub fn all(coded: &[&Coded], known: &Known<'_>, events: &[EventRow]) -> Vec<(ClaimRow, bool)> {
    let mut drafts = merging::drafts(coded, known);
    let events: BTreeMap<&str, &EventRow> = events.iter().map(|event| (event.id.as_str(), event)).collect();
    answers::link(&mut drafts, &events);
    let mut rows: Vec<(ClaimRow, bool)> = drafts.into_iter().map(|draft| (draft.row, draft.refers)).collect();
    rows.sort_by(|(one, _), (other, _)| {
        (one.said.is_none(), &one.said, &one.id).cmp(&(other.said.is_none(), &other.said, &other.id))
    });
    rows.dedup_by(|(one, _), (other, _)| one.id == other.id);
    rows
}
