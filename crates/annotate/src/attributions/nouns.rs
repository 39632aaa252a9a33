//! Nouns as cues: the claim that …, her vow to …, criticism of …

use std::ops::Range;

use terms::{EntityLabel, PartOfSpeech, Relation, Stance, Tag};

use super::candidate::Candidate;
use super::complements::judged_behind;
use super::cues::{Kind, NounCue};
use super::scene::Scene;
use super::spans;
use super::subjects;

/// How far behind a noun its predicate may stand, in tokens.
const FARTHEST_PREDICATE: usize = 30;

/// How far before a noun the verb may stand that judges it, in tokens.
const JUDGED: usize = 12;

/// The attribution whose cue is this noun, if it is one.
pub fn find(scene: &Scene, noun: usize) -> Option<Candidate> {
    let token = &scene.tokens[noun];
    if !token.is_noun() {
        return None;
    }
    let cue = scene.cues.noun(&token.lemma)?;
    // "There was no comment from Oslo": nothing is said.
    if matches!(&*token.lemma, "comment" | "response" | "reply" | "answer")
        && scene.children(noun).any(|child| child < noun && scene.is(child, "no"))
    {
        return None;
    }
    // "said in a statement that …": a statement here only tells where it was said.
    let governor = scene.tokens[token.head].head;
    if token.relation == Relation::Pobj
        && scene.cues.lists("medium", &token.lemma)
        && scene.tokens[governor].is_verb()
        && super::verbs::entry(scene, governor).is_some()
    {
        return None;
    }
    if let Some(found) = copular(scene, noun, cue).or_else(|| came_from(scene, noun, cue)) {
        return Some(found);
    }
    let (content, preposition) = content(scene, noun, cue)
        .map(|(content, preposition)| (before_predicate(scene, noun, content), preposition))
        .or_else(|| behind_owner(scene, noun, cue).map(|content| (content, None)))
        .or_else(|| loose_clause(scene, noun, cue).map(|content| (content, None)))?;
    let (mut source_head, start) = source(scene, noun)?;
    if scene.child(noun, &[Relation::Poss]).is_none()
        && (noun.saturating_sub(JUDGED)..noun)
            .any(|verb| judged_behind(scene, verb).is_some_and(|(_, object)| object.contains(&noun)))
    {
        source_head = source_head.filter(|&head| head > noun);
    }
    let brings = |token: usize| cue.prepositions.iter().any(|wanted| scene.is(token, wanted));
    let brought = content.start - usize::from(content.start > noun + 1 && brings(content.start - 1));
    let source = source_head.map(|head| {
        let words = spans::source(scene, head, noun);
        // "calls by the union *for restraint*": the parser hangs on the owner what is called for.
        let end = if head < brought { words.end.min(brought) } else { words.end };
        (head, words.start..end)
    });
    let mut content = spans::content(scene, content);
    if let Some(judgement) = judgement_behind(scene, noun, &content) {
        content = spans::content(scene, content.start..judgement);
    }
    // "requests for comment"
    if content.len() == 1 && scene.is(content.start, "comment") {
        return None;
    }
    // Support or criticism that is nobody's tells nothing.
    // Nor does "demand for steel", which is no single demand.
    let bare = token.tag == Tag::NN && preposition.is_some() && scene.left[noun] == noun;
    let wanted = || cue.stance == Stance::Demands && preposition.is_some() && scene.tokens[noun].tag == Tag::NN;
    if content.is_empty() || source.is_none() && (cue.kind == Kind::Attitude || bare || wanted()) {
        return None;
    }
    let words = start..preposition.unwrap_or(noun) + 1;
    Some(Candidate::new(source, (noun, words), vec![content], cue.kind, cue.stance))
}

/// The judgement that a verb of calling passes on a claim, where the parser hung it on the claim's clause: called the
/// claim that the war was over *absurd*.
fn judgement_behind(scene: &Scene, noun: usize, content: &Range<usize>) -> Option<usize> {
    let verb = scene.tokens[noun].head;
    let last = content.end.checked_sub(1)?;
    (scene.tokens[noun].relation == Relation::Dobj
        && scene.cues.lists("calling", &scene.tokens[verb].lemma)
        && scene.cues.lists("denying-word", &scene.tokens[last].lemma.to_lowercase()))
    .then_some(last)
}

/// Whether a verb only carries a noun that is a cue itself: voiced *doubts* that …
pub fn is_carried(scene: &Scene, verb: usize) -> bool {
    scene.child(verb, &[Relation::Dobj]).is_some_and(|object| object > verb && find(scene, object).is_some())
}

/// "The minister's answer was that …": the clause or quotation after "be" is the content.
fn copular(scene: &Scene, noun: usize, cue: &NounCue) -> Option<Candidate> {
    let be = scene.tokens[noun].head;
    if !cue.clause || scene.tokens[noun].relation != Relation::Nsubj || &*scene.tokens[be].lemma != "be" || be < noun {
        return None;
    }
    let clause = scene.children(be).find(|&child| child > be && scene.tokens[child].relation == Relation::Ccomp)?;
    let range = scene.extent(clause);
    let quoted = range.start.checked_sub(1).is_some_and(|before| scene.quotes.is_mark(before))
        || scene.quotes.is_mark(range.start);
    if !scene.is(range.start, "that") && !quoted {
        return None;
    }
    let owner = scene.child(noun, &[Relation::Poss]);
    let start = owner.map_or(noun, |owner| (scene.right[owner] + 1).min(noun));
    let source = owner.map(|owner| (owner, spans::source(scene, owner, noun)));
    let content = vec![spans::content(scene, range)];
    Some(Candidate::new(source, (noun, start..be + 1), content, cue.kind, cue.stance))
}

/// "The warning that … came from geologists", by the order of words alone: the parser often takes "came" for the clause's verb.
fn came_from(scene: &Scene, noun: usize, cue: &NounCue) -> Option<Candidate> {
    let that = noun + 1;
    if !cue.clause || !scene.is(that, "that") || scene.quotes.at(noun).is_some() {
        return None;
    }
    let reach = that + 2..scene.sentence(noun).tokens.end.min(that + FARTHEST_PREDICATE);
    let came = reach
        .clone()
        .take_while(|&token| !scene.is(token, ",") && !scene.is(token, ";"))
        .find(|&token| &*scene.tokens[token].lemma == "come" && scene.is(token + 1, "from"))?;
    let head = scene.child(came + 1, &[Relation::Pobj])?;
    let start = if &*scene.tokens[came - 1].lemma == "have" { came - 1 } else { came };
    // "the claim that the shells came from Oslo": the clause has no other verb.
    scene.has_finite(that + 1..start).then(|| {
        let source = (head, spans::source(scene, head, noun));
        let content = vec![spans::content(scene, that..start)];
        Candidate::new(Some(source), (noun, noun..noun + 1), content, cue.kind, cue.stance)
    })
}

/// What the noun brings, and the preposition that brings it.
fn content(scene: &Scene, noun: usize, cue: &NounCue) -> Option<(Range<usize>, Option<usize>)> {
    // "There was no confirmation that …": the clause may hang on the verb.
    let verb = scene.tokens[noun].head;
    let of_verb = (cue.clause
        && scene.tokens[verb].is_verb()
        && verb < noun
        && matches!(&*scene.tokens[verb].lemma, "be" | "have"))
    .then(|| scene.children(verb))
    .into_iter()
    .flatten()
    .filter(|&child| scene.tokens[child].relation == Relation::Ccomp);
    // "cast doubt on the account": the preposition may hang on the verb.
    let carried = (scene.tokens[noun].relation == Relation::Dobj
        && scene.cues.lists("light-verb", &scene.tokens[verb].lemma))
    .then(|| scene.children(verb))
    .into_iter()
    .flatten()
    .filter(|&child| scene.tokens[child].relation == Relation::Prep && child == scene.right[noun] + 1);
    for child in scene.children(noun).chain(of_verb).chain(carried).filter(|&child| child > noun) {
        let token = &scene.tokens[child];
        match token.relation {
            Relation::Acl | Relation::Ccomp | Relation::Relcl
                if cue.clause && joins(scene, scene.left[child], child) =>
            {
                return Some((scene.extent(child), None));
            }
            Relation::Acl | Relation::Xcomp | Relation::Relcl
                if cue.infinitive && scene.tokens[scene.left[child]].tag == Tag::TO =>
            {
                return Some((scene.extent(child), None));
            }
            Relation::Prep if cue.prepositions.iter().any(|wanted| scene.is(child, wanted)) => {
                let object = scene.child(child, &[Relation::Pobj, Relation::Pcomp])?;
                return Some((scene.left[object]..scene.right[child] + 1, Some(child)));
            }
            _ => {}
        }
    }
    None
}

/// What the noun brings behind its "by …" or "from …", where the parser hung it there: calls by the union *for the mayor to
/// go*.
fn behind_owner(scene: &Scene, noun: usize, cue: &NounCue) -> Option<Range<usize>> {
    let by = scene.children(noun).find(|&child| child > noun && (scene.is(child, "by") || scene.is(child, "from")))?;
    let owner = scene.child(by, &[Relation::Pobj])?;
    let preposition = scene.children(owner).find(|&child| {
        let brings = cue.prepositions.iter().any(|wanted| scene.is(child, wanted));
        child > owner && brings && !scene.is(child, "of") && !scene.is(child, "on")
    })?;
    scene.child(preposition, &[Relation::Pobj, Relation::Pcomp])?;
    let end = scene.right[preposition] + 1;
    let asked = scene.children(noun).chain(scene.children(owner)).find(|&child| {
        cue.infinitive && child > preposition && scene.left[child] == end && scene.tokens[end].tag == Tag::TO
    });
    Some(preposition + 1..asked.map_or(end, |asked| scene.right[asked] + 1))
}

/// A "that" clause behind the noun and its "by …" or behind a comma, where the parser did not hang it there.
fn loose_clause(scene: &Scene, noun: usize, cue: &NounCue) -> Option<Range<usize>> {
    if !cue.clause {
        return None;
    }
    let by = scene.children(noun).any(|child| child > noun && (scene.is(child, "by") || scene.is(child, "from")));
    let after = scene.right[noun] + 1;
    // "the minister's warning that fuel could run out": the parser takes "that" for a word like "the".
    let misread = || {
        (scene.is(noun + 1, "that")
            && matches!(scene.tokens[noun + 1].tag, Tag::DT | Tag::WDT | Tag::IN)
            && scene.tokens[noun + 1].relation != Relation::Nsubj
            && scene.child(noun, &[Relation::Poss]).is_some())
        .then_some(noun + 1)
    };
    // "a warning from the weather service *that rivers would rise*": the parser hangs the clause on the owner.
    let hung = || {
        let by =
            scene.children(noun).find(|&child| child > noun && (scene.is(child, "by") || scene.is(child, "from")))?;
        let owner = scene.child(by, &[Relation::Pobj])?;
        let clause = scene.children(owner).find(|&child| scene.tokens[child].relation == Relation::Relcl)?;
        let first = scene.left[clause];
        let modal = scene.child(clause, &[Relation::Aux]).is_some_and(|aux| scene.tokens[aux].tag == Tag::MD);
        let own = scene.child(clause, &[Relation::Nsubj, Relation::Nsubjpass]).is_some_and(|own| own > first);
        (scene.is(first, "that") && modal && own && super::verbs::entry(scene, clause).is_none())
            .then(|| scene.extent(clause))
    };
    if let Some(range) = hung() {
        return Some(range);
    }
    let that = (after..after + 2)
        .find(|&token| scene.is(token, "that"))
        .filter(|_| by && after > noun + 1)
        .or_else(misread)?;
    let sentence = scene.sentence(noun).tokens.end;
    let end = second_predicate(scene, that, sentence).unwrap_or(sentence);
    Some(that..end)
}

/// A clause without the predicate of its noun, which the parser may have taken in: "the claim that they strayed *has* …".
fn before_predicate(scene: &Scene, noun: usize, content: Range<usize>) -> Range<usize> {
    let token = &scene.tokens[noun];
    let sentence = scene.sentence(noun).tokens.clone();
    let governed = token.relation == Relation::Nsubj || token.relation == Relation::Nsubjpass;
    let opens = scene.left[noun] <= sentence.start + 1;
    let closes = (content.end..sentence.end).all(|token| scene.is_punctuation(token) || scene.tokens[token].is_space());
    if !opens || !closes || governed || !scene.is(content.start, "that") {
        return content;
    }
    let end = second_predicate(scene, content.start, sentence.end).unwrap_or(content.end);
    content.start..end
}

/// Where, behind a "that" clause, the predicate begins of the noun that brings it: told by the order of verbs alone.
fn second_predicate(scene: &Scene, that: usize, end: usize) -> Option<usize> {
    let verbal =
        |token: usize| scene.tokens[token].is_verb() || matches!(scene.tokens[token].tag, Tag::MD | Tag::RB | Tag::TO);
    let first = (that + 1..end).find(|&token| scene.is_finite(token) || scene.tokens[token].tag == Tag::VBN)?;
    let group = (first..end).find(|&token| !verbal(token)).unwrap_or(end);
    // A nested clause without "that" has a verb of saying before it.
    if (first..group).any(|token| super::verbs::entry(scene, token).is_some_and(|cue| cue.kind == Kind::Speech)) {
        return None;
    }
    let second = (group..end).find(|&token| scene.is_finite(token))?;
    let parted = (group..second).any(|token| {
        matches!(scene.tokens[token].tag, Tag::WDT | Tag::WP | Tag::WRB | Tag::CC)
            || scene.is(token, ",")
            || scene.tokens[token].relation == Relation::Mark
            || matches!(scene.tokens[token].tag, Tag::PRP) && token + 1 == second
    });
    (!parted).then_some(second)
}

/// Whether a word joins a whole clause to its noun: "that", "whether", not a relative "that".
fn joins(scene: &Scene, first: usize, clause: usize) -> bool {
    let token = &scene.tokens[first];
    // "denial *that* it had paid bribes": the clause has an object besides.
    let sated = || {
        token.relation == Relation::Dobj
            && scene.children(clause).any(|child| child > clause && scene.tokens[child].relation == Relation::Dobj)
    };
    // "a claim that the ministry *rejected*": what is rejected is the claim.
    let hungry = scene.tokens[clause].is_verb()
        && super::verbs::entry(scene, clause)
            .is_some_and(|cue| cue.kind == Kind::Attitude || cue.stance == Stance::Denies)
        && !scene.is_passive(clause)
        && scene.children(clause).all(|child| child < clause || scene.is_punctuation(child));
    if hungry {
        return false;
    }
    // "allegations by the guild *that votes had been bought*": the clause has a subject besides; and behind "by …" what
    // brings no words of its own hardly tells more of the owner.
    let own = |child: &usize| {
        *child > first && matches!(scene.tokens[*child].relation, Relation::Nsubj | Relation::Nsubjpass)
    };
    let owned = || {
        matches!(scene.tokens[scene.tokens[clause].head].part, PartOfSpeech::Noun)
            && first > 0
            && scene.children(scene.tokens[clause].head).any(|child| {
                scene.right[child] + 1 == first && ["by", "from", "among"].iter().any(|word| scene.is(child, word))
            })
            && super::verbs::entry(scene, clause).is_none()
    };
    let besides = || {
        scene.children(clause).any(|child| own(&child))
            && (matches!(token.relation, Relation::Nsubj | Relation::Nsubjpass) || owned())
    };
    scene.is(first, "whether")
        || scene.is(first, "that") && (sated() || besides())
        || scene.is(first, "that") && (matches!(token.relation, Relation::Mark | Relation::Dep) || token.tag == Tag::IN)
}

/// Whether a token stands in the name of a body, not of a place or a month.
fn is_body(scene: &Scene, token: usize) -> bool {
    scene.entity(token).is_some_and(|entity| entity.label == EntityLabel::Org)
}

/// Head of the source, and where the cue starts; `None` where a verb before the noun is the cue.
fn source(scene: &Scene, noun: usize) -> Option<(Option<usize>, usize)> {
    if let Some(owner) = scene.child(noun, &[Relation::Poss]) {
        let start = (scene.right[owner] + 1).min(noun);
        return Some((Some(owner), start));
    }
    for from in scene.children(noun).filter(|&child| child > noun && scene.tokens[child].relation == Relation::Prep) {
        if ["from", "by", "among"].iter().any(|word| scene.is(from, word))
            && let Some(object) = scene.child(from, &[Relation::Pobj])
        {
            return Some((Some(object), noun));
        }
    }
    // "an allegation, made by a guard, that …"
    if let Some(by) = scene
        .children(noun)
        .filter(|&child| child > noun && scene.tokens[child].tag == Tag::VBN)
        .find_map(|made| scene.child(made, &[Relation::Agent]))
        && let Some(object) = scene.child(by, &[Relation::Pobj])
    {
        return Some((Some(object), noun));
    }
    // "a report in *Le Monde* that …"
    if scene.cues.lists("document", &scene.tokens[noun].lemma)
        && let Some(paper) = scene
            .children(noun)
            .filter(|&child| child > noun && scene.is(child, "in"))
            .find_map(|within| scene.child(within, &[Relation::Pobj]))
            .filter(|&paper| scene.tokens[paper].tag == Tag::NNP && is_body(scene, paper))
    {
        return Some((Some(paper), noun));
    }
    let token = &scene.tokens[noun];
    let verb = token.head;
    // "The warning that … came from *geologists*"
    if token.relation == Relation::Nsubj
        && matches!(&*scene.tokens[verb].lemma, "come" | "originate" | "emerge")
        && let Some(from) = scene.children(verb).find(|&child| child > verb && scene.is(child, "from"))
        && let Some(object) = scene.child(from, &[Relation::Pobj])
    {
        return Some((Some(object), noun));
    }
    if token.relation == Relation::Dobj && scene.tokens[verb].is_verb() {
        if !scene.cues.lists("light-verb", &scene.tokens[verb].lemma) {
            if super::verbs::entry(scene, verb).is_some() {
                return None;
            }
            let subject = subjects::subject(scene, verb).filter(|subject| subjects::is_person(scene, subject.head));
            return Some((subject.map(|subject| subject.head), noun));
        }
        let subject = subjects::subject(scene, verb).filter(|subject| subjects::can_speak(scene, subject.head));
        return Some(match subject {
            Some(subject) if noun - verb <= 5 => (Some(subject.head), spans::verb(scene, verb).start),
            Some(subject) => (Some(subject.head), noun),
            None => (None, noun),
        });
    }
    // "are in favour of the ban"
    let governor = scene.tokens[verb].head;
    let is_close = &*scene.tokens[governor].lemma == "be" && governor < noun && noun - governor <= 3;
    if token.relation == Relation::Pobj && scene.is(verb, "in") && is_close {
        let subject = subjects::subject(scene, governor).filter(|subject| subjects::can_speak(scene, subject.head));
        return subject.map(|subject| (Some(subject.head), spans::verb(scene, governor).start));
    }
    // Any other "in favour of" belongs to a verb that tells itself what is done.
    if token.lemma.starts_with("favo") {
        return None;
    }
    // "under the assumption that …", "with plans to …": the holder is who does what the verb says.
    if token.relation == Relation::Pobj
        && scene.tokens[governor].is_verb()
        && (scene.is(verb, "with") || scene.is(verb, "in") || scene.is(verb, "under"))
    {
        let subject = subjects::subject(scene, governor).filter(|subject| subjects::is_person(scene, subject.head));
        return Some((subject.map(|subject| subject.head), noun));
    }
    Some((None, noun))
}
