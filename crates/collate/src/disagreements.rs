//! Fields on which the reports of one event differ.

use std::collections::{BTreeMap, BTreeSet};

use terms::{Coded, Disagreement, DisagreementValue, Precision, Quantity, QuantityRelation};

use crate::quantities;
use crate::sameness::Told;
use crate::standing::Step;

/// Disagreements of an event, by field; of its numbers, those that stand.
pub fn of(event: &[Told<'_>], counted: &[(Step<'_>, &Quantity)], coded: &[&Coded]) -> Vec<Disagreement> {
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
    for (step, quantity) in counted {
        units.entry(&quantity.unit).or_default().entry(spelled(quantity)).or_default().insert(article(&step.told));
        values.entry(&quantity.unit).or_default().push(quantity.value);
    }
    for (unit, mut told) in units {
        let parts = quantities::parts(&values[unit]);
        told.retain(|spelled, _| {
            let value =
                counted.iter().find(|(_, quantity)| quantity.unit == unit && &self::spelled(quantity) == spelled);
            !value.is_some_and(|(_, quantity)| parts.contains(&quantity.value))
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
