//! Adjectives after "be" as cues: is confident that …, was critical of …

use std::ops::Range;

use terms::{Relation, Tag};

use super::candidate::Candidate;
use super::scene::Scene;
use super::spans;
use super::subjects;

/// The attribution whose cue ends with this adjective, if it is one.
pub fn find(scene: &Scene, adjective: usize) -> Option<Candidate> {
    let token = &scene.tokens[adjective];
    if !matches!(token.tag, Tag::JJ | Tag::VBN | Tag::VBD | Tag::RB) {
        return None;
    }
    let cue = scene.cues.adjective(&token.lemma).or_else(|| scene.cues.adjective(&token.text))?;
    let (verb, subject) = match token.relation {
        Relation::Acomp | Relation::Attr | Relation::Oprd => (token.head, subjects::subject(scene, token.head)?),
        // "is concerned about": the parser may take it for a passive.
        _ => {
            let be = scene.child(adjective, &[Relation::Auxpass, Relation::Aux])?;
            let own = scene
                .child(adjective, &[Relation::Nsubjpass, Relation::Nsubj])
                .or_else(|| scene.child(be, &[Relation::Nsubjpass, Relation::Nsubj]))?;
            (be, subjects::Subject { head: own, of: adjective })
        }
    };
    if !subjects::can_speak(scene, subject.head) || scene.is(subject.head, "it") || verb > adjective {
        return None;
    }
    let (content, preposition) = content(scene, adjective, verb, cue)?;
    let content = spans::content(scene, content);
    if content.is_empty() || adjective - verb > 4 {
        return None;
    }
    let start =
        if subject.of == adjective { spans::verb(scene, adjective).start } else { spans::verb(scene, verb).start };
    let source = (subject.head, spans::source(scene, subject.head, adjective));
    let words = start..preposition.unwrap_or(adjective) + 1;
    Some(Candidate::new(Some(source), (adjective, words), vec![content], cue.kind, cue.stance))
}

fn content(
    scene: &Scene,
    adjective: usize,
    verb: usize,
    cue: &super::cues::NounCue,
) -> Option<(Range<usize>, Option<usize>)> {
    for child in scene.children(adjective).chain(scene.children(verb)).filter(|&child| child > adjective) {
        match scene.tokens[child].relation {
            Relation::Ccomp | Relation::Advcl
                if cue.clause
                    && !scene.is(scene.left[child], "as")
                    && scene.tokens[scene.left[child]].tag != Tag::TO =>
            {
                let first = scene.left[child];
                if scene.tokens[child].relation == Relation::Ccomp || scene.is(first, "that") {
                    return Some((scene.extent(child), None));
                }
            }
            Relation::Xcomp | Relation::Advcl | Relation::Ccomp
                if cue.infinitive && scene.tokens[scene.left[child]].tag == Tag::TO =>
            {
                return Some((scene.extent(child), None));
            }
            Relation::Prep if cue.prepositions.iter().any(|wanted| scene.is(child, wanted)) => {
                let object = scene.child(child, &[Relation::Pobj, Relation::Pcomp])?;
                return Some((scene.left[object]..scene.right[child] + 1, Some(child)));
            }
            _ => {}
        }
    }
    None
}
