//! Which of the numbers that reports tell of an event still stand.
//!
//! A later number of one source takes the place of its earlier ones; numbers of different sources stand beside each other.

use std::collections::BTreeMap;

use jiff::civil::Date;
use terms::{Coded, Quantity, Report};

use crate::standing::Step;

/// Most different numbers of a unit of which it is tried whether they add up.
const MOST_PARTS: usize = 12;

/// The numbers that stand, each with its step, in the order of saying.
pub fn standing<'a>(steps: &[Step<'a>], coded: &[&Coded]) -> Vec<(Step<'a>, &'a Quantity)> {
    let source = |step: &Step<'a>| -> (String, Option<String>) {
        let article = coded[step.told.article];
        match &step.told.report.by {
            Some(by) => (by.name.to_lowercase(), None),
            None => (String::new(), Some(article.outlet.clone().unwrap_or_else(|| article.article.clone()))),
        }
    };
    let all: Vec<(Step<'a>, &'a Quantity)> = steps
        .iter()
        .flat_map(|step| step.told.report.quantities.iter().map(move |quantity| (*step, quantity)))
        .collect();
    let mut last: BTreeMap<(String, Option<String>, &str), Date> = BTreeMap::new();
    for (step, quantity) in &all {
        if let Some(day) = step.said.day.filter(|_| is_narrated(step.told.report)) {
            let (name, outlet) = source(step);
            let latest = last.entry((name, outlet, quantity.unit.as_str())).or_insert(day);
            *latest = day.max(*latest);
        }
    }
    all.into_iter()
        .filter(|(step, quantity)| {
            let (name, outlet) = source(step);
            let latest = last.get(&(name, outlet, quantity.unit.as_str()));
            latest.is_none_or(|latest| step.said.day.is_none_or(|day| day >= *latest))
        })
        .collect()
}

/// Whether a report tells of its deed itself, so that its numbers are news.
fn is_narrated(report: &Report) -> bool {
    !report.anaphoric && !report.presupposed
}

/// Which of some numbers are parts of the greatest: those that add up to it (31 and 4 of 35). They support it.
pub fn parts(values: &[f64]) -> Vec<f64> {
    let mut distinct: Vec<f64> = values.to_vec();
    distinct.sort_by(f64::total_cmp);
    distinct.dedup();
    let Some(whole) = distinct.pop() else { return Vec::new() };
    distinct.truncate(MOST_PARTS);
    let mut parts: Vec<f64> = Vec::new();
    for chosen in 0..(1_u32 << distinct.len()) {
        let some =
            || (0..).zip(&distinct).filter(move |(place, _)| chosen & (1 << *place) != 0).map(|(_, value)| *value);
        if chosen.count_ones() > 1 && (some().sum::<f64>() - whole).abs() < 0.5 {
            parts.extend(some());
        }
    }
    // Two equal halves.
    parts.extend(
        distinct.iter().copied().filter(|half| {
            (half * 2.0 - whole).abs() < 0.5 && values.iter().filter(|value| *value == half).count() > 1
        }),
    );
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_add_up_are_parts_of_the_whole() {
        assert_eq!(parts(&[35.0, 31.0, 4.0]), [4.0, 31.0]);
        assert_eq!(parts(&[60.0, 10.0, 20.0, 30.0]), [10.0, 20.0, 30.0]);
        assert!(parts(&[35.0, 34.0]).is_empty());
        assert_eq!(parts(&[8.0, 4.0, 4.0]), [4.0]);
        assert!(parts(&[8.0, 4.0]).is_empty());
    }
}
