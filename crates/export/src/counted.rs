//! The events that PLOVER counts, and the day of each count.

use terms::{EventRow, PloverScored, Status};

use crate::day::{Days, days};
use crate::source::{Source, published};

/// An event with PLOVER's record of it as it stands: a refused expulsion is a refusal here, and no expulsion.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Counted<'a> {
    pub event: &'a EventRow,
    pub plover: &'a PloverScored,
    /// When what is counted happened: of a deed done, its own day; of a promise, demand or refusal, when it was made.
    pub days: Option<Days>,
}

/// Events of which PLOVER records something, in the record's order.
pub(crate) fn counted<'a, 's>(source: &'s Source<'a>) -> impl Iterator<Item = Counted<'a>> + use<'a, 's> {
    source.record.events.iter().filter_map(|event| {
        let plover = event.plover.as_ref()?;
        Some(Counted { event, plover, days: when(source, event, plover) })
    })
}

fn when(source: &Source<'_>, event: &EventRow, plover: &PloverScored) -> Option<Days> {
    let made = matches!(event.standing, Status::Done | Status::UnderWay | Status::Failed);
    let own = event.date.as_deref().and_then(days);
    let said = || {
        let step = event.deciding()?;
        let at = step.at.as_deref().or_else(|| published(source.article(&step.article)?));
        at.and_then(days)
    };
    if made && plover.event == event.event { own.or_else(said) } else { said().or(own) }
}
