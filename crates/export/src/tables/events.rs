//! A row an event, as it stands; filed under its day, else the day on which it was first spoken of.

use std::io;

use terms::EventRow;

use super::{Kind, Row, Sink, Table, Value, list, maybe, side, text, whole};
use crate::source::Source;

pub(crate) const EVENTS: Table = Table {
    name: "events",
    columns: &[
        ("id", Kind::Text),
        ("story", Kind::Text),
        ("story_title", Kind::Text),
        ("summary", Kind::Text),
        ("event", Kind::Text),
        ("mode", Kind::Text),
        ("context", Kind::Text),
        ("plover_event", Kind::Text),
        ("plover_mode", Kind::Text),
        ("quad_code", Kind::Integer),
        ("event_scale", Kind::Real),
        ("actor", Kind::Text),
        ("actor_code", Kind::Text),
        ("actor_sector", Kind::Text),
        ("recipient", Kind::Text),
        ("recipient_code", Kind::Text),
        ("recipient_sector", Kind::Text),
        ("date", Kind::Text),
        ("date_precision", Kind::Text),
        ("quantities", Kind::Text),
        ("locations", Kind::Text),
        ("standing", Kind::Text),
        ("assertion", Kind::Text),
        ("by", Kind::Text),
        ("said", Kind::Text),
        ("origins", Kind::Integer),
        ("disagreements", Kind::Text),
        ("responds_to", Kind::Text),
        ("article", Kind::Text),
        ("evidence", Kind::Text),
        ("overstated", Kind::Flag),
        ("overdue", Kind::Text),
        ("hangs_on", Kind::Text),
        ("condition_came", Kind::Flag),
        ("actor_wikidata_id", Kind::Text),
        ("recipient_wikidata_id", Kind::Text),
        ("cameo", Kind::Text),
    ],
    rows,
};

fn rows(source: &Source<'_>, sink: &mut Sink<'_>) -> io::Result<()> {
    source.record.events.iter().try_for_each(|event| sink(event.moment(), row(source, event)))
}

fn row(source: &Source<'_>, event: &EventRow) -> Row {
    let plover = event.plover.as_ref();
    let deciding = event.deciding();
    let evidence = deciding.and_then(|step| step.evidence.first());
    let [actor, actor_code, actor_sector, actor_item] = side(&event.actor);
    let [recipient, recipient_code, recipient_sector, recipient_item] = side(&event.recipient);
    vec![
        text(&event.id),
        maybe(event.story.as_ref()),
        maybe(source.story(event.story.as_deref()).map(|story| &story.title)),
        text(&event.summary),
        text(event.event),
        list(&event.mode),
        list(&event.context),
        maybe(plover.map(|plover| plover.event)),
        plover.map_or(Value::Nothing, |plover| list(&plover.mode)),
        plover.map_or(Value::Nothing, |plover| whole(plover.quad_code)),
        plover.map_or(Value::Nothing, |plover| Value::Real(plover.event_scale)),
        actor,
        actor_code,
        actor_sector,
        recipient,
        recipient_code,
        recipient_sector,
        maybe(event.date.as_ref()),
        maybe(event.date_precision.as_ref()),
        list(&event.quantities),
        list(event.locations.iter().map(|location| &location.name)),
        text(event.standing),
        text(event.assertion),
        maybe(deciding.and_then(|step| step.by.as_ref()).map(|by| &by.name)),
        maybe(deciding.and_then(|step| step.at.as_ref())),
        whole(event.origins),
        list(event.disagreements.iter().map(|disagreement| &disagreement.field)),
        list(&event.responds_to),
        maybe(evidence.map(|piece| &piece.article)),
        maybe(evidence.map(|piece| &piece.quote)),
        Value::Flag(event.overstated),
        maybe(event.overdue.as_ref()),
        maybe(event.hangs_on.as_ref().map(|hinge| &hinge.event)),
        event.hangs_on.as_ref().map_or(Value::Nothing, |hinge| Value::Flag(hinge.came)),
        actor_item,
        recipient_item,
        maybe(plover.map(|plover| source.mapping.cameo(plover, &event.context))),
    ]
}
