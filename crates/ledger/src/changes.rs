use std::collections::{BTreeMap, BTreeSet};

use terms::{
    Assertion, Corrected, CorrectionKind, CorrectionRow, EventRow, HistoryStep, Judgement, Record, Status, phrases,
};

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

/// How an event's standing moved between two records, or what people set right of it.
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
    /// Where it stands; `None` where a person said that it is no event.
    pub new: Option<StandingPair>,
    /// The steps of its history that the earlier record has not.
    pub steps: Vec<HistoryStep>,
    /// The corrections of it that the earlier record has not, with who made them; left out where there is none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub corrected: Vec<Corrected>,
}

impl Change {
    /// Where it stood, in words: "proposed", or "done, alleged" where only whose word it is has changed; "new" where it was
    /// not known.
    pub fn was(&self) -> String {
        self.old.map_or("new".to_owned(), |old| {
            if self.new.is_some_and(|new| old.standing == new.standing) {
                format!("{}, {}", phrases::word(old.standing), old.assertion)
            } else {
                phrases::word(old.standing).to_owned()
            }
        })
    }

    /// Where it stands, in words: "refused, confirmed"; "no event" where a person said so.
    pub fn is(&self) -> String {
        self.new.map_or("no event".to_owned(), |new| format!("{}, {}", phrases::word(new.standing), new.assertion))
    }
}

/// The events that stand otherwise in `now` than in `before`, and those that people set right meanwhile, in the order of
/// `now`; then those that are none any more.
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
    let made: BTreeSet<&str> = before.corrections.iter().map(|row| row.correction.id.as_str()).collect();
    let new: Vec<&CorrectionRow> =
        now.corrections.iter().filter(|row| !made.contains(row.correction.id.as_str())).collect();
    let mut changes = Vec::new();
    for event in &now.events {
        let old = old_of(event);
        let (was, is) = (old.map(StandingPair::from), StandingPair::from(event));
        let corrected = marks(&new, &made, old, Some(event));
        let is_set_right = corrected.iter().any(|mark| mark.kind != CorrectionKind::Accept);
        if was == Some(is) && !is_set_right {
            continue;
        }
        let told: BTreeSet<_> = old.into_iter().flat_map(|old| &old.history).map(key).collect();
        let steps = event.history.iter().filter(|step| !told.contains(&key(step))).cloned().collect();
        changes.push(Change {
            event: event.id.clone(),
            story: event.story.clone(),
            summary: event.summary.clone(),
            old: was,
            new: Some(is),
            steps,
            corrected,
        });
    }
    let left: BTreeSet<&str> = now.events.iter().flat_map(|event| &event.reports).map(String::as_str).collect();
    for old in before.events.iter().filter(|old| !old.reports.iter().any(|report| left.contains(report.as_str()))) {
        changes.push(Change {
            event: old.id.clone(),
            story: old.story.clone(),
            summary: old.summary.clone(),
            old: Some(old.into()),
            new: None,
            steps: Vec::new(),
            corrected: marks(&new, &made, Some(old), None),
        });
    }
    changes
}

/// The marks of new corrections on an event: of those that act on it, that took it for none, or that took back one of its
/// corrections.
fn marks(
    new: &[&CorrectionRow],
    made: &BTreeSet<&str>,
    old: Option<&EventRow>,
    event: Option<&EventRow>,
) -> Vec<Corrected> {
    let reports: BTreeSet<&String> = old.into_iter().chain(event).flat_map(|event| &event.reports).collect();
    let mut marks = Vec::new();
    for row in new {
        let names_it = row.found.iter().any(|report| reports.contains(report));
        let concerns = match &row.correction.judgement {
            Judgement::Reject { .. } => event.is_none() && names_it,
            // What was made and taken back in between is no news.
            Judgement::Undo { correction } if !made.contains(correction.as_str()) => false,
            Judgement::Undo { correction } => {
                names_it || old.is_some_and(|old| old.corrected.iter().any(|mark| mark.id == *correction))
            }
            _ => false,
        };
        let acts = event.and_then(|event| event.corrected.iter().find(|mark| mark.id == row.correction.id));
        match acts {
            Some(mark) => marks.push(mark.clone()),
            None if concerns => marks.push(Corrected::by(&row.correction, Vec::new())),
            None => {}
        }
    }
    marks
}

fn key(step: &HistoryStep) -> (&str, Status, Assertion, &[terms::Evidence]) {
    (&step.article, step.status, step.assertion, &step.evidence)
}
