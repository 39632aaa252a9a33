//! What all finders look at: tokens, edges of subtrees, paragraphs, quote runs.

use std::ops::Range;

use terms::{Annotated, NamedEntity, PartOfSpeech, Relation, Sentence, Tag, Token};

use super::cues::Cues;
use super::quotes::Quotes;

/// Longest sentence, in tokens, that is read by rules of which each word may look through all of it: who is cited, who is
/// quoted at second hand, what stands between commas.
pub const LONGEST_SENTENCE: usize = 150;

/// An article prepared for the finders.
pub struct Scene<'a> {
    /// The layers before this one.
    pub annotated: &'a Annotated,
    /// Its tokens.
    pub tokens: &'a [Token],
    /// The lexicon.
    pub cues: &'a Cues,
    /// Quote runs.
    pub quotes: Quotes,
    /// For each token the first token of its subtree.
    pub left: Vec<usize>,
    /// For each token the last token of its subtree.
    pub right: Vec<usize>,
    /// For each token, whether a paragraph starts there.
    pub breaks: Vec<bool>,
}

impl<'a> Scene<'a> {
    /// Prepares an article.
    pub fn new(annotated: &'a Annotated, cues: &'a Cues) -> Self {
        let tokens = annotated.tokens.as_slice();
        let mut left: Vec<usize> = (0..tokens.len()).collect();
        let mut right = left.clone();
        // Ascending order: the first token to reach an ancestor is the leftmost, so each edge is set once.
        let mut set = vec![false; tokens.len()];
        for index in 0..tokens.len() {
            let mut at = index;
            while !set[at] {
                set[at] = true;
                left[at] = index;
                at = tokens[at].head;
            }
        }
        set.fill(false);
        for index in (0..tokens.len()).rev() {
            let mut at = index;
            while !set[at] {
                set[at] = true;
                right[at] = index;
                at = tokens[at].head;
            }
        }
        let breaks = paragraph_starts(tokens);
        Self { annotated, tokens, cues, quotes: Quotes::pair(tokens, &breaks), left, right, breaks }
    }

    /// The children of a token.
    pub fn children(&self, token: usize) -> impl DoubleEndedIterator<Item = usize> + '_ {
        self.annotated.tree.children(token)
    }

    /// The first child of one of these relations.
    pub fn child(&self, token: usize, relations: &[Relation]) -> Option<usize> {
        self.children(token).find(|&child| relations.contains(&self.tokens[child].relation))
    }

    /// The sentence of a token.
    pub fn sentence(&self, token: usize) -> &'a Sentence {
        &self.annotated.sentences[self.annotated.sentence_of[token]]
    }

    /// Whether a token stands in a part that is kept from coding.
    pub fn is_dropped(&self, token: usize) -> bool {
        self.annotated.sentences.get(self.annotated.sentence_of[token]).is_some_and(|sentence| sentence.dropped)
    }

    /// The subtree of a token as a run of tokens.
    pub fn extent(&self, token: usize) -> Range<usize> {
        self.left[token]..self.right[token] + 1
    }

    /// Whether the token's characters are these, whatever their case.
    pub fn is(&self, token: usize, text: &str) -> bool {
        self.tokens.get(token).is_some_and(|found| found.text.eq_ignore_ascii_case(text))
    }

    /// Whether the verb stands in the passive.
    pub fn is_passive(&self, verb: usize) -> bool {
        self.child(verb, &[Relation::Auxpass, Relation::Nsubjpass]).is_some()
    }

    /// The nearest token before this one that is no white space.
    pub fn before(&self, token: usize) -> Option<usize> {
        (0..token).rev().find(|&index| !self.tokens[index].is_space())
    }

    /// The nearest token after this one that is no white space.
    pub fn after(&self, token: usize) -> Option<usize> {
        (token + 1..self.tokens.len()).find(|&index| !self.tokens[index].is_space())
    }

    /// The entity in whose words a token stands.
    pub fn entity(&self, token: usize) -> Option<&'a NamedEntity> {
        let entities = &self.annotated.entities;
        let at = entities.partition_point(|entity| entity.tokens.end <= token);
        entities.get(at).filter(|entity| entity.tokens.contains(&token))
    }

    /// Whether a token is a verb in a tense, or "can", "must", "would".
    pub fn is_finite(&self, token: usize) -> bool {
        matches!(self.tokens[token].tag, Tag::VBD | Tag::VBZ | Tag::VBP | Tag::MD)
    }

    /// Whether a verb in a tense stands among some tokens.
    pub fn has_finite(&self, mut tokens: Range<usize>) -> bool {
        tokens.any(|token| self.is_finite(token))
    }

    /// Whether a token is punctuation.
    pub fn is_punctuation(&self, token: usize) -> bool {
        self.tokens[token].part == PartOfSpeech::Punct
    }

    /// Whether a token ends a sentence by its characters.
    pub fn ends_sentence(&self, token: usize) -> bool {
        matches!(&*self.tokens[token].text, "." | "!" | "?" | "…" | "..." | "....")
    }
}

/// Where paragraphs start: after an empty line, or, in a text without empty lines, after a line that ends a sentence.
fn paragraph_starts(tokens: &[Token]) -> Vec<bool> {
    let lines = |token: &Token| token.text.matches('\n').count();
    let has_empty_lines = tokens.iter().any(|token| token.is_space() && lines(token) > 1);
    let mut starts = vec![false; tokens.len()];
    for index in 1..tokens.len() {
        let space = &tokens[index - 1];
        if !space.is_space() || tokens[index].is_space() {
            continue;
        }
        let ends = || {
            tokens[..index - 1]
                .iter()
                .rev()
                .take(3)
                .find(|token| !token.is_space())
                .is_none_or(|token| token.text.ends_with(['.', '!', '?', '"', '”', '\'', ':', '…']))
        };
        starts[index] = match lines(space) {
            0 => false,
            1 => !has_empty_lines && ends(),
            _ => true,
        };
    }
    starts
}
