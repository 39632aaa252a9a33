//! A paragraph that is quoted as a whole, without marks, behind a colon: "The paper wrote:" and an empty line.

use terms::{Stance, Tag};

use super::candidate::Candidate;
use super::cues::{Frame, Kind};
use super::scene::Scene;
use super::spans;
use super::subjects;
use super::utterances::announces;
use super::verbs;

/// Longest paragraph that is taken for quoted, in tokens.
const LONGEST: usize = 400;

/// How far before the colon the verb may stand, in tokens.
const LONGEST_LEAD: usize = 60;

/// The attribution whose verb stands in the sentence that ends with this colon, where a paragraph follows.
pub fn before_block(scene: &Scene, colon: usize) -> Option<Candidate> {
    let start = scene.after(colon)?;
    if !scene.breaks[start] || scene.quotes.at(start).is_some() || scene.quotes.at(colon).is_some() {
        return None;
    }
    if scene.is_dropped(start) {
        return None;
    }
    let sentence = scene.sentence(colon).tokens.clone();
    let verb = (sentence.start..colon).rev().take(LONGEST_LEAD).find(|&token| {
        scene.tokens[token].is_verb()
            && scene.quotes.at(token).is_none()
            && (verbs::entry(scene, token).is_some_and(|cue| cue.kind == Kind::Speech && cue.takes(Frame::Quote))
                || announces(scene, token))
    })?;
    let speaker = subjects::subject(scene, verb).filter(|subject| subjects::can_speak(scene, subject.head))?;
    if (verb + 1..colon).any(|token| scene.is(token, ",") || matches!(scene.tokens[token].tag, Tag::VBD | Tag::VBZ)) {
        return None;
    }
    let end = (start + 1..scene.tokens.len()).find(|&token| scene.breaks[token]).unwrap_or(scene.tokens.len());
    let mut content = spans::trim(scene, start..end);
    let finite = content.clone().any(|token| scene.is_finite(token) || scene.tokens[token].tag == Tag::VB);
    if content.len() < 4
        || content.len() > LONGEST
        || !finite
        || !scene.tokens[start].text.starts_with(char::is_alphabetic)
    {
        return None;
    }
    // The last stop is the quoted paragraph's own.
    if content.end < end && scene.ends_sentence(content.end) {
        content.end += 1;
    }
    let mut cue = spans::verb(scene, verb);
    if cue.end == colon {
        cue.end += 1;
    }
    let source = (speaker.head, spans::source(scene, speaker.head, verb));
    Some(Candidate {
        verbatim: true,
        ..Candidate::new(Some(source), (verb, cue), vec![content], Kind::Speech, Stance::Asserts)
    })
}
