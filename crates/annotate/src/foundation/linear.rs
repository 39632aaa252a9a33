//! A plain layer over a whole document.

use terms::DataError;

use super::matrix::{BLOCK, multiply};
use super::weights::{Matrix, Weights, model_error};

/// `row · weights + bias`.
pub(super) struct Linear {
    weights: Matrix,
    bias: Vec<f32>,
}

impl Linear {
    /// Reads the layer `name`.
    pub fn load(weights: &Weights<'_>, name: &str, inputs: usize) -> Result<Self, DataError> {
        let matrix = weights.matrix(&format!("{name}.weight"))?;
        if matrix.rows != inputs {
            return Err(model_error("weights.safetensors", format!("`{name}` does not take {inputs} inputs")));
        }
        let bias = weights.vector(&format!("{name}.bias"), matrix.columns)?;
        Ok(Self { weights: matrix, bias })
    }

    /// The layer without a bias.
    pub fn without_bias(weights: Matrix) -> Self {
        Self { bias: vec![0.0; weights.columns], weights }
    }

    /// Number of outputs.
    pub fn outputs(&self) -> usize {
        self.bias.len()
    }

    /// Applies the layer to `count` rows of `rows`, each as wide as the layer's input, starting at `start` values.
    ///
    /// `output` becomes `count × outputs`, padded to whole blocks.
    pub fn apply(&self, rows: &[f32], start: usize, count: usize, output: &mut Vec<f32>) {
        let (inputs, outputs) = (self.weights.rows, self.outputs());
        output.resize(count.div_ceil(BLOCK) * BLOCK * outputs, 0.0);
        let mut padded = Vec::new();
        for (block, output) in output.chunks_exact_mut(BLOCK * outputs).enumerate() {
            let first = start + block * BLOCK * inputs;
            let rows = &rows[first..];
            if rows.len() >= BLOCK * inputs {
                multiply(output, rows, inputs, &self.weights);
            } else {
                padded.extend_from_slice(rows);
                padded.resize(BLOCK * inputs, 0.0);
                multiply(output, &padded, inputs, &self.weights);
            }
            for row in output.chunks_exact_mut(outputs) {
                for (value, bias) in row.iter_mut().zip(&self.bias) {
                    *value += bias;
                }
            }
        }
    }
}

/// The place of the first largest value.
pub(super) fn first_largest(values: &[f32]) -> usize {
    let mut best = 0;
    for (index, &value) in values.iter().enumerate() {
        if value > values[best] {
            best = index;
        }
    }
    best
}
