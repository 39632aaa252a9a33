//! What the name of a place, a people or a body stands for where it is used: a government, a place, a language, people.

use std::ops::Range;

use terms::{Actor, EntityLabel, MentionKind, Relation, Tag};

use super::gazetteer::{Entry, Kind};
use super::names::NONE;
use super::phrase::left_edge;
use super::reading::{Class, Reading};

/// Verbs whose object is a place, not a government: one visits a capital, one does not warn it by visiting.
const TOWARDS_PLACES: &[&str] = &[
    "visit", "leave", "reach", "enter", "hit", "strike", "bomb", "shell", "capture", "take", "seize", "rock", "tour",
    "flee", "quit", "surround",
];

impl<'a> Reading<'a> {
    /// A place that shares its name with a better known one.
    pub(super) fn read_namesake(&mut self, name: usize, code: Option<&'a str>) {
        let own = self.names[name].tokens.clone();
        let actor = Actor {
            name: self.article.words(own.clone()).to_owned(),
            code: code.map(str::to_owned),
            ..Actor::default()
        };
        let region = self.names.get(name + 1).map_or("", |next| self.article.words(next.tokens.clone()));
        let point = code.and_then(|code| self.actors.sites.in_region(&actor.name, code, region));
        let mut draft = self.draft(own, self.names[name].head, MentionKind::Named, EntityLabel::Gpe, actor);
        draft.mention.point = point;
        draft.class = Class::Place;
        draft.code = code;
        self.add(draft);
    }

    /// The row that a name means where it stands: a seat of power where it acts, the place where it lies.
    pub(super) fn row_here(&self, name: usize) -> u32 {
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
    pub(super) fn put_under(&self, own: &Range<usize>, head: usize, entry: &Entry) -> Option<&'a str> {
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

    /// Whether a demonym names a language: "in English", "spoke Russian".
    pub(super) fn is_language(&self, head: usize) -> bool {
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
    pub(super) fn is_people(&self, entry: &Entry, own: Range<usize>, head: usize, modifier: bool) -> bool {
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

    pub(super) fn has_article_before(&self, token: usize, article: &str) -> bool {
        token > 0 && self.article.tokens[token - 1].text.eq_ignore_ascii_case(article)
    }

    pub(super) fn has_article(&self, head: usize, article: &str) -> bool {
        self.article
            .tree
            .children(head)
            .any(|child| child < head && self.article.tokens[child].text.eq_ignore_ascii_case(article))
    }

    /// Whether a capital or a seat of power stands for those who govern from it.
    pub(super) fn acts(&self, head: usize, kind: Kind) -> bool {
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
}

/// Whether "the …" means the people as a whole ("the French"), not one of them ("the Brazilian").
pub(super) fn is_collective(adjective: &str) -> bool {
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
