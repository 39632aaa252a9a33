//! Who says what.
//!
//! In order, each a function of the article and of the steps before it:
//!
//! 1. [`quotes`]: quote marks → runs of quoted words
//! 2. [`utterances`]: run → the verb that introduces it, or the run that it goes on from
//! 3. [`verbs`], [`nouns`], [`according`], [`colons`]: cue → source, cue, content, in tokens
//! 4. [`stance`]: cue and content → how the speaker stands to it
//! 5. [`chains`]: which attribution stands within which
//! 6. [`speakers`]: source → actor

mod according;
mod candidate;
mod chains;
mod colons;
pub mod cues;
mod hedges;
mod nouns;
mod quotes;
mod scene;
mod spans;
mod subjects;
mod utterances;
mod verbs;

use std::ops::Range;

use terms::{Annotated, Attribution, DataError, Quote, Resources};

use candidate::Candidate;
use cues::Cues;
use scene::Scene;

/// Finds attributions by the cues in `data/cues/`.
pub struct Attributions {
    cues: Cues,
}

impl Attributions {
    /// Builds the finder from `data/cues/`.
    ///
    /// # Errors
    /// A data file is missing or wrong.
    pub fn load(resources: &dyn Resources) -> Result<Self, DataError> {
        Ok(Self { cues: Cues::load(resources)? })
    }

    /// All attributions; `id` is the index.
    pub fn find(&self, annotated: &Annotated) -> Vec<Attribution> {
        let scene = Scene::new(annotated, &self.cues);
        let mut candidates = chains::prune(&scene, self.candidates(&scene));
        chains::continue_speech(&scene, &mut candidates);
        candidates.sort_by_key(|candidate| (candidate.first(), candidate.cue_token));
        let within = chains::within(&candidates);
        let mut attributions: Vec<Attribution> =
            candidates.into_iter().enumerate().map(|(id, candidate)| finish(&scene, id, candidate)).collect();
        for (attribution, within) in attributions.iter_mut().zip(within) {
            attribution.within = within;
        }
        attributions
    }

    fn candidates(&self, scene: &Scene) -> Vec<Candidate> {
        let roles = utterances::roles(scene);
        let mut speeches = utterances::speeches(scene, &roles);
        speeches.sort_by_key(|(verb, _)| *verb);
        let mut found = Vec::new();
        for token in 0..scene.tokens.len() {
            if scene.is_dropped(token) {
                continue;
            }
            let runs = speeches.binary_search_by_key(&token, |(verb, _)| *verb).map_or(&[] as &[Range<usize>], |at| &speeches[at].1);
            found.extend(verbs::find(scene, token, runs));
            found.extend(according::find(scene, token));
            found.extend(nouns::find(scene, token));
            found.extend(hedges::find(scene, token));
            found.extend(colons::find(scene, token));
        }
        found
    }
}

fn finish(scene: &Scene, id: usize, candidate: Candidate) -> Attribution {
    let annotated = scene.annotated;
    let span = |range: &Range<usize>| annotated.span(range.clone());
    Attribution {
        id,
        source: candidate.source.as_ref().map(span),
        cue: candidate.cue.as_ref().map(span),
        content: candidate.content.iter().map(span).collect(),
        quote: Quote::Indirect,
        stance: candidate.stance,
        within: None,
        speaker: None,
        cue_token: candidate.cue_token,
        anonymous: false,
    }
}
