//! Mentions by a role or a common noun: "US diplomats", "the minister", "protesters".

use std::ops::Range;

use terms::{Actor, EntityLabel, MentionKind, Relation, Sector, Tag};

use super::gender;
use super::names::NONE;
use super::phrase::{Holding, Said};
use super::reading::{Class, Reading};
use super::roles::{Role, What};

/// How a phrase is determined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Definiteness {
    /// "the", "this", "these", "both", or a title in capitals alone.
    Definite,
    /// "a", "some", "no", "two".
    Indefinite,
    /// Nothing before it.
    Bare,
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
        if &*tokens[head].lemma == "opposition" && tokens.get(found.tokens.end).is_some_and(|next| &*next.text == "to")
        {
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
                        | Sector::Prm
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
