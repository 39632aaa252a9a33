//! Lines and titles put together from rows; no prose is made up.

use terms::{EventRow, EventType, Party};

/// Most names shown of a side.
const NAMES: usize = 3;

/// One line for an event: who, what, how many, whom.
pub fn event(row: &EventRow, lemma: &str, object: Option<&str>) -> String {
    let who = names(&row.actor);
    let number = row.quantities.first().map(|quantity| format!("{} {}", quantity.value, quantity.unit));
    let what = number.or_else(|| object.map(str::to_owned));
    let mutual = !row.actor.is_empty() && row.actor == row.recipient;
    let whom = if mutual { String::new() } else { names(&row.recipient) };
    let mut line = if who.is_empty() { "somebody".to_owned() } else { who };
    line.push_str(": ");
    line.push_str(lemma);
    if let Some(what) = what {
        line.push(' ');
        line.push_str(&what);
    }
    if !whom.is_empty() {
        line.push_str(" → ");
        line.push_str(&whom);
    }
    line
}

fn names(parties: &[Party]) -> String {
    let mut names: Vec<&str> = Vec::new();
    for party in parties {
        if !names.contains(&party.actor.name.as_str()) {
            names.push(&party.actor.name);
        }
    }
    let more = names.len().saturating_sub(NAMES);
    let mut text = names.into_iter().take(NAMES).collect::<Vec<_>>().join(", ");
    if more > 0 {
        text.push_str(&format!(" and {more} more"));
    }
    text
}

/// Title of a story: the first headline, else its weightiest event.
pub fn story(titles: &[Option<&str>], events: &[&EventRow]) -> String {
    if let Some(title) = titles.iter().flatten().find(|title| !title.trim().is_empty()) {
        return title.trim().to_owned();
    }
    let weight = |row: &EventRow| {
        let hard = matches!(
            row.event,
            EventType::Sanction
                | EventType::Assault
                | EventType::Coerce
                | EventType::Retreat
                | EventType::Protest
                | EventType::Aid
        );
        (row.history.len(), hard, row.actor.len() + row.recipient.len())
    };
    events
        .iter()
        .max_by(|one, other| weight(one).cmp(&weight(other)).then(other.id.cmp(&one.id)))
        .map_or_else(|| "Untitled".to_owned(), |row| row.summary.clone())
}
