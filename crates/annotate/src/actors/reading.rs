//! One reading of an article from its first word to its last, with what was spoken of so far.

use std::ops::Range;

use terms::{Actor, Annotated, EntityLabel, Mention, MentionKind, Relation, Sector, Tag};

use super::Actors;
use super::apposition::Link;
use super::context::Context;
use super::gazetteer::Kind;
use super::gender::Gender;
use super::index::QuickMap;
use super::names::{self, NONE, Named, head_of};
use super::persons::Persons;
use super::roles::RoleMatch;

/// What a mention stands for, as far as pronouns must agree with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// One person.
    Person,
    /// Several persons.
    People,
    /// An organisation.
    Body,
    /// A country.
    Country,
    /// A place, no actor here.
    Place,
    /// Several countries, bodies, or something unknown.
    Other,
}

/// A mention in the making.
#[derive(Clone, Debug)]
pub(super) struct Draft<'a> {
    pub(super) mention: Mention,
    pub(super) class: Class,
    pub(super) gender: Option<Gender>,
    /// The named person that it means, or `NONE`.
    pub(super) person: u32,
    pub(super) code: Option<&'a str>,
    /// The role of a nominal mention, or `NONE`.
    pub(super) role: u32,
}

/// The state of reading.
pub(super) struct Reading<'a> {
    pub(super) actors: &'a Actors,
    pub(super) article: &'a Annotated,
    pub(super) names: Vec<Named>,
    /// For each token the innermost name that covers it, or `NONE`.
    pub(super) name_at: Vec<u32>,
    pub(super) roles: Vec<RoleMatch>,
    pub(super) role_heads: Vec<usize>,
    /// For each token the role that it heads, or `NONE`.
    pub(super) role_at: Vec<u32>,
    pub(super) links: Vec<Link>,
    pub(super) persons: Persons<'a>,
    pub(super) context: Context<'a>,
    /// For each token in quote marks the token that opens them, else `NONE`.
    pub(super) quotes: Vec<u32>,
    pub(super) drafts: Vec<Draft<'a>>,
    /// For each token the draft that it heads, or `NONE`.
    pub(super) draft_at: Vec<u32>,
    /// For each person the last draft and the number of drafts.
    pub(super) last_of_person: Vec<(u32, u32)>,
    /// Noun → person to whom it was last given as a title.
    pub(super) titled: QuickMap<u32, u32>,
    /// Initials or first word of a body's name → the draft of the full name.
    pub(super) short_forms: QuickMap<Box<str>, u32>,
    /// Noun of a nominal, lower case → its last draft with a country.
    pub(super) last_of_noun: QuickMap<Box<str>, u32>,
}

impl<'a> Reading<'a> {
    /// Collects names, roles, persons and countries.
    pub(super) fn new(actors: &'a Actors, article: &'a Annotated) -> Self {
        let tokens = &article.tokens;
        let roles = actors.roles.find(tokens);
        let names = names::find(actors, article, &roles);
        let mut persons = Persons::of(
            actors,
            tokens,
            &names,
            &roles,
            article.article.published.as_ref().map(|published| published.day),
        );
        persons.part_namesakes(actors, tokens, &names, &roles);
        let context = Context::of(actors, article, &names, &persons);
        let mut name_at = vec![NONE; tokens.len()];
        for (index, name) in names.iter().enumerate() {
            name_at[name.tokens.clone()].fill(index as u32);
        }
        let mut role_at = vec![NONE; tokens.len()];
        let role_heads: Vec<usize> = roles.iter().map(|role| head_of(tokens, role.tokens.clone())).collect();
        for (index, &head) in role_heads.iter().enumerate() {
            role_at[head] = index as u32;
        }
        let last_of_person = vec![(NONE, 0); persons.list.len()];
        Self {
            actors,
            article,
            names,
            name_at,
            roles,
            role_heads,
            role_at,
            links: Vec::new(),
            persons,
            context,
            quotes: quotes(article),
            drafts: Vec::new(),
            draft_at: vec![NONE; tokens.len()],
            last_of_person,
            titled: QuickMap::default(),
            short_forms: QuickMap::default(),
            last_of_noun: QuickMap::default(),
        }
    }

    /// Reads the article and gives its mentions, by start, longer first.
    pub(super) fn read(mut self) -> Vec<Mention> {
        self.link_titles();
        let mut by_head: Vec<(usize, usize)> =
            self.names.iter().enumerate().map(|(index, name)| (name.head, index)).collect();
        by_head.sort_unstable();
        let mut next_name = by_head.into_iter().peekable();
        for token in 0..self.article.tokens.len() {
            let dropped =
                self.article.sentences.get(self.article.sentence_of[token]).is_some_and(|sentence| sentence.dropped);
            while let Some((_, name)) = next_name.next_if(|&(head, _)| head <= token) {
                if !dropped && self.is_told(name) {
                    self.read_name(name);
                }
            }
            if dropped || self.draft_at[token] != NONE {
                continue;
            }
            let role = self.role_at[token];
            let name = self.name_at[token];
            if role != NONE && (name == NONE || self.names[name as usize].inner) {
                if !matches!(self.links[role as usize], Link::Title(_))
                    && !self.is_inside_name(&self.roles[role as usize].tokens)
                {
                    self.read_role(role as usize);
                }
            } else if name == NONE && matches!(self.article.tokens[token].tag, Tag::PRP | Tag::PRPS) {
                self.read_pronoun(token);
            }
        }
        self.finish()
    }

    /// Whether a name is more than a guess, or a guess that stands where only an actor can.
    fn is_told(&self, name: usize) -> bool {
        let found = &self.names[name];
        !found.guessed || self.persons.of_name[name] != NONE || self.quotes[found.head] == NONE
    }

    fn is_inside_name(&self, run: &Range<usize>) -> bool {
        let name = self.name_at[run.start];
        name != NONE && !self.names[name as usize].inner && self.names[name as usize].hit.is_none()
    }

    /// Code, kind and sector of a name as the actor files have it; persons by their titles too.
    pub(super) fn known(&self, name: usize) -> (Option<&'a str>, Option<Kind>, Option<Sector>) {
        let person = self.persons.of_name[name];
        if person != NONE {
            let person = &self.persons.list[person as usize];
            let row = Persons::row(self.actors, person, self.context.day);
            let code = row.and_then(|row| row.code.as_deref()).or(person.code);
            let sector = row.and_then(|row| Persons::sector_on(row, self.context.day)).or(person.sector);
            return (code, Some(Kind::Person), sector);
        }
        if let Some(site) = self.context.sites.get(&name) {
            return (Some(site.code), Some(Kind::City), None);
        }
        match self.context.rows[name] {
            NONE => match self.draft_at[self.names[name].head] {
                NONE => (None, None, None),
                draft => {
                    let draft = &self.drafts[draft as usize];
                    let body = (draft.class == Class::Body).then_some(Kind::Office);
                    (draft.code, body, draft.mention.actor.sector)
                }
            },
            row => {
                let entry = self.actors.gazetteer.entry(row);
                (entry.code.as_deref(), Some(entry.kind), entry.sector)
            }
        }
    }

    /// The actor of a named person.
    pub(super) fn person_actor(&self, person: u32) -> (Actor, Option<&'a str>) {
        let known = &self.persons.list[person as usize];
        match Persons::row(self.actors, known, self.context.day) {
            Some(row) => {
                let mut actor = row.actor();
                actor.sector = match (Persons::sector_on(row, self.context.day), known.sector) {
                    (Some(Sector::Eli), Some(said)) => Some(said),
                    (held, said) => held.or(said),
                };
                (actor, row.code.as_deref())
            }
            None => {
                let code = known.code.map(str::to_owned);
                (Actor { name: known.name.clone(), code, sector: known.sector, wikidata_id: None }, known.code)
            }
        }
    }

    /// Adds a draft and keeps the books.
    pub(super) fn add(&mut self, draft: Draft<'a>) -> usize {
        let number = self.drafts.len();
        let head = draft.mention.head;
        if self.draft_at[head] == NONE {
            self.draft_at[head] = number as u32;
        }
        if draft.person != NONE {
            let (last, count) = &mut self.last_of_person[draft.person as usize];
            *last = number as u32;
            *count += 1;
        }
        self.drafts.push(draft);
        number
    }

    /// A draft of the words of a run of tokens.
    pub(super) fn draft(
        &self,
        tokens: Range<usize>,
        head: usize,
        kind: MentionKind,
        label: EntityLabel,
        actor: Actor,
    ) -> Draft<'a> {
        let mention = Mention {
            span: self.article.span(tokens.clone()),
            tokens,
            head,
            kind,
            label,
            actor,
            alternatives: Vec::new(),
            point: None,
            antecedent: None,
        };
        Draft { mention, class: Class::Other, gender: None, person: NONE, code: None, role: NONE }
    }

    /// Whether a token is the subject of its clause.
    ///
    /// A pronoun in the objective case is none, whatever the parse says ("made them rich").
    pub(super) fn is_subject(&self, token: usize) -> bool {
        if matches!(&*self.article.tokens[token].text, "him" | "them" | "me" | "us") {
            return false;
        }
        let mut at = token;
        for _ in 0..4 {
            match self.article.tokens[at].relation {
                Relation::Nsubj | Relation::Nsubjpass => return true,
                Relation::Conj | Relation::Appos => at = self.article.tokens[at].head,
                _ => return false,
            }
        }
        false
    }

    fn finish(self) -> Vec<Mention> {
        let mut order: Vec<usize> = (0..self.drafts.len()).collect();
        order.sort_by_key(|&number| {
            let tokens = &self.drafts[number].mention.tokens;
            (tokens.start, std::cmp::Reverse(tokens.end), number)
        });
        let mut place = vec![0; order.len()];
        for (index, &number) in order.iter().enumerate() {
            place[number] = index;
        }
        let mut drafts: Vec<Option<Mention>> = self.drafts.into_iter().map(|draft| Some(draft.mention)).collect();
        order
            .into_iter()
            .filter_map(|number| drafts[number].take())
            .map(|mut mention| {
                mention.antecedent = mention.antecedent.map(|number| place[number]);
                mention
            })
            .collect()
    }
}

/// For each token in quote marks the token that opens them; a blank line ends a quote that nobody closed.
fn quotes(article: &Annotated) -> Vec<u32> {
    let mut open = NONE;
    article
        .tokens
        .iter()
        .enumerate()
        .map(|(index, token)| {
            match &*token.text {
                "“" | "``" => open = index as u32,
                "”" | "''" => open = NONE,
                "\"" => open = if open == NONE { index as u32 } else { NONE },
                _ if token.is_space() && token.text.matches('\n').count() > 1 => open = NONE,
                _ => {}
            }
            open
        })
        .collect()
}
