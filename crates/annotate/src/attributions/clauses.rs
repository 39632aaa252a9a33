//! Clauses as content: where they begin and end, also where the parser has not seen it.

use std::ops::Range;

use terms::{PartOfSpeech, Relation, Tag};

use super::cues::{Frame, Kind};
use super::scene::Scene;
use super::spans;
use super::speech::{WIDEST, skip_joiners};
use super::subjects;
use super::verbs::entry;

/// The tokens of a complement clause without what the parser hung on it though it goes on from the verb.
pub fn clause_extent(scene: &Scene, verb: usize, clause: usize) -> Range<usize> {
    let mut extent = scene.extent(clause);
    if clause < verb {
        // "In the long run, the plan will fail, he said": what stands in front belongs to it, too.
        let sentence = scene.sentence(verb).tokens.start;
        let front = skip_joiners(scene, sentence, extent.start)..extent.start;
        let own_words = front.len() < WIDEST
            && extent.end <= verb
            && front.clone().all(|token| {
                scene.quotes.at(token).is_none()
                    && (token == front.start || !scene.breaks[token])
                    && !(scene.tokens[token].is_verb()
                        && entry(scene, token).is_some_and(|cue| cue.kind == Kind::Speech))
            });
        if own_words {
            extent.start = front.start;
        }
        return extent;
    }
    extent.end = with_rest(scene, verb, extent.end);
    // "reported, citing two officials, that …": the remark before "that" belongs to the saying.
    if let Some(mark) = scene.child(clause, &[Relation::Mark])
        && mark > extent.start
        && scene.is(mark, "that")
        && scene.before(mark).is_some_and(|before| scene.is(before, ",") || scene.is(before, "only"))
    {
        extent.start = mark;
    }
    // "told the court that A was so, B was so and C was so", where the parser takes B for the sentence's verb.
    let head = scene.tokens[verb].head;
    if head > extent.end
        && matches!(scene.tokens[verb].relation, Relation::Ccomp | Relation::Parataxis)
        && scene.is(extent.start, "that")
        && scene.is(extent.end, ",")
        && scene.tokens[head].is_verb()
        && entry(scene, head).is_none_or(|cue| cue.kind == Kind::Thought)
        && (extent.end..scene.right[head] + 1).all(|token| scene.quotes.at(token).is_none() && !scene.breaks[token])
    {
        extent.end = scene.right[head] + 1;
        return extent;
    }
    while extent.end > clause + 1 && scene.tokens[extent.end - 1].relation == Relation::Cc {
        extent.end -= 1;
    }
    let start = extent.start;
    let mut at = clause;
    // Walks down the chain of conjuncts: said that A, and B, and *added* …
    for _ in 0..8 {
        let mut next = None;
        for child in scene.children(at).filter(|&child| child > at && scene.left[child] > start) {
            let token = &scene.tokens[child];
            let cut = match token.relation {
                Relation::Conj => {
                    next = Some(child);
                    is_cue_in_step(scene, child, verb)
                }
                Relation::Advcl => leaves_clause(scene, child),
                _ => false,
            };
            if cut && scene.quotes.at(child).is_none() {
                let mut end = scene.left[child];
                while end > start + 1
                    && (scene.is_punctuation(end - 1) && !scene.quotes.is_mark(end - 1)
                        || scene.tokens[end - 1].relation == Relation::Cc)
                {
                    end -= 1;
                }
                extent.end = extent.end.min(end);
            }
        }
        match next {
            Some(conjunct) if conjunct < extent.end => at = conjunct,
            _ => break,
        }
    }
    extent
}

/// Where a clause ends when the parser hung its later parts on the verb of saying.
fn with_rest(scene: &Scene, verb: usize, first_end: usize) -> usize {
    let mut end = first_end;
    for child in scene.children(verb).filter(|&child| child >= first_end) {
        let token = &scene.tokens[child];
        let first = scene.left[child];
        let near = (end..first).all(|index| {
            scene.is_punctuation(index) && !scene.is(index, ";")
                || scene.tokens[index].relation == Relation::Cc
                || scene.tokens[index].is_space()
        });
        if first < end || !near || (end..first).any(|index| scene.breaks[index]) {
            if matches!(token.relation, Relation::Punct | Relation::Cc) {
                continue;
            }
            break;
        }
        let reports = entry(scene, child).is_some_and(|cue| cue.kind == Kind::Speech);
        let own = scene.child(child, &[Relation::Nsubj, Relation::Nsubjpass, Relation::Expl]).is_some();
        let part = match token.relation {
            Relation::Punct | Relation::Cc => continue,
            Relation::Ccomp => !reports,
            Relation::Conj => scene.is(first, "that") || own && !reports,
            Relation::Advcl => scene.cues.lists("within-clause", &scene.tokens[first].text),
            _ => false,
        };
        if !part {
            break;
        }
        end = scene.right[child] + 1;
    }
    end
}

/// Whether a conjunct reports in the same tense as the verb, so that it goes on from it and not from its clause.
fn is_cue_in_step(scene: &Scene, conjunct: usize, verb: usize) -> bool {
    subjects::in_step(scene, conjunct, verb)
        && entry(scene, conjunct).is_some_and(|cue| match cue.kind {
            Kind::Thought => false,
            Kind::Intent => scene.child(conjunct, &[Relation::Nsubj]).is_none(),
            Kind::Speech | Kind::Attitude => true,
        })
}

/// Whether an adverbial clause after a comma is the writer's own: ", while others …", ", calling it …".
fn leaves_clause(scene: &Scene, clause: usize) -> bool {
    let first = scene.left[clause];
    let after_comma = scene.before(first).is_some_and(|before| scene.is(before, ",") || scene.quotes.is_mark(before));
    let contrasts = scene.cues.lists("contrast", &scene.tokens[first].text.to_lowercase());
    let reports = scene.tokens[clause].tag == Tag::VBG && first == clause && entry(scene, clause).is_some();
    after_comma && (contrasts || reports)
}

/// A "that" clause that the parser hung elsewhere: told the agency (…) that he would stay.
pub fn loose_clause(scene: &Scene, verb: usize, addressee: bool) -> Option<Range<usize>> {
    let sentence = scene.sentence(verb).tokens.clone();
    let mut at = verb + 1;
    while at < sentence.end && at < verb + 25 {
        let token = &scene.tokens[at];
        let head = token.head;
        let joins = matches!(token.relation, Relation::Mark | Relation::Dep | Relation::Advmod)
            && matches!(token.tag, Tag::IN | Tag::WDT)
            || token.tag == Tag::IN && within_phrase(scene, scene.tokens[head].head, verb);
        if scene.is(at, "that") && joins {
            let noun = scene.tokens[head].head;
            let of_noun = matches!(scene.tokens[head].relation, Relation::Acl | Relation::Relcl)
                && scene.tokens[noun].part == PartOfSpeech::Noun;
            let medium = || scene.cues.lists("medium", &scene.tokens[noun].lemma) || within_phrase(scene, noun, verb);
            return (head > at && (!of_noun || addressee || medium())).then(|| at..scene.right[head] + 1);
        }
        if token.is_verb() && entry(scene, at).is_some()
            || scene.ends_sentence(at)
            || scene.is(at, ";")
            || scene.is(at, ":")
        {
            return None;
        }
        at += 1;
    }
    None
}

/// Whether a noun stands in a phrase with "in" that tells where or how the verb's subject says it: "found in an audit that …".
fn within_phrase(scene: &Scene, noun: usize, verb: usize) -> bool {
    let preposition = scene.tokens[noun].head;
    scene.tokens[noun].relation == Relation::Pobj
        && (scene.is(preposition, "in") || scene.is(preposition, "for") && &*scene.tokens[noun].lemma == "time")
        && scene.tokens[preposition].head == verb
        && scene.child(verb, &[Relation::Dobj, Relation::Ccomp]).is_none()
}

/// The clause right behind a finite verb of saying, where the parser did not see one.
pub fn rest_of_sentence(scene: &Scene, last: usize, verb: usize) -> Option<Range<usize>> {
    if !matches!(scene.tokens[verb].tag, Tag::VBD | Tag::VBZ | Tag::VBP) {
        return None;
    }
    let sentence = scene.sentence(verb).tokens.clone();
    let start = last + 1;
    let opens = start < sentence.end
        && matches!(
            scene.tokens[start].tag,
            Tag::PRP
                | Tag::PRPS
                | Tag::DT
                | Tag::NNP
                | Tag::NNPS
                | Tag::NN
                | Tag::NNS
                | Tag::CD
                | Tag::EX
                | Tag::VBG
                | Tag::JJ
        );
    if !opens || scene.child(verb, &[Relation::Nsubj]).is_some_and(|own| own > verb) {
        return None;
    }
    let end = (start..sentence.end).find(|&token| scene.is(token, ";")).unwrap_or(sentence.end);
    scene.has_finite(start + 1..end).then_some(start..end)
}

/// Whether a clause asks: whether, if, why, what …
pub fn asks(scene: &Scene, clause: usize) -> bool {
    let first = scene.left[clause];
    matches!(scene.tokens[first].tag, Tag::WRB | Tag::WP | Tag::WDT)
        || scene.is(first, "whether")
        || scene.is(first, "if")
}

/// Whether a complement has a verb of its own, so that something is said.
pub fn is_clause(scene: &Scene, head: usize) -> bool {
    let token = &scene.tokens[head];
    token.is_verb()
        || scene
            .child(head, &[Relation::Nsubj, Relation::Nsubjpass, Relation::Mark, Relation::Aux, Relation::Expl])
            .is_some()
        || scene.children(head).any(|child| scene.tokens[child].is_verb())
}

/// Whether a verb is an infinitive with "to".
pub fn has_to(scene: &Scene, verb: usize) -> bool {
    scene.children(verb).any(|child| child < verb && scene.tokens[child].tag == Tag::TO)
        || scene.tokens[verb].tag == Tag::VB
            && scene.children(verb).any(|child| scene.tokens[child].relation == Relation::Aux && scene.is(child, "to"))
}

/// Cuts the verb and what belongs to it out of a run of tokens that goes round it.
pub fn split(scene: &Scene, range: Range<usize>, verb: usize) -> Vec<Range<usize>> {
    if !range.contains(&verb) {
        return vec![range];
    }
    let mut own = spans::verb(scene, verb);
    for child in scene.children(verb) {
        if matches!(
            scene.tokens[child].relation,
            Relation::Nsubj
                | Relation::Dobj
                | Relation::Dative
                | Relation::Prep
                | Relation::Npadvmod
                | Relation::Advmod
                | Relation::Punct
        ) && range.contains(&child)
            && scene.right[child] - scene.left[child] < 30
        {
            own.start = own.start.min(scene.left[child]);
            own.end = own.end.max(scene.right[child] + 1);
        }
    }
    vec![range.start..own.start.max(range.start), own.end.min(range.end)..range.end]
}

/// The clause that a verb stands in like a remark: "The vote, he said, was fair".
pub fn around(scene: &Scene, verb: usize) -> Option<Vec<Range<usize>>> {
    let token = &scene.tokens[verb];
    let head = token.head;
    if head == verb || !scene.tokens[head].is_verb() {
        return None;
    }
    let speaker = scene.child(verb, &[Relation::Nsubj])?;
    let mut own = scene.extent(verb);
    // "To know more, she said, one must read": what stands before the remark belongs to the clause.
    let first = scene.left[speaker].min(verb);
    if own.start < first && scene.before(first).is_some_and(|before| scene.is(before, ",")) && head > verb {
        own.start = first;
    }
    let as_remark = scene
        .children(verb)
        .any(|child| child < verb && scene.is(child, "as") && scene.tokens[child].relation == Relation::Mark);
    let governed = entry(scene, head).is_some_and(|cue| cue.takes(Frame::Clause) || cue.takes(Frame::Quote));
    let remark = matches!(token.relation, Relation::Parataxis)
        || (token.relation == Relation::Ccomp && !governed && scene.child(verb, &[Relation::Mark]).is_none())
        || (token.relation == Relation::Advcl && as_remark);
    if !remark {
        return None;
    }
    let flanked = own.start == scene.sentence(verb).tokens.start
        || scene.before(own.start).is_some_and(|before| scene.is_punctuation(before))
        || scene.is_punctuation(own.start);
    // "…; the ministry says the opposite": a sentence of its own.
    let apart = scene.is(own.start, ";") || scene.before(own.start).is_some_and(|before| scene.is(before, ";"));
    if !flanked || apart {
        return None;
    }
    let whole = scene.extent(head);
    if own.start < whole.start || own.end > whole.end {
        return None;
    }
    Some(vec![whole.start..own.start, own.end..whole.end])
}
