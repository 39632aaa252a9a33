//! Who says what: one claim for each proposition and speaker, from every article that tells it.

use std::collections::{BTreeMap, BTreeSet};

use terms::{ClaimRow, Coded, Utterance};

use crate::clock;

/// Least words that two utterances must share for one to be a part of the other.
const LEAST_SHARED: usize = 4;
/// Share of the shorter one's words that the longer must hold.
const HELD: f64 = 0.8;

struct Draft<'a> {
    row: ClaimRow,
    words: BTreeSet<String>,
    first: &'a Utterance,
}

/// All claims, by when said, then id. `event_of` gives the event of a report by (article index, report index).
pub fn all(coded: &[&Coded], event_of: &BTreeMap<(usize, usize), String>) -> Vec<ClaimRow> {
    let mut by_speaker: BTreeMap<String, Vec<Draft<'_>>> = BTreeMap::new();
    for (article, one) in coded.iter().enumerate() {
        let day = clock::published(one);
        for utterance in &one.utterances {
            let words = words(&utterance.content);
            let said = utterance.said.as_ref().map(|said| said.value()).or_else(|| day.map(|day| day.to_string()));
            let event = utterance.reports.iter().find_map(|&report| event_of.get(&(article, report)).cloned());
            let drafts = by_speaker.entry(speaker_key(&utterance.speaker.name)).or_default();
            let same = drafts.iter_mut().find(|draft| {
                draft.row.stance == utterance.stance
                    && (draft.first.content == utterance.content || is_part(&draft.words, &words))
            });
            match same {
                Some(draft) => {
                    // The longer form stands for the claim.
                    if words.len() > draft.words.len() {
                        draft.row.content.clone_from(&utterance.content);
                        draft.row.quote = utterance.quote;
                        draft.words = words;
                    }
                    draft.row.evidence.extend(utterance.evidence.iter().cloned());
                    draft.row.event = draft.row.event.take().or(event);
                    draft.row.said = match (draft.row.said.take(), said) {
                        (Some(one), Some(other)) => Some(one.min(other)),
                        (one, other) => one.or(other),
                    };
                }
                None => drafts.push(Draft {
                    row: ClaimRow {
                        id: claim_id(&utterance.speaker.name, &utterance.content, &one.article),
                        speaker: utterance.speaker.clone(),
                        stance: utterance.stance,
                        event,
                        content: utterance.content.clone(),
                        quote: utterance.quote,
                        said,
                        evidence: utterance.evidence.clone(),
                    },
                    words,
                    first: utterance,
                }),
            }
        }
    }
    let mut rows: Vec<ClaimRow> = by_speaker.into_values().flatten().map(|draft| draft.row).collect();
    for row in &mut rows {
        row.evidence.sort();
        row.evidence.dedup();
    }
    rows.sort_by(|one, other| {
        (one.said.is_none(), &one.said, &one.id).cmp(&(other.said.is_none(), &other.said, &other.id))
    });
    rows.dedup_by(|one, other| one.id == other.id);
    rows
}

fn speaker_key(name: &str) -> String {
    name.to_lowercase()
}

fn words(content: &str) -> BTreeSet<String> {
    content.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 1).map(str::to_lowercase).collect()
}

/// Whether one of two utterances is a part of the other.
fn is_part(one: &BTreeSet<String>, other: &BTreeSet<String>) -> bool {
    let shared = one.intersection(other).count();
    let shorter = one.len().min(other.len());
    shared >= LEAST_SHARED && shared as f64 >= HELD * shorter as f64
}

fn claim_id(speaker: &str, content: &str, article: &str) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in [speaker, content, article] {
        hasher.update(part.as_bytes());
        hasher.update(&[0]);
    }
    hasher.finalize().to_hex()[..12].to_owned()
}
