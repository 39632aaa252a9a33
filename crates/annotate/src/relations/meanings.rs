//! The words of one deed → a direction: words that tell one deed point nearly the same way.
//!
//! The six layers of the relation model, turned by low-rank matrices that were trained on pairs of clauses that tell one
//! deed or two, and a projection of the mean over all pieces (`data/models/relation/CARD.md`).

use terms::{DataError, Meaning};

use super::LAYERS;
use super::transformer::{Linear, Space, Transformer, Turn, WIDTH};
use super::weights::Weights;

/// File of the matrices.
pub(super) const FILE: &str = "meaning.safetensors";

/// Rank of the matrices that bend a product.
const RANK: usize = 16;

/// Length of a direction.
const DIMENSIONS: usize = 64;

/// Reads meanings with the relation model's layers.
pub(super) struct Meanings {
    turn: Turn,
    project: Linear,
}

impl Meanings {
    /// Reads the matrices.
    pub fn load(weights: &Weights<'_>) -> Result<Self, DataError> {
        Ok(Self {
            turn: Turn::load(weights, LAYERS, RANK)?,
            project: Linear::load(weights, "project", WIDTH, DIMENSIONS)?,
        })
    }

    /// The meaning of word pieces.
    pub fn of(&self, transformer: &Transformer, pieces: &[u32], space: &mut Space) -> Option<Meaning> {
        let rows = transformer.turned(pieces, &self.turn, space);
        let mut mean = vec![0.0; WIDTH];
        for row in rows.chunks_exact(WIDTH) {
            for (sum, value) in mean.iter_mut().zip(row) {
                *sum += value;
            }
        }
        for sum in &mut mean {
            *sum /= pieces.len().max(1) as f32;
        }
        let mut direction = Vec::new();
        self.project.apply(&mean, &mut direction);
        Meaning::of(&direction)
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use terms::{Folder, Relate, read_table};

    use super::super::{Relations, weights};

    /// What the training script measured.
    #[derive(Deserialize)]
    struct Measured {
        pair: Vec<Pair>,
    }

    #[derive(Deserialize)]
    struct Pair {
        first: String,
        second: String,
        likeness: f64,
    }

    fn data() -> Folder {
        Folder(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data").into())
    }

    #[test]
    fn likeness_is_what_the_training_script_measured() {
        let relations = Relations::load(&data()).unwrap().unwrap();
        let measured: Measured = read_table(&data(), &format!("{}/meaning.toml", weights::FOLDER)).unwrap();
        assert!(measured.pair.len() > 3);
        for pair in measured.pair {
            let [first, second] = [&pair.first, &pair.second].map(|words| relations.meaning(words).unwrap());
            let likeness = first.likeness(&second);
            assert!((likeness - pair.likeness).abs() < 0.015, "{likeness}, not {}: {}", pair.likeness, pair.first);
        }
    }

    #[test]
    fn any_words_have_a_meaning_that_is_always_the_same() {
        let relations = Relations::load(&data()).unwrap().unwrap();
        for words in ["", " ", "\u{0}", "…", &"expelled ".repeat(500)] {
            let meaning = relations.meaning(words);
            assert!(meaning.is_some(), "{words}");
            relations.meaning("a longer clause, whose space is used again");
            assert_eq!(relations.meaning(words), meaning, "{words}");
        }
    }
}
