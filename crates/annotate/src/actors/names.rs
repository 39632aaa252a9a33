//! Names in a text: what the actor files know and what the model tells, brought to one list.

use std::ops::Range;

use terms::{Annotated, EntityLabel, NamedEntity, PartOfSpeech, Relation, Tag, Token};

use super::Actors;
use super::gazetteer::Kind;
use super::gender;
use super::index::{Hit, QuickSet};
use super::roles::{RoleMatch, What, lowered};

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
    add_missed(actors, article, roles, &common, &mut names);
    names.sort_by_key(|name| (name.tokens.start, std::cmp::Reverse(name.tokens.end)));
    names
}

/// Words that the text writes in lower case too, which a capital at the start of a sentence does not make a name.
fn common_words(tokens: &[Token]) -> QuickSet<&str> {
    tokens.iter().filter(|token| token.text.starts_with(char::is_lowercase)).map(|token| &*token.text).collect()
}

/// A person whom the model took for something else, or whose name it cut short or mixed with a title.
fn person_within(
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
fn add_missed(
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

fn is_actor(label: EntityLabel) -> bool {
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

fn gives_country(actors: &Actors, hit: &Hit) -> bool {
    actors
        .gazetteer
        .entries(hit)
        .any(|entry| matches!(entry.kind, Kind::Country | Kind::Demonym) || entry.kind.is_place())
}

/// Whether a hit is used as a name here: no date, no verb, no role noun alone.
fn is_name(actors: &Actors, article: &Annotated, roles: &[RoleMatch], hit: &Hit) -> bool {
    use EntityLabel::{Cardinal, Date, Money, Ordinal, Percent, Quantity, Time};
    let at = article.entities.partition_point(|entity| entity.tokens.end <= hit.tokens.start);
    let counted = article.entities.get(at).is_some_and(|entity| {
        matches!(entity.label, Cardinal | Date | Money | Ordinal | Percent | Quantity | Time)
            && entity.tokens.start <= hit.tokens.start
            && hit.tokens.end <= entity.tokens.end
            && entity.tokens.start + 1 < entity.tokens.end
    });
    let dated = article.entities.get(at).is_some_and(|entity| entity.label == Date && entity.tokens == hit.tokens);
    let language = article
        .entities
        .get(at)
        .is_some_and(|entity| entity.label == EntityLabel::Language && entity.tokens == hit.tokens)
        && matches!(article.tokens[hit.tokens.end - 1].relation, Relation::Pobj | Relation::Dobj);
    if counted || dated || language {
        return false;
    }
    let place = gives_country(actors, hit);
    if is_role(roles, &hit.tokens) && !place {
        return false;
    }
    if is_of_another_name(actors, &article.tokens, roles, hit) {
        return false;
    }
    let token = &article.tokens[hit.tokens.start];
    let word = hit.tokens.len() == 1;
    !(word && token.is_verb() && (token.part == PartOfSpeech::Aux || token.text.chars().all(char::is_lowercase)))
        && !(word && matches!(token.tag, Tag::MD | Tag::IN | Tag::PRP | Tag::DT | Tag::CD))
}

/// Whether a name is but a part of a person's, a place's or a thing's: "Orlando Marsh", "East Cairo", "Congo river".
fn is_of_another_name(actors: &Actors, tokens: &[Token], roles: &[RoleMatch], hit: &Hit) -> bool {
    let kinds = |wanted: &dyn Fn(Kind) -> bool| actors.gazetteer.entries(hit).all(|entry| wanted(entry.kind));
    let (at, last) = (hit.tokens.start, hit.tokens.end - 1);
    let below = tokens[last].head == last + 1 && tokens[last].relation == Relation::Compound;
    let ground = |word: &str| {
        matches!(
            word,
            "river"
                | "sea"
                | "lake"
                | "desert"
                | "basin"
                | "square"
                | "street"
                | "papers"
                | "strait"
                | "theatre"
                | "theater"
                | "bridge"
                | "region"
        )
    };
    if below && !kinds(&|kind| kind == Kind::Demonym) && ground(&tokens[last + 1].text.to_ascii_lowercase()) {
        return true;
    }
    if hit.tokens.len() > 1 {
        return false;
    }
    let proper = |index: usize| tokens.get(index).is_some_and(|token| token.tag == Tag::NNP && !roles_at(roles, index));
    let before = at.checked_sub(1).map(|before| &tokens[before]);
    let word = before.map_or("", |token| &token.text);
    if kinds(&|kind| kind.is_body()) {
        let counted = matches!(word, "a" | "an") && before.is_some_and(|token| token.head == at);
        let land = word == "the"
            && kinds(&|kind| kind == Kind::Company)
            && tokens[at].relation == Relation::Pobj
            && matches!(&*tokens[tokens[at].head].text, "in" | "across" | "through");
        return counted || land || (below && proper(at + 1));
    }
    if !kinds(&|kind| kind == Kind::Country || kind.is_place()) {
        return false;
    }
    if before.is_some_and(|token| token.tag == Tag::NNP && token.head == at) && !roles_at(roles, at - 1) {
        let compass = matches!(
            word,
            "East"
                | "West"
                | "North"
                | "South"
                | "New"
                | "Fort"
                | "Port"
                | "Lake"
                | "Mount"
                | "Cape"
                | "St."
                | "St"
                | "Saint"
        );
        let named = tokens[at - 1].relation == Relation::Compound && kinds(&|kind| kind.is_place());
        if compass || named || actors.first_names.is_given(word) {
            return true;
        }
    }
    actors.first_names.is_given(&tokens[at].text) && proper(at + 1) && tokens[at].head > at
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
fn is_role(roles: &[RoleMatch], run: &Range<usize>) -> bool {
    let at = roles.partition_point(|role| role.tokens.end <= run.start);
    roles.get(at).is_some_and(|role| role.tokens.start <= run.start && run.end <= role.tokens.end)
}

/// Whether a role noun covers a token.
fn roles_at(roles: &[RoleMatch], index: usize) -> bool {
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
    while run.start < run.end && stray(&tokens[run.end - 1]) {
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
