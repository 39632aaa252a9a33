//! Noun phrases: where they start and end, and what the words around a role noun say of it.

use std::ops::Range;

use terms::{Annotated, EntityLabel, PartOfSpeech, Relation, Sector, Tag};

use super::gazetteer::Kind;
use super::names::{NONE, role_from};
use super::reading::Reading;
use super::roles::{Effect, Role, lowered};

/// Steps down a tree after which a phrase's left edge is good enough.
const DEPTH: usize = 40;

/// Words before its head that a phrase may have.
const LONGEST: usize = 25;

/// How a holder stands to the office that is named.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Holding {
    /// Holds it.
    #[default]
    Now,
    /// Held it, or will.
    Not,
    /// Holds one below it, or it is not the one in force ("a deputy", "the next").
    Other,
}

/// What the words of a phrase say of its role noun.
#[derive(Clone, Debug, Default)]
pub(super) struct Said<'a> {
    /// Country or organisation code.
    pub(super) code: Option<&'a str>,
    /// A second country on an equal footing ("Russian and Turkish officials").
    pub(super) also: Option<&'a str>,
    /// Sector, composed of the noun and the words before it.
    pub(super) sector: Option<Sector>,
    /// How a holder stands to the office.
    pub(super) holding: Holding,
    /// A country that the noun is set apart from ("Iran-backed fighters" need not be Iran's).
    pub(super) apart: Option<&'a str>,
    /// Whether it belongs to people or a part of the world without a code ("African leaders"), hence to no country at hand.
    pub(super) elsewhere: bool,
    /// Whether a body stands among the words, so that a generic noun has that body's sector or none.
    pub(super) of_body: bool,
    /// Whether the code is that of the place behind ("police in Lima"), which a possessor outdoes.
    pub(super) by_place: bool,
}

/// Relations of words that stand before a noun and belong to its phrase.
fn is_modifier(relation: Relation) -> bool {
    use Relation::{Advmod, Amod, Compound, Det, Nmod, Nummod, Poss, Predet, Punct, Quantmod};
    matches!(relation, Det | Amod | Compound | Nummod | Nmod | Poss | Quantmod | Predet | Punct | Advmod)
}

/// The first token of the phrase that a noun heads.
pub(super) fn left_edge(article: &Annotated, head: usize) -> usize {
    let mut left = head;
    for child in article.tree.children(head).rev().filter(|&child| child < head) {
        if !is_modifier(article.tokens[child].relation) {
            break;
        }
        left = leftmost(article, child);
    }
    let ends = |at: usize| {
        let token = &article.tokens[at];
        let line = || token.text.contains('\n') && (token.text.len() > 2 || token.text.matches('\n').count() > 1);
        matches!(token.tag, Tag::OpenQuote | Tag::CloseQuote | Tag::WDT | Tag::WP) || (token.is_space() && line())
    };
    let comma =
        |at: usize| &*article.tokens[at].text == "," && at > 0 && article.tokens[at - 1].part != PartOfSpeech::Adj;
    left = left.max(head.saturating_sub(LONGEST));
    let quote = (left..head).rev().find(|&at| ends(at) || comma(at));
    left = quote.map_or(left, |at| at + 1);
    while left < head && matches!(article.tokens[left].part, PartOfSpeech::Punct | PartOfSpeech::Space) {
        left += 1;
    }
    left
}

fn leftmost(article: &Annotated, token: usize) -> usize {
    let mut left = token;
    for _ in 0..DEPTH {
        match article.tree.children(left).next() {
            Some(child) if child < left => left = child,
            _ => break,
        }
    }
    left
}

impl<'a> Reading<'a> {
    /// The phrase around a head: its modifiers, its own words, and "of …" right behind.
    pub(super) fn phrase(&self, head: usize, own: Range<usize>) -> Range<usize> {
        let mut left = left_edge(self.article, head).min(own.start);
        while left > 0
            && matches!(self.article.tokens[head].relation, Relation::Compound | Relation::Nmod)
            && self.name_at[left - 1] != NONE
            && self.article.tokens[self.names[self.name_at[left - 1] as usize].head].head
                == self.article.tokens[head].head
        {
            left = self.names[self.name_at[left - 1] as usize].tokens.start;
        }
        let mut right = own.end.max(head + 1);
        let tokens = &self.article.tokens;
        if tokens
            .get(right)
            .is_some_and(|token| &*token.text == "of" && token.relation == Relation::Prep && own.contains(&token.head))
        {
            let object = self.article.tree.children(right).find(|&child| tokens[child].relation == Relation::Pobj);
            if let Some(object) = object {
                let name = self.name_at[object];
                if name != NONE {
                    right = right.max(self.names[name as usize].tokens.end);
                } else if self.role_at[object] != NONE || tokens[object].is_noun() && object < right + 5 {
                    right = object + 1;
                }
            }
        }
        left..right
    }

    /// What the words before and behind a role noun say of it.
    pub(super) fn said(&self, phrase: Range<usize>, own: &Range<usize>, head: usize, role: &Role) -> Said<'a> {
        let mut said = Said::default();
        let mut sector = None;
        let mut overriding = None;
        let tokens = &self.article.tokens;
        let own_start =
            (phrase.start..own.start).rev().find(|&at| tokens[at].tag == Tag::POS).map_or(phrase.start, |at| at + 1);
        let mut buffer = String::new();
        let mut at = phrase.start;
        while at < own.start {
            let name = self.name_at[at];
            if name != NONE {
                let end = self.names[name as usize].tokens.end;
                if self.is_set_apart(name as usize) {
                    said.apart = self.known(name as usize).0;
                } else {
                    self.hear_name(&mut said, &mut sector, name as usize, at >= own_start && role.generic);
                }
                at = end.max(at + 1);
                continue;
            }
            if at >= own_start {
                if let Some(modifier) = self.actors.roles.modifier(lowered(&tokens[at].text, &mut buffer)) {
                    match modifier.effect {
                        Effect::Sector => sector = sector.or(modifier.sector),
                        Effect::Overrides => overriding = modifier.sector,
                        Effect::Former | Effect::Elect => {
                            overriding = modifier.sector;
                            said.holding = Holding::Not;
                        }
                        Effect::Below if said.holding == Holding::Now => said.holding = Holding::Other,
                        Effect::Below => {}
                    }
                } else if matches!(
                    &*buffer,
                    "new" | "next" | "future" | "another" | "a" | "an" | "any" | "every" | "no"
                ) {
                    said.holding = if said.holding == Holding::Now { Holding::Other } else { said.holding };
                }
                if let Some(before) = role_from(&self.roles, at) {
                    sector = self.actors.roles.role(before.role).sector.or(sector);
                }
            }
            at += 1;
        }
        if tokens.get(own.end).is_some_and(|token| token.tag == Tag::HYPH)
            && tokens.get(own.end + 1).is_some_and(|token| token.text.eq_ignore_ascii_case("elect"))
        {
            overriding = Some(Sector::Eli);
            said.holding = Holding::Not;
        }
        self.hear_behind(&mut said, &mut sector, head, role);
        let own = role.sector.filter(|_| !said.of_body || !role.generic);
        said.sector = overriding.or(if role.generic { sector.or(own) } else { own });
        said
    }

    /// Takes country and sector from a name among the words.
    fn hear_name(&self, said: &mut Said<'a>, sector: &mut Option<Sector>, name: usize, lends_sector: bool) {
        let (code, kind, of_name) = self.known(name);
        let country =
            kind.is_none_or(|kind| matches!(kind, Kind::Country | Kind::Demonym | Kind::People) || kind.is_place());
        said.elsewhere |= code.is_none() && matches!(kind, Some(Kind::Demonym | Kind::Region));
        if let Some(code) = code {
            if said.code.is_none() {
                said.code = Some(code);
            } else if said.code != Some(code) && said.also.is_none() && country && self.is_joined(name) {
                said.also = Some(code);
            }
        }
        let body = !country || (kind.is_none() && self.names[name].label == EntityLabel::Org);
        if lends_sector && body {
            said.of_body = true;
            *sector = sector.or(of_name);
        }
    }

    /// Takes country and sector from "of …", "in …", "for …" behind a noun.
    fn hear_behind(&self, said: &mut Said<'a>, sector: &mut Option<Sector>, head: usize, role: &Role) {
        let generic = role.generic;
        let abroad = sector.or(role.sector) == Some(Sector::Mil)
            || (!role.domestic && matches!(role.sector, Some(Sector::Gov | Sector::Ref)));
        let tokens = &self.article.tokens;
        for preposition in self.article.tree.children(head).filter(|&child| child > head).take(4) {
            let word = &*tokens[preposition].text;
            if tokens[preposition].relation != Relation::Prep
                || !matches!(word, "of" | "in" | "for" | "from" | "at" | "with")
            {
                continue;
            }
            let Some(object) =
                self.article.tree.children(preposition).find(|&child| tokens[child].relation == Relation::Pobj)
            else {
                continue;
            };
            let name = self.name_at[object];
            if name != NONE {
                let (_, kind, _) = self.known(name as usize);
                let belongs = matches!(word, "of" | "for" | "at" | "with")
                    || kind.is_none_or(|kind| !kind.is_body() && kind != Kind::Person);
                let place = matches!(word, "in" | "at");
                if belongs && kind != Some(Kind::Person) && !(place && abroad) {
                    said.by_place = place && said.code.is_none();
                    self.hear_name(said, sector, name as usize, generic && word != "in");
                }
            } else if matches!(word, "of" | "for" | "with" | "at") && self.role_at[object] != NONE {
                let inner = &self.roles[self.role_at[object] as usize];
                if generic && sector.is_none() {
                    *sector = self.actors.roles.role(inner.role).sector;
                }
                for at in left_edge(self.article, object)..object {
                    let name = self.name_at[at];
                    if name != NONE && said.code.is_none() {
                        self.hear_name(said, &mut None, name as usize, false);
                    }
                }
            }
        }
    }

    /// Whether a name only forms part of a compound adjective that sets the noun apart from it ("Iran-backed", "anti-Russian").
    pub(super) fn is_set_apart(&self, name: usize) -> bool {
        let tokens = &self.article.tokens;
        let run = &self.names[name].tokens;
        let hyphen = |at: usize| tokens.get(at).is_some_and(|token| matches!(&*token.text, "-" | "‐" | "‑"));
        let before = run.start.checked_sub(2).map(|at| &*tokens[at].text);
        if run.start > 0
            && hyphen(run.start - 1)
            && matches!(before, Some("anti" | "pro" | "non" | "Anti" | "Pro" | "Non"))
        {
            return true;
        }
        let belongs = |word: &str| matches!(word, "based" | "born" | "owned" | "run");
        if self.names[name].hit.as_ref().is_some_and(|hit| hit.cut) {
            let last = &*tokens[run.end - 1].text;
            return !last.rsplit('-').next().is_some_and(belongs);
        }
        hyphen(run.end)
            && tokens.get(run.end + 1).is_some_and(|token| {
                matches!(token.tag, Tag::VBN | Tag::VBD | Tag::VBG | Tag::JJ) && !belongs(&token.text)
            })
            && self.name_at[run.end + 1] == NONE
    }

    /// Whether a name stands in an "and" with the name before it.
    fn is_joined(&self, name: usize) -> bool {
        let start = self.names[name].tokens.start;
        start > 0 && matches!(&*self.article.tokens[start - 1].text, "and" | "or" | "," | "/")
    }
}
