//! The linguistic foundation: text → tokens, tags, lemmas, heads, sentence starts and entities.
//!
//! This runs the weights of spaCy's small English pipeline (`data/models/en_core_web_sm/CARD.md`), step by step:
//!
//! 1. `tokenizer`: text → tokens (`affixes`, `characters`)
//! 2. `words`: tokens → distinct words with their keys (`attributes`, `hashing`)
//! 3. `encoder`: tokens → vectors that know their neighbours
//! 4. `linear`: vectors → tags
//! 5. `parser`: vectors → heads and relations (`transitions`), finished by `tree`
//! 6. `attribute_ruler`: tags, words, relations → parts of speech
//! 7. `lemmatizer`: words, parts of speech → lemmas
//! 8. `entities`: vectors of an encoder of its own → entities
//!
//! `document` runs the steps. A text is one document, so that each sentence is read with what stands around it; above
//! 20,000 tokens it is cut (`segments`). Results depend on nothing but the text: not on what was read before, nor on
//! threads.

mod affixes;
mod attribute_ruler;
mod attributes;
mod characters;
mod document;
mod encoder;
mod entities;
mod hashing;
mod lemmatizer;
mod linear;
mod matrix;
mod parser;
mod segments;
mod tokenizer;
mod transitions;
mod tree;
mod weights;
mod words;

use std::sync::Mutex;

use serde::Deserialize;
use terms::{DataError, Parsed, Resources, Tag};

use attribute_ruler::AttributeRuler;
use attributes::Attributes;
use document::{Position, Space};
use encoder::Encoder;
use entities::EntityRecognizer;
use lemmatizer::Lemmatizer;
use linear::Linear;
use matrix::WIDTH;
use parser::Parser;
use tokenizer::Tokenizer;
use weights::{Weights, model_error, model_file};

/// The parser of one language, ready to use from any number of threads.
///
/// # Example
/// ```
/// use annotate::foundation::Foundation;
/// let data = terms::Folder(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data").into());
/// let foundation = Foundation::load(&data)?;
/// let parsed = foundation.parse("Norway recalled its ambassador.");
/// assert_eq!(parsed.tokens[1].lemma.as_ref(), "recall");
/// assert_eq!(parsed.tokens[0].head, 1);
/// assert!(foundation.parse("").tokens.is_empty());
/// # Ok::<(), terms::DataError>(())
/// ```
pub struct Foundation {
    tokenizer: Tokenizer,
    attributes: Attributes,
    shared: Encoder,
    tagger: Linear,
    tags: Vec<Tag>,
    parser: Parser,
    ruler: AttributeRuler,
    lemmatizer: Lemmatizer,
    entity_encoder: Encoder,
    entities: EntityRecognizer,
    /// Scratch spaces not in use.
    spaces: Mutex<Vec<Space>>,
}

#[derive(Deserialize)]
struct Labels {
    tags: Vec<Box<str>>,
    parser_moves: Vec<Box<str>>,
    entity_moves: Vec<Box<str>>,
}

fn json<T: for<'a> Deserialize<'a>>(resources: &dyn Resources, file: &str) -> Result<T, DataError> {
    serde_json::from_slice(&model_file(resources, file)?).map_err(|error| model_error(file, error.to_string()))
}

impl Foundation {
    /// Reads the model from `models/en_core_web_sm`.
    ///
    /// # Errors
    /// A file of the model is missing or does not hold what the code expects.
    pub fn load(resources: &dyn Resources) -> Result<Self, DataError> {
        let bytes = model_file(resources, "weights.safetensors")?;
        let weights = Weights::open(&bytes)?;
        let labels: Labels = json(resources, "labels.json")?;
        let tagger = Linear::load(&weights, "tagger", WIDTH)?;
        let tags: Option<Vec<Tag>> = labels.tags.iter().map(|name| Tag::parse(name)).collect();
        let tags = tags.filter(|tags| tags.len() == tagger.outputs());
        Ok(Self {
            tokenizer: Tokenizer::new(json(resources, "tokenizer.json")?),
            attributes: Attributes::new(json(resources, "words.json")?),
            shared: Encoder::load(&weights, "shared", 6)?,
            tagger,
            tags: tags.ok_or_else(|| model_error("labels.json", "the tags are not those of the tagger"))?,
            parser: Parser::load(&weights, &labels.parser_moves)?,
            ruler: AttributeRuler::load(&model_file(resources, "attributes.json")?)?,
            lemmatizer: Lemmatizer::load(resources)?,
            entity_encoder: Encoder::load(&weights, "entities", 4)?,
            entities: EntityRecognizer::load(&weights, &labels.entity_moves)?,
            spaces: Mutex::default(),
        })
    }

    /// Parses a text as one document.
    ///
    /// White space that is more than one blank between words becomes tokens of its own. Any text is taken, the empty one
    /// included; the work grows with the length of the text, not faster.
    pub fn parse(&self, text: &str) -> Parsed {
        self.parse_apart(text, &[])
    }

    /// Parses a text as documents that begin at `seams`: byte offsets in ascending order, of which those within a token
    /// hold from the next token on.
    ///
    /// No head and no entity reaches across a seam, and no word beyond it has a say in how a word is read.
    pub fn parse_apart(&self, text: &str, seams: &[usize]) -> Parsed {
        let spare = self.spaces.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).pop();
        let mut space = spare.unwrap_or_default();
        let tokens = self.tokenizer.tokens(text, &mut space.chunks);
        let mut parsed = Parsed::default();
        parsed.tokens.reserve_exact(tokens.len());
        let mut position = Position::default();
        for document in segments::apart(&tokens, seams).into_iter().flat_map(|part| segments::documents(text, part)) {
            self.parse_document(text, document, &mut position, &mut space, &mut parsed);
        }
        space.shrink();
        self.spaces.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).push(space);
        parsed
    }
}
