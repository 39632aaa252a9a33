//! Deeds that no entry names: two sides of one sentence, and a scorer that tells what the one does to the other.
//!
//! Scoring costs far more than everything else that is done with a sentence, so that a pair has to pass a gate: the two are
//! of different states or sectors, grammar lets the one act and the other be acted upon ([`may_act`], [`may_bear`]), a word
//! that can name a deed stands between them, and no entry has coded the pair or the same words already. A pair that passes
//! becomes a report where the scorer is sure.

use terms::{
    Annotated, Decided, EventType, MentionKind, Pair, PairReading, Relate, Relation, Report, Sector, Span, Status,
};

use crate::coder::{Coder, Draft};
use crate::dates::Dates;
use crate::lexicon::Kind;
use crate::reading;
use crate::roles::Roles;
use crate::scene::Scene;
use crate::triggers::Candidate;

/// Two mentions of one sentence, as indices of the article's mentions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Sides {
    actor: usize,
    recipient: usize,
}

/// The words of one side.
#[derive(Clone, Copy, Debug)]
struct Words {
    /// Token of the syntactic head.
    head: usize,
    /// All of them.
    span: Span,
}

/// Chance of a relation of one type from which on a pair is reported. Chances are those of the training text, where most
/// pairs are related; of running text, where few are, only the surest hold: read on agency articles, about half of those
/// between 0.6 and 0.9 were wrong.
const SURE: f32 = 0.95;

/// Sides of a sentence that are looked at; more are a list, not a deed.
const MOST_SIDES: usize = 8;

/// Pairs of a sentence that are scored.
const MOST_PAIRS: usize = 6;

/// Words of an article for each pass through the scorer that is spent on it. What counts is mostly told at the top: when
/// the passes are spent, the rest is read by words and grammar alone.
const WORDS_A_PASS: usize = 100;

/// Passes for the shortest article.
const LEAST_PASSES: usize = 3;

/// Verbs passed on the way from one side to the other; farther apart, two sides seldom have to do with each other.
const MOST_VERBS: usize = 4;

/// The deeds between sides that the drafts leave out, in text order.
pub(crate) fn find(
    coder: &Coder,
    scene: &Scene<'_>,
    dates: &Dates,
    drafts: &[Draft],
    scorer: &dyn Relate,
) -> Vec<Draft> {
    let annotated = scene.annotated;
    let mut found: Vec<Draft> = Vec::new();
    let mut mentions = annotated.mentions.iter().enumerate().peekable();
    // In thirds of a pass: the layers that serve all pairs of a sentence are two thirds, those of a pair one.
    let mut thirds = 3 * (annotated.tokens.len() / WORDS_A_PASS).max(LEAST_PASSES);
    for sentence in &annotated.sentences {
        let mut sides = Vec::new();
        while let Some(&(index, mention)) = mentions.peek() {
            if mention.span.start >= sentence.span.end {
                break;
            }
            if mention.span.start >= sentence.span.start && is_side(scene, index) {
                sides.push(index);
            }
            mentions.next();
        }
        if sentence.dropped || crate::coder::is_question(annotated, sentence.tokens.clone()) {
            continue;
        }
        let from = drafts.partition_point(|draft| draft.token < sentence.tokens.start);
        let to = drafts.partition_point(|draft| draft.token < sentence.tokens.end);
        let (here, first_found) = (&drafts[from..to], found.len());
        let pairs: Vec<Sides> = candidates(coder, scene, &sides)
            .into_iter()
            .filter(|sides| !here.iter().any(|told| relates(scene, told, *sides)))
            .collect();
        if pairs.is_empty() || thirds < 2 + pairs.len() {
            continue;
        }
        thirds -= 2 + pairs.len();
        let within = |span: Span| Span::new(span.start - sentence.span.start, span.end - sentence.span.start);
        let marked: Vec<Pair> = pairs
            .iter()
            .map(|sides| Pair {
                actor: within(annotated.mentions[sides.actor].span),
                recipient: within(annotated.mentions[sides.recipient].span),
            })
            .collect();
        let readings = scorer.relate(annotated.article.text.slice(sentence.span), &marked);
        let mut sure: Vec<(f32, Sides, &PairReading)> = pairs
            .iter()
            .zip(&readings)
            .map(|(sides, reading)| (reading.best_record().1, *sides, reading))
            .filter(|(chance, ..)| *chance >= SURE)
            .collect();
        sure.sort_by(|left, right| {
            right.0.total_cmp(&left.0).then((left.1.actor, left.1.recipient).cmp(&(right.1.actor, right.1.recipient)))
        });
        for (chance, sides, reading) in sure {
            let Some(draft) = draft(coder, scene, dates, sides, reading, chance) else { continue };
            if !here.iter().chain(&found[first_found..]).any(|other| tells(other, &draft)) {
                found.push(draft);
            }
        }
    }
    found
}

impl Coder {
    /// Whether grammar lets two places of a text through to the scorer. What the gate keeps of true pairs is measured on the
    /// text of `data/training/held-back`.
    pub fn passes_gate(&self, annotated: &Annotated, pair: Pair) -> bool {
        let scene = Scene::new(annotated);
        let words = |span: Span| {
            let tokens = (0..annotated.tokens.len()).filter(|&token| annotated.tokens[token].span.touches(span));
            let tokens: Vec<usize> = tokens.collect();
            let outside = |&&token: &&usize| {
                !tokens.contains(&scene.clause.token(token).head) || scene.clause.token(token).head == token
            };
            let head = *tokens.iter().find(outside)?;
            Some(Words { head, span })
        };
        let (Some(actor), Some(recipient)) = (words(pair.actor), words(pair.recipient)) else { return false };
        verbs_between(self, &scene, actor, recipient).is_some_and(|verbs| verbs <= MOST_VERBS)
    }
}

/// Whether a mention can be a side of a deed: a name or a noun with a country behind it, no adjective within a noun.
fn is_side(scene: &Scene<'_>, index: usize) -> bool {
    let mention = &scene.annotated.mentions[index];
    // Who is told something is nearly always the news agency that writes.
    matches!(mention.kind, MentionKind::Named | MentionKind::Nominal)
        && mention.actor.sector != Some(Sector::Jrn)
        && mention.actor.code.is_some()
        && scene.mention(mention.head).is_some_and(|longest| longest.span == mention.span)
}

/// Ordered pairs of sides of one sentence that may have to do with each other, nearest first.
fn candidates(coder: &Coder, scene: &Scene<'_>, sides: &[usize]) -> Vec<Sides> {
    let mentions = &scene.annotated.mentions;
    let differ = |left: usize, right: usize| {
        let (left, right) = (&mentions[left].actor, &mentions[right].actor);
        left.code != right.code || left.sector != right.sector && left.sector.is_some() && right.sector.is_some()
    };
    let mut pairs: Vec<(usize, Sides)> = Vec::new();
    if sides.len() > MOST_SIDES {
        return Vec::new();
    }
    for &actor in sides {
        for &recipient in sides {
            if actor == recipient || !differ(actor, recipient) || mentions[actor].span.touches(mentions[recipient].span)
            {
                continue;
            }
            let sides = Sides { actor, recipient };
            let words = |side: usize| Words { head: mentions[side].head, span: mentions[side].span };
            let distance = verbs_between(coder, scene, words(sides.actor), words(sides.recipient));
            if let Some(distance) = distance.filter(|distance| *distance <= MOST_VERBS) {
                pairs.push((distance, sides));
            }
        }
    }
    pairs.sort_by_key(|(distance, sides)| (*distance, sides.actor, sides.recipient));
    pairs.truncate(MOST_PAIRS);
    pairs.into_iter().map(|(_, sides)| sides).collect()
}

/// The word a phrase hangs by, appositions and coordination resolved to their first member.
fn first_member(scene: &Scene<'_>, token: usize) -> usize {
    let mut at = token;
    for _ in 0..8 {
        let word = scene.clause.token(at);
        if !matches!(word.relation, Relation::Conj | Relation::Appos) || word.head == at {
            break;
        }
        at = word.head;
    }
    at
}

/// The preposition that a word hangs on, in lower case.
fn preposition_of(scene: &Scene<'_>, token: usize) -> Option<String> {
    let word = scene.clause.token(token);
    (word.relation == Relation::Pobj).then(|| scene.clause.token(word.head).text.to_lowercase())
}

/// Whether grammar lets a word name who acts: a subject, who is asked to do something, who something is done by or comes
/// from, who a noun belongs to.
fn may_act(scene: &Scene<'_>, token: usize) -> bool {
    let token = first_member(scene, token);
    match scene.clause.token(token).relation {
        Relation::Nsubj | Relation::Poss | Relation::Compound | Relation::Nmod | Relation::Amod | Relation::Dobj => {
            true
        }
        Relation::Pobj => preposition_of(scene, token)
            .is_some_and(|preposition| matches!(preposition.as_str(), "by" | "from" | "between" | "of")),
        _ => false,
    }
}

/// Whether grammar lets a word name who is acted upon: anything but the subject of the verb where both ways meet (`top`),
/// unless something comes from somebody to it ("received arms from").
fn may_bear(scene: &Scene<'_>, token: usize, actor: usize, top: usize) -> bool {
    let first = first_member(scene, token);
    let word = scene.clause.token(first);
    match word.relation {
        Relation::Nsubj if word.head == top => {
            preposition_of(scene, first_member(scene, actor)).as_deref() == Some("from")
        }
        Relation::Pobj => preposition_of(scene, first).as_deref() != Some("by"),
        _ => true,
    }
}

/// Whether a draft already tells of two sides, in any direction.
fn relates(scene: &Scene<'_>, told: &Draft, sides: Sides) -> bool {
    let mentions = &scene.annotated.mentions;
    let of = |parties: &[terms::Party], side: usize| {
        parties.iter().any(|party| party.actor.code == mentions[side].actor.code)
    };
    let (actor, recipient) = (&told.report.actor, &told.report.recipient);
    of(actor, sides.actor) && of(recipient, sides.recipient) || of(actor, sides.recipient) && of(recipient, sides.actor)
}

/// Tokens from a word up to the root of its sentence, itself first.
fn ancestors(scene: &Scene<'_>, token: usize) -> Vec<usize> {
    let mut path = vec![token];
    let mut at = token;
    while scene.clause.token(at).head != at && path.len() < 64 {
        at = scene.clause.token(at).head;
        path.push(at);
    }
    path
}

/// Verbs on the way between two sides; `None` where they cannot have to do with each other: no way leads from one to the
/// other, one stands within the phrase of the other ("the commander in Iraq"), or the one only says what the other does.
fn verbs_between(coder: &Coder, scene: &Scene<'_>, actor: Words, recipient: Words) -> Option<usize> {
    let (left, right) = (ancestors(scene, actor.head), ancestors(scene, recipient.head));
    let top = left.iter().find(|token| right.contains(token))?;
    let way: Vec<usize> = left
        .iter()
        .take_while(|token| *token != top)
        .chain(right.iter().take_while(|token| *token != top))
        .chain(std::iter::once(top))
        .copied()
        .collect();
    let verbs = way.iter().filter(|&&token| scene.clause.token(token).is_verb()).count();
    if verbs == 0 && (*top == actor.head || *top == recipient.head) {
        return None;
    }
    let inner = scene.attribution(recipient.head);
    let source = inner.and_then(|index| scene.annotated.attributions[index].source);
    if source.is_some_and(|source| source.touches(actor.span)) {
        return None;
    }
    // Nor is who only says what the other did the one to whom it was done.
    let teller = scene.attribution(actor.head).and_then(|index| scene.annotated.attributions[index].source);
    if teller.is_some_and(|teller| teller.touches(recipient.span)) {
        return None;
    }
    if !may_act(scene, actor.head) || !may_bear(scene, recipient.head, actor.head, *top) {
        return None;
    }
    let (word, _) = deed_word(scene, actor.head, recipient.head)?;
    // "the commander in Iraq": whoever somebody is, is no deed.
    if scene.mention(word).is_some() {
        return None;
    }
    if coder.lexicon.no_deeds.contains(&scene.clause.lemma(word)) {
        return None;
    }
    Some(verbs)
}

/// The word that names the deed between two sides: the verb nearest the one acted upon on the way to the other, else the
/// word where both ways meet.
fn deed_word(scene: &Scene<'_>, actor: usize, recipient: usize) -> Option<(usize, Kind)> {
    let above = ancestors(scene, actor);
    let way = ancestors(scene, recipient);
    let meet = way.iter().position(|token| above.contains(token))?;
    let is_deed = |token: usize| {
        let word = scene.clause.token(token);
        word.is_verb() && !matches!(word.relation, Relation::Aux | Relation::Auxpass | Relation::Amod)
    };
    let verb = way[1.min(meet)..=meet].iter().copied().find(|&token| is_deed(token));
    if let Some(verb) = verb {
        return Some((verb, Kind::Verb));
    }
    let top = way[meet];
    if top == actor || top == recipient {
        return scene.clause.verb_above(top).map(|verb| (verb, Kind::Verb));
    }
    Some((top, Kind::Noun))
}

fn draft(
    coder: &Coder,
    scene: &Scene<'_>,
    dates: &Dates,
    sides: Sides,
    pair: &PairReading,
    chance: f32,
) -> Option<Draft> {
    let mentions = &scene.annotated.mentions;
    let (actor, recipient) = (&mentions[sides.actor], &mentions[sides.recipient]);
    let (token, kind) = deed_word(scene, actor.head, recipient.head)?;
    let (event, status, _) = coder.deed_behind(pair, pair.best_record().0);
    let roles = Roles {
        actor: scene.party_at(actor.head).into_iter().collect(),
        recipient: scene.party_at(recipient.head).into_iter().collect(),
        path: format!("scored {:.2}", f64::from(chance)),
        ..Roles::default()
    };
    let mut reading = reading::read(scene, &coder.governors, token, kind);
    // "has not recognised": not done, but nobody refuses it.
    if reading.not_so && status != Status::Refused {
        return None;
    }
    reading.status = status;
    reading.not_so = false;
    reading.presupposed = false;
    let candidate = Candidate { entry: coder.lexicon.scored(event), token, words: (token, token), kind };
    let mut draft = coder.draft(scene, dates, &candidate, reading, roles)?;
    if status == Status::Demanded && event != EventType::Request {
        turn_demand(&mut draft.report);
    }
    draft.report.mode = pair.mode_of(event).map(str::to_owned).into_iter().collect();
    draft.report.confidence = (f64::from(chance) * 100.0).round() / 100.0;
    Some(draft)
}

/// A scored pair of a deed asked for is who asks and who is asked; a report has who is to do it, and to whom. What is asked
/// for is mostly to whoever asks where it is help or relations.
fn turn_demand(report: &mut Report) {
    use EventType::{Agree, Aid, Consult, Cooperate, Support};
    let asker = std::mem::take(&mut report.actor);
    report.actor = std::mem::take(&mut report.recipient);
    report.by = asker.first().map(|party| party.actor.clone());
    report.decided = Decided::Adviser;
    if matches!(report.event, Agree | Aid | Consult | Cooperate | Support) {
        report.recipient = asker;
    }
}

/// Whether a draft already tells what another, of the same sentence, would: the same word, or the same two sides, in any
/// direction; or the same type of one of the sides.
fn tells(told: &Draft, new: &Draft) -> bool {
    let shares = |left: &[terms::Party], right: &[terms::Party]| {
        left.iter().any(|left| right.iter().any(|right| left.actor.code == right.actor.code))
    };
    let (told, new) = (&told.report, &new.report);
    let same_way = shares(&told.actor, &new.actor) && shares(&told.recipient, &new.recipient);
    let other_way = shares(&told.actor, &new.recipient) && shares(&told.recipient, &new.actor);
    let one_side = told.event == new.event
        && (told.recipient.is_empty() && shares(&told.actor, &new.actor)
            || told.actor.is_empty() && shares(&told.recipient, &new.recipient));
    told.trigger == new.trigger || same_way || other_way || one_side
}
