//! Which parts of a text are no part of the article.
//!
//! Two kinds of evidence: word lists in `data/layout/` ([`entries`]), and the shape of a paragraph among its
//! neighbours ([`shapes`]). A part that is dropped is kept and shown with its reason; it is only never coded.

mod entries;
pub(crate) mod paragraphs;
mod shapes;

use std::collections::BTreeSet;
use std::ops::Range;

use terms::{Article, DataError, DropReason, Dropped, Resources};

pub use entries::Proof;
use paragraphs::{ends_sentence, paragraphs, trimmed};

/// Bytes before and after a phrase in which its mark and the end of what it opens are looked for.
const LOOK_BACK: usize = 40;
const LOOK_AHEAD: usize = 4000;

/// Paragraphs at the head of a text in which a date or dateline may stand.
const HEAD: usize = 5;

/// Longest paragraph in bytes that can be dropped whole.
const LONGEST: usize = 1000;

/// Finds datelines, links to other stories, captions, bylines and standing matter.
pub struct Layout {
    entries: entries::Entries,
}

impl Layout {
    /// Builds the finder from `data/layout/`.
    ///
    /// # Errors
    /// A data file is missing or wrong.
    pub fn load(resources: &dyn Resources) -> Result<Self, DataError> {
        Ok(Self { entries: entries::Entries::load(resources)? })
    }

    /// The parts to keep from coding, in order, without overlap.
    pub fn dropped(&self, article: &Article) -> Vec<Dropped> {
        let text = article.text.as_str();
        let lower = text.to_ascii_lowercase();
        let mut found: Vec<(Range<usize>, DropReason)> = Vec::new();

        let preamble = article.text.byte(article.preamble);
        found.push((0..text[..preamble].trim_end().len(), DropReason::Dateline));

        let paragraphs: Vec<Range<usize>> = paragraphs(text)
            .into_iter()
            .map(|range| trimmed(text, range.start.max(preamble).min(range.end)..range.end))
            .filter(|range| !range.is_empty())
            .collect();
        let whole: Vec<Option<DropReason>> = paragraphs
            .iter()
            .enumerate()
            .map(|(index, range)| self.whole(&text[range.clone()], &lower[range.clone()], index))
            .collect();
        let prose = Prose::of(text, &paragraphs, &whole);
        for (index, range) in paragraphs.iter().enumerate() {
            if let Some(reason) = whole[index].or_else(|| prose.stray(index)) {
                found.push((range.clone(), reason));
            }
        }
        let head = paragraphs.iter().zip(&whole).take(HEAD).filter(|(_, reason)| reason.is_none());
        found.extend(
            head.filter_map(|(range, _)| {
                Some((range.start..range.start + shapes::dateline(&text[range.clone()])?, DropReason::Dateline))
            })
            .take(1),
        );
        let mut end = 0;
        for (words, reason) in self.entries.rests(&lower) {
            if words.start >= end
                && let Some(range) = rest_of_line(text, words)
            {
                end = range.end;
                found.push((range, reason));
            }
        }
        in_order(article, text, found)
    }

    /// What every entry of the data must and must not drop.
    pub fn proofs(&self) -> Vec<Proof> {
        self.entries.proofs().collect()
    }

    /// Why a paragraph goes whatever its neighbours are.
    fn whole(&self, paragraph: &str, lower: &str, index: usize) -> Option<DropReason> {
        if paragraph.len() > LONGEST {
            return None;
        }
        if index < HEAD && shapes::is_bare_date(paragraph) {
            return Some(DropReason::Dateline);
        }
        if shapes::is_byline(paragraph) {
            return Some(DropReason::Byline);
        }
        if shapes::is_map_key(paragraph) {
            return Some(DropReason::Caption);
        }
        if paragraph.starts_with('[')
            && paragraph.ends_with(']')
            && !paragraph.contains(". ")
            && paragraph.split_whitespace().count() <= 20
            && index > 0
        {
            return Some(DropReason::RelatedLink);
        }
        self.entries.line(lower)
    }
}

/// The paragraphs that are left once lists and fixed shapes have spoken.
struct Prose<'a> {
    text: &'a str,
    paragraphs: &'a [Range<usize>],
    dropped: &'a [Option<DropReason>],
    /// Whether nearly all long paragraphs end as sentences do, so that one that does not is a stranger.
    punctuated: bool,
    /// First paragraph of prose.
    first: usize,
}

impl<'a> Prose<'a> {
    fn of(text: &'a str, paragraphs: &'a [Range<usize>], dropped: &'a [Option<DropReason>]) -> Self {
        let (mut long, mut ended) = (0, 0);
        let mut first = usize::MAX;
        for (index, range) in paragraphs.iter().enumerate().filter(|(index, _)| dropped[*index].is_none()) {
            if range.len() >= 120 {
                long += 1;
                ended += usize::from(ends_sentence(&text[range.clone()]));
                first = first.min(index);
            }
        }
        Self { text, paragraphs, dropped, punctuated: long >= 2 && ended * 10 >= long * 9, first }
    }

    fn words(&self, index: usize) -> &'a str {
        &self.text[self.paragraphs[index].clone()]
    }

    /// Why a lone short paragraph amid prose is no part of it: a teaser or words under a picture.
    fn stray(&self, index: usize) -> Option<DropReason> {
        let words = self.words(index);
        if !self.punctuated
            || index <= self.first
            || words.len() > 200
            || shapes::is_list_item(words)
            || self.follows_colon(index)
        {
            return None;
        }
        if shapes::teaser_score(words, self.stands_apart(index)) >= 3 {
            return Some(DropReason::RelatedLink);
        }
        let count = words.split_whitespace().count();
        let open = words.ends_with(|c: char| c.is_alphanumeric());
        let quoted = words.contains(['"', '“', '”']);
        (open && !quoted && (6..=30).contains(&count) && self.is_whole(index)).then_some(DropReason::Caption)
    }

    /// Whether a paragraph is no piece of a sentence that a stray line break cut.
    fn is_whole(&self, index: usize) -> bool {
        let before = index == 0
            || self.dropped[index - 1].is_some()
            || ends_sentence(self.words(index - 1))
            || self.words(index - 1).len() <= 200;
        let begins = |at: usize| self.words(at).starts_with(|c: char| !c.is_lowercase() && c != ',');
        before && begins(index) && (index + 1 == self.paragraphs.len() || begins(index + 1))
    }

    fn follows_colon(&self, index: usize) -> bool {
        index > 0 && self.words(index - 1).ends_with(':')
    }

    /// Whether a paragraph shares no telling word with the paragraphs beside it.
    fn stands_apart(&self, index: usize) -> bool {
        let own = telling(self.words(index));
        let beside = [index.checked_sub(1), Some(index + 1).filter(|&next| next < self.paragraphs.len())];
        !own.is_empty()
            && beside
                .into_iter()
                .flatten()
                .filter(|&at| self.dropped[at].is_none())
                .all(|at| telling(self.words(at)).is_disjoint(&own))
    }
}

/// Words of five letters and more, cut to their first five.
fn telling(words: &str) -> BTreeSet<String> {
    words
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() >= 5)
        .map(|word| word.to_lowercase().chars().take(5).collect())
        .collect()
}

/// From a phrase (and the bracket or language mark before it) to the end of its line, to its closing bracket, or to
/// where English resumes.
fn rest_of_line(text: &str, words: Range<usize>) -> Option<Range<usize>> {
    let before = &text[boundary(text, words.start.saturating_sub(LOOK_BACK))..words.start];
    let before = before.rsplit('\n').next().unwrap_or_default();
    let opened = text[words.clone()].starts_with(['(', '[']);
    let marked = before.ends_with("))");
    let start =
        if marked { before.rfind("((").map_or(words.start, |at| words.start - before.len() + at) } else { words.start };
    if !opened && !marked && !before.trim_end().ends_with(['"', '”', '(', '[', '.']) && !before.trim().is_empty() {
        return None;
    }
    let near = &text[words.end..boundary(text, (words.end + LOOK_AHEAD).min(text.len()))];
    let line = near.split('\n').next().unwrap_or_default();
    let within = if opened { line.find([')', ']']).map(|at| at + 1) } else { english_resumes(line) };
    let end = within.unwrap_or_else(|| {
        if line.len() < near.len() {
            line.len()
        } else {
            text[words.end..].find('\n').unwrap_or(text.len() - words.end)
        }
    });
    Some(trimmed(text, start..words.end + end))
}

/// The nearest character boundary at or before a byte offset.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// Byte offset at which a foreign text passes into English: a capital from which on English function words are dense.
fn english_resumes(text: &str) -> Option<usize> {
    const WINDOW: usize = 9;
    let mut words: Vec<(usize, &str)> = Vec::new();
    let mut at = 0;
    for word in text.split(' ') {
        if !word.is_empty() {
            words.push((at, word));
        }
        at += word.len() + 1;
    }
    let english = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphabetic()).to_ascii_lowercase();
        matches!(
            word.as_str(),
            "the"
                | "and"
                | "that"
                | "with"
                | "from"
                | "were"
                | "this"
                | "his"
                | "her"
                | "their"
                | "to"
                | "by"
                | "said"
                | "been"
                | "has"
                | "had"
                | "which"
                | "would"
                | "of"
                | "for"
        )
    };
    (0..words.len())
        .find(|&index| {
            let window = &words[index..(index + WINDOW).min(words.len())];
            let first = window[0].1.trim_start_matches(['"', '“', '(', '[']);
            first.starts_with(char::is_uppercase)
                && window.iter().filter(|(_, word)| english(word)).count() >= 2
                && window.iter().take(5).any(|(_, word)| english(word))
        })
        .map(|index| words[index].0)
}

/// Sorts the pieces, joins or cuts those that overlap (the earlier and longer wins), and counts them in scalar values.
fn in_order(article: &Article, text: &str, mut found: Vec<(Range<usize>, DropReason)>) -> Vec<Dropped> {
    found.retain(|(range, _)| !range.is_empty());
    found.sort_by(|(a, reason), (b, other)| a.start.cmp(&b.start).then(b.end.cmp(&a.end)).then(reason.cmp(other)));
    let mut dropped: Vec<Dropped> = Vec::new();
    let mut end = 0;
    for (range, reason) in found {
        let range = if range.start < end { trimmed(text, end..range.end.max(end)) } else { range };
        if !range.is_empty() {
            end = range.end;
            dropped.push(Dropped { span: article.text.span(range), reason });
        }
    }
    dropped
}
