//! A row a piece of evidence, of an event's step or of a claim; filed under the day of its article.
//!
//! `start` and `end` count Unicode scalar values of the article's text, or of its title where `field` says so.

use std::io;

use terms::Evidence;

use super::{Kind, Sink, Table, Value, text, whole};
use crate::source::{Source, published};

pub(crate) const EVIDENCE: Table = Table {
    name: "evidence",
    columns: &[
        ("of", Kind::Text),
        ("id", Kind::Text),
        ("step", Kind::Integer),
        ("piece", Kind::Integer),
        ("article", Kind::Text),
        ("field", Kind::Text),
        ("start", Kind::Integer),
        ("end", Kind::Integer),
        ("quote", Kind::Text),
    ],
    rows,
};

fn rows(source: &Source<'_>, sink: &mut Sink<'_>) -> io::Result<()> {
    let mut put = |of: &str, id: &str, step: Value, index: usize, piece: &Evidence| {
        let row = vec![
            text(of),
            text(id),
            step,
            whole(index),
            text(&piece.article),
            text(if piece.field.is_text() { "text" } else { "title" }),
            whole(piece.start),
            whole(piece.end),
            text(&piece.quote),
        ];
        sink(source.article(&piece.article).and_then(published), row)
    };
    for event in &source.record.events {
        for (step, told) in event.history.iter().enumerate() {
            for (index, piece) in told.evidence.iter().enumerate() {
                put("event", &event.id, whole(step), index, piece)?;
            }
        }
    }
    for claim in &source.record.claims {
        for (index, piece) in claim.evidence.iter().chain(&claim.headlines).enumerate() {
            put("claim", &claim.id, Value::Nothing, index, piece)?;
        }
    }
    Ok(())
}
