//! What is said in quotation marks, with the retold words of the same sentence.

use std::ops::Range;

use terms::{PartOfSpeech, Relation, Tag};

use super::clauses::{clause_extent, is_clause};
use super::cues::{Frame, Kind, VerbCue};
use super::scene::Scene;
use super::spans;
use super::utterances;
use super::verbs::entry;

/// Most tokens of retold words that stand beside a quotation in its sentence.
pub const WIDEST: usize = 40;

/// A quotation with the words of the clause that it is part of: says "it's a race" between two.
pub fn widened(scene: &Scene, verb: usize, cue: &VerbCue, runs: &[Range<usize>]) -> Vec<Range<usize>> {
    let [first, rest @ ..] = runs else { return Vec::new() };
    let clause = scene.children(verb).find(|&child| scene.tokens[child].relation == Relation::Ccomp);
    if first.start < verb || !cue.takes(Frame::Clause) {
        return runs.to_vec();
    }
    let Some(clause) = clause.filter(|&clause| clause > verb && is_clause(scene, clause)) else { return runs.to_vec() };
    let extent = clause_extent(scene, verb, clause);
    let begins = extent.start.min(first.start).max(verb + 1);
    let close = (extent.end..first.start).all(|token| scene.is_punctuation(token)) && scene.is(extent.start, "that");
    // "… said: "We fire," and left": a comma or stop before the closing mark ends the words.
    let last_inner = first.end.checked_sub(2).map_or("", |token| &*scene.tokens[token].text);
    if begins >= first.start && matches!(last_inner, "," | "." | "!" | "?") {
        return runs.to_vec();
    }
    let touches = extent.start <= first.end && (extent.end >= first.start || close);
    if !touches || (begins..first.start).any(|token| scene.is(token, ":")) {
        return runs.to_vec();
    }
    let whole = begins..extent.end.max(first.end);
    std::iter::once(whole).chain(rest.iter().cloned()).collect()
}

/// A quotation that is only part of its sentence, with the retold words around it: Leaders "who see that," he said.
pub fn with_own_words(
    scene: &Scene,
    verb: usize,
    source: &Range<usize>,
    mut pieces: Vec<Range<usize>>,
) -> Vec<Range<usize>> {
    let Some(first) = pieces.first().cloned() else { return pieces };
    let sentence = scene.sentence(verb).tokens.start;
    let cue = source.start.min(spans::verb(scene, verb).start);
    let begins = |from: usize| {
        (from..first.start.min(cue))
            .rev()
            .find(|&token| scene.breaks[token] || scene.ends_sentence(token) || scene.is(token, ";"))
            .map_or(from, |token| if scene.breaks[token] { token } else { token + 1 })
    };
    if first.end <= cue {
        let words = |range: Range<usize>| {
            range.clone().any(|token| !scene.is_punctuation(token) && !scene.tokens[token].is_space())
        };
        let last_inner = first.end.checked_sub(2).map_or("", |token| &*scene.tokens[token].text);
        let after = scene.tokens.get(first.end).map_or("", |token| &*token.text);
        if !utterances::opens_sentence(scene, first.start) {
            let start = begins(sentence.min(first.start)).max(first.start.saturating_sub(WIDEST));
            let start = (start..first.start)
                .rev()
                .find(|&token| scene.quotes.at(token).is_some())
                .map_or(start, |token| token + 1);
            pieces[0].start = skip_joiners(scene, start, first.start);
        }
        if last_inner != "," && after != "," && cue > first.end && cue - first.end < WIDEST && words(first.end..cue) {
            pieces[0].end = cue;
        }
    } else if first.start > verb
        && starts_small(scene, first.start)
        && sentence < cue
        // "resigned over *what he called* "a campaign of lies""
        && scene.before(cue).is_none_or(|before| !matches!(scene.tokens[before].tag, Tag::WP | Tag::WDT))
    {
        let start = skip_joiners(scene, begins(sentence), cue);
        let prefix = spans::trim(scene, start..cue);
        let reports = prefix.clone().any(|token| {
            scene.tokens[token].is_verb() && entry(scene, token).is_some_and(|cue| cue.kind == Kind::Speech)
        });
        if !reports
            && prefix
                .clone()
                .any(|token| scene.tokens[token].is_noun() || matches!(scene.tokens[token].part, PartOfSpeech::Pron))
            && prefix.len() < WIDEST
        {
            pieces.insert(0, prefix);
        }
    }
    pieces
}

/// Whether a quotation begins in the middle of a sentence, by its first letter.
fn starts_small(scene: &Scene, mark: usize) -> bool {
    scene.tokens.get(mark + 1).is_some_and(|token| token.text.chars().next().is_some_and(char::is_lowercase))
}

/// Passes over "But", "And", "Still," at the start of a sentence.
pub fn skip_joiners(scene: &Scene, start: usize, end: usize) -> usize {
    let mut at = start;
    while at < end
        && (scene.tokens[at].is_space() || scene.tokens[at].part == PartOfSpeech::Cconj || scene.is_punctuation(at))
    {
        at += 1;
    }
    at
}

/// A quotation between single marks within another one: my father said, 'Pay your debts,' and …
pub fn inner_quotation(scene: &Scene, verb: usize) -> Option<Range<usize>> {
    let run = &scene.quotes.runs[scene.quotes.at(verb)?];
    let mut at = verb + 1;
    if scene.is(at, ",") || scene.is(at, ":") {
        at += 1;
    }
    let single = |token: usize| matches!(&*scene.tokens[token].text, "'" | "‘" | "’");
    if at >= run.inner.end || !single(at) {
        return None;
    }
    (at + 2..run.inner.end)
        .find(|&token| single(token) && scene.tokens[token].tag != Tag::POS)
        .map(|close| at..close + 1)
}
