//! Which claim answers which: denials and doubts go with what they deny and doubt, also in another article of the story.

use std::collections::{BTreeMap, HashMap};

use terms::{Assertion, EventRow, Stance};

use super::Draft;

/// Most claims that one denial answers.
const MOST: usize = 6;
/// Most earlier claims of a story that are compared with a claim that no event ties to them.
const HORIZON: usize = 120;
/// Least score of a claim of another article for a denial that only refers to it.
const LEAST_SCORE: f64 = 3.0;
/// Least words shared by two claims of one speaker about one event for the second to revise the first.
const SHARED_OF_ONE_MIND: usize = 2;

/// Fills in `proposition`, `answers`, `revises`, and the event of denials that only refer to a claim.
pub(super) fn link(drafts: &mut [Draft], events: &BTreeMap<&str, &EventRow>) {
    let mut order: Vec<usize> = (0..drafts.len()).collect();
    order.sort_by(|&one, &other| moment(&drafts[one]).cmp(&moment(&drafts[other])));
    let mut at: HashMap<(usize, usize), usize> = HashMap::new();
    for (index, draft) in drafts.iter().enumerate() {
        at.extend(draft.told.iter().map(|&told| (told, index)));
    }
    let mut of_story: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for index in order {
        let story = drafts[index].row.story.clone().unwrap_or_default();
        let before = of_story.entry(story).or_default();
        let proposition = proposition(drafts, before, index);
        drafts[index].row.proposition = proposition;
        before.push(index);
    }
    for claims in of_story.values() {
        let mut sharing: HashMap<String, Vec<usize>> = HashMap::new();
        for &index in claims {
            sharing.entry(drafts[index].row.proposition.clone()).or_default().push(index);
        }
        for (place, &index) in claims.iter().enumerate() {
            if matches!(drafts[index].row.stance, Stance::Denies | Stance::Doubts) {
                answer(drafts, &claims[..=place], &sharing, &at, events);
            }
        }
        for (place, &index) in claims.iter().enumerate() {
            let revised = claims[..place]
                .iter()
                .rev()
                .take(HORIZON)
                .copied()
                .find(|&earlier| revises(&drafts[index], &drafts[earlier]));
            drafts[index].row.revises = revised.map(|earlier| drafts[earlier].row.id.clone());
        }
    }
}

/// When a claim was made: its day, then the place of its first telling.
fn moment(draft: &Draft) -> (bool, Option<&str>, Option<(usize, usize)>) {
    (draft.row.said.is_none(), draft.row.said.as_deref(), draft.told.first().copied())
}

/// The event, else what an earlier claim of the story says in much the same words, else the claim itself.
fn proposition(drafts: &[Draft], before: &[usize], index: usize) -> String {
    let draft = &drafts[index];
    if let Some(event) = &draft.row.event {
        return event.clone();
    }
    let same = before
        .iter()
        .rev()
        .take(HORIZON)
        .map(|&earlier| &drafts[earlier])
        .find(|earlier| !draft.refers && !earlier.refers && draft.words.is_like(&earlier.words, false));
    same.map_or_else(|| draft.row.id.clone(), |earlier| earlier.row.proposition.clone())
}

/// Ties a denial or doubt, the last of `claims`, to what it answers.
fn answer(
    drafts: &mut [Draft],
    claims: &[usize],
    sharing: &HashMap<String, Vec<usize>>,
    at: &HashMap<(usize, usize), usize>,
    events: &BTreeMap<&str, &EventRow>,
) {
    let Some((&index, before)) = claims.split_last() else { return };
    let denial = &drafts[index];
    let another = |other: usize| {
        drafts[other].speaker != denial.speaker
            && matches!(drafts[other].row.stance, Stance::Asserts | Stance::Supports | Stance::Demands)
    };
    // What it names in its own article.
    let mut answered: Vec<usize> =
        denial.answered.iter().filter_map(|told| at.get(told).copied()).filter(|&other| another(other)).collect();
    // What others say of the same event, or in the same words, and no later.
    if answered.is_empty() {
        let said = |other: usize| moment(&drafts[other]).1 <= moment(denial).1 || drafts[other].row.said.is_none();
        answered = sharing
            .get(&denial.row.proposition)
            .into_iter()
            .flatten()
            .copied()
            .filter(|&other| another(other) && said(other))
            .filter(|&other| drafts[other].row.stance != Stance::Demands)
            .collect();
    }
    // What others say in the same words, though their event was told apart.
    if answered.is_empty() {
        let same = |other: &usize| another(*other) && denial.words.is_like(&drafts[*other].words, false);
        answered.extend(before.iter().rev().take(HORIZON).copied().find(same));
    }
    // What it must mean in another article.
    if answered.is_empty() && denial.refers && denial.answered.is_empty() {
        let scored = before.iter().rev().take(HORIZON).filter(|&&other| another(other));
        let best = scored
            .map(|&other| (fit(denial, &drafts[other], events), other))
            .filter(|(score, _)| *score >= LEAST_SCORE)
            .max_by(|one, other| one.0.total_cmp(&other.0).then(other.1.cmp(&one.1)));
        answered.extend(best.map(|(_, other)| other));
    }
    answered.truncate(MOST);
    let mut ids: Vec<String> = answered.iter().map(|&other| drafts[other].row.id.clone()).collect();
    ids.sort();
    ids.dedup();
    let first = answered.first().map(|&other| &drafts[other].row);
    let event = denial.row.event.clone().or_else(|| first.and_then(|row| row.event.clone()));
    let joined = first.filter(|_| denial.refers && denial.row.event.is_none()).map(|row| row.proposition.clone());
    let row = &mut drafts[index].row;
    row.answers = ids;
    if let Some(proposition) = joined {
        row.proposition = proposition;
        row.event = event;
    }
}

/// How well a claim of another article fits a denial that only refers: shared words, an event that is alleged, and one
/// that the denier is said to have done.
fn fit(denial: &Draft, other: &Draft, events: &BTreeMap<&str, &EventRow>) -> f64 {
    if other.refers {
        return 0.0;
    }
    let mut score = 1.5 * denial.words.shared(&other.words) as f64;
    if let Some(event) = other.row.event.as_deref().and_then(|id| events.get(id)) {
        score += match event.assertion {
            Assertion::Alleged | Assertion::Disputed => 1.5,
            _ => 0.0,
        };
        let speaker = &denial.row.speaker;
        let accused = event.actor.iter().any(|party| {
            party.actor.name == speaker.name || party.actor.code.is_some() && party.actor.code == speaker.code
        });
        score += if accused { 2.0 } else { 0.0 };
    }
    score
}

/// Whether a claim takes back an earlier one of the same speaker: same proposition, another stance, said later.
fn revises(later: &Draft, earlier: &Draft) -> bool {
    let sign = |stance: Stance| match stance {
        Stance::Asserts | Stance::Supports => Some(1),
        Stance::Denies => Some(-1),
        Stance::Doubts => Some(0),
        Stance::Demands => None,
    };
    let (Some(now), Some(then)) = (sign(later.row.stance), sign(earlier.row.stance)) else { return false };
    let after = later.row.said > earlier.row.said
        || later.told.first().zip(earlier.told.first()).is_some_and(|(now, then)| now.0 == then.0 && now.1 > then.1);
    now != then
        && later.speaker == earlier.speaker
        && later.row.proposition == earlier.row.proposition
        && earlier.row.said.is_some() == later.row.said.is_some()
        && after
        && (later.refers || earlier.refers || later.words.shared(&earlier.words) >= SHARED_OF_ONE_MIND)
}
