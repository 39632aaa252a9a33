//! When a deed happened or is due, and when it was said.

use terms::{Dated, Precision, Relation, Status, TimeKind};

use crate::clause::FARTHEST;
use crate::governors::{Gives, Governors};
use crate::reading::Reading;
use crate::scene::Scene;

/// Time mentions of a sentence with the word that each hangs on.
pub struct Dates {
    /// (governing verb or noun, index of the time mention)
    hung: Vec<(usize, usize)>,
}

impl Dates {
    /// Finds what every time expression of the article hangs on.
    pub fn new(scene: &Scene<'_>) -> Self {
        let mut hung = Vec::new();
        for (index, time) in scene.annotated.times.iter().enumerate() {
            if time.date.is_none() || !matches!(time.kind, TimeKind::Date | TimeKind::Time) || time.tokens.is_empty() {
                continue;
            }
            // The head of the expression is the token whose head lies outside it.
            let Some(mut at) = time.tokens.clone().find(|&token| {
                let head = scene.clause.token(token).head;
                !time.tokens.contains(&head) || head == token
            }) else {
                continue;
            };
            for _ in 0..FARTHEST {
                let token = scene.clause.token(at);
                if token.head == at {
                    break;
                }
                at = token.head;
                let here = scene.clause.token(at);
                if here.is_verb() || here.is_noun() && !time.tokens.contains(&at) {
                    break;
                }
            }
            hung.push((at, index));
        }
        Self { hung }
    }

    fn on(&self, scene: &Scene<'_>, token: usize) -> Option<Dated> {
        self.hung
            .iter()
            .filter(|(head, _)| *head == token)
            .filter_map(|(_, index)| Some((scene.annotated.times[*index].date.clone()?, *index)))
            // Of several the most exact; of equals the nearest, where what follows is nearer than what heads the sentence.
            .min_by_key(|(date, index)| {
                let start = scene.annotated.times[*index].tokens.start;
                (date.precision, if start > token { start - token } else { (token - start) * 2 })
            })
            .map(|(date, _)| date)
    }

    /// The date of a deed: on its own clause, its object, or on a governor that only carries it out.
    pub fn of(
        &self,
        scene: &Scene<'_>,
        governors: &Governors,
        trigger: usize,
        object: Option<usize>,
        reading: &Reading,
    ) -> Option<Dated> {
        let mut places = vec![trigger];
        let modifiers = |token: usize| scene.clause.token(token).head == trigger;
        for step in reading.chain.iter().filter(|step| !modifiers(step.token)) {
            if matches!(governors.entries[step.governor].gives, Gives::Carries | Gives::UnderWay) {
                places.push(step.token);
            } else {
                break;
            }
        }
        places.extend(scene.clause.sharing(trigger));
        places.extend(object);
        let token = scene.clause.token(trigger);
        if token.is_noun()
            && matches!(token.relation, Relation::Nsubj | Relation::Nsubjpass)
            && scene.clause.token(token.head).is_verb()
            && reading.chain.is_empty()
        {
            places.push(token.head);
        }
        if let Some(found) = places.iter().find_map(|&place| self.on(scene, place)) {
            return Some(found);
        }
        // "On Friday X resigned and Y was sworn in": coordinated verbs share the time before the first.
        let first = scene.clause.first_conjunct(trigger);
        if first != trigger && matches!(reading.status, Status::Done | Status::UnderWay) {
            return self.on(scene, first);
        }
        None
    }

    /// The exact day that a verb before this token was last given.
    pub fn last_told(&self, scene: &Scene<'_>, token: usize) -> Option<(Dated, usize)> {
        let before = self.hung.partition_point(|(_, index)| scene.annotated.times[*index].tokens.start < token);
        self.hung[..before]
            .iter()
            .rev()
            .filter(|(head, _)| scene.clause.token(*head).is_verb())
            .filter_map(|(_, index)| Some((scene.annotated.times[*index].date.clone()?, *index)))
            .find(|(date, _)| matches!(date.precision, Precision::Day | Precision::Time))
    }

    /// When something was said: the time on the cue's verb.
    pub fn said(&self, scene: &Scene<'_>, attribution: usize) -> Option<Dated> {
        let attribution = &scene.annotated.attributions[attribution];
        attribution.cue_token.and_then(|cue| self.on(scene, cue))
    }
}

/// Words that put the telling of a deed before or after the rest of its day.
const ORDER_WORDS: &[(&[&str], i8)] = &[
    (&["earlier", "in", "the", "day"], -1),
    (&["earlier", "today"], -1),
    (&["earlier", "on"], -1),
    (&["earlier", "that", "day"], -1),
    (&["hours", "earlier"], -1),
    (&["no", "longer"], 1),
    (&["later", "in", "the", "day"], 1),
    (&["later", "on"], 1),
    (&["later", "that", "day"], 1),
    (&["hours", "later"], 1),
];

/// Place of a deed in the telling of its day: below 0 is earlier, above 0 later. Counts only order words on the deed's
/// verb, on a governor, or on the word of saying.
pub fn said_order(scene: &Scene<'_>, trigger: usize, reading: &Reading) -> i8 {
    let annotated = scene.annotated;
    let sentence = annotated.sentences[annotated.sentence_of[trigger]].tokens.clone();
    let cue = scene.attribution(trigger).and_then(|index| annotated.attributions[index].cue_token);
    let own = |verb: usize| verb == trigger || reading.chain.iter().any(|step| step.token == verb) || cue == Some(verb);
    let spoken = |at: usize, phrase: &[&str]| {
        phrase.iter().enumerate().all(|(offset, word)| {
            sentence.contains(&(at + offset)) && annotated.tokens[at + offset].text.eq_ignore_ascii_case(word)
        })
    };
    let verb_of = |at: usize| scene.clause.verb_above(annotated.tokens[at].head);
    sentence
        .clone()
        .flat_map(|at| ORDER_WORDS.iter().map(move |(phrase, order)| (at, *phrase, *order)))
        .find(|(at, phrase, _)| spoken(*at, phrase) && verb_of(*at).is_some_and(own))
        .map_or(0, |(_, _, order)| order)
}
