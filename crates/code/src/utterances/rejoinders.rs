//! Denials and doubts that name what they answer without repeating it: "called the allegations baseless", "rejected
//! the charge", "that is not true". What they answer is looked for among what others say in the same article.

use std::collections::BTreeSet;

use terms::{Annotated, Attribution, EventType, Relation, Report, Sector, Stance, Tag};

/// Nouns for what somebody says is so.
const ASSERTING: &[&str] = &[
    "allegation",
    "claim",
    "accusation",
    "charge",
    "rumor",
    "rumour",
    "suggestion",
    "assertion",
    "speculation",
    "statement",
    "insinuation",
    "finding",
    "complaint",
    "notion",
    "idea",
    "criticism",
    "remark",
    "comment",
    "contention",
    "theory",
    "conclusion",
    "figure",
    "estimate",
    "assessment",
    "testimony",
    "warning",
    "argument",
];
/// Nouns for what is written; papers and documents say it.
const WRITTEN: &[&str] = &[
    "report",
    "story",
    "article",
    "document",
    "account",
    "news",
    "study",
    "indictment",
    "dossier",
    "coverage",
    "version",
    "letter",
];
/// Nouns for what somebody wants done.
const WANTED: &[&str] = &[
    "demand",
    "call",
    "request",
    "appeal",
    "plea",
    "ultimatum",
    "proposal",
    "offer",
    "plan",
    "condition",
    "invitation",
];
/// Words that stand for what was just said.
const PRONOUNS: &[&str] = &["it", "this", "that", "these", "those", "they"];

/// Words at the start of what is said in which the reference must stand.
const EARLY: usize = 12;
/// Attributions looked back over.
const HORIZON: usize = 14;
/// Attributions looked forward over, where nothing before is answered.
const AHEAD: usize = 3;
/// Most sentences between the two.
const FARTHEST: usize = 12;
/// Least words of what is answered.
const LEAST_WORDS: usize = 3;
/// Least score of what is answered.
const LEAST_SCORE: f64 = 0.0;

/// A denial or doubt that refers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rejoinder {
    /// The attribution of the same article that it answers; `None` where none fits.
    pub answers: Option<usize>,
}

/// What a reference asks of what it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    Asserted,
    Written,
    Wanted,
    Any,
}

/// Finds what denials answer.
pub(super) struct Rejoinders<'a> {
    annotated: &'a Annotated,
    reports: &'a [Report],
}

impl<'a> Rejoinders<'a> {
    pub(super) fn new(annotated: &'a Annotated, reports: &'a [Report]) -> Self {
        Self { annotated, reports }
    }

    /// The rejoinder that an attribution is; `None` where it neither denies nor doubts, or says itself what it denies.
    pub(super) fn of(&self, attribution: &Attribution) -> Option<Rejoinder> {
        if !matches!(attribution.stance, Stance::Denies | Stance::Doubts) {
            return None;
        }
        let (noun, sort) = self.reference(attribution)?;
        let wanted = self.words_below(noun);
        let owner = self.owner(noun);
        let all = &self.annotated.attributions;
        let before = all[..attribution.id].iter().rev().take(HORIZON).enumerate();
        let after = all[attribution.id + 1..].iter().take(AHEAD).enumerate().map(|(index, one)| (index + HORIZON, one));
        let mut best: Option<(f64, usize)> = None;
        for (distance, other) in before.chain(after) {
            if distance >= HORIZON && best.is_some() {
                break;
            }
            let Some(mut score) = self.score(attribution, other, sort) else { continue };
            score -= 0.3 * distance as f64;
            let words = self.content_words(other);
            score += 2.0 * wanted.intersection(&words).count() as f64;
            if let Some(owner) = owner {
                score += if other.speaker.as_ref().is_some_and(|speaker| speaker.name == owner) { 4.0 } else { -3.0 };
            }
            if score > LEAST_SCORE && best.is_none_or(|(most, _)| score > most) {
                best = Some((score, other.id));
            }
        }
        Some(Rejoinder { answers: best.map(|(_, id)| id) })
    }

    /// How well what somebody else says fits; `None` where it cannot be meant.
    fn score(&self, denial: &Attribution, other: &Attribution, sort: Sort) -> Option<f64> {
        let sentence = |attribution: &Attribution| self.sentence(attribution);
        let apart = sentence(denial)?.abs_diff(sentence(other)?);
        let own = other.speaker.is_some() && other.speaker == denial.speaker;
        let outer = denial.within == Some(other.id) || other.within == Some(denial.id);
        let length: usize = other.content.iter().map(|span| self.tokens(span.start, span.end).len()).sum();
        if own || outer || apart > FARTHEST || length < LEAST_WORDS {
            return None;
        }
        let spoken = self.reports.iter().filter(|report| other.covers(report.trigger));
        let accuses = spoken.clone().any(|report| report.event == EventType::Accuse)
            || other.cue_token.is_some_and(|cue| {
                matches!(
                    &*self.annotated.tokens[cue].lemma,
                    "accuse" | "allege" | "claim" | "charge" | "blame" | "suspect"
                )
            });
        let media = other.speaker.as_ref().is_some_and(|speaker| speaker.sector == Some(Sector::Jrn))
            || other
                .cue_token
                .is_some_and(|cue| matches!(&*self.annotated.tokens[cue].lemma, "report" | "publish" | "write"));
        let base = match (sort, other.stance) {
            (_, Stance::Denies | Stance::Doubts) => return None,
            (Sort::Wanted, Stance::Demands) => 4.0,
            (Sort::Wanted, _) => 0.5,
            (Sort::Any, Stance::Demands) => 1.0,
            (_, Stance::Demands | Stance::Supports) => return None,
            (Sort::Written, Stance::Asserts) => {
                if media {
                    4.0
                } else {
                    2.0
                }
            }
            (Sort::Asserted | Sort::Any, Stance::Asserts) => {
                if accuses {
                    4.0
                } else {
                    2.5
                }
            }
        };
        Some(base - 0.25 * apart as f64 + if spoken.count() > 0 { 0.5 } else { 0.0 })
    }

    /// The word by which a denial refers, and to what sort of saying.
    fn reference(&self, attribution: &Attribution) -> Option<(usize, Sort)> {
        let piece = attribution.content.first()?;
        let words = self.tokens(piece.start, piece.end);
        let first = words.clone().find(|&token| self.is_word(token))?;
        let token = |index: usize| &self.annotated.tokens[index];
        if PRONOUNS.contains(&token(first).text.to_lowercase().as_str())
            && (matches!(
                token(first).relation,
                Relation::Nsubj | Relation::Nsubjpass | Relation::Dobj | Relation::Pobj
            ) || words.len() <= 2)
        {
            return Some((first, Sort::Any));
        }
        words.take(EARLY).find_map(|index| {
            let lemma = token(index).lemma.to_lowercase();
            let sort = [(ASSERTING, Sort::Asserted), (WRITTEN, Sort::Written), (WANTED, Sort::Wanted)]
                .into_iter()
                .find(|(list, _)| list.contains(&lemma.as_str()))?
                .1;
            (token(index).is_noun() && self.points(index) && !self.repeats(index)).then_some((index, sort))
        })
    }

    /// Whether a noun speaks of something known: "the charge", "such claims", "their report", "allegations".
    fn points(&self, noun: usize) -> bool {
        let token = &self.annotated.tokens[noun];
        let mut determiners = self.annotated.tree.children(noun).filter(|&child| {
            matches!(self.annotated.tokens[child].relation, Relation::Det | Relation::Poss | Relation::Predet)
                || self.annotated.tokens[child].lemma.as_ref() == "such"
        });
        match determiners.next() {
            None => token.tag == Tag::NNS,
            Some(first) => !matches!(&*self.annotated.tokens[first].lemma, "a" | "an" | "another" | "some"),
        }
    }

    /// Whether the noun is followed by what was said itself: "the claim that …".
    fn repeats(&self, noun: usize) -> bool {
        self.annotated.tree.children(noun).any(|child| {
            child > noun && matches!(self.annotated.tokens[child].relation, Relation::Acl | Relation::Ccomp)
        })
    }

    /// Whose saying it is: "the *ministry's* claim".
    fn owner(&self, noun: usize) -> Option<&'a str> {
        let owner = self
            .annotated
            .tree
            .children(noun)
            .find(|&child| self.annotated.tokens[child].relation == Relation::Poss)?;
        let mention = &self.annotated.mentions[self.annotated.mention_at(owner)?];
        Some(mention.actor.name.as_str())
    }

    /// Words that tell which saying it is: "the *torture* allegations", "claims of *fraud*".
    fn words_below(&self, noun: usize) -> BTreeSet<String> {
        let below = self.annotated.tree.subtree(noun);
        self.lemmas(below.into_iter().filter(|&token| token != noun).take(EARLY))
    }

    fn content_words(&self, attribution: &Attribution) -> BTreeSet<String> {
        self.lemmas(attribution.content.iter().flat_map(|span| self.tokens(span.start, span.end)).take(200))
    }

    fn lemmas(&self, tokens: impl Iterator<Item = usize>) -> BTreeSet<String> {
        tokens
            .map(|index| &self.annotated.tokens[index])
            .filter(|token| token.is_noun() || token.is_verb() && token.lemma.len() > 3)
            .map(|token| token.lemma.to_lowercase())
            .collect()
    }

    fn is_word(&self, token: usize) -> bool {
        let token = &self.annotated.tokens[token];
        !token.is_space() && token.text.chars().any(char::is_alphanumeric)
    }

    fn tokens(&self, start: u32, end: u32) -> std::ops::Range<usize> {
        let tokens = &self.annotated.tokens;
        tokens.partition_point(|token| token.span.end <= start)..tokens.partition_point(|token| token.span.start < end)
    }

    fn sentence(&self, attribution: &Attribution) -> Option<usize> {
        let token = attribution.cue_token.or_else(|| {
            let first = attribution.content.first()?;
            Some(self.tokens(first.start, first.end).start)
        })?;
        self.annotated.sentence_of.get(token).copied()
    }
}
