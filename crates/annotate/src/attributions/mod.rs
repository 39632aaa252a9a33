//! Who says what.
//!
//! In order, each a function of the article and of the steps before it:
//!
//! 1. [`quotes`]: quote marks → runs of quoted words
//! 2. [`utterances`]: run → the verb that introduces it, or the run that it goes on from
//! 3. [`verbs`] (with [`phrases`], [`remarks`], [`complements`], [`clauses`], [`speech`], [`subjects`], [`unsaid`]),
//!    [`nouns`], [`adjectives`], [`according`], [`hedges`], [`colons`], [`blocks`], [`signatures`]: cue → source, cue,
//!    content, in tokens; [`spans`] tells which tokens belong to each
//! 4. [`chains`], [`citing`], [`quoting`]: speech that goes on, whom a report has it from, and which attribution stands
//!    within which
//! 5. [`stance`]: cue and content → how the speaker stands to it
//! 6. [`speakers`]: source → actor
//! 7. [`answers`]: what denies because another has just said so

mod according;
mod adjectives;
mod answers;
mod blocks;
mod candidate;
mod chains;
mod citing;
mod clauses;
mod colons;
mod complements;
pub mod cues;
mod headlines;
mod hedges;
mod nouns;
mod phrases;
mod quotes;
mod quoting;
mod remarks;
mod scene;
mod signatures;
mod spans;
mod speakers;
mod speech;
mod stance;
mod subjects;
mod unsaid;
mod utterances;
mod verbs;

use std::ops::Range;

use terms::{Actor, Annotated, Attribution, DataError, EntityLabel, MentionKind, Quote, Resources};

use candidate::Candidate;
use cues::Cues;
use scene::Scene;
use speakers::Speakers;
use utterances::Role;

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
        let mut scene = Scene::new(annotated, &self.cues);
        utterances::close_open_runs(&mut scene);
        let mut candidates = chains::prune(&scene, self.candidates(&scene));
        chains::continue_speech(&scene, &mut candidates);
        citing::relay(&scene, &mut candidates);
        for candidate in &mut candidates {
            without_label(&scene, candidate);
        }
        candidates.sort_by_key(|candidate| (candidate.first(), candidate.cue_token));
        let within = chains::within(&candidates);
        let speakers = Speakers::new(&scene);
        let mut attributions: Vec<Attribution> = Vec::with_capacity(candidates.len());
        for (id, (candidate, within)) in candidates.into_iter().zip(within).enumerate() {
            attributions.push(finish(&scene, &speakers, id, candidate, within));
        }
        first_persons(&scene, &mut attributions);
        answers::deny(&scene, &mut attributions);
        attributions
    }

    /// The attribution of a headline by its marks alone, for one in which [`Attributions::find`] finds nothing.
    pub fn of_headline(&self, headline: &Annotated, body: &Annotated) -> Option<Attribution> {
        headlines::find(headline, body, &self.cues)
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
            let runs = speeches
                .binary_search_by_key(&token, |(verb, _)| *verb)
                .map_or(&[] as &[Range<usize>], |at| &speeches[at].1);
            found.extend(verbs::find(scene, token, runs));
            found.extend(according::find(scene, token));
            found.extend(nouns::find(scene, token));
            found.extend(adjectives::find(scene, token));
            found.extend(hedges::find(scene, token));
            found.extend(signatures::find(scene, token));
            if !introduced(scene, &roles, token) {
                found.extend(colons::find(scene, token));
            }
        }
        found
    }
}

/// Takes the label off what a headline tells: "*Exclusive:* port to be sold - sources".
fn without_label(scene: &Scene, candidate: &mut Candidate) {
    if let Some(piece) = candidate.content.first_mut()
        && piece.start == 0
        && piece.len() > 2
        && scene.is(1, ":")
        && scene.cues.lists("label", &scene.tokens[0].text.to_lowercase())
    {
        piece.start = 2;
    }
}

/// Whether a colon leads to a quotation that a verb introduces already.
fn introduced(scene: &Scene, roles: &[Role], colon: usize) -> bool {
    &*scene.tokens[colon].text == ":"
        && scene
            .after(colon)
            .and_then(|next| scene.quotes.at(next))
            .is_some_and(|run| scene.quotes.runs[run].tokens.start > colon && matches!(roles[run], Role::Introduced(_)))
}

fn finish(scene: &Scene, speakers: &Speakers, id: usize, candidate: Candidate, within: Option<usize>) -> Attribution {
    let span = |range: &Range<usize>| scene.annotated.span(range.clone());
    let (speaker, anonymous) = speakers.speaker(&candidate);
    Attribution {
        id,
        source: candidate.source.as_ref().map(span),
        cue: candidate.cue.as_ref().map(span),
        content: candidate.content.iter().map(span).collect(),
        quote: quote(scene, &candidate),
        stance: stance::stance(scene, &candidate),
        within,
        speaker,
        cue_token: candidate.cue_token,
        anonymous,
    }
}

/// Whom a text means by some words that it uses itself, or by the name that ends with them ("Lind", Anna Lind).
pub fn known_as<'a>(body: &'a Annotated, words: &str) -> Option<&'a Actor> {
    let bare = |words: &str| words.trim().trim_start_matches("the ").trim_start_matches("The ").to_lowercase();
    let asked = bare(words);
    let said = |mention: &terms::Mention| bare(body.article.text.slice(mention.span));
    let as_told =
        || body.mentions.iter().find(|mention| mention.kind != MentionKind::Pronoun && said(mention) == asked);
    let surname = |mention: &&terms::Mention| {
        mention.kind == MentionKind::Named
            && mention.label == EntityLabel::Person
            && mention.actor.name.to_lowercase().strip_suffix(&asked).is_some_and(|first| first.ends_with(' '))
    };
    let headed = || {
        body.mentions.iter().find(|mention| {
            mention.kind == MentionKind::Nominal && body.tokens[mention.head].text.to_lowercase() == asked
        })
    };
    let named = (!asked.contains(' ')).then(|| body.mentions.iter().find(surname)).flatten();
    named.or_else(as_told).or_else(headed).map(|mention| &mention.actor).filter(|actor| !actor.name.is_empty())
}

/// Quote marks round all of it, round some of it, or none.
fn quote(scene: &Scene, candidate: &Candidate) -> Quote {
    let mut quoted = false;
    let mut retold = false;
    for token in candidate.content.iter().flat_map(Clone::clone) {
        match scene.quotes.at(token) {
            Some(_) => quoted = true,
            None => retold |= !scene.is_punctuation(token) && !scene.tokens[token].is_space(),
        }
    }
    match (quoted, retold) {
        (true, false) => Quote::Direct,
        (true, true) => Quote::Mixed,
        _ if candidate.verbatim => Quote::Direct,
        _ => Quote::Indirect,
    }
}

/// "I" and "we" within somebody's words are that speaker.
fn first_persons(scene: &Scene, attributions: &mut [Attribution]) {
    for index in 0..attributions.len() {
        let first = attributions[index]
            .source
            .is_some_and(|source| matches!(scene.annotated.article.text.slice(source), "I" | "we" | "We"));
        if first && let Some(outer) = attributions[index].within {
            attributions[index].speaker = attributions[outer].speaker.clone();
        }
    }
}
