//! Names before a colon: headlines ("Lavrov: no decision yet") and transcripts ("TAPPER: Good morning.").

use std::ops::Range;

use terms::{PartOfSpeech, Relation, Stance};

use super::candidate::Candidate;
use super::cues::Kind;
use super::scene::Scene;
use super::spans;

/// Longest name before a colon, in tokens.
const LONGEST_NAME: usize = 8;

/// Longest turn of a speaker, in tokens; what follows is the article's own.
const LONGEST_TURN: usize = 1500;

/// The attribution whose colon is this token, if it is one.
pub fn find(scene: &Scene, token: usize) -> Option<Candidate> {
    if &*scene.tokens[token].text != ":" || token == 0 {
        return None;
    }
    named_line(scene, token).or_else(|| before_quotation(scene, token))
}

/// A line that is a name, a colon and what is said.
fn named_line(scene: &Scene, token: usize) -> Option<Candidate> {
    let start = line_start(scene, token)?;
    let source = spans::trim(scene, start..token);
    if source.is_empty() || source.end != token && !scene.tokens[source.end].is_space() {
        return None;
    }
    let named = source.clone().all(|index| {
        let token = &scene.tokens[index];
        token.part == PartOfSpeech::Propn
            || matches!(&*token.text, "." | "," | "(" | ")" | "-" | "’s" | "'s" | "&" | "and" | "of" | "the")
            || token.text.chars().next().is_some_and(char::is_uppercase) && token.is_noun()
            || token.text.chars().all(|character| character.is_uppercase() || character == '.')
    });
    let propers = source.clone().filter(|&index| scene.tokens[index].part == PartOfSpeech::Propn).count();
    if !named || propers == 0 {
        return None;
    }
    let head = (source.clone()).rev().find(|&index| scene.tokens[index].is_noun())?;
    let content = spans::content(scene, token + 1..turn_end(scene, token));
    if content.len() < 3 {
        return None;
    }
    Some(Candidate {
        source_head: Some(head),
        source: Some(source),
        cue_token: Some(token),
        cue: Some(token..token + 1),
        content: vec![content],
        kind: Kind::Speech,
        stance: Stance::Asserts,
    })
}

/// A name before a colon and a quotation: "Here is the minister in 1992: "…"".
fn before_quotation(scene: &Scene, colon: usize) -> Option<Candidate> {
    let mark = scene.after(colon)?;
    let run = scene.quotes.at(mark)?;
    let tokens = scene.quotes.runs[run].tokens.clone();
    if tokens.start != mark || !super::utterances::is_speech(scene, run) {
        return None;
    }
    let sentence = scene.sentence(colon).tokens.clone();
    let before = scene.before(colon)?;
    let fits = |token: usize| scene.tokens[token].part == PartOfSpeech::Propn || scene.cues.lists("document", &scene.tokens[token].lemma);
    let head = (sentence.start..=before)
        .rev()
        .take(LONGEST_NAME)
        .find(|&token| fits(token) && (token + 1 > before || scene.tokens[token].relation != Relation::Compound))?;
    if (sentence.start..colon).any(|token| super::verbs::entry(scene, token).is_some() && scene.tokens[token].is_verb()) {
        return None;
    }
    Some(Candidate {
        source_head: Some(head),
        source: Some(spans::source(scene, head, colon)),
        cue_token: Some(colon),
        cue: Some(colon..colon + 1),
        content: vec![tokens],
        kind: Kind::Speech,
        stance: Stance::Asserts,
    })
}

/// Where the line of the colon starts, when only a short name stands before it.
fn line_start(scene: &Scene, colon: usize) -> Option<usize> {
    let lowest = colon.saturating_sub(LONGEST_NAME + 1);
    let mut at = colon;
    while at > lowest {
        if at == 0 || scene.breaks[at] || scene.tokens[at - 1].is_space() && scene.tokens[at - 1].text.contains('\n') {
            return Some(at);
        }
        at -= 1;
    }
    (at == 0).then_some(0)
}

/// One past the turn that a colon opens: the end of its paragraph.
fn turn_end(scene: &Scene, colon: usize) -> usize {
    let limit = scene.tokens.len().min(colon + LONGEST_TURN);
    let turn: Range<usize> = colon + 1..limit;
    turn.clone().find(|&index| scene.breaks[index] && index > colon + 1).unwrap_or(limit)
}
