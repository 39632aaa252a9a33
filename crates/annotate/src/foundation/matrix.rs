//! Matrix products and the activation that all layers share.

use super::weights::{Matrix, Weights, model_error};
use crate::lanes::lane_sum;
use terms::DataError;

/// Rows that one product takes.
///
/// Always this many, padded where fewer are left: the kernels then add up each row in the same order wherever it stands,
/// so that a token gets the same bits in every batch and on every thread.
pub(super) const BLOCK: usize = 32;

/// Width of a token's vector.
pub(super) const WIDTH: usize = 96;

/// Pieces of the encoders' maxout.
pub(super) const PIECES: usize = 3;

const LAYER_NORM_EPSILON: f32 = 1e-8;

/// `output = rows · weights` for [`BLOCK`] rows.
///
/// Row `i` starts at `rows[i * stride]`; a stride below the number of inputs makes rows overlap (a window over
/// neighbours). `output` is row-major, `BLOCK × weights.columns`.
pub(super) fn multiply(output: &mut [f32], rows: &[f32], stride: usize, weights: &Matrix) {
    let (inputs, columns) = (weights.rows, weights.columns);
    assert_eq!(output.len(), BLOCK * columns);
    assert!(rows.len() >= (BLOCK - 1) * stride + inputs);
    assert_eq!(weights.values.len(), inputs * columns);
    #[expect(unsafe_code, reason = "the kernels take raw pointers")]
    // SAFETY: the lengths checked above cover every element that these strides reach, and `output`, being a unique
    // borrow, overlaps neither input.
    unsafe {
        gemm::gemm(
            BLOCK,
            columns,
            inputs,
            output.as_mut_ptr(),
            1,
            columns as isize,
            false,
            rows.as_ptr(),
            1,
            stride as isize,
            weights.values.as_ptr(),
            1,
            columns as isize,
            0.0,
            1.0,
            false,
            false,
            false,
            gemm::Parallelism::None,
        );
    }
}

/// A layer `maxout → layer norm` of [`PIECES`] pieces and [`WIDTH`] outputs.
pub(super) struct Maxout {
    /// `inputs × (PIECES · WIDTH)`.
    pub weights: Matrix,
    bias: Vec<f32>,
    gain: Vec<f32>,
    shift: Vec<f32>,
}

impl Maxout {
    /// Reads the layer `name`.
    pub fn load(weights: &Weights<'_>, name: &str, inputs: usize) -> Result<Self, DataError> {
        let layer = Self {
            weights: weights.matrix(&format!("{name}.weight"))?,
            bias: weights.vector(&format!("{name}.bias"), PIECES * WIDTH)?,
            gain: weights.vector(&format!("{name}.gain"), WIDTH)?,
            shift: weights.vector(&format!("{name}.shift"), WIDTH)?,
        };
        if (layer.weights.rows, layer.weights.columns) != (inputs, PIECES * WIDTH) {
            return Err(model_error("weights.safetensors", format!("`{name}` does not take {inputs} inputs")));
        }
        Ok(layer)
    }

    /// One row of products to the layer's output.
    pub fn activate(&self, products: &[f32], output: &mut [f32; WIDTH]) {
        let products: &[f32; PIECES * WIDTH] = products.try_into().expect("a row of products");
        let bias: &[f32; PIECES * WIDTH] = self.bias[..].try_into().expect("checked at load");
        for unit in 0..WIDTH {
            let mut best = products[unit] + bias[unit];
            for piece in 1..PIECES {
                let other = products[piece * WIDTH + unit] + bias[piece * WIDTH + unit];
                best = if other > best { other } else { best };
            }
            output[unit] = best;
        }
        let mean = lane_sum(output, |value| value) / WIDTH as f32;
        let variance = lane_sum(output, |value| (value - mean) * (value - mean)) / WIDTH as f32;
        let scale = 1.0 / (variance + LAYER_NORM_EPSILON).sqrt();
        for ((value, gain), shift) in output.iter_mut().zip(&self.gain).zip(&self.shift) {
            *value = (*value - mean) * scale * gain + shift;
        }
    }
}
