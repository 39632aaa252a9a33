//! The gate before the relation model: how likely, by grammar and by the words between them, one side of a sentence does
//! something to another.
//!
//! A model asks too much of a machine to be asked about every two names of a sentence. The gate is a sum of weights, one a
//! feature that holds: cheap enough for all of them. Weights and the least sum are in `data/models/gate`, with the script that
//! made them.

use std::collections::HashMap;

use terms::{DataError, Relation, Resources, Span};

use crate::lexicon::Lexicon;
use crate::scene::Scene;

/// The words of one side.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Side {
    /// Token of the syntactic head.
    pub head: usize,
    /// All of them.
    pub span: Span,
}

/// Weights by feature.
#[derive(Clone, Debug, Default)]
pub(crate) struct Gate {
    weights: HashMap<String, f32>,
    /// Sum from which on a pair passes.
    least: f32,
}

/// The file of weights: a feature and its weight a line, with a tab between; `least` is the sum from which on a pair passes.
const FILE: &str = "models/gate/weights.tsv";

/// Farthest that a way through the sentence is followed.
const FARTHEST: usize = 64;

impl Gate {
    /// Reads the weights.
    ///
    /// # Errors
    /// The file is missing, or a line has no weight; the error names the line.
    pub fn load(resources: &dyn Resources) -> Result<Self, DataError> {
        let mut gate = Self::default();
        for (number, line) in resources.text(FILE)?.lines().enumerate() {
            let weight = line.split_once('\t').and_then(|(feature, weight)| Some((feature, weight.parse().ok()?)));
            match weight {
                Some(("least", weight)) => gate.least = weight,
                Some((feature, weight)) => drop(gate.weights.insert(feature.to_owned(), weight)),
                None => {
                    return Err(DataError {
                        file: FILE.into(),
                        line: Some(number + 1),
                        problem: format!("{line:?} is no feature, tab, weight"),
                        remedy: "make the file anew with train.py beside it".to_owned(),
                    });
                }
            }
        }
        Ok(gate)
    }

    /// By how much a pair passes; below 0 it does not.
    pub fn margin(&self, scene: &Scene<'_>, lexicon: &Lexicon, actor: Side, recipient: Side) -> f32 {
        let mut sum = -self.least;
        features(scene, lexicon, actor, recipient, &mut |feature| {
            sum += self.weights.get(feature).copied().unwrap_or_default();
        });
        sum
    }
}

/// What can be seen of a pair at a glance, a name each: where either side stands, the way between them, the words on it.
pub(crate) fn features(scene: &Scene<'_>, lexicon: &Lexicon, actor: Side, recipient: Side, tell: &mut dyn FnMut(&str)) {
    let clause = scene.clause;
    tell("bias");
    let (from, to) = (ancestors(scene, actor.head), ancestors(scene, recipient.head));
    let meet = from.iter().find(|token| to.contains(token)).copied();
    let Some(top) = meet else {
        tell("apart");
        return;
    };
    let up: Vec<usize> = from.iter().copied().take_while(|&token| token != top).collect();
    let down: Vec<usize> = to.iter().copied().take_while(|&token| token != top).collect();
    let place = |side: usize| {
        let first = first_member(scene, side);
        let word = clause.token(first);
        match word.relation {
            Relation::Pobj => format!("{:?}:{}", word.relation, clause.token(word.head).text.to_lowercase()),
            relation => format!("{relation:?}"),
        }
    };
    let (acts, bears) = (place(actor.head), place(recipient.head));
    let way = |steps: &[usize]| -> String {
        let relations: Vec<String> =
            steps.iter().take(4).map(|&step| format!("{:?}", clause.token(step).relation)).collect();
        relations.join(">")
    };
    let (up_way, down_way) = (way(&up), way(&down));
    let class = |token: usize| {
        let word = clause.token(token);
        if word.is_verb() {
            "verb"
        } else if token == actor.head || token == recipient.head {
            "side"
        } else if word.is_noun() {
            "noun"
        } else {
            "other"
        }
    };
    let verbs = up.iter().chain(&down).chain([&top]).filter(|&&token| clause.token(token).is_verb()).count();
    let order = if actor.span.start < recipient.span.start { "before" } else { "after" };
    let distance = usize::BITS - actor.head.abs_diff(recipient.head).leading_zeros();
    tell(&format!("acts {acts}"));
    tell(&format!("bears {bears}"));
    tell(&format!("acts {acts} bears {bears}"));
    tell(&format!("up {up_way}"));
    tell(&format!("down {down_way}"));
    tell(&format!("way {up_way} {down_way}"));
    tell(&format!("top {} {order}", class(top)));
    tell(&format!("top {} acts {acts} {order}", class(top)));
    tell(&format!("verbs {} {order}", verbs.min(5)));
    tell(&format!("far {distance}"));
    if first_member(scene, actor.head) == first_member(scene, recipient.head) {
        tell("one list");
    }
    if tells(scene, actor, recipient) {
        tell("actor tells");
        tell(&format!("actor tells bears {bears}"));
    }
    if tells(scene, recipient, actor) {
        tell("recipient tells");
    }
    // The words on the way, those that may name the deed first.
    let named = |token: usize| clause.lemma(token);
    let deed = to[1.min(to.len() - 1)..]
        .iter()
        .copied()
        .take_while(|&token| token != top)
        .chain([top])
        .find(|&token| clause.token(token).is_verb() && !matches!(clause.token(token).relation, Relation::Amod));
    if let Some(verb) = deed {
        let lemma = named(verb);
        tell(&format!("verb {lemma}"));
        tell(&format!("verb {lemma} {order}"));
        if lexicon.triggers(&lemma).is_empty() {
            tell("verb unknown");
        }
        if clause.is_passive(verb) {
            tell(&format!("passive {order}"));
        }
    } else {
        tell("no verb");
    }
    let mut known = 0;
    for &token in up.iter().chain(&down).chain([&top]) {
        if token == actor.head || token == recipient.head {
            continue;
        }
        let word = clause.token(token);
        let lemma = named(token);
        if word.is_verb() || word.is_noun() {
            tell(&format!("on {lemma}"));
            known += usize::from(!lexicon.triggers(&lemma).is_empty());
        } else {
            tell(&format!("on {:?}:{lemma}", word.relation));
        }
    }
    tell(&format!("known {}", known.min(3)));
    // Others that stand between the two may be the ones who act.
    let (first, last) = (actor.head.min(recipient.head), actor.head.max(recipient.head));
    let between = (first + 1..last).filter(|&token| scene.mention(token).is_some()).count();
    tell(&format!("between {}", between.min(4)));
    for (name, side) in [("actor", actor), ("recipient", recipient)] {
        let word = clause.token(side.head);
        tell(&format!("{name} {:?}", word.part));
        if scene.mention(side.head).is_none() {
            tell(&format!("{name} unknown"));
        }
        for child in scene.annotated.tree.children(side.head) {
            if matches!(clause.token(child).relation, Relation::Prep | Relation::Acl | Relation::Relcl) {
                tell(&format!("{name} has {:?}", clause.token(child).relation));
            }
        }
    }
}

/// Whether one side tells what the other does, or what is done to it.
pub(crate) fn tells(scene: &Scene<'_>, side: Side, other: Side) -> bool {
    let within = scene.attribution(other.head);
    let source = within.and_then(|index| scene.annotated.attributions[index].source);
    source.is_some_and(|source| source.touches(side.span))
}

/// Tokens from a word up to the root of its sentence, itself first.
pub(crate) fn ancestors(scene: &Scene<'_>, token: usize) -> Vec<usize> {
    let mut path = vec![token];
    let mut at = token;
    while scene.clause.token(at).head != at && path.len() < FARTHEST {
        at = scene.clause.token(at).head;
        path.push(at);
    }
    path
}

/// The word a phrase hangs by, appositions and coordination resolved to their first member.
pub(crate) fn first_member(scene: &Scene<'_>, token: usize) -> usize {
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
