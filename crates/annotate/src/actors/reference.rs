//! Pronouns: which earlier mention each stands for.

use terms::{Actor, EntityLabel, MentionKind, Relation};

use super::gender::Gender;
use super::names::NONE;
use super::reading::{Class, Draft, Reading};

/// Mentions looked back at.
const WINDOW: usize = 60;
/// Sentences looked back at.
const REACH: usize = 4;

/// Tokens before a quote in which its speaker must stand.
const SPEAKER: usize = 20;

/// What a pronoun asks of the mention that it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asks {
    /// "he", "she".
    Person(Gender),
    /// "they".
    Several,
    /// "it".
    Thing,
    /// "I", "we", "you": whoever speaks or is spoken to.
    Speaker,
}

fn asks(word: &str) -> Option<Asks> {
    Some(match word {
        "he" | "him" | "his" | "himself" => Asks::Person(Gender::Male),
        "she" | "her" | "hers" | "herself" => Asks::Person(Gender::Female),
        "they" | "them" | "their" | "theirs" | "themselves" => Asks::Several,
        "it" | "its" | "itself" => Asks::Thing,
        "i" | "me" | "my" | "mine" | "myself" | "we" | "us" | "our" | "ours" | "ourselves" => Asks::Speaker,
        _ => return None,
    })
}

impl Reading<'_> {
    /// Adds the mention of a pronoun, with the earlier mention that it most likely stands for.
    pub(super) fn read_pronoun(&mut self, token: usize) {
        let word = self.article.tokens[token].text.to_ascii_lowercase();
        let Some(asks) = asks(&word) else { return };
        if asks == Asks::Thing && self.is_empty_subject(token) {
            return;
        }
        let antecedent = self.antecedent(token, asks, word.ends_with("self") || word.ends_with("selves"));
        let name = Actor { name: word, ..Actor::default() };
        let mut draft = self.draft(token..token + 1, token, MentionKind::Pronoun, EntityLabel::Person, name);
        draft.class = match asks {
            Asks::Person(_) | Asks::Speaker => Class::Person,
            Asks::Several => Class::People,
            Asks::Thing => Class::Body,
        };
        if let Some(index) = antecedent {
            let earlier = &self.drafts[index];
            draft.mention.actor = earlier.mention.actor.clone();
            draft.mention.alternatives = earlier.mention.alternatives.clone();
            draft.mention.label = earlier.mention.label;
            draft.mention.antecedent = Some(index);
            draft.class = earlier.class;
            draft.code = earlier.code;
            draft.person = earlier.person;
            draft.role = earlier.role;
            if let Asks::Person(gender) = asks {
                draft.gender = Some(gender);
                if let Some(person) = self.persons.list.get_mut(draft.person as usize) {
                    person.gender.get_or_insert(gender);
                }
                self.drafts[index].gender.get_or_insert(gender);
            }
        } else if let Asks::Person(gender) = asks {
            draft.gender = Some(gender);
        }
        self.add(draft);
    }

    fn antecedent(&self, token: usize, asks: Asks, reflexive: bool) -> Option<usize> {
        if asks == Asks::Speaker {
            return None;
        }
        let here = self.article.sentence_of[token];
        let speaker = self.speaker_of(token);
        let mut best: Option<(f32, usize)> = None;
        for (back, (index, draft)) in self.drafts.iter().enumerate().rev().take(WINDOW).enumerate() {
            let gap = here - self.article.sentence_of[draft.mention.head].min(here);
            if gap > REACH {
                break;
            }
            if speaker.is_some_and(|speaker| self.is_same(speaker, index))
                || draft.mention.tokens.contains(&token)
                || !self.agrees(draft, asks)
                || (!reflexive && self.is_bound(token, draft.mention.head))
            {
                continue;
            }
            let score = self.salience(draft, token, gap, asks) - 0.04 * back as f32;
            if best.is_none_or(|(other, _)| score > other) {
                best = Some((score, index));
            }
        }
        let least = if asks == Asks::Thing { 6.0 } else { 2.0 };
        best.filter(|(score, _)| *score > least).map(|(_, index)| index)
    }

    /// Who speaks the quote that a token stands in, where that is said before it: the last subject outside.
    fn speaker_of(&self, token: usize) -> Option<usize> {
        let open = self.quotes[token];
        if open == NONE {
            return None;
        }
        let here = self.article.sentence_of[open as usize];
        self.drafts
            .iter()
            .enumerate()
            .rev()
            .take(WINDOW)
            .take_while(|(_, draft)| self.article.sentence_of[draft.mention.head] + 1 >= here)
            .find(|(_, draft)| {
                let head = draft.mention.head;
                let near = head + SPEAKER > open as usize && head < open as usize;
                near && matches!(draft.class, Class::Person | Class::Body | Class::People)
                    && self.quotes[head] == NONE
                    && self.is_subject(head)
            })
            .map(|(index, _)| index)
    }

    /// Whether two drafts mean the same actor.
    fn is_same(&self, a: usize, b: usize) -> bool {
        let (a, b) = (&self.drafts[a], &self.drafts[b]);
        if a.person != NONE || b.person != NONE {
            a.person == b.person
        } else {
            a.class == b.class && a.mention.actor == b.mention.actor
        }
    }

    fn agrees(&self, draft: &Draft<'_>, asks: Asks) -> bool {
        let pronoun = draft.mention.kind == MentionKind::Pronoun;
        if draft.mention.kind == MentionKind::Adjectival
            || (pronoun && draft.mention.antecedent.is_none() && !matches!(asks, Asks::Person(_)))
        {
            return false;
        }
        match asks {
            Asks::Person(gender) => {
                let known =
                    self.persons.list.get(draft.person as usize).and_then(|person| person.gender).or(draft.gender);
                draft.class == Class::Person
                    && known.is_none_or(|known| known == gender)
                    && !(pronoun && draft.mention.antecedent.is_none() && draft.gender != Some(gender))
            }
            Asks::Several => matches!(draft.class, Class::People | Class::Body | Class::Other),
            Asks::Thing => matches!(draft.class, Class::Body | Class::Country),
            Asks::Speaker => false,
        }
    }

    fn salience(&self, draft: &Draft<'_>, token: usize, gap: usize, asks: Asks) -> f32 {
        let head = draft.mention.head;
        let mut score = 8.0 - 2.5 * gap as f32;
        score += match self.article.tokens[head].relation {
            _ if self.is_subject(head) => 3.0,
            Relation::Dobj | Relation::Dative => 1.0,
            Relation::Pobj => 0.3,
            Relation::Poss => 0.5,
            Relation::Appos | Relation::Compound | Relation::Nmod => -1.0,
            _ => 0.0,
        };
        if self.is_subject(head) && self.is_subject(token) {
            score += 1.0;
        }
        if (self.quotes[token] == NONE) != (self.quotes[head] == NONE) {
            score -= if self.quotes[token] == NONE { 3.0 } else { 1.0 };
        }
        match asks {
            Asks::Person(gender) => {
                let known =
                    self.persons.list.get(draft.person as usize).and_then(|person| person.gender).or(draft.gender);
                score += if known == Some(gender) { 2.0 } else { 0.0 };
                if draft.person != NONE {
                    score += 0.4 * self.last_of_person[draft.person as usize].1.min(5) as f32;
                } else {
                    score -= 1.0;
                }
            }
            Asks::Several => {
                score += match draft.class {
                    Class::People | Class::Other => 2.0,
                    _ => -1.5,
                };
            }
            _ => {}
        }
        score
    }

    /// Whether grammar forbids the two to be the same: subject and object of one verb.
    fn is_bound(&self, pronoun: usize, other: usize) -> bool {
        let tokens = &self.article.tokens;
        let governor = |token: usize| {
            let mut at = token;
            while tokens[at].relation == Relation::Conj && tokens[at].head < at {
                at = tokens[at].head;
            }
            match tokens[at].relation {
                Relation::Nsubj | Relation::Nsubjpass | Relation::Dobj | Relation::Dative => Some(tokens[at].head),
                Relation::Pobj => Some(tokens[tokens[at].head].head),
                _ => None,
            }
        };
        let Some(clause) = governor(pronoun) else { return false };
        // "cut ties with Qatar and closed their borders to it": a second verb shares the subject of the first.
        let mut shared = clause;
        while tokens[shared].relation == Relation::Conj
            && tokens[shared].head < shared
            && !self.article.tree.children(shared).any(|child| tokens[child].relation == Relation::Nsubj)
        {
            shared = tokens[shared].head;
        }
        let above = governor(other);
        above.is_some_and(|above| above == clause || above == shared && self.is_subject(other)) && clause != other
    }

    /// Whether an "it" stands for nothing ("it is clear that", "it was raining").
    fn is_empty_subject(&self, token: usize) -> bool {
        let it = &self.article.tokens[token];
        if it.relation == Relation::Expl {
            return true;
        }
        let verb = &self.article.tokens[it.head];
        if it.relation == Relation::Dobj
            && matches!(
                &*verb.lemma,
                "believe" | "do" | "make" | "see" | "know" | "say" | "get" | "think" | "mean" | "like"
            )
        {
            return true;
        }
        if !matches!(it.relation, Relation::Nsubj | Relation::Nsubjpass) {
            return false;
        }
        let clause = |wanted: &[Relation]| {
            self.article
                .tree
                .children(it.head)
                .any(|child| child > it.head && wanted.contains(&self.article.tokens[child].relation))
        };
        let dull = matches!(
            &*verb.lemma,
            "be" | "seem" | "appear" | "become" | "remain" | "rain" | "snow" | "happen" | "turn" | "take" | "emerge"
        );
        (dull
            && clause(&[
                Relation::Acomp,
                Relation::Attr,
                Relation::Xcomp,
                Relation::Ccomp,
                Relation::Csubj,
                Relation::Advcl,
            ]))
            || (it.relation == Relation::Nsubjpass
                && clause(&[Relation::Ccomp, Relation::Xcomp])
                && matches!(
                    &*verb.lemma,
                    "believe"
                        | "expect"
                        | "hope"
                        | "know"
                        | "say"
                        | "think"
                        | "understand"
                        | "report"
                        | "allege"
                        | "fear"
                        | "claim"
                ))
            || matches!(&*verb.lemma, "rain" | "snow")
    }
}
