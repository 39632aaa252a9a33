//! Names in a text: what the actor files know and what the model tells, brought to one list.

use std::ops::Range;

use terms::{Annotated, EntityLabel, NamedEntity, PartOfSpeech, Tag, Token};

use super::Actors;
use super::gazetteer::Kind;
use super::gender;
use super::index::Hit;
use super::missed_places::find_places;
use super::roles::{RoleMatch, What, lowered};
use super::spurious::is_name;
use super::unnamed::{add_missed, common_words, person_within};

/// A name in a text.
#[derive(Clone, Debug)]
pub(super) struct Named {
    /// Its words, titles and articles left out.
    pub(super) tokens: Range<usize>,
    /// The word that the rest of the sentence hangs on.
    pub(super) head: usize,
    /// The actor files' label where they know it, else the model's.
    pub(super) label: EntityLabel,
    /// What the actor files know.
    pub(super) hit: Option<Hit>,
    /// Whether it is a part of a longer name, which it gives its country to.
    pub(super) inner: bool,
    /// Whether neither the files nor the model tell that it is a name.
    pub(super) guessed: bool,
}

/// No name, role or draft.
pub(super) const NONE: u32 = u32::MAX;

/// The head of a run of tokens: the last noun that hangs on a word outside.
pub(super) fn head_of(tokens: &[Token], run: Range<usize>) -> usize {
    let outside = |&index: &usize| tokens[index].head == index || !run.contains(&tokens[index].head);
    let mut candidates = run.clone().rev().filter(outside);
    candidates
        .clone()
        .find(|&index| tokens[index].is_noun())
        .or_else(|| candidates.find(|&index| tokens[index].part != PartOfSpeech::Punct))
        .unwrap_or(run.end - 1)
}

/// All names: by start, the longer one first.
pub(super) fn find(actors: &Actors, article: &Annotated, roles: &[RoleMatch]) -> Vec<Named> {
    let tokens = &article.tokens;
    let hits: Vec<Hit> =
        actors.gazetteer.names.find(tokens).into_iter().filter(|hit| is_name(actors, article, roles, hit)).collect();
    let common = common_words(tokens);
    let mut names = Vec::with_capacity(hits.len() + article.entities.len() / 2);
    let mut taken = vec![false; hits.len()];
    let mut first = 0;
    for entity in &article.entities {
        while first < hits.len() && hits[first].tokens.end <= entity.tokens.start {
            first += 1;
        }
        // A time names nobody; what stands in it by mistake ("1939 Germany") is a name of its own.
        if matches!(entity.label, EntityLabel::Date | EntityLabel::Time) {
            continue;
        }
        let within = first..first + hits[first..].iter().take_while(|hit| hit.tokens.start < entity.tokens.end).count();
        if let Some(run) = unknown_name(actors, tokens, entity, &hits[within.clone()], roles) {
            let keeps = |hit: &Hit| keeps_part(actors, hit, entity.label, hit.tokens.start == run.start);
            for at in within {
                let hit = &hits[at];
                let inside = run.start <= hit.tokens.start && hit.tokens.end <= run.end;
                if inside && !std::mem::replace(&mut taken[at], true) && keeps(hit) {
                    names.push(known(actors, tokens, hit, true));
                }
            }
            let (run, label) = person_within(actors, tokens, run, entity.label, &hits, roles);
            let word = run.len() == 1
                && (matches!(tokens[run.start].tag, Tag::NN | Tag::NNS | Tag::VBG)
                    || common.contains(&*tokens[run.start].text.to_lowercase()));
            if is_actor(label) && !word {
                let head = head_of(tokens, run.clone());
                names.push(Named { tokens: run, head, label, hit: None, inner: false, guessed: false });
            }
        }
    }
    for (hit, taken) in hits.iter().zip(taken) {
        if !taken {
            names.push(known(actors, tokens, hit, false));
        }
    }
    find_places(actors, tokens, roles, &mut names);
    add_missed(actors, article, roles, &common, &mut names);
    names.sort_by_key(|name| (name.tokens.start, std::cmp::Reverse(name.tokens.end)));
    names
}

fn known(actors: &Actors, tokens: &[Token], hit: &Hit, inner: bool) -> Named {
    let label = actors.gazetteer.entries(hit).next().map_or(EntityLabel::Org, |entry| entry.kind.label());
    Named {
        tokens: hit.tokens.clone(),
        head: head_of(tokens, hit.tokens.clone()),
        label,
        hit: Some(hit.clone()),
        inner,
        guessed: false,
    }
}

pub(super) fn is_actor(label: EntityLabel) -> bool {
    use EntityLabel::{Fac, Gpe, Loc, Norp, Org, Person};
    matches!(label, Person | Org | Gpe | Norp | Loc | Fac)
}

/// Whether a known name within a longer unknown one is kept beside it.
fn keeps_part(actors: &Actors, hit: &Hit, label: EntityLabel, leads: bool) -> bool {
    let org = matches!(label, EntityLabel::Org | EntityLabel::Norp | EntityLabel::Event);
    label != EntityLabel::Person
        && actors.gazetteer.entries(hit).any(|entry| {
            let body = leads && entry.kind.is_body() && !matches!(entry.kind, Kind::Media | Kind::Company);
            matches!(entry.kind, Kind::Country | Kind::Demonym) || (org && (entry.kind.is_place() || body))
        })
}

pub(super) fn gives_country(actors: &Actors, hit: &Hit) -> bool {
    actors
        .gazetteer
        .entries(hit)
        .any(|entry| matches!(entry.kind, Kind::Country | Kind::Demonym) || entry.kind.is_place())
}

/// The words of an entity that the actor files do not know as a whole; `None` where they know better.
fn unknown_name(
    actors: &Actors,
    tokens: &[Token],
    entity: &NamedEntity,
    hits: &[Hit],
    roles: &[RoleMatch],
) -> Option<Range<usize>> {
    let mut run = trimmed(tokens, entity.tokens.clone());
    if run.is_empty() || hits.iter().any(|hit| hit.tokens.start < run.start || hit.tokens.end > run.end) {
        return None;
    }
    let cased = |token: &Token| token.text.chars().any(char::is_uppercase);
    let particle = matches!(
        &*tokens[run.start].text,
        "al" | "el" | "bin" | "de" | "da" | "van" | "von" | "der" | "ten" | "abu" | "ibn"
    );
    let starts_low = tokens[run.start].text.starts_with(char::is_lowercase) && !particle;
    if !tokens[run.clone()].iter().any(cased) || starts_low || is_role(roles, &run) {
        return None;
    }
    let office =
        role_from(roles, run.start).filter(|role| actors.roles.role(role.role).what == What::Person && !role.plural);
    if office.is_some_and(|role| role.tokens.end < run.end && matches!(&*tokens[role.tokens.end].text, "of" | "for")) {
        return None;
    }
    if entity.label == EntityLabel::Person {
        run = without_titles(actors, tokens, run, hits, roles);
    }
    if run.is_empty() || hits.iter().any(|hit| hit.tokens.start <= run.start && hit.tokens.end >= run.end) {
        return None;
    }
    if hits.is_empty() {
        return Some(run);
    }
    let known = |index: usize| hits.iter().any(|hit| hit.tokens.contains(&index));
    let title = |index: usize| roles_at(roles, index) && entity.label == EntityLabel::Person;
    let joint = |index: usize| {
        matches!(tokens[index].part, PartOfSpeech::Cconj | PartOfSpeech::Punct | PartOfSpeech::Det | PartOfSpeech::Part)
    };
    let rest = run.clone().filter(|&index| !known(index) && !title(index) && !joint(index)).count();
    (rest > 0).then_some(run)
}

/// Whether an entity is nothing but a role noun ("Protesters", "the Senate") or a part of one.
pub(super) fn is_role(roles: &[RoleMatch], run: &Range<usize>) -> bool {
    let at = roles.partition_point(|role| role.tokens.end <= run.start);
    roles.get(at).is_some_and(|role| role.tokens.start <= run.start && run.end <= role.tokens.end)
}

/// Whether a role noun covers a token.
pub(super) fn roles_at(roles: &[RoleMatch], index: usize) -> bool {
    let at = roles.partition_point(|role| role.tokens.end <= index);
    roles.get(at).is_some_and(|role| role.tokens.contains(&index))
}

/// The role noun that starts at a token.
pub(super) fn role_from(roles: &[RoleMatch], start: usize) -> Option<&RoleMatch> {
    let at = roles.partition_point(|role| role.tokens.start < start);
    roles.get(at).filter(|role| role.tokens.start == start)
}

/// The role noun that ends right before a token.
pub(super) fn role_to(roles: &[RoleMatch], end: usize) -> Option<&RoleMatch> {
    let at = roles.partition_point(|role| role.tokens.end < end);
    roles.get(at).filter(|role| role.tokens.end == end)
}

/// An entity less its article, possessive mark and stray marks.
fn trimmed(tokens: &[Token], mut run: Range<usize>) -> Range<usize> {
    let stray = |token: &Token| {
        token.is_space()
            || matches!(token.part, PartOfSpeech::Punct | PartOfSpeech::Part | PartOfSpeech::Sym | PartOfSpeech::Cconj)
    };
    while run.start < run.end && (tokens[run.start].part == PartOfSpeech::Det || stray(&tokens[run.start])) {
        run.start += 1;
    }
    while run.start < run.end && (stray(&tokens[run.end - 1]) || tokens[run.end - 1].part == PartOfSpeech::Adp) {
        run.end -= 1;
    }
    run
}

/// A person's name less the titles, nationalities and forms of address before it.
fn without_titles(
    actors: &Actors,
    tokens: &[Token],
    mut run: Range<usize>,
    hits: &[Hit],
    roles: &[RoleMatch],
) -> Range<usize> {
    let mut buffer = String::new();
    while run.start < run.end {
        let token = &tokens[run.start];
        let place = hits.iter().find(|hit| hit.tokens.start == run.start && gives_country(actors, hit));
        if let Some(hit) =
            place.filter(|hit| hit.tokens.end < run.end && is_title_ahead(roles, hit.tokens.end, run.end))
        {
            run.start = hit.tokens.end;
        } else if let Some(role) = role_from(roles, run.start).filter(|role| role.tokens.end < run.end) {
            run.start = role.tokens.end;
        } else if run.len() > 1
            && (gender::is_address(&token.text)
                || actors.roles.modifier(lowered(&token.text, &mut buffer)).is_some()
                || matches!(token.part, PartOfSpeech::Part | PartOfSpeech::Punct))
        {
            run.start += 1;
        } else {
            break;
        }
    }
    run
}

/// Whether a title or a possessive mark follows, so that what stands before is no first name ("Russian President …").
fn is_title_ahead(roles: &[RoleMatch], start: usize, end: usize) -> bool {
    let at = roles.partition_point(|role| role.tokens.start < start);
    roles.get(at).is_some_and(|role| role.tokens.end < end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(text: &str, head: usize, part: PartOfSpeech) -> Token {
        Token {
            span: terms::Span::default(),
            text: text.into(),
            lemma: text.into(),
            tag: Tag::NNP,
            part,
            head,
            relation: terms::Relation::Compound,
            space_after: true,
        }
    }

    #[test]
    fn an_entity_sheds_its_article_and_its_possessive_mark() {
        let tokens = [
            token("the", 2, PartOfSpeech::Det),
            token("Foreign", 2, PartOfSpeech::Propn),
            token("Ministry", 4, PartOfSpeech::Propn),
            token("'s", 2, PartOfSpeech::Part),
            token("spokesman", 4, PartOfSpeech::Noun),
        ];
        assert_eq!(trimmed(&tokens, 0..4), 1..3);
        assert_eq!(head_of(&tokens, 1..3), 2);
    }
}
