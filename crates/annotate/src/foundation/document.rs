//! One document through all steps.

use terms::{NamedEntity, Parsed, Relation, Span, Tag, Token};

use super::Foundation;
use super::attribute_ruler::{Observed, Ruled};
use super::characters::is_space;
use super::encoder::{EncoderSpace, Keys, MARGIN};
use super::linear::first_largest;
use super::matrix::WIDTH;
use super::tokenizer::{ChunkMemory, RawToken};
use super::transitions::ScorerSpace;
use super::tree::Tree;
use super::words::{Word, Words};

/// Scratch space of one running parse; what it remembers saves work and changes no result.
#[derive(Default)]
pub(super) struct Space {
    /// The tokenizer's memory.
    pub chunks: ChunkMemory,
    words: Words,
    /// Where each word's mixed rows stand.
    rows: Vec<WordRows>,
    shared_rows: Vec<f32>,
    entity_rows: Vec<f32>,
    encoder: EncoderSpace,
    tags: Vec<f32>,
    scorer: ScorerSpace,
    matched: Vec<u16>,
}

/// Numbers of one word's mixed rows plus one; 0 where it has none yet.
#[derive(Clone, Copy, Default)]
struct WordRows {
    /// In the shared encoder: without and with a blank after it.
    shared: [u32; 2],
    /// In the entity encoder.
    entity: u32,
}

/// Distinct words kept from one document to the next.
const MOST_WORDS: usize = 20_000;

/// How far a text has been turned into tokens with character offsets.
#[derive(Default)]
pub(super) struct Position {
    byte: usize,
    character: u32,
}

impl Position {
    /// The span of a token; tokens come in order.
    fn span(&mut self, text: &str, token: &RawToken) -> Span {
        let count = |part: &str| part.chars().count() as u32;
        let start = self.character + count(&text[self.byte..token.start]);
        let end = start + count(&text[token.start..token.end]);
        *self = Self { byte: token.end, character: end };
        Span::new(start, end)
    }
}

/// What the nets say of a document.
struct Analysis {
    tags: Vec<Tag>,
    tree: Tree,
    entities: Vec<NamedEntity>,
}

impl Foundation {
    /// Parses one document and appends it to `parsed`.
    pub(super) fn parse_document(
        &self,
        text: &str,
        tokens: &[RawToken],
        position: &mut Position,
        space: &mut Space,
        parsed: &mut Parsed,
    ) {
        if space.words.all.len() > MOST_WORDS {
            space.forget_words();
        }
        let numbers: Vec<u32> = tokens
            .iter()
            .map(|token| {
                let spelling = &text[token.start..token.end];
                space.words.number(spelling, token.norm, || self.word(spelling, token.norm))
            })
            .collect();
        self.mix_new_words(tokens, &numbers, space);
        let analysis = self.analyse(tokens, &numbers, space);

        let before = parsed.tokens.len();
        for (index, token) in tokens.iter().enumerate() {
            let ruled = self.ruled(index, &numbers, &analysis, space);
            let word = &mut space.words.all[numbers[index] as usize];
            parsed.tokens.push(Token {
                span: position.span(text, token),
                text: word.text.clone(),
                lemma: self.lemma(word, &ruled),
                tag: ruled.tag,
                part: ruled.part,
                head: before + analysis.tree.heads[index],
                relation: ruled.relation,
                space_after: token.space_after,
            });
        }
        parsed.sentence_starts.extend_from_slice(&analysis.tree.sentence_starts);
        let shifted = analysis.entities.into_iter().map(|entity| NamedEntity {
            tokens: entity.tokens.start + before..entity.tokens.end + before,
            label: entity.label,
        });
        parsed.entities.extend(shifted);
    }

    fn word(&self, text: &str, norm: u32) -> Word {
        let lower = text.to_lowercase();
        let norm = norm.checked_sub(1).map(|norm| &*self.tokenizer.norms[norm as usize]);
        Word {
            text: text.into(),
            is_space: text.chars().all(is_space),
            keys: self.attributes.keys(text, &lower, norm),
            ruled: self.ruler.word(&lower),
            lemmas: Vec::new(),
            lower: lower.into(),
        }
    }

    /// Gives each word that has none yet its rows in both encoders.
    fn mix_new_words(&self, tokens: &[RawToken], numbers: &[u32], space: &mut Space) {
        let Space { words, rows, shared_rows, entity_rows, encoder, .. } = space;
        rows.resize(words.all.len(), WordRows::default());
        let (mut shared, mut entity): (Vec<Keys>, Vec<Keys>) = (Vec::new(), Vec::new());
        for (token, &number) in tokens.iter().zip(numbers) {
            let word = &words.all[number as usize];
            let [norm, prefix, suffix, shape] = word.keys;
            let keys = [norm, prefix, suffix, shape, u64::from(token.space_after), u64::from(word.is_space)];
            let places = &mut rows[number as usize];
            let place = &mut places.shared[usize::from(token.space_after)];
            if *place == 0 {
                shared.push(keys);
                *place = (shared_rows.len() / WIDTH + shared.len()) as u32;
            }
            if places.entity == 0 {
                entity.push(keys);
                places.entity = (entity_rows.len() / WIDTH + entity.len()) as u32;
            }
        }
        self.shared.mix(&shared, encoder, shared_rows);
        self.entity_encoder.mix(&entity, encoder, entity_rows);
    }

    fn analyse(&self, tokens: &[RawToken], numbers: &[u32], space: &mut Space) -> Analysis {
        let Space { words, rows, shared_rows, entity_rows, encoder, tags, scorer, .. } = space;
        let (count, first) = (tokens.len(), MARGIN * WIDTH);
        let is_space = |index: usize| words.all[numbers[index] as usize].is_space;
        let shared_row = |index: usize| {
            let number = rows[numbers[index] as usize].shared[usize::from(tokens[index].space_after)] as usize;
            &shared_rows[(number - 1) * WIDTH..number * WIDTH]
        };
        self.shared.encode(count, shared_row, encoder);
        self.tagger.apply(&encoder.rows, first, count, tags);
        let scores = tags.chunks_exact(self.tagger.outputs()).take(count);
        let tags = scores.map(|scores| self.tags[first_largest(scores)]).collect();
        let tree = Tree::new(self.parser.parse(&encoder.rows, first, count, scorer), is_space);
        let entity_row = |index: usize| {
            let number = rows[numbers[index] as usize].entity as usize;
            &entity_rows[(number - 1) * WIDTH..number * WIDTH]
        };
        self.entity_encoder.encode(count, entity_row, encoder);
        let entities = self.entities.find(&encoder.rows, first, &tree.sentence_starts, is_space, scorer);
        Analysis { tags, tree, entities }
    }

    fn ruled<'a>(&'a self, index: usize, numbers: &[u32], analysis: &Analysis, space: &mut Space) -> Ruled<'a> {
        let Space { words, matched, .. } = space;
        let observe = |index: usize| {
            let word = &words.all[*numbers.get(index)? as usize];
            let relation: Relation = analysis.tree.relations[index];
            Some(Observed {
                tag: analysis.tags[index],
                relation,
                lower: &word.lower,
                is_space: word.is_space,
                word: word.ruled,
            })
        };
        self.ruler.rule(index, observe, matched)
    }

    fn lemma(&self, word: &mut Word, ruled: &Ruled<'_>) -> Box<str> {
        if let Some(lemma) = ruled.lemma {
            return lemma.into();
        }
        let kind = (ruled.part, ruled.inflection.is_base(ruled.part));
        if let Some((_, lemma)) = word.lemmas.iter().find(|(known, _)| *known == kind) {
            return lemma.clone();
        }
        let lemma = self.lemmatizer.lemma(&word.text, &word.lower, kind.0, kind.1, &self.attributes.alphabetic);
        let lemma: Box<str> = lemma.into_owned().into();
        word.lemmas.push((kind, lemma.clone()));
        lemma
    }
}

impl Space {
    /// Gives back what only very long documents need.
    pub(super) fn shrink(&mut self) {
        self.scorer.shrink();
    }

    fn forget_words(&mut self) {
        self.words = Words::default();
        self.rows.clear();
        self.shared_rows.clear();
        self.entity_rows.clear();
    }
}
