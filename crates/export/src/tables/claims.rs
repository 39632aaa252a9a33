//! A row a claim; pieces of evidence after the first are in the table of evidence.

use std::io;

use super::{Kind, Sink, Table, Value, actor, list, maybe, text};
use crate::source::Source;

pub(crate) const CLAIMS: Table = Table {
    name: "claims",
    columns: &[
        ("id", Kind::Text),
        ("story", Kind::Text),
        ("speaker", Kind::Text),
        ("speaker_code", Kind::Text),
        ("speaker_sector", Kind::Text),
        ("anonymous", Kind::Flag),
        ("stance", Kind::Text),
        ("event", Kind::Text),
        ("proposition", Kind::Text),
        ("content", Kind::Text),
        ("quote", Kind::Text),
        ("said", Kind::Text),
        ("answers", Kind::Text),
        ("revises", Kind::Text),
        ("article", Kind::Text),
        ("field", Kind::Text),
        ("evidence", Kind::Text),
        ("speaker_wikidata_id", Kind::Text),
    ],
    rows,
};

fn rows(source: &Source<'_>, sink: &mut Sink<'_>) -> io::Result<()> {
    for claim in &source.record.claims {
        let piece = claim.evidence.first().or(claim.headlines.first());
        let [speaker, speaker_code, speaker_sector, speaker_item] = actor(Some(&claim.speaker));
        let row = vec![
            text(&claim.id),
            maybe(claim.story.as_ref()),
            speaker,
            speaker_code,
            speaker_sector,
            Value::Flag(claim.anonymous),
            text(claim.stance),
            maybe(claim.event.as_ref()),
            text(&claim.proposition),
            text(&claim.content),
            text(claim.quote),
            maybe(claim.said.as_ref()),
            list(&claim.answers),
            maybe(claim.revises.as_ref()),
            maybe(piece.map(|piece| &piece.article)),
            maybe(piece.map(|piece| if piece.field.is_text() { "text" } else { "title" })),
            maybe(piece.map(|piece| &piece.quote)),
            speaker_item,
        ];
        sink(claim.said.as_deref(), row)?;
    }
    Ok(())
}
