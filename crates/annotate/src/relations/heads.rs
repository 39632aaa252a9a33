//! Vectors of a pair → chances.

use serde::Deserialize;
use terms::{Assertion, DataError, EventType, PairReading, Status};

use super::arithmetic::softmax;
use super::transformer::{HEAD, HEADS, Linear, WIDTH};
use super::weights::{Weights, model_error};

const TYPES: usize = EventType::ALL.len();

/// Labels in the order of the outputs.
#[derive(Deserialize)]
struct Labels {
    record: Vec<String>,
    nearest: Vec<String>,
    deed: Vec<String>,
    mode: Vec<String>,
    status: Vec<Status>,
    assertion: Vec<Assertion>,
}

/// The layers that read a pair out.
pub(super) struct Heads {
    pair_query: Linear,
    pair_key: Linear,
    pair_value: Linear,
    record: Linear,
    nearest: Linear,
    deed: Linear,
    mode: Linear,
    status: Linear,
    assertion: Linear,
    /// Place in [`EventType::ALL`] of each output of `record` and `deed`; `None` for no relation.
    types: Vec<Option<usize>>,
    /// Type and mode of each output of `mode`; `None` for no mode.
    modes: Vec<Option<(usize, String)>>,
    statuses: Vec<Status>,
    assertions: Vec<Assertion>,
}

fn place(name: &str) -> Option<usize> {
    EventType::ALL.iter().position(|event| event.as_str() == name)
}

impl Heads {
    /// Reads the layers, and the labels of their outputs.
    pub fn load(weights: &Weights<'_>, labels: &[u8]) -> Result<Self, DataError> {
        let labels: Labels =
            serde_json::from_slice(labels).map_err(|error| model_error("labels.json", error.to_string()))?;
        let types: Vec<Option<usize>> = labels.record.iter().map(|name| place(name)).collect();
        if labels.deed != labels.record
            || !labels.record.starts_with(&labels.nearest)
            || types.iter().flatten().count() != TYPES
            || types.len() != TYPES + 1
        {
            return Err(model_error(
                "labels.json",
                "record, nearest and deed do not list the sixteen types, NONE last",
            ));
        }
        let mode =
            |name: &String| name.split_once(' ').and_then(|(event, mode)| Some((place(event)?, mode.to_owned())));
        let head = |name: &str, outputs: usize| Linear::load(weights, name, 4 * WIDTH, outputs);
        Ok(Self {
            pair_query: Linear::load(weights, "pair_query", 2 * WIDTH, WIDTH)?,
            pair_key: Linear::load(weights, "pair_key", WIDTH, WIDTH)?,
            pair_value: Linear::load(weights, "pair_value", WIDTH, WIDTH)?,
            record: head("record", types.len())?,
            nearest: head("nearest", labels.nearest.len())?,
            deed: head("deed", types.len())?,
            mode: head("mode", labels.mode.len())?,
            status: head("status", labels.status.len())?,
            assertion: head("assertion", labels.assertion.len())?,
            types,
            modes: labels.mode.iter().map(mode).collect(),
            statuses: labels.status,
            assertions: labels.assertion,
        })
    }

    /// Reads a pair out of its rows; `places` are the pieces of actor and recipient.
    pub fn read(&self, rows: &[f32], places: &[Vec<usize>; 2]) -> PairReading {
        let mut features = Vec::with_capacity(4 * WIDTH);
        for places in places {
            features.extend(mean(rows, places.iter().copied(), places.len()));
        }
        let count = rows.len() / WIDTH;
        let looked = self.look(rows, &features);
        features.extend(mean(rows, 0..count, count));
        features.extend(looked);
        let (mut record_none, mut record) = (0.0, [0.0; TYPES]);
        for (chance, place) in chances(&self.record, &features).into_iter().zip(&self.types) {
            match place {
                Some(place) => record[*place] = chance,
                None => record_none = chance,
            }
        }
        let mut nearest = [0.0; TYPES];
        for (chance, place) in chances(&self.nearest, &features).into_iter().zip(self.types.iter().flatten()) {
            nearest[*place] = chance;
        }
        let mut deed = [0.0; TYPES];
        for (chance, place) in chances(&self.deed, &features).into_iter().zip(&self.types) {
            if let Some(place) = place {
                deed[*place] = chance;
            }
        }
        let mode = self.likeliest_modes(&chances(&self.mode, &features));
        let status = first_largest(&chances(&self.status, &features));
        let assertion = first_largest(&chances(&self.assertion, &features));
        PairReading {
            record,
            none: record_none,
            nearest,
            deed,
            mode,
            status: (self.statuses[status.0], status.1),
            assertion: (self.assertions[assertion.0], assertion.1),
        }
    }

    fn likeliest_modes(&self, chances: &[f32]) -> Vec<Option<String>> {
        let bare = self.modes.iter().position(Option::is_none).map_or(0.0, |place| chances[place]);
        let mut best: Vec<(f32, Option<String>)> = vec![(bare, None); TYPES];
        for (&chance, mode) in chances.iter().zip(&self.modes) {
            if let Some((event, mode)) = mode
                && chance > best[*event].0
            {
                best[*event] = (chance, Some(mode.clone()));
            }
        }
        best.into_iter().map(|(_, mode)| mode).collect()
    }

    /// What the pair looks at in the sentence, head by head.
    fn look(&self, rows: &[f32], pair: &[f32]) -> Vec<f32> {
        let (mut query, mut keys, mut values) = (Vec::new(), Vec::new(), Vec::new());
        self.pair_query.apply(pair, &mut query);
        self.pair_key.apply(rows, &mut keys);
        self.pair_value.apply(rows, &mut values);
        let scale = 1.0 / (HEAD as f32).sqrt();
        let mut looked = vec![0.0; WIDTH];
        for head in 0..HEADS {
            let at = head * HEAD..(head + 1) * HEAD;
            let product = |key: &[f32]| -> f32 {
                key[at.clone()].iter().zip(&query[at.clone()]).map(|(key, query)| key * query).sum()
            };
            let mut shares: Vec<f32> = keys.chunks_exact(WIDTH).map(|key| scale * product(key)).collect();
            softmax(&mut shares);
            for (share, value) in shares.iter().zip(values.chunks_exact(WIDTH)) {
                for (looked, value) in looked[at.clone()].iter_mut().zip(&value[at.clone()]) {
                    *looked += share * value;
                }
            }
        }
        looked
    }
}

fn chances(layer: &Linear, features: &[f32]) -> Vec<f32> {
    let mut chances = Vec::new();
    layer.apply(features, &mut chances);
    softmax(&mut chances);
    chances
}

fn first_largest(chances: &[f32]) -> (usize, f32) {
    let mut best = 0;
    for (place, &chance) in chances.iter().enumerate() {
        if chance > chances[best] {
            best = place;
        }
    }
    (best, chances[best])
}

/// Mean of some rows; zeros where there is none.
fn mean(rows: &[f32], places: impl Iterator<Item = usize>, count: usize) -> Vec<f32> {
    let mut mean = vec![0.0; WIDTH];
    for place in places {
        for (sum, value) in mean.iter_mut().zip(&rows[place * WIDTH..][..WIDTH]) {
            *sum += value;
        }
    }
    for sum in &mut mean {
        *sum /= count.max(1) as f32;
    }
    mean
}
