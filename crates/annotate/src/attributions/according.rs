//! "According to X", "in X's words", "in the poll", "as X put it": adverbials that name a source.

use std::ops::Range;

use terms::{PartOfSpeech, Relation, Stance, Tag};

use super::candidate::Candidate;
use super::cues::Kind;
use super::scene::Scene;
use super::spans::{self, LONGEST_SPEAKER, may_stand};
use super::subjects;

/// The attribution whose cue starts at this token, if one does.
pub fn find(scene: &Scene, token: usize) -> Option<Candidate> {
    if scene.is(token, "according") && scene.is(token + 1, "to") {
        return according_to(scene, token);
    }
    if scene.is(token, "in") && scene.tokens[token].relation == Relation::Prep {
        return in_evidence(scene, token).or_else(|| in_words(scene, token));
    }
    None
}

/// "In a national poll, a third said …": what is counted is what the poll says.
fn in_evidence(scene: &Scene, token: usize) -> Option<Candidate> {
    let object = scene.child(token, &[Relation::Pobj])?;
    let lemma = scene.tokens[object].lemma.to_lowercase();
    if !scene.cues.lists("evidence", &lemma) || scene.sentence(token).tokens.start != token {
        return None;
    }
    let verb = scene.tokens[token].head;
    if verb == token
        || scene.tokens[verb].is_verb() && super::verbs::entry(scene, verb).is_some_and(|cue| cue.kind == Kind::Speech)
    {
        return None;
    }
    candidate(scene, token..token + 1, object)
}

/// "In the minister's words, …".
fn in_words(scene: &Scene, token: usize) -> Option<Candidate> {
    let object = scene.child(token, &[Relation::Pobj])?;
    if &*scene.tokens[object].lemma != "word" && !scene.cues.lists("opinion-noun", &scene.tokens[object].lemma) {
        return None;
    }
    if let Some(owner) = scene.child(object, &[Relation::Poss]) {
        let whole = token..scene.right[object] + 1;
        let source = spans::source(scene, owner, object);
        return build(scene, token, token..token + 1, whole, owner, source);
    }
    let of = scene.children(object).find(|&child| scene.is(child, "of"))?;
    let owner = scene.child(of, &[Relation::Pobj])?;
    candidate(scene, token..of + 1, owner)
}

fn candidate(scene: &Scene, cue: Range<usize>, object: usize) -> Option<Candidate> {
    let mut source = spans::source(scene, object, cue.start);
    // "a person *briefed on the plan*, who …": the participle tells who it is, the rest is a remark.
    let participle = scene.children(object).find(|&child| {
        child == source.end && scene.tokens[child].relation == Relation::Acl && scene.tokens[child].tag == Tag::VBN
    });
    if let Some(participle) = participle {
        source.end = source.end.max(
            (participle..=scene.right[participle])
                .find(|&token| scene.is(token, ","))
                .unwrap_or(scene.right[participle] + 1),
        );
    }
    let sentence = scene.sentence(cue.start).tokens.end;
    let remark =
        scene.is(source.end, ",") && matches!(scene.tokens.get(source.end + 1).map(|token| token.tag), Some(Tag::WP));
    let end = if remark { scene.right[object].max(source.end) + 1 } else { source.end };
    let whole = cue.start..end.min(sentence).max(source.end).max(cue.end);
    build(scene, cue.start, cue, whole, object, source)
}

fn build(
    scene: &Scene,
    token: usize,
    cue: Range<usize>,
    whole: Range<usize>,
    head: usize,
    source: Range<usize>,
) -> Option<Candidate> {
    let content = clause_around(scene, token, whole)?;
    Some(Candidate::new(Some((head, source)), (token, cue), content, Kind::Speech, Stance::Asserts))
}

fn according_to(scene: &Scene, token: usize) -> Option<Candidate> {
    let to = token + 1;
    // "a treaty according to which …"
    if scene.tokens.get(to + 1).is_some_and(|next| matches!(next.tag, Tag::WDT | Tag::WP)) {
        return None;
    }
    let object = scene
        .child(to, &[Relation::Pobj])
        .or_else(|| scene.child(token, &[Relation::Pobj]))
        .or_else(|| last_noun(scene, to))?;
    // "went according to plan", "ran according to the usual timetable": what things go by, not who tells of them.
    let word = scene.tokens[object].text.to_lowercase();
    if object == to + 1 && scene.cues.lists("measure", &word) || scene.cues.lists("measure-always", &word) {
        return None;
    }
    candidate(scene, token..to + 1, object)
}

/// "*As the minister put it*, the reef is worth more": the verb alone tells of no words.
pub fn as_put(scene: &Scene, verb: usize) -> Option<Candidate> {
    if &*scene.tokens[verb].lemma != "put" || !scene.is(verb + 1, "it") || scene.quotes.at(verb).is_some() {
        return None;
    }
    let sentence = scene.sentence(verb).tokens.clone();
    let mark = (sentence.start.max(verb.saturating_sub(LONGEST_SPEAKER))..verb).rev().find(|&token| {
        scene.is(token, "as")
            && (token + 1..verb).all(|word| may_stand(scene, word) || scene.tokens[word].tag == Tag::RB)
    })?;
    let head = subjects::subject(scene, verb).map(|subject| subject.head).filter(|&head| head > mark && head < verb)?;
    let end = (verb + 2..sentence.end).find(|&token| scene.is_punctuation(token)).unwrap_or(sentence.end);
    // "as the paper put it, "a scandal"": the marks tell which words are the paper's.
    let quotation = (end..sentence.end.min(end + 3))
        .find_map(|token| scene.quotes.at(token))
        .map(|run| scene.quotes.runs[run].tokens.clone())
        .filter(|run| run.start >= end);
    let content = match quotation {
        Some(run) => vec![run],
        None => clause_around(scene, verb, mark..end)?,
    };
    let source = (head, spans::source(scene, head, verb));
    Some(Candidate::new(Some(source), (verb, verb..verb + 2), content, Kind::Speech, Stance::Asserts))
}

/// The noun that closes the phrase behind "according to", where the parser sees none.
fn last_noun(scene: &Scene, to: usize) -> Option<usize> {
    let sentence = scene.sentence(to).tokens.end;
    (to + 1..sentence.min(to + 10))
        .take_while(|&token| !scene.is_punctuation(token) && !scene.tokens[token].is_space())
        .filter(|&token| scene.tokens[token].is_noun())
        .last()
}

/// The clause that an adverbial belongs to, without the adverbial.
pub fn clause_around(scene: &Scene, token: usize, own: Range<usize>) -> Option<Vec<Range<usize>>> {
    let sentence = scene.sentence(token).tokens.clone();
    let mut at = scene.tokens[token].head;
    if at == token {
        return None;
    }
    for _ in 0..12 {
        let head = scene.tokens[at].head;
        let is_clause = scene.tokens[at].is_verb()
            && !matches!(
                scene.tokens[at].relation,
                Relation::Aux | Relation::Auxpass | Relation::Xcomp | Relation::Acl | Relation::Relcl | Relation::Pcomp
            );
        if is_clause || head == at {
            break;
        }
        at = head;
    }
    let mut whole = scene.extent(at);
    // At the end of a sentence the adverbial mostly covers all of it, commas or not.
    let closes = (own.end..sentence.end).all(|index| scene.is_punctuation(index) || scene.tokens[index].is_space());
    let opens = (sentence.start..own.start).all(|index| scene.is_punctuation(index) || scene.tokens[index].is_space());
    if closes || opens {
        whole = sentence;
    }
    // A semicolon parts sentences.
    let semicolon = |token: &usize| scene.is(*token, ";") && scene.quotes.at(*token).is_none();
    if let Some(before) = (whole.start..own.start.max(whole.start)).rev().find(semicolon) {
        whole.start = before + 1;
    }
    if let Some(after) = (own.end..whole.end.max(own.end)).find(semicolon) {
        whole.end = after;
    }
    let paragraph =
        (whole.start..own.start.max(whole.start)).rev().find(|&index| scene.breaks[index]).unwrap_or(whole.start);
    whole.start = whole.start.max(paragraph);
    let mut pieces: Vec<Range<usize>> = [whole.start..own.start.max(whole.start), own.end.min(whole.end)..whole.end]
        .into_iter()
        .map(|piece| spans::content(scene, piece))
        .filter(|piece| !piece.is_empty())
        .collect();
    // "However, …", "But …": words that only join the sentence to the one before.
    if let Some(first) = pieces.first_mut()
        && scene.tokens[first.start].relation == Relation::Cc
    {
        first.start += 1;
    }
    if pieces.len() > 1 {
        pieces.retain(|piece| {
            piece.len() > 3
                || piece.len() > 1 && scene.tokens[piece.start].is_verb()
                || piece
                    .clone()
                    .any(|index| scene.tokens[index].is_noun() || scene.tokens[index].part == PartOfSpeech::Pron)
        });
    }
    pieces.retain(|piece| !piece.is_empty());
    (!pieces.is_empty()).then_some(pieces)
}
