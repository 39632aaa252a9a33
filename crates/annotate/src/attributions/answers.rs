//! Denials by what they answer: "Seoul said the North had fired. Pyongyang said *no shells had been fired*."

use std::collections::BTreeSet;
use std::ops::Range;

use terms::{Attribution, Relation, Span, Stance, Tag};

use super::scene::Scene;

/// How many attributions before it an answer may answer.
const NEAREST: usize = 3;

/// How many sentences before it an answer may answer.
const FARTHEST: usize = 1;

/// How many words an answer shares with what it answers, at least, where nothing else tells that it is one.
const LEAST_SHARED: usize = 2;

/// Where the word that denies must stand, in tokens of the content.
const EARLY: usize = 10;

/// Makes denials of assertions that something is not so, where another speaker has just said that it is.
pub fn deny(scene: &Scene, attributions: &mut [Attribution]) {
    for index in 1..attributions.len() {
        let answer = &attributions[index];
        if answer.stance != Stance::Asserts || answer.speaker.is_none() {
            continue;
        }
        let Some(words) = tokens(scene, answer) else { continue };
        if !is_negative(scene, words.clone()) {
            continue;
        }
        let names = lemmas(scene, words);
        let answers = attributions[index.saturating_sub(NEAREST)..index].iter().any(|other| {
            let close = || {
                let (Some(cue), Some(before)) = (answer.cue_token, other.cue_token) else { return false };
                let of = &scene.annotated.sentence_of;
                of[cue].abs_diff(of[before]) <= FARTHEST
            };
            other.stance == Stance::Asserts
                && other.speaker.is_some()
                && other.speaker != answer.speaker
                && answer.within != Some(other.id)
                && other.within != Some(answer.id)
                && close()
                && (accuses(scene, other, answer)
                    || tokens(scene, other)
                        .is_some_and(|words| names.intersection(&lemmas(scene, words)).count() >= LEAST_SHARED))
        });
        if answers {
            attributions[index].stance = Stance::Denies;
        }
    }
}

/// Whether what somebody says names the other speaker.
fn accuses(scene: &Scene, other: &Attribution, answer: &Attribution) -> bool {
    let Some(words) = tokens(scene, other) else { return false };
    let (Some(speaker), Some(accuser)) = (&answer.speaker, &other.speaker) else { return false };
    let sides = accuser.code.is_some() && speaker.code.is_some() && accuser.code != speaker.code;
    let mentions = &scene.annotated.mentions;
    let at = |token: usize| scene.tokens.get(token).map_or(u32::MAX, |token| token.span.start);
    let (from, to) = (at(words.start), at(words.end));
    sides
        && mentions[mentions.partition_point(|mention| mention.span.start < from)..]
            .iter()
            .take_while(|mention| mention.span.start < to)
            .any(|mention| {
                words.contains(&mention.head)
                    && (mention.actor.name == speaker.name
                        || mention.actor.code.is_some() && mention.actor.code == speaker.code)
            })
}

/// The tokens of the first piece of what is said.
fn tokens(scene: &Scene, attribution: &Attribution) -> Option<Range<usize>> {
    let piece: &Span = attribution.content.first()?;
    let start = scene.tokens.partition_point(|token| token.span.end <= piece.start);
    let end = scene.tokens.partition_point(|token| token.span.start < piece.end);
    Some(start..end)
}

/// Whether the first clause is negative: its verb, its subject or its object is denied.
fn is_negative(scene: &Scene, words: Range<usize>) -> bool {
    words.take(EARLY).any(|token| {
        let found = &scene.tokens[token];
        let verb = found.head;
        found.relation == Relation::Neg && scene.tokens[verb].relation != Relation::Amod
            || ["no", "never", "none", "nobody", "nothing", "neither"].iter().any(|word| scene.is(token, word))
                && found.tag != Tag::UH
    })
}

/// Nouns, names and full verbs.
fn lemmas<'a>(scene: &'a Scene, words: Range<usize>) -> BTreeSet<&'a str> {
    words
        .filter(|&token| {
            let found = &scene.tokens[token];
            (found.is_noun() || found.is_verb()) && found.lemma.len() > 3
        })
        .map(|token| &*scene.tokens[token].lemma)
        .collect()
}
