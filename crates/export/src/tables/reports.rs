//! A row a report: what one article says of one event in one place; filed under the day of its article.

use std::io;

use super::{Kind, Sink, Table, Value, actor, list, maybe, side, text, whole};
use crate::source::{Source, published};

pub(crate) const REPORTS: Table = Table {
    name: "reports",
    columns: &[
        ("id", Kind::Text),
        ("event_id", Kind::Text),
        ("article", Kind::Text),
        ("event", Kind::Text),
        ("mode", Kind::Text),
        ("context", Kind::Text),
        ("plover_event", Kind::Text),
        ("plover_mode", Kind::Text),
        ("status", Kind::Text),
        ("assertion", Kind::Text),
        ("actor", Kind::Text),
        ("actor_code", Kind::Text),
        ("actor_sector", Kind::Text),
        ("actor_wikidata_id", Kind::Text),
        ("recipient", Kind::Text),
        ("recipient_code", Kind::Text),
        ("recipient_sector", Kind::Text),
        ("recipient_wikidata_id", Kind::Text),
        ("by", Kind::Text),
        ("by_code", Kind::Text),
        ("by_sector", Kind::Text),
        ("by_wikidata_id", Kind::Text),
        ("date", Kind::Text),
        ("quantities", Kind::Text),
        ("locations", Kind::Text),
        ("sentence", Kind::Integer),
        ("trigger_start", Kind::Integer),
        ("trigger_end", Kind::Integer),
        ("confidence", Kind::Real),
        ("entry", Kind::Text),
        ("evidence_start", Kind::Integer),
        ("evidence_end", Kind::Integer),
        ("evidence", Kind::Text),
    ],
    rows,
};

fn rows(source: &Source<'_>, sink: &mut Sink<'_>) -> io::Result<()> {
    for event in &source.record.events {
        for (report, article) in source.reports(event) {
            let piece = report.evidence.first();
            let mut row = vec![
                text(&report.id),
                text(&event.id),
                text(article),
                text(report.event),
                list(&report.mode),
                list(&report.context),
                maybe(report.plover.as_ref().map(|plover| plover.event)),
                report.plover.as_ref().map_or(Value::Nothing, |plover| list(&plover.mode)),
                text(report.status),
                text(report.assertion),
            ];
            row.extend(side(&report.actor));
            row.extend(side(&report.recipient));
            row.extend(actor(report.by.as_ref()));
            row.extend([
                maybe(report.date.as_ref().map(terms::Dated::value)),
                list(&report.quantities),
                list(report.locations.iter().map(|location| &location.name)),
                whole(report.sentence),
                whole(report.trigger.start),
                whole(report.trigger.end),
                Value::Real(report.confidence),
                text(&report.entry),
                piece.map_or(Value::Nothing, |piece| whole(piece.start)),
                piece.map_or(Value::Nothing, |piece| whole(piece.end)),
                maybe(piece.map(|piece| &piece.quote)),
            ]);
            sink(source.article(article).and_then(published), row)?;
        }
    }
    Ok(())
}
