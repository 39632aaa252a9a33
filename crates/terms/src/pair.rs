use serde::Serialize;

use crate::{Assertion, EventType, Meaning, Span, Status};

/// Two places of one text: who may act, and who may be acted upon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pair {
    /// The words of the side that acts.
    pub actor: Span,
    /// The words of the side acted upon.
    pub recipient: Span,
}

/// What a scorer thinks of one pair in its sentence. Chances are between 0 and 1.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PairReading {
    /// Chance of each of PLOVER's types as the type of its record, in the order of [`EventType::ALL`]; with `none` they
    /// add up to 1.
    pub record: [f32; EventType::ALL.len()],
    /// Chance that the first does nothing to the second.
    pub none: f32,
    /// Chance of each type as the nearest to what goes on between or around the two, where nothing relates them.
    pub nearest: [f32; EventType::ALL.len()],
    /// Chance of each type as the deed spoken of, whatever its status; with the rest, that nothing is spoken of, 1.
    pub deed: [f32; EventType::ALL.len()],
    /// The likeliest mode of each type, where the type has modes and one is likelier than no mode.
    pub mode: Vec<Option<String>>,
    /// The likeliest status, and its chance.
    pub status: (Status, f32),
    /// The likeliest assertion, and its chance.
    pub assertion: (Assertion, f32),
}

impl PairReading {
    /// The likeliest of PLOVER's sixteen types, and its chance.
    pub fn best_record(&self) -> (EventType, f32) {
        best(&self.record)
    }

    /// Chances of the sixteen types that add up to 1: of the record, and where nothing relates the two of the nearest.
    pub fn forced(&self) -> [f32; EventType::ALL.len()] {
        let mut forced = self.record;
        for (chance, nearest) in forced.iter_mut().zip(self.nearest) {
            *chance += self.none * nearest;
        }
        forced
    }

    /// The likeliest mode of a type.
    pub fn mode_of(&self, event: EventType) -> Option<&str> {
        let place = EventType::ALL.iter().position(|&other| other == event)?;
        self.mode.get(place)?.as_deref()
    }
}

/// The first largest chance.
fn best(chances: &[f32; EventType::ALL.len()]) -> (EventType, f32) {
    let mut best = 0;
    for (place, &chance) in chances.iter().enumerate() {
        if chance > chances[best] {
            best = place;
        }
    }
    (EventType::ALL[best], chances[best])
}

/// Tells what one side does to another in a sentence. Implemented where the tensors live, used by `code`.
///
/// A pure function of the sentence and the pair: what else is read with it changes nothing.
pub trait Relate: Send + Sync {
    /// One reading a pair, in the order of `pairs`; spans are counted in `sentence`.
    fn relate(&self, sentence: &str, pairs: &[Pair]) -> Vec<PairReading>;

    /// What the words of one deed mean; `None` where the weights cannot tell.
    fn meaning(&self, words: &str) -> Option<Meaning>;

    /// What the weights are, for the version written beside what they coded.
    fn version(&self) -> &str;
}
