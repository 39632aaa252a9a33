//! Mentions by name: whom or what a name means where it stands.

use std::ops::Range;

use terms::{Actor, EntityLabel, MentionKind, PartOfSpeech, Relation, Sector, Tag};

use super::gazetteer::Kind;
use super::gender;
use super::names::NONE;
use super::phrase::{Holding, left_edge};
use super::reading::{Class, Reading};
use super::roles::What;
use super::sites::Site;
use super::standing::is_collective;

impl<'a> Reading<'a> {
    /// Adds the mention of a name.
    pub(super) fn read_name(&mut self, name: usize) {
        let person = self.persons.of_name[name];
        let bare = person != NONE && self.persons.list[person as usize].rows.is_empty();
        if let Some(earlier) = self.short_for(name).filter(|_| bare && self.names[name].hit.is_none()) {
            self.read_short(name, earlier);
        } else if person != NONE {
            self.read_person(name, person);
        } else if let Some(&code) = self.context.regions.get(&name) {
            self.read_namesake(name, code);
        } else if self.context.rows[name] != NONE {
            self.read_known(name);
        } else {
            self.read_unknown(name);
        }
    }

    fn read_person(&mut self, name: usize, person: u32) {
        let own = self.names[name].tokens.clone();
        let head = self.names[name].head;
        let (mut actor, code) = self.person_actor(person);
        let mut tokens = own.clone();
        let mut titles = Vec::new();
        let edge = if self.modifies_noun(name) { own.start } else { left_edge(self.article, head).min(own.start) };
        let from = self.roles.partition_point(|role| role.tokens.end <= edge.min(own.start.saturating_sub(12)));
        for number in from..self.roles.len() {
            let role = &self.roles[number];
            if role.tokens.start >= own.start {
                break;
            }
            if self.links[number] == super::apposition::Link::Title(name as u32) {
                titles.push(number);
            }
        }
        if let Some(&first) = titles.first() {
            let title = self.roles[first].tokens.clone();
            tokens.start = edge.min(left_edge(self.article, self.role_heads[first])).min(title.start);
            tokens.start = self.behind_and(tokens.start, title.start);
            let last = titles[titles.len() - 1];
            let found = self.roles[last].clone();
            let role = self.actors.roles.role(found.role);
            let mut said = self.said(tokens.start..found.tokens.end, &found.tokens, self.role_heads[last], role);
            let possessor = self.possessor(head).or_else(|| self.possessor(self.role_heads[last]));
            self.take_sector(&mut said, role, possessor);
            if said.holding == Holding::Not
                || (said.sector.is_some() && self.persons.list[person as usize].rows.is_empty())
            {
                actor.sector = said.sector;
            } else if actor.sector == Some(Sector::Eli)
                && said.holding == Holding::Now
                && role.sector == Some(Sector::Gov)
            {
                actor.sector = role.sector;
            }
            self.titled.insert(found.noun, person);
        } else {
            if own.start > 0 && gender::is_address(&self.article.tokens[own.start - 1].text) {
                tokens.start = own.start - 1;
            }
        }
        if tokens.start > 0 {
            let title = self.article.tokens[own.start.saturating_sub(1)].text.to_ascii_lowercase();
            let told = gender::gender_of_title(&title);
            let known = &mut self.persons.list[person as usize];
            known.gender = told.or(known.gender);
        }
        let titles_of = self.persons.list[person as usize].titles.clone();
        for noun in titles_of {
            self.titled.insert(noun, person);
        }
        let mut draft = self.draft(tokens, head, MentionKind::Named, EntityLabel::Person, actor);
        draft.class = Class::Person;
        draft.gender = self.persons.list[person as usize].gender;
        draft.person = person;
        draft.code = code;
        let (last, _) = self.last_of_person[person as usize];
        draft.mention.antecedent = (last != NONE).then_some(last as usize);
        self.add(draft);
    }

    /// Where a titled name's phrase starts when another name and an "and" stand before it: behind the "and".
    fn behind_and(&self, start: usize, title: usize) -> usize {
        let tokens = &self.article.tokens;
        let conjunction = (start..title).rev().find(|&at| tokens[at].part == PartOfSpeech::Cconj);
        match conjunction {
            Some(at) if (start..at).any(|token| self.name_at[token] != NONE) => at + 1,
            _ => start,
        }
    }

    /// Whether a name stands as a modifier before a noun.
    pub(super) fn modifies_noun(&self, name: usize) -> bool {
        let name = &self.names[name];
        let token = &self.article.tokens[name.head];
        let above = token.head;
        let modifier = matches!(
            token.relation,
            Relation::Compound
                | Relation::Amod
                | Relation::Nmod
                | Relation::Npadvmod
                | Relation::Nummod
                | Relation::Advmod
        );
        (modifier && above >= name.tokens.end) || name.inner || name.hit.as_ref().is_some_and(|hit| hit.cut)
    }

    fn read_known(&mut self, name: usize) {
        let row = self.row_here(name);
        if let Some(earlier) = self.short_for(name).filter(|&earlier| {
            self.actors.gazetteer.entry(row).kind.is_body()
                && self.drafts[earlier].mention.actor.name != *self.actors.gazetteer.entry(row).name
        }) {
            self.read_short(name, earlier);
            return;
        }
        let entry = self.actors.gazetteer.entry(row);
        let own = self.names[name].tokens.clone();
        let head = self.names[name].head;
        let modifier = self.modifies_noun(name);
        if entry.kind == Kind::Demonym && !modifier && self.is_language(head) {
            return;
        }
        let country = entry.code.as_deref().and_then(|code| self.actors.gazetteer.country(code));
        let mut kind = MentionKind::Named;
        let mut class = Class::Body;
        let mut actor = entry.actor();
        let mut label = entry.kind.label();
        match entry.kind {
            Kind::Country => {
                class = Class::Country;
                actor.sector = None;
                if modifier {
                    kind = MentionKind::Adjectival;
                }
            }
            Kind::Demonym => {
                let people = self.is_people(entry, own.clone(), head, modifier);
                let plural = self.article.tokens[head].tag == Tag::NNS || self.article.tokens[head].tag == Tag::NNPS;
                kind = if people { MentionKind::Nominal } else { MentionKind::Adjectival };
                class = match (people, plural) {
                    (true, _)
                        if is_collective(&entry.name)
                            && (self.has_article(head, "the") || self.has_article_before(head, "the")) =>
                    {
                        Class::Country
                    }
                    (true, true) => Class::People,
                    (true, false) => Class::Person,
                    _ => Class::Country,
                };
                if let Some(country) = country.filter(|_| class == Class::Country) {
                    actor = country.actor();
                    actor.sector = None;
                } else if people {
                    actor.name = self.article.words(own.clone()).to_owned();
                    actor.sector = Some(Sector::Cvl);
                }
            }
            Kind::Capital | Kind::Seat if !modifier && self.acts(head, entry.kind) => {
                class = if entry.kind == Kind::Capital { Class::Country } else { Class::Body };
                if let Some(country) = country.filter(|_| entry.kind == Kind::Capital) {
                    actor = country.actor();
                    actor.sector = Some(Sector::Gov);
                }
            }
            Kind::Seat if !modifier => {
                label = EntityLabel::Fac;
                class = Class::Place;
                actor.sector = None;
            }
            Kind::Capital | Kind::City | Kind::Region => {
                class = Class::Place;
                actor.sector = None;
                if modifier {
                    kind = MentionKind::Adjectival;
                }
            }
            Kind::People => class = Class::People,
            _ => {}
        }
        let tokens = if kind == MentionKind::Adjectival { own.clone() } else { self.named_phrase(own.clone(), head) };
        let mut code = entry.code.as_deref();
        if let Some(country) = self.put_under(&own, head, entry) {
            actor = Actor {
                name: self.article.words(own.clone()).to_owned(),
                code: Some(country.to_owned()),
                sector: entry.sector,
                wikidata_id: None,
            };
            code = Some(country);
        }
        let mut draft = self.draft(tokens, head, kind, label, actor);
        draft.class = class;
        draft.code = code;
        draft.mention.point = match entry.kind {
            Kind::Country => code.and_then(|code| self.actors.sites.country(code)),
            Kind::Region if code == Some("USA") => None,
            Kind::Capital | Kind::City | Kind::Region if class == Class::Place => {
                code.and_then(|code| self.actors.sites.within(&entry.name, code)).and_then(|site| site.point)
            }
            _ => None,
        };
        if let Some(rows) = self.context.undecided.get(&name) {
            draft.mention.alternatives =
                rows[1..].iter().map(|&row| self.actors.gazetteer.entry(row).actor()).collect();
        }
        let body = class == Class::Body;
        let draft = self.add(draft);
        if body {
            self.remember_short(name, draft);
        }
    }

    /// Words around a known name that belong to it: "the United States", "Syrian opposition group X".
    pub(super) fn named_phrase(&self, own: Range<usize>, head: usize) -> Range<usize> {
        let mut left = left_edge(self.article, head).min(own.start);
        let plain = |at: usize| {
            let token = &self.article.tokens[at];
            self.name_at[at] == NONE
                && self.role_at[at] == NONE
                && matches!(token.tag, Tag::DT | Tag::JJ | Tag::NN | Tag::NNP)
        };
        if (left..own.start).any(|at| !plain(at)) {
            left = own.start - usize::from(own.start > left && self.article.tokens[own.start - 1].tag == Tag::DT);
        }
        left..own.end
    }

    fn read_unknown(&mut self, name: usize) {
        let own = self.names[name].tokens.clone();
        let head = self.names[name].head;
        let label = self.names[name].label;
        if let Some(earlier) = self.short_for(name) {
            self.read_short(name, earlier);
            return;
        }
        let written = super::persons::written(&self.article.tokens, &self.names[name]);
        let mut actor = Actor { name: written, ..Actor::default() };
        let phrase = self.named_phrase(own.clone(), head);
        let mut class = match label {
            EntityLabel::Person => Class::Person,
            EntityLabel::Norp => Class::People,
            EntityLabel::Gpe | EntityLabel::Loc | EntityLabel::Fac => Class::Place,
            _ => Class::Body,
        };
        let mut code = None;
        let mut role_number = NONE;
        if matches!(label, EntityLabel::Org | EntityLabel::Fac | EntityLabel::Norp) {
            let found = self.role_in(own.clone(), head);
            let mut said = super::phrase::Said::default();
            if let Some(number) = found {
                let found = self.roles[number].clone();
                let role = self.actors.roles.role(found.role);
                said = self.said(phrase.start..found.tokens.end, &found.tokens, head, role);
                role_number = found.role;
                if label == EntityLabel::Norp && role.what != What::Person {
                    class = Class::Body;
                }
            }
            actor.sector = said.sector;
            code = said.code.or_else(|| self.inner_code(own.clone())).or_else(|| {
                let domestic = found.is_some_and(|number| self.actors.roles.role(self.roles[number].role).domestic);
                let first = &*self.article.tokens[own.start].text;
                (domestic || matches!(first, "National" | "Federal" | "Supreme" | "Central" | "House" | "Senate"))
                    .then(|| self.context.country_at(self.article, own.start))
                    .flatten()
            });
            actor.code = code.map(str::to_owned);
        }
        if label == EntityLabel::Gpe {
            code = self.inner_code(own);
            actor.code = code.map(str::to_owned);
        }
        let site = self.context.sites.get(&name);
        if let Some(site) = site {
            code = Some(site.code);
            actor.name = site.name.to_owned();
            actor.code = Some(site.code.to_owned());
        }
        let mut draft = self.draft(phrase, head, MentionKind::Named, label, actor);
        draft.mention.point = site.and_then(|site| site.point);
        if let Some(open) = self.context.open_sites.get(&name) {
            let reading = |site: &Site<'_>| Actor {
                name: site.name.to_owned(),
                code: Some(site.code.to_owned()),
                ..Actor::default()
            };
            draft.mention.alternatives = open.iter().map(reading).collect();
        }
        draft.class = class;
        draft.code = code;
        draft.role = role_number;
        let draft = self.add(draft);
        if class == Class::Body {
            self.remember_short(name, draft);
        }
    }

    /// The country that a name holds within it ("Bank of China").
    fn inner_code(&self, own: Range<usize>) -> Option<&'a str> {
        let inner = own.map(|at| self.name_at[at]).find(|&name| name != NONE && self.names[name as usize].inner)?;
        self.known(inner as usize).0
    }

    /// The role noun that tells what a body's name names: the one at its head, else the last.
    fn role_in(&self, own: Range<usize>, head: usize) -> Option<usize> {
        let from = self.roles.partition_point(|role| role.tokens.start < own.start);
        let within =
            (from..self.roles.len()).take_while(|&number| self.roles[number].tokens.end <= own.end).filter(|&number| {
                self.roles[number].plural || self.actors.roles.role(self.roles[number].role).what != What::Person
            });
        let mut last = None;
        for number in within {
            last = Some(number);
            if self.role_heads[number] == head {
                break;
            }
        }
        last
    }
}
