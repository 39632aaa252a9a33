//! What people say: the raw material of claims.

mod rejoinders;

use terms::{Actor, Annotated, Attribution, Evidence, Field, Report, Utterance};

use crate::dates::Dates;
use crate::evidence::piece;
use crate::scene::Scene;
use rejoinders::Rejoinders;

/// Longest name that a speaker without a known name may have, in characters.
const LONGEST_NAME: usize = 100;

/// One utterance for every attribution that has a speaker, in text order; then those of the headline.
pub fn all(scene: &Scene<'_>, dates: &Dates, reports: &[Report]) -> Vec<Utterance> {
    let annotated = scene.annotated;
    let rejoinders = Rejoinders::new(annotated, reports);
    let mut utterances: Vec<Utterance> = annotated
        .attributions
        .iter()
        .filter_map(|attribution| {
            let evidence = attribution.content.iter().map(|&span| piece(scene, span)).collect();
            let mut utterance = of(annotated, attribution, evidence)?;
            utterance.said = dates.said(scene, attribution.id);
            utterance.reports = covered(attribution, reports);
            if let Some(rejoinder) = rejoinders.of(attribution) {
                utterance.refers = true;
                utterance.answers = rejoinder.answers;
                utterance.reports = rejoinder
                    .answers
                    .map_or_else(Vec::new, |answered| covered(&annotated.attributions[answered], reports));
            }
            Some(utterance)
        })
        .collect();
    utterances.extend(annotated.title.as_deref().into_iter().flat_map(|title| of_title(title, annotated)));
    utterances
}

/// Numbers of the headline's attributions go on from those of the text.
fn of_title(title: &Annotated, body: &Annotated) -> Vec<Utterance> {
    let rejoinders = Rejoinders::new(title, &[]);
    title
        .attributions
        .iter()
        .filter_map(|attribution| {
            let evidence = attribution
                .content
                .iter()
                .map(|&span| Evidence {
                    article: body.article.id.clone(),
                    start: span.start,
                    end: span.end,
                    quote: title.article.text.slice(span).to_owned(),
                    field: Field::Title,
                })
                .collect();
            let mut utterance = of(title, attribution, evidence)?;
            utterance.attribution += body.attributions.len();
            utterance.refers = rejoinders.of(attribution).is_some();
            Some(utterance)
        })
        .collect()
}

/// An utterance without what other parts of the article tell of it; `None` where nobody speaks, or nothing is said.
fn of(annotated: &Annotated, attribution: &Attribution, mut evidence: Vec<Evidence>) -> Option<Utterance> {
    evidence.retain(|piece| piece.start < piece.end);
    let speaker = attribution.speaker.clone().or_else(|| {
        let words = annotated.article.text.slice(attribution.source?).to_owned();
        Some(Actor { name: words, ..Actor::default() })
    })?;
    if evidence.is_empty() || speaker.name.is_empty() || speaker.name.chars().count() > LONGEST_NAME {
        return None;
    }
    Some(Utterance {
        attribution: attribution.id,
        speaker,
        stance: attribution.stance,
        quote: attribution.quote,
        content: evidence.iter().map(|piece| piece.quote.trim()).collect::<Vec<_>>().join(" … "),
        said: None,
        evidence,
        reports: Vec::new(),
        anonymous: attribution.anonymous,
        refers: false,
        answers: None,
    })
}

/// Indices of the reports whose trigger stands in what is said.
fn covered(attribution: &Attribution, reports: &[Report]) -> Vec<usize> {
    reports
        .iter()
        .enumerate()
        .filter(|(_, report)| attribution.covers(report.trigger))
        .map(|(index, _)| index)
        .collect()
}
