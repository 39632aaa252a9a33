//! Verbs as cues: the subject says, the complement is what is said.

use std::ops::Range;

use terms::{PartOfSpeech, Relation, Stance, Tag};

use super::according;
use super::candidate::Candidate;
use super::complements::{Complement, complement, passive_complement};
use super::cues::{Kind, VerbCue};
use super::nouns;
use super::phrases;
use super::quoting;
use super::remarks;
use super::scene::Scene;
use super::spans;
use super::speech::{widened, with_own_words};
use super::subjects::{self, Subject};
use super::unsaid;

/// Longest title of a work, in tokens.
const LONGEST_TITLE: usize = 8;

/// How far behind a verb its object is looked for by the words alone, in tokens.
const SHORT_REACH: usize = 10;

/// Longest "according to …" at the end of a sentence, in tokens.
const LONGEST_SOURCE: usize = 25;

/// The entry of a verb, by lemma and particle.
pub fn entry<'a>(scene: &'a Scene, verb: usize) -> Option<&'a VerbCue> {
    let token = &scene.tokens[verb];
    let lemma: &str = match &*token.lemma {
        "hop" if token.text.starts_with("hop") || token.text.starts_with("Hop") => "hope",
        "make" if clear(scene, verb).is_some() => return scene.cues.verb("make clear"),
        lemma => lemma,
    };
    if !scene.cues.has_compounds(lemma) {
        return match scene.children(verb).any(|child| scene.tokens[child].relation == Relation::Prt) {
            true => None,
            false => scene.cues.verb(lemma),
        };
    }
    let joined = |second: usize| scene.cues.verb(&format!("{lemma} {}", scene.tokens[second].text.to_lowercase()));
    if let Some(particle) = scene.children(verb).find(|&child| scene.tokens[child].relation == Relation::Prt) {
        return joined(particle);
    }
    let next = verb + 1;
    if scene
        .tokens
        .get(next)
        .is_some_and(|token| {
            matches!(token.relation, Relation::Prep | Relation::Advmod | Relation::Prt)
                // "called *for* the president to be freed"
                || token.relation == Relation::Mark && scene.is(next, "for")
        })
        // "insisted on Wednesday that …"
        && !scene.child(next, &[Relation::Pobj]).is_some_and(|object| spans::is_time(scene, object))
        && let Some(found) = joined(next)
    {
        return Some(found);
    }
    scene.cues.verb(lemma)
}

/// The word "clear" of "made it clear", "has made abundantly clear".
pub fn clear(scene: &Scene, verb: usize) -> Option<usize> {
    if &*scene.tokens[verb].lemma != "make" {
        return None;
    }
    (verb + 1..scene.tokens.len().min(verb + 4)).find(|&token| scene.is(token, "clear") || scene.is(token, "plain"))
}

/// The attribution of one verb; `runs` are the quotations that it introduces.
pub fn find(scene: &Scene, verb: usize, runs: &[Range<usize>]) -> Option<Candidate> {
    let token = &scene.tokens[verb];
    if token.is_noun() && runs.is_empty() {
        return remarks::misread(scene, verb).or_else(|| remarks::misread_aside(scene, verb));
    }
    if runs.is_empty()
        && let Some(found) = according::as_put(scene, verb)
    {
        return Some(found);
    }
    if !(token.is_verb() || token.is_noun() && !runs.is_empty()) {
        return None;
    }
    // "protesting lawmakers": the participle describes them.
    if runs.is_empty() && token.relation == Relation::Amod {
        return None;
    }
    let any = VerbCue::of_any_verb();
    if in_title(scene, verb) {
        return None;
    }
    if runs.is_empty()
        && let Some(found) = phrases::find(scene, verb)
    {
        return Some(found);
    }
    let cue = match entry(scene, verb) {
        Some(cue) => cue,
        None if !runs.is_empty() => &any,
        None => return None,
    };
    if runs.is_empty()
        && let Some(found) = remarks::find(scene, verb, cue)
    {
        return Some(found);
    }
    // "voiced doubts that …", "issued a call for …": the noun tells what is said.
    if runs.is_empty() && scene.cues.lists("light-verb", &token.lemma) && nouns::is_carried(scene, verb) {
        return None;
    }
    let agent = agent(scene, verb);
    // "The ship, *called* the Northern Star, …": a name that nobody gives.
    if runs.is_empty()
        && agent.is_none()
        && token.relation == Relation::Acl
        && scene.is(verb, "called")
        && scene.child(verb, &[Relation::Oprd]).is_some_and(|name| scene.tokens[name].part == PartOfSpeech::Propn)
    {
        return None;
    }
    let participle = runs.is_empty()
        && token.tag == Tag::VBN
        && matches!(token.relation, Relation::Acl | Relation::Advcl)
        && scene.child(verb, &[Relation::Nsubj, Relation::Aux]).is_none()
        && !subjects::is_main_participle(scene, verb);
    let passive = scene.is_passive(verb) || participle;
    let subject = if passive { agent.map(|head| Subject { head, of: verb }) } else { subjects::subject(scene, verb) };
    let complement = if runs.is_empty() {
        if passive { passive_complement(scene, verb, cue, agent.is_some())? } else { complement(scene, verb, cue)? }
    } else {
        Complement { pieces: widened(scene, verb, cue, runs), cue_end: None }
    };
    let subject = match runs.first() {
        Some(run)
            if subject.is_none_or(|subject| run.start < verb && subject.head < run.end && token.tag != Tag::VBG) =>
        {
            subjects::inverted(scene, verb).or(subject)
        }
        _ => subject,
    };
    if unsaid::is_unsaid(scene, verb, cue, &complement.pieces)
        || runs.is_empty() && unsaid::is_supposed(scene, verb)
        || is_of_kin(scene, verb, participle)
        || (passive && agent.is_none() || is_between_commas(scene, verb)) && is_put(scene, verb, &complement.pieces)
        || passive && agent.is_none() && complement.cue_end.is_some() && scene.is(verb, "asked")
    {
        return None;
    }
    let subject = subject.filter(|subject| subjects::can_speak(scene, subject.head));
    // "is threatened by floods"
    if passive && cue.kind == Kind::Intent && agent.is_some_and(|agent| !subjects::is_somebody(scene, agent)) {
        return None;
    }
    // "a plan that supports farmers": a thing that a relative pronoun stands for holds no opinion.
    let relative = subject
        .is_some_and(|subject| matches!(scene.tokens[subject.head].tag, Tag::WDT) || scene.is(subject.head, "what"));
    if relative && cue.kind != Kind::Speech {
        return None;
    }
    // "Who is to blame?"
    if subject.is_some_and(|subject| {
        scene.tokens[subject.head].tag == Tag::WP
            && scene.sentence(verb).tokens.start == subject.head
            && scene.quotes.at(subject.head).is_none()
            && &*scene.tokens[subject.head].text != "WHO"
    }) {
        return None;
    }
    let nobody = subject.is_some_and(|subject| scene.is(subject.head, "it") && subject.of != verb);
    let impersonal = subject.is_none() || cue.impersonal || nobody;
    // "It is too early to *say* who won": nobody has said it.
    if nobody && cue.kind == Kind::Speech && token.tag == Tag::VB && runs.is_empty() {
        return None;
    }
    if subject.is_none() && !passive && !cue.impersonal {
        return None;
    }
    let source = match (subject, quoting::find(scene, verb)) {
        (Some(_), Some(quoting)) => Some(quoting.quoted),
        // All words up to the verb, where the parser took a word of theirs for the sentence's verb.
        (Some(subject), None)
            if !impersonal
                && subject.of == verb
                && subjects::asked_before(scene, verb).is_none()
                && (subject.head + 1..verb).contains(&scene.tokens[subject.head].head) =>
        {
            Some((subject.head, spans::trim(scene, scene.left[subject.head]..verb)))
        }
        (Some(subject), None) if !impersonal => Some((subject.head, spans::source(scene, subject.head, verb))),
        _ => None,
    };
    let mut pieces = complement.pieces;
    if let Some((_, source)) = &source
        && !runs.is_empty()
    {
        pieces = with_own_words(scene, verb, source, pieces);
    }
    let mut pieces: Vec<Range<usize>> = pieces.into_iter().map(|piece| spans::content(scene, piece)).collect();
    if let Some(piece) = pieces.first_mut().filter(|piece| piece.start == verb + 1 && scene.quotes.at(verb).is_none()) {
        piece.start = behind_time(scene, piece);
    }
    // What is said within a quotation ends with it.
    if let Some(run) = scene.quotes.at(verb).map(|run| &scene.quotes.runs[run])
        && run.inner.len() > 3
    {
        for piece in &mut pieces {
            if piece.start < run.inner.start || piece.end > run.inner.end {
                *piece = spans::trim(
                    scene,
                    piece.start.max(run.inner.start)..piece.end.min(run.inner.end).max(run.inner.start),
                );
            }
        }
    }
    for piece in pieces.iter_mut().filter(|piece| piece.len() > 1) {
        if let Some(end) = next_speaker(scene, piece) {
            *piece = spans::trim(scene, piece.start..end);
        }
        if let Some(end) = aside(scene, piece) {
            *piece = spans::trim(scene, piece.start..end);
        }
        if let Some(end) = outer_source(scene, piece) {
            *piece = spans::trim(scene, piece.start..end);
        }
    }
    pieces.retain(|piece| !piece.is_empty());
    // "…, his lawyer said, according to the paper": the paper tells all of it.
    if pieces.len() > 1 {
        pieces.retain(|piece| !scene.is(piece.start, "according"));
    }
    if let Some((_, source)) = &source
        && runs.is_empty()
    {
        pieces.retain(|piece| !(piece.start >= source.start && piece.end <= source.end));
    }
    if let Some(subject) = subject
        && matches!(scene.tokens[subject.head].tag, Tag::WP | Tag::WDT)
    {
        for piece in &mut pieces {
            if let Some(comma) = main_verb_behind(scene, piece) {
                piece.end = comma;
            }
        }
    }
    if runs.is_empty() && source.as_ref().is_some_and(|(_, source)| unsaid::is_by_nobody(scene, cue, source)) {
        return None;
    }
    // "what he said", "all that they asked": the pronoun alone tells nothing.
    let empty =
        |piece: &Range<usize>| piece.len() == 1 && (scene.is(piece.start, "what") || scene.is(piece.start, "that"));
    if pieces.iter().all(empty) {
        return None;
    }
    let mut words = spans::verb(scene, verb);
    if let Some(end) = clear(scene, verb) {
        words.end = words.end.max(end + 1);
    }
    if let Some(end) = complement.cue_end {
        words.end = words.end.max(end + 1);
    }
    if let Some(subject) = subject
        && !passive
        && subject.of != verb
    {
        words.start = governor_start(scene, verb, subject, words.start);
    }
    Some(Candidate::new(source, (verb, words), pieces, cue.kind, cue.stance))
}

/// Whether a verb stands within the title of a work: the film "Say No More".
fn in_title(scene: &Scene, verb: usize) -> bool {
    let capital = |token: usize| scene.tokens[token].text.starts_with(char::is_uppercase);
    scene.quotes.at(verb).map(|run| scene.quotes.runs[run].inner.clone()).is_some_and(|inner| {
        inner.len() <= LONGEST_TITLE
            && inner.len() > 1
            && inner.clone().all(|token| capital(token) || scene.tokens[token].text.chars().count() < 4)
    })
}

/// Where a clause begins behind the day of the saying, which the parser hangs on the clause: said *on Friday* it would close.
fn behind_time(scene: &Scene, piece: &Range<usize>) -> usize {
    let first = piece.start;
    let token = &scene.tokens[first];
    let last = match token.tag {
        Tag::IN if matches!(&*token.text, "on" | "in" | "at" | "late" | "earlier") => {
            scene.child(first, &[Relation::Pobj]).filter(|&object| spans::is_time(scene, object))
        }
        _ => spans::is_time(scene, first).then_some(first).filter(|_| token.relation == Relation::Npadvmod),
    };
    let Some(end) = last.map(|last| scene.right[last] + 1).filter(|&end| end + 2 < piece.end) else { return first };
    let opens = matches!(
        scene.tokens[end].tag,
        Tag::PRP
            | Tag::PRPS
            | Tag::DT
            | Tag::NNP
            | Tag::NNPS
            | Tag::NNS
            | Tag::NN
            | Tag::CD
            | Tag::EX
            | Tag::IN
            | Tag::JJ
    );
    if opens && !scene.is(end, "of") { end } else { first }
}

/// The comma behind which the sentence's own verb follows a relative clause: "the junta, which denies it, *says* …".
fn main_verb_behind(scene: &Scene, piece: &Range<usize>) -> Option<usize> {
    piece.clone().skip(1).find(|&comma| {
        scene.is(comma, ",") && scene.quotes.at(comma).is_none() && comma + 1 < piece.end && scene.is_finite(comma + 1)
    })
}

/// Whether a participle only tells on whose side fighters or parties stand: "rebels *backed by* Rwanda".
fn is_of_kin(scene: &Scene, verb: usize, participle: bool) -> bool {
    let noun = scene.tokens[verb].head;
    participle
        && matches!(&*scene.tokens[verb].lemma, "back" | "support")
        && noun + 1 == scene.left[verb]
        && (scene.tokens[noun].part == PartOfSpeech::Propn
            || ["anonymous", "anonymous-one", "body", "fighters"]
                .iter()
                .any(|list| scene.cues.lists(list, &scene.tokens[noun].lemma.to_lowercase())))
}

/// Whether a participle only brings a question put to somebody: "*Asked* why he had waited, the governor said …".
fn is_put(scene: &Scene, verb: usize, pieces: &[Range<usize>]) -> bool {
    matches!(&*scene.tokens[verb].lemma, "ask" | "question")
        && pieces.first().is_some_and(|piece| {
            matches!(scene.tokens[piece.start].tag, Tag::WRB | Tag::WP | Tag::WDT)
                || ["whether", "if"].iter().any(|word| scene.is(piece.start, word))
        })
}

/// Whether a participle stands with its complement between the subject and the verb: "the minister, *asked if she would
/// go*, said no".
fn is_between_commas(scene: &Scene, verb: usize) -> bool {
    let sentence = scene.sentence(verb).tokens.clone();
    verb > sentence.start + 1
        && scene.is(verb - 1, ",")
        && scene.is(verb, "asked")
        && (verb + 1..sentence.end).take(2 * SHORT_REACH).any(|token| {
            scene.is(token, ",")
                && scene.tokens.get(token + 1).is_some_and(|next| matches!(next.tag, Tag::VBD | Tag::VBZ | Tag::VBP))
        })
}

/// Where a semicolon ends what somebody says, since somebody else speaks behind it.
fn next_speaker(scene: &Scene, piece: &Range<usize>) -> Option<usize> {
    piece.clone().filter(|&token| scene.is(token, ";") && scene.quotes.at(token).is_none()).find(|&semicolon| {
        (semicolon + 1..piece.end).take(SHORT_REACH).any(|token| {
            scene.tokens[token].is_verb()
                && entry(scene, token).is_some_and(|cue| cue.kind != Kind::Intent)
                && subjects::subject(scene, token)
                    .is_some_and(|subject| subject.head > semicolon && scene.tokens[subject.head].is_noun())
        })
    })
}

/// Where the writer's own remark on what was said begins: ", *a claim that* the ministry rejected", ", *something* Oslo denies".
fn aside(scene: &Scene, piece: &Range<usize>) -> Option<usize> {
    let mut commas = piece.clone().skip(2).filter(|&token| scene.is(token, ",") && scene.quotes.at(token).is_none());
    commas.find(|&comma| {
        // ", as a charity has claimed"
        let also = scene.is(comma + 1, "as")
            && scene.tokens[comma + 1].relation == Relation::Mark
            && entry(scene, scene.tokens[comma + 1].head).is_some_and(|cue| cue.kind == Kind::Speech)
            && scene.right[scene.tokens[comma + 1].head] + 1 >= piece.end;
        // ", which Oslo denies", ", a charge Oslo rejects"
        let disputed = || {
            is_disputed(scene, comma + 1, piece.end) || remarks::claim_and_speaker(scene, comma, piece.end).is_some()
        };
        also || disputed()
            || (comma + 1..piece.end.min(comma + 5)).any(|noun| {
                (scene.cues.lists("claim-noun", &scene.tokens[noun].lemma) || scene.is(noun, "something"))
                    && matches!(
                        scene.tokens[noun].relation,
                        Relation::Appos | Relation::Npadvmod | Relation::Dep | Relation::Conj | Relation::Attr
                    )
                    && scene.children(noun).any(|clause| {
                        scene.tokens[clause].relation == Relation::Relcl
                            && entry(scene, clause).is_some()
                            && scene.child(clause, &[Relation::Nsubj]).is_some_and(|subject| {
                                subject > noun && !matches!(scene.tokens[subject].tag, Tag::WDT | Tag::WP)
                            })
                    })
            })
    })
}

/// Whether "which" stands for all that was said, which somebody else denies or doubts: ", *which* Oslo denies".
fn is_disputed(scene: &Scene, which: usize, end: usize) -> bool {
    if !scene.is(which, "which") {
        return false;
    }
    let verb = scene.tokens[which].head;
    scene.tokens[which].relation == Relation::Dobj
        && verb > which
        && scene.right[verb] + 1 >= end
        && scene.child(verb, &[Relation::Nsubj]).is_some_and(|subject| subject > which && subject < verb)
        && entry(scene, verb).is_some_and(|cue| matches!(cue.stance, Stance::Denies | Stance::Doubts))
}

/// Where an "according to" begins that closes the sentence behind a comma, and so tells who tells all of it.
fn outer_source(scene: &Scene, piece: &Range<usize>) -> Option<usize> {
    let sentence = scene.sentence(piece.start).tokens.end;
    let rest = scene.tokens.get(piece.end..sentence)?;
    if rest.iter().any(|token| token.part != PartOfSpeech::Punct && !token.is_space()) {
        return None;
    }
    let at =
        piece.clone().rev().take(LONGEST_SOURCE).find(|&token| {
            scene.is(token, "according") && scene.is(token + 1, "to") && scene.quotes.at(token).is_none()
        })?;
    (at > piece.start + 1 && scene.is(at - 1, ",") && scene.has_finite(piece.start..at)).then_some(at - 1)
}

/// The noun after "by" of a passive.
fn agent(scene: &Scene, verb: usize) -> Option<usize> {
    let by = scene.child(verb, &[Relation::Agent])?;
    scene.child(by, &[Relation::Pobj])
}

/// Where the cue starts when the verb hangs on another ("went on to say", "has continued to insist").
fn governor_start(scene: &Scene, verb: usize, subject: Subject, start: usize) -> usize {
    let mut at = verb;
    let mut start = start;
    while at != subject.of && scene.tokens[at].relation == Relation::Xcomp {
        let head = scene.tokens[at].head;
        let close = head < at
            && at - head <= 4
            && (head + 1..at).all(|index| !scene.tokens[index].is_noun() && !scene.is(index, ","));
        if !close {
            break;
        }
        start = spans::verb(scene, head).start;
        at = head;
    }
    start
}
