use std::collections::{BTreeMap, BTreeSet};

use terms::{Assertion, EventRow, HistoryStep, Record, Status, phrases};

/// Where an event stands and whose word that rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct StandingPair {
    /// Where it stands.
    pub standing: Status,
    /// Whose word it rests on.
    pub assertion: Assertion,
}

impl From<&EventRow> for StandingPair {
    fn from(event: &EventRow) -> Self {
        Self { standing: event.standing, assertion: event.assertion }
    }
}

/// How an event's standing moved between two records.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Change {
    /// Id of the event, as the later record has it.
    pub event: String,
    /// Id of its story.
    pub story: Option<String>,
    /// One line of what it is.
    pub summary: String,
    /// Where it stood; `None` where it was not known.
    pub old: Option<StandingPair>,
    /// Where it stands.
    pub new: StandingPair,
    /// The steps of its history that the earlier record has not.
    pub steps: Vec<HistoryStep>,
}

impl Change {
    /// Where it stood, in words: "proposed", or "done, alleged" where only whose word it is has changed; "new" where it was
    /// not known.
    pub fn was(&self) -> String {
        self.old.map_or("new".to_owned(), |old| {
            if old.standing == self.new.standing {
                format!("{}, {}", phrases::word(old.standing), old.assertion)
            } else {
                phrases::word(old.standing).to_owned()
            }
        })
    }

    /// Where it stands, in words: "refused, confirmed".
    pub fn is(&self) -> String {
        format!("{}, {}", phrases::word(self.new.standing), self.new.assertion)
    }
}

/// The events that stand otherwise in `now` than in `before`, in the order of `now`.
///
/// Events are the same where they share a report, whatever their ids.
pub fn changes(before: &Record, now: &Record) -> Vec<Change> {
    let mut by_report: BTreeMap<&str, &EventRow> = BTreeMap::new();
    for event in &before.events {
        by_report.extend(event.reports.iter().map(|report| (report.as_str(), event)));
    }
    let old_of = |event: &EventRow| {
        let mut shared: BTreeMap<&str, (usize, &EventRow)> = BTreeMap::new();
        for old in event.reports.iter().filter_map(|report| by_report.get(report.as_str())) {
            shared.entry(&old.id).or_insert((0, old)).0 += 1;
        }
        // The one that shares most, of equals the one with the least id.
        shared.into_values().rev().max_by_key(|(count, _)| *count).map(|(_, old)| old)
    };
    let mut changes = Vec::new();
    for event in &now.events {
        let old = old_of(event);
        let (was, is) = (old.map(StandingPair::from), StandingPair::from(event));
        if was == Some(is) {
            continue;
        }
        let told: BTreeSet<_> = old.into_iter().flat_map(|old| &old.history).map(key).collect();
        let steps = event.history.iter().filter(|step| !told.contains(&key(step))).cloned().collect();
        changes.push(Change {
            event: event.id.clone(),
            story: event.story.clone(),
            summary: event.summary.clone(),
            old: was,
            new: is,
            steps,
        });
    }
    changes
}

fn key(step: &HistoryStep) -> (&str, Status, Assertion, &[terms::Evidence]) {
    (&step.article, step.status, step.assertion, &step.evidence)
}
