//! The weights file: named tensors, the large ones in eight bits with a scale an output.

use safetensors::{Dtype, SafeTensors};
use terms::{DataError, Resources};

/// Folder of the model below `data/`.
pub(super) const FOLDER: &str = "models/relation";

/// A matrix in row-major order.
pub(super) struct Matrix {
    /// `rows × columns` values.
    pub values: Vec<f32>,
    /// Number of rows.
    pub rows: usize,
}

/// Embeddings, left in eight bits: most rows are never read.
pub(super) struct Table {
    values: Vec<i8>,
    /// One scale a row.
    scales: Vec<f32>,
    columns: usize,
}

impl Table {
    /// Writes one row; rows that are not there read as the first.
    pub fn read(&self, row: usize, output: &mut [f32]) {
        let row = if row < self.scales.len() { row } else { 0 };
        let values = &self.values[row * self.columns..(row + 1) * self.columns];
        for (output, &value) in output.iter_mut().zip(values) {
            *output = f32::from(value) * self.scales[row];
        }
    }
}

/// An error about a file of the model.
pub(super) fn model_error(file: &str, problem: impl Into<String>) -> DataError {
    DataError {
        file: format!("{FOLDER}/{file}"),
        line: None,
        problem: problem.into(),
        remedy: "run the scripts in that folder again, or run with --no-model".into(),
    }
}

/// The bytes of one file of the model.
pub(super) fn model_file<'a>(
    resources: &'a dyn Resources,
    file: &str,
) -> Result<std::borrow::Cow<'a, [u8]>, DataError> {
    resources.bytes(&format!("{FOLDER}/{file}")).ok_or_else(|| model_error(file, "is missing"))
}

/// The tensors of a weights file, by name.
pub(super) struct Weights<'bytes> {
    tensors: SafeTensors<'bytes>,
    /// Name of the file.
    file: &'static str,
}

impl<'bytes> Weights<'bytes> {
    /// Opens the file's bytes.
    pub fn open(bytes: &'bytes [u8], file: &'static str) -> Result<Self, DataError> {
        let tensors = SafeTensors::deserialize(bytes).map_err(|error| model_error(file, error.to_string()))?;
        Ok(Self { tensors, file })
    }

    /// A matrix of `rows × columns`; stored in eight bits with a scale a column, or in single precision.
    pub fn matrix(&self, name: &str, rows: usize, columns: usize) -> Result<Matrix, DataError> {
        let values = match self.dtype(name)? {
            Dtype::I8 => {
                let scales = self.vector(&format!("{name}.scale"), columns)?;
                let bytes = self.bytes(name, &[rows, columns], Dtype::I8)?;
                let mut values = vec![0.0; rows * columns];
                for (row, bytes) in values.chunks_exact_mut(columns).zip(bytes.chunks_exact(columns)) {
                    for ((value, &byte), scale) in row.iter_mut().zip(bytes).zip(&scales) {
                        *value = f32::from(byte as i8) * scale;
                    }
                }
                values
            }
            _ => self.singles(name, &[rows, columns])?,
        };
        Ok(Matrix { values, rows })
    }

    /// Embeddings of `columns` values a row, in eight bits with a scale a row.
    pub fn table(&self, name: &str, columns: usize) -> Result<Table, DataError> {
        let shape = self.view(name)?.shape().to_vec();
        let rows = shape.first().copied().unwrap_or(0);
        let bytes = self.bytes(name, &[rows, columns], Dtype::I8)?;
        let scales = self.vector(&format!("{name}.scale"), rows)?;
        if rows == 0 {
            return Err(model_error(self.file, format!("`{name}` is empty")));
        }
        Ok(Table { values: bytes.iter().map(|&byte| byte as i8).collect(), scales, columns })
    }

    /// A vector of single precision.
    pub fn vector(&self, name: &str, length: usize) -> Result<Vec<f32>, DataError> {
        self.singles(name, &[length])
    }

    fn view(&self, name: &str) -> Result<safetensors::tensor::TensorView<'_>, DataError> {
        self.tensors.tensor(name).map_err(|error| model_error(self.file, error.to_string()))
    }

    fn dtype(&self, name: &str) -> Result<Dtype, DataError> {
        Ok(self.view(name)?.dtype())
    }

    fn bytes(&self, name: &str, shape: &[usize], dtype: Dtype) -> Result<&[u8], DataError> {
        let view = self.view(name)?;
        if view.shape() != shape || view.dtype() != dtype {
            let problem = format!("`{name}` is {:?} {:?}, not {dtype:?} {shape:?}", view.dtype(), view.shape());
            return Err(model_error(self.file, problem));
        }
        Ok(self.tensors.tensor(name).map_err(|error| model_error(self.file, error.to_string()))?.data())
    }

    fn singles(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, DataError> {
        let bytes = self.bytes(name, shape, Dtype::F32)?;
        let values: Vec<f32> =
            bytes.chunks_exact(4).map(|four| f32::from_le_bytes([four[0], four[1], four[2], four[3]])).collect();
        if values.iter().any(|value| !value.is_finite()) {
            return Err(model_error(self.file, format!("`{name}` holds a value that is not finite")));
        }
        Ok(values)
    }
}
