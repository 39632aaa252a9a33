//! Whom a role noun means: the holder of an office, a country, a body or the same actor as before.

use std::ops::Range;

use terms::{EntityLabel, MentionKind, Relation, Sector};

use super::apposition::Link;
use super::gazetteer::{Entry, Kind, Term};
use super::names::NONE;
use super::nominal::Definiteness;
use super::phrase::{Holding, Said};
use super::reading::{Class, Reading};
use super::roles::{Role, What};

/// Sentences back in which a short form may find what it stands for.
const REACH: usize = 6;
/// Mentions back in which a short form may find what it stands for.
const WINDOW: usize = 80;

/// What people do away from home as well, so that the place tells nothing of them.
const ANYWHERE: &[&str] = &[
    "sign", "hold", "meet", "attend", "begin", "start", "join", "discuss", "tell", "say", "have", "end", "win", "fly",
    "travel", "talk", "speak", "warn", "call",
];

/// Whom a nominal means, as far as it was found out.
#[derive(Clone, Debug, Default)]
pub(super) struct Meaning<'a> {
    pub(super) code: Option<&'a str>,
    pub(super) person: Option<u32>,
    /// A row of the actor files, where the person is not named in the article.
    pub(super) row: Option<u32>,
    pub(super) antecedent: Option<usize>,
    /// Whether the antecedent's whole actor is meant, not just its country.
    pub(super) same: bool,
}

impl<'a> Reading<'a> {
    /// The row of the actor files for a body with a common name ("the Senate") of a country.
    pub(super) fn body_of_that_name(&self, own: &Range<usize>, code: Option<&str>) -> Option<u32> {
        if !self.article.tokens[own.end - 1].text.starts_with(char::is_uppercase) {
            return None;
        }
        let article = own.start > 0 && self.article.tokens[own.start - 1].text.eq_ignore_ascii_case("the");
        let start = own.start - usize::from(article);
        let hits = self.actors.gazetteer.names.find(&self.article.tokens[start..own.end]);
        let hit = hits.first().filter(|hit| start + hit.tokens.start == own.start && hit.tokens.len() == own.len())?;
        let rows = self.actors.gazetteer.names.values(hit);
        let entry = |row: u32| self.actors.gazetteer.entry(row);
        let Some(code) = code else {
            let alone = rows.iter().all(|&row| entry(row).who == entry(rows[0]).who && entry(row).kind.is_body());
            return alone.then_some(rows[0]);
        };
        rows.iter().copied().find(|&row| entry(row).kind.is_body() && entry(row).code.as_deref() == Some(code))
    }

    pub(super) fn meaning(
        &self,
        number: usize,
        role: &'a Role,
        said: &Said<'a>,
        definite: Definiteness,
        possessor: Option<usize>,
        phrase: &Range<usize>,
    ) -> Meaning<'a> {
        let found = &self.roles[number];
        let head = self.role_heads[number];
        if let Link::Apposed(name) = self.links[number] {
            let person = self.persons.of_name[name as usize];
            if person != NONE {
                let last = self.last_of_person[person as usize].0;
                return Meaning {
                    person: Some(person),
                    antecedent: (last != NONE).then_some(last as usize),
                    ..Meaning::default()
                };
            }
        }
        if role.what == What::Country {
            return self.country_meant(role, found.plural, said, definite, possessor, phrase.start);
        }
        let holds = said.holding == Holding::Now && definite != Definiteness::Indefinite;
        if role.what == What::Person
            && !found.plural
            && holds
            && (definite == Definiteness::Definite || said.code.is_some())
            && let Some(meaning) = self.holder(found.noun, role, said, head)
            && possessor.is_none_or(|owner| meaning.person.is_none_or(|person| self.drafts[owner].person != person))
        {
            return meaning;
        }
        if said.code.is_some() {
            return Meaning { code: said.code, ..Meaning::default() };
        }
        let alone = phrase.len() == found.tokens.len() + 1;
        if definite == Definiteness::Definite && possessor.is_none() {
            if let Some(antecedent) = self.same_noun(number, role) {
                let earlier = &self.drafts[antecedent];
                let same = alone && (!found.plural || earlier.class == Class::People);
                let antecedent = same.then_some(antecedent);
                return Meaning { code: earlier.code, antecedent, same, ..Meaning::default() };
            }
            if let Some(antecedent) = (role.refers && alone).then(|| self.body_meant(number, role)).flatten() {
                return Meaning {
                    code: self.drafts[antecedent].code,
                    antecedent: Some(antecedent),
                    same: true,
                    ..Meaning::default()
                };
            }
        }
        let shared = self.shared_code(head);
        let composed = role.generic
            && role.what != What::Country
            && !matches!(said.sector, None | Some(Sector::Bus | Sector::Jrn | Sector::Soc));
        let sector = said.sector.or(role.sector);
        let code = shared.or_else(|| {
            let here = || self.context.country_at(self.article, head);
            (role.domestic || composed).then(|| self.ground(sector, head).or_else(here)).flatten()
        });
        let code = code.filter(|&code| said.apart != Some(code) && !said.elsewhere);
        let code = if role.among.is_empty() || found.plural { code } else { self.usual_code(role, code) };
        Meaning { code, ..Meaning::default() }
    }

    /// The country in which people of a ground of their own do something or have it done to them: "gunmen shot two Danish
    /// engineers in Mali" speaks of Mali's gunmen.
    fn ground(&self, sector: Option<Sector>, head: usize) -> Option<&'a str> {
        let of_the_ground =
            matches!(sector?, Sector::Cop | Sector::Reb | Sector::Uaf | Sector::Crm | Sector::Cvl | Sector::Opp);
        let tokens = &self.article.tokens;
        let verb = tokens[head].head;
        if !matches!(tokens[head].relation, Relation::Nsubj | Relation::Nsubjpass) {
            return None;
        }
        let objects = || {
            self.article
                .tree
                .children(verb)
                .filter(|&child| matches!(tokens[child].relation, Relation::Dobj | Relation::Prep))
        };
        // "outside the Danish embassy in Lima"
        let below = || {
            objects()
                .flat_map(|child| self.article.tree.children(child))
                .filter(|&child| tokens[child].relation == Relation::Pobj)
        };
        if !of_the_ground || ANYWHERE.contains(&&*tokens[verb].lemma) {
            return None;
        }
        let holders = std::iter::once(verb).chain(objects()).chain(below());
        let phrases = holders.flat_map(|holder| self.article.tree.children(holder));
        phrases
            .filter(|&child| child > verb && tokens[child].relation == Relation::Prep)
            .filter(|&child| matches!(&*tokens[child].text, "in" | "near" | "outside" | "across"))
            .flat_map(|preposition| self.article.tree.children(preposition))
            .filter(|&object| tokens[object].relation == Relation::Pobj && self.name_at[object] != NONE)
            .find_map(|object| {
                let (code, kind, _) = self.known(self.name_at[object] as usize);
                code.filter(|code| {
                    super::context::is_country(code)
                        && kind.is_some_and(|kind| kind == Kind::Country || kind.is_place())
                })
            })
    }

    /// A code that a noun may mean: the one at hand where it is one of them, else the first.
    pub(super) fn usual_code(&self, role: &'a Role, code: Option<&'a str>) -> Option<&'a str> {
        let first = role.among.first().map(String::as_str);
        match code {
            Some(code) if role.among.iter().any(|among| among == code) => Some(code),
            Some(code)
                if role.what != What::Country
                    && role.among.len() > 1
                    && !first.is_some_and(|first| self.context.speaks_of(first)) =>
            {
                Some(code)
            }
            _ => first,
        }
    }

    /// The person who holds an office: the one so titled in the article, else by date from the actor files.
    pub(super) fn holder(&self, number: u32, role: &'a Role, said: &Said<'a>, head: usize) -> Option<Meaning<'a>> {
        let met = |person: u32| {
            let (last, _) = self.last_of_person[person as usize];
            Meaning { person: Some(person), antecedent: (last != NONE).then_some(last as usize), ..Meaning::default() }
        };
        let code_of = |person: u32| self.person_actor(person).1;
        if let Some(&person) = self.titled.get(&number)
            && (said.code.is_none() || said.code == code_of(person))
            && self.is_recent(person, head)
        {
            return Some(met(person));
        }
        let code = said.code.or_else(|| {
            let near = role.domestic.then(|| self.context.country_at(self.article, head)).flatten();
            if role.among.is_empty() { near } else { self.usual_code(role, near) }
        })?;
        for office in &role.office {
            let mut holders = self.actors.gazetteer.holders(code, office);
            let holder = match self.context.day {
                Some(day) => only(holders.filter(|(_, entry)| entry.term(day) == Term::Within)),
                None => holders.find(|(_, entry)| self.persons.described_by(entry).is_some()),
            };
            if let Some((row, entry)) = holder {
                return Some(match self.persons.described_by(entry) {
                    Some(person) => met(person),
                    None => Meaning { code: entry.code.as_deref(), row: Some(row), ..Meaning::default() },
                });
            }
        }
        None
    }

    pub(super) fn is_recent(&self, person: u32, head: usize) -> bool {
        let (last, _) = self.last_of_person[person as usize];
        last == NONE
            || self.article.sentence_of[self.drafts[last as usize].mention.head] + 4 * REACH
                >= self.article.sentence_of[head]
    }

    /// Which country "the country", "the island nation", "his homeland" means.
    pub(super) fn country_meant(
        &self,
        role: &Role,
        plural: bool,
        said: &Said<'a>,
        definite: Definiteness,
        possessor: Option<usize>,
        start: usize,
    ) -> Meaning<'a> {
        if said.code.is_some() && !plural {
            return Meaning { code: said.code, antecedent: possessor, ..Meaning::default() };
        }
        let fits = |code: &str| {
            super::context::is_country(code)
                && (role.among.is_empty()
                    || (!plural && role.sector.is_some())
                    || role.among.iter().any(|among| among == code))
        };
        if role.among.len() == 1 && !plural {
            let code = self.actors.gazetteer.country(&role.among[0]).and_then(|country| country.code.as_deref());
            return Meaning { code, ..Meaning::default() };
        }
        if plural && said.code.is_none() && !role.among.is_empty() {
            let code = self.context.country_at(self.article, start).filter(|code| fits(code));
            return Meaning { code, ..Meaning::default() };
        }
        if plural || definite != Definiteness::Definite {
            return Meaning { code: said.code, ..Meaning::default() };
        }
        let spoken = self.drafts.iter().enumerate().rev().take(WINDOW).find(|(_, draft)| {
            draft.class == Class::Country && draft.code.is_some_and(fits) && draft.mention.tokens.end <= start
        });
        match spoken {
            Some((index, draft)) => Meaning { code: draft.code, antecedent: Some(index), ..Meaning::default() },
            None => {
                let spoken = self.context.spoken_before(start).map(|(_, code)| code);
                Meaning { code: spoken.or(self.context.main()).filter(|code| fits(code)), ..Meaning::default() }
            }
        }
    }

    /// The last mention with the same noun and a country.
    pub(super) fn same_noun(&self, number: usize, role: &Role) -> Option<usize> {
        let last = self.roles[number].tokens.end - 1;
        let noun = self.article.words(self.roles[number].tokens.clone()).to_ascii_lowercase();
        let draft = *self.last_of_noun.get(noun.as_str())?;
        let earlier = &self.drafts[draft as usize];
        let near = self.article.sentence_of[earlier.mention.head] + 2 * REACH >= self.article.sentence_of[last];
        let beside = self.article.sentence_of[earlier.mention.head] + 1 >= self.article.sentence_of[last];
        let at_home = || earlier.code == self.context.country_at(self.article, last);
        let kin = earlier.role == self.roles[number].role && earlier.code.is_some();
        (near && kin && (beside || !role.domestic || at_home())).then_some(draft as usize)
    }

    /// The body last spoken of that "the group", "the ministry", "the court" may stand for.
    pub(super) fn body_meant(&self, number: usize, role: &Role) -> Option<usize> {
        let found = &self.roles[number];
        if found.plural || role.what != What::Body {
            return None;
        }
        let here = self.article.sentence_of[found.tokens.start];
        let noun = self.article.words(found.tokens.clone()).to_ascii_lowercase();
        self.drafts
            .iter()
            .enumerate()
            .rev()
            .take(WINDOW)
            .take_while(|(_, draft)| self.article.sentence_of[draft.mention.head] + REACH >= here)
            .find(|(_, draft)| {
                let body = draft.class == Class::Body
                    && draft.mention.kind == MentionKind::Named
                    && draft.mention.label == EntityLabel::Org;
                let body =
                    body && (draft.mention.actor.sector != Some(Sector::Jrn) || role.sector == Some(Sector::Jrn));
                let trade = matches!(
                    role.sector,
                    Some(Sector::Bus | Sector::Reb | Sector::Prm | Sector::Pty | Sector::Soc | Sector::Uaf)
                );
                let league = role.league && draft.code.is_some_and(super::context::is_league);
                let kin = role.any
                    || league
                    || (!role.generic && draft.role == found.role)
                    || (trade && draft.mention.actor.sector == role.sector)
                    || (draft.mention.actor.sector.is_none()
                        && matches!(noun.as_str(), "company" | "firm" | "corporation"))
                    || draft.mention.actor.name.to_ascii_lowercase().contains(&noun);
                body && kin
            })
            .map(|(index, _)| index)
    }

    /// The country of the noun before an "and" that shares its modifiers ("Russian soldiers and diplomats").
    pub(super) fn shared_code(&self, head: usize) -> Option<&'a str> {
        let tokens = &self.article.tokens;
        let first = tokens[head].head;
        if tokens[head].relation != Relation::Conj
            || first >= head
            || self.article.tree.children(head).any(|child| child < head)
        {
            return None;
        }
        let draft = self.draft_at[first];
        (draft != NONE && self.drafts[draft as usize].role != NONE).then(|| self.drafts[draft as usize].code).flatten()
    }
}

/// The latest of several rows where all are one person's.
fn only<'e>(rows: impl Iterator<Item = (u32, &'e Entry)>) -> Option<(u32, &'e Entry)> {
    let mut found: Option<(u32, &Entry)> = None;
    for row in rows {
        if found.is_some_and(|(_, entry)| entry.who != row.1.who) {
            return None;
        }
        found = Some(row);
    }
    found
}
