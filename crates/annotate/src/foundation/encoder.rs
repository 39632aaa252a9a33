//! Tokens → vectors: hashed embeddings of a word's attributes, mixed, then seen together with their neighbours.

use terms::DataError;

use super::hashing::table_keys;
use super::matrix::{BLOCK, Maxout, PIECES, WIDTH, multiply};
use super::weights::{Matrix, Weights, model_error};

/// Attributes of one token as keys: norm, prefix, suffix, shape, space after, is space.
pub(super) type Keys = [u64; 6];

const COLUMNS: [&str; 6] = ["norm", "prefix", "suffix", "shape", "space_after", "is_space"];

/// The hash seed of the first table; each further table has the next.
const FIRST_SEED: u32 = 8;

const DEPTH: usize = 4;

/// Rows of zeros before and after a document that the layers fill like tokens.
const PADDING: usize = 4;

/// Rows before the first token in [`Encoder::encode`]'s matrix: the padding, and one that stays zero.
pub(super) const MARGIN: usize = PADDING + 1;

/// Embeds and encodes tokens.
pub(super) struct Encoder {
    tables: Vec<Matrix>,
    mix: Maxout,
    windows: Vec<Maxout>,
}

/// Scratch space for one encoder.
#[derive(Default)]
pub(super) struct EncoderSpace {
    inputs: Vec<f32>,
    products: Vec<f32>,
    /// The result of [`Encoder::encode`], one row of [`WIDTH`] a token, after [`MARGIN`] rows.
    pub rows: Vec<f32>,
    next: Vec<f32>,
}

impl Encoder {
    /// Reads the encoder `name` with its first `columns` attributes.
    pub fn load(weights: &Weights<'_>, name: &str, columns: usize) -> Result<Self, DataError> {
        let mut tables = Vec::new();
        for column in &COLUMNS[..columns] {
            let table = weights.matrix(&format!("{name}.embed.{column}"))?;
            if table.columns != WIDTH || table.rows == 0 {
                return Err(model_error(
                    "weights.safetensors",
                    format!("the table `{name}.embed.{column}` is not {WIDTH} wide"),
                ));
            }
            tables.push(table);
        }
        let mix = Maxout::load(weights, &format!("{name}.mix"), columns * WIDTH)?;
        let windows = (0..DEPTH)
            .map(|depth| Maxout::load(weights, &format!("{name}.window.{depth}"), 3 * WIDTH))
            .collect::<Result<_, _>>()?;
        Ok(Self { tables, mix, windows })
    }

    /// Embeds and mixes distinct tokens; appends one row of [`WIDTH`] for each to `output`.
    pub fn mix(&self, tokens: &[Keys], space: &mut EncoderSpace, output: &mut Vec<f32>) {
        let inputs = self.tables.len() * WIDTH;
        space.products.resize(BLOCK * PIECES * WIDTH, 0.0);
        for block in tokens.chunks(BLOCK) {
            space.inputs.clear();
            space.inputs.resize(BLOCK * inputs, 0.0);
            for (keys, row) in block.iter().zip(space.inputs.chunks_exact_mut(inputs)) {
                self.embed(keys, row);
            }
            multiply(&mut space.products, &space.inputs, inputs, &self.mix.weights);
            for (_, products) in block.iter().zip(space.products.chunks_exact(PIECES * WIDTH)) {
                let mut mixed = [0.0; WIDTH];
                self.mix.activate(products, &mut mixed);
                output.extend_from_slice(&mixed);
            }
        }
    }

    fn embed(&self, keys: &Keys, row: &mut [f32]) {
        for ((column, table), (key, output)) in
            self.tables.iter().enumerate().zip(keys.iter().zip(row.chunks_exact_mut(WIDTH)))
        {
            for hash in table_keys(*key, FIRST_SEED + column as u32) {
                for (sum, value) in output.iter_mut().zip(table.row(hash as usize % table.rows)) {
                    *sum += value;
                }
            }
        }
    }

    /// Encodes a document of `count` tokens; `mixed` gives the row of each. The result stands in `space.rows`.
    pub fn encode<'a>(&self, count: usize, mixed: impl Fn(usize) -> &'a [f32], space: &mut EncoderSpace) {
        // Padding rows are computed as tokens are, and one row more on each side stays zero for the window.
        let filled = count + 2 * PADDING;
        let blocks = filled.div_ceil(BLOCK);
        let length = (blocks * BLOCK + 2) * WIDTH;
        for rows in [&mut space.rows, &mut space.next] {
            rows.clear();
            rows.resize(length, 0.0);
        }
        space.products.resize(BLOCK * PIECES * WIDTH, 0.0);
        for (index, row) in space.rows[MARGIN * WIDTH..].chunks_exact_mut(WIDTH).take(count).enumerate() {
            row.copy_from_slice(mixed(index));
        }
        for window in &self.windows {
            for block in 0..blocks {
                let first = block * BLOCK;
                multiply(&mut space.products, &space.rows[first * WIDTH..], WIDTH, &window.weights);
                let taken = BLOCK.min(filled - first);
                let old = space.rows[(first + 1) * WIDTH..].chunks_exact(WIDTH);
                let new = space.next[(first + 1) * WIDTH..].chunks_exact_mut(WIDTH);
                for ((products, old), new) in space.products.chunks_exact(PIECES * WIDTH).zip(old).zip(new).take(taken)
                {
                    let mut active = [0.0; WIDTH];
                    window.activate(products, &mut active);
                    for ((new, old), active) in new.iter_mut().zip(old).zip(active) {
                        *new = old + active;
                    }
                }
            }
            std::mem::swap(&mut space.rows, &mut space.next);
        }
    }
}
