//! A row a step in an event's history; filed under the day on which it was said.

use std::io;

use super::{Kind, Sink, Table, Value, actor, maybe, text, whole};
use crate::source::Source;

pub(crate) const STANDINGS: Table = Table {
    name: "standings",
    columns: &[
        ("event", Kind::Text),
        ("step", Kind::Integer),
        ("status", Kind::Text),
        ("assertion", Kind::Text),
        ("at", Kind::Text),
        ("by", Kind::Text),
        ("by_code", Kind::Text),
        ("by_sector", Kind::Text),
        ("by_wikidata_id", Kind::Text),
        ("article", Kind::Text),
        ("decides", Kind::Flag),
        ("quote", Kind::Text),
    ],
    rows,
};

fn rows(source: &Source<'_>, sink: &mut Sink<'_>) -> io::Result<()> {
    for event in &source.record.events {
        for (index, step) in event.history.iter().enumerate() {
            let [by, by_code, by_sector, by_item] = actor(step.by.as_ref());
            let row = vec![
                text(&event.id),
                whole(index),
                text(step.status),
                text(step.assertion),
                maybe(step.at.as_ref()),
                by,
                by_code,
                by_sector,
                by_item,
                text(&step.article),
                Value::Flag(step.decides),
                maybe(step.evidence.first().map(|piece| &piece.quote)),
            ];
            sink(step.at.as_deref(), row)?;
        }
    }
    Ok(())
}
