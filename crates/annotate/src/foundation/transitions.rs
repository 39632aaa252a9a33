//! The scorer that parser and entity recognizer share: a few tokens of a state → a score for each move.
//!
//! A token's part in the hidden layer depends on the token and the feature alone, so it is computed once a document;
//! a state's hidden layer is a sum of such rows.

use terms::DataError;

use super::linear::Linear;
use super::matrix::WIDTH;
use super::weights::{Weights, model_error};

/// Width of the hidden layer.
const HIDDEN: usize = 64;

/// Pieces of its maxout.
const PIECES: usize = 2;

/// Width of a feature's row.
const FEATURE: usize = HIDDEN * PIECES;

/// Moves are scored in groups of so many.
const GROUP: usize = 32;

/// Scores the moves of a transition system with `FEATURES` features.
pub(super) struct Scorer<const FEATURES: usize> {
    lower: Linear,
    features: Linear,
    bias: [f32; FEATURE],
    /// What stands for a token that is not there, by feature.
    absent: Vec<[f32; FEATURE]>,
    /// By group of moves: hidden × group.
    upper: Vec<[[f32; GROUP]; HIDDEN]>,
    upper_bias: Vec<[f32; GROUP]>,
    moves: usize,
}

/// Scratch space of a scorer.
#[derive(Default)]
pub(super) struct ScorerSpace {
    lowered: Vec<f32>,
    features: Vec<f32>,
    scores: Vec<[f32; GROUP]>,
}

/// Values of feature rows that are kept allocated between documents (16 MiB).
const KEPT: usize = 1 << 22;

impl ScorerSpace {
    /// Gives back memory that only very long documents need.
    pub fn shrink(&mut self) {
        self.features.truncate(KEPT);
        self.features.shrink_to(KEPT);
    }
}

impl<const FEATURES: usize> Scorer<FEATURES> {
    /// Reads the scorer `name` for so many moves.
    pub fn load(weights: &Weights<'_>, name: &str, moves: usize) -> Result<Self, DataError> {
        let features = weights.matrix(&format!("{name}.features.weight"))?;
        let bias = weights.vector(&format!("{name}.features.bias"), FEATURE)?;
        let absent = weights.matrix(&format!("{name}.features.absent"))?;
        let upper = weights.matrix(&format!("{name}.upper.weight"))?;
        let upper_bias = weights.vector(&format!("{name}.upper.bias"), moves)?;
        if (features.rows, features.columns) != (HIDDEN, FEATURES * FEATURE)
            || (absent.rows, absent.columns) != (FEATURES, FEATURE)
            || (upper.rows, upper.columns) != (HIDDEN, moves)
        {
            return Err(model_error(
                "weights.safetensors",
                format!("`{name}` has not {FEATURES} features and {moves} moves"),
            ));
        }
        let groups = moves.div_ceil(GROUP);
        let mut grouped = vec![[[0.0; GROUP]; HIDDEN]; groups];
        let mut grouped_bias = vec![[0.0; GROUP]; groups];
        for (number, &bias) in upper_bias.iter().enumerate() {
            let (group, place) = (number / GROUP, number % GROUP);
            for (hidden, weights) in grouped[group].iter_mut().enumerate() {
                weights[place] = upper.row(hidden)[number];
            }
            grouped_bias[group][place] = bias;
        }
        Ok(Self {
            lower: Linear::load(weights, &format!("{name}.lower"), WIDTH)?,
            features: Linear::without_bias(features),
            bias: bias.try_into().expect("length checked by the reader"),
            absent: absent
                .values
                .chunks_exact(FEATURE)
                .map(|row| row.try_into().expect("chunks of that length"))
                .collect(),
            upper: grouped,
            upper_bias: grouped_bias,
            moves,
        })
    }

    /// Takes in a document: `count` rows of the encoder's output, starting at `start` values.
    pub fn prepare(&self, rows: &[f32], start: usize, count: usize, space: &mut ScorerSpace) {
        self.lower.apply(rows, start, count, &mut space.lowered);
        self.features.apply(&space.lowered, 0, count, &mut space.features);
        space.scores.resize(self.upper.len(), [0.0; GROUP]);
    }

    /// The scores of all moves in a state, whose feature tokens are given (`None`: not there).
    pub fn score<'a>(&self, tokens: [Option<usize>; FEATURES], space: &'a mut ScorerSpace) -> &'a [f32] {
        let mut sums = self.bias;
        for (feature, token) in tokens.into_iter().enumerate() {
            let row: &[f32; FEATURE] = match token {
                Some(token) => {
                    let start = (token * FEATURES + feature) * FEATURE;
                    space.features[start..start + FEATURE].try_into().expect("a whole row")
                }
                None => &self.absent[feature],
            };
            for (sum, value) in sums.iter_mut().zip(row) {
                *sum += value;
            }
        }
        let mut hidden = [0.0; HIDDEN];
        for (unit, value) in hidden.iter_mut().enumerate() {
            let (one, other) = (sums[unit], sums[HIDDEN + unit]);
            *value = if other > one { other } else { one };
        }
        for ((scores, weights), bias) in space.scores.iter_mut().zip(&self.upper).zip(&self.upper_bias) {
            let mut group = [0.0; GROUP];
            for (value, weights) in hidden.iter().zip(weights) {
                for (score, weight) in group.iter_mut().zip(weights) {
                    *score += value * weight;
                }
            }
            for ((score, sum), bias) in scores.iter_mut().zip(group).zip(bias) {
                *score = sum + bias;
            }
        }
        &space.scores.as_flattened()[..self.moves]
    }
}
