//! Fields on which the reports of one event differ.

use std::collections::{BTreeMap, BTreeSet};

use terms::{Coded, Disagreement, DisagreementValue, Precision, Quantity, QuantityRelation};

use crate::sameness::Told;

/// Disagreements of an event, by field.
pub fn of(event: &[Told<'_>], coded: &[&Coded]) -> Vec<Disagreement> {
    let mut found = Vec::new();
    let article = |told: &Told<'_>| coded[told.article].article.clone();
    // Days, where they are known to the day.
    let mut days: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for told in event {
        if let Some(date) =
            told.report.date.as_ref().filter(|date| matches!(date.precision, Precision::Day | Precision::Time))
        {
            days.entry(date.value()).or_default().insert(article(told));
        }
    }
    found.extend(disagreement("date", days));
    // Numbers of the same unit that differ and are no parts of one another.
    let mut units: BTreeMap<&str, BTreeMap<String, BTreeSet<String>>> = BTreeMap::new();
    let mut values: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for told in event {
        for quantity in &told.report.quantities {
            units.entry(&quantity.unit).or_default().entry(spelled(quantity)).or_default().insert(article(told));
            values.entry(&quantity.unit).or_default().push(quantity.value);
        }
    }
    for (unit, mut told) in units {
        let all = &values[unit];
        let whole = all.iter().copied().fold(0.0, f64::max);
        // 31 and 4 are parts of 35: they support it.
        let is_part = |value: f64| value < whole && all.iter().any(|&other| (value + other - whole).abs() < 0.5);
        told.retain(|spelled, _| {
            let value = event
                .iter()
                .flat_map(|told| &told.report.quantities)
                .find(|quantity| quantity.unit == unit && &self::spelled(quantity) == spelled);
            !value.is_some_and(|quantity| is_part(quantity.value))
        });
        found.extend(disagreement("quantities", told));
    }
    // What the deed is done to, where the words differ.
    let mut objects: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for told in event {
        for party in &told.report.recipient {
            if let Some(last) =
                party.text.split_whitespace().last().filter(|word| word.chars().next().is_some_and(char::is_lowercase))
            {
                objects.entry(last.to_lowercase()).or_default().insert(article(told));
            }
        }
    }
    found.extend(disagreement("recipient", objects));
    found
}

fn spelled(quantity: &Quantity) -> String {
    let relation = match quantity.relation {
        QuantityRelation::Exactly => "",
        QuantityRelation::AtLeast => "at least ",
        QuantityRelation::AtMost => "at most ",
        QuantityRelation::MoreThan => "more than ",
        QuantityRelation::FewerThan => "fewer than ",
        QuantityRelation::About => "about ",
    };
    format!("{relation}{} {}", quantity.value, quantity.unit)
}

fn disagreement(field: &str, values: BTreeMap<String, BTreeSet<String>>) -> Option<Disagreement> {
    (values.len() > 1).then(|| Disagreement {
        field: field.to_owned(),
        values: values
            .into_iter()
            .map(|(value, articles)| DisagreementValue { value, articles: articles.into_iter().collect() })
            .collect(),
    })
}
