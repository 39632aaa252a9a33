//! Contexts: what an event is about, told by words of its sentence.

use std::collections::HashMap;

use serde::Deserialize;
use terms::{DataError, Resources};

use crate::lexicon::parse;
use crate::scene::Scene;

const FILE: &str = "ontology/contexts.toml";

/// The words that signal each context.
#[derive(Clone, Debug, Default)]
pub struct Contexts {
    /// First lemma → (all lemmas, context).
    index: HashMap<String, Vec<(Vec<String>, String)>>,
    codes: Vec<String>,
}

#[derive(Deserialize)]
struct File {
    context: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    code: String,
    #[serde(default)]
    words: Vec<String>,
}

impl Contexts {
    /// Reads the contexts.
    ///
    /// # Errors
    /// The file is missing or wrong.
    pub fn load(resources: &dyn Resources) -> Result<Self, DataError> {
        let text = resources.text(FILE)?;
        let mut contexts = Contexts::default();
        for row in parse::<File>(FILE, &text)?.context {
            contexts.codes.push(row.code.clone());
            for phrase in row.words {
                let words: Vec<String> = phrase.to_lowercase().split_whitespace().map(str::to_owned).collect();
                if let Some(first) = words.first() {
                    contexts.index.entry(first.clone()).or_default().push((words, row.code.clone()));
                }
            }
        }
        Ok(contexts)
    }

    /// Whether there is a context of that code.
    pub fn has(&self, code: &str) -> bool {
        self.codes.iter().any(|known| known == code)
    }

    /// The contexts that a run of tokens signals, sorted.
    pub fn of(&self, scene: &Scene<'_>, tokens: std::ops::Range<usize>) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        for at in tokens.clone() {
            let lemma = scene.clause.lemma(at);
            for (words, context) in self.index.get(&lemma).into_iter().flatten() {
                let there = at + words.len() <= tokens.end
                    && words
                        .iter()
                        .enumerate()
                        .skip(1)
                        .all(|(offset, word)| scene.clause.token(at + offset).lemma.eq_ignore_ascii_case(word));
                if there && !found.contains(context) {
                    found.push(context.clone());
                }
            }
        }
        found.sort();
        found
    }
}
