//! An index of names over the words they are made of, and longest matches in a text.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

use terms::{Tag, Token};

use super::fold;

/// A small multiplicative hasher: keys come from our own data, so that floods are no concern.
#[derive(Clone, Copy, Default)]
pub(super) struct QuickHasher(u64);

impl Hasher for QuickHasher {
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 29)
    }

    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.write_u64(u64::from_le_bytes(word));
        }
    }

    fn write_u8(&mut self, byte: u8) {
        self.write_u64(byte.into());
    }

    fn write_u64(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

/// A map with the quick hasher; never iterated.
pub(super) type QuickMap<K, V> = HashMap<K, V, BuildHasherDefault<QuickHasher>>;

/// A set with the quick hasher; never iterated.
pub(super) type QuickSet<K> = HashSet<K, BuildHasherDefault<QuickHasher>>;

/// A name as written in the data.
#[derive(Debug)]
struct Phrase {
    /// Atoms with marks folded, case kept.
    atoms: Vec<Box<str>>,
    /// What the name stands for: values given by who built the index.
    values: Vec<u32>,
    /// Whether it is a name only with an article before it ("The Times").
    article: bool,
}

/// Names by their atoms.
#[derive(Debug, Default)]
pub(super) struct NameIndex {
    words: QuickMap<Box<str>, u32>,
    /// (node, word) → node; node 0 is the root.
    edges: QuickMap<u64, u32>,
    /// For each node the phrases that end there.
    ends: Vec<Vec<u32>>,
    phrases: Vec<Phrase>,
}

/// A name found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Hit {
    /// Tokens that it covers.
    pub(super) tokens: Range<usize>,
    /// Number of the phrase.
    phrase: u32,
    /// Whether it ends within its last token, before a hyphen ("U.S." in "U.S.-backed").
    pub(super) cut: bool,
}

/// An atom of the text: its word's number, its token, where in the token.
struct Atom {
    word: u32,
    token: u32,
    bytes: Range<u32>,
    first: bool,
    last: bool,
}

const UNKNOWN: u32 = u32::MAX;

impl NameIndex {
    /// Adds a name for a value.
    pub(super) fn add(&mut self, name: &str, value: u32) {
        let bare = name.strip_prefix("the ").or_else(|| name.strip_prefix("The "));
        let article = bare.is_some_and(|bare| !bare.contains(' '));
        let name = bare.unwrap_or(name);
        let atoms: Vec<Box<str>> =
            name.split_whitespace().flat_map(fold::atoms).map(|atom| fold::fold(atom).into_boxed_str()).collect();
        if atoms.is_empty() {
            return;
        }
        if self.ends.is_empty() {
            self.ends.push(Vec::new());
        }
        let mut node = 0;
        for atom in &atoms {
            let count = self.words.len() as u32;
            let word = *self.words.entry(atom.to_lowercase().into_boxed_str()).or_insert(count);
            let next = self.ends.len() as u32;
            node = *self.edges.entry(edge(node, word)).or_insert(next);
            if node == next {
                self.ends.push(Vec::new());
            }
        }
        let end = &mut self.ends[node as usize];
        match end.iter().find(|&&phrase| self.phrases[phrase as usize].atoms == atoms) {
            Some(&phrase) => {
                let phrase = &mut self.phrases[phrase as usize];
                phrase.article &= article;
                if !phrase.values.contains(&value) {
                    phrase.values.push(value);
                }
            }
            None => {
                end.push(self.phrases.len() as u32);
                self.phrases.push(Phrase { atoms, values: vec![value], article });
            }
        }
    }

    /// What a hit stands for, in the order in which it was added.
    pub(super) fn values(&self, hit: &Hit) -> &[u32] {
        &self.phrases[hit.phrase as usize].values
    }

    /// The longest names in a run of tokens, from left to right, without overlap.
    pub(super) fn find(&self, tokens: &[Token]) -> Vec<Hit> {
        let atoms = self.atoms(tokens);
        let mut hits = Vec::new();
        let mut at = 0;
        while at < atoms.len() {
            let within =
                hits.last().is_some_and(|last: &Hit| last.cut && last.tokens.end == atoms[at].token as usize + 1);
            match self.longest(tokens, &atoms, at, within) {
                Some((length, hit)) => {
                    hits.push(hit);
                    at += length;
                }
                None => at += 1,
            }
        }
        hits
    }

    /// The longest name that starts at an atom; `within` lets it start inside a token, behind a name and a hyphen.
    fn longest(&self, tokens: &[Token], atoms: &[Atom], at: usize, within: bool) -> Option<(usize, Hit)> {
        if (!atoms[at].first && !within) || atoms[at].word == UNKNOWN {
            return None;
        }
        let mut node = 0;
        let mut best = None;
        for (length, atom) in atoms[at..].iter().enumerate() {
            if atom.word == UNKNOWN {
                break;
            }
            match self.edges.get(&edge(node, atom.word)) {
                Some(&next) => node = next,
                None => break,
            }
            let cut = !atom.last;
            let token = &tokens[atom.token as usize];
            if cut && !token.text[atom.bytes.end as usize..].trim_start_matches('.').starts_with('-') {
                continue;
            }
            let run = &atoms[at..=at + length];
            if let Some(&phrase) = self.ends[node as usize].iter().find(|&&phrase| self.fits(tokens, run, phrase)) {
                let span = atoms[at].token as usize..atom.token as usize + 1;
                best = Some((length + 1, Hit { tokens: span, phrase, cut }));
            }
        }
        best
    }

    /// Whether the case of the text suits the name.
    fn fits(&self, tokens: &[Token], run: &[Atom], phrase: u32) -> bool {
        let first = run[0].token as usize;
        if self.phrases[phrase as usize].article {
            let headed = first > 0 && tokens[first - 1].text.eq_ignore_ascii_case("the");
            let goes_on = tokens.get(first + 1).is_some_and(|next| next.tag == Tag::NNP && tokens[first].head > first);
            if !headed || goes_on {
                return false;
            }
        }
        let written = &self.phrases[phrase as usize].atoms;
        written.iter().zip(run).all(|(written, atom)| {
            let raw = &tokens[atom.token as usize].text[atom.bytes.start as usize..atom.bytes.end as usize];
            if raw.is_ascii() {
                case_fits(written, raw, run.len())
            } else {
                case_fits(written, &fold::fold(raw), run.len())
            }
        })
    }

    fn atoms(&self, tokens: &[Token]) -> Vec<Atom> {
        let mut atoms = Vec::with_capacity(tokens.len() + tokens.len() / 8);
        let mut lower = String::new();
        for (index, token) in tokens.iter().enumerate() {
            if token.is_space() {
                if token.text.matches('\n').count() > 1 {
                    atoms.push(Atom { word: UNKNOWN, token: index as u32, bytes: 0..0, first: true, last: true });
                }
                continue;
            }
            let before = atoms.len();
            let base = token.text.as_ptr() as usize;
            for atom in fold::atoms(&token.text) {
                let start = (atom.as_ptr() as usize - base) as u32;
                let bytes = start..start + atom.len() as u32;
                lower.clear();
                fold::fold_into(atom, &mut lower);
                if lower.is_ascii() {
                    lower.make_ascii_lowercase();
                } else {
                    lower = lower.to_lowercase();
                }
                let word = self.words.get(lower.as_str()).copied().unwrap_or(UNKNOWN);
                atoms.push(Atom { word, token: index as u32, bytes, first: atoms.len() == before, last: false });
            }
            if atoms.len() > before
                && let Some(last) = atoms.last_mut()
            {
                last.last = true;
            }
        }
        atoms
    }
}

fn edge(node: u32, word: u32) -> u64 {
    (u64::from(node) << 32) | u64::from(word)
}

/// Whether a word of the text may stand for a word of a name, letters apart from case being the same.
///
/// "RUSSIA" may stand for "Russia" and "Nato" for "NATO" (said as a word, with two vowels), never "us" for "US" nor "turkey" for "Turkey".
fn case_fits(written: &str, read: &str, atoms: usize) -> bool {
    if written == read || !written.chars().any(char::is_uppercase) {
        return true;
    }
    let capital = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
    let shout = |word: &str| !word.chars().any(char::is_lowercase);
    let length = written.chars().count();
    let rest = |word: &str| word.chars().skip(1).any(char::is_uppercase);
    let spoken = written.chars().filter(|c| matches!(c, 'A' | 'E' | 'I' | 'O' | 'U')).count() > 1;
    (shout(read) && capital(written) && length >= 4)
        || (shout(written) && capital(read) && !rest(read) && length >= 4 && spoken)
        || (atoms > 1 && capital(written) == capital(read) && length > 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_tells_a_name_from_a_word() {
        assert!(case_fits("Russia", "RUSSIA", 1));
        assert!(case_fits("NATO", "Nato", 1));
        assert!(!case_fits("SADR", "Sadr", 1));
        assert!(!case_fits("US", "us", 1));
        assert!(!case_fits("WHO", "Who", 1));
        assert!(!case_fits("Turkey", "turkey", 1));
    }
}
