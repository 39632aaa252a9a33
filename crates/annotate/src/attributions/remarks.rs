//! A cue between commas or at the end of a sentence, told by the words alone: "The port, a guard said on Monday, had
//! burned". The parser often takes the speaker for an apposition to the noun before it.

use std::ops::Range;

use terms::{Relation, Stance, Tag};

use super::candidate::Candidate;
use super::cues::{Frame, Kind, VerbCue};
use super::scene::{LONGEST_SENTENCE, Scene};
use super::spans::{self, LONGEST_SPEAKER, may_stand};
use super::speech::skip_joiners;
use super::verbs::entry;

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
    if let Some(found) = inverted(scene, verb, cue) {
        return Some(found);
    }
    let (comma, head) = speaker(scene, sentence.start, verb)?;
    // ", a charge they denied": the claim stands between the comma and the speaker.
    if claim_and_speaker(scene, comma, sentence.end).is_some() {
        return None;
    }
    let start = clause_start(scene, sentence.start, comma, &[";", "("]);
    // "(which, the union says, is closed)": nothing outside the brackets is said.
    let bracketed = start > sentence.start && scene.is(start - 1, "(");
    let sentence = match (verb..sentence.end).find(|&token| scene.is(token, ")")) {
        Some(closing) if bracketed => sentence.start..closing,
        _ => sentence,
    };
    let start = skip_joiners(scene, start, comma);
    let end = phrase_end(scene, verb, sentence.end, cue.addressee)?;
    let first = spans::content(scene, start..comma);
    let closes = scene.tokens.get(end).is_none_or(|token| scene.ends_sentence(end) || token.is_space())
        || end >= sentence.end
        || goes_on(scene, end);
    let mut content = vec![first.clone()];
    if closes {
        if !scene.has_finite(first.clone()) || is_subordinate(scene, &first) {
            return None;
        }
    } else {
        let rest = spans::content(scene, end + 1..sentence.end);
        let next = rest.clone().find(|&token| scene.tokens[token].tag != Tag::RB)?;
        let predicate = scene.is_finite(next);
        let clause = scene.has_finite(rest.clone()) || scene.has_finite(first.clone());
        let told = entry(scene, next).is_some_and(|cue| cue.kind == Kind::Speech) && scene.tokens[next].is_verb();
        // "It was Oslo, he insisted, that broke the truce."
        let cleft = scene.is(first.start, "it") && first.len() > 2 && &*scene.tokens[first.start + 1].lemma == "be";
        if scene.is(rest.start, "that") && !cleft
            || !predicate && !clause
            || told
            || predicate && !cleft && scene.has_finite(first.clone())
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
    let words = spans::verb(scene, verb);
    let source = (head, spans::trim(scene, comma..words.start));
    Some(Candidate::new(Some(source), (verb, words), content, cue.kind, cue.stance))
}

/// The attribution of a verb between commas with its speaker behind it: "The talks, *said an envoy*, have failed".
fn inverted(scene: &Scene, verb: usize, cue: &VerbCue) -> Option<Candidate> {
    let sentence = scene.sentence(verb).tokens.clone();
    let comma = verb.checked_sub(1).filter(|&comma| comma > sentence.start && scene.is(comma, ","))?;
    let source = speaker_behind(scene, verb, sentence.end)?;
    let start = clause_start(scene, sentence.start, comma, &[";"]);
    let first = spans::content(scene, skip_joiners(scene, start, comma)..comma);
    if first.is_empty() || (first.start..source.end).any(|token| scene.quotes.at(token).is_some()) {
        return None;
    }
    let finite = scene.has_finite(first.clone());
    // "the minister, who was in Rome, said …": the clause before the comma is the speaker's own.
    let relative =
        (first.clone()).any(|token| scene.is(token, ",") && matches!(scene.tokens[token + 1].tag, Tag::WP | Tag::WDT));
    let told = finite && !relative && !is_subordinate(scene, &first);
    let mut content = vec![first];
    if scene.is(source.end, ",") {
        let rest = spans::content(scene, source.end + 1..sentence.end);
        let next = rest.clone().find(|&token| scene.tokens[token].tag != Tag::RB)?;
        let predicate = scene.is_finite(next);
        if rest.clone().any(|token| scene.quotes.at(token).is_some())
            || predicate && (finite || entry(scene, next).is_some_and(|cue| cue.kind == Kind::Speech))
            || !(predicate || told && joins(scene, next))
        {
            return None;
        }
        content.push(rest);
    } else if !told {
        return None;
    }
    let core = source.clone().find(|&token| matches!(scene.tokens[token].tag, Tag::IN | Tag::TO | Tag::WP));
    let head = (source.start..core.unwrap_or(source.end)).rev().find(|&token| scene.tokens[token].is_noun())?;
    Some(Candidate::new(Some((head, source)), (verb, spans::verb(scene, verb)), content, cue.kind, cue.stance))
}

/// Where the clause before a comma begins: behind the last of some marks, at the last paragraph, or with the sentence.
fn clause_start(scene: &Scene, sentence: usize, comma: usize, stops: &[&str]) -> usize {
    (sentence..comma)
        .rev()
        .find(|&token| scene.breaks[token] || stops.contains(&&*scene.tokens[token].text))
        .map_or(sentence, |token| if scene.breaks[token] { token } else { token + 1 })
}

/// Whether a word joins more to what was said before a remark: "…, said the envoy, *despite* the losses".
fn joins(scene: &Scene, token: usize) -> bool {
    matches!(scene.tokens[token].tag, Tag::CC | Tag::IN | Tag::VBG | Tag::TO)
}

/// The noun phrase right behind a verb, up to a comma or the end of the sentence, with what a "who" tells of it.
fn speaker_behind(scene: &Scene, verb: usize, sentence: usize) -> Option<Range<usize>> {
    let start = verb + 1;
    let first = scene.tokens.get(start)?;
    if !(first.is_noun() || matches!(first.tag, Tag::DT | Tag::PRPS | Tag::JJ | Tag::CD)) || scene.is(start, "that") {
        return None;
    }
    let end = (start..sentence.min(start + 2 * LONGEST_SPEAKER))
        .find(|&token| scene.is(token, ",") || scene.ends_sentence(token))?;
    let plain = (start..end).find(|&token| !may_stand(scene, token)).unwrap_or(end);
    let described =
        plain == end || matches!(scene.tokens[plain].tag, Tag::WP | Tag::VBN) && scene.quotes.at(plain).is_none();
    // The manner of saying is no part of the speaker: "said the envoy on Monday".
    let dated = (start..plain).rev().find(|&token| {
        scene.tokens[token].tag == Tag::IN
            && scene.child(token, &[Relation::Pobj]).is_some_and(|day| spans::is_time(scene, day))
    });
    (described && plain > start && scene.tokens[plain - 1].is_noun())
        .then(|| start..dated.filter(|_| plain == end).unwrap_or(end))
}

/// The claim and the speaker of a remark that closes a clause behind a comma: ", *a charge the government* rejects". The
/// verb stands right behind the speaker.
pub fn claim_and_speaker(scene: &Scene, comma: usize, end: usize) -> Option<(Range<usize>, Range<usize>)> {
    let limit = end.min(comma + LONGEST_SPEAKER);
    let noun =
        (comma + 1..limit.min(comma + 5)).find(|&token| scene.cues.lists("claim-noun", &scene.tokens[token].lemma))?;
    let opens = matches!(scene.tokens[comma + 1].tag, Tag::DT | Tag::JJ | Tag::NNS);
    let start = noun + 1 + usize::from(scene.is(noun + 1, "that") || scene.is(noun + 1, "which"));
    let verb = (start + 1..limit).find(|&token| {
        let found = &scene.tokens[token];
        (found.is_verb() || matches!(found.tag, Tag::NN | Tag::NNS))
            && scene.cues.verb(&found.lemma).is_some_and(|cue| matches!(cue.stance, Stance::Denies | Stance::Doubts))
    })?;
    let closes = verb + 1 >= end || scene.is_punctuation(verb + 1) || scene.tokens[verb + 1].tag == Tag::RB;
    let named = (start..verb)
        .all(|token| may_stand(scene, token) || matches!(scene.tokens[token].tag, Tag::RB | Tag::VBZ | Tag::VBP));
    (opens && closes && named).then_some((comma + 1..noun + 1, start..verb))
}

/// The remark's own attribution where the parser takes its verb for a noun.
pub fn misread_aside(scene: &Scene, noun: usize) -> Option<Candidate> {
    if !matches!(scene.tokens[noun].tag, Tag::NN | Tag::NNS) || scene.cues.verb(&scene.tokens[noun].lemma).is_none() {
        return None;
    }
    let sentence = scene.sentence(noun).tokens.clone();
    let comma =
        (sentence.start.max(noun.saturating_sub(LONGEST_SPEAKER))..noun).rev().find(|&token| scene.is(token, ","))?;
    let (claim, speaker) = claim_and_speaker(scene, comma, sentence.end).filter(|(_, speaker)| speaker.end == noun)?;
    let cue = scene.cues.verb(&scene.tokens[noun].lemma)?;
    let named = |token: &usize| scene.tokens[*token].is_noun() || scene.tokens[*token].tag == Tag::PRP;
    let head = speaker.clone().rev().find(named)?;
    let source = (head, spans::trim(scene, speaker));
    Some(Candidate::new(Some(source), (noun, noun..noun + 1), vec![claim], cue.kind, cue.stance))
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
            && (entry(scene, next).is_some() || !scene.has_finite(next..scene.sentence(next).tokens.end))
    };
    let phrase = || {
        let object = || scene.child(next, &[Relation::Pobj]);
        scene.is(next, "without")
            || scene.tokens.get(next).is_some_and(|token| token.relation == Relation::Prep)
                && object().is_some_and(|object| scene.cues.lists("medium", &scene.tokens[object].lemma))
    };
    scene.is(comma, ",") && (participle() || phrase())
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
        && !scene.has_finite(start..noun);
    if cue.kind == Kind::Attitude || !cue.takes(Frame::Clause) || !apart {
        return None;
    }
    let source = (head, spans::trim(scene, start..noun));
    let content = vec![spans::content(scene, that..sentence.end)];
    Some(Candidate::new(Some(source), (noun, noun..noun + 1), content, cue.kind, cue.stance))
}
