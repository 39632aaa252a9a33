//! What an article is about, in words: for telling stories apart and for finding copies.

use std::collections::BTreeMap;

use terms::{Annotated, EntityLabel, MentionKind, PartOfSpeech, Profile, Sector};

/// Words in a run that is hashed for finding copies.
const RUN: usize = 5;
/// Most hashes kept of one article (the least ones: a bottom-k sketch).
const SKETCH: usize = 128;

/// Content lemmas with their counts; names keep their capitals, and a country goes by its own however it is told
/// ("Lithuania", "Lithuanian").
pub fn profile(annotated: &Annotated) -> Profile {
    let mut profile: BTreeMap<String, u32> = BTreeMap::new();
    let mut countries: BTreeMap<usize, &str> = BTreeMap::new();
    for mention in &annotated.mentions {
        let country = matches!(mention.label, EntityLabel::Gpe | EntityLabel::Norp)
            && matches!(mention.kind, MentionKind::Named | MentionKind::Adjectival)
            && mention.actor.code.is_some()
            && mention.actor.sector.is_none()
            && mention.tokens.len() == 1;
        if country {
            countries.insert(mention.tokens.start, mention.actor.name.as_str());
        }
    }
    for sentence in annotated.sentences.iter().filter(|sentence| !sentence.dropped) {
        for at in sentence.tokens.clone() {
            if let Some(country) = countries.get(&at) {
                *profile.entry((*country).to_owned()).or_default() += 1;
                continue;
            }
            let token = &annotated.tokens[at];
            let keep =
                matches!(token.part, PartOfSpeech::Noun | PartOfSpeech::Propn | PartOfSpeech::Verb | PartOfSpeech::Adj);
            if keep && token.lemma.chars().count() > 2 && token.lemma.chars().any(char::is_alphabetic) {
                *profile.entry(token.lemma.to_string()).or_default() += 1;
            }
        }
    }
    profile.into()
}

/// A bottom-k sketch of the hashes of all runs of five words, sorted.
pub fn shingles(annotated: &Annotated) -> Vec<u64> {
    let words: Vec<String> = annotated
        .tokens
        .iter()
        .filter(|token| token.text.chars().any(char::is_alphanumeric))
        .map(|token| token.text.to_lowercase())
        .collect();
    let mut hashes: Vec<u64> = words
        .windows(RUN)
        .map(|run| {
            let mut hasher = blake3::Hasher::new();
            for word in run {
                hasher.update(word.as_bytes());
                hasher.update(b" ");
            }
            let bytes: [u8; 8] = hasher.finalize().as_bytes()[..8].try_into().unwrap_or_default();
            u64::from_le_bytes(bytes)
        })
        .collect();
    hashes.sort_unstable();
    hashes.dedup();
    hashes.truncate(SKETCH);
    hashes
}

/// Media that the article itself names as its source ("the Guardian reported"), sorted.
pub fn origins(annotated: &Annotated) -> Vec<String> {
    let mut origins: Vec<String> = annotated
        .attributions
        .iter()
        .filter_map(|attribution| attribution.speaker.as_ref())
        .filter(|speaker| speaker.sector == Some(Sector::Jrn))
        .map(|speaker| speaker.name.clone())
        .collect();
    origins.sort();
    origins.dedup();
    origins
}
