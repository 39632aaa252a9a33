//! What the embedding tables look at in a word: its normal form, first letter, last three, and shape.

use std::collections::HashMap;

use serde::Deserialize;

use super::characters::CharacterSet;
use super::hashing::string_key;

/// The tables that give a word its attributes.
#[derive(Deserialize)]
pub(super) struct AttributeTables {
    norms: HashMap<Box<str>, Box<str>>,
    norms_by_hash: HashMap<Box<str>, Box<str>>,
    symbols: HashMap<Box<str>, u64>,
    alphabetic: CharacterSet,
    digits: CharacterSet,
}

/// Gives words their attributes as keys.
pub(super) struct Attributes {
    /// Key of the word → its normal form.
    norms: HashMap<u64, Box<str>>,
    /// Strings that are names of labels have small numbers for keys.
    symbols: HashMap<Box<str>, u64>,
    /// Letters, as the lemmatizer and the shapes know them.
    pub alphabetic: CharacterSet,
    digits: CharacterSet,
}

/// From this length on, in characters, a word's shape is no longer told.
const LONG: usize = 100;

/// A run of one kind is cut at this length in a shape.
const LONGEST_RUN: usize = 4;

impl Attributes {
    /// Builds the tables.
    pub fn new(tables: AttributeTables) -> Self {
        let named = tables.norms.into_iter().map(|(word, norm)| (string_key(&word), norm));
        let mut norms: HashMap<u64, Box<str>> = named.collect();
        norms.extend(tables.norms_by_hash.into_iter().filter_map(|(key, norm)| Some((key.parse().ok()?, norm))));
        Self { norms, symbols: tables.symbols, alphabetic: tables.alphabetic, digits: tables.digits }
    }

    fn key(&self, text: &str) -> u64 {
        self.symbols.get(text).copied().unwrap_or_else(|| string_key(text))
    }

    /// The keys of `[norm, prefix, suffix, shape]`; `lower` is the word in lower case, `norm` what an exception says.
    pub fn keys(&self, text: &str, lower: &str, norm: Option<&str>) -> [u64; 4] {
        let norm = norm.or_else(|| self.norms.get(&self.key(text)).map(|norm| &**norm)).unwrap_or(lower);
        let prefix = text.chars().next().map_or(0, char::len_utf8);
        let suffix = text.char_indices().rev().nth(2).map_or(0, |(start, _)| start);
        [self.key(norm), self.key(&text[..prefix]), self.key(&text[suffix..]), self.key(&self.shape(text))]
    }

    /// `Xxxxx` for "Geneva", `dd.d` for "10.5".
    pub fn shape(&self, text: &str) -> String {
        if text.chars().nth(LONG - 1).is_some() {
            return "LONG".into();
        }
        let mut shape = String::with_capacity(text.len());
        let mut last = None;
        let mut run = 0;
        for character in text.chars() {
            let kind = if self.alphabetic.contains(character) {
                if character.is_uppercase() { 'X' } else { 'x' }
            } else if self.digits.contains(character) {
                'd'
            } else {
                character
            };
            run = if last == Some(kind) { run + 1 } else { 0 };
            last = Some(kind);
            if run < LONGEST_RUN {
                shape.push(kind);
            }
        }
        shape
    }
}
