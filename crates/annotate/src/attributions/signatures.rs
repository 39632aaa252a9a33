//! A name under a quotation: "We shall not leave." — Anna Lind

use terms::{PartOfSpeech, Relation, Stance};

use super::candidate::Candidate;
use super::cues::Kind;
use super::quotes::closes_with_dash;
use super::scene::Scene;
use super::spans;

/// Longest signature, in tokens.
const LONGEST: usize = 14;

/// The attribution whose cue is this dash, if it is one.
pub fn find(scene: &Scene, dash: usize) -> Option<Candidate> {
    let glued = closes_with_dash(&scene.tokens[dash].text);
    if !glued && !is_dash(&scene.tokens[dash].text) {
        return None;
    }
    let before = if glued { dash } else { scene.before(dash)? };
    let run = &scene.quotes.runs[scene.quotes.at(before)?];
    if run.tokens.end != before + 1 || run.open_ended || run.inner.len() < 3 || !opens_line(scene, run.tokens.start) {
        return None;
    }
    let first = scene.after(dash)?;
    let end = (first..scene.tokens.len().min(first + LONGEST + 1))
        .find(|&token| ends_line(scene, token))
        .or_else(|| (scene.tokens.len() - first <= LONGEST).then_some(scene.tokens.len()))?;
    let source = spans::trim(scene, first..end);
    let told = source.clone().any(|token| scene.tokens[token].is_verb() || scene.quotes.at(token).is_some());
    let named = source.clone().find(|&token| scene.tokens[token].part == PartOfSpeech::Propn)?;
    if told || named > first + 2 {
        return None;
    }
    // The last word of the first name in the line.
    let head = (named..source.end)
        .take_while(|&token| scene.tokens[token].part == PartOfSpeech::Propn)
        .find(|&token| scene.tokens[token].relation != Relation::Compound)
        .unwrap_or(named);
    let content = vec![run.tokens.clone()];
    Some(Candidate {
        verbatim: true,
        ..Candidate::new(Some((head, source)), (dash, dash..dash + 1), content, Kind::Speech, Stance::Asserts)
    })
}

/// Whether characters are a dash that can stand before a signature.
fn is_dash(text: &str) -> bool {
    matches!(text, "―" | "—" | "–" | "--" | "-" | "~")
}

/// Whether a line begins at a token.
fn opens_line(scene: &Scene, token: usize) -> bool {
    token == 0 || scene.breaks[token] || ends_line(scene, token - 1)
}

/// Whether a token is white space that ends a line.
fn ends_line(scene: &Scene, token: usize) -> bool {
    scene.tokens[token].is_space() && scene.tokens[token].text.contains('\n')
}
