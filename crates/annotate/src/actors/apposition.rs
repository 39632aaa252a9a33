//! Titles and appositions: which role noun speaks of which named person.

use terms::{Relation, Tag};

use super::gazetteer::Kind;
use super::names::NONE;
use super::phrase::left_edge;
use super::reading::Reading;

/// How a role noun stands to a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Link {
    /// It speaks of nobody named beside it.
    None,
    /// It stands before the name, within its phrase: "Foreign Minister …".
    Title(u32),
    /// It has a phrase of its own beside the name: "…, the foreign minister".
    Apposed(u32),
}

impl Reading<'_> {
    /// Links every role noun, and tells the persons what their titles say.
    pub(super) fn link_titles(&mut self) {
        for number in 0..self.roles.len() {
            let link = self.link(number);
            self.links.push(link);
            let (Link::Title(name) | Link::Apposed(name)) = link else { continue };
            let person = self.persons.of_name[name as usize];
            if person == NONE {
                continue;
            }
            let found = self.roles[number].clone();
            let role = self.actors.roles.role(found.role);
            let head = self.role_heads[number];
            let phrase = match link {
                Link::Title(name) => {
                    left_edge(self.article, self.names[name as usize].head)
                        .min(left_edge(self.article, head))
                        .min(found.tokens.start)..found.tokens.end
                }
                _ => self.phrase(head, found.tokens.clone()),
            };
            let said = self.said(phrase, &found.tokens, head, role);
            let code = said.code.or_else(|| {
                (role.domestic && said.sector.is_some())
                    .then(|| self.context.country_at(self.article, found.tokens.start))
                    .flatten()
            });
            let person = &mut self.persons.list[person as usize];
            person.code = person.code.or(code);
            person.sector = person.sector.or(said.sector);
            if said.holding == super::phrase::Holding::Now && !person.titles.contains(&found.noun) {
                person.titles.push(found.noun);
            }
            let word = self.article.tokens[found.tokens.end - 1].text.to_ascii_lowercase();
            person.gender = person.gender.or_else(|| super::gender::gender_of_title(&word));
        }
        self.link_organisations();
    }

    /// "X of UNICEF": the person takes the body's code and sector.
    fn link_organisations(&mut self) {
        for index in 0..self.names.len() {
            let person = self.persons.of_name[index];
            let end = self.names[index].tokens.end;
            if person == NONE
                || !self.article.tokens.get(end).is_some_and(|token| matches!(&*token.text, "of" | "from"))
            {
                continue;
            }
            let after = self.name_at.get(end + 1).copied().unwrap_or(NONE);
            let after = if after == NONE && self.article.tokens.get(end + 1).is_some_and(|token| token.tag == Tag::DT) {
                self.name_at.get(end + 2).copied().unwrap_or(NONE)
            } else {
                after
            };
            if after == NONE || self.persons.of_name[after as usize] != NONE {
                continue;
            }
            let (code, _, sector) = self.known(after as usize);
            let person = &mut self.persons.list[person as usize];
            person.code = person.code.or(code);
            person.sector = person.sector.or(sector);
        }
    }

    fn link(&self, number: usize) -> Link {
        let tokens = &self.article.tokens;
        let found = &self.roles[number];
        let head = self.role_heads[number];
        let person = |token: usize| {
            let name = self.name_at.get(token).copied().unwrap_or(NONE);
            (name != NONE && self.persons.of_name[name as usize] != NONE && !found.tokens.contains(&token))
                .then_some(name)
        };
        if self.actors.roles.role(found.role).what != super::roles::What::Person {
            return Link::None;
        }
        if self.name_at[head] != NONE && !self.names[self.name_at[head] as usize].inner {
            return Link::None;
        }
        let end = found.tokens.end;
        let elect = tokens.get(end).is_some_and(|token| token.tag == Tag::HYPH)
            && tokens.get(end + 1).is_some_and(|token| token.text.eq_ignore_ascii_case("elect"));
        let next = if elect { end + 2 } else { end };
        let address = tokens.get(next).is_some_and(|token| super::gender::is_address(&token.text));
        let next = next + usize::from(address);
        if let Some(name) = person(next).filter(|&name| self.names[name as usize].tokens.start == next) {
            return Link::Title(name);
        }
        if let Some(name) = self.name_behind_body(end).and_then(person) {
            return Link::Title(name);
        }
        let above = tokens[head].head;
        if matches!(tokens[head].relation, Relation::Compound | Relation::Nmod | Relation::Amod)
            && head < above
            && let Some(name) = person(above)
            && !tokens[end..self.names[name as usize].tokens.start.max(end)].iter().any(|token| &*token.text == ",")
        {
            return Link::Title(name);
        }
        if found.plural {
            return Link::None;
        }
        if tokens[head].relation == Relation::Appos
            && let Some(name) = person(above)
        {
            return Link::Apposed(name);
        }
        let apposed =
            self.article.tree.children(head).find(|&child| child > head && tokens[child].relation == Relation::Appos);
        if let Some(name) = apposed.and_then(person) {
            return Link::Apposed(name);
        }
        if tokens[head].relation == Relation::Attr && matches!(&*tokens[above].text, "is" | "'s" | "’s") {
            let subject = self.article.tree.children(above).find(|&child| tokens[child].relation == Relation::Nsubj);
            let negated = self.article.tree.children(above).any(|child| tokens[child].relation == Relation::Neg);
            if let (Some(name), false) = (subject.and_then(person), negated) {
                return Link::Apposed(name);
            }
        }
        self.between_commas(number).map_or(Link::None, Link::Apposed)
    }

    /// "director of Amnesty International Ana Duarte": the token after the body's name.
    fn name_behind_body(&self, end: usize) -> Option<usize> {
        let tokens = &self.article.tokens;
        if !matches!(&*tokens.get(end)?.text, "of" | "to" | "for") {
            return None;
        }
        let start = end + 1 + usize::from(tokens.get(end + 1)?.tag == Tag::DT);
        let body = *self.name_at.get(start)?;
        if body == NONE || self.known(body as usize).1 == Some(Kind::Person) {
            return None;
        }
        let after = self.names[body as usize].tokens.end;
        tokens.get(after).is_some_and(|token| token.is_noun()).then_some(after)
    }

    /// "…, the deputy minister of Y, …" and "the spokeswoman, …," where the parse missed the apposition.
    fn between_commas(&self, number: usize) -> Option<u32> {
        let tokens = &self.article.tokens;
        let comma = |at: usize| tokens.get(at).is_some_and(|token| &*token.text == ",");
        let found = &self.roles[number];
        let person = |at: usize| {
            let name = *self.name_at.get(at)?;
            (name != NONE && self.persons.of_name[name as usize] != NONE).then_some(name)
        };
        let phrase = self.phrase(self.role_heads[number], found.tokens.clone());
        let ends = |at: usize| tokens.get(at).is_none_or(|token| matches!(&*token.text, "," | "." | ";"));
        let definite = matches!(tokens[phrase.start].tag, Tag::DT | Tag::PRPS) || self.name_at[phrase.start] != NONE;
        if definite
            && phrase.start >= 2
            && comma(phrase.start - 1)
            && ends(phrase.end)
            && let Some(name) = person(phrase.start - 2)
        {
            return Some(name);
        }
        let after = found.tokens.end;
        if definite
            && comma(after)
            && let Some(name) = person(after + 1)
            && comma(self.names[name as usize].tokens.end)
        {
            return Some(name);
        }
        None
    }
}
