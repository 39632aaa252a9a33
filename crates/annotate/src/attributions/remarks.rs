//! A cue between commas or at the end of a sentence, told by the words alone: "The port, a guard said on Monday, had
//! burned". The parser often takes the speaker for an apposition to the noun before it.

use std::ops::Range;

use terms::{Relation, Tag};

use super::candidate::Candidate;
use super::cues::{Frame, Kind, VerbCue};
use super::scene::Scene;
use super::spans;
use super::speech::skip_joiners;
use super::verbs::entry;

/// Longest speaker, in tokens.
const LONGEST_SPEAKER: usize = 14;

/// Longest sentence that is read so, in tokens; each verb of it looks through all of it.
const LONGEST_SENTENCE: usize = 150;

/// Longest phrase behind the verb that tells when or where it was said, in tokens.
const LONGEST_PHRASE: usize = 8;

/// The attribution of a verb that stands with its speaker between commas, or behind the last comma of its sentence.
pub fn find(scene: &Scene, verb: usize, cue: &VerbCue) -> Option<Candidate> {
    if cue.kind != Kind::Speech
        || !cue.takes(Frame::Clause)
        || !cue.takes(Frame::Quote)
        || !matches!(scene.tokens[verb].tag, Tag::VBD | Tag::VBZ | Tag::VBP)
        || scene.quotes.at(verb).is_some()
    {
        return None;
    }
    let sentence = scene.sentence(verb).tokens.clone();
    if sentence.len() > LONGEST_SENTENCE {
        return None;
    }
    let (comma, head) = speaker(scene, sentence.start, verb)?;
    let start = (sentence.start..comma)
        .rev()
        .find(|&token| scene.is(token, ";") || scene.breaks[token])
        .map_or(sentence.start, |token| if scene.breaks[token] { token } else { token + 1 });
    let start = skip_joiners(scene, start, comma);
    let end = phrase_end(scene, verb, sentence.end, cue.addressee)?;
    let first = spans::content(scene, start..comma);
    let closes = scene.tokens.get(end).is_none_or(|token| scene.ends_sentence(end) || token.is_space())
        || end >= sentence.end
        || goes_on(scene, end);
    let mut content = vec![first.clone()];
    if closes {
        if !is_finite(scene, first.clone()) || is_subordinate(scene, &first) {
            return None;
        }
    } else {
        let rest = spans::content(scene, end + 1..sentence.end);
        let next = rest.clone().find(|&token| scene.tokens[token].tag != Tag::RB)?;
        let predicate = matches!(scene.tokens[next].tag, Tag::VBD | Tag::VBZ | Tag::VBP | Tag::MD);
        let clause = is_finite(scene, rest.clone()) || is_finite(scene, first.clone());
        let told = entry(scene, next).is_some_and(|cue| cue.kind == Kind::Speech) && scene.tokens[next].is_verb();
        // "It was Oslo, he insisted, that broke the truce."
        let cleft = scene.is(first.start, "it") && first.len() > 2 && &*scene.tokens[first.start + 1].lemma == "be";
        if scene.is(rest.start, "that") && !cleft
            || !predicate && !clause
            || told
            || predicate && !cleft && is_finite(scene, first.clone())
            || rest.clone().any(|token| {
                scene
                    .quotes
                    .at(token)
                    .is_some_and(|run| scene.quotes.runs[run].tokens.start == token && token == rest.start)
            })
        {
            return None;
        }
        content.push(rest);
    }
    content.retain(|piece| !piece.is_empty());
    if content.is_empty() || content.iter().flat_map(Clone::clone).any(|token| scene.breaks[token] && token != start) {
        return None;
    }
    Some(Candidate {
        source_head: Some(head),
        source: Some(spans::trim(scene, comma..spans::verb(scene, verb).start)),
        cue_token: Some(verb),
        cue: Some(spans::verb(scene, verb)),
        content,
        kind: cue.kind,
        stance: cue.stance,
        verbatim: false,
        told_by: None,
    })
}

/// The comma before a speaker who stands right before the verb, and the head of the speaker's noun phrase.
fn speaker(scene: &Scene, sentence: usize, verb: usize) -> Option<(usize, usize)> {
    let mut own = spans::verb(scene, verb).start;
    // "…, the governor, Farid Noori, told the agency."
    if scene.before(own).is_some_and(|before| scene.is(before, ",")) {
        let closing = scene.before(own)?;
        let lowest = closing.saturating_sub(LONGEST_SPEAKER).max(sentence);
        own = (lowest..closing).rev().find(|&token| !may_stand(scene, token)).filter(|&token| scene.is(token, ","))?;
        let apposed = scene.tokens.get(own + 1)?;
        if !(apposed.is_noun() || matches!(apposed.tag, Tag::DT | Tag::PRPS)) || own + 1 == closing {
            return None;
        }
    }
    let lowest = own.saturating_sub(LONGEST_SPEAKER).max(sentence);
    let comma = (lowest..own).rev().find(|&token| !may_stand(scene, token)).filter(|&token| scene.is(token, ","))?;
    if comma <= sentence + 1 || scene.quotes.at(comma).is_some() {
        return None;
    }
    let nominal = |token: usize| scene.tokens[token].is_noun() || scene.tokens[token].tag == Tag::PRP;
    let name = comma + 1..own;
    let opens = !matches!(scene.tokens.get(comma + 1)?.tag, Tag::IN | Tag::CC | Tag::TO | Tag::RB);
    let last = scene.before(own)?;
    if name.is_empty() || !opens || !(nominal(last) || scene.tokens[last].tag == Tag::CD) {
        return None;
    }
    let core = name.clone().find(|&token| matches!(scene.tokens[token].tag, Tag::IN | Tag::TO)).unwrap_or(own);
    let head = (name.start..core).rev().find(|&token| nominal(token))?;
    Some((comma, head))
}

/// Whether a word can stand in the speaker's noun phrase.
fn may_stand(scene: &Scene, token: usize) -> bool {
    let found = &scene.tokens[token];
    scene.quotes.at(token).is_none()
        && !scene.breaks[token]
        && (found.is_noun()
            || matches!(&*found.text, "daily" | "weekly")
            || matches!(
                found.tag,
                Tag::DT | Tag::PRP | Tag::PRPS | Tag::JJ | Tag::JJR | Tag::JJS | Tag::CD | Tag::POS | Tag::CC
            )
            || found.tag == Tag::IN
                && ["of", "for", "in", "at", "from", "with"].iter().any(|word| scene.is(token, word))
            || &*found.text == "-")
}

/// One past the phrase behind the verb that tells when or where it was said; `None` where more than that follows.
fn phrase_end(scene: &Scene, verb: usize, sentence: usize, addressee: bool) -> Option<usize> {
    let end = (verb + 1..sentence)
        .take(LONGEST_PHRASE + 1)
        .find(|&token| scene.is(token, ",") || scene.ends_sentence(token) || scene.tokens[token].is_space())
        .or_else(|| (sentence - verb <= LONGEST_PHRASE).then_some(sentence))?;
    let phrase = verb + 1..end;
    let opens = phrase.is_empty()
        || matches!(scene.tokens[phrase.start].tag, Tag::IN | Tag::RB)
        || addressee
        || scene.annotated.times.iter().any(|time| time.tokens.contains(&phrase.start));
    let plain = phrase.clone().all(|token| {
        let verbal = matches!(
            scene.tokens[token].tag,
            Tag::VB | Tag::VBD | Tag::VBZ | Tag::VBP | Tag::VBN | Tag::VBG | Tag::MD | Tag::TO
        );
        !verbal && scene.quotes.at(token).is_none()
    });
    (opens && plain && !scene.is(phrase.start, "that")).then_some(end)
}

/// Whether the speaker's own act goes on behind the comma: ", quoting a guard", ", adding that …".
fn goes_on(scene: &Scene, comma: usize) -> bool {
    let next = comma + 1;
    let participle = || {
        scene.tokens.get(next).is_some_and(|token| token.tag == Tag::VBG)
            && scene.child(next, &[Relation::Nsubj]).is_none()
            && (entry(scene, next).is_some() || !is_finite(scene, next..scene.sentence(next).tokens.end))
    };
    let phrase = || {
        let object = || scene.child(next, &[Relation::Pobj]);
        scene.is(next, "without")
            || scene.tokens.get(next).is_some_and(|token| token.relation == Relation::Prep)
                && object().is_some_and(|object| scene.cues.lists("medium", &scene.tokens[object].lemma))
    };
    scene.is(comma, ",") && (participle() || phrase())
}

fn is_finite(scene: &Scene, range: Range<usize>) -> bool {
    range.into_iter().any(|token| matches!(scene.tokens[token].tag, Tag::VBD | Tag::VBZ | Tag::VBP | Tag::MD))
}

/// Whether the words are only a clause that tells when something was said: "As he left, …".
fn is_subordinate(scene: &Scene, range: &Range<usize>) -> bool {
    ["when", "while", "as", "after", "before", "asked", "once", "since"].iter().any(|word| scene.is(range.start, word))
        && !range.clone().any(|token| scene.is(token, ","))
}

/// A verb in the plural that the parser takes for a noun: "Prosecutors in Milan *allege* that …".
pub fn misread(scene: &Scene, noun: usize) -> Option<Candidate> {
    let that = noun + 1;
    if !scene.is(that, "that") || scene.quotes.at(noun).is_some() || scene.tokens[noun].tag != Tag::NN {
        return None;
    }
    let cue = scene.cues.verb(&scene.tokens[noun].text)?;
    let sentence = scene.sentence(noun).tokens.clone();
    let start = skip_joiners(scene, sentence.start, noun);
    let many = |token: usize| matches!(scene.tokens[token].tag, Tag::NNS | Tag::NNPS);
    let head = (start..noun).take(LONGEST_SPEAKER).find(|&token| many(token))?;
    let apart = !matches!(scene.tokens[noun - 1].tag, Tag::DT | Tag::POS | Tag::PRPS | Tag::JJ)
        && (start..head).all(|token| may_stand(scene, token))
        && !(start..noun).any(|token| matches!(scene.tokens[token].tag, Tag::VBD | Tag::VBZ | Tag::VBP | Tag::MD));
    (cue.kind != Kind::Attitude && cue.takes(Frame::Clause) && apart).then(|| Candidate {
        source_head: Some(head),
        source: Some(spans::trim(scene, start..noun)),
        cue_token: Some(noun),
        cue: Some(noun..noun + 1),
        content: vec![spans::content(scene, that..sentence.end)],
        kind: cue.kind,
        stance: cue.stance,
        verbatim: false,
        told_by: None,
    })
}
