//! Deeds spoken of by a noun or pronoun alone: "the bill", "the proposal", "the withdrawal", "this will no longer
//! happen". They take code and parties from the deed they stand for, and status from their own words.

use terms::{Assertion, Decided, Relation, Status, Tag};

use crate::clause::Clause;
use crate::coder::{Coder, Draft, is_of};
use crate::dates::Dates;
use crate::evidence;
use crate::governors::Gives;
use crate::lexicon::{Entry, Kind};
use crate::reading::{self, Reading};
use crate::scene::Scene;

/// Verbs by which a pronoun speaks of a deed: "this will not happen".
const HAPPENING: &[&str] = &["happen", "occur"];
/// Nouns that carry a deed named elsewhere.
const CARRIERS: &[&str] =
    &["bill", "law", "proposal", "plan", "amendment", "legislation", "measure", "move", "idea", "scheme", "draft"];
/// How many drafts back a reference looks.
const HORIZON: usize = 60;

/// Fills in the parties of bare nominal deeds, and adds a draft for every carrier noun or pronoun that tells a new status.
pub(crate) fn resolve(scene: &Scene<'_>, coder: &Coder, dates: &Dates, drafts: &mut Vec<Draft>) {
    let mut added: Vec<Draft> = Vec::new();
    let mut next = 0;
    for sentence in scene.annotated.sentences.iter().filter(|sentence| !sentence.dropped) {
        while next < drafts.len() && drafts[next].token < sentence.tokens.start {
            next += 1;
        }
        for token in sentence.tokens.clone() {
            let stands_for = carried(scene.clause, token).and_then(|lemma| {
                let own = drafts
                    .iter()
                    .skip(next)
                    .take_while(|draft| draft.token < sentence.tokens.end)
                    .any(|draft| draft.reading.carrier == Some(token) || scene.clause.is_below(draft.token, token));
                if own { None } else { find_carried(scene, drafts, next, token, &lemma) }
            });
            let stand_for = stands_for
                .or_else(|| undone(scene, coder, drafts, token))
                .map_or_else(|| happening(scene, drafts, next, token), |draft| vec![draft]);
            for (number, antecedent) in stand_for.iter().enumerate() {
                if let Some(mut draft) = spoken_of(scene, coder, dates, antecedent, token) {
                    if number > 0 {
                        draft.report.id.push_str(&number.to_string());
                    }
                    added.push(draft);
                }
            }
        }
    }
    drafts.append(&mut added);
    drafts.sort_by_key(|draft| (draft.report.trigger, draft.entry));
}

/// The deed told before that a bare noun of the same code speaks of: one that is as open or as settled, done by whoever
/// decides on it now, is taken before the nearest.
pub(crate) fn antecedent<'d>(
    scene: &Scene<'_>,
    entry: &Entry,
    token: usize,
    reading: &Reading,
    drafts: &'d [Draft],
) -> Option<&'d Draft> {
    let by = reading
        .by
        .and_then(|by| scene.party_at(by))
        .or_else(|| reading.controllers.first().and_then(|&doer| scene.party_at(doer)));
    let open = |status: Status| !matches!(status, Status::Done | Status::UnderWay | Status::Reversed | Status::Failed);
    let lemma = scene.clause.lemma(token);
    // "the move", "his resignation"; "a resignation" may be anybody's.
    let definite = scene.clause.children(token, &[Relation::Det, Relation::Poss]).any(|child| {
        !matches!(scene.clause.lemma(child).as_str(), "a" | "an" | "any" | "another" | "some" | "no" | "every")
    }) || scene.clause.token(token).relation == Relation::Compound;
    let end = drafts.partition_point(|draft| draft.token < token);
    drafts[..end]
        .iter()
        .rev()
        .take(HORIZON)
        .enumerate()
        .filter(|(_, draft)| draft.report.event == entry.event && !draft.report.anaphoric)
        .filter(|(_, draft)| definite || draft.report.entry == entry.id || draft.report.lemma == lemma)
        .filter(|(_, draft)| {
            entry.mode.is_empty()
                || draft.report.mode.is_empty()
                || entry.mode.iter().any(|mode| draft.report.mode.contains(mode))
        })
        .max_by_key(|(distance, draft)| {
            let same_side = by.as_ref().is_some_and(|by| is_of(&by.actor, &draft.report.actor));
            (same_side, open(draft.report.status) == open(reading.status), std::cmp::Reverse(*distance))
        })
        .map(|(_, draft)| draft)
}

/// The lemma of a carrier noun in a place where it can be acted upon.
fn carried(clause: Clause<'_>, token: usize) -> Option<String> {
    let word = clause.token(token);
    if !word.is_noun()
        || !matches!(word.relation, Relation::Dobj | Relation::Nsubjpass | Relation::Nsubj | Relation::Pobj)
    {
        return None;
    }
    let lemma = clause.lemma(token);
    CARRIERS.contains(&lemma.as_str()).then_some(lemma)
}

fn find_carried(scene: &Scene<'_>, drafts: &[Draft], next: usize, token: usize, lemma: &str) -> Option<Draft> {
    let specific = !matches!(lemma, "measure" | "move" | "idea");
    drafts[..next]
        .iter()
        .rev()
        .take(HORIZON)
        .find(|draft| match draft.reading.carrier {
            Some(carrier) => same_carrier(&scene.clause.lemma(carrier), lemma),
            None => {
                !specific
                    && scene.annotated.sentence_of[token] - scene.annotated.sentence_of[draft.token] <= 1
                    && matches!(draft.report.status, Status::Proposed | Status::Planned)
            }
        })
        .cloned()
}

/// Bill, law, amendment and draft speak of one another.
fn same_carrier(one: &str, other: &str) -> bool {
    const LAWS: &[&str] = &["bill", "law", "amendment", "legislation", "draft", "change", "measure"];
    const PLANS: &[&str] = &["plan", "proposal", "scheme", "idea", "move"];
    one == other || LAWS.contains(&one) && LAWS.contains(&other) || PLANS.contains(&one) && PLANS.contains(&other)
}

/// "This will no longer happen": the open deeds of the sentence that told any last before.
fn happening(scene: &Scene<'_>, drafts: &[Draft], next: usize, token: usize) -> Vec<Draft> {
    let clause = scene.clause;
    let word = clause.token(token);
    if !matches!(word.tag, Tag::DT | Tag::PRP) || word.relation != Relation::Nsubj {
        return Vec::new();
    }
    if !HAPPENING.contains(&clause.lemma(word.head).as_str()) {
        return Vec::new();
    }
    let here = scene.annotated.sentence_of[token];
    let open = |draft: &&Draft| {
        matches!(
            draft.report.status,
            Status::Proposed | Status::Planned | Status::Threatened | Status::Demanded | Status::Hypothetical
        )
    };
    let near = drafts[..next].iter().rev().take_while(|draft| here - scene.annotated.sentence_of[draft.token] <= 2);
    let Some(last) = near.clone().find(open).map(|draft| scene.annotated.sentence_of[draft.token]) else {
        return Vec::new();
    };
    near.filter(open).filter(|draft| scene.annotated.sentence_of[draft.token] == last).cloned().collect()
}

/// "The cabinet voted to lift it": the measure told last before that the verb can undo or call off.
fn undone(scene: &Scene<'_>, coder: &Coder, drafts: &[Draft], token: usize) -> Option<Draft> {
    let clause = scene.clause;
    let word = clause.token(token);
    if !matches!(word.text.to_lowercase().as_str(), "it" | "them" | "this")
        || !matches!(word.relation, Relation::Dobj | Relation::Nsubjpass)
    {
        return None;
    }
    let gives = coder
        .governors
        .find(&clause.lemma(word.head), Kind::Verb)
        .iter()
        // "called them off": the particle stands behind the pronoun.
        .filter(|(_, rest)| {
            let beside = |particle: &String| {
                clause.children(word.head, &[Relation::Prt]).any(|child| clause.lemma(child) == *particle)
            };
            rest.iter().all(beside) && (!rest.is_empty() || clause.child(word.head, &[Relation::Prt]).is_none())
        })
        .map(|(index, _)| coder.governors.entries[*index].gives)
        .find(|gives| matches!(gives, Gives::Reversed | Gives::Withdrawn))?;
    let here = scene.annotated.sentence_of[token];
    let end = drafts.partition_point(|draft| draft.token < token);
    drafts[..end]
        .iter()
        .rev()
        .take_while(|draft| here - scene.annotated.sentence_of[draft.token] <= 1)
        .find(|draft| {
            let in_force = matches!(draft.report.status, Status::Done | Status::UnderWay | Status::Reversed);
            draft.kind == Kind::Noun && in_force == (gives == Gives::Reversed)
        })
        .cloned()
}

/// Nouns by which a later sentence speaks of a deed whose doer it does not name.
const GENERIC: &[&str] = &[
    "operation",
    "move",
    "decision",
    "action",
    "step",
    "measure",
    "attack",
    "offensive",
    "announcement",
    "raid",
    "invasion",
    "withdrawal",
    "strike",
    "plan",
    "campaign",
    "intervention",
];

/// Whoever judges a deed judges its doer: "the operation was condemned by Sweden" is aimed at whoever carries it out.
pub(crate) fn aim(scene: &Scene<'_>, drafts: &mut [Draft]) {
    use terms::EventType::{Accuse, Reject, Support};
    for index in 0..drafts.len() {
        let draft = &drafts[index];
        if !draft.report.recipient.is_empty()
            || !matches!(draft.report.event, Accuse | Reject | Support)
            || draft.kind != Kind::Verb
        {
            continue;
        }
        let Some(object) = draft.object.map(|object| scene.clause.antecedent(object)) else { continue };
        // "recognised the state, a move condemned by Israel": the noun stands for the deed that it hangs on.
        let generic = GENERIC.contains(&scene.clause.lemma(object).as_str());
        let above = generic.then(|| scene.clause.verb_above(object)).flatten().filter(|&verb| verb != draft.token);
        let own = drafts
            .iter()
            .find(|other| (other.token == object || Some(other.token) == above) && !other.report.actor.is_empty());
        let here = scene.annotated.sentence_of[draft.token];
        let told = || {
            generic.then(|| {
                drafts[..index].iter().rev().take(HORIZON).find(|other| {
                    here - scene.annotated.sentence_of[other.token] <= 6
                        && !matches!(other.report.event, Accuse | Reject | Support | terms::EventType::Consult)
                        && !other.report.actor.is_empty()
                        && !other
                            .report
                            .actor
                            .iter()
                            .any(|party| draft.report.actor.iter().any(|judge| judge.start == party.start))
                })
            })?
        };
        if let Some(other) = own.or_else(told) {
            let aimed = other.report.actor.clone();
            drafts[index].report.recipient = aimed;
        }
    }
}

/// "Iran seized a tanker. Seoul demanded its release": who is to let somebody go, where no word says so, is who took him.
pub(crate) fn let_go_by_captors(scene: &Scene<'_>, drafts: &mut [Draft]) {
    use terms::EventType::{Assault, Coerce, Retreat};
    for index in 0..drafts.len() {
        let report = &drafts[index].report;
        let open =
            report.event == Retreat && report.mode.iter().any(|mode| mode == "release") && report.actor.is_empty();
        if !open {
            continue;
        }
        let here = scene.annotated.sentence_of[drafts[index].token];
        let taken = drafts[..index].iter().rev().take(HORIZON).find(|other| {
            let held = other.report.recipient.iter().any(|party| {
                party.actor.code.is_some()
                    && drafts[index].report.recipient.iter().any(|freed| freed.actor.code == party.actor.code)
            });
            here - scene.annotated.sentence_of[other.token] <= 6
                && matches!(other.report.event, Coerce | Assault)
                && !other.report.actor.is_empty()
                && held
        });
        if let Some(captor) = taken.map(|other| other.report.actor.clone()) {
            drafts[index].report.actor = captor;
        }
    }
}

/// The draft of a deed as the words at a reference tell it; `None` where they tell no status of their own.
fn spoken_of(scene: &Scene<'_>, coder: &Coder, dates: &Dates, antecedent: &Draft, token: usize) -> Option<Draft> {
    let clause = scene.clause;
    let word = clause.token(token);
    let pronoun = !word.is_noun() && word.relation == Relation::Nsubj;
    let (kind, at) = if pronoun { (Kind::Verb, word.head) } else { (Kind::Noun, token) };
    let mut reading = reading::read(scene, &coder.governors, at, kind);
    if reading.nothing || reading.not_so || !pronoun && reading.chain.is_empty() {
        return None;
    }
    let held = reading
        .chain
        .iter()
        .map(|step| coder.governors.entries[step.governor].gives)
        .any(|gives| matches!(gives, Gives::Held | Gives::PutOff));
    if held {
        // A bill put on hold is still a bill.
        reading.status = antecedent.report.status;
    } else if reading.status == Status::Reversed && !matches!(antecedent.report.status, Status::Done | Status::UnderWay)
    {
        reading.status = Status::Withdrawn;
    }
    if matches!(reading.status, Status::Done | Status::UnderWay | Status::Hypothetical) {
        return None;
    }
    let mut draft = antecedent.clone();
    let top = reading.chain.last().map_or_else(|| clause.verb_above(at).unwrap_or(at), |step| step.token);
    let report = &mut draft.report;
    let attribution = scene.attribution(at);
    let speaker = scene.speaker(at).cloned();
    report.trigger = scene.span(token);
    report.id = format!("{}r{}", &report.id[..report.id.len().min(12)], token);
    report.status = reading.status;
    report.by = reading.by.and_then(|by| scene.party_at(by)).map(|party| party.actor).or_else(|| speaker.clone());
    report.assertion = match &speaker {
        None => Assertion::Stated,
        Some(speaker) if is_of(speaker, &report.actor) => Assertion::Confirmed,
        Some(_) => Assertion::Alleged,
    };
    report.decided = match &report.by {
        None => Decided::Narrator,
        Some(by) if is_of(by, &report.actor) => Decided::Decider,
        Some(_) => Decided::Adviser,
    };
    report.attribution = attribution;
    report.said = attribution.and_then(|index| dates.said(scene, index));
    report.date = None;
    report.quantities = Vec::new();
    report.locations = Vec::new();
    report.evidence = vec![evidence::piece(scene, evidence::clause(scene, token, (token, token), top))];
    report.anaphoric = true;
    report.said_order = i8::from(pronoun);
    draft.token = token;
    draft.kind = kind;
    draft.reading = reading;
    draft.object = None;
    Some(draft)
}
