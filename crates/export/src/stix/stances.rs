//! How speakers stand to an attribution.

use std::io;

use serde_json::json;
use terms::{ClaimRow, Stance};

use super::bundle::{Bundle, id, object};
use super::moments::{ALWAYS, of_article, written};
use crate::source::Source;

/// Writes what a claim is on some objects: an opinion, and for a denial a note; gives their ids. A demand is neither.
pub(super) fn put(
    source: &Source<'_>,
    claim: &ClaimRow,
    objects: &[String],
    bundle: &mut Bundle<'_>,
) -> io::Result<Vec<String>> {
    let Some(opinion) = opinion(claim.stance) else { return Ok(Vec::new()) };
    let at = claim.said.as_deref().and_then(written).unwrap_or_else(|| {
        let first = claim.evidence.iter().chain(&claim.headlines).next();
        first.map_or_else(|| ALWAYS.to_owned(), |piece| of_article(source, &piece.article))
    });
    let gone = claim.content.trim().is_empty();
    let content = if gone { "(the text was taken out of the ledger)" } else { &claim.content };
    let mut written = vec![id("opinion", &claim.id)];
    let fields = json!({
        "opinion": opinion,
        "explanation": content,
        "authors": [claim.speaker.name],
        "object_refs": objects,
        "labels": [format!("stance:{}", claim.stance)],
        "external_references": [{ "source_name": "demarche", "external_id": claim.id }],
    });
    bundle.put(object("opinion", &written[0], &at, &at, fields))?;
    if claim.stance == Stance::Denies {
        let note = id("note", &claim.id);
        let fields = json!({
            "abstract": format!("{} denies it", claim.speaker.name),
            "content": content,
            "authors": [claim.speaker.name],
            "object_refs": objects,
            "external_references": [{ "source_name": "demarche", "external_id": claim.id }],
        });
        bundle.put(object("note", &note, &at, &at, fields))?;
        written.push(note);
    }
    Ok(written)
}

fn opinion(stance: Stance) -> Option<&'static str> {
    match stance {
        Stance::Asserts | Stance::Supports => Some("agree"),
        Stance::Doubts => Some("disagree"),
        Stance::Denies => Some("strongly-disagree"),
        Stance::Demands => None,
    }
}
