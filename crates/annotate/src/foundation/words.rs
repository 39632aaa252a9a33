//! The words met so far, each with what depends on the word alone.

use std::collections::HashMap;

use terms::PartOfSpeech;

/// One distinct word: a spelling with the normal form that the tokenizer gave it.
#[derive(Debug)]
pub(super) struct Word {
    /// The spelling.
    pub text: Box<str>,
    /// The spelling in lower case.
    pub lower: Box<str>,
    /// Whether it is white space.
    pub is_space: bool,
    /// Keys of norm, prefix, suffix and shape.
    pub keys: [u64; 4],
    /// Its number in the attribute ruler's index.
    pub ruled: u32,
    /// Its lemmas so far, by part of speech and by whether the form is a base form.
    pub lemmas: Vec<((PartOfSpeech, bool), Box<str>)>,
}

/// Words by number.
///
/// A pure memory: what it holds changes no result. It is emptied between documents when it has grown too large.
#[derive(Default)]
pub(super) struct Words {
    /// The words, by number.
    pub all: Vec<Word>,
    plain: HashMap<Box<str>, u32>,
    with_norm: HashMap<u32, HashMap<Box<str>, u32>>,
}

impl Words {
    /// The number of a word; `make` is called where it is new.
    pub fn number(&mut self, text: &str, norm: u32, make: impl FnOnce() -> Word) -> u32 {
        let numbers = if norm == 0 { &mut self.plain } else { self.with_norm.entry(norm).or_default() };
        if let Some(&number) = numbers.get(text) {
            return number;
        }
        let number = self.all.len() as u32;
        numbers.insert(text.into(), number);
        self.all.push(make());
        number
    }
}
