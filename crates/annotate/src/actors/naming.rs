//! Mentions by name: whom or what a name means where it stands.

use std::ops::Range;

use terms::{Actor, EntityLabel, MentionKind, PartOfSpeech, Relation, Sector, Tag};

use super::gazetteer::{Entry, Kind};
use super::gender;
use super::names::NONE;
use super::phrase::{Holding, left_edge};
use super::reading::{Class, Reading};
use super::roles::What;

/// Verbs whose object is a place, not a government: one visits a capital, one does not warn it by visiting.
const TOWARDS_PLACES: &[&str] = &[
    "visit", "leave", "reach", "enter", "hit", "strike", "bomb", "shell", "capture", "take", "seize", "rock", "tour",
    "flee", "quit", "surround",
];

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
    fn modifies_noun(&self, name: usize) -> bool {
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

    /// A place that shares its name with a better known one.
    fn read_namesake(&mut self, name: usize, code: Option<&'a str>) {
        let own = self.names[name].tokens.clone();
        let actor = Actor {
            name: self.article.words(own.clone()).to_owned(),
            code: code.map(str::to_owned),
            ..Actor::default()
        };
        let mut draft = self.draft(own, self.names[name].head, MentionKind::Named, EntityLabel::Gpe, actor);
        draft.class = Class::Place;
        draft.code = code;
        self.add(draft);
    }

    /// The row that a name means where it stands: a seat of power where it acts, the place where it lies.
    fn row_here(&self, name: usize) -> u32 {
        let row = self.context.rows[name];
        let Some(hit) = &self.names[name].hit else { return row };
        let rows = self.actors.gazetteer.names.values(hit);
        let kind = |row: u32| self.actors.gazetteer.entry(row).kind;
        let seat = rows.iter().copied().find(|&row| kind(row) == Kind::Seat);
        let place = rows.iter().copied().find(|&row| kind(row).is_place());
        match (seat, place) {
            (Some(seat), Some(place)) if row == seat || row == place => {
                let acts = !self.modifies_noun(name) && self.acts(self.names[name].head, Kind::Capital);
                if acts { seat } else { place }
            }
            _ => row,
        }
    }

    /// The country that a body's name is put under, where it is not the one that the files know the name for:
    /// "Ukraine's Security Council".
    fn put_under(&self, own: &Range<usize>, head: usize, entry: &Entry) -> Option<&'a str> {
        let office = matches!(entry.kind, Kind::Office | Kind::Media | Kind::Party | Kind::Seat | Kind::ArmedGroup);
        let known = entry.code.as_deref().filter(|code| office && super::context::is_country(code))?;
        let left = left_edge(self.article, head).min(own.start);
        let name = (left..own.start).rev().map(|at| self.name_at[at]).find(|&name| name != NONE)? as usize;
        let (code, kind, _) = self.known(name);
        let country = matches!(kind, Some(Kind::Country | Kind::Demonym));
        let end = self.names[name].tokens.end;
        let near = own.start.saturating_sub(end) <= 1;
        code.filter(|&code| country && near && code != known && !self.is_set_apart(name))
    }

    /// The body named in full before for which this name is short: its initials, or its first word.
    fn short_for(&self, name: usize) -> Option<usize> {
        let run = &self.names[name].tokens;
        let word = &*self.article.tokens[run.start].text;
        let known = self.names[name].hit.is_some();
        if run.len() != 1 || (known && (word.len() < 3 || word.chars().any(char::is_lowercase))) {
            return None;
        }
        self.short_forms.get(word).map(|&draft| draft as usize)
    }

    /// Adds a mention of a body by the short form of a name given before.
    fn read_short(&mut self, name: usize, earlier: usize) {
        let own = self.names[name].tokens.clone();
        let head = self.names[name].head;
        let full = self.drafts[earlier].clone();
        let tokens = self.named_phrase(own, head);
        let mut draft = self.draft(tokens, head, MentionKind::Named, full.mention.label, full.mention.actor);
        draft.class = full.class;
        draft.code = full.code;
        draft.role = full.role;
        draft.mention.antecedent = Some(earlier);
        self.add(draft);
    }

    /// Remembers the initials of a body's name and, for names of the text's own, its first word.
    fn remember_short(&mut self, name: usize, draft: usize) {
        let run = self.names[name].tokens.clone();
        if run.len() < 2 || self.names[name].inner {
            return;
        }
        let tokens = &self.article.tokens;
        let capital = |word: &str| word.chars().next().filter(|first| first.is_uppercase());
        let initials: String = tokens[run.clone()].iter().filter_map(|token| capital(&token.text)).collect();
        if initials.len() > 2 {
            self.short_forms.insert(initials.into_boxed_str(), draft as u32);
        }
        let first = &tokens[run.start];
        let sector = self.drafts[draft].mention.actor.sector;
        let public = matches!(
            sector,
            Some(Sector::Hlh | Sector::Edu | Sector::Cop | Sector::Gov | Sector::Jud | Sector::Leg | Sector::Mil)
        );
        let plain = self.names[name].hit.is_none()
            && !public
            && first.tag == Tag::NNP
            && first.text.len() > 3
            && !matches!(
                &*first.text,
                "National"
                    | "United"
                    | "General"
                    | "First"
                    | "International"
                    | "American"
                    | "Royal"
                    | "Central"
                    | "Federal"
            )
            && !run.clone().any(|at| self.names[self.name_at[at] as usize].inner);
        if plain {
            self.short_forms.insert(first.text.clone(), draft as u32);
        }
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
    fn named_phrase(&self, own: Range<usize>, head: usize) -> Range<usize> {
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

    /// Whether a demonym names a language: "in English", "spoke Russian".
    fn is_language(&self, head: usize) -> bool {
        let tokens = &self.article.tokens;
        let above = &tokens[tokens[head].head];
        let bare = self.article.tree.children(head).next().is_none()
            && tokens[head].tag != Tag::NNS
            && tokens[head].tag != Tag::NNPS;
        bare && match tokens[head].relation {
            Relation::Pobj => matches!(&*above.text, "in" | "In" | "into"),
            Relation::Dobj => matches!(&*above.lemma, "speak" | "learn" | "teach" | "study" | "understand"),
            _ => false,
        }
    }

    /// Whether a demonym stands for people or for the country as such, not for a quality.
    fn is_people(&self, entry: &Entry, own: Range<usize>, head: usize, modifier: bool) -> bool {
        let token = &self.article.tokens[head];
        if modifier {
            return self.has_article_before(own.start, "the")
                && self.article.tokens.get(own.end).is_some_and(|next| next.is_verb());
        }
        let adjective = self.article.words(own).eq_ignore_ascii_case(&entry.name);
        match token.tag {
            Tag::NNS | Tag::NNPS => true,
            _ if adjective => {
                self.has_article(head, "the") || self.has_article(head, "a") || self.has_article(head, "an")
            }
            _ => token.is_noun(),
        }
    }

    fn has_article_before(&self, token: usize, article: &str) -> bool {
        token > 0 && self.article.tokens[token - 1].text.eq_ignore_ascii_case(article)
    }

    fn has_article(&self, head: usize, article: &str) -> bool {
        self.article
            .tree
            .children(head)
            .any(|child| child < head && self.article.tokens[child].text.eq_ignore_ascii_case(article))
    }

    /// Whether a capital or a seat of power stands for those who govern from it.
    fn acts(&self, head: usize, kind: Kind) -> bool {
        let tokens = &self.article.tokens;
        let mut at = head;
        for _ in 0..4 {
            if tokens[at].relation != Relation::Conj {
                break;
            }
            at = tokens[at].head;
        }
        let above = &tokens[tokens[at].head];
        match tokens[at].relation {
            Relation::Nsubj => above.is_verb() && !matches!(&*above.lemma, "lie" | "be" | "host"),
            Relation::Nsubjpass | Relation::Dative => true,
            Relation::Poss => is_doing(&above.lemma),
            Relation::Dobj => !TOWARDS_PLACES.contains(&&*above.lemma),
            Relation::Pobj => {
                let governor = &tokens[above.head];
                let word = above.text.to_ascii_lowercase();
                match word.as_str() {
                    "with" | "against" | "by" | "between" => true,
                    "to" | "from" => {
                        kind == Kind::Seat
                            || !(governor.is_verb() && is_motion(&governor.lemma)) && above.relation == Relation::Dative
                    }
                    "of" | "on" => governor.is_verb() && kind == Kind::Capital,
                    _ => false,
                }
            }
            Relation::Root | Relation::Appos => kind == Kind::Seat,
            _ => false,
        }
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
        let mut draft = self.draft(phrase, head, MentionKind::Named, label, actor);
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

/// Whether "the …" means the people as a whole ("the French"), not one of them ("the Brazilian").
fn is_collective(adjective: &str) -> bool {
    ["sh", "ch", "ese", "ss"].iter().any(|tail| adjective.ends_with(tail))
}

/// Whether a noun names something done, thought or said, so that its possessor acts: "Moscow's refusal".
fn is_doing(lemma: &str) -> bool {
    ["ion", "ment", "sal", "ance", "ence", "ing"].iter().any(|tail| lemma.ends_with(tail))
        || matches!(
            lemma,
            "demand"
                | "support"
                | "claim"
                | "stance"
                | "policy"
                | "effort"
                | "offer"
                | "ally"
                | "plan"
                | "threat"
                | "role"
                | "tie"
                | "attack"
                | "call"
                | "move"
                | "bid"
                | "fear"
                | "hope"
                | "denial"
                | "envoy"
                | "response"
                | "request"
                | "interest"
                | "strategy"
                | "promise"
        )
}

fn is_motion(lemma: &str) -> bool {
    matches!(
        lemma,
        "go" | "come"
            | "travel"
            | "fly"
            | "return"
            | "move"
            | "head"
            | "arrive"
            | "drive"
            | "march"
            | "send"
            | "bring"
            | "take"
            | "walk"
            | "invite"
            | "rush"
    )
}
