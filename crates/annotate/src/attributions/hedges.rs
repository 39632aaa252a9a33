//! Adverbs that put a clause into somebody's mouth without saying whose: reportedly, allegedly.

use terms::Stance;

use super::according::clause_around;
use super::candidate::Candidate;
use super::cues::Kind;
use super::scene::Scene;

/// The attribution whose cue is this adverb, if it is one.
pub fn find(scene: &Scene, token: usize) -> Option<Candidate> {
    let word = &scene.tokens[token];
    if !word.text.ends_with("ly") || !scene.cues.lists("hedge", &word.lemma) || !scene.tokens[word.head].is_verb() {
        return None;
    }
    let content = clause_around(scene, token, token..token + 1)?;
    Some(Candidate::new(None, (token, token..token + 1), content, Kind::Speech, Stance::Asserts))
}
