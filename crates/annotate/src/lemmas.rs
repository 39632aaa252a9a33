//! Lemmas that the foundation's tables get wrong, put right by `data/lemmas/repairs.toml`.

use std::collections::HashMap;

use serde::Deserialize;
use terms::{DataError, PartOfSpeech, Resources, Token};

const FILE: &str = "lemmas/repairs.toml";

/// Forms with the lemma that they should have.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lemmas {
    verb: HashMap<String, String>,
    noun: HashMap<String, String>,
}

impl Lemmas {
    /// Reads the table.
    ///
    /// # Errors
    /// The file is missing or wrong.
    pub fn load(resources: &dyn Resources) -> Result<Self, DataError> {
        let text = resources.text(FILE)?;
        toml::from_str(&text).map_err(|error| DataError {
            file: FILE.to_owned(),
            line: error.span().map(|span| text[..span.start.min(text.len())].matches('\n').count() + 1),
            problem: error.message().replace('\n', " "),
            remedy: "write a form and its lemma under [verb] or [noun]".to_owned(),
        })
    }

    /// Puts the lemmas of an article right.
    pub fn mend(&self, tokens: &mut [Token]) {
        for token in tokens {
            let table = match token.part {
                PartOfSpeech::Verb => &self.verb,
                PartOfSpeech::Noun => &self.noun,
                _ => continue,
            };
            if let Some(lemma) = table.get(token.text.to_lowercase().as_str()) {
                token.lemma = lemma.as_str().into();
            }
        }
    }
}
