//! Verbs that are cues only with certain words behind them: threw its weight behind, came out in favour of.

use std::ops::Range;

use terms::Relation;

use super::candidate::Candidate;
use super::cues::{Part, PhraseCue};
use super::scene::Scene;
use super::spans;
use super::subjects;

/// Most words that stand where a phrase leaves a gap: threw *its full weight* behind.
const GAP: usize = 4;

/// Longest content that stands within a phrase, in tokens: called *the count in all six districts* into question.
const LONGEST_WITHIN: usize = 14;

/// The attribution whose cue is a phrase that begins with this verb, if it is one.
pub fn find(scene: &Scene, verb: usize) -> Option<Candidate> {
    if scene.quotes.at(verb).is_some() {
        return None;
    }
    scene.cues.phrases(&scene.tokens[verb].lemma).iter().find_map(|phrase| candidate(scene, verb, phrase))
}

fn candidate(scene: &Scene, verb: usize, phrase: &PhraseCue) -> Option<Candidate> {
    let sentence = scene.sentence(verb).tokens.end;
    let (end, within) = matched(scene, verb + 1..sentence, &phrase.rest)?;
    let content = match within {
        Some(within) => within,
        None => behind(scene, end)?,
    };
    let content = spans::content(scene, content);
    let subject = subjects::subject(scene, verb).filter(|subject| subjects::can_speak(scene, subject.head))?;
    if content.is_empty() {
        return None;
    }
    let source = (subject.head, spans::source(scene, subject.head, verb));
    let mut words = spans::verb(scene, verb);
    if content.start >= end {
        words.end = end;
    }
    Some(Candidate::new(Some(source), (verb, words), vec![content], phrase.kind, phrase.stance))
}

/// Where the words of a phrase end behind its verb, and the content that stands among them.
fn matched(scene: &Scene, range: Range<usize>, parts: &[Part]) -> Option<(usize, Option<Range<usize>>)> {
    let [part, rest @ ..] = parts else { return Some((range.start, None)) };
    let at = range.start;
    match part {
        Part::Word(word) => (at < range.end && scene.is(at, word)).then(|| matched(scene, at + 1..range.end, rest))?,
        Part::Gap | Part::Content | Part::Opening => {
            let (least, longest) = if *part == Part::Gap { (0, GAP) } else { (1, LONGEST_WITHIN) };
            let open = (at..range.end.min(at + longest)).take_while(|&token| may_fill(scene, token)).count();
            (least..=open).find_map(|length| {
                let (end, within) = matched(scene, at + length..range.end, rest)?;
                Some(match part {
                    Part::Content => (end, Some(at..at + length)),
                    Part::Opening => (end, Some(at..behind(scene, end).map_or(end, |behind| behind.end))),
                    _ => (end, within),
                })
            })
        }
    }
}

/// Whether a token may stand in a gap: no verb that says something of its own, no stop.
fn may_fill(scene: &Scene, token: usize) -> bool {
    !scene.ends_sentence(token) && !scene.is_finite(token) && !matches!(&*scene.tokens[token].text, "," | ";" | ":")
}

/// What follows the last word of a phrase: the widest part of the sentence that begins there.
fn behind(scene: &Scene, start: usize) -> Option<Range<usize>> {
    let sentence = scene.sentence(start.checked_sub(1)?).tokens.clone();
    if start >= sentence.end || scene.is_punctuation(start) && !scene.quotes.is_mark(start) {
        return None;
    }
    let mut at = start;
    // Up the tree as long as the part begins here.
    while scene.left[scene.tokens[at].head] == start && scene.tokens[at].head != at {
        at = scene.tokens[at].head;
    }
    let mut end = (scene.right[at] + 1).min(sentence.end);
    // "… the plan *to send monitors*", which the parser may hang on the verb.
    let head = scene.tokens[at].head;
    let governor = scene.tokens[head].head;
    for next in [head, governor].into_iter().flat_map(|head| scene.children(head)).filter(|&child| child > at) {
        if scene.left[next] == end
            && (matches!(scene.tokens[next].relation, Relation::Xcomp | Relation::Acl)
                || scene.tokens[next].relation == Relation::Prep && !spans::tells_manner(scene, next))
        {
            end = (scene.right[next] + 1).min(sentence.end);
        }
    }
    Some(start..end)
}
