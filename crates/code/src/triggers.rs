//! Which tokens name a deed, and by which entry.

use terms::EventType::{Agree, Concede, Reject, Request, Threaten};
use terms::Relation;

use crate::lexicon::{Entry, Kind, Lexicon, Trigger};
use crate::positions::Position;
use crate::reading::Reading;
use crate::roles;
use crate::scene::Scene;

/// A token that an entry's word stands at, demands not yet looked at.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Index of the entry.
    pub entry: usize,
    /// Token of the trigger's syntactic head.
    pub token: usize,
    /// First and last token of the trigger's words.
    pub words: (usize, usize),
    /// Word class.
    pub kind: Kind,
}

/// All candidates of a sentence, by token, then by entry.
pub fn candidates(scene: &Scene<'_>, lexicon: &Lexicon, tokens: std::ops::Range<usize>) -> Vec<Candidate> {
    let mut found = Vec::new();
    for at in tokens.clone() {
        if scene.in_brackets(at) {
            continue;
        }
        let token = scene.clause.token(at);
        let lemma = token.lemma.to_lowercase();
        for trigger in lexicon.triggers(&lemma) {
            if let Some((head, last)) = matches(scene, trigger, at, tokens.end) {
                found.push(Candidate { entry: trigger.entry, token: head, words: (at, last), kind: trigger.kind });
            }
        }
    }
    found
}

/// Whether a trigger's words stand at a token; gives the syntactic head and the last word.
fn matches(scene: &Scene<'_>, trigger: &Trigger, at: usize, end: usize) -> Option<(usize, usize)> {
    let clause = scene.clause;
    let token = clause.token(at);
    match trigger.kind {
        Kind::Verb => {
            // "that France apologise": a word between "that" and its subject is a verb, whatever its form.
            let heads_clause = matches!(token.relation, Relation::Ccomp | Relation::Acl | Relation::Advcl)
                && clause.child(at, &[Relation::Mark]).is_some()
                && clause.child(at, &[Relation::Nsubj]).is_some();
            if !token.is_verb() && !heads_clause || matches!(token.relation, Relation::Aux | Relation::Auxpass) {
                return None;
            }
            // A participle before a noun ("the arrested man") tells no deed of its own.
            if token.relation == Relation::Amod {
                return None;
            }
            // "called off": a light verb with a particle is another verb.
            const LIGHT: &[&str] = &["call", "turn", "put", "hold", "take", "give", "bring", "break", "make", "set"];
            let particle = |at: usize| {
                clause.children(at, &[Relation::Prt]).any(|child| {
                    matches!(clause.token(child).text.to_lowercase().as_str(), "off" | "back" | "down" | "up" | "out")
                })
            };
            if trigger.words.len() == 1 && LIGHT.contains(&trigger.words[0].as_str()) && particle(at) {
                return None;
            }
            let mut last = at;
            for word in &trigger.words[1..] {
                let child = scene
                    .annotated
                    .tree
                    .children(at)
                    .chain(std::iter::once(at + 1))
                    .find(|&child| {
                        child < end
                            && child > at
                            && child <= at + 8
                            && (clause.token(child).text.eq_ignore_ascii_case(word)
                                || clause.token(child).lemma.eq_ignore_ascii_case(word))
                    })
                    .or_else(|| {
                        // "step down as", "shut down": a third word follows the second.
                        (last > at && last + 1 < end && clause.token(last + 1).text.eq_ignore_ascii_case(word))
                            .then_some(last + 1)
                    })?;
                last = last.max(child);
            }
            Some((at, last))
        }
        Kind::Noun => {
            let length = trigger.words.len();
            if at + length > end {
                return None;
            }
            for (offset, word) in trigger.words.iter().enumerate().skip(1) {
                let next = clause.token(at + offset);
                if !next.lemma.eq_ignore_ascii_case(word) && !next.text.eq_ignore_ascii_case(word) {
                    return None;
                }
            }
            let last = at + length - 1;
            // The head of the words is the one whose own head lies outside them.
            let outside = |&word: &usize| {
                let head = clause.token(word).head;
                head < at || head > last || head == word
            };
            // "killed in tank shelling": a last word that the parser takes for a verb heads nothing.
            let nominal = |&word: &usize| clause.token(word).relation != Relation::Advcl;
            let head =
                (at..=last).rev().find(|word| outside(word) && nominal(word)).or_else(|| (at..=last).find(outside))?;
            let part = clause.token(head);
            // A set phrase of three words and more is itself, whatever the parser takes it for ("persona non grata").
            if scene.in_name(head, last) {
                return None;
            }
            (length > 2
                || part.is_noun()
                || part.tag == terms::Tag::VBG
                    && length == 1
                    && !matches!(
                        part.relation,
                        Relation::Root | Relation::Xcomp | Relation::Ccomp | Relation::Advcl | Relation::Acl
                    ))
            .then_some((head, last))
        }
        Kind::Adjective => {
            (matches!(token.relation, Relation::Acomp | Relation::Oprd | Relation::Attr | Relation::Root)
                && !token.is_noun())
            .then_some((at, at))
        }
    }
}

/// Whether an entry's demands hold at a candidate.
pub fn demands_hold(scene: &Scene<'_>, entry: &Entry, candidate: &Candidate, reading: &Reading) -> bool {
    let clause = scene.clause;
    let at = candidate.token;
    if entry.negated != (clause.is_negated(at) && entry.negated) {
        return false;
    }
    if entry.infinitive && clause.infinitive(at).is_none() {
        return false;
    }
    if let Some(demand) = &entry.object {
        let Some(object) = roles::object_of(scene, at, candidate.kind) else {
            return false;
        };
        let object = clause.antecedent(object);
        let mut members = clause.conjuncts(object);
        // "thousands of diplomats", "a group of senators"; "35 of the diplomats"
        members.extend(clause.preposition(object, "of"));
        members.extend(clause.preposition(object, "including"));
        members.extend(clause.preposition(at, "including"));
        if candidate.kind == Kind::Noun {
            members.extend(clause.children(at, &[Relation::Compound, Relation::Poss]));
        }
        if !members.iter().any(|&member| scene.meets(member, demand)) {
            return false;
        }
    }
    if let Some(demand) = &entry.subject {
        let mut doers = roles::doers(scene, at, candidate.kind, reading);
        // "Ecuador lifted a curfew": whoever undoes a measure that nobody is named for could have taken it.
        if doers.is_empty() && matches!(reading.status, terms::Status::Reversed | terms::Status::Withdrawn) {
            doers.extend(reading.by);
        }
        let nobody = doers.is_empty();
        let mut held = false;
        for doer in doers {
            let mut members = clause.conjuncts(clause.antecedent(doer));
            members.extend(clause.preposition(doer, "of"));
            held |= members.iter().any(|&member| scene.meets(member, demand) || pronoun_of(scene, member, demand));
        }
        // "demanded a ban", "foiled a plot to kill the minister": who is to do it goes unsaid.
        let asked = candidate.kind == Kind::Noun
            && (reading.status == terms::Status::Demanded
                || reading.carrier.is_some() && reading.status == terms::Status::Failed);
        let unsaid = nobody && (asked || candidate.kind == Kind::Verb && reading.done_by_another);
        if !held && !unsaid {
            return false;
        }
    }
    // "refused to resume aid to Malawi": the phrase may hang on the verb that carries the noun. Deeds in words are told by
    // that verb itself.
    let carried = candidate.kind == Kind::Noun
        && matches!(clause.token(at).relation, Relation::Dobj | Relation::Nsubjpass)
        && !matches!(entry.event, Request | Threaten | Agree | Reject | Concede);
    let behind = |preposition: &String| {
        let mut found = if carried {
            let place = Position::Preposition(preposition.clone());
            roles::tokens(scene, &place, at, candidate.kind, reading)
        } else {
            clause.preposition(at, preposition)
        };
        for object in clause.children(at, &[Relation::Dobj, Relation::Nsubjpass]) {
            found.extend(clause.preposition(object, preposition));
        }
        if found.is_empty() && preposition == "to" {
            found.extend(clause.children(at, &[Relation::Dative]));
            found.extend(clause.given(at).map(|(to, _)| to));
        }
        found
    };
    entry.with.iter().all(|(prepositions, demand)| {
        let mut found = prepositions.iter().flat_map(behind);
        found.any(|token| clause.conjuncts(token).iter().any(|&member| scene.meets(member, demand)))
    })
}

/// First person inside a quote meets a demand for an actor when the speaker is known.
fn pronoun_of(scene: &Scene<'_>, token: usize, demand: &crate::lexicon::Demand) -> bool {
    (demand.actor || demand.country || demand.person)
        && scene.party_at(token).is_some_and(|party| party.actor.code.is_some() || demand.person)
}
