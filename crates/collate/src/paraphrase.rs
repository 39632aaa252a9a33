//! One deed told in other words.
//!
//! Asked only about two reports that type, mode, sides and dates would let be one and that share neither the word for the
//! deed nor a thing. What their words mean was told when they were coded; without it (`--no-model`) nothing is a paraphrase.

use serde::Deserialize;
use terms::{DataError, Quantity, Report, Resources, read_table};

use crate::sameness::{Told, is_exact};
use crate::specifics::{Specifics, Telling};

const FILE: &str = "models/relation/meaning.toml";

/// Fit of the words of a paraphrase: that of one word for the deed, other things left aside.
pub(crate) const FIT: f64 = 0.6;

/// Most days between two tellings of one deed in other words: later, it is more likely another deed of the kind.
const MOST_DAYS: i32 = 7;

/// Tells deeds told in other words from like deeds.
#[derive(Clone, Debug)]
pub struct Paraphrases {
    alike: Option<f64>,
    telling: Telling,
}

/// What was measured when the encoder was trained.
#[derive(Deserialize)]
struct Measured {
    alike: f64,
}

impl Paraphrases {
    /// Reads the encoder's threshold and the words for numbers and days.
    ///
    /// # Errors
    /// A data file is missing or wrong.
    pub fn load(resources: &dyn Resources) -> Result<Self, DataError> {
        let alike = match resources.bytes(FILE) {
            Some(_) => Some(read_table::<Measured>(resources, FILE)?.alike),
            None => None,
        };
        Ok(Self { alike, telling: Telling::load(resources)? })
    }

    /// Likeness from which on two clauses tell one deed, -1 to 1; `None` where the data have no encoder.
    pub fn alike(&self) -> Option<f64> {
        self.alike
    }

    /// Whether two reports tell one deed in other words, and nothing that they tell contradicts it.
    pub(crate) fn one_deed(&self, one: &Told<'_>, other: &Told<'_>) -> bool {
        let likeness = one.report.meaning.as_ref().zip(other.report.meaning.as_ref());
        likeness.is_some_and(|(meaning, rival)| self.alike.is_some_and(|alike| meaning.likeness(rival) >= alike))
            && known(one.report)
            && known(other.report)
            && !long_between(one, other)
            && !self.contradict(one.report, other.report)
    }

    /// Whether two reports name different things, numbers or days, count the same things differently, or are of other places.
    pub(crate) fn contradict(&self, one: &Report, other: &Report) -> bool {
        let counts = |quantity: &Quantity| {
            let differs = |rival: &Quantity| quantity.unit == rival.unit && (quantity.value - rival.value).abs() >= 0.5;
            other.quantities.iter().any(differs)
        };
        let elsewhere = !one.locations.is_empty()
            && !other.locations.is_empty()
            && !one.locations.iter().any(|place| other.locations.iter().any(|rival| rival.name == place.name));
        let other_thing = one.object.is_some() && other.object.is_some() && one.object != other.object;
        elsewhere
            || other_thing
            || one.quantities.iter().any(counts)
            || Specifics::of(one, &self.telling).contradict(&Specifics::of(other, &self.telling))
    }
}

/// Whether a country or body is known on the acting side.
fn known(report: &Report) -> bool {
    report.actor.iter().any(|party| party.actor.code.is_some())
}

/// Whether two reports are of days far apart: the deed's own, else that on which it was told.
fn long_between(one: &Told<'_>, other: &Told<'_>) -> bool {
    let day = |told: &Told<'_>| {
        let own = told.report.date.as_ref().filter(|date| is_exact(date));
        own.map(|date| date.day).or(told.day)
    };
    day(one).zip(day(other)).is_some_and(|(day, rival)| (day - rival).get_days().abs() > MOST_DAYS)
}
