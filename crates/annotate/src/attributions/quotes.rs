//! Pairs quote marks into runs of quoted words.
//!
//! Marks may be straight, curly, doubled apostrophes, guillemets or single; they may lack a partner or stand
//! the wrong way round. A run never leaves its paragraph: a speech of several paragraphs is several runs, and
//! all but the first are marked as [`Run::continues`].

use std::ops::Range;

use terms::{Tag, Token};

/// Longest quotation between single marks, in tokens; longer ones are more likely two apostrophes.
const LONGEST_SINGLE: usize = 120;

/// Longest quotation within another one between the same marks, in tokens.
const LONGEST_NESTED: usize = 10;

/// A stretch of quoted words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Token indices, both marks included where they are there.
    pub tokens: Range<usize>,
    /// Token indices between the marks.
    pub inner: Range<usize>,
    /// Whether it goes on from the run before it (a new paragraph of the same speech).
    pub continues: bool,
    /// Whether it has no closing mark.
    pub open_ended: bool,
}

/// All runs of a text.
#[derive(Clone, Debug, Default)]
pub struct Quotes {
    /// In order, without overlap.
    pub runs: Vec<Run>,
    of: Vec<u32>,
}

/// What a mark can do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Mark {
    Opens,
    Closes,
    Either,
}

/// Marks that go together.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Family {
    Double,
    Guillemet,
    Single,
}

impl Quotes {
    /// Pairs the marks of a text; `breaks[i]` tells whether a paragraph starts at token `i`.
    pub fn pair(tokens: &[Token], breaks: &[bool]) -> Self {
        let mut quotes = Self { runs: Vec::new(), of: vec![u32::MAX; tokens.len()] };
        let mut open: Option<(usize, Family)> = None;
        let mut carried = false;
        // The mark that closes a pair within a run of the same marks.
        let mut passed = 0;
        for index in 0..tokens.len() {
            if breaks[index]
                && let Some((start, family)) = open.take()
            {
                let goes_on = next_word(tokens, index).is_some_and(|next| {
                    family != Family::Single
                        && mark(tokens, next).is_some_and(|(kind, found)| kind != Mark::Closes && found == family)
                });
                if family != Family::Single {
                    let end = if goes_on || starts_paragraph(tokens, breaks, start) || after_cue_mark(tokens, start) {
                        index
                    } else {
                        sentence_end(tokens, start, index)
                    };
                    quotes.push(tokens, start..end, false, carried);
                }
                carried = goes_on;
            }
            let Some((kind, family)) = mark(tokens, index) else { continue };
            if index == passed && index > 0 {
                continue;
            }
            match open {
                None => {
                    let single_fits = family != Family::Single || closes_soon(tokens, breaks, index);
                    let opens = kind != Mark::Closes || opens_backwards(tokens, breaks, index);
                    if opens && single_fits && !before_label(tokens, breaks, index) {
                        open = Some((index, family));
                    } else if kind == Mark::Closes {
                        carried = false;
                    }
                }
                Some((start, ours)) if ours == family => {
                    if kind == Mark::Opens {
                        if let Some(close) = nested(tokens, breaks, index, family) {
                            passed = close;
                        } else if family != Family::Single {
                            quotes.push(tokens, start..sentence_end(tokens, start, index), false, carried);
                            carried = false;
                            open = Some((index, family));
                        }
                    } else {
                        quotes.push(tokens, start..index + 1, true, carried);
                        carried = false;
                        open = None;
                    }
                }
                Some(_) => {}
            }
        }
        if let Some((start, family)) = open
            && family != Family::Single
        {
            let whole = starts_paragraph(tokens, breaks, start) || after_cue_mark(tokens, start);
            let end = if whole { tokens.len() } else { sentence_end(tokens, start, tokens.len()) };
            quotes.push(tokens, start..end, false, carried);
        }
        quotes
    }

    fn push(&mut self, tokens: &[Token], mut all: Range<usize>, closed: bool, continues: bool) {
        while !closed && all.end > all.start && tokens[all.end - 1].is_space() {
            all.end -= 1;
        }
        let inner = all.start + 1..if closed { all.end - 1 } else { all.end };
        if inner.is_empty() {
            return;
        }
        self.of[all.clone()].fill(self.runs.len() as u32);
        self.runs.push(Run { tokens: all, inner, continues, open_ended: !closed });
    }

    /// Ends a run that has no closing mark earlier than at first thought.
    pub fn shorten(&mut self, run: usize, end: usize) {
        let run = &mut self.runs[run];
        if end > run.inner.start && end < run.tokens.end {
            self.of[end..run.tokens.end].fill(u32::MAX);
            run.tokens.end = end;
            run.inner.end = end;
        }
    }

    /// The run that a token (a word or a mark) belongs to.
    pub fn at(&self, token: usize) -> Option<usize> {
        self.of.get(token).filter(|&&run| run != u32::MAX).map(|&run| run as usize)
    }

    /// Whether a token is one of the two marks of its run.
    pub fn is_mark(&self, token: usize) -> bool {
        self.at(token).is_some_and(|run| !self.runs[run].inner.contains(&token))
    }
}

/// What quote mark a token is, by its characters and its neighbours.
fn mark(tokens: &[Token], index: usize) -> Option<(Mark, Family)> {
    let token = &tokens[index];
    let family = match &*token.text {
        "“" | "„" | "``" => return Some((Mark::Opens, Family::Double)),
        "”" => Family::Double,
        "\"" | "''" | "＂" => Family::Double,
        "«" => return Some((Mark::Opens, Family::Guillemet)),
        "»" => return Some((Mark::Closes, Family::Guillemet)),
        "‘" => return Some((Mark::Opens, Family::Single)),
        "'" | "’" => Family::Single,
        text if closes_with_dash(text) => return Some((Mark::Closes, Family::Double)),
        _ => return None,
    };
    let glued_before = index > 0 && !tokens[index - 1].space_after && !tokens[index - 1].is_space();
    let glued_after = index + 1 < tokens.len() && !token.space_after && !tokens[index + 1].is_space();
    if &*token.text == "”" {
        return Some((if !glued_before && glued_after { Mark::Opens } else { Mark::Closes }, family));
    }
    if family == Family::Single {
        if token.tag == Tag::POS
            || (glued_before && glued_after && is_word(&tokens[index - 1]) && is_word(&tokens[index + 1]))
        {
            return None;
        }
        let kind = match (glued_before, glued_after) {
            (false, true) if &*token.text == "'" => Mark::Opens,
            (true, _) => Mark::Closes,
            _ => return None,
        };
        return Some((kind, family));
    }
    let opener_before = index > 0 && matches!(&*tokens[index - 1].text, "(" | "[" | "-" | "–" | "—" | "--");
    let kind = match (glued_before, glued_after) {
        (false, true) => Mark::Opens,
        (true, false) => Mark::Closes,
        (true, true) if opener_before => Mark::Opens,
        _ => Mark::Either,
    };
    Some((kind, family))
}

/// The closing mark of a pair that stands within a run of the same marks: two close in a row, the first one soon.
fn nested(tokens: &[Token], breaks: &[bool], index: usize, family: Family) -> Option<usize> {
    let mut marks = (index + 1..tokens.len().min(index + LONGEST_SINGLE))
        .take_while(|&at| !breaks[at])
        .filter_map(|at| mark(tokens, at).filter(|(_, found)| *found == family).map(|(kind, _)| (at, kind)));
    let (close, first) = marks.next()?;
    let (_, second) = marks.next()?;
    (first == Mark::Closes && second == Mark::Closes && close - index < LONGEST_NESTED).then_some(close)
}

/// Whether a closing mark stands where only an opening one can: first in its paragraph, a word right behind it.
fn opens_backwards(tokens: &[Token], breaks: &[bool], index: usize) -> bool {
    starts_paragraph(tokens, breaks, index)
        && tokens.get(index + 1).is_some_and(|next| !next.is_space() && is_word(next))
        && !tokens[index].space_after
}

/// Whether a mark stands before a speaker's label of a transcript, where it opens nothing.
fn before_label(tokens: &[Token], breaks: &[bool], index: usize) -> bool {
    let label = index + 1..tokens.len().min(index + 5);
    starts_paragraph(tokens, breaks, index)
        && label.clone().find(|&at| &*tokens[at].text == ":").is_some_and(|colon| {
            colon > index + 1
                && (index + 1..colon)
                    .all(|at| tokens[at].text.chars().count() > 1 && tokens[at].text.chars().all(char::is_uppercase))
        })
}

/// Whether characters are a closing mark with a dash glued to it: "…”― Anna Lind".
pub fn closes_with_dash(text: &str) -> bool {
    text.strip_prefix(['”', '"'])
        .is_some_and(|rest| !rest.is_empty() && rest.chars().all(|character| matches!(character, '―' | '—' | '–')))
}

fn is_word(token: &Token) -> bool {
    token.text.chars().next().is_some_and(char::is_alphanumeric)
}

fn next_word(tokens: &[Token], from: usize) -> Option<usize> {
    (from..tokens.len()).find(|&index| !tokens[index].is_space())
}

/// Whether no word stands between the start of the paragraph and the token.
fn starts_paragraph(tokens: &[Token], breaks: &[bool], index: usize) -> bool {
    let mut at = index;
    while at > 0 && !breaks[at] && tokens[at - 1].is_space() {
        at -= 1;
    }
    at == 0 || breaks[at]
}

fn after_cue_mark(tokens: &[Token], index: usize) -> bool {
    index > 0 && matches!(&*tokens[index - 1].text, ":" | ",")
}

/// One past the first sentence-ending mark after `start`, at most `limit`.
fn sentence_end(tokens: &[Token], start: usize, limit: usize) -> usize {
    (start + 1..limit).find(|&index| matches!(&*tokens[index].text, "." | "!" | "?")).map_or(limit, |index| index + 1)
}

/// Whether a single mark finds its partner before the paragraph ends.
fn closes_soon(tokens: &[Token], breaks: &[bool], start: usize) -> bool {
    let limit = tokens.len().min(start + LONGEST_SINGLE);
    (start + 1..limit)
        .take_while(|&index| !breaks[index])
        .find_map(|index| mark(tokens, index).filter(|(_, family)| *family == Family::Single))
        .is_some_and(|(kind, _)| kind != Mark::Opens)
}
