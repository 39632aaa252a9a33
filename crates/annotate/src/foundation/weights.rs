//! The weights file: named tensors in half or single precision.

use half::f16;
use half::slice::HalfFloatSliceExt;
use safetensors::{Dtype, SafeTensors};
use terms::{DataError, Resources};

/// Folder of the model below `data/`.
pub(super) const FOLDER: &str = "models/en_core_web_sm";

/// A matrix in row-major order.
#[derive(Clone, Debug, Default)]
pub(super) struct Matrix {
    /// `rows × columns` values.
    pub values: Vec<f32>,
    /// Number of rows.
    pub rows: usize,
    /// Number of columns.
    pub columns: usize,
}

impl Matrix {
    /// One row.
    pub fn row(&self, index: usize) -> &[f32] {
        &self.values[index * self.columns..(index + 1) * self.columns]
    }
}

/// The tensors of the weights file, by name.
pub(super) struct Weights<'bytes> {
    tensors: SafeTensors<'bytes>,
}

/// An error about a file of the model.
pub(super) fn model_error(file: &str, problem: impl Into<String>) -> DataError {
    DataError {
        file: format!("{FOLDER}/{file}"),
        line: None,
        problem: problem.into(),
        remedy: "run export.py in that folder again".into(),
    }
}

/// The bytes of one file of the model.
pub(super) fn model_file<'a>(
    resources: &'a dyn Resources,
    file: &str,
) -> Result<std::borrow::Cow<'a, [u8]>, DataError> {
    resources.bytes(&format!("{FOLDER}/{file}")).ok_or_else(|| model_error(file, "is missing"))
}

impl<'bytes> Weights<'bytes> {
    /// Opens the file's bytes.
    pub fn open(bytes: &'bytes [u8]) -> Result<Self, DataError> {
        let tensors =
            SafeTensors::deserialize(bytes).map_err(|error| model_error("weights.safetensors", error.to_string()))?;
        Ok(Self { tensors })
    }

    /// A tensor of two dimensions.
    pub fn matrix(&self, name: &str) -> Result<Matrix, DataError> {
        let (values, shape) = self.tensor(name)?;
        match shape[..] {
            [rows, columns] => Ok(Matrix { values, rows, columns }),
            _ => Err(model_error("weights.safetensors", format!("`{name}` has {} dimensions, not 2", shape.len()))),
        }
    }

    /// A tensor of one dimension.
    pub fn vector(&self, name: &str, length: usize) -> Result<Vec<f32>, DataError> {
        let (values, shape) = self.tensor(name)?;
        if shape[..] != [length] {
            return Err(model_error("weights.safetensors", format!("`{name}` has shape {shape:?}, not [{length}]")));
        }
        Ok(values)
    }

    fn tensor(&self, name: &str) -> Result<(Vec<f32>, Vec<usize>), DataError> {
        let view = self.tensors.tensor(name).map_err(|error| model_error("weights.safetensors", error.to_string()))?;
        let values = match view.dtype() {
            Dtype::F16 => {
                let halves: Vec<f16> =
                    view.data().chunks_exact(2).map(|pair| f16::from_le_bytes([pair[0], pair[1]])).collect();
                let mut values = vec![0.0; halves.len()];
                halves.convert_to_f32_slice(&mut values);
                values
            }
            Dtype::F32 => view
                .data()
                .chunks_exact(4)
                .map(|four| f32::from_le_bytes([four[0], four[1], four[2], four[3]]))
                .collect(),
            other => return Err(model_error("weights.safetensors", format!("`{name}` is stored as {other:?}"))),
        };
        if values.iter().any(|value| !value.is_finite()) {
            return Err(model_error("weights.safetensors", format!("`{name}` holds a value that is not finite")));
        }
        Ok((values, view.shape().to_vec()))
    }
}
