//! Where a deed was done: the places that its clause names.

use terms::{EntityLabel, Location, Mention, MentionKind, Relation};

use crate::roles::Roles;
use crate::scene::Scene;

/// Words that a place stands behind.
const WHERE: &[&str] = &["in", "at", "near", "outside", "into", "across", "around", "inside", "throughout"];
/// The same within a phrase that is a place already: "a checkpoint south of Mosul", "the city of Aleppo".
const WITHIN: &[&str] = &["in", "at", "near", "outside", "of", "inside"];
/// How deep a place may lie within the phrase of another.
const DEPTH: usize = 3;

/// Places that the deed's clause names. Those beside its subject count where nothing else tells.
pub fn locations(scene: &Scene<'_>, trigger: usize, roles: &Roles) -> Vec<Location> {
    let clause = &scene.clause;
    let mut found = Vec::new();
    for holder in std::iter::once(trigger).chain(roles.object).chain(roles.doer) {
        if Some(holder) == roles.doer && !found.is_empty() {
            break;
        }
        for preposition in WHERE {
            for token in clause.preposition(holder, preposition) {
                for one in clause.conjuncts(token) {
                    take(scene, one, DEPTH, &mut found);
                }
            }
        }
    }
    for token in clause.children(trigger, &[Relation::Compound, Relation::Nmod]) {
        if let Some(mention) = scene.mention(token).filter(|mention| is_place(mention)) {
            push(mention, &mut found);
        }
    }
    found
}

/// Takes the place that a token heads, or those within its phrase.
fn take(scene: &Scene<'_>, token: usize, depth: usize, found: &mut Vec<Location>) {
    let place = scene.mention(token).filter(|mention| is_place(mention));
    if let Some(mention) = place {
        push(mention, found);
    }
    if depth == 0 {
        return;
    }
    for preposition in WITHIN {
        for inner in scene.clause.preposition(token, preposition) {
            let told = scene.mention(inner).filter(|mention| is_place(mention));
            // "Mosul in Iraq": what only tells where the place lies is no second place.
            let whole = place.zip(told).is_some_and(|(part, whole)| part.actor.code == whole.actor.code);
            if !whole && (*preposition != "of" || told.is_some()) {
                take(scene, inner, depth - 1, found);
            }
        }
    }
}

/// Whether a mention is a place's name, not that of a government or of people.
fn is_place(mention: &Mention) -> bool {
    matches!(mention.label, EntityLabel::Gpe | EntityLabel::Loc | EntityLabel::Fac)
        && mention.kind != MentionKind::Pronoun
        && mention.kind != MentionKind::Nominal
}

fn push(mention: &Mention, found: &mut Vec<Location>) {
    let location = Location {
        name: mention.actor.name.clone(),
        country: mention.actor.code.clone(),
        latitude: mention.point.map(|point| point.latitude),
        longitude: mention.point.map(|point| point.longitude),
        wikidata_id: mention.actor.wikidata_id.clone(),
        start: mention.span.start,
        end: mention.span.end,
    };
    if !found.contains(&location) {
        found.push(location);
    }
}
