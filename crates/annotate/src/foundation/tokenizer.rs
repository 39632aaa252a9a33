//! Text → tokens: chunks between white space, split by affixes, infixes and a list of exceptions.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use super::affixes::Affixes;
use super::characters::is_space;

/// A token as a range of bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RawToken {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// The normal form that an exception gives it: an index into [`Tokenizer::norms`] plus one; 0 for none.
    pub norm: u32,
    /// Whether a blank follows.
    pub space_after: bool,
    /// Whether an exception that spans several tokens may start here.
    opens_exception: bool,
}

impl RawToken {
    /// A token without blank after it.
    #[cfg(test)]
    pub fn plain(start: usize, end: usize) -> Self {
        Self { start, end, norm: 0, space_after: false, opens_exception: false }
    }
}

/// One piece of a chunk.
#[derive(Clone, Copy, Debug)]
struct Piece {
    length: usize,
    norm: u32,
    opens_exception: bool,
}

/// The tokenizer part of the model's tables.
#[derive(Deserialize)]
pub(super) struct TokenizerData {
    exceptions: HashMap<Box<str>, Vec<Vec<Box<str>>>>,
    exceptions_across_affixes: Vec<Box<str>>,
    affixes: Affixes,
}

/// The texts of consecutive tokens.
type Sequence = Box<[Box<str>]>;

/// Splits texts into tokens.
pub(super) struct Tokenizer {
    affixes: Affixes,
    exceptions: HashMap<Box<str>, Box<[Piece]>>,
    longest_exception: usize,
    /// Normal forms that exceptions give, see [`RawToken::norm`].
    pub norms: Vec<Box<str>>,
    /// Token sequences that may be put together again to an exception, by their first token.
    sequences: HashMap<Box<str>, Vec<Sequence>>,
}

/// Chunks already split; a pure memory of [`Tokenizer`]'s work.
#[derive(Default)]
pub(super) struct ChunkMemory {
    known: HashMap<Box<str>, Box<[Piece]>>,
    infixes: Vec<(usize, usize)>,
    pieces: Vec<Piece>,
}

/// Chunks kept in memory, and the longest that is kept (bytes).
const MOST_CHUNKS: usize = 20_000;
const LONGEST_CHUNK: usize = 64;

impl Tokenizer {
    /// Builds the tokenizer from its tables.
    pub fn new(data: TokenizerData) -> Self {
        let mut norms: Vec<Box<str>> = Vec::new();
        let mut norm_numbers: HashMap<Box<str>, u32> = HashMap::new();
        let mut exceptions: HashMap<Box<str>, Box<[Piece]>> = HashMap::new();
        let mut entries: Vec<_> = data.exceptions.into_iter().collect();
        entries.sort();
        for (chunk, tokens) in entries {
            let pieces = tokens.into_iter().map(|token| {
                let norm = token.get(1).map_or(0, |norm| {
                    *norm_numbers.entry(norm.clone()).or_insert_with(|| {
                        norms.push(norm.clone());
                        norms.len() as u32
                    })
                });
                Piece { length: token[0].len(), norm, opens_exception: false }
            });
            exceptions.insert(chunk, pieces.collect());
        }
        let longest_exception = exceptions.keys().map(|chunk| chunk.len()).max().unwrap_or(0);
        let mut tokenizer =
            Self { affixes: data.affixes, exceptions, longest_exception, norms, sequences: HashMap::new() };
        let mut memory = ChunkMemory::default();
        for chunk in data.exceptions_across_affixes {
            let mut tokens = Vec::new();
            tokenizer.split_text(&chunk, &mut memory, false, &mut tokens);
            let texts: Box<[Box<str>]> = tokens.iter().map(|token| Box::from(&chunk[token.start..token.end])).collect();
            if let Some(first) = texts.first() {
                tokenizer.sequences.entry(first.clone()).or_default().push(texts);
            }
        }
        let mut exceptions = std::mem::take(&mut tokenizer.exceptions);
        for (chunk, pieces) in &mut exceptions {
            let mut start = 0;
            for piece in pieces {
                piece.opens_exception = tokenizer.sequences.contains_key(&chunk[start..start + piece.length]);
                start += piece.length;
            }
        }
        tokenizer.exceptions = exceptions;
        tokenizer
    }

    /// Splits a text.
    ///
    /// A blank after a token is a mark on the token; all other white space becomes tokens of its own, a run to a token.
    pub fn tokens(&self, text: &str, memory: &mut ChunkMemory) -> Vec<RawToken> {
        let mut tokens = Vec::with_capacity(text.len() / 5 + 1);
        self.split_text(text, memory, true, &mut tokens);
        self.join_exceptions(text, tokens)
    }

    fn split_text(&self, text: &str, memory: &mut ChunkMemory, with_exceptions: bool, tokens: &mut Vec<RawToken>) {
        let Some(first) = text.chars().next() else { return };
        let mut in_space = is_space(first);
        let mut start = 0;
        for (position, character) in text.char_indices() {
            if is_space(character) == in_space {
                continue;
            }
            if start < position {
                self.split_chunk(text, start, position, memory, with_exceptions, tokens);
            }
            start = position;
            if character == ' ' {
                if let Some(last) = tokens.last_mut() {
                    last.space_after = true;
                }
                start += 1;
            }
            in_space = !in_space;
        }
        if start < text.len() {
            self.split_chunk(text, start, text.len(), memory, with_exceptions, tokens);
        }
    }

    fn exception(&self, text: &str) -> Option<&[Piece]> {
        if text.len() > self.longest_exception {
            return None;
        }
        self.exceptions.get(text).map(|pieces| &**pieces)
    }

    fn split_chunk(
        &self,
        text: &str,
        start: usize,
        end: usize,
        memory: &mut ChunkMemory,
        with_exceptions: bool,
        tokens: &mut Vec<RawToken>,
    ) {
        let chunk = &text[start..end];
        if with_exceptions && let Some(known) = memory.known.get(chunk) {
            return push_pieces(start, known, tokens);
        }
        let ChunkMemory { known, infixes, pieces } = memory;
        pieces.clear();
        self.split_unknown(chunk, with_exceptions, infixes, pieces);
        if with_exceptions {
            let mut position = 0;
            for piece in &mut *pieces {
                piece.opens_exception = self.sequences.contains_key(&chunk[position..position + piece.length]);
                position += piece.length;
            }
        }
        push_pieces(start, pieces, tokens);
        if with_exceptions && chunk.len() <= LONGEST_CHUNK {
            if known.len() >= MOST_CHUNKS {
                known.clear();
            }
            known.insert(chunk.into(), pieces[..].into());
        }
    }

    fn split_unknown(
        &self,
        chunk: &str,
        with_exceptions: bool,
        infixes: &mut Vec<(usize, usize)>,
        pieces: &mut Vec<Piece>,
    ) {
        let exception = |text: &str| if with_exceptions { self.exception(text) } else { None };
        let plain = |length| Piece { length, norm: 0, opens_exception: false };
        let mut suffixes = Vec::new();
        let mut rest = chunk;
        let mut last_length = 0;
        while !rest.is_empty() && rest.len() != last_length && exception(rest).is_none() {
            last_length = rest.len();
            let prefix = self.affixes.prefix(rest);
            let without_prefix = &rest[prefix..];
            if prefix > 0 && exception(without_prefix).is_some() {
                pieces.push(plain(prefix));
                rest = without_prefix;
                break;
            }
            let suffix = self.affixes.suffix(without_prefix);
            if suffix > 0 && exception(&rest[..rest.len() - suffix]).is_some() {
                suffixes.push(plain(suffix));
                rest = &rest[..rest.len() - suffix];
                break;
            }
            if prefix > 0 {
                pieces.push(plain(prefix));
            }
            if suffix > 0 {
                suffixes.push(plain(suffix));
            }
            rest = &rest[prefix..rest.len() - suffix];
        }
        if let Some(known) = exception(rest) {
            pieces.extend_from_slice(known);
        } else if self.affixes.is_address(rest) {
            pieces.push(plain(rest.len()));
        } else {
            self.affixes.infixes(rest, infixes);
            let mut start = 0;
            for &(infix_start, infix_end) in infixes.iter().filter(|infix| infix.0 > 0) {
                if infix_start != start {
                    pieces.push(plain(infix_start - start));
                }
                pieces.push(plain(infix_end - infix_start));
                start = infix_end;
            }
            if start < rest.len() {
                pieces.push(plain(rest.len() - start));
            }
        }
        pieces.extend(suffixes.into_iter().rev());
    }

    /// Puts tokens together again that the affix rules split although an exception lists them as a whole (`:)`).
    fn join_exceptions(&self, text: &str, tokens: Vec<RawToken>) -> Vec<RawToken> {
        let mut matches: Vec<(usize, usize)> = Vec::new();
        for (start, token) in tokens.iter().enumerate().filter(|(_, token)| token.opens_exception) {
            for sequence in self.sequences.get(&text[token.start..token.end]).into_iter().flatten() {
                let end = start + sequence.len();
                let spelled =
                    tokens.get(start..end).map(|tokens| tokens.iter().map(|token| &text[token.start..token.end]));
                if spelled.is_some_and(|spelled| spelled.eq(sequence.iter().map(|expected| &**expected))) {
                    matches.push((start, end));
                }
            }
        }
        if matches.is_empty() {
            return tokens;
        }
        // Longest first, then leftmost. A match that loses still bars its tokens, even where it is no exception after
        // all because a blank stands inside.
        matches.sort_by_key(|&(start, end)| (std::cmp::Reverse(end - start), start));
        let mut barred = HashSet::new();
        matches.retain(|&(start, end)| {
            let free = !barred.contains(&start) && !barred.contains(&(end - 1));
            barred.extend(start..end);
            free
        });
        matches.sort_unstable();
        let mut joined = Vec::with_capacity(tokens.len());
        let mut next = 0;
        for (start, end) in matches {
            let whole = tokens[start..end - 1].iter().all(|token| !token.space_after);
            let span = (tokens[start].start, tokens[end - 1].end);
            let Some(pieces) = whole.then(|| self.exception(&text[span.0..span.1])).flatten() else { continue };
            joined.extend_from_slice(&tokens[next..start]);
            push_pieces(span.0, pieces, &mut joined);
            if let Some(last) = joined.last_mut() {
                last.space_after = tokens[end - 1].space_after;
            }
            next = end;
        }
        joined.extend_from_slice(&tokens[next..]);
        joined
    }
}

fn push_pieces(start: usize, pieces: &[Piece], tokens: &mut Vec<RawToken>) {
    let mut start = start;
    for piece in pieces {
        let end = start + piece.length;
        let opens_exception = piece.opens_exception;
        tokens.push(RawToken { start, end, norm: piece.norm, space_after: false, opens_exception });
        start = end;
    }
}

#[cfg(test)]
mod tests {
    use terms::Folder;

    use super::super::weights::model_file;
    use super::*;

    fn tokenizer() -> Tokenizer {
        let data = Folder(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data").into());
        Tokenizer::new(serde_json::from_slice(&model_file(&data, "tokenizer.json").unwrap()).unwrap())
    }

    #[test]
    fn a_huge_chunk_takes_time_in_proportion_to_its_length() {
        for unit in ["(", "a.", "@", "-", "…", "5%", "'"] {
            let text = unit.repeat(50_000);
            let tokens = tokenizer().tokens(&text, &mut ChunkMemory::default());
            assert_eq!(tokens.last().unwrap().end, text.len());
        }
    }

    #[test]
    fn chunks_are_split_as_listed() {
        let tokenizer = tokenizer();
        let mut memory = ChunkMemory::default();
        for (text, expected) in [
            ("(can't)", "( ca n't )"),
            ("U.S.-led", "U.S.-led"),
            ("\"No,\" Ms. Li's aide", "\" No , \" Ms. Li 's aide"),
            ("US$3.5bn", "US$ 3.5bn"),
            ("12km/h.", "12 km/h ."),
            ("9a.m.-5p.m.", "9a.m.-5p.m ."),
            ("mother-in-law", "mother - in - law"),
            ("end.Start", "end . Start"),
            ("a,b 1,000", "a , b 1,000"),
            ("wait...what", "wait ... what"),
            ("NATO.", "NATO ."),
            ("see https://example.org/a,b.", "see https://example.org/a,b ."),
            ("desk@example.org!", "desk@example.org !"),
            (":-) ): :)", ":-) ): :)"),
            ("a  b\n\nc ", "a \u{20} b \n\n c"),
        ] {
            let tokens = tokenizer.tokens(text, &mut memory);
            let texts: Vec<&str> = tokens.iter().map(|token| &text[token.start..token.end]).collect();
            assert_eq!(texts.join(" "), expected, "{text:?}");
        }
    }
}
