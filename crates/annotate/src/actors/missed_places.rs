//! Places that the model misses, or takes for persons and bodies: "in Santos", "near Clinton".

use std::ops::Range;

use terms::{EntityLabel, Relation, Tag, Token};

use super::Actors;
use super::fold;
use super::index::QuickSet;
use super::names::{Named, head_of, roles_at};
use super::roles::RoleMatch;

/// Most words of a place's name.
const LONGEST: usize = 4;

/// Labels as places the names that stand where only a place can and that the tables know, and adds those without a label.
pub(super) fn find_places(actors: &Actors, tokens: &[Token], roles: &[RoleMatch], names: &mut Vec<Named>) {
    let mut covered = vec![false; tokens.len()];
    let mut surnames: QuickSet<&str> = QuickSet::default();
    for name in names.iter() {
        covered[name.tokens.clone()].fill(true);
        if name.label == EntityLabel::Person && name.tokens.len() > 1 {
            surnames.insert(&tokens[name.tokens.end - 1].text);
        }
    }
    let knows = |run: &Range<usize>| actors.sites.knows(&written(tokens, run));
    let person = |run: &Range<usize>| {
        let last = &*tokens[run.end - 1].text;
        surnames.contains(last)
            || !actors.gazetteer.with_surname(&fold::fold(last)).is_empty()
            || actors.first_names.is_given(&tokens[run.start].text)
    };
    for name in names.iter_mut() {
        let place = name.hit.is_none()
            && matches!(name.label, EntityLabel::Person | EntityLabel::Org)
            && is_where(tokens, &name.tokens, name.head);
        if place && !(name.label == EntityLabel::Person && person(&name.tokens)) && knows(&name.tokens) {
            name.label = EntityLabel::Gpe;
        }
    }
    let free = |at: usize| tokens.get(at).is_some_and(|token| token.tag == Tag::NNP) && !covered[at];
    let mut at = 1;
    while at < tokens.len() {
        if !free(at) || roles_at(roles, at) {
            at += 1;
            continue;
        }
        let start = at;
        while free(at) && !roles_at(roles, at) {
            at += 1;
        }
        let run = start..at;
        let head = head_of(tokens, run.clone());
        if run.len() <= LONGEST && is_where(tokens, &run, head) && !person(&run) && knows(&run) {
            names.push(Named { tokens: run, head, label: EntityLabel::Gpe, hit: None, inner: false, guessed: false });
        }
    }
}

/// Whether a name stands right behind a word that only a place can follow, as its object.
fn is_where(tokens: &[Token], run: &Range<usize>, head: usize) -> bool {
    let Some(before) = run.start.checked_sub(1) else { return false };
    matches!(&*tokens[before].text.to_ascii_lowercase(), "in" | "near" | "outside" | "around")
        && tokens[head].relation == Relation::Pobj
        && tokens[head].head == before
}

fn written(tokens: &[Token], run: &Range<usize>) -> String {
    tokens[run.clone()].iter().map(|token| &*token.text).collect()
}
