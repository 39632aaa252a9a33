//! Numbers and places of a deed.

mod whereabouts;

use terms::{Quantity, Relation, Span};

use crate::roles::Roles;
use crate::scene::Scene;

pub use whereabouts::locations;

/// Numbers that count the deed's object, recipient or doer.
pub fn quantities(scene: &Scene<'_>, trigger: usize, roles: &Roles) -> Vec<Quantity> {
    let annotated = scene.annotated;
    let sentence = annotated.sentences[annotated.sentence_of[trigger]].tokens.clone();
    let from = annotated.quantities.partition_point(|quantity| quantity.tokens.start < sentence.start);
    let mut found: Vec<Quantity> = Vec::new();
    let heads: Vec<usize> = roles
        .object
        .into_iter()
        .chain(roles.doer)
        .chain(roles.target)
        .flat_map(|token| scene.clause.conjuncts(scene.clause.antecedent(token)))
        .collect();
    let spans: Vec<(u32, u32)> =
        roles.actor.iter().chain(&roles.recipient).map(|party| (party.start, party.end)).collect();
    for mention in annotated.quantities[from..].iter().take_while(|quantity| quantity.tokens.start < sentence.end) {
        let counts = mention.noun.is_some_and(|noun| {
            heads.contains(&noun)
                || heads.iter().any(|&head| {
                    scene.clause.token(noun).head == head
                        && matches!(scene.clause.token(noun).relation, Relation::Compound | Relation::Conj)
                })
                || heads.iter().any(|&head| {
                    ["of", "from", "by", "on"]
                        .iter()
                        .any(|preposition| scene.clause.preposition(head, preposition).contains(&noun))
                })
        }) || heads.iter().any(|&head| mention.tokens.contains(&head))
            || heads.iter().any(|&head| {
                mention.noun.is_none() && mention.tokens.clone().any(|token| scene.clause.token(token).head == head)
            })
            || spans.iter().any(|&(start, end)| mention.span.start >= start && mention.span.end <= end);
        if counts && !found.contains(&mention.quantity) {
            found.push(mention.quantity.clone());
        }
    }
    found
}

/// Where the numbers of a deed stand in its sentence.
pub fn spans_of(scene: &Scene<'_>, trigger: usize, quantities: &[Quantity]) -> Vec<Span> {
    let annotated = scene.annotated;
    let sentence = annotated.sentences[annotated.sentence_of[trigger]].tokens.clone();
    let from = annotated.quantities.partition_point(|quantity| quantity.tokens.start < sentence.start);
    annotated.quantities[from..]
        .iter()
        .take_while(|quantity| quantity.tokens.start < sentence.end)
        .filter(|mention| quantities.contains(&mention.quantity))
        .map(|mention| mention.span)
        .collect()
}
