//! Names of persons that the files do not know and the model misses, or takes for something else.

use std::ops::Range;

use terms::{Annotated, EntityLabel, Relation, Tag, Token};

use super::Actors;
use super::gazetteer::Kind;
use super::gender;
use super::index::{Hit, QuickSet};
use super::names::{NONE, Named, head_of, is_actor, role_from, role_to, roles_at};
use super::roles::{RoleMatch, What};

/// A person whom the model took for something else, or whose name it cut short or mixed with a title.
pub(super) fn person_within(
    actors: &Actors,
    tokens: &[Token],
    run: Range<usize>,
    label: EntityLabel,
    hits: &[Hit],
    roles: &[RoleMatch],
) -> (Range<usize>, EntityLabel) {
    if label == EntityLabel::Person {
        let mut start = run.start;
        while start > 0
            && tokens[start - 1].tag == Tag::NNP
            && actors.first_names.gender(&tokens[start - 1].text).is_some()
        {
            start -= 1;
        }
        return (start..run.end, label);
    }
    if !is_actor(label) && label != EntityLabel::Product && label != EntityLabel::WorkOfArt {
        return (run, label);
    }
    let proper = |run: &Range<usize>| {
        run.len() > 1
            && tokens[run.clone()].iter().all(|token| matches!(token.tag, Tag::NNP | Tag::HYPH))
            && !run.clone().any(|index| roles_at(roles, index))
    };
    if proper(&run) && actors.first_names.gender(&tokens[run.start].text).is_some() {
        return (run, EntityLabel::Person);
    }
    let introduced = |role: Option<&RoleMatch>| {
        role.is_some_and(|role| !role.plural && actors.roles.role(role.role).what == What::Person)
    };
    let comma = |at: usize| tokens.get(at).is_some_and(|token| &*token.text == ",");
    let first = hits.partition_point(|hit| hit.tokens.end <= run.start);
    let known = hits.get(first).is_some_and(|hit| hit.tokens.start < run.end);
    if proper(&run) && !known && comma(run.end) {
        let before = run.start > 1 && comma(run.start - 1) && introduced(role_to(roles, run.start - 1));
        let behind = (run.end + 1..run.end + 4).any(|at| introduced(role_from(roles, at)));
        if before || behind {
            return (run, EntityLabel::Person);
        }
    }
    let nationality =
        hits.get(hits.partition_point(|hit| hit.tokens.start < run.start)).filter(|hit| hit.tokens.start == run.start);
    if let Some(hit) = nationality
        && hit.tokens.end < run.end
        && actors.gazetteer.entries(hit).all(|entry| entry.kind == Kind::Demonym)
        && proper(&(hit.tokens.end..run.end))
        && actors.first_names.gender(&tokens[hit.tokens.end].text).is_some()
    {
        return (hit.tokens.end..run.end, EntityLabel::Person);
    }
    if let Some(role) = role_from(roles, run.start)
        && actors.roles.role(role.role).what == What::Person
        && !role.plural
        && proper(&(role.tokens.end..run.end))
        && tokens[run.end - 1].text.len() > 1
        && actors.roles.role(role.role).sector != Some(terms::Sector::Bus)
    {
        return (role.tokens.end..run.end, EntityLabel::Person);
    }
    let body = hits.partition_point(|hit| hit.tokens.start < run.start);
    if let Some(body) = hits.get(body)
        && body.tokens.start == run.start
        && run.start >= 2
        && &*tokens[run.start - 1].text == "of"
        && roles_at(roles, run.start - 2)
        && proper(&(body.tokens.end..run.end))
    {
        return (body.tokens.end..run.end, EntityLabel::Person);
    }
    (run, label)
}

/// Persons whom neither the files nor the model know: first name and surname, title and surname, a surname met before.
pub(super) fn add_missed(
    actors: &Actors,
    article: &Annotated,
    roles: &[RoleMatch],
    common: &QuickSet<&str>,
    names: &mut Vec<Named>,
) {
    let (tokens, entities) = (&article.tokens, &article.entities);
    let mut covered = vec![false; tokens.len()];
    let mut surnames: QuickSet<&str> = QuickSet::default();
    let mut ending = vec![NONE; tokens.len() + 1];
    for (index, name) in names.iter().enumerate() {
        if name.label == EntityLabel::Person && name.tokens.len() > 1 {
            ending[name.tokens.end] = index as u32;
        }
        covered[name.tokens.clone()].fill(true);
        if name.label == EntityLabel::Person && name.tokens.len() > 1 {
            surnames.insert(&tokens[name.tokens.end - 1].text);
        }
    }
    for role in roles {
        covered[role.tokens.clone()].fill(true);
    }
    for entity in entities {
        covered[entity.tokens.clone()].fill(true);
    }
    let mut missed = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let proper = |index: usize| tokens[index].tag == Tag::NNP && !covered[index];
        if !proper(at) {
            at += 1;
            continue;
        }
        let start = at;
        while at < tokens.len()
            && (proper(at) || (tokens[at].tag == Tag::HYPH && !covered[at] && at + 1 < tokens.len() && proper(at + 1)))
        {
            at += 1;
        }
        if let Some(name) = names.get_mut(ending[start] as usize) {
            name.tokens.end = at;
            name.head = head_of(tokens, name.tokens.clone());
            continue;
        }
        let start = start + usize::from(gender::is_address(&tokens[start].text) && at > start + 1);
        let run = start..at;
        let named_so = run.len() > 1 && actors.first_names.gender(&tokens[start].text).is_some();
        let title = roles[..roles.partition_point(|role| role.tokens.end <= start)].last();
        let titled = title.is_some_and(|role| {
            role.tokens.end == start
                && !role.plural
                && actors.roles.role(role.role).what == What::Person
                && tokens[start - 1].text.starts_with(char::is_uppercase)
        });
        let low = run.len() == 1 && common.contains(&*tokens[start].text.to_lowercase());
        let acts = !low
            && matches!(
                tokens[head_of(tokens, run.clone())].relation,
                Relation::Nsubj | Relation::Nsubjpass | Relation::Dobj | Relation::Dative
            );
        let first =
            article.sentences.get(article.sentence_of[start]).is_some_and(|sentence| sentence.tokens.start == start);
        let verb = &*tokens[tokens[head_of(tokens, run.clone())].head].lemma;
        let acts = acts
            && (!first
                || run.len() > 1
                || matches!(verb, "say" | "tell" | "add" | "warn" | "deny" | "claim" | "announce"));
        let word = &*tokens[run.end - 1].text;
        let capital = word.len() > 2
            && !matches!(word, "East" | "West" | "North" | "South")
            && word.chars().skip(1).all(|c| c.is_lowercase())
            && run.len() < 3;
        let guessed = acts && capital;
        let known = run.len() == 1 && surnames.contains(&*tokens[start].text);
        let addressed = start > 0 && gender::is_address(&tokens[start - 1].text) && tokens[start - 1].text.len() < 5;
        let told = named_so || titled || known || addressed;
        if told || guessed {
            let head = head_of(tokens, run.clone());
            missed.push(Named {
                head,
                tokens: run,
                label: EntityLabel::Person,
                hit: None,
                inner: false,
                guessed: !told,
            });
        }
    }
    names.extend(missed);
}

/// Words that the text writes in lower case too, which a capital at the start of a sentence does not make a name.
pub(super) fn common_words(tokens: &[Token]) -> QuickSet<&str> {
    tokens.iter().filter(|token| token.text.starts_with(char::is_lowercase)).map(|token| &*token.text).collect()
}
