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
    use super::super::Relations;
    use terms::{Folder, Meaning, Relate};

    fn meaning(relations: &Relations, words: &str) -> Meaning {
        relations.meaning(words).unwrap()
    }

    #[test]
    fn likeness_is_what_the_training_script_measures() {
        let relations =
            Relations::load(&Folder(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data").into())).unwrap().unwrap();
        let expelled = meaning(&relations, "Latvia expelled two Belarusian diplomats");
        let told_to_leave = meaning(&relations, "Riga told two envoys of Belarus to leave");
        let arrested = meaning(&relations, "The Czech police arrested a smuggler in Brno");
        let near = |one: &Meaning, other: &Meaning, likeness: f64| {
            assert!((one.likeness(other) - likeness).abs() < 0.01, "{}, not {likeness}", one.likeness(other));
        };
        near(&expelled, &told_to_leave, 0.795);
        near(&expelled, &arrested, 0.399);
        near(&told_to_leave, &arrested, 0.309);
    }

    #[test]
    fn any_words_have_a_meaning_or_none() {
        let relations =
            Relations::load(&Folder(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data").into())).unwrap().unwrap();
        for words in ["", " ", "\u{0}", "…", &"expelled ".repeat(500)] {
            assert_eq!(relations.meaning(words), relations.meaning(words));
        }
    }
}
