//! Words before and after a number that say how it bounds what it counts.

use terms::{QuantityRelation, Token};

use QuantityRelation::{About, AtLeast, AtMost, FewerThan, MoreThan};

/// Phrases that stand before a number; where two end alike the longer comes first.
const BEFORE: &[(&[&str], QuantityRelation)] = &[
    (&["no", "fewer", "than"], AtLeast),
    (&["no", "less", "than"], AtLeast),
    (&["not", "fewer", "than"], AtLeast),
    (&["not", "less", "than"], AtLeast),
    (&["a", "minimum", "of"], AtLeast),
    (&["at", "the", "very", "least"], AtLeast),
    (&["at", "least"], AtLeast),
    (&["no", "more", "than"], AtMost),
    (&["not", "more", "than"], AtMost),
    (&["a", "maximum", "of"], AtMost),
    (&["as", "many", "as"], AtMost),
    (&["as", "much", "as"], AtMost),
    (&["up", "to"], AtMost),
    (&["at", "most"], AtMost),
    (&["upwards", "of"], MoreThan),
    (&["upward", "of"], MoreThan),
    (&["in", "excess", "of"], MoreThan),
    (&["well", "over"], MoreThan),
    (&["more", "than"], MoreThan),
    (&["greater", "than"], MoreThan),
    (&["over"], MoreThan),
    (&["above"], MoreThan),
    (&["exceeding"], MoreThan),
    (&["fewer", "than"], FewerThan),
    (&["less", "than"], FewerThan),
    (&["under"], FewerThan),
    (&["below"], FewerThan),
    (&["an", "estimated"], About),
    (&["estimated", "at"], About),
    (&["put", "at"], About),
    (&["estimated"], About),
    (&["close", "to"], About),
    (&["in", "the", "region", "of"], About),
    (&["some"], About),
    (&["about"], About),
    (&["around"], About),
    (&["roughly"], About),
    (&["approximately"], About),
    (&["nearly"], About),
    (&["almost"], About),
    (&["perhaps"], About),
    (&["circa"], About),
    (&["approaching"], About),
];

/// The relation told before the number at `number`, and the token where its words begin.
pub(super) fn before(tokens: &[Token], number: usize) -> Option<(QuantityRelation, usize)> {
    BEFORE.iter().find_map(|(phrase, relation)| {
        let start = number.checked_sub(phrase.len())?;
        phrase
            .iter()
            .zip(&tokens[start..number])
            .all(|(word, token)| token.text.eq_ignore_ascii_case(word))
            .then_some((*relation, start))
    })
}

/// The relation told after the number, from token `end` on: "or more", "or so", "+".
pub(super) fn after(tokens: &[Token], end: usize) -> Option<QuantityRelation> {
    let word = |at: usize| tokens.get(at).map(|token| token.text.to_ascii_lowercase());
    let first = word(end)?;
    if first == "+" || first == "plus" {
        return Some(AtLeast);
    }
    // The noun may stand between: "sixty people or more".
    let at = if first == "or" { end } else { end + 1 };
    if word(at).as_deref() != Some("or") {
        return None;
    }
    match word(at + 1)?.as_str() {
        "more" => Some(AtLeast),
        "so" => Some(About),
        "fewer" | "less" => Some(AtMost),
        _ => None,
    }
}
