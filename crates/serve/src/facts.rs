//! What is told of a story before it is opened, reckoned once for each record.

use std::collections::BTreeSet;

use terms::{Assertion, EventRow, EventType, StoryRow, phrases};

use crate::snapshot::Snapshot;

/// Bars of a sparkline.
pub(crate) const BARS: usize = 12;

/// What is told of a story before it is opened.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts {
    /// Place of the event that the story turns on.
    pub principal: Option<usize>,
    /// Place of the event whose standing moved last, and the day.
    pub moved: Option<(usize, String)>,
    /// First and last day on which something of it was published or said.
    pub first_day: Option<String>,
    pub last_day: Option<String>,
    /// Most independent origins of one of its events.
    pub origins: usize,
    /// Events that somebody denies or doubts.
    pub disputed: usize,
    /// Fields on which articles differ.
    pub differences: usize,
    /// Events still to be decided or to come.
    pub pending: usize,
    /// Steps told in each twelfth of its days.
    pub bars: [u32; BARS],
}

/// Whether somebody denies or doubts an event.
pub(crate) fn is_disputed(event: &EventRow) -> bool {
    matches!(event.assertion, Assertion::Disputed | Assertion::Denied | Assertion::Doubted)
}

pub(crate) fn facts(snapshot: &Snapshot, story: &StoryRow) -> Facts {
    let places: Vec<usize> = story.events.iter().filter_map(|id| snapshot.event_place(id)).collect();
    let events = || places.iter().map(|&place| (place, &snapshot.record.events[place]));
    let mut days: BTreeSet<&str> = story
        .articles
        .iter()
        .filter_map(|id| snapshot.article(id))
        .filter_map(|row| row.published.as_deref().or(row.published_inferred.as_deref()))
        .filter_map(|at| at.get(..10))
        .collect();
    let steps: Vec<&str> =
        events().flat_map(|(_, event)| &event.history).filter_map(|step| step.at.as_deref()?.get(..10)).collect();
    if days.is_empty() {
        days.extend(&steps);
    }
    let (first_day, last_day) = (days.first().map(|day| (*day).to_owned()), days.last().map(|day| (*day).to_owned()));
    Facts {
        principal: principal(events()).map(|(place, _)| place),
        moved: events()
            .filter_map(|(place, event)| Some((phrases::last_change(event)?.1.at.clone()?, place)))
            .max_by(|one, other| one.0.cmp(&other.0).then(other.1.cmp(&one.1)))
            .map(|(at, place)| (place, at)),
        origins: events().map(|(_, event)| event.origins).max().unwrap_or(0),
        disputed: events().filter(|(_, event)| is_disputed(event)).count(),
        differences: events().map(|(_, event)| event.disagreements.len()).sum(),
        pending: events().filter(|(_, event)| phrases::is_pending(event.standing)).count(),
        bars: bars(&steps),
        first_day,
        last_day,
    }
}

/// The event that a story turns on: one whose standing moved before one that stands as first told, then the one that most is
/// told of, then deeds before words.
fn principal<'a>(events: impl Iterator<Item = (usize, &'a EventRow)>) -> Option<(usize, &'a EventRow)> {
    let weight = |event: &EventRow| {
        let articles: BTreeSet<&str> = event.history.iter().map(|step| step.article.as_str()).collect();
        let is_deed = matches!(
            event.event,
            EventType::Sanction
                | EventType::Assault
                | EventType::Coerce
                | EventType::Retreat
                | EventType::Mobilize
                | EventType::Aid
                | EventType::Cooperate
        );
        let sides = usize::from(!event.actor.is_empty()) + usize::from(!event.recipient.is_empty());
        let moved = phrases::last_change(event).is_some();
        (articles.len() * 2 + usize::from(moved) * 2 + usize::from(is_deed) * 2 + sides, event.history.len())
    };
    // Of equals the first.
    events.fold(None, |best, next| match best {
        Some((_, event)) if weight(event) >= weight(next.1) => best,
        _ => Some(next),
    })
}

/// Steps in each twelfth of the days from the first to the last.
fn bars(steps: &[&str]) -> [u32; BARS] {
    let days: Vec<i32> = steps
        .iter()
        .filter_map(|day| day.parse::<jiff::civil::Date>().ok())
        .map(|day| (day - jiff::civil::Date::constant(1970, 1, 1)).get_days())
        .collect();
    let mut bars = [0; BARS];
    let (Some(first), Some(last)) = (days.iter().min(), days.iter().max()) else { return bars };
    let span = i64::from(last - first) + 1;
    for day in &days {
        let at = i64::from(day - first) * BARS as i64 / span;
        bars[usize::try_from(at).unwrap_or(0).min(BARS - 1)] += 1;
    }
    bars
}
