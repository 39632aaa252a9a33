//! What one actor does to another in a sentence, told by meaning.
//!
//! The weights of `all-MiniLM-L6-v2`, fine-tuned on the text of `data/training` (`data/models/relation/CARD.md`):
//!
//! 1. `wordpieces`: sentence → pieces with their places
//! 2. `transformer`: pieces → vectors that know the sentence; the first four layers serve all pairs
//! 3. the marks of a pair are added, and the last two layers run for it
//! 4. `heads`: vectors → chances of PLOVER's record, the deed, its mode, status and assertion
//!
//! `meanings` runs the same layers, turned a little, over the words of one deed for where they lie among all that could be
//! told. `weights` reads the tensors, `arithmetic` holds products and activations. A sentence is a pass of its own, so that its
//! reading does not depend on what is read with it.

mod arithmetic;
mod heads;
mod meanings;
mod transformer;
mod weights;
mod wordpieces;

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use terms::{DataError, Meaning, Pair, PairReading, Relate, Resources, Text};

use heads::Heads;
use meanings::Meanings;
use transformer::{Space, Transformer, WIDTH};
use weights::{Weights, model_file};
use wordpieces::Wordpieces;

/// Layers that know nothing of the pair.
const SHARED: usize = 4;

/// All layers.
const LAYERS: usize = 6;

/// Pieces of a sentence that are read; what comes after is cut off.
const MOST_PIECES: usize = 160;

/// The relation model, ready to use from any number of threads.
pub struct Relations {
    wordpieces: Wordpieces,
    transformer: Transformer,
    /// Added to the pieces of the actor, and of the recipient.
    marks: [Vec<f32>; 2],
    heads: Heads,
    meanings: Option<Meanings>,
    version: String,
    spaces: Mutex<Vec<Space>>,
    /// Layers that sentences were run through so far.
    layers_run: AtomicU64,
}

impl Relations {
    /// Passes through all layers that were made so far, for run reports.
    pub fn passes(&self) -> f64 {
        self.layers_run.load(Ordering::Relaxed) as f64 / LAYERS as f64
    }

    fn space(&self) -> Space {
        self.spaces.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).pop().unwrap_or_default()
    }

    fn give_back(&self, space: Space) {
        self.spaces.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).push(space);
    }

    /// Reads the model from `models/relation`; `None` where the data have none.
    ///
    /// # Errors
    /// A file of the model does not hold what the code expects.
    pub fn load(resources: &dyn Resources) -> Result<Option<Self>, DataError> {
        let Some(bytes) = resources.bytes(&format!("{}/weights.safetensors", weights::FOLDER)) else {
            return Ok(None);
        };
        let weights = Weights::open(&bytes, "weights.safetensors")?;
        let turns = resources.bytes(&format!("{}/{}", weights::FOLDER, meanings::FILE));
        let mut version = blake3::Hasher::new();
        version.update(&bytes);
        let meanings = match &turns {
            Some(turns) => {
                version.update(turns);
                Some(Meanings::load(&Weights::open(turns, meanings::FILE)?)?)
            }
            None => None,
        };
        let marks = weights.matrix("marks", 2, WIDTH)?.values;
        Ok(Some(Self {
            wordpieces: Wordpieces::new(&model_file(resources, "tokenizer.json")?, MOST_PIECES)?,
            transformer: Transformer::load(&weights, LAYERS, MOST_PIECES)?,
            marks: [marks[..WIDTH].to_vec(), marks[WIDTH..].to_vec()],
            heads: Heads::load(&weights, &model_file(resources, "labels.json")?)?,
            meanings,
            version: version.finalize().to_hex()[..12].to_owned(),
            spaces: Mutex::default(),
            layers_run: AtomicU64::new(0),
        }))
    }
}

impl Relate for Relations {
    fn relate(&self, sentence: &str, pairs: &[Pair]) -> Vec<PairReading> {
        if pairs.is_empty() {
            return Vec::new();
        }
        let layers = SHARED + pairs.len() * (LAYERS - SHARED);
        self.layers_run.fetch_add(layers as u64, Ordering::Relaxed);
        let text = Text::new(sentence);
        let pieces = self.wordpieces.cut(sentence);
        let mut space = self.space();
        let mut shared = self.transformer.embed(&pieces.ids);
        self.transformer.run(&mut shared, 0..SHARED, &mut space);
        let readings = pairs
            .iter()
            .map(|pair| {
                let places =
                    [pair.actor, pair.recipient].map(|span| pieces.within(text.byte(span.start)..text.byte(span.end)));
                let mut rows = shared.clone();
                for (places, mark) in places.iter().zip(&self.marks) {
                    for &place in places {
                        for (value, mark) in rows[place * WIDTH..][..WIDTH].iter_mut().zip(mark) {
                            *value += mark;
                        }
                    }
                }
                self.transformer.run(&mut rows, SHARED..LAYERS, &mut space);
                self.heads.read(&rows, &places)
            })
            .collect();
        self.give_back(space);
        readings
    }

    fn meaning(&self, words: &str) -> Option<Meaning> {
        let meanings = self.meanings.as_ref()?;
        self.layers_run.fetch_add(LAYERS as u64, Ordering::Relaxed);
        let pieces = self.wordpieces.cut(words);
        let mut space = self.space();
        let meaning = meanings.of(&self.transformer, &pieces.ids, &mut space);
        self.give_back(space);
        meaning
    }

    fn version(&self) -> &str {
        &self.version
    }
}
