//! Two names that are one actor, or are not.

use std::collections::{BTreeMap, BTreeSet};

use terms::{Actor, Coded, CorrectedField, CorrectionState, Judgement, Party};

use super::Plan;

/// Name and code: what tells actors apart.
type Name = (String, Option<String>);

/// Who is who, after all corrections of actors.
#[derive(Default)]
struct Names<'a> {
    /// Names that are another actor's, each by which correction.
    same: BTreeMap<Name, (&'a Actor, usize)>,
    /// Words that are not the actor they were taken for, each by which correction.
    other: BTreeMap<(Name, String), usize>,
}

fn name(actor: &Actor) -> Name {
    (actor.name.clone(), actor.code.clone())
}

impl<'a> Plan<'a> {
    /// The articles in which actors are named otherwise than coded, by their index.
    pub(crate) fn rename(&mut self, coded: &[&Coded]) -> BTreeMap<usize, Coded> {
        let names = self.names();
        let mut changed = BTreeMap::new();
        if names.same.is_empty() && names.other.is_empty() {
            self.settle_actors(&BTreeSet::new(), coded);
            return changed;
        }
        let mut used = BTreeSet::new();
        for (article, one) in coded.iter().enumerate() {
            let speaks = one.utterances.iter().any(|utterance| names.of(&utterance.speaker, None).is_some());
            let acts = one.reports.iter().any(|report| {
                let mut parties = report.actor.iter().chain(&report.recipient);
                parties.any(|party| names.of(&party.actor, Some(&party.text)).is_some())
                    || report.by.as_ref().is_some_and(|by| names.of(by, None).is_some())
            });
            if !speaks && !acts {
                continue;
            }
            let mut one = (*one).clone();
            for (index, report) in one.reports.iter_mut().enumerate() {
                let mut marks = BTreeSet::new();
                for (side, field) in
                    [(&mut report.actor, CorrectedField::Actor), (&mut report.recipient, CorrectedField::Recipient)]
                {
                    marks.extend(names.apply(side).into_iter().map(|by| (by, field)));
                }
                used.extend(marks.iter().map(|(by, _)| *by));
                if !marks.is_empty() {
                    self.renamed.entry((article, index)).or_default().extend(marks);
                }
                used.extend(report.by.as_mut().map(|by| names.replace(by, None)).unwrap_or_default());
            }
            for utterance in &mut one.utterances {
                used.extend(names.replace(&mut utterance.speaker, None));
            }
            changed.insert(article, one);
        }
        self.settle_actors(&used, coded);
        changed
    }

    fn names(&self) -> Names<'a> {
        let mut names = Names::default();
        for (index, planned) in self.all.iter().enumerate().filter(|(_, planned)| planned.is_effective()) {
            match &planned.correction.judgement {
                Judgement::SameActor { actor, other } => {
                    // Who was somebody else until now is himself again, and so are those who were the other.
                    names.same.remove(&name(actor));
                    for (kept, by) in names.same.values_mut().filter(|(kept, _)| name(kept) == name(other)) {
                        (*kept, *by) = (actor, index);
                    }
                    names.same.insert(name(other), (actor, index));
                }
                Judgement::OtherActor { actor, other } => {
                    names.same.retain(|named, (kept, _)| {
                        let taken_back = named.0 == *other && kept.name == actor.name
                            || named.0 == actor.name && kept.name == *other;
                        !taken_back
                    });
                    names.other.insert((name(actor), other.to_lowercase()), index);
                }
                _ => {}
            }
        }
        names
    }

    /// Tells which corrections of actors found anybody to act on.
    fn settle_actors(&mut self, used: &BTreeSet<usize>, coded: &[&Coded]) {
        for (index, planned) in self.all.iter_mut().enumerate().filter(|(_, planned)| planned.is_effective()) {
            let is_there = |sought: &str| {
                coded.iter().any(|one| {
                    one.reports
                        .iter()
                        .flat_map(|report| report.actor.iter().chain(&report.recipient))
                        .any(|party| party.actor.name == sought)
                        || one.utterances.iter().any(|utterance| utterance.speaker.name == sought)
                })
            };
            let is_orphan = match &planned.correction.judgement {
                Judgement::SameActor { other, .. } => !used.contains(&index) && !is_there(&other.name),
                Judgement::OtherActor { actor, other } => {
                    !(used.contains(&index) || is_there(&actor.name) && is_there(other))
                }
                _ => false,
            };
            if is_orphan {
                planned.state = CorrectionState::Orphaned;
            } else if matches!(&planned.correction.judgement, Judgement::SameActor { .. }) && !used.contains(&index) {
                planned.state = CorrectionState::Superseded;
            }
        }
    }
}

impl Names<'_> {
    /// Whom an actor, named by some words, is set right to, and by which corrections.
    fn of(&self, actor: &Actor, words: Option<&str>) -> Option<(Actor, BTreeSet<usize>)> {
        let mut by = BTreeSet::new();
        let mut who = actor.clone();
        if let Some(words) = words
            && let Some(index) = self.other.get(&(name(actor), words.to_lowercase()))
            && actor.name != words
        {
            who = Actor { name: words.to_owned(), wikidata_id: None, ..who };
            by.insert(*index);
        }
        if let Some((kept, index)) = self.same.get(&name(&who)) {
            who = (*kept).clone();
            by.insert(*index);
        }
        (!by.is_empty()).then_some((who, by))
    }

    fn replace(&self, actor: &mut Actor, words: Option<&str>) -> BTreeSet<usize> {
        let Some((who, by)) = self.of(actor, words) else { return BTreeSet::new() };
        *actor = who;
        by
    }

    /// Sets one side right; who is named twice then is named once.
    fn apply(&self, side: &mut Vec<Party>) -> BTreeSet<usize> {
        let mut by = BTreeSet::new();
        for party in side.iter_mut() {
            by.extend(self.replace(&mut party.actor, Some(party.text.as_str())));
        }
        if !by.is_empty() {
            let mut seen = BTreeSet::new();
            side.retain(|party| seen.insert(party.actor.clone()));
        }
        by
    }
}
