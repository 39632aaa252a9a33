//! Verbs as cues: the subject says, the complement is what is said.

use std::ops::Range;

use terms::{PartOfSpeech, Relation, Tag};

use super::candidate::Candidate;
use super::cues::{Frame, Kind, VerbCue};
use super::scene::Scene;
use super::spans;
use super::subjects::{self, Subject};
use super::utterances;

/// Most tokens of retold words that stand beside a quotation in its sentence.
const WIDEST: usize = 40;

/// What a verb's complement gave: the pieces, and the last token that the cue takes with it ("called *for*").
struct Complement {
    pieces: Vec<Range<usize>>,
    cue_end: Option<usize>,
}

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
    if scene.tokens.get(next).is_some_and(|token| matches!(token.relation, Relation::Prep | Relation::Advmod | Relation::Prt))
        && let Some(found) = joined(next)
    {
        return Some(found);
    }
    scene.cues.verb(lemma)
}

/// The word "clear" of "made it clear", "has made abundantly clear".
fn clear(scene: &Scene, verb: usize) -> Option<usize> {
    if &*scene.tokens[verb].lemma != "make" {
        return None;
    }
    (verb + 1..scene.tokens.len().min(verb + 4)).find(|&token| scene.is(token, "clear") || scene.is(token, "plain"))
}

/// The attribution of one verb; `runs` are the quotations that it introduces.
pub fn find(scene: &Scene, verb: usize, runs: &[Range<usize>]) -> Option<Candidate> {
    let token = &scene.tokens[verb];
    if !token.is_verb() && !(token.is_noun() && !runs.is_empty()) {
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
        Some(run) if subject.is_none_or(|subject| run.start < verb && subject.head < run.end && token.tag != Tag::VBG) => {
            subjects::inverted(scene, verb).or(subject)
        }
        _ => subject,
    };
    let subject = subject.filter(|subject| subjects::can_speak(scene, subject.head));
    // "a plan that supports farmers": a thing that a relative pronoun stands for holds no opinion.
    let relative = subject.is_some_and(|subject| matches!(scene.tokens[subject.head].tag, Tag::WDT) || scene.is(subject.head, "what"));
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
        Some(subject) if !impersonal && subject.of == verb && (subject.head + 1..verb).contains(&scene.tokens[subject.head].head) => {
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
                *piece = spans::trim(scene, piece.start.max(run.inner.start)..piece.end.min(run.inner.end).max(run.inner.start));
            }
        }
    }
    pieces.retain(|piece| !piece.is_empty());
    if let Some(source) = &source
        && runs.is_empty()
    {
        pieces.retain(|piece| !(piece.start >= source.start && piece.end <= source.end));
    }
    if pieces.is_empty() {
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
    Some(Candidate { source_head, source, cue_token: Some(verb), cue: Some(words), content: pieces, kind: cue.kind, stance: cue.stance, verbatim: false })
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
    let finite = content.clone().any(|token| matches!(scene.tokens[token].tag, Tag::VBD | Tag::VBZ | Tag::VBP | Tag::MD));
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
        let close = head < at && at - head <= 4 && (head + 1..at).all(|index| !scene.tokens[index].is_noun() && !scene.is(index, ","));
        if !close {
            break;
        }
        start = spans::verb(scene, head).start;
        at = head;
    }
    start
}

/// A quotation with the words of the clause that it is part of: says "it's a race" between two.
fn widened(scene: &Scene, verb: usize, cue: &VerbCue, runs: &[Range<usize>]) -> Vec<Range<usize>> {
    let [first, rest @ ..] = runs else { return Vec::new() };
    let clause = scene.children(verb).find(|&child| scene.tokens[child].relation == Relation::Ccomp);
    if first.start < verb || !cue.takes(Frame::Clause) {
        return runs.to_vec();
    }
    let Some(clause) = clause.filter(|&clause| clause > verb && is_clause(scene, clause)) else { return runs.to_vec() };
    let extent = clause_extent(scene, verb, clause);
    let begins = extent.start.min(first.start).max(verb + 1);
    let touches = extent.start <= first.end && extent.end >= first.start;
    if !touches || (begins..first.start).any(|token| scene.is(token, ":")) {
        return runs.to_vec();
    }
    let mut pieces = vec![begins..extent.end.max(first.end)];
    pieces.extend_from_slice(rest);
    pieces
}

/// A quotation that is only part of its sentence, with the retold words around it: Leaders "who see that," he said.
fn with_own_words(scene: &Scene, verb: usize, source: &Range<usize>, mut pieces: Vec<Range<usize>>) -> Vec<Range<usize>> {
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
        let words = |range: Range<usize>| range.clone().any(|token| !scene.is_punctuation(token) && !scene.tokens[token].is_space());
        let last_inner = first.end.checked_sub(2).map_or("", |token| &*scene.tokens[token].text);
        let after = scene.tokens.get(first.end).map_or("", |token| &*token.text);
        if !utterances::opens_sentence(scene, first.start) {
            let start = begins(sentence.min(first.start)).max(first.start.saturating_sub(WIDEST));
            let start = (start..first.start).rev().find(|&token| scene.quotes.at(token).is_some()).map_or(start, |token| token + 1);
            pieces[0].start = skip_joiners(scene, start, first.start);
        }
        if last_inner != "," && after != "," && cue > first.end && cue - first.end < WIDEST && words(first.end..cue) {
            pieces[0].end = cue;
        }
    } else if first.start > verb && starts_small(scene, first.start) && sentence < cue {
        let start = skip_joiners(scene, begins(sentence), cue);
        let prefix = spans::trim(scene, start..cue);
        let reports = prefix.clone().any(|token| scene.tokens[token].is_verb() && entry(scene, token).is_some_and(|cue| cue.kind == Kind::Speech));
        if !reports && prefix.clone().any(|token| scene.tokens[token].is_noun() || matches!(scene.tokens[token].part, PartOfSpeech::Pron)) && prefix.len() < WIDEST {
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
fn skip_joiners(scene: &Scene, start: usize, end: usize) -> usize {
    let mut at = start;
    while at < end && (scene.tokens[at].is_space() || scene.tokens[at].part == PartOfSpeech::Cconj || scene.is_punctuation(at)) {
        at += 1;
    }
    at
}

/// The tokens of a complement clause without what the parser hung on it though it goes on from the verb.
fn clause_extent(scene: &Scene, verb: usize, clause: usize) -> Range<usize> {
    let mut extent = scene.extent(clause);
    if clause < verb {
        return extent;
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
                while end > start + 1 && (scene.is_punctuation(end - 1) && !scene.quotes.is_mark(end - 1) || scene.tokens[end - 1].relation == Relation::Cc) {
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

/// Whether a conjunct reports in the same tense as the verb, so that it goes on from it and not from its clause.
fn is_cue_in_step(scene: &Scene, conjunct: usize, verb: usize) -> bool {
    let finite = matches!(scene.tokens[verb].tag, Tag::VBZ | Tag::VBD);
    finite
        && scene.tokens[conjunct].tag == scene.tokens[verb].tag
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
fn loose_clause(scene: &Scene, verb: usize, addressee: bool) -> Option<Range<usize>> {
    let sentence = scene.sentence(verb).tokens.clone();
    let mut at = verb + 1;
    while at < sentence.end && at < verb + 25 {
        let token = &scene.tokens[at];
        if scene.is(at, "that") && token.tag == Tag::IN && matches!(token.relation, Relation::Mark | Relation::Dep) {
            let head = token.head;
            let noun = scene.tokens[head].head;
            let of_noun = scene.tokens[head].relation == Relation::Acl && scene.tokens[noun].part == PartOfSpeech::Noun;
            let medium = || scene.cues.lists("medium", &scene.tokens[noun].lemma);
            return (head > at && (!of_noun || addressee || medium())).then(|| at..scene.right[head] + 1);
        }
        if token.is_verb() && entry(scene, at).is_some() || scene.ends_sentence(at) || scene.is(at, ";") || scene.is(at, ":") {
            return None;
        }
        at += 1;
    }
    None
}

/// The clause right behind a finite verb of saying, where the parser did not see one.
fn rest_of_sentence(scene: &Scene, last: usize, verb: usize) -> Option<Range<usize>> {
    if !matches!(scene.tokens[verb].tag, Tag::VBD | Tag::VBZ | Tag::VBP) {
        return None;
    }
    let sentence = scene.sentence(verb).tokens.clone();
    let start = last + 1;
    let opens = start < sentence.end
        && matches!(
            scene.tokens[start].tag,
            Tag::PRP | Tag::PRPS | Tag::DT | Tag::NNP | Tag::NNPS | Tag::NN | Tag::NNS | Tag::CD | Tag::EX | Tag::VBG | Tag::JJ
        );
    if !opens || scene.child(verb, &[Relation::Nsubj]).is_some_and(|own| own > verb) {
        return None;
    }
    let finite = |token: usize| matches!(scene.tokens[token].tag, Tag::VBD | Tag::VBZ | Tag::VBP | Tag::MD);
    let end = (start..sentence.end).find(|&token| scene.is(token, ";")).unwrap_or(sentence.end);
    (start + 1..end).any(finite).then_some(start..end)
}

/// A quotation between single marks within another one: my father said, 'Pay your debts,' and …
fn inner_quotation(scene: &Scene, verb: usize) -> Option<Range<usize>> {
    let run = &scene.quotes.runs[scene.quotes.at(verb)?];
    let mut at = verb + 1;
    if scene.is(at, ",") || scene.is(at, ":") {
        at += 1;
    }
    let single = |token: usize| matches!(&*scene.tokens[token].text, "'" | "‘" | "’");
    if at >= run.inner.end || !single(at) {
        return None;
    }
    (at + 2..run.inner.end).find(|&token| single(token) && scene.tokens[token].tag != Tag::POS).map(|close| at..close + 1)
}

/// Whether a verb of saying brings nothing of its own, so that a quotation after its sentence may be what is said.
pub fn is_bare(scene: &Scene, verb: usize) -> bool {
    !scene.is_passive(verb)
        && subjects::subject(scene, verb).is_some()
        && entry(scene, verb).is_some_and(|cue| cue.kind == Kind::Speech && complement(scene, verb, cue).is_none())
}

/// What an active verb brings as content.
fn complement(scene: &Scene, verb: usize, cue: &VerbCue) -> Option<Complement> {
    let just = |pieces| Some(Complement { pieces, cue_end: None });
    let clause = scene.children(verb).find(|&child| scene.tokens[child].relation == Relation::Ccomp);
    let object = scene.children(verb).find(|&child| scene.tokens[child].relation == Relation::Dobj);
    if cue.takes(Frame::Quote)
        && let Some(range) = inner_quotation(scene, verb)
    {
        return just(vec![range]);
    }
    if cue.impersonal {
        return impersonal_complement(scene, verb, clause).map(|pieces| Complement { pieces, cue_end: None });
    }
    if cue.takes(Frame::Clause)
        && let Some(clause) = clause.filter(|&clause| asks(scene, clause))
    {
        return just(split(scene, clause_extent(scene, verb, clause), verb));
    }
    if !cue.prepositions.is_empty()
        && let Some((preposition, range)) = prepositional(scene, verb, cue)
        && (object.is_none() || cue.addressee || !cue.takes(Frame::Object))
    {
        return Some(Complement { pieces: vec![range], cue_end: Some(preposition) });
    }
    if cue.takes(Frame::ObjectComplement)
        && let Some(range) = object_complement(scene, verb, object, clause)
    {
        let mut pieces = split(scene, range, verb);
        // "… which he called a cartel": the relative pronoun stands for the object.
        if let Some(relative) = object.filter(|&object| object < verb && matches!(scene.tokens[object].tag, Tag::WDT | Tag::WP)) {
            pieces.insert(0, relative..relative + 1);
        }
        return just(pieces);
    }
    if cue.takes(Frame::As)
        && let Some(range) = object_as(scene, verb, object)
    {
        return just(vec![range]);
    }
    if let Some(clear) = clear(scene, verb) {
        return loose_clause(scene, clear, true).or_else(|| rest_of_sentence(scene, clear, verb)).map(|range| Complement { pieces: vec![range], cue_end: Some(clear) });
    }
    if cue.takes(Frame::Clause) {
        if let Some(clause) = clause.filter(|&clause| is_clause(scene, clause)) {
            return just(split(scene, clause_extent(scene, verb, clause), verb));
        }
        if let Some(range) = loose_clause(scene, verb, cue.addressee) {
            return just(vec![range]);
        }
        if let Some(pieces) = around(scene, verb) {
            return just(pieces);
        }
        if cue.kind == Kind::Speech
            && cue.takes(Frame::Quote)
            && object.is_none()
            && let Some(range) = rest_of_sentence(scene, verb, verb)
        {
            return just(vec![range]);
        }
    }
    if cue.takes(Frame::Infinitive)
        && let Some(infinitive) = scene.children(verb).find(|&child| {
            matches!(scene.tokens[child].relation, Relation::Xcomp | Relation::Ccomp | Relation::Advcl) && child > verb && has_to(scene, child)
        })
    {
        return just(split(scene, scene.extent(infinitive), verb));
    }
    if cue.takes(Frame::Gerund)
        && let Some(gerund) = scene
            .children(verb)
            .find(|&child| matches!(scene.tokens[child].relation, Relation::Xcomp | Relation::Ccomp) && scene.tokens[child].tag == Tag::VBG)
    {
        return just(vec![scene.extent(gerund)]);
    }
    if cue.takes(Frame::Object)
        && !cue.addressee
        && let Some(object) = object.filter(|&object| !cue.unless_object.iter().any(|lemma| **lemma == *scene.tokens[object].lemma))
    {
        return just(vec![with_phrases(scene, verb, object)]);
    }
    None
}

/// An object with the prepositional phrases right behind it that the parser hung on the verb.
fn with_phrases(scene: &Scene, verb: usize, object: usize) -> Range<usize> {
    let mut extent = scene.extent(object);
    for preposition in scene.children(verb).filter(|&child| child > object) {
        if scene.tokens[preposition].relation != Relation::Prep || scene.left[preposition] != extent.end || spans::tells_manner(scene, preposition) {
            break;
        }
        extent.end = scene.right[preposition] + 1;
    }
    extent
}

/// What seems so: the subject and its predicate, or a "that" clause.
fn impersonal_complement(scene: &Scene, verb: usize, clause: Option<usize>) -> Option<Vec<Range<usize>>> {
    let own = scene.child(verb, &[Relation::Nsubj]);
    if let Some(predicate) = scene.children(verb).find(|&child| {
        child > verb && matches!(scene.tokens[child].relation, Relation::Xcomp | Relation::Acomp | Relation::Oprd | Relation::Attr)
    }) {
        let mut pieces = vec![scene.extent(predicate)];
        if let Some(own) = own.filter(|&own| !scene.is(own, "it")) {
            pieces.insert(0, spans::source(scene, own, verb));
        }
        return Some(pieces);
    }
    clause.filter(|&clause| clause > verb && is_clause(scene, clause)).map(|clause| vec![scene.extent(clause)])
}

/// Whether a clause asks: whether, if, why, what …
fn asks(scene: &Scene, clause: usize) -> bool {
    let first = scene.left[clause];
    matches!(scene.tokens[first].tag, Tag::WRB | Tag::WP | Tag::WDT) || scene.is(first, "whether") || scene.is(first, "if")
}

/// What a passive verb brings as content.
fn passive_complement(scene: &Scene, verb: usize, cue: &VerbCue, has_agent: bool) -> Option<Complement> {
    let just = |pieces| Some(Complement { pieces, cue_end: None });
    let own = scene.child(verb, &[Relation::Nsubjpass, Relation::Csubjpass]);
    if cue.takes(Frame::Clause)
        && let Some(clause) = scene.children(verb).find(|&child| scene.tokens[child].relation == Relation::Ccomp && is_clause(scene, child))
    {
        return just(split(scene, scene.extent(clause), verb));
    }
    let infinitive = scene
        .children(verb)
        .find(|&child| scene.tokens[child].relation == Relation::Xcomp && child > verb && has_to(scene, child));
    if (cue.takes(Frame::Clause) || cue.takes(Frame::Infinitive) || cue.takes(Frame::ObjectComplement))
        && let (Some(own), Some(infinitive)) = (own, infinitive)
    {
        return just(vec![scene.extent(own), scene.extent(infinitive)]);
    }
    if cue.addressee || cue.takes(Frame::ObjectComplement) {
        if let Some((preposition, range)) = prepositional(scene, verb, cue) {
            return Some(Complement { pieces: vec![range], cue_end: Some(preposition) });
        }
    }
    // "is seen as a threat", "were deemed unfit": somebody's opinion, nobody named.
    if (cue.takes(Frame::As) || cue.takes(Frame::ObjectComplement) && cue.kind == Kind::Attitude)
        && let Some(own) = own
        && let Some(taken) = scene.children(verb).find(|&child| {
            child > verb
                && (matches!(scene.tokens[child].relation, Relation::Oprd)
                    || scene.tokens[child].relation == Relation::Prep && scene.is(child, "as"))
        })
    {
        return just(vec![scene.extent(own), scene.extent(taken)]);
    }
    // "the plan, first reported by the paper, …": the noun itself.
    if has_agent && own.is_none() && scene.tokens[verb].relation == Relation::Acl && cue.takes(Frame::Object) && !cue.addressee {
        let head = scene.tokens[verb].head;
        let by = scene.child(verb, &[Relation::Agent])?;
        return Some(Complement { pieces: vec![scene.left[head]..head + 1], cue_end: (by == verb + 1).then_some(by) });
    }
    if has_agent && (cue.takes(Frame::Object) || cue.takes(Frame::ObjectComplement)) && !cue.addressee {
        let content = own.map(|own| scene.extent(own))?;
        let by = scene.child(verb, &[Relation::Agent])?;
        return Some(Complement { pieces: vec![content], cue_end: (by == verb + 1).then_some(by) });
    }
    None
}

/// Whether a complement has a verb of its own, so that something is said.
fn is_clause(scene: &Scene, head: usize) -> bool {
    let token = &scene.tokens[head];
    token.is_verb()
        || scene.child(head, &[Relation::Nsubj, Relation::Nsubjpass, Relation::Mark, Relation::Aux, Relation::Expl]).is_some()
        || scene.children(head).any(|child| scene.tokens[child].is_verb())
}

/// Whether a verb is an infinitive with "to".
fn has_to(scene: &Scene, verb: usize) -> bool {
    scene.children(verb).any(|child| child < verb && scene.tokens[child].tag == Tag::TO)
        || scene.tokens[verb].tag == Tag::VB && scene.children(verb).any(|child| scene.tokens[child].relation == Relation::Aux && scene.is(child, "to"))
}

/// Object and what is said of it, as one run.
fn object_complement(scene: &Scene, verb: usize, object: Option<usize>, clause: Option<usize>) -> Option<Range<usize>> {
    let mut range: Option<Range<usize>> = object.filter(|&object| object > verb).map(|object| scene.extent(object));
    let mut completed = false;
    for child in scene.children(verb).filter(|&child| child > verb) {
        let token = &scene.tokens[child];
        let completes = match token.relation {
            Relation::Oprd | Relation::Xcomp => true,
            Relation::Ccomp => clause == Some(child) && (scene.tokens[child].part != PartOfSpeech::Verb || has_to(scene, child) || object.is_none()),
            Relation::Advcl => has_to(scene, child) && range.as_ref().is_some_and(|range| range.end == scene.left[child]),
            Relation::Prep => matches!(&*token.text, "as" | "of" | "for" | "against" | "to" | "from"),
            Relation::Acomp => true,
            _ => false,
        };
        if completes {
            let near = range.as_ref().is_none_or(|range| scene.left[child] <= range.end + 1);
            if near {
                completed = true;
                range = Some(match range {
                    Some(range) => range.start.min(scene.left[child])..range.end.max(scene.right[child] + 1),
                    None => scene.extent(child),
                });
            }
        }
    }
    // "called the senator "the next Caesar"": a quotation behind the object, or one that the parser hung on it.
    if let Some(found) = &mut range {
        if let Some(run) = scene.quotes.at(found.end).map(|run| &scene.quotes.runs[run].tokens)
            && run.start == found.end
        {
            found.end = run.end;
            completed = true;
        }
        completed |= (found.start + 1..found.end).any(|token| scene.quotes.is_mark(token));
        // "called her son her hero": the parser takes the first object for a receiver.
        if let Some(first) = scene.children(verb).find(|&child| {
            child > verb && scene.tokens[child].relation == Relation::Dative && scene.tokens[child].part != PartOfSpeech::Adp && scene.right[child] < found.start
        }) {
            found.start = scene.left[first];
            completed = true;
        }
    }
    range.filter(|_| completed)
}

/// Object and what it is taken for: sees him as a rival.
fn object_as(scene: &Scene, verb: usize, object: Option<usize>) -> Option<Range<usize>> {
    let object = object.filter(|&object| object > verb)?;
    let preposition = scene
        .children(verb)
        .chain(scene.children(object))
        .find(|&child| child > object && scene.tokens[child].relation == Relation::Prep && scene.is(child, "as"))?;
    let extent = scene.extent(object);
    Some(extent.start..extent.end.max(scene.right[preposition] + 1))
}

/// The preposition and its object that an entry asks for.
fn prepositional(scene: &Scene, verb: usize, cue: &VerbCue) -> Option<(usize, Range<usize>)> {
    for preposition in scene.children(verb).filter(|&child| child > verb) {
        let token = &scene.tokens[preposition];
        let fits = matches!(token.relation, Relation::Prep | Relation::Dative | Relation::Prt)
            && cue.prepositions.iter().any(|wanted| wanted.eq_ignore_ascii_case(&token.text));
        if !fits {
            continue;
        }
        if let Some(object) = scene.child(preposition, &[Relation::Pobj, Relation::Pcomp]) {
            let mut end = scene.right[preposition] + 1;
            // "called on the mayor *to resign*".
            if let Some(asked) = scene.children(verb).find(|&child| {
                child > preposition && scene.left[child] == end && matches!(scene.tokens[child].relation, Relation::Xcomp | Relation::Advcl | Relation::Ccomp) && has_to(scene, child)
            }) && cue.takes(Frame::Infinitive)
            {
                end = scene.right[asked] + 1;
            }
            return Some((preposition, scene.left[object]..end));
        }
    }
    None
}

/// Cuts the verb and what belongs to it out of a run of tokens that goes round it.
fn split(scene: &Scene, range: Range<usize>, verb: usize) -> Vec<Range<usize>> {
    if !range.contains(&verb) {
        return vec![range];
    }
    let mut own = spans::verb(scene, verb);
    for child in scene.children(verb) {
        if matches!(scene.tokens[child].relation, Relation::Nsubj | Relation::Dobj | Relation::Dative | Relation::Prep | Relation::Npadvmod | Relation::Advmod | Relation::Punct)
            && range.contains(&child)
            && scene.right[child] - scene.left[child] < 30
        {
            own.start = own.start.min(scene.left[child]);
            own.end = own.end.max(scene.right[child] + 1);
        }
    }
    vec![range.start..own.start.max(range.start), own.end.min(range.end)..range.end]
}

/// The clause that a verb stands in like a remark: "The vote, he said, was fair".
fn around(scene: &Scene, verb: usize) -> Option<Vec<Range<usize>>> {
    let token = &scene.tokens[verb];
    let head = token.head;
    if head == verb || !scene.tokens[head].is_verb() {
        return None;
    }
    scene.child(verb, &[Relation::Nsubj])?;
    let own = scene.extent(verb);
    let as_remark = scene.children(verb).any(|child| child < verb && scene.is(child, "as") && scene.tokens[child].relation == Relation::Mark);
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
    if !flanked {
        return None;
    }
    let whole = scene.extent(head);
    if own.start < whole.start || own.end > whole.end {
        return None;
    }
    Some(vec![whole.start..own.start, own.end..whole.end])
}
