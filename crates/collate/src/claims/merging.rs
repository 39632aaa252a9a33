//! Utterances to claims: what one speaker says with one stance, told in however many articles and however cut.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use terms::{ClaimRow, Coded, Stance, Utterance};

use super::Draft;
use super::wording::{Vocabulary, Wording};
use crate::clock;

/// Most claims of one speaker that are looked at for each word of an utterance.
const MOST_HOLDERS: usize = 200;
/// Most days between two tellings of one utterance that differ in words.
const DAYS_APART: i32 = 4;

/// What is known of the articles before claims are made.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// The event of each report, by index of the article and of the report.
    pub event_of: &'a BTreeMap<(usize, usize), String>,
    /// The story of each article.
    pub story_of: &'a [Option<String>],
}

/// Claims of one speaker and stance, with the words that they hold.
#[derive(Default)]
struct Shelf {
    drafts: Vec<usize>,
    holders: HashMap<u32, Vec<usize>>,
    of_event: HashMap<String, Vec<usize>>,
}

/// All claims, in the order of their first telling.
pub(super) fn drafts(coded: &[&Coded], known: &Known<'_>) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    let mut shelves: HashMap<(String, Stance), Shelf> = HashMap::new();
    let mut vocabulary = Vocabulary::default();
    let mut seen = Seen::default();
    for (article, one) in coded.iter().enumerate() {
        let day = clock::published(one);
        let story = known.story_of.get(article).cloned().flatten();
        for utterance in &one.utterances {
            let speaker = speaker_key(utterance, story.as_deref());
            let words = Wording::of(&utterance.content, &mut vocabulary);
            let said = utterance.said.as_ref().map(|said| said.value()).or_else(|| day.map(|day| day.to_string()));
            let event = utterance.reports.iter().find_map(|&report| known.event_of.get(&(article, report)).cloned());
            let (evidence, headlines) = utterance.evidence.iter().cloned().partition(|piece| piece.field.is_text());
            let new = Draft {
                row: ClaimRow {
                    id: claim_id(&utterance.speaker.name, &utterance.content, &one.article),
                    speaker: utterance.speaker.clone(),
                    stance: utterance.stance,
                    event,
                    content: utterance.content.clone(),
                    quote: utterance.quote,
                    said,
                    evidence,
                    headlines,
                    story: story.clone(),
                    anonymous: utterance.anonymous,
                    proposition: String::new(),
                    answers: Vec::new(),
                    revises: None,
                },
                words,
                refers: utterance.refers,
                told: [(article, utterance.attribution)].into(),
                answered: utterance.answers.map(|answered| (article, answered)).into_iter().collect(),
                speaker: speaker.clone(),
            };
            let shelf = shelves.entry((speaker, utterance.stance)).or_default();
            match shelf.like(&drafts, &new, &mut seen) {
                Some(at) => {
                    drafts[at].join(new);
                    shelf.note(&drafts[at], at);
                }
                None => {
                    shelf.drafts.push(drafts.len());
                    shelf.note(&new, drafts.len());
                    drafts.push(new);
                }
            }
        }
    }
    for draft in &mut drafts {
        for pieces in [&mut draft.row.evidence, &mut draft.row.headlines] {
            pieces.sort();
            pieces.dedup();
        }
    }
    drafts
}

/// Which drafts were met in this round of looking.
#[derive(Default)]
struct Seen {
    round: u32,
    at: Vec<u32>,
}

impl Shelf {
    /// The first claim that an utterance tells again.
    fn like(&self, drafts: &[Draft], new: &Draft, seen: &mut Seen) -> Option<usize> {
        seen.round += 1;
        seen.at.resize(drafts.len(), 0);
        let holders = new.words.stems.iter().filter_map(|stem| self.holders.get(stem));
        let of_event = new.row.event.as_ref().and_then(|event| self.of_event.get(event));
        let mut near: Vec<usize> = holders
            .flat_map(|holders| holders.iter().rev().take(MOST_HOLDERS))
            .chain(of_event.into_iter().flatten())
            .copied()
            .filter(|&at| std::mem::replace(&mut seen.at[at], seen.round) != seen.round)
            .collect();
        near.sort_unstable();
        near.into_iter().find(|&at| is_same(&drafts[at], new))
    }

    fn note(&mut self, draft: &Draft, at: usize) {
        for stem in &draft.words.stems {
            let holders = self.holders.entry(*stem).or_default();
            if holders.last() != Some(&at) {
                holders.push(at);
            }
        }
        if let Some(event) = &draft.row.event {
            let list = self.of_event.entry(event.clone()).or_default();
            if !list.contains(&at) {
                list.push(at);
            }
        }
    }
}

impl Draft {
    /// Takes another telling in; the fuller one stands for the claim.
    fn join(&mut self, other: Draft) {
        if other.words.is_fuller(&self.words) && !is_headline(&other.row) || is_headline(&self.row) {
            self.row.content = other.row.content;
            self.row.quote = other.row.quote;
            self.words = other.words;
        }
        self.row.evidence.extend(other.row.evidence);
        self.row.headlines.extend(other.row.headlines);
        self.row.event = self.row.event.take().or(other.row.event);
        self.row.said = match (self.row.said.take(), other.row.said) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        self.row.anonymous &= other.row.anonymous;
        self.refers &= other.refers;
        self.told.extend(other.told);
        self.answered.extend(other.answered);
    }
}

/// Whether two tellings are of one utterance; speaker and stance are the same.
fn is_same(one: &Draft, other: &Draft) -> bool {
    let both = |left: &Option<String>, right: &Option<String>| left.is_some() && left == right;
    let same_event = both(&one.row.event, &other.row.event);
    let other_event = one.row.event.is_some() && other.row.event.is_some() && !same_event;
    let same_story = both(&one.row.story, &other.row.story);
    if one.refers && other.refers {
        let headed = |head: &Draft, body: &Draft| {
            is_headline(&head.row)
                && head.told.iter().any(|(article, _)| body.told.iter().any(|told| told.0 == *article))
        };
        return headed(one, other)
            || headed(other, one)
            || same_event && same_story && days_apart(one, other) <= DAYS_APART
            || same_story && one.words.holds(&other.words);
    }
    if one.words.holds(&other.words) {
        return same_story || one.words.stems.len().min(other.words.stems.len()) > 3;
    }
    let headline = (is_headline(&one.row) || is_headline(&other.row)) && same_story;
    let near = (same_event || headline) && same_story && days_apart(one, other) <= DAYS_APART;
    !other_event && one.words.is_like(&other.words, near)
}

/// Whether a claim stands in a headline only.
fn is_headline(row: &ClaimRow) -> bool {
    row.evidence.is_empty()
}

fn days_apart(one: &Draft, other: &Draft) -> i32 {
    let day = |draft: &Draft| draft.row.said.as_deref().and_then(|said| said.get(..10)?.parse::<Date>().ok());
    match (day(one), day(other)) {
        (Some(one), Some(other)) => (one - other).get_days().abs(),
        _ => 0,
    }
}

/// Kinds of persons are the same persons within a story only.
fn speaker_key(utterance: &Utterance, story: Option<&str>) -> String {
    let name = utterance.speaker.name.to_lowercase();
    match story.filter(|_| utterance.anonymous) {
        Some(story) => format!("{name} of {story}"),
        None => name,
    }
}

fn claim_id(speaker: &str, content: &str, article: &str) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in [speaker, content, article] {
        hasher.update(part.as_bytes());
        hasher.update(&[0]);
    }
    hasher.finalize().to_hex()[..12].to_owned()
}
