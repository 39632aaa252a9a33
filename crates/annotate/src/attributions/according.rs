//! "According to X", "in X's words", "in the poll": adverbials that name a source.

use std::ops::Range;

use terms::{PartOfSpeech, Relation, Stance};

use super::candidate::Candidate;
use super::cues::Kind;
use super::scene::Scene;
use super::spans;

/// The attribution whose cue starts at this token, if one does.
pub fn find(scene: &Scene, token: usize) -> Option<Candidate> {
    if scene.is(token, "according") && scene.is(token + 1, "to") {
        return according_to(scene, token);
    }
    None
}

fn according_to(scene: &Scene, token: usize) -> Option<Candidate> {
    let to = token + 1;
    let object = scene.child(to, &[Relation::Pobj]).or_else(|| scene.child(token, &[Relation::Pobj]))?;
    let source = spans::source(scene, object, token);
    let whole = token..source.end;
    let content = clause_around(scene, token, whole)?;
    Some(Candidate {
        source_head: Some(object),
        source: Some(source),
        cue_token: Some(token),
        cue: Some(token..to + 1),
        content,
        kind: Kind::Speech,
        stance: Stance::Asserts,
    })
}

/// The clause that an adverbial belongs to, without the adverbial.
pub fn clause_around(scene: &Scene, token: usize, own: Range<usize>) -> Option<Vec<Range<usize>>> {
    let sentence = scene.sentence(token).tokens.clone();
    let mut at = scene.tokens[token].head;
    if at == token {
        return None;
    }
    for _ in 0..12 {
        let head = scene.tokens[at].head;
        let is_clause = scene.tokens[at].is_verb()
            && !matches!(scene.tokens[at].relation, Relation::Aux | Relation::Auxpass | Relation::Xcomp | Relation::Acl | Relation::Relcl | Relation::Pcomp);
        if is_clause || head == at {
            break;
        }
        at = head;
    }
    let mut whole = scene.extent(at);
    // At the end of a sentence the adverbial mostly covers all of it, commas or not.
    let closes = (own.end..sentence.end).all(|index| scene.is_punctuation(index) || scene.tokens[index].is_space());
    let opens = (sentence.start..own.start).all(|index| scene.is_punctuation(index) || scene.tokens[index].is_space());
    if closes || opens {
        whole = sentence;
    }
    let paragraph = (whole.start..own.start.max(whole.start)).rev().find(|&index| scene.breaks[index]).unwrap_or(whole.start);
    whole.start = whole.start.max(paragraph);
    let mut pieces: Vec<Range<usize>> = [whole.start..own.start.max(whole.start), own.end.min(whole.end)..whole.end]
        .into_iter()
        .map(|piece| spans::content(scene, piece))
        .filter(|piece| !piece.is_empty())
        .collect();
    // "However, …", "But …": words that only join the sentence to the one before.
    if let Some(first) = pieces.first_mut()
        && scene.tokens[first.start].relation == Relation::Cc
    {
        first.start += 1;
    }
    if pieces.len() > 1 {
        pieces.retain(|piece| piece.len() > 3 || piece.clone().any(|index| scene.tokens[index].is_noun() || scene.tokens[index].part == PartOfSpeech::Pron));
    }
    pieces.retain(|piece| !piece.is_empty());
    (!pieces.is_empty()).then_some(pieces)
}
