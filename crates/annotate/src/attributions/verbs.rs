//! Verbs as cues: the subject says, the complement is what is said.

use std::ops::Range;

use terms::{Relation, Tag};

use super::candidate::Candidate;
use super::complements::{Complement, complement, passive_complement};
use super::cues::{Frame, Kind, VerbCue};
use super::scene::Scene;
use super::spans;
use super::speech::{skip_joiners, widened, with_own_words};
use super::subjects::{self, Subject};

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
        .is_some_and(|token| matches!(token.relation, Relation::Prep | Relation::Advmod | Relation::Prt))
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
    if !(token.is_verb() || token.is_noun() && !runs.is_empty()) {
        return None;
    }
    // "protesting lawmakers": the participle describes them.
    if runs.is_empty() && token.relation == Relation::Amod {
        return None;
    }
    let any = VerbCue::of_any_verb();
    let cue = match entry(scene, verb) {
        Some(cue) => cue,
        None if !runs.is_empty() => &any,
        None => return None,
    };
    if runs.is_empty()
        && cue.takes(Frame::Quote)
        && cue.takes(Frame::Clause)
        && let Some(found) = closing_remark(scene, verb, cue)
    {
        return Some(found);
    }
    let agent = agent(scene, verb);
    let participle = runs.is_empty()
        && token.tag == Tag::VBN
        && matches!(token.relation, Relation::Acl | Relation::Advcl)
        && scene.child(verb, &[Relation::Nsubj, Relation::Aux]).is_none();
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
    let subject = subject.filter(|subject| subjects::can_speak(scene, subject.head));
    // "a plan that supports farmers": a thing that a relative pronoun stands for holds no opinion.
    let relative = subject
        .is_some_and(|subject| matches!(scene.tokens[subject.head].tag, Tag::WDT) || scene.is(subject.head, "what"));
    if relative && cue.kind != Kind::Speech {
        return None;
    }
    let nobody = subject.is_some_and(|subject| scene.is(subject.head, "it") && subject.of != verb);
    let impersonal = subject.is_none() || cue.impersonal || nobody;
    if subject.is_none() && !passive && !cue.impersonal {
        return None;
    }
    let (source_head, source) = match subject {
        // All words up to the verb, where the parser took a word of theirs for the sentence's verb.
        Some(subject)
            if !impersonal
                && subject.of == verb
                && (subject.head + 1..verb).contains(&scene.tokens[subject.head].head) =>
        {
            (Some(subject.head), Some(spans::trim(scene, scene.left[subject.head]..verb)))
        }
        Some(subject) if !impersonal => (Some(subject.head), Some(spans::source(scene, subject.head, verb))),
        _ => (None, None),
    };
    let mut pieces = complement.pieces;
    if let Some(source) = &source
        && !runs.is_empty()
    {
        pieces = with_own_words(scene, verb, source, pieces);
    }
    let mut pieces: Vec<Range<usize>> = pieces.into_iter().map(|piece| spans::content(scene, piece)).collect();
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
    pieces.retain(|piece| !piece.is_empty());
    // "…, his lawyer said, according to the paper": the paper tells all of it.
    if pieces.len() > 1 {
        pieces.retain(|piece| !scene.is(piece.start, "according"));
    }
    if let Some(source) = &source
        && runs.is_empty()
    {
        pieces.retain(|piece| !(piece.start >= source.start && piece.end <= source.end));
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
    Some(Candidate {
        source_head,
        source,
        cue_token: Some(verb),
        cue: Some(words),
        content: pieces,
        kind: cue.kind,
        stance: cue.stance,
        verbatim: false,
    })
}

/// "…, she said." where the parser has not seen that all before the comma is what she said.
fn closing_remark(scene: &Scene, verb: usize, cue: &VerbCue) -> Option<Candidate> {
    let (speaker, comma) = subjects::closing(scene, verb)?;
    let own = scene.child(verb, &[Relation::Nsubj]) == Some(speaker);
    let clause = scene.children(verb).any(|child| child < verb && scene.tokens[child].relation == Relation::Ccomp);
    if own && (clause || scene.tokens[verb].relation != Relation::Advcl) {
        return None;
    }
    let sentence = scene.sentence(verb).tokens.start;
    let start = skip_joiners(scene, sentence, comma);
    let content = spans::content(scene, start..comma);
    let finite =
        content.clone().any(|token| matches!(scene.tokens[token].tag, Tag::VBD | Tag::VBZ | Tag::VBP | Tag::MD));
    finite.then(|| Candidate {
        source_head: Some(speaker),
        source: Some(spans::source(scene, speaker, verb)),
        cue_token: Some(verb),
        cue: Some(spans::verb(scene, verb)),
        content: vec![content],
        kind: cue.kind,
        stance: cue.stance,
        verbatim: false,
    })
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
