//! Fields set and events accepted.

use std::collections::BTreeSet;

use terms::{Corrected, CorrectedField, CorrectionState, EventRow, Judgement, Party, essentials, set_field_as_named};

use super::{Plan, Slot};
use crate::sameness::Told;

impl Plan<'_> {
    /// Sets what people set of an event; the last of each field counts.
    pub(crate) fn set(&mut self, row: &mut EventRow, slot: Slot) {
        let Some(acting) = self.of_event.get(&slot) else { return };
        // Sides that are turned round keep the words of both.
        let named: Vec<Party> = row.actor.iter().chain(&row.recipient).cloned().collect();
        let mut set: BTreeSet<CorrectedField> = BTreeSet::new();
        for &index in acting.iter().rev() {
            let planned = &mut self.all[index];
            let Judgement::Set { field, after, .. } = &planned.correction.judgement else { continue };
            planned.state = if set.contains(field) {
                CorrectionState::Superseded
            } else if set_field_as_named(row, *field, after, &named).is_none() {
                CorrectionState::Orphaned
            } else {
                set.insert(*field);
                CorrectionState::Applied
            };
        }
    }

    /// Marks an event that is otherwise finished with the corrections that act on it.
    pub(crate) fn mark(&mut self, row: &mut EventRow, slot: Slot, event: &[Told<'_>]) {
        let Some(acting) = self.of_event.get(&slot) else { return };
        for &index in acting {
            let planned = &mut self.all[index];
            let mut fields = Vec::new();
            match &planned.correction.judgement {
                Judgement::Set { field, .. } => fields.push(*field),
                Judgement::Accept { after, .. } if essentials(row) != *after => {
                    planned.state = CorrectionState::Superseded;
                }
                Judgement::SameActor { .. } | Judgement::OtherActor { .. } => {
                    let sides = event.iter().filter_map(|told| self.renamed.get(&(told.article, told.index))).flatten();
                    let sides = sides.filter(|(by, _)| *by == index).map(|(_, field)| *field);
                    fields.extend(sides.collect::<BTreeSet<_>>());
                }
                _ => {}
            }
            if planned.is_effective() {
                row.corrected.push(Corrected::by(planned.correction, fields));
                planned.events.insert(row.id.clone());
            }
        }
    }
}
