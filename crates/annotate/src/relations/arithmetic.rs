//! Products and activations. Every sum has a fixed order, so that the same sentence gives the same bits.

use crate::lanes::lane_sum;

/// `output = rows · weights`, all row-major; `shape` is rows, inputs, outputs.
pub(super) fn multiply(output: &mut [f32], rows: &[f32], weights: &[f32], [count, inputs, outputs]: [usize; 3]) {
    assert_eq!(output.len(), count * outputs);
    assert_eq!(rows.len(), count * inputs);
    assert_eq!(weights.len(), inputs * outputs);
    #[expect(unsafe_code, reason = "the kernels take raw pointers")]
    // SAFETY: the lengths checked above cover every element that these strides reach, and `output`, being a unique
    // borrow, overlaps neither input.
    unsafe {
        gemm::gemm(
            count,
            outputs,
            inputs,
            output.as_mut_ptr(),
            1,
            outputs as isize,
            false,
            rows.as_ptr(),
            1,
            inputs as isize,
            weights.as_ptr(),
            1,
            outputs as isize,
            0.0,
            1.0,
            false,
            false,
            false,
            gemm::Parallelism::None,
        );
    }
}

/// Adds the bias to every row.
pub(super) fn add_bias(rows: &mut [f32], bias: &[f32]) {
    for row in rows.chunks_exact_mut(bias.len()) {
        for (value, bias) in row.iter_mut().zip(bias) {
            *value += bias;
        }
    }
}

const LAYER_NORM_EPSILON: f32 = 1e-12;

/// Brings one row to mean 0 and variance 1, then stretches and shifts it.
pub(super) fn layer_norm(row: &mut [f32], gain: &[f32], shift: &[f32]) {
    let length = row.len() as f32;
    let mean = lane_sum(row, |value| value) / length;
    let variance = lane_sum(row, |value| (value - mean) * (value - mean)) / length;
    let scale = 1.0 / (variance + LAYER_NORM_EPSILON).sqrt();
    for ((value, gain), shift) in row.iter_mut().zip(gain).zip(shift) {
        *value = (*value - mean) * scale * gain + shift;
    }
}

/// The Gaussian error linear unit in its tanh form, which the weights were trained with (Hendrycks and Gimpel 2016).
pub(super) fn gelu(values: &mut [f32]) {
    const SCALE: f32 = 0.797_884_6; // sqrt(2 / pi)
    for value in values {
        let x = *value;
        // 0.5 (1 + tanh y) = 1 / (1 + e^(-2y))
        let doubled = -2.0 * SCALE * (x + 0.044_715 * x * x * x);
        *value = x / (1.0 + exponential(doubled));
    }
}

/// Turns scores into shares that add up to 1.
pub(super) fn softmax(scores: &mut [f32]) {
    let most = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    for score in scores.iter_mut() {
        *score = exponential(*score - most);
    }
    let sum: f32 = scores.iter().sum();
    for score in scores {
        *score /= sum;
    }
}

/// e^x by a polynomial of degree 6 on the fractional power of two: relative error below 1e-6, the same on every machine
/// and without a branch, so that wide registers can be used. Beyond ±87 it stays at the value there.
fn exponential(x: f32) -> f32 {
    let x = x.clamp(-87.0, 87.0);
    let power = x * std::f32::consts::LOG2_E;
    let whole = (power + 12_582_912.0) - 12_582_912.0; // rounds to the nearest whole number
    let rest = (power - whole) * std::f32::consts::LN_2;
    let series = 1.0
        + rest * (1.0 + rest * (0.5 + rest * (1.0 / 6.0 + rest * (1.0 / 24.0 + rest * (1.0 / 120.0 + rest / 720.0)))));
    let scale = f32::from_bits(((whole as i32 + 127) as u32) << 23);
    series * scale
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exponential_is_near_the_true_one() {
        for step in -8_000..8_000 {
            let x = step as f32 / 100.0;
            let (ours, true_value) = (f64::from(exponential(x)), f64::from(x).exp());
            assert!((ours / true_value - 1.0).abs() < 5e-6, "e^{x}: {ours}, not {true_value}");
        }
    }

    #[test]
    fn shares_add_up_to_one() {
        let mut scores = vec![-1000.0, 0.0, 3.0, 88.0];
        softmax(&mut scores);
        assert!((scores.iter().sum::<f32>() - 1.0).abs() < 1e-6);
        assert!(scores[3] > 0.999);
    }

    #[test]
    fn the_linear_unit_lets_large_values_pass_and_small_ones_not() {
        let mut values = vec![-10.0, 0.0, 1.0, 10.0];
        gelu(&mut values);
        assert!(values[0].abs() < 1e-4);
        assert_eq!(values[1], 0.0);
        assert!((values[2] - 0.841_19).abs() < 1e-4);
        assert!((values[3] - 10.0).abs() < 1e-4);
    }
}
