//! One deed told in other words.
//!
//! Asked only about two reports that type, mode, sides and dates would let be one and that share neither the word for the
//! deed nor a thing. What their words mean was told when they were coded; without it (`--no-model`) nothing is a paraphrase.

use terms::{Quantity, Report, Status};

use crate::specifics::Specifics;

/// Likeness from which on two clauses tell one deed, where no name, number or day contradicts it. Of the pairs that the encoder
/// was not trained on, 10 of the 11 that it then takes are one deed, and the eleventh is kept apart by its mode; it misses most
/// (`data/models/relation/CARD.md`).
const ALIKE: f64 = 0.76;

/// Fit of the words of a paraphrase: that of one word for the deed, other things left aside.
pub(crate) const FIT: f64 = 0.6;

/// Whether two reports tell one deed in other words, and nothing that they tell contradicts it.
pub(crate) fn one_deed(one: &Report, other: &Report) -> bool {
    let told = |report: &Report| !report.anaphoric && report.status != Status::Hypothetical;
    let (Some(meaning), Some(rival)) = (&one.meaning, &other.meaning) else { return false };
    told(one)
        && told(other)
        && known(one)
        && known(other)
        && !contradict(one, other)
        && meaning.likeness(rival) >= ALIKE
        && !Specifics::of(one).contradict(&Specifics::of(other))
}

/// Whether a country or body is known on the acting side.
fn known(report: &Report) -> bool {
    report.actor.iter().any(|party| party.actor.code.is_some())
}

/// Whether two reports count the same things differently, are of other places, or one is of several modes of deed.
fn contradict(one: &Report, other: &Report) -> bool {
    let counts = |quantity: &Quantity| {
        other.quantities.iter().any(|rival| quantity.unit == rival.unit && (quantity.value - rival.value).abs() >= 0.5)
    };
    let elsewhere = !one.locations.is_empty()
        && !other.locations.is_empty()
        && !one.locations.iter().any(|place| other.locations.iter().any(|rival| rival.name == place.name));
    let other_thing = one.object.is_some() && other.object.is_some() && one.object != other.object;
    elsewhere || other_thing || one.quantities.iter().any(counts)
}
