//! Which event answers which: as an article says so, and by mirrored deeds within days.

use std::collections::{BTreeMap, BTreeSet};

use terms::{EventRow, EventType};

/// Most days between a deed and the mirrored deed that is taken for its answer.
const SOON: i32 = 14;

/// Answers of the events of one story: for each index, indices of events that it answers.
///
/// `explicit` holds (answering, answered) pairs that articles tell.
pub fn of(events: &[EventRow], explicit: &BTreeSet<(usize, usize)>) -> BTreeMap<usize, BTreeSet<usize>> {
    let mut found: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for &(answering, answered) in explicit {
        if answering != answered && !explicit.contains(&(answered, answering)) {
            found.entry(answering).or_default().insert(answered);
        }
    }
    for (answering, event) in events.iter().enumerate() {
        for (answered, other) in events.iter().enumerate() {
            if answering != answered && mirrors(event, other) {
                found.entry(answering).or_default().insert(answered);
            }
        }
    }
    found
}

/// Whether an event does to another side what that side did to it just before.
fn mirrors(event: &EventRow, other: &EventRow) -> bool {
    let material = matches!(
        event.event,
        EventType::Sanction | EventType::Assault | EventType::Coerce | EventType::Aid | EventType::Mobilize
    );
    if !material || event.event != other.event || event.mode != other.mode {
        return false;
    }
    let codes =
        |parties: &[terms::Party]| parties.iter().filter_map(|party| party.actor.code.clone()).collect::<BTreeSet<_>>();
    let (actor, recipient) = (codes(&event.actor), codes(&event.recipient));
    let crossed = !actor.is_disjoint(&codes(&other.recipient))
        && !recipient.is_disjoint(&codes(&other.actor))
        && actor.is_disjoint(&recipient);
    let day = |row: &EventRow| {
        row.date
            .as_deref()
            .or_else(|| row.history.first().and_then(|step| step.at.as_deref()))
            .and_then(|day| day.parse::<jiff::civil::Date>().ok())
    };
    crossed
        && match (day(event), day(other)) {
            (Some(later), Some(earlier)) => later > earlier && (later - earlier).get_days() <= SOON,
            _ => false,
        }
}
