//! Names before a colon: headlines ("Lavrov: no decision yet") and transcripts ("TAPPER: Good morning.").

use std::ops::Range;

use terms::{EntityLabel, PartOfSpeech, Relation, Stance, Tag};

use super::blocks;
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
    if !scene.tokens[token].text.ends_with(':') || token == 0 {
        return None;
    }
    named_line(scene, token).or_else(|| before_quotation(scene, token)).or_else(|| blocks::before_block(scene, token))
}

/// A line that is a name, a colon and what is said.
fn named_line(scene: &Scene, token: usize) -> Option<Candidate> {
    let start = line_start(scene, token)?;
    let source = spans::trim(scene, start..token);
    if source.is_empty() || source.end != token && !scene.tokens[source.end].is_space() {
        return None;
    }
    if (source.clone()).any(|index| scene.cues.lists("label", &scene.tokens[index].text.to_lowercase())) {
        return None;
    }
    let named = source.clone().all(|index| {
        let token = &scene.tokens[index];
        token.part == PartOfSpeech::Propn
            || matches!(&*token.text, "." | "," | "(" | ")" | "-" | "’s" | "'s" | "&" | "and" | "of" | "the")
            || token.text.chars().next().is_some_and(char::is_uppercase) && token.is_noun()
            || token.text.chars().all(|character| character.is_uppercase() || character == '.')
    });
    let shouted = source.clone().all(|index| !scene.tokens[index].text.chars().any(char::is_lowercase));
    let is_actor = |index: usize| scene.annotated.mentions.iter().any(|mention| mention.head == index);
    let speaks = |index: usize| {
        let lemma = scene.tokens[index].text.to_lowercase();
        scene.cues.lists("evidence", &lemma) || scene.cues.lists("document", &lemma)
    };
    let propers = source
        .clone()
        .filter(|&index| {
            scene.tokens[index].part == PartOfSpeech::Propn
                || shouted
                || token < 40 && (is_actor(index) || speaks(index))
        })
        .count();
    let head = (source.clone()).rev().find(|&index| scene.tokens[index].is_noun()).unwrap_or(source.start);
    // "Kenya's interior minister: …" in the first line.
    let role = || {
        is_headline(scene, token)
            && source.end == token
            && scene.annotated.mentions.iter().any(|mention| {
                mention.head == head && mention.tokens.start <= source.start && mention.actor.code.is_some()
            })
    };
    if !(named && propers > 0 || role()) {
        return None;
    }
    // "LILONGWE: …": the place that the article was sent from.
    let place = scene
        .annotated
        .entities
        .iter()
        .any(|entity| matches!(entity.label, EntityLabel::Gpe | EntityLabel::Loc) && entity.tokens.contains(&head));
    let only =
        || scene.breaks.iter().enumerate().filter(|(start, breaks)| **breaks && is_label(scene, *start)).count() == 0;
    // "Sudan: six months of war": what a headline is about.
    let own_words = || {
        quoted(scene, &(token + 1..scene.tokens.len()))
            || (token + 1..scene.tokens.len()).take(LONGEST_NAME).any(|word| matches!(scene.tokens[word].tag, Tag::PRP))
    };
    if !shouted
        && place
        && is_place(scene, &source)
        && !scene.has_finite(token + 1..scene.sentence(token).tokens.end)
        && !own_words()
    {
        return None;
    }
    if shouted
        && source.start == scene.sentence(token).tokens.start
        && source.len() <= 2
        && (place || is_place(scene, &source))
        && only()
    {
        return None;
    }
    let turn = token + 1..turn_end(scene, token, shouted);
    let headline = is_headline(scene, token);
    if !headline && !shouted && !quoted(scene, &turn) {
        return None;
    }
    let turn = match turn
        .clone()
        .find(|&index| index > token + 1 && scene.tokens[index].is_space() && scene.tokens[index].text.contains('\n'))
    {
        Some(line_end) if headline && !shouted => turn.start..line_end,
        _ => turn,
    };
    let mut content = spans::content(scene, turn.clone());
    if shouted {
        // In a transcript the last stop belongs to the turn.
        content.end = (content.end..turn.end).find(|&index| scene.tokens[index].is_space()).unwrap_or(turn.end);
    }
    if content.len() < 3 {
        return None;
    }
    let cue = (token, token..token + 1);
    Some(Candidate {
        verbatim: shouted,
        ..Candidate::new(Some((head, source)), cue, vec![content], Kind::Speech, Stance::Asserts)
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
    let fits = |token: usize| {
        scene.tokens[token].part == PartOfSpeech::Propn || scene.cues.lists("document", &scene.tokens[token].lemma)
    };
    let head = (sentence.start..=before)
        .rev()
        .take(LONGEST_NAME)
        .find(|&token| fits(token) && (token + 1 > before || scene.tokens[token].relation != Relation::Compound))
        .or_else(|| acting_subject(scene, sentence.start..colon))?;
    // "Asked about the ban, the envoy was brief: …": only a verb behind the speaker tells how it was said.
    if (head..colon).any(|token| super::verbs::entry(scene, token).is_some() && scene.tokens[token].is_verb()) {
        return None;
    }
    let source = (head, spans::source(scene, head, colon));
    Some(Candidate::new(Some(source), (colon, colon..colon + 1), vec![tokens], Kind::Speech, Stance::Asserts))
}

/// Whether the words of a line's label are the name of a place that is spoken of as such.
fn is_place(scene: &Scene, label: &Range<usize>) -> bool {
    scene.annotated.mentions.iter().any(|mention| {
        mention.label == EntityLabel::Gpe && mention.tokens.start <= label.start && label.end <= mention.tokens.end
    })
}

/// The subject of the clause before a colon, where it is somebody the actor files or the text know: "The Slovak
/// president was blunt: …".
fn acting_subject(scene: &Scene, clause: Range<usize>) -> Option<usize> {
    let subject = clause.clone().find(|&token| scene.tokens[token].relation == Relation::Nsubj)?;
    let known =
        scene.annotated.mentions.iter().any(|mention| mention.head == subject && !mention.actor.name.is_empty());
    let person = scene.tokens[subject].tag != Tag::PRP || matches!(&*scene.tokens[subject].lemma, "he" | "she");
    // "Asked about the ban, the envoy was brief": the clause begins behind the comma.
    let start = (clause.start..subject).rev().find(|&token| scene.is(token, ",")).unwrap_or(clause.start);
    (known && person && subject < start + LONGEST_NAME).then_some(subject)
}

/// Whether the colon stands in the first lines of an article.
fn is_headline(scene: &Scene, colon: usize) -> bool {
    colon < 40 && (0..colon).filter(|&index| scene.breaks[index]).count() <= 1
}

/// Whether a turn begins with a quotation.
fn quoted(scene: &Scene, turn: &Range<usize>) -> bool {
    turn.clone().find(|&index| !scene.tokens[index].is_space()).is_some_and(|first| scene.quotes.is_mark(first))
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

/// One past the turn that a colon opens: the end of its paragraph, or, where the next speaker's label comes later
/// in a transcript, that label.
fn turn_end(scene: &Scene, colon: usize, shouted: bool) -> usize {
    let limit = scene.tokens.len().min(colon + LONGEST_TURN);
    let mut starts = (colon + 2..limit).filter(|&index| scene.breaks[index]);
    let Some(first) = starts.next() else { return limit };
    if !shouted || is_label(scene, first) {
        return first;
    }
    starts.find(|&start| is_label(scene, start)).unwrap_or(first)
}

/// Whether a paragraph starts with a speaker's label in capitals and a colon.
fn is_label(scene: &Scene, start: usize) -> bool {
    let line = start..scene.tokens.len().min(start + LONGEST_NAME + 1);
    line.clone().find(|&index| scene.is(index, ":")).is_some_and(|colon| {
        colon > start && (start..colon).all(|index| !scene.tokens[index].text.chars().any(char::is_lowercase))
    })
}
