//! The entity recognizer: one move a token (begin, in, last, unit, out), greedy.

use terms::{DataError, EntityLabel, NamedEntity};

use super::transitions::{Scorer, ScorerSpace};
use super::weights::{Weights, model_error};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Move {
    Begin(EntityLabel),
    In(EntityLabel),
    Last(EntityLabel),
    Unit(EntityLabel),
    Out,
    /// A class of the weights that no text reaches.
    Never,
}

/// The recognizer.
pub(super) struct EntityRecognizer {
    scorer: Scorer<3>,
    moves: Vec<Move>,
}

impl EntityRecognizer {
    /// Reads the recognizer; `names` are its moves in the order of the scores.
    pub fn load(weights: &Weights<'_>, names: &[Box<str>]) -> Result<Self, DataError> {
        let moves = names
            .iter()
            .map(|name| {
                read_move(name).ok_or_else(|| model_error("labels.json", format!("`{name}` is no entity move")))
            })
            .collect::<Result<_, _>>()?;
        Ok(Self { scorer: Scorer::load(weights, "entities", names.len())?, moves })
    }

    /// Finds entities in a document of encoder rows; none crosses a sentence start, none starts with white space.
    pub fn find(
        &self,
        rows: &[f32],
        start: usize,
        sentence_starts: &[bool],
        is_space: impl Fn(usize) -> bool,
        space: &mut ScorerSpace,
    ) -> Vec<NamedEntity> {
        let count = sentence_starts.len();
        self.scorer.prepare(rows, start, count, space);
        let mut entities = Vec::new();
        let mut open: Option<(usize, EntityLabel)> = None;
        for token in 0..count {
            let begun = open.map(|(start, _)| start);
            let scores = self.scorer.score([Some(token), begun, begun.and(token.checked_sub(1))], space);
            let goes_on = token + 1 < count && !sentence_starts[token + 1];
            let blank = is_space(token);
            let valid = |step: Move| match (step, open) {
                (Move::Begin(_), None) => goes_on && !blank,
                (Move::Unit(_), None) => !blank,
                (Move::Out, None) => true,
                (Move::In(label), Some((_, begun))) => goes_on && label == begun,
                (Move::Last(label), Some((_, begun))) => label == begun,
                _ => false,
            };
            let mut best: Option<usize> = None;
            for (number, step) in self.moves.iter().enumerate() {
                if valid(*step) && best.is_none_or(|best| scores[number] > scores[best]) {
                    best = Some(number);
                }
            }
            match (best.map_or(Move::Never, |best| self.moves[best]), open) {
                (Move::Begin(label), _) => open = Some((token, label)),
                (Move::Unit(label), _) => entities.push(NamedEntity { tokens: token..token + 1, label }),
                (Move::Last(label), Some((start, _))) => {
                    entities.push(NamedEntity { tokens: start..token + 1, label });
                    open = None;
                }
                _ => {}
            }
        }
        entities
    }
}

fn read_move(name: &str) -> Option<Move> {
    let Some((kind, label)) = name.split_once('-') else { return (name == "O").then_some(Move::Out) };
    if label.is_empty() {
        return Some(Move::Never);
    }
    let label = EntityLabel::parse(label)?;
    match kind {
        "B" => Some(Move::Begin(label)),
        "I" => Some(Move::In(label)),
        "L" => Some(Move::Last(label)),
        "U" => Some(Move::Unit(label)),
        _ => None,
    }
}
