//! What one marked side of a text does to another: the scorer's opinion, and the dependency tier's beside it.

use serde::Serialize;
use terms::{Annotated, Deed, EventType, Pair, PairReading, Party, Relate, Report, Span, Status};

use crate::coder::Coder;
use crate::scene::Scene;

/// The relation of a marked pair.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Related {
    /// PLOVER's type of the record for this pair: the best of the sixteen, even where nothing may relate them.
    pub event: EventType,
    /// Modes of that record.
    pub mode: Vec<String>,
    /// PLOVER's quad of `event`.
    pub quad_code: u8,
    /// The deed spoken of, whatever its status.
    pub deed: EventType,
    /// How far the deed has come.
    pub status: Status,
    /// Chance of `event` among the sixteen types, 0 to 1.
    pub score: f64,
    /// Chance that nothing relates the two, 0 to 1.
    pub none_score: f64,
    /// Who decided: "model", "entry ID", "model and entry ID", or "nothing found".
    pub by: String,
}

/// How many times likelier a type becomes when the dependency tier reads the same pair so: the best of 1, 2, 3, 4, 6, 10 on
/// `data/training/held-back` (88.0 % right; 87.9 % without a second opinion).
const SECOND_OPINION: f32 = 6.0;

impl Coder {
    /// The relation of a pair in a text. Without a scorer the dependency tier decides alone; where it finds nothing,
    /// `none_score` is 1 and the type is a bare guess.
    pub fn relate(&self, annotated: &Annotated, pair: Pair, scorer: Option<&dyn Relate>) -> Related {
        let scene = Scene::new(annotated);
        let dates = crate::dates::Dates::new(&scene);
        let reports: Vec<Report> = self.reports(&scene, &dates, None).into_iter().map(|draft| draft.report).collect();
        let report = best_report(&reports, pair);
        let reading = scorer.and_then(|scorer| scorer.relate(annotated.article.text.as_str(), &[pair]).pop());
        match (reading, report) {
            (Some(reading), report) => self.with_reading(&reading, report),
            (None, Some(report)) => self.without_reading(report),
            (None, None) => Related {
                event: EventType::Reject,
                mode: Vec::new(),
                quad_code: self.ontology.quad(EventType::Reject),
                deed: EventType::Reject,
                status: Status::Done,
                score: 1.0 / EventType::ALL.len() as f64,
                none_score: 1.0,
                by: "nothing found".to_owned(),
            },
        }
    }

    fn with_reading(&self, reading: &PairReading, report: Option<&Report>) -> Related {
        let second = report.and_then(|report| report.plover.as_ref());
        let mut record = reading.forced();
        if let Some(second) = second {
            for (chance, event) in record.iter_mut().zip(EventType::ALL) {
                if *event == second.event {
                    *chance *= SECOND_OPINION;
                }
            }
        }
        // First the side, conflict or cooperation, by all that speaks for it, then the type: many small chances of conflict
        // are more than one of cooperation that is larger than each.
        let is_conflict = |place: usize| self.ontology.quad(EventType::ALL[place]) > 2;
        let of_side = |conflict: bool| -> f32 {
            (0..record.len()).filter(|&place| is_conflict(place) == conflict).map(|place| record[place]).sum()
        };
        let conflict = of_side(true) > of_side(false);
        let on_side = (0..record.len()).filter(|&place| is_conflict(place) == conflict);
        let best = on_side.fold(None, |best: Option<usize>, place| match best {
            Some(best) if record[best] >= record[place] => Some(best),
            _ => Some(place),
        });
        let best = best.unwrap_or(0);
        let event = EventType::ALL[best];
        let sum: f32 = record.iter().sum();
        let agreeing = report.filter(|report| report.plover.as_ref().is_some_and(|second| second.event == event));
        let (deed, status, mode) = match agreeing {
            Some(report) => {
                let mode = report.plover.as_ref().map(|plover| plover.mode.clone()).unwrap_or_default();
                (report.event, report.status, mode)
            }
            None => self.deed_behind(reading, event),
        };
        Related {
            event,
            mode,
            quad_code: self.ontology.quad(event),
            deed,
            status,
            score: rounded(record[best] / sum.max(f32::MIN_POSITIVE)),
            none_score: rounded(reading.none),
            by: agreeing.map_or_else(|| "model".to_owned(), |report| format!("model and entry {}", report.entry)),
        }
    }

    /// The likeliest deed and status that give a record of that type, and the record's modes.
    pub(crate) fn deed_behind(&self, reading: &PairReading, event: EventType) -> (EventType, Status, Vec<String>) {
        let status = reading.status.0;
        let mut deeds: Vec<usize> = (0..EventType::ALL.len()).collect();
        deeds.sort_by(|&left, &right| reading.deed[right].total_cmp(&reading.deed[left]).then(left.cmp(&right)));
        let fold = |deed: EventType, status: Status| {
            let mode: Vec<String> = reading.mode_of(deed).map(str::to_owned).into_iter().collect();
            let plover = self.ontology.fold(Deed { event: deed, mode: &mode, context: &[], status, by_self: true })?;
            (plover.event == event).then_some(plover.mode)
        };
        for &deed in deeds.iter().take(3) {
            if let Some(mode) = fold(EventType::ALL[deed], status) {
                return (EventType::ALL[deed], status, mode);
            }
        }
        let mode = reading.mode_of(event).map(str::to_owned).into_iter().collect();
        (event, Status::Done, mode)
    }

    fn without_reading(&self, report: &Report) -> Related {
        let (event, mode) = match &report.plover {
            Some(plover) => (plover.event, plover.mode.clone()),
            None => (report.event, report.mode.clone()),
        };
        Related {
            event,
            mode,
            quad_code: self.ontology.quad(event),
            deed: report.event,
            status: report.status,
            score: report.confidence,
            none_score: rounded(1.0 - report.confidence as f32),
            by: format!("entry {}", report.entry),
        }
    }
}

/// The surest report whose sides are the pair's.
fn best_report(reports: &[Report], pair: Pair) -> Option<&Report> {
    let touches =
        |parties: &[Party], span: Span| parties.iter().any(|party| Span::new(party.start, party.end).touches(span));
    reports
        .iter()
        .filter(|report| touches(&report.actor, pair.actor) && touches(&report.recipient, pair.recipient))
        .max_by(|left, right| left.confidence.total_cmp(&right.confidence).then(right.trigger.cmp(&left.trigger)))
}

/// To three digits, so that the last bits of a chance, which may differ from machine to machine, are not shown.
fn rounded(chance: f32) -> f64 {
    (f64::from(chance) * 1000.0).round() / 1000.0
}
