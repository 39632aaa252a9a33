//! What people say: the raw material of claims.

use terms::{Actor, Report, Utterance};

use crate::dates::Dates;
use crate::evidence::piece;
use crate::scene::Scene;

/// Longest name that a speaker without a known name may have, in characters.
const LONGEST_NAME: usize = 100;

/// One utterance for every attribution that has a speaker.
pub fn all(scene: &Scene<'_>, dates: &Dates, reports: &[Report]) -> Vec<Utterance> {
    let annotated = scene.annotated;
    annotated
        .attributions
        .iter()
        .filter(|attribution| !attribution.content.is_empty())
        .filter_map(|attribution| {
            let speaker = attribution.speaker.clone().or_else(|| {
                let words = annotated.article.text.slice(attribution.source?).to_owned();
                Some(Actor { name: words, ..Actor::default() })
            })?;
            if speaker.name.is_empty() || speaker.name.chars().count() > LONGEST_NAME {
                return None;
            }
            let evidence: Vec<_> =
                attribution.content.iter().filter(|span| !span.is_empty()).map(|&span| piece(scene, span)).collect();
            let content = evidence.iter().map(|piece| piece.quote.trim()).collect::<Vec<_>>().join(" … ");
            Some(Utterance {
                attribution: attribution.id,
                speaker,
                stance: attribution.stance,
                quote: attribution.quote,
                content,
                said: dates.said(scene, attribution.id),
                evidence,
                reports: reports
                    .iter()
                    .enumerate()
                    .filter(|(_, report)| attribution.covers(report.trigger))
                    .map(|(index, _)| index)
                    .collect(),
            })
        })
        .collect()
}
