//! What people set right, applied: a pure function of the coded articles and the corrections.
//!
//! The order of corrections is their own clock, never the order in which they are given.
//!
//! 1. [`places`]: the reports that each correction names, found again by where they stand
//! 2. [`actors`]: two names that are one actor, or are not; before reports are grouped
//! 3. [`grouping`]: events made one, reports taken out, on the groups that the program makes; what is no event is in none
//! 4. [`fields`]: fields set and events accepted, before anything follows from them

mod actors;
mod fields;
mod grouping;
mod places;

use std::collections::{BTreeMap, BTreeSet};

use terms::{Coded, CorrectedField, Correction, CorrectionRow, CorrectionState, Judgement, ReportPlace};

pub(crate) use grouping::Gathered;
use places::Places;

/// Where a report lies: index of its article in canonical order, index among the article's reports.
pub(crate) type Key = (usize, usize);

/// Where an event lies while events are made: index of its story, index of the event.
pub(crate) type Slot = (usize, usize);

/// The corrections in the order of their clock, with what each came to.
#[derive(Default)]
pub(crate) struct Plan<'a> {
    all: Vec<Planned<'a>>,
    rejected: BTreeSet<Key>,
    /// Reports whose sides were named otherwise: by which correction, and which side.
    renamed: BTreeMap<Key, BTreeSet<(usize, CorrectedField)>>,
    /// Corrections that act on an event, by its place among the gathered.
    of_event: BTreeMap<Slot, BTreeSet<usize>>,
}

/// A correction on its way into the record.
struct Planned<'a> {
    correction: &'a Correction,
    state: CorrectionState,
    /// Reports of the event that it names.
    reports: Vec<Key>,
    /// Reports of the other event, or those that are taken out.
    others: Vec<Key>,
    /// Ids of those reports that were found, or of those that a correction named which it takes back.
    found: BTreeSet<String>,
    /// Ids of the events on which it acts.
    events: BTreeSet<String>,
}

impl Planned<'_> {
    fn is_effective(&self) -> bool {
        self.state == CorrectionState::Applied
    }
}

impl<'a> Plan<'a> {
    /// Looks up what corrections name among articles in canonical order.
    pub(crate) fn of(corrections: &'a [Correction], coded: &[&Coded]) -> Self {
        let mut sorted: Vec<&Correction> = corrections.iter().collect();
        sorted.sort_by_key(|correction| (correction.made_at, &correction.id));
        sorted.dedup_by_key(|correction| &correction.id);
        let undone = undone(&sorted);
        let places = Places::of(&sorted, coded);
        let mut plan = Self::default();
        for correction in &sorted {
            let find =
                |places_of: &[ReportPlace]| places_of.iter().filter_map(|place| places.find(place)).collect::<Vec<_>>();
            let judgement = &correction.judgement;
            let reports = judgement.event().map(|event| find(&event.reports)).unwrap_or_default();
            let others = match judgement {
                Judgement::Merge { other, .. } => find(&other.reports),
                Judgement::Split { reports, .. } => find(reports),
                _ => Vec::new(),
            };
            let is_found = match judgement {
                Judgement::Accept { .. } | Judgement::Set { .. } | Judgement::Reject { .. } => !reports.is_empty(),
                Judgement::Merge { .. } => !reports.is_empty() && !others.is_empty(),
                Judgement::Split { .. } => !others.is_empty(),
                Judgement::Undo { correction } => sorted.iter().any(|other| other.id == *correction),
                // Told once all names were looked at.
                Judgement::SameActor { .. } | Judgement::OtherActor { .. } => true,
            };
            let state = match is_found {
                _ if undone.contains(correction.id.as_str()) => CorrectionState::Undone,
                true => CorrectionState::Applied,
                false => CorrectionState::Orphaned,
            };
            if matches!(judgement, Judgement::Reject { .. }) && state == CorrectionState::Applied {
                plan.rejected.extend(&reports);
            }
            let found = reports.iter().chain(&others).map(|&(article, index)| coded[article].reports[index].id.clone());
            let found = found.collect();
            plan.all.push(Planned { correction, state, reports, others, found, events: BTreeSet::new() });
        }
        for index in 0..plan.all.len() {
            let Judgement::Undo { correction } = &plan.all[index].correction.judgement else { continue };
            let target = plan.all.iter().find(|planned| planned.correction.id == *correction);
            plan.all[index].found = target.map(|target| target.found.clone()).unwrap_or_default();
        }
        plan
    }

    /// Whether a report is of an event at all.
    pub(crate) fn counts(&self, key: Key) -> bool {
        !self.rejected.contains(&key)
    }

    /// Every correction with what became of it, in the order of the clock.
    pub(crate) fn rows(self) -> Vec<CorrectionRow> {
        let row = |planned: Planned<'_>| CorrectionRow {
            correction: planned.correction.clone(),
            state: planned.state,
            found: planned.found.into_iter().collect(),
            events: planned.events.into_iter().collect(),
        };
        self.all.into_iter().map(row).collect()
    }
}

/// Ids of the corrections that are taken back by one that is not taken back itself.
fn undone<'a>(sorted: &[&'a Correction]) -> BTreeSet<&'a str> {
    let mut undone = BTreeSet::new();
    for correction in sorted.iter().rev() {
        if let Judgement::Undo { correction: target } = &correction.judgement
            && !undone.contains(correction.id.as_str())
        {
            undone.insert(target.as_str());
        }
    }
    undone
}
