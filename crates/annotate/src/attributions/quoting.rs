//! Whoever is quoted, and who quotes: "the paper *quoted* the minister as saying", "the minister was *cited* by the paper as saying".

use std::ops::Range;

use terms::{Relation, Tag};

use super::scene::{LONGEST_SENTENCE, Scene};
use super::spans::{self, may_stand};
use super::speech::skip_joiners;
use super::subjects;

/// How far before "as saying" the verb of quoting may stand, in tokens.
const REACH: usize = 25;

/// Longest phrase that names who quotes, where the parser has not seen it, in tokens.
const LONGEST_TELLER: usize = 14;

/// A quotation at second hand.
pub struct Quoting {
    /// The verb of quoting.
    pub verb: usize,
    /// Head and tokens of whoever is quoted.
    pub quoted: (usize, Range<usize>),
    /// Head and tokens of whoever quotes, if told.
    pub teller: Option<(usize, Range<usize>)>,
}

/// The quoting that a participle of saying hangs on: quoted X as *saying*.
pub fn find(scene: &Scene, saying: usize) -> Option<Quoting> {
    if scene.tokens[saying].tag != Tag::VBG {
        return None;
    }
    let marker = spans::verb(scene, saying).start.checked_sub(1).filter(|&marker| scene.is(marker, "as"))?;
    let sentence = scene.sentence(saying).tokens.clone();
    if sentence.len() > LONGEST_SENTENCE {
        return None;
    }
    let verb = (sentence.start.max(marker.saturating_sub(REACH))..marker).rev().find(|&token| {
        matches!(&*scene.tokens[token].text, "quoted" | "quotes" | "quote" | "cited" | "cites" | "quoting" | "citing")
            && scene.quotes.at(token) == scene.quotes.at(saying)
    })?;
    let passive = (sentence.start.max(verb.saturating_sub(3))..verb)
        .any(|token| &*scene.tokens[token].lemma == "be" || scene.tokens[token].relation == Relation::Auxpass);
    if passive {
        let head = scene
            .child(verb, &[Relation::Nsubjpass, Relation::Nsubj])
            .or_else(|| subjects::subject(scene, verb).map(|subject| subject.head))?;
        // "was quoted by the agency as saying", "was quoted as saying by the agency"
        let behind = || Some(saying + 1).filter(|&by| scene.is(by, "by"));
        let by = scene.children(verb).find(|&child| child > verb && child < marker && scene.is(child, "by"));
        let by = by.or_else(behind);
        let teller = by
            .and_then(|by| scene.child(by, &[Relation::Pobj]))
            .map(|teller| (teller, spans::source(scene, teller, verb)))
            .map(|(teller, words)| {
                let end = if teller < marker { words.end.min(marker) } else { words.end };
                (teller, words.start..end)
            });
        let start = spans::verb(scene, verb).start;
        return Some(Quoting { verb, quoted: (head, spans::source(scene, head, start)), teller });
    }
    let words = spans::trim(scene, verb + 1..marker);
    let head = words.clone().rev().find(|&token| {
        (scene.tokens[token].is_noun() || scene.tokens[token].tag == Tag::PRP)
            && !words.contains(&scene.tokens[token].head)
    });
    let head = head.or_else(|| words.clone().find(|&token| scene.tokens[token].is_noun()))?;
    Some(Quoting { verb, quoted: (head, words), teller: teller(scene, verb, sentence.start) })
}

/// Who quotes, by the tree or by the words between the last comma and the verb.
fn teller(scene: &Scene, verb: usize, sentence: usize) -> Option<(usize, Range<usize>)> {
    let by_tree = Some(verb)
        .filter(|&verb| scene.tokens[verb].is_verb() && scene.tokens[verb].relation != Relation::Amod)
        .and_then(|verb| subjects::subject(scene, verb))
        .filter(|subject| subject.head < verb && subjects::can_speak(scene, subject.head));
    if let Some(subject) = by_tree {
        return Some((subject.head, spans::source(scene, subject.head, verb)));
    }
    let start = (sentence.max(verb.saturating_sub(LONGEST_TELLER))..verb)
        .rev()
        .find(|&token| !may_stand(scene, token))
        .map_or(sentence.max(verb.saturating_sub(LONGEST_TELLER)), |token| token + 1);
    let words = spans::trim(scene, skip_joiners(scene, start, verb)..verb);
    let head = words.clone().rev().find(|&token| scene.tokens[token].is_noun())?;
    Some((head, words))
}
