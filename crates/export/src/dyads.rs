//! Who to whom: an event's sides as pairs.

use std::collections::BTreeSet;

use terms::{EventRow, Party};

use crate::source::name;

/// Pairs of who acts and who is acted upon. Those of one country on one side are one, the first told, so that an event
/// told of a president and of his country is not counted twice; nobody is paired with himself where there is another.
pub(crate) fn dyads(event: &EventRow) -> Vec<(Option<&Party>, Option<&Party>)> {
    let (actors, recipients) = (sides(&event.actor), sides(&event.recipient));
    match (actors.is_empty(), recipients.is_empty()) {
        (true, true) => Vec::new(),
        (true, false) => recipients.into_iter().map(|recipient| (None, Some(recipient))).collect(),
        (false, true) => actors.into_iter().map(|actor| (Some(actor), None)).collect(),
        (false, false) => {
            let pair = |actor: &'_ Party, recipient: &'_ Party| actor.actor != recipient.actor;
            let all = || actors.iter().flat_map(|actor| recipients.iter().map(move |recipient| (*actor, *recipient)));
            let apart: Vec<_> = all().filter(|(actor, recipient)| pair(actor, recipient)).collect();
            let kept = if apart.is_empty() { all().collect() } else { apart };
            kept.into_iter().map(|(actor, recipient)| (Some(actor), Some(recipient))).collect()
        }
    }
}

fn sides(parties: &[Party]) -> Vec<&Party> {
    let mut seen = BTreeSet::new();
    parties.iter().filter(|party| seen.insert(side(party))).collect()
}

/// What makes two parties one side: their country, else their name.
pub(crate) fn side(party: &Party) -> &str {
    party.actor.code.as_deref().unwrap_or_else(|| name(party))
}
