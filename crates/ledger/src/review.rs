//! What a person should look at: the record's weak places.

use std::collections::BTreeMap;

use serde::Serialize;
use terms::{Coded, CorrectionKind, CorrectionState, EventRow, Precision, Record, Report};

/// Confidence of an event's best report below which it should be looked at.
const LOW: f64 = 0.5;
/// Things that a report must share with another of its event for nobody to ask whether they are of one event.
const ENOUGH: usize = 2;

/// Why something should be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReviewKind {
    /// A correction that no longer finds what it was about.
    Orphan,
    /// An event that no report tells with confidence.
    Unsure,
    /// A report that shares little with the rest of its event.
    Merge,
}

/// Something that a person should look at.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReviewItem {
    /// Why.
    pub kind: ReviewKind,
    /// Id of the event; `None` of an orphaned correction.
    pub event: Option<String>,
    /// Id of the correction, where it is one.
    pub correction: Option<String>,
    /// Ids of the reports that are in doubt.
    pub reports: Vec<String>,
    /// What it is about.
    pub about: String,
    /// 0 to 1: how sure it is; the least sure come first.
    pub score: f64,
    /// Why it is in the queue.
    pub reason: String,
}

/// The weak places of a record and of what it was made from: orphaned corrections, then events that nothing tells with
/// confidence, then reports that may be of another event; within each the least sure first, then by id.
///
/// Who has set a field of an event, or accepted it as it stands, has looked; looking alone changes nothing.
pub fn review(record: &Record, coded: &[Coded]) -> Vec<ReviewItem> {
    let reports: BTreeMap<&str, &Report> =
        coded.iter().flat_map(|one| &one.reports).map(|report| (report.id.as_str(), report)).collect();
    let mut queue: Vec<ReviewItem> = record
        .corrections
        .iter()
        .filter(|row| row.state == CorrectionState::Orphaned)
        .map(|row| ReviewItem {
            kind: ReviewKind::Orphan,
            event: None,
            correction: Some(row.correction.id.clone()),
            reports: Vec::new(),
            about: row.correction.judgement.about(),
            score: 0.0,
            reason: format!(
                "{} by {}: what it was about is no longer in the record",
                row.correction.judgement.kind(),
                row.correction.author
            ),
        })
        .collect();
    for event in &record.events {
        let told: Vec<&Report> = event.reports.iter().filter_map(|id| reports.get(id.as_str()).copied()).collect();
        let looked = |kinds: &[CorrectionKind]| event.corrected.iter().any(|mark| kinds.contains(&mark.kind));
        if !looked(&[CorrectionKind::Accept, CorrectionKind::Set]) {
            queue.extend(unsure(event, &told));
        }
        if !looked(&[CorrectionKind::Accept, CorrectionKind::Merge]) {
            queue.extend(told.iter().filter_map(|one| doubtful(event, one, &told)));
        }
    }
    queue.sort_by(|one, other| {
        let place = |item: &ReviewItem| (item.event.clone(), item.correction.clone(), item.reports.clone());
        one.kind.cmp(&other.kind).then(one.score.total_cmp(&other.score)).then_with(|| place(one).cmp(&place(other)))
    });
    queue
}

fn unsure(event: &EventRow, told: &[&Report]) -> Option<ReviewItem> {
    let best = told.iter().map(|report| report.confidence).max_by(f64::total_cmp)?;
    (best < LOW).then(|| ReviewItem {
        kind: ReviewKind::Unsure,
        event: Some(event.id.clone()),
        correction: None,
        reports: told.iter().map(|report| report.id.clone()).collect(),
        about: event.summary.clone(),
        score: best,
        reason: format!("the surest of its reports has a confidence of {best:.2}"),
    })
}

/// A report that shares too little with every other of its event.
fn doubtful(event: &EventRow, one: &Report, told: &[&Report]) -> Option<ReviewItem> {
    // What is spoken of by reference shares no words with what it refers to.
    if one.anaphoric || told.len() < 2 {
        return None;
    }
    let best = told.iter().filter(|other| other.id != one.id).map(|other| shared(one, other)).max_by_key(Vec::len)?;
    (best.len() < ENOUGH).then(|| {
        let on = best.first().map_or_else(|| "nothing but type and sides".to_owned(), |only| format!("only {only}"));
        ReviewItem {
            kind: ReviewKind::Merge,
            event: Some(event.id.clone()),
            correction: None,
            reports: vec![one.id.clone()],
            about: event.summary.clone(),
            score: best.len() as f64 / ENOUGH as f64,
            reason: format!("its report in article {} shares {on} with the others", one.article),
        }
    })
}

/// What two reports share beside type and sides, in words.
fn shared(one: &Report, other: &Report) -> Vec<&'static str> {
    let exact = |report: &Report| {
        let date = report.date.as_ref().filter(|date| matches!(date.precision, Precision::Day | Precision::Time));
        date.map(|date| date.day)
    };
    let number = |report: &Report| {
        report.quantities.iter().map(|quantity| (quantity.value.to_bits(), quantity.unit.clone())).collect::<Vec<_>>()
    };
    let numbers = number(other);
    let places = |report: &Report| report.locations.iter().map(|place| place.name.clone()).collect::<Vec<_>>();
    let known = places(other);
    let names = |report: &Report| {
        report.actor.iter().chain(&report.recipient).map(|party| party.actor.name.clone()).collect::<Vec<_>>()
    };
    let sides = names(other);
    [
        (one.lemma == other.lemma, "the word"),
        (exact(one).is_some() && exact(one) == exact(other), "the day"),
        (one.object.is_some() && one.object == other.object, "the thing"),
        (number(one).iter().any(|each| numbers.contains(each)), "a number"),
        (places(one).iter().any(|each| known.contains(each)), "the place"),
        (one.mode.iter().any(|mode| other.mode.contains(mode)), "the mode"),
        (names(one).iter().filter(|each| sides.contains(each)).count() > 1, "both sides by name"),
    ]
    .into_iter()
    .filter_map(|(holds, what)| holds.then_some(what))
    .collect()
}
