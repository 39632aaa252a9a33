//! Deeds that were due by a day that is over, with nothing reported of them since.
//!
//! Such a deed is never guessed to have happened, nor not to have happened.

use jiff::ToSpan;
use jiff::civil::Date;
use terms::{EventRow, HistoryStep, Precision, Status};

/// Marks the events that were due before `today` and went unreported; takes the mark from all others.
pub fn mark(events: &mut [EventRow], today: Date) {
    for event in events {
        event.overdue = due(event)
            .filter(|&due| due < today && !event.history.iter().any(|step| said(step).is_some_and(|said| said > due)))
            .map(|due| due.to_string());
    }
}

/// The last day on which an open event may come about as it was told; `None` where it is settled, has no day, or had its
/// day before anybody spoke of it.
fn due(event: &EventRow) -> Option<Date> {
    if !matches!(event.standing, Status::Planned | Status::Threatened | Status::Demanded | Status::Proposed) {
        return None;
    }
    let told = event.date.as_deref()?;
    let precision = event.date_precision.as_deref().and_then(Precision::parse)?;
    let last = match precision {
        Precision::Time | Precision::Day => told.parse::<Date>().ok()?,
        Precision::Week => told.parse::<Date>().ok()?.checked_add(6.days()).ok()?,
        Precision::Month => format!("{told}-01").parse::<Date>().ok()?.last_of_month(),
        Precision::Year => format!("{told}-12-31").parse::<Date>().ok()?,
    };
    event.history.iter().filter_map(said).min().is_some_and(|first| first <= last).then_some(last)
}

fn said(step: &HistoryStep) -> Option<Date> {
    step.at.as_deref()?.get(..10)?.parse().ok()
}
