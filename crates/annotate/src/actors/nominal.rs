//! Mentions by a role or a common noun: "US diplomats", "the minister", "protesters".

use std::ops::Range;

use terms::{Actor, EntityLabel, MentionKind, Relation, Sector, Tag};

use super::apposition::Link;
use super::gazetteer::{Entry, Term};
use super::gender;
use super::names::NONE;
use super::phrase::{Holding, Said};
use super::reading::{Class, Reading};
use super::roles::{Role, What};

/// Sentences back in which a short form may find what it stands for.
const REACH: usize = 6;
/// Mentions back in which a short form may find what it stands for.
const WINDOW: usize = 80;

/// How a phrase is determined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Definiteness {
    /// "the", "this", "these", "both", or a title in capitals alone.
    Definite,
    /// "a", "some", "no", "two".
    Indefinite,
    /// Nothing before it.
    Bare,
}

/// Whom a nominal means, as far as it was found out.
#[derive(Clone, Debug, Default)]
struct Meaning<'a> {
    code: Option<&'a str>,
    person: Option<u32>,
    /// A row of the actor files, where the person is not named in the article.
    row: Option<u32>,
    antecedent: Option<usize>,
    /// Whether the antecedent's whole actor is meant, not just its country.
    same: bool,
}

impl<'a> Reading<'a> {
    /// Adds the mention that a role noun heads; two where two countries share it.
    pub(super) fn read_role(&mut self, number: usize) {
        let found = self.roles[number].clone();
        let role = self.actors.roles.role(found.role);
        let head = self.role_heads[number];
        let phrase = self.phrase(head, found.tokens.clone());
        let definite = self.definiteness(&phrase, head);
        if self.speaks_of_nobody(number, definite) {
            return;
        }
        let mut said = self.said(phrase.clone(), &found.tokens, head, role);
        let possessor = self.possessor(head);
        self.take_sector(&mut said, role, possessor);
        if said.code.is_none() || said.by_place {
            said.code = possessor.and_then(|draft| self.drafts[draft].code).or(said.code);
        }
        let meaning = self.meaning(number, role, &said, definite, possessor, &phrase);
        let class = match (role.what, found.plural) {
            (What::Person, false) => Class::Person,
            (What::Person | What::People, _) => Class::People,
            (What::Body, false) => Class::Body,
            (What::Country, false) => Class::Country,
            _ => Class::Other,
        };
        let mut actor = Actor {
            name: self.nominal_name(&phrase, meaning.code, class),
            code: meaning.code.map(str::to_owned),
            sector: said.sector,
            wikidata_id: None,
        };
        let mut person = NONE;
        let mut label =
            if class == Class::Person || class == Class::People { EntityLabel::Person } else { EntityLabel::Org };
        let mut code = meaning.code;
        if let Some(known) = meaning.person {
            (actor, code) = self.person_actor(known);
            person = known;
            if said.holding == Holding::Not {
                actor.sector = said.sector;
            } else if actor.sector.is_none() || (actor.sector == Some(Sector::Eli) && said.holding == Holding::Now) {
                actor.sector = said.sector.or(actor.sector);
            }
        } else if let Some(row) = meaning.row {
            actor = self.actors.gazetteer.entry(row).actor();
        } else if let (true, Some(antecedent)) = (meaning.same, meaning.antecedent) {
            actor = self.drafts[antecedent].mention.actor.clone();
            code = self.drafts[antecedent].code;
            person = self.drafts[antecedent].person;
        } else if let Some(row) = self.body_of_that_name(&found.tokens, meaning.code) {
            actor = self.actors.gazetteer.entry(row).actor();
            code = self.actors.gazetteer.entry(row).code.as_deref();
        } else if class == Class::Country {
            label = EntityLabel::Gpe;
            if let Some(country) = meaning
                .code
                .filter(|_| meaning.antecedent.is_some())
                .and_then(|code| self.actors.gazetteer.country(code))
            {
                actor = country.actor();
                actor.sector = None;
            }
        }
        let last_word = self.article.tokens[found.tokens.end - 1].text.to_ascii_lowercase();
        let mut draft = self.draft(phrase, head, MentionKind::Nominal, label, actor);
        draft.class = class;
        draft.person = person;
        draft.code = code;
        draft.role = found.role;
        draft.mention.antecedent = meaning.antecedent;
        draft.gender = match meaning.person {
            Some(known) => self.persons.list[known as usize].gender.or_else(|| gender::gender_of_title(&last_word)),
            None => gender::gender_of_title(&last_word),
        };
        if let Some(person) = meaning.person.filter(|_| said.holding == Holding::Now && !found.plural) {
            self.titled.insert(found.noun, person);
        }
        let second = said.also.map(|also| {
            let mut second = draft.clone();
            second.mention.actor = Actor { code: Some(also.to_owned()), ..draft.mention.actor.clone() };
            second.code = Some(also);
            second
        });
        let draft = self.add(draft);
        if self.drafts[draft].code.is_some() {
            let noun = self.article.words(found.tokens).to_ascii_lowercase();
            self.last_of_noun.insert(noun.into_boxed_str(), draft as u32);
        }
        if let Some(second) = second {
            self.add(second);
        }
    }

    /// Whether a role noun is used without speaking of an actor: "justice system", "took office", "judge-led".
    fn speaks_of_nobody(&self, number: usize, definite: Definiteness) -> bool {
        let tokens = &self.article.tokens;
        let found = &self.roles[number];
        let role = self.actors.roles.role(found.role);
        let head = self.role_heads[number];
        let above = tokens[head].head;
        if tokens.get(found.tokens.end).is_some_and(|next| &*next.text == "of") && role.what == What::Country {
            return self.name_at.get(found.tokens.end + 1).is_none_or(|&name| name == NONE)
                && self.name_at.get(found.tokens.end + 2).is_none_or(|&name| name == NONE);
        }
        if &*tokens[head].text == "forces" && &*tokens[above].lemma == "join" {
            return true;
        }
        if &*tokens[head].text == "bank" && self.is_beside_water(found.tokens.end) {
            return true;
        }
        if role.sector == Some(Sector::Opp) && tokens.get(found.tokens.end).is_some_and(|next| &*next.text == "to") {
            return true;
        }
        let hyphen = tokens.get(found.tokens.end).is_some_and(|token| token.tag == Tag::HYPH);
        let elect = tokens
            .get(found.tokens.end + 1)
            .is_some_and(|token| matches!(&*token.text.to_ascii_lowercase(), "elect" | "general" | "in"));
        if hyphen && !elect && tokens[head].space_after == tokens[found.tokens.end - 1].space_after {
            return true;
        }
        if matches!(tokens[head].relation, Relation::Compound | Relation::Nmod | Relation::Amod)
            && above > head
            && tokens[above].is_noun()
        {
            let within_role = self.role_at[above] != NONE && self.name_at[above] == NONE;
            let power = matches!(
                role.sector,
                Some(
                    Sector::Gov
                        | Sector::Leg
                        | Sector::Mil
                        | Sector::Cop
                        | Sector::Jud
                        | Sector::Reb
                        | Sector::Uaf
                        | Sector::Opp
                        | Sector::Spy
                        | Sector::Pty
                )
            );
            let body = matches!(role.what, What::Body | What::People) && !role.generic && power;
            return within_role || !body;
        }
        let low = tokens[head].text.starts_with(char::is_lowercase);
        let counted = role.what == What::Country
            || (role.what == What::Body && (role.generic || role.sector == Some(Sector::Bus)));
        definite == Definiteness::Bare
            && !found.plural
            && low
            && counted
            && !self.article.tree.children(head).any(|child| child < head)
    }

    /// Whether "of" and a river, or the like, follow.
    fn is_beside_water(&self, end: usize) -> bool {
        let after = [end + 1, end + 2].map(|at| self.name_at.get(at).copied().unwrap_or(NONE));
        self.article.tokens.get(end).is_some_and(|token| &*token.text == "of")
            && after.iter().any(|&name| name != NONE && self.names[name as usize].label == EntityLabel::Loc)
    }

    /// The row of the actor files for a body with a common name ("the Senate") of a country.
    fn body_of_that_name(&self, own: &Range<usize>, code: Option<&str>) -> Option<u32> {
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

    /// "its president": a generic noun takes the sector of the body that possesses it.
    pub(super) fn take_sector(&self, said: &mut Said<'a>, role: &Role, possessor: Option<usize>) {
        let Some(owner) = possessor.map(|draft| &self.drafts[draft]) else { return };
        if role.generic && said.sector == role.sector && owner.class == Class::Body {
            said.sector = owner.mention.actor.sector;
        }
    }

    /// The draft that possesses a noun ("the country's minister", "his government").
    pub(super) fn possessor(&self, head: usize) -> Option<usize> {
        let tokens = &self.article.tokens;
        let child =
            self.article.tree.children(head).find(|&child| child < head && tokens[child].relation == Relation::Poss)?;
        Some(self.draft_at[child]).filter(|&draft| draft != NONE).map(|draft| draft as usize)
    }

    fn definiteness(&self, phrase: &Range<usize>, head: usize) -> Definiteness {
        let tokens = &self.article.tokens;
        for child in self.article.tree.children(head).take_while(|&child| child < head) {
            match tokens[child].tag {
                Tag::DT | Tag::PDT => {
                    let word = tokens[child].text.to_ascii_lowercase();
                    return if matches!(word.as_str(), "the" | "this" | "that" | "these" | "those" | "both") {
                        Definiteness::Definite
                    } else {
                        Definiteness::Indefinite
                    };
                }
                Tag::CD => return Definiteness::Indefinite,
                Tag::PRPS => return Definiteness::Definite,
                _ => {}
            }
        }
        if tokens[phrase.start].text.eq_ignore_ascii_case("the") {
            return Definiteness::Definite;
        }
        let capital = tokens[head].text.starts_with(char::is_uppercase);
        let first = self
            .article
            .sentences
            .get(self.article.sentence_of[head])
            .is_some_and(|sentence| sentence.tokens.start == phrase.start);
        if capital && !first { Definiteness::Definite } else { Definiteness::Bare }
    }

    fn meaning(
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
            && !matches!(said.sector, None | Some(Sector::Bus | Sector::Med | Sector::Ngo));
        let code = shared
            .or_else(|| (role.domestic || composed).then(|| self.context.country_at(self.article, head)).flatten());
        let code = code.filter(|&code| said.apart != Some(code) && !said.elsewhere);
        let code = if role.among.is_empty() || found.plural { code } else { self.usual_code(role, code) };
        Meaning { code, ..Meaning::default() }
    }

    /// A code that a noun may mean: the one at hand where it is one of them, else the first.
    fn usual_code(&self, role: &'a Role, code: Option<&'a str>) -> Option<&'a str> {
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
    fn holder(&self, number: u32, role: &'a Role, said: &Said<'a>, head: usize) -> Option<Meaning<'a>> {
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

    fn is_recent(&self, person: u32, head: usize) -> bool {
        let (last, _) = self.last_of_person[person as usize];
        last == NONE
            || self.article.sentence_of[self.drafts[last as usize].mention.head] + 4 * REACH
                >= self.article.sentence_of[head]
    }

    /// Which country "the country", "the island nation", "his homeland" means.
    fn country_meant(
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
    fn same_noun(&self, number: usize, role: &Role) -> Option<usize> {
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
    fn body_meant(&self, number: usize, role: &Role) -> Option<usize> {
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
                    body && (draft.mention.actor.sector != Some(Sector::Med) || role.sector == Some(Sector::Med));
                let trade = matches!(
                    role.sector,
                    Some(Sector::Bus | Sector::Igo | Sector::Reb | Sector::Pty | Sector::Ngo | Sector::Uaf)
                );
                let kin = role.any
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
    fn shared_code(&self, head: usize) -> Option<&'a str> {
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

    /// The words that name a nominal: its own, less articles, numbers and possessors, with the country where known.
    fn nominal_name(&self, phrase: &Range<usize>, code: Option<&str>, class: Class) -> String {
        let tokens = &self.article.tokens;
        let possessor_end =
            phrase.clone().rev().find(|&at| tokens[at].tag == Tag::POS).map_or(phrase.start, |at| at + 1);
        let keep_possessor = (phrase.start..possessor_end).any(|at| self.name_at[at] != NONE);
        let start = if keep_possessor { phrase.start } else { possessor_end };
        let mut name = String::new();
        let mut leading = true;
        let names_inside = phrase.clone().any(|at| self.name_at[at] != NONE);
        for (index, token) in tokens.iter().enumerate().take(phrase.end).skip(start) {
            let hyphened = tokens.get(index + 1).is_some_and(|next| next.tag == Tag::HYPH);
            let filler = matches!(
                token.tag,
                Tag::DT
                    | Tag::PDT
                    | Tag::CD
                    | Tag::PRPS
                    | Tag::RB
                    | Tag::RBR
                    | Tag::RBS
                    | Tag::JJR
                    | Tag::JJS
                    | Tag::IN
                    | Tag::TO
            ) || matches!(
                &*token.text.to_ascii_lowercase(),
                "several"
                    | "further"
                    | "additional"
                    | "another"
                    | "many"
                    | "other"
                    | "few"
                    | "such"
                    | "own"
                    | "some"
                    | "two"
                    | "dozen"
                    | "dozens"
            );
            if token.is_space() && !leading && !name.ends_with(' ') {
                name.push(' ');
            }
            if token.is_space() || (leading && ((filler && !hyphened) || token.part == terms::PartOfSpeech::Punct)) {
                continue;
            }
            let common =
                matches!(token.tag, Tag::NN | Tag::NNS | Tag::JJ) && token.text.chars().skip(1).all(char::is_lowercase);
            if leading && common && !names_inside {
                name.push_str(&token.text.to_lowercase());
            } else {
                name.push_str(&token.text);
            }
            leading = false;
            if token.space_after {
                name.push(' ');
            }
        }
        let name = name.trim_end();
        if names_inside || matches!(class, Class::Country | Class::Other) {
            return name.to_owned();
        }
        match code.and_then(|code| self.nationality(code)) {
            Some(nationality) => format!("{nationality} {name}"),
            None => name.to_owned(),
        }
    }

    /// The word that puts a noun under a country: "Samoan", or the country's name where no adjective is usual.
    fn nationality(&self, code: &str) -> Option<&str> {
        let adjective = self.actors.gazetteer.adjective(code);
        let usual = |word: &&str| ["an", "ese", "ish", "i", "ic", "ch", "ek"].iter().any(|tail| word.ends_with(tail));
        adjective.filter(usual).or_else(|| self.actors.gazetteer.country(code).map(|country| &*country.name))
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
