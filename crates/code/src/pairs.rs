//! Deeds that no entry names: two sides of one sentence, and a scorer that tells what the one does to the other.
//!
//! Scoring costs far more than everything else that is done with a sentence, so that a pair has to pass the [`gate`]: where the
//! two stand and the words on the way between them make it likely that something relates them. Besides, the two are of different
//! states or sectors, a word that can name a deed stands between them, and no entry has coded the pair or the same words already.
//! A pair that passes becomes a report where the scorer is sure; or it gives a report of the same deed the side that it lacks.

use terms::{
    Annotated, Decided, EventType, Mention, MentionKind, Pair, PairReading, Party, Relate, Relation, Report, Sector,
    Span, Status,
};

use crate::coder::{Coder, Draft};
use crate::dates::Dates;
use crate::evidence;
use crate::gate::{self, Side, ancestors};
use crate::lexicon::Kind;
use crate::positions::Position;
use crate::reading;
use crate::roles::Roles;
use crate::scene::Scene;
use crate::triggers::Candidate;

/// Somebody in a sentence who may act or be acted upon.
#[derive(Clone, Debug)]
struct Someone {
    /// The words.
    side: Side,
    /// Who that is.
    party: Party,
}

/// Two of a sentence, as places in the list of its sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Sides {
    actor: usize,
    recipient: usize,
}

/// Chance of a relation of one type from which on a pair is reported. Chances are those of the training text, where most
/// pairs are related; of running text, where few are, only the surest hold: read on agency articles, about half of those
/// between 0.6 and 0.9 were wrong.
const SURE: f32 = 0.95;

/// Chance from which on a pair gives the missing side to a report of the same deed that words and grammar found: that there is
/// such a deed is known there.
const SURE_OF_SIDE: f32 = 0.95;

/// Sides of a sentence that are looked at; more are a list, not a deed.
const MOST_SIDES: usize = 8;

/// Pairs of a sentence that are scored.
const MOST_PAIRS: usize = 6;

/// Words of an article for each pass through the scorer that is spent on it. What counts is mostly told at the top: when
/// the passes are spent, the rest is read by words and grammar alone.
const WORDS_A_PASS: usize = 100;

/// Passes for the shortest article.
const LEAST_PASSES: usize = 3;

/// The deeds between sides that the drafts leave out, in text order. Drafts that lack a side get it where the scorer knows it.
pub(crate) fn find(
    coder: &Coder,
    scene: &Scene<'_>,
    dates: &Dates,
    drafts: &mut [Draft],
    scorer: &dyn Relate,
) -> Vec<Draft> {
    let annotated = scene.annotated;
    let mut found: Vec<Draft> = Vec::new();
    let mut mentions = annotated.mentions.iter().peekable();
    // In thirds of a pass: the layers that serve all pairs of a sentence are two thirds, those of a pair one.
    let mut thirds = 3 * (annotated.tokens.len() / WORDS_A_PASS).max(LEAST_PASSES);
    for sentence in &annotated.sentences {
        let mut sides = Vec::new();
        while let Some(mention) = mentions.next_if(|mention| mention.span.start < sentence.span.end) {
            if mention.span.start >= sentence.span.start {
                sides.extend(someone(scene, mention));
            }
        }
        if sentence.dropped || crate::coder::is_question(annotated, sentence.tokens.clone()) {
            continue;
        }
        let from = drafts.partition_point(|draft| draft.token < sentence.tokens.start);
        let to = drafts.partition_point(|draft| draft.token < sentence.tokens.end);
        let (here, first_found) = (&mut drafts[from..to], found.len());
        let pairs: Vec<Sides> = candidates(coder, scene, &sides)
            .into_iter()
            .filter(|pair| !here.iter().any(|told| relates(told, &sides[pair.actor], &sides[pair.recipient])))
            .collect();
        if pairs.is_empty() || thirds < 2 + pairs.len() {
            continue;
        }
        thirds -= 2 + pairs.len();
        let within = |span: Span| Span::new(span.start - sentence.span.start, span.end - sentence.span.start);
        let marked: Vec<Pair> = pairs
            .iter()
            .map(|pair| Pair {
                actor: within(sides[pair.actor].side.span),
                recipient: within(sides[pair.recipient].side.span),
            })
            .collect();
        let readings = scorer.relate(annotated.article.text.slice(sentence.span), &marked);
        let mut sure: Vec<(f32, Sides, &PairReading)> = pairs
            .iter()
            .zip(&readings)
            .map(|(pair, reading)| (reading.best_record().1, *pair, reading))
            .filter(|(chance, ..)| *chance >= SURE_OF_SIDE)
            .collect();
        sure.sort_by(|left, right| {
            right.0.total_cmp(&left.0).then((left.1.actor, left.1.recipient).cmp(&(right.1.actor, right.1.recipient)))
        });
        for (chance, pair, reading) in sure {
            let (actor, recipient) = (&sides[pair.actor], &sides[pair.recipient]);
            let Some(draft) = draft(coder, scene, dates, actor, recipient, reading, chance) else { continue };
            if here.iter_mut().any(|told| complete(coder, scene, told, &draft)) || chance < SURE {
                continue;
            }
            if !here.iter().chain(&found[first_found..]).any(|other| tells(other, &draft)) {
                found.push(draft);
            }
        }
    }
    found
}

impl Coder {
    /// Whether two places of a text come through the gate to the scorer. What it keeps of true pairs is measured on the text
    /// of `data/training/held-back`.
    pub fn passes_gate(&self, annotated: &Annotated, pair: Pair) -> bool {
        let scene = Scene::new(annotated);
        let (Some(actor), Some(recipient)) = (side(&scene, pair.actor), side(&scene, pair.recipient)) else {
            return false;
        };
        self.gate.margin(&scene, &self.lexicon, actor, recipient) >= 0.0
    }

    /// What the gate sees of two places of a text, for training it.
    pub fn gate_features(&self, annotated: &Annotated, pair: Pair) -> Vec<String> {
        let scene = Scene::new(annotated);
        let mut seen = Vec::new();
        if let (Some(actor), Some(recipient)) = (side(&scene, pair.actor), side(&scene, pair.recipient)) {
            gate::features(&scene, &self.lexicon, actor, recipient, &mut |feature| seen.push(feature.to_owned()));
        }
        seen
    }
}

/// A place of a text as a side: its words and their head; `None` where it has none.
fn side(scene: &Scene<'_>, span: Span) -> Option<Side> {
    let tokens = &scene.annotated.tokens;
    let from = tokens.partition_point(|token| token.span.end <= span.start);
    let to = tokens.partition_point(|token| token.span.start < span.end);
    let outside = |&token: &usize| {
        let head = scene.clause.token(token).head;
        head < from || head >= to || head == token
    };
    (from..to).find(outside).map(|head| Side { head, span })
}

/// A mention as somebody who may act or be acted upon: a name or a noun with a country behind it, or the phrase that an
/// adjective of nationality stands in ("any Ethiopian unit"), where no longer mention covers it.
fn someone(scene: &Scene<'_>, mention: &Mention) -> Option<Someone> {
    // Who is told something is nearly always the news agency that writes.
    if mention.actor.code.is_none() || mention.actor.sector == Some(Sector::Jrn) {
        return None;
    }
    let side = match mention.kind {
        MentionKind::Named | MentionKind::Nominal => Side { head: mention.head, span: mention.span },
        MentionKind::Adjectival => {
            let head = scene.clause.token(mention.head).head;
            if !scene.clause.token(head).is_noun() || scene.mention(head).is_some() {
                return None;
            }
            Side { head, span: mention.span.cover(scene.span(head)) }
        }
        MentionKind::Pronoun => return None,
    };
    let longest = scene.mention(mention.head).is_some_and(|longest| longest.span == mention.span);
    let party = scene.party_at(side.head)?;
    longest.then_some(Someone { side, party })
}

/// Ordered pairs of sides of one sentence that may have to do with each other, the likeliest first.
fn candidates(coder: &Coder, scene: &Scene<'_>, sides: &[Someone]) -> Vec<Sides> {
    let differ = |left: &Someone, right: &Someone| {
        let (left, right) = (&left.party.actor, &right.party.actor);
        left.code != right.code || left.sector != right.sector && left.sector.is_some() && right.sector.is_some()
    };
    let mut pairs: Vec<(f32, Sides)> = Vec::new();
    if sides.len() > MOST_SIDES {
        return Vec::new();
    }
    for (actor, one) in sides.iter().enumerate() {
        for (recipient, other) in sides.iter().enumerate() {
            // Nothing is done to who only tells of it.
            let tells = gate::tells(scene, other.side, one.side);
            if actor == recipient || tells || !differ(one, other) || one.side.span.touches(other.side.span) {
                continue;
            }
            let margin = coder.gate.margin(scene, &coder.lexicon, one.side, other.side);
            if margin >= 0.0 && names_deed(coder, scene, one.side.head, other.side.head) {
                pairs.push((margin, Sides { actor, recipient }));
            }
        }
    }
    pairs.sort_by(|(left, one), (right, other)| {
        right.total_cmp(left).then((one.actor, one.recipient).cmp(&(other.actor, other.recipient)))
    });
    pairs.truncate(MOST_PAIRS);
    pairs.into_iter().map(|(_, sides)| sides).collect()
}

/// Whether a word between two sides may name a deed: none that is itself somebody ("the commander in Iraq"), and none that
/// names no deed however it is used.
fn names_deed(coder: &Coder, scene: &Scene<'_>, actor: usize, recipient: usize) -> bool {
    deed_word(scene, actor, recipient).is_some_and(|(word, _)| {
        scene.mention(word).is_none() && !coder.lexicon.no_deeds.contains(&scene.clause.lemma(word))
    })
}

/// Whether a draft already tells of two sides, in any direction.
fn relates(told: &Draft, one: &Someone, other: &Someone) -> bool {
    let of = |parties: &[Party], side: &Someone| parties.iter().any(|party| party.actor.code == side.party.actor.code);
    let (actor, recipient) = (&told.report.actor, &told.report.recipient);
    of(actor, one) && of(recipient, other) || of(actor, other) && of(recipient, one)
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
    actor: &Someone,
    recipient: &Someone,
    pair: &PairReading,
    chance: f32,
) -> Option<Draft> {
    let (token, kind) = deed_word(scene, actor.side.head, recipient.side.head)?;
    let (mut event, mut status, _) = coder.deed_behind(pair, pair.best_record().0);
    // Whether help is refused by who would give it or by who would get it, the pair does not tell; that it is refused, it does.
    if status == Status::Refused && is_for_recipient(event) {
        (event, status) = (EventType::Reject, Status::Done);
    }
    let roles = Roles {
        actor: vec![actor.party.clone()],
        recipient: vec![recipient.party.clone()],
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

/// Whether a deed is help or relations, which may be asked for or turned down by who would have it.
fn is_for_recipient(event: EventType) -> bool {
    use EventType::{Agree, Aid, Consult, Cooperate, Support};
    matches!(event, Agree | Aid | Consult | Cooperate | Support)
}

/// A scored pair of a deed asked for is who asks and who is asked; a report has who is to do it, and to whom. What is asked
/// for is mostly to whoever asks where it is help or relations.
fn turn_demand(report: &mut Report) {
    let asker = std::mem::take(&mut report.actor);
    report.actor = std::mem::take(&mut report.recipient);
    report.by = asker.first().map(|party| party.actor.clone());
    report.decided = Decided::Adviser;
    if is_for_recipient(report.event) {
        report.recipient = asker;
    }
}

/// Gives a report the side that it lacks from a scored pair of the same deed and the same other side. Nothing where the entry
/// says that there is none.
fn complete(coder: &Coder, scene: &Scene<'_>, told: &mut Draft, new: &Draft) -> bool {
    let entry = &coder.lexicon.entries[told.entry];
    let (report, scored) = (&mut told.report, &new.report);
    let same =
        |one: &[Party], other: &[Party]| one.iter().any(|one| other.iter().any(|other| one.start == other.start));
    let open = |places: &[Position]| !places.contains(&Position::Nobody);
    // Of a deed that is refused or asked for, a pair does not tell which of the two would do it.
    let either_way = |status: Status| matches!(status, Status::Refused | Status::Demanded);
    if report.event != scored.event || either_way(report.status) || either_way(scored.status) {
        return false;
    }
    let (side, given) = if report.recipient.is_empty() && open(&entry.recipient) && same(&report.actor, &scored.actor) {
        (&mut report.recipient, &scored.recipient)
    } else if report.actor.is_empty() && open(&entry.actor) && same(&report.recipient, &scored.recipient) {
        (&mut report.actor, &scored.actor)
    } else {
        return false;
    };
    side.clone_from(given);
    let words: Vec<Span> = side.iter().map(|party| Span::new(party.start, party.end)).collect();
    if let Some(piece) = report.evidence.first_mut() {
        let span = evidence::with_parties(scene, told.token, Span::new(piece.start, piece.end), &words);
        *piece = evidence::piece(scene, span);
    }
    report.path.push_str("; other side ");
    report.path.push_str(&scored.path);
    true
}

/// Whether a draft already tells what another, of the same sentence, would: the same word, or the same two sides, in any
/// direction; or the same type of one of the sides.
fn tells(told: &Draft, new: &Draft) -> bool {
    let shares = |left: &[Party], right: &[Party]| {
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
