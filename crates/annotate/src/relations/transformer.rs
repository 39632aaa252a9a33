//! The transformer: word pieces → vectors that know the sentence.
//!
//! One sentence at a time, so that its vectors do not depend on what else is read. The shapes are those of
//! `all-MiniLM-L6-v2`: six layers of width 384, twelve heads, inner width 1,536.

use terms::DataError;

use super::arithmetic::{add_bias, gelu, layer_norm, multiply, softmax};
use super::weights::{Matrix, Table, Weights};

/// Width of a piece's vector.
pub(super) const WIDTH: usize = 384;

/// Attention heads.
pub(super) const HEADS: usize = 12;

/// Width of one head.
pub(super) const HEAD: usize = WIDTH / HEADS;

const INNER: usize = 4 * WIDTH;

/// `rows · weights + bias`.
pub(super) struct Linear {
    /// `inputs × outputs`.
    weights: Matrix,
    bias: Vec<f32>,
}

impl Linear {
    /// Reads the layer `name` of that shape.
    pub fn load(weights: &Weights<'_>, name: &str, inputs: usize, outputs: usize) -> Result<Self, DataError> {
        Ok(Self {
            weights: weights.matrix(&format!("{name}.weight"), inputs, outputs)?,
            bias: weights.vector(&format!("{name}.bias"), outputs)?,
        })
    }

    /// Number of outputs.
    pub fn outputs(&self) -> usize {
        self.bias.len()
    }

    /// Applies the layer to all rows; `output` becomes as many rows of [`Linear::outputs`].
    pub fn apply(&self, rows: &[f32], output: &mut Vec<f32>) {
        self.multiply(rows, output);
        add_bias(output, &self.bias);
    }

    /// As [`Linear::apply`], bent where something bends it.
    fn apply_bent(&self, rows: &[f32], bend: Option<&Bend>, output: &mut Vec<f32>, space: &mut Bent) {
        let Some(bend) = bend else { return self.apply(rows, output) };
        self.multiply(rows, output);
        bend.add(rows, output, space);
    }

    fn multiply(&self, rows: &[f32], output: &mut Vec<f32>) {
        let count = rows.len() / self.weights.rows;
        output.resize(count * self.outputs(), 0.0);
        multiply(output, rows, &self.weights.values, [count, self.weights.rows, self.outputs()]);
    }
}

/// What bends a linear layer: `rows · down · up` is added to its product, and a bias takes the place of its own.
struct Bend {
    down: Matrix,
    up: Matrix,
    bias: Vec<f32>,
}

/// Scratch space of bent products.
#[derive(Default)]
struct Bent {
    low: Vec<f32>,
    high: Vec<f32>,
}

impl Bend {
    fn load(weights: &Weights<'_>, name: &str, [inputs, rank, outputs]: [usize; 3]) -> Result<Self, DataError> {
        Ok(Self {
            down: weights.matrix(&format!("{name}.down"), inputs, rank)?,
            up: weights.matrix(&format!("{name}.up"), rank, outputs)?,
            bias: weights.vector(&format!("{name}.bias"), outputs)?,
        })
    }

    /// Adds what it bends, and the bias, to a layer's product.
    fn add(&self, rows: &[f32], output: &mut [f32], space: &mut Bent) {
        let (inputs, rank, outputs) = (self.down.rows, self.up.rows, self.bias.len());
        let count = rows.len() / inputs;
        space.low.resize(count * rank, 0.0);
        multiply(&mut space.low, rows, &self.down.values, [count, inputs, rank]);
        space.high.resize(count * outputs, 0.0);
        multiply(&mut space.high, &space.low, &self.up.values, [count, rank, outputs]);
        add(output, &space.high);
        add_bias(output, &self.bias);
    }
}

/// What turns a whole transformer: low-rank matrices for its products, and biases and norms of its own.
pub(super) struct Turn {
    embedded: Norm,
    layers: Vec<TurnedLayer>,
}

struct TurnedLayer {
    attend: Bend,
    join: Bend,
    after_attention: Norm,
    widen: Bend,
    narrow: Bend,
    after_inner: Norm,
}

impl Turn {
    /// Reads the matrices for `layers` layers; queries, keys and values have `rank` each.
    pub fn load(weights: &Weights<'_>, layers: usize, rank: usize) -> Result<Self, DataError> {
        let layer = |index: usize| {
            let bend = |part: &str, shape| Bend::load(weights, &format!("layers.{index}.{part}"), shape);
            Ok(TurnedLayer {
                attend: bend("attend", [WIDTH, 3 * rank, 3 * WIDTH])?,
                join: bend("join", [WIDTH, rank, WIDTH])?,
                after_attention: Norm::load(weights, &format!("layers.{index}.after_attention"))?,
                widen: bend("widen", [WIDTH, rank, INNER])?,
                narrow: bend("narrow", [INNER, rank, WIDTH])?,
                after_inner: Norm::load(weights, &format!("layers.{index}.after_inner"))?,
            })
        };
        Ok(Self {
            embedded: Norm::load(weights, "embedded")?,
            layers: (0..layers).map(layer).collect::<Result<_, _>>()?,
        })
    }
}

/// Gain and shift of a layer norm.
struct Norm {
    gain: Vec<f32>,
    shift: Vec<f32>,
}

impl Norm {
    fn load(weights: &Weights<'_>, name: &str) -> Result<Self, DataError> {
        Ok(Self {
            gain: weights.vector(&format!("{name}.weight"), WIDTH)?,
            shift: weights.vector(&format!("{name}.bias"), WIDTH)?,
        })
    }

    fn apply(&self, rows: &mut [f32]) {
        for row in rows.chunks_exact_mut(WIDTH) {
            layer_norm(row, &self.gain, &self.shift);
        }
    }
}

/// One layer: attention, then the inner layer, each added to its input and normed.
struct Layer {
    /// Queries, keys and values side by side.
    attend: Linear,
    join: Linear,
    after_attention: Norm,
    widen: Linear,
    narrow: Linear,
    after_inner: Norm,
}

/// Scratch space of one pass.
#[derive(Default)]
pub(super) struct Space {
    attended: Vec<f32>,
    scores: Vec<f32>,
    mixed: Vec<f32>,
    wide: Vec<f32>,
    narrow: Vec<f32>,
    bent: Bent,
}

impl Layer {
    fn load(weights: &Weights<'_>, index: usize) -> Result<Self, DataError> {
        let linear =
            |part: &str, inputs, outputs| Linear::load(weights, &format!("layers.{index}.{part}"), inputs, outputs);
        Ok(Self {
            attend: linear("attend", WIDTH, 3 * WIDTH)?,
            join: linear("join", WIDTH, WIDTH)?,
            after_attention: Norm::load(weights, &format!("layers.{index}.after_attention"))?,
            widen: linear("widen", WIDTH, INNER)?,
            narrow: linear("narrow", INNER, WIDTH)?,
            after_inner: Norm::load(weights, &format!("layers.{index}.after_inner"))?,
        })
    }

    fn apply(&self, rows: &mut [f32], turn: Option<&TurnedLayer>, space: &mut Space) {
        let bend = |which: fn(&TurnedLayer) -> &Bend| turn.map(which);
        self.attend.apply_bent(rows, bend(|turn| &turn.attend), &mut space.attended, &mut space.bent);
        attention(&space.attended, &mut space.scores, &mut space.mixed);
        self.join.apply_bent(&space.mixed, bend(|turn| &turn.join), &mut space.narrow, &mut space.bent);
        add(rows, &space.narrow);
        turn.map_or(&self.after_attention, |turn| &turn.after_attention).apply(rows);
        self.widen.apply_bent(rows, bend(|turn| &turn.widen), &mut space.wide, &mut space.bent);
        gelu(&mut space.wide);
        self.narrow.apply_bent(&space.wide, bend(|turn| &turn.narrow), &mut space.narrow, &mut space.bent);
        add(rows, &space.narrow);
        turn.map_or(&self.after_inner, |turn| &turn.after_inner).apply(rows);
    }
}

fn add(rows: &mut [f32], other: &[f32]) {
    for (value, more) in rows.iter_mut().zip(other) {
        *value += more;
    }
}

/// Every piece looks at every piece, head by head. `attended` holds rows of queries, keys and values side by side.
fn attention(attended: &[f32], scores: &mut Vec<f32>, mixed: &mut Vec<f32>) {
    const ROW: usize = 3 * WIDTH;
    let count = attended.len() / ROW;
    let scale = 1.0 / (HEAD as f32).sqrt();
    scores.resize(count * count, 0.0);
    mixed.resize(count * WIDTH, 0.0);
    for head in 0..HEADS {
        let part = |row: usize, which: usize| {
            let start = row * ROW + which * WIDTH + head * HEAD;
            &attended[start..start + HEAD]
        };
        for (row, scores) in scores.chunks_exact_mut(count).enumerate() {
            let query = part(row, 0);
            for (other, score) in scores.iter_mut().enumerate() {
                *score = scale * dot(query, part(other, 1));
            }
            softmax(scores);
        }
        for (row, scores) in scores.chunks_exact(count).enumerate() {
            let output: &mut [f32; HEAD] =
                (&mut mixed[row * WIDTH + head * HEAD..][..HEAD]).try_into().expect("a head's width");
            *output = [0.0; HEAD];
            for (other, &weight) in scores.iter().enumerate() {
                for (value, from) in output.iter_mut().zip(part(other, 2)) {
                    *value += weight * from;
                }
            }
        }
    }
}

/// A dot product of two heads in eight lanes: the order is fixed, and wide registers can be used.
fn dot(left: &[f32], right: &[f32]) -> f32 {
    let mut lanes = [0.0f32; 8];
    for (left, right) in left.chunks_exact(8).zip(right.chunks_exact(8)) {
        for ((lane, left), right) in lanes.iter_mut().zip(left).zip(right) {
            *lane += left * right;
        }
    }
    (lanes[0] + lanes[4]) + (lanes[1] + lanes[5]) + ((lanes[2] + lanes[6]) + (lanes[3] + lanes[7]))
}

/// Embeddings and layers.
pub(super) struct Transformer {
    pieces: Table,
    /// Position embeddings with the embedding of the one segment added.
    positions: Matrix,
    embedded: Norm,
    layers: Vec<Layer>,
}

impl Transformer {
    /// Reads embeddings and `layers` layers.
    pub fn load(weights: &Weights<'_>, layers: usize, most_pieces: usize) -> Result<Self, DataError> {
        Ok(Self {
            pieces: weights.table("pieces", WIDTH)?,
            positions: weights.matrix("positions", most_pieces, WIDTH)?,
            embedded: Norm::load(weights, "embedded")?,
            layers: (0..layers).map(|index| Layer::load(weights, index)).collect::<Result<_, _>>()?,
        })
    }

    /// A row of [`WIDTH`] a piece, before the first layer.
    pub fn embed(&self, pieces: &[u32]) -> Vec<f32> {
        self.embed_with(pieces, &self.embedded)
    }

    fn embed_with(&self, pieces: &[u32], norm: &Norm) -> Vec<f32> {
        let mut rows = vec![0.0; pieces.len() * WIDTH];
        for ((row, &piece), position) in
            rows.chunks_exact_mut(WIDTH).zip(pieces).zip(self.positions.values.chunks_exact(WIDTH))
        {
            self.pieces.read(piece as usize, row);
            add(row, position);
        }
        norm.apply(&mut rows);
        rows
    }

    /// Runs the rows through some of the layers.
    pub fn run(&self, rows: &mut [f32], layers: std::ops::Range<usize>, space: &mut Space) {
        for layer in &self.layers[layers] {
            layer.apply(rows, None, space);
        }
    }

    /// The rows of some pieces after all layers, each turned.
    pub fn turned(&self, pieces: &[u32], turn: &Turn, space: &mut Space) -> Vec<f32> {
        let mut rows = self.embed_with(pieces, &turn.embedded);
        for (layer, turn) in self.layers.iter().zip(&turn.layers) {
            layer.apply(&mut rows, Some(turn), space);
        }
        rows
    }
}
