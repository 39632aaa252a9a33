//! Events made one and reports taken out, on the groups that the program makes.

use std::collections::BTreeMap;

use terms::{CorrectionState, Judgement};

use super::{Key, Plan, Slot};
use crate::paraphrase::Paraphrases;
use crate::sameness::{self, Told};

/// A story in the making: its articles and its events. One that became part of another has neither.
pub(crate) struct Gathered<'a> {
    /// Articles, by index in canonical order.
    pub members: Vec<usize>,
    /// Reports of each event, the anchor first; what became part of another is left empty.
    pub events: Vec<Vec<Told<'a>>>,
}

/// Where the reports that corrections name lie.
type Homes = BTreeMap<Key, Slot>;

impl Plan<'_> {
    /// Makes events one and takes reports out, a correction after the other; then tells which act on which event.
    pub(crate) fn regroup(&mut self, stories: &mut [Gathered<'_>], paraphrases: &Paraphrases) {
        if self.all.is_empty() {
            return;
        }
        let mut homes = self.homes(stories);
        for planned in self.all.iter_mut().filter(|planned| planned.is_effective()) {
            match &planned.correction.judgement {
                Judgement::Merge { .. } => match (home(&planned.reports, &homes), home(&planned.others, &homes)) {
                    (Some(lead), Some(other)) if lead != other => merge(stories, &mut homes, lead, other),
                    (Some(_), Some(_)) => {}
                    _ => planned.state = CorrectionState::Superseded,
                },
                Judgement::Split { .. } => {
                    split(stories, &mut homes, &planned.others, &planned.reports, paraphrases);
                    if home(&planned.others, &homes).is_none() {
                        planned.state = CorrectionState::Superseded;
                    }
                }
                Judgement::OtherActor { actor, other } => {
                    tell_apart(stories, &mut homes, &actor.name, other, paraphrases)
                }
                _ => {}
            }
        }
        for (index, planned) in self.all.iter_mut().enumerate().filter(|(_, planned)| planned.is_effective()) {
            let (first, second) = (home(&planned.reports, &homes), home(&planned.others, &homes));
            let acts = match &planned.correction.judgement {
                Judgement::Set { .. } | Judgement::Accept { .. } => {
                    // Its reports are of no event any more.
                    if first.is_none() {
                        planned.state = CorrectionState::Superseded;
                    }
                    [first, None]
                }
                Judgement::Merge { .. } | Judgement::Split { .. } => [first, second],
                _ => [None, None],
            };
            for slot in acts.into_iter().flatten() {
                self.of_event.entry(slot).or_default().insert(index);
            }
        }
        for (story, gathered) in stories.iter().enumerate() {
            for (event, told) in gathered.events.iter().enumerate() {
                for one in told {
                    let by = self.renamed.get(&(one.article, one.index)).into_iter().flatten();
                    for (index, _) in by {
                        self.of_event.entry((story, event)).or_default().insert(*index);
                    }
                }
            }
        }
    }

    fn homes(&self, stories: &[Gathered<'_>]) -> Homes {
        let named = self.all.iter().flat_map(|planned| planned.reports.iter().chain(&planned.others));
        let named: std::collections::BTreeSet<Key> = named.copied().collect();
        let mut homes = Homes::new();
        for (story, gathered) in stories.iter().enumerate() {
            for (event, told) in gathered.events.iter().enumerate() {
                let keys = told.iter().map(|one| (one.article, one.index)).filter(|key| named.contains(key));
                homes.extend(keys.map(|key| (key, (story, event))));
            }
        }
        homes
    }
}

/// The event that holds most of some reports; of equals the one that holds the first named.
fn home(keys: &[Key], homes: &Homes) -> Option<Slot> {
    let slots: Vec<Slot> = keys.iter().filter_map(|key| homes.get(key).copied()).collect();
    let count = |slot: Slot| slots.iter().filter(|other| **other == slot).count();
    slots.iter().rev().copied().max_by_key(|slot| count(*slot))
}

fn settle(homes: &mut Homes, told: &[Told<'_>], slot: Slot) {
    for one in told {
        if let Some(home) = homes.get_mut(&(one.article, one.index)) {
            *home = slot;
        }
    }
}

/// Makes one event part of another; where they are of two stories, the later becomes part of the earlier.
fn merge(stories: &mut [Gathered<'_>], homes: &mut Homes, mut lead: Slot, mut other: Slot) {
    if lead.0 != other.0 {
        let (kept, gone) = (lead.0.min(other.0), lead.0.max(other.0));
        let shift = stories[kept].events.len();
        let mut members = std::mem::take(&mut stories[gone].members);
        let events = std::mem::take(&mut stories[gone].events);
        for (event, told) in events.iter().enumerate() {
            settle(homes, told, (kept, shift + event));
        }
        stories[kept].members.append(&mut members);
        stories[kept].members.sort_unstable();
        stories[kept].events.extend(events);
        for slot in [&mut lead, &mut other] {
            *slot = if slot.0 == gone { (kept, shift + slot.1) } else { *slot };
        }
    }
    let events = &mut stories[lead.0].events;
    let told = std::mem::take(&mut events[other.1]);
    settle(homes, &told, lead);
    events[lead.1].extend(told);
}

/// Takes reports out of every event that holds some of the rest too, into one of their own.
fn split(stories: &mut [Gathered<'_>], homes: &mut Homes, taken: &[Key], rest: &[Key], paraphrases: &Paraphrases) {
    let mut slots: Vec<Slot> = taken.iter().filter_map(|key| homes.get(key).copied()).collect();
    slots.sort_unstable();
    slots.dedup();
    let mut own: Option<Slot> = None;
    for slot in slots {
        let goes = |told: &Told<'_>| taken.contains(&(told.article, told.index));
        let stays = |told: &Told<'_>| rest.contains(&(told.article, told.index));
        let Some(out) = part(&mut stories[slot.0].events[slot.1], goes, stays, paraphrases) else { continue };
        let slot = *own.get_or_insert_with(|| {
            stories[slot.0].events.push(Vec::new());
            (slot.0, stories[slot.0].events.len() - 1)
        });
        settle(homes, &out, slot);
        stories[slot.0].events[slot.1].extend(out);
    }
}

/// Takes reports that name one of two actors out of events whose other reports name the other.
fn tell_apart(stories: &mut [Gathered<'_>], homes: &mut Homes, actor: &str, other: &str, paraphrases: &Paraphrases) {
    let names = |told: &Told<'_>, name: &str| {
        let mut parties = told.report.actor.iter().chain(&told.report.recipient);
        parties.any(|party| party.actor.name.eq_ignore_ascii_case(name))
    };
    for (story, gathered) in stories.iter_mut().enumerate() {
        for event in 0..gathered.events.len() {
            let goes = |told: &Told<'_>| names(told, other) && !names(told, actor);
            let stays = |told: &Told<'_>| names(told, actor) && !names(told, other);
            if let Some(out) = part(&mut gathered.events[event], goes, stays, paraphrases) {
                settle(homes, &out, (story, gathered.events.len()));
                gathered.events.push(out);
            }
        }
    }
}

/// Parts an event that holds reports of both kinds; a report of neither goes where it fits better.
fn part<'a>(
    event: &mut Vec<Told<'a>>,
    goes: impl Fn(&Told<'a>) -> bool,
    stays: impl Fn(&Told<'a>) -> bool,
    paraphrases: &Paraphrases,
) -> Option<Vec<Told<'a>>> {
    let out: Vec<Told<'a>> = event.iter().copied().filter(|told| goes(told)).collect();
    let left: Vec<Told<'a>> = event.iter().copied().filter(|told| stays(told) && !goes(told)).collect();
    if out.is_empty() || left.is_empty() {
        return None;
    }
    let leaves = |told: &Told<'a>| goes(told) || !stays(told) && sameness::is_nearer(told, &out, &left, paraphrases);
    let (out, left) = std::mem::take(event).into_iter().partition(leaves);
    *event = left;
    Some(out)
}
